import {chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join, resolve} from 'node:path'

import {codeOf, Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'

export interface PrivateConfigRequest {
  /** Where the runner keeps what a job may leave: `RUNNER_TEMP`. */
  temporaryDirectory: string
  environment: ProcessEnv
  /** Host and port of the registry. */
  registry: string
  username: string
  password: string
  /** Called with the directory before anything secret is in it, so that whatever happens it will be removed. */
  announce: (directory: string) => void
}

/** Docker's config of this run alone. */
export interface PrivateConfig {
  /** `DOCKER_CONFIG` and `BUILDX_CONFIG` for every docker command. */
  environment: {DOCKER_CONFIG: string; BUILDX_CONFIG: string}
  remove: () => Promise<void>
}

/** The directory of the config that the user's own docker commands read: absolute, for links to it are. */
export function userConfigDirectory(environment: ProcessEnv): string {
  return resolve(
    given(environment['DOCKER_CONFIG']) ??
      join(given(environment['HOME']) ?? given(environment['USERPROFILE']) ?? homedir(), '.docker')
  )
}

/** Docker takes a variable that is set to nothing for one that is not set. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

/**
 * Makes a Docker config that has all the user's has and the login to one registry besides. The user's own is not
 * written to: a login there would outlive the job on a runner that is kept.
 */
export async function makePrivateConfig(request: PrivateConfigRequest): Promise<PrivateConfig> {
  const userDirectory = userConfigDirectory(request.environment)
  const config = await readUserConfig(userDirectory)
  const directory = await mkdtemp(join(request.temporaryDirectory, 'docker-config-'))
  request.announce(directory)
  await chmod(directory, 0o700)

  // Contexts, CLI plugins, buildx' builders: by link, so that what a build changes there is the user's as ever.
  for (const entry of await entriesOf(userDirectory)) {
    if (entry === 'config.json') continue
    await linkOrCopy(join(userDirectory, entry), join(directory, entry))
  }
  const auth = Buffer.from(`${request.username}:${request.password}`).toString('base64')
  const helpers = recordOf(config['credHelpers'])
  // A credential store or helper would be asked instead of `auths`; an empty entry says that for this registry there is
  // none. Only where one is in the way: skopeo and podman take the entry for the name of a program.
  const inTheWay = Boolean(config['credsStore']) || request.registry in helpers
  const merged = {
    ...config,
    auths: {...recordOf(config['auths']), [request.registry]: {auth}},
    ...(inTheWay ? {credHelpers: {...helpers, [request.registry]: ''}} : {})
  }
  await writeFile(join(directory, 'config.json'), JSON.stringify(merged), {mode: 0o600})

  return {
    environment: {
      DOCKER_CONFIG: directory,
      BUILDX_CONFIG: resolve(given(request.environment['BUILDX_CONFIG']) ?? join(userDirectory, 'buildx'))
    },
    remove: () => rm(directory, {recursive: true, force: true})
  }
}

/** @throws Failure where there is a config and it is no JSON object: a build without it would miss its logins */
export async function readUserConfig(directory: string): Promise<Record<string, unknown>> {
  const path = join(directory, 'config.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return {}
    throw new Failure(`Reading Docker's config ${path}: ${messageOf(error)}`, {
      cause: error,
      remedy: 'Make it readable, or remove it.'
    })
  }
  try {
    if (text.trim() === '') return {}
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // Told below; the parser's message could quote a login.
  }
  throw new Failure(`Docker's config ${path} is no JSON object.`, {remedy: 'Mend it, or remove it and log in anew.'})
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

async function entriesOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch {
    // No config of the user's: nothing to link.
    return []
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await symlink(from, to, 'junction')
  } catch {
    // Windows lets few accounts link a file.
    await mkdir(join(to, '..'), {recursive: true})
    await cp(from, to, {recursive: true})
  }
}
