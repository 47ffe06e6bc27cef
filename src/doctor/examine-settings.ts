import type {EcrClient} from '../aws/ecr.js'
import type {RepositorySetup} from '../aws/repository-setup.js'
import type {Check} from './check.js'
import {info, notChecked, notKnown} from './check.js'
import type {Examination} from './examination.js'
import type {ActionPermissions} from './permissions.js'
import {
  encryptionCheck,
  lifecycleCheck,
  mountingCheck,
  mountingObstacle,
  mutabilityCheck,
  scanCheck
} from './settings.js'

/** The repository whose settings are examined, and the principal who reads them. */
export type SettingsRequest = Pick<Examination, 'stage' | 'target' | 'source' | 'principal' | 'signal'> & {
  /** The remedy for a setting that differs from what infra/ creates. */
  deploy: string
}

/** The means to read the settings. */
export interface SettingsAccess {
  client: EcrClient
  sourceClient: EcrClient
  /** On the target. */
  own: ActionPermissions
  /** On the source; undefined if the stage has none. */
  atSource: ActionPermissions | undefined
  /** Whether the credentials belong to the repository's account. */
  isOwnAccount: boolean
}

/** The settings that this identity may read; each is undefined if it may not. */
interface ReadSettings {
  settings: Answer<RepositorySetup | undefined> | undefined
  lifecycle: Answer<string | undefined> | undefined
  sourceSettings: Answer<RepositorySetup | undefined> | undefined
  mounting: Answer<'ENABLED' | 'DISABLED' | undefined> | undefined
}

/** Checks the settings of the repository, as far as this identity may read them. */
export async function examineSettings(request: SettingsRequest, access: SettingsAccess): Promise<Check[]> {
  const read = await readSettings(request, access)
  const own = ownChecks(request, read)
  return request.source === undefined ? own : [...own, ...sourceChecks(request, access, read)]
}

async function readSettings(
  {target, source, signal}: SettingsRequest,
  {client, sourceClient, own, atSource, isOwnAccount}: SettingsAccess
): Promise<ReadSettings> {
  const {readBlobMounting, readLifecyclePolicy, readRepositorySetup} = await import('../aws/doctor-calls.js')
  const mayDescribe = may(own, 'ecr:DescribeRepositories')
  const isMountable = source !== undefined && mountingObstacle(target.repository, source) === undefined
  const [settings, lifecycle, sourceSettings, mounting] = await Promise.all([
    mayDescribe ? answerTo(() => readRepositorySetup(client, target.repository, signal), signal) : undefined,
    may(own, 'ecr:GetLifecyclePolicy')
      ? answerTo(() => readLifecyclePolicy(client, target.repository, signal), signal)
      : undefined,
    isMountable && mayDescribe && may(atSource, 'ecr:DescribeRepositories')
      ? answerTo(() => readRepositorySetup(sourceClient, source, signal), signal)
      : undefined,
    isMountable && isOwnAccount ? answerTo(() => readBlobMounting(client, signal), signal) : undefined
  ])
  return {settings, lifecycle, sourceSettings, mounting}
}

function ownChecks(request: SettingsRequest, {settings, lifecycle}: ReadSettings): Check[] {
  const {stage, deploy} = request
  const hidden = reasonHidden(request)
  return [
    settingCheck('tag mutability', settings, hidden, value => mutabilityCheck(stage, value, deploy)),
    lifecycle === undefined
      ? notChecked('lifecycle', hidden)
      : known('lifecycle', lifecycle, policy => lifecycleCheck(policy, deploy)),
    settingCheck('scan on push', settings, hidden, value => scanCheck(value, deploy))
  ]
}

/** Checks the settings that decide whether a promotion can mount layers of the source. */
function sourceChecks(
  request: SettingsRequest,
  {own}: SettingsAccess,
  {settings, sourceSettings, mounting}: ReadSettings
): Check[] {
  const {target, source} = request
  const obstacle = source === undefined ? undefined : mountingObstacle(target.repository, source)
  if (obstacle !== undefined) return [info('layer mounting', obstacle)]
  const hidden = reasonHidden(request)
  const name = 'encryption key'
  return [
    may(own, 'ecr:DescribeRepositories') && sourceSettings === undefined
      ? notChecked(name, 'this identity lacks the metadata permissions on the source')
      : settingCheck(name, settings, hidden, value =>
          settingCheck(name, sourceSettings, hidden, before => encryptionCheck(value, before))
        ),
    mounting === undefined
      ? notChecked('layer mounting', 'the setting belongs to a different account than the credentials')
      : known('layer mounting', mounting, setting => mountingCheck(setting, target.repository.region))
  ]
}

function reasonHidden({principal, stage}: SettingsRequest): string {
  const developer = `; a developer of ${stage} has them and can run \`ecr-registry doctor --stage ${stage}\``
  return `this identity lacks the metadata permissions${principal.kind === 'role' ? developer : ''}`
}

/** @param hidden the reason if the settings were not read */
function settingCheck(
  name: string,
  found: ReadSettings['settings'],
  hidden: string,
  check: (value: RepositorySetup) => Check
): Check {
  if (found === undefined) return notChecked(name, hidden)
  if (found.kind === 'unknown') return notKnown(name, found.reason)
  return found.value === undefined ? notChecked(name, 'the repository does not exist') : check(found.value)
}

type Answer<T> = {kind: 'known'; value: T} | {kind: 'unknown'; reason: string}

function known<T>(name: string, found: Answer<T>, check: (value: T) => Check): Check {
  return found.kind === 'known' ? check(found.value) : notKnown(name, found.reason)
}

function may(permissions: ActionPermissions | undefined, action: string): boolean {
  return permissions?.get(action)?.kind === 'allowed'
}

/** The value that was read, or the reason why it is not known. */
async function answerTo<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Answer<T>> {
  try {
    return {kind: 'known', value: await work()}
  } catch (error) {
    signal.throwIfAborted()
    const {awsAnswer} = await import('../aws/run-calls.js')
    return {kind: 'unknown', reason: awsAnswer(error)}
  }
}
