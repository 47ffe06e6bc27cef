import {getOctokit} from '@actions/github'

import {Failure, messageOf} from '../../src/core/failure.js'

export type GitHubClient = ReturnType<typeof getOctokit>

/** The time limit of a request. GitHub's client itself would wait five minutes. */
const TRY_MS = 30_000

/**
 * Makes a client of GitHub's API with the token in the environment.
 * @throws Failure if there is no token, or if the variable holds more than a token
 */
export function createGitHubClient(env: NodeJS.ProcessEnv): GitHubClient {
  // GH_TOKEN is empty if the command inside `GH_TOKEN="$(...)"` failed.
  const token =
    [env['GH_TOKEN'], env['GITHUB_TOKEN']].map(value => value?.trim() ?? '').find(value => value !== '') ?? ''
  if (token === '') {
    throw new Failure('There is no token for GitHub: neither GH_TOKEN nor GITHUB_TOKEN is set.', {
      remedy: `Use the token of GitHub's command line: GH_TOKEN="$(gh auth token)" npm run environments\n${PERMISSIONS}`
    })
  }
  if (/[^\x21-\x7e]/.test(token)) {
    throw new Failure(
      'GH_TOKEN or GITHUB_TOKEN holds more than a token: it contains a space, a line break or another character that no token has.',
      {remedy: 'Set the variable to the token alone.'}
    )
  }
  const octokit = getOctokit(token, {baseUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com'})
  octokit.hook.before('request', options => {
    options.request.signal = AbortSignal.timeout(TRY_MS)
  })
  return octokit
}

const PERMISSIONS = `The token must belong to an administrator of the repository. It is either
- a classic token with the scopes repo and read:org, or
- a fine-grained token with Administration: write, Actions: read and, for teams, Members: read of the organization.
The token of a workflow cannot have these permissions.`

/**
 * Sends a request to GitHub.
 * @param what the attempt, as the beginning of a sentence
 * @throws Failure for any answer except success
 */
export async function askGitHub<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw failureOf(what, error)
  }
}

/** Sends a request to GitHub, and returns undefined for the answer 404. */
export async function findOnGitHub<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw failureOf(what, error)
  }
}

/** Sends a request to GitHub, and returns its refusal if the plan or the version of GitHub does not offer the feature. */
export async function requestIfOffered<T>(
  what: string,
  call: () => Promise<T>
): Promise<{value: T} | {refusal: string}> {
  try {
    return {value: await call()}
  } catch (error) {
    const status = statusOf(error)
    if ((status === 403 || status === 422) && NOT_OFFERED.test(messageOf(error)))
      return {refusal: toSentence(messageOf(error))}
    throw failureOf(what, error)
  }
}

/** The last alternative is the answer of an Enterprise server that is older than the setting. */
const NOT_OFFERED = /billing plan|upgrade to github|make this repository public|is not a permitted key/i

function failureOf(what: string, error: unknown): Failure {
  const status = statusOf(error)
  if (status === undefined)
    return new Failure(`${what}: GitHub cannot be reached: ${messageOf(error)}`, {
      cause: error,
      remedy: RUN_COMMAND_AGAIN
    })
  const message = `${what}: GitHub answered ${status}: ${toSentence(messageOf(error))}`
  if (status === 401)
    return new Failure(message, {
      cause: error,
      remedy: `The token in GH_TOKEN or GITHUB_TOKEN is not valid, or no longer valid.\n${PERMISSIONS}`
    })
  if (status === 403 || status === 404)
    return new Failure(message, {
      cause: error,
      remedy: `${status === 404 ? UNSEEN : ''}${describePermissions(error)}${PERMISSIONS}`
    })
  return new Failure(message, {cause: error, remedy: RUN_COMMAND_AGAIN})
}

const UNSEEN = 'It does not exist, or the token may not see it. GitHub gives the same answer in both cases.\n'
const RUN_COMMAND_AGAIN = 'Run the command again. Finished changes stay as they are.'

/** The permissions of the token, and those that the request requires. GitHub names both in headers. */
function describePermissions(error: unknown): string {
  const scopes = headerOf(error, 'x-oauth-scopes')
  const accepted = headerOf(error, 'x-accepted-github-permissions')
  return [
    ...(scopes === undefined ? [] : [`The token has the scopes: ${scopes === '' ? 'none' : scopes}.\n`]),
    ...(accepted === undefined ? [] : [`GitHub requires the permissions: ${accepted}.\n`])
  ].join('')
}

function headerOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined
  const {headers} = error.response as {headers?: Record<string, string | undefined>}
  return headers?.[name]
}

/** Octokit also gives the status 500 to a failed connection, but such an error has no response. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error) || !('response' in error)) return undefined
  return error.response !== undefined && typeof error.status === 'number' ? error.status : undefined
}

/** The message in one line, without the address of the documentation that Octokit adds. */
function toSentence(message: string): string {
  return message
    .replace(/ - https:\S+$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
