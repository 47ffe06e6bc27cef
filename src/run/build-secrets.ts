import {Failure} from '../core/failure.js'
import {remedies, remedyAt} from '../core/remedy.js'
import type {MissingSecret} from '../docker/secrets.js'
import {isPresent, maskSecretFiles, missingAgents} from '../docker/secrets.js'
import type {BuildSettings} from './build-settings.js'
import {buildSettings} from './build-settings.js'
import type {TrialRun} from './context.js'

/** The settings of a build, and the secrets and SSH keys that it should have and does not have. */
export interface SecretSettings {
  settings: BuildSettings
  missing: MissingSecret[]
}

/** The settings of a build. The values of its secrets are masked before anything can fail. */
export function maskedSettings(run: TrialRun): SecretSettings {
  const {runner, log, environment} = run
  const settings = buildSettings(run)
  const secrets = maskSecretFiles(settings.secrets, runner.workspace, log.mask)
  const missing = secrets.filter(secret => !isPresent(secret))
  return {
    settings: {...settings, secrets},
    missing: [...missing, ...missingAgents(settings.ssh, runner.workspace, environment)]
  }
}

/**
 * Requires all secrets and SSH keys of a build.
 * @throws Failure that names each missing one: a build without it would fail later, or succeed and be wrong
 */
export function requireSecrets(missing: readonly MissingSecret[]): void {
  if (missing.length === 0) return
  throw new Failure(missing.map(({problem}) => problem).join('\n'), {
    remedy: remedies(...new Map(missing.map(({remedy}) => [remedyAt('workflow', remedy), remedy])).values())
  })
}

/** The settings without the secrets and SSH keys that are missing. A warning names each of them. */
export function withoutMissing({settings, missing}: SecretSettings, run: TrialRun): BuildSettings {
  if (missing.length === 0) return settings
  run.log.warning(
    [
      'This run has no credentials, so the image is built without the secrets that it lacks.',
      ...missing.map(({problem}) => problem)
    ].join('\n')
  )
  return {
    ...settings,
    secrets: settings.secrets.filter(isPresent),
    ssh: settings.ssh.filter(entry => missingAgents([entry], run.runner.workspace, run.environment).length === 0)
  }
}
