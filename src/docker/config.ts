import {chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join, resolve} from 'node:path'

import {codeOf, describeReadError, Failure} from '../core/failure.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'

export interface PrivateConfigRequest {
  /** The runner's directory for temporary files: `RUNNER_TEMP`. */
  temporaryDirectory: string
  environment: ProcessEnv
  logins: readonly DockerLogin[]
  /** Receives the directory before a secret is written to it, so that the directory is removed whatever happens. */
  announce: (directory: string) => void
}

export interface DockerLogin {
  /** Host and port. */
  registry: string
  username: string
  password: string
}

/** Docker's config for this run only. */
export interface PrivateConfig {
  /** `DOCKER_CONFIG` and `BUILDX_CONFIG` for every docker command. */
  environment: {DOCKER_CONFIG: string; BUILDX_CONFIG: string}
  remove: () => Promise<void>
}

const PRIVATE_CONFIG = 'docker-config-'

/** Whether a directory below the runner's directory for temporary files has the name of a config that a run made. */
export function isPrivateConfig(name: string): boolean {
  return name.startsWith(PRIVATE_CONFIG)
}

/** The directory of the user's own Docker config. It is absolute, because links point to it. */
export function userConfigDirectory(environment: ProcessEnv): string {
  return resolve(
    nonEmpty(environment['DOCKER_CONFIG']) ??
      join(nonEmpty(environment['HOME']) ?? nonEmpty(environment['USERPROFILE']) ?? homedir(), '.docker')
  )
}

/** Docker treats an empty variable as not set. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

/**
 * Makes a Docker config with everything in the user's config, and the logins of the run. The user's config is not
 * changed: on a self-hosted runner a login in it would outlive the job.
 */
export async function makePrivateConfig(request: PrivateConfigRequest): Promise<PrivateConfig> {
  const userDirectory = userConfigDirectory(request.environment)
  const found = await findUserConfig(request.environment)
  const config = found.kind === 'read' ? found.content : {}
  const directory = await mkdtemp(join(request.temporaryDirectory, PRIVATE_CONFIG))
  request.announce(directory)
  await chmod(directory, 0o700)

  // Contexts, CLI plugins and the builders of buildx are links, so that a build changes the user's own, as it would
  // without this config.
  for (const entry of await entriesOf(userDirectory)) {
    if (entry === 'config.json') continue
    await linkOrCopy(join(userDirectory, entry), join(directory, entry))
  }
  const own = request.logins.map(({registry, username, password}) => {
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    return [registry, {auth}] as const
  })
  const helpers = recordOf(config['credHelpers'])
  // Docker would ask a credential store or helper instead of reading `auths`. An empty entry turns that off for a registry.
  // It is written only if it is needed, because skopeo and podman take the entry for the name of a program.
  const hidden = own.flatMap(([registry]) => (Boolean(config['credsStore']) || registry in helpers ? [registry] : []))
  const merged = {
    ...config,
    auths: {...recordOf(config['auths']), ...Object.fromEntries(own)},
    ...(hidden.length > 0
      ? {credHelpers: {...helpers, ...Object.fromEntries(hidden.map(registry => [registry, '']))}}
      : {})
  }
  await writeFile(join(directory, 'config.json'), JSON.stringify(merged), {mode: 0o600})

  return {
    environment: {
      DOCKER_CONFIG: directory,
      BUILDX_CONFIG: resolve(nonEmpty(request.environment['BUILDX_CONFIG']) ?? join(userDirectory, 'buildx'))
    },
    remove: () => rm(directory, {recursive: true, force: true})
  }
}

/** The content of the user's config, or the reason why it is not known. */
export type UserConfig = {kind: 'read'; content: Record<string, unknown>} | {kind: 'unread'; failure: Failure}

/** Reads the user's config. Docker goes on without a config that it cannot read, and so does a run. */
export async function findUserConfig(environment: ProcessEnv): Promise<UserConfig> {
  try {
    return {kind: 'read', content: await readUserConfig(userConfigDirectory(environment))}
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return {kind: 'unread', failure: error}
  }
}

/** Warns of a config that cannot be read. */
export function warnOfUnreadConfig(config: UserConfig, log: Pick<Log, 'warning'>): void {
  if (config.kind === 'read') return
  const {message, remedy} = config.failure
  log.warning(`${message} This run goes on without the logins and proxies in it.`, remedy)
}

/**
 * Reads the config file in a directory, or nothing if there is none.
 * @throws Failure if the file cannot be read or is not a JSON object
 */
export async function readUserConfig(directory: string): Promise<Record<string, unknown>> {
  const path = join(directory, 'config.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return {}
    throw new Failure(`Docker's config ${path} cannot be read: ${describeReadError(error)}.`, {
      cause: error,
      remedy: 'Make it readable for this user, or remove it.'
    })
  }
  try {
    if (text.trim() === '') return {}
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // The error below does not repeat the parser's message, which could quote a login.
  }
  throw new Failure(`Docker's config ${path} is not a JSON object.`, {
    remedy: 'Correct it, or remove it and log in again.'
  })
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

async function entriesOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch {
    // The user has no config, so there is nothing to link.
    return []
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await symlink(from, to, 'junction')
  } catch {
    // On Windows few accounts may create a link to a file.
    await mkdir(join(to, '..'), {recursive: true})
    await cp(from, to, {recursive: true})
  }
}
