import {getOctokit} from '@actions/github'

import {Failure, messageOf} from '../../src/core/failure.js'

export type Octokit = ReturnType<typeof getOctokit>

/** GitHub's client itself would wait five minutes. */
const TRY_MS = 30_000

/**
 * A client of GitHub's API with the token of whoever runs this.
 * @throws Failure without a token
 */
export function openGitHub(env: NodeJS.ProcessEnv): Octokit {
  // An empty GH_TOKEN is what is left of a command that failed.
  const token =
    [env['GH_TOKEN'], env['GITHUB_TOKEN']].map(value => value?.trim() ?? '').find(value => value !== '') ?? ''
  if (token === '') {
    throw new Failure('There is no token for GitHub: neither GH_TOKEN nor GITHUB_TOKEN is set.', {
      remedy: `With GitHub's command line: GH_TOKEN="$(gh auth token)" npm run environments\n${PERMISSIONS}`
    })
  }
  if (/[^\x21-\x7e]/.test(token)) {
    throw new Failure(
      'GH_TOKEN or GITHUB_TOKEN holds more than a token: there is a space, a line break or another letter in it.',
      {remedy: 'Give the token alone.'}
    )
  }
  const octokit = getOctokit(token, {baseUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com'})
  octokit.hook.before('request', options => {
    options.request.signal = AbortSignal.timeout(TRY_MS)
  })
  return octokit
}

const PERMISSIONS = `It takes a token of an administrator of the repository:
- a classic one with the scopes repo and read:org, or
- a fine-grained one with Administration: write, Actions: read and, for teams, Members: read of the organization.
The token of a workflow cannot have these permissions.`

/**
 * Asks GitHub for something.
 * @param what what is tried, as the beginning of a sentence
 * @throws Failure for whatever it answers but success
 */
export async function asked<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw failed(what, error)
  }
}

/** The same, with undefined for what is not there. */
export async function found<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw failed(what, error)
  }
}

/** The same, with GitHub's words where its plan or its version does not offer what is asked for. */
export async function offered<T>(what: string, call: () => Promise<T>): Promise<{value: T} | {refusal: string}> {
  try {
    return {value: await call()}
  } catch (error) {
    const status = statusOf(error)
    if ((status === 403 || status === 422) && NOT_OFFERED.test(messageOf(error)))
      return {refusal: sentence(messageOf(error))}
    throw failed(what, error)
  }
}

/** The last is what an Enterprise server says to a setting that is younger than itself. */
const NOT_OFFERED = /billing plan|upgrade to github|make this repository public|is not a permitted key/i

function failed(what: string, error: unknown): Failure {
  const status = statusOf(error)
  if (status === undefined)
    return new Failure(`${what}: GitHub was not reached: ${messageOf(error)}`, {cause: error, remedy: AGAIN})
  const message = `${what}: GitHub answered ${status}: ${sentence(messageOf(error))}`
  if (status === 401)
    return new Failure(message, {
      cause: error,
      remedy: `The token in GH_TOKEN or GITHUB_TOKEN is not valid, or not any more.\n${PERMISSIONS}`
    })
  if (status === 403 || status === 404)
    return new Failure(message, {
      cause: error,
      remedy: `${status === 404 ? UNSEEN : ''}${holdings(error)}${PERMISSIONS}`
    })
  return new Failure(message, {cause: error, remedy: AGAIN})
}

const UNSEEN = 'It is not there, or the token may not see it: GitHub tells neither from the other.\n'
const AGAIN = 'Run it again: what is done already stays as it is.'

/** What the token has, and what it would have to: GitHub says so in headers. */
function holdings(error: unknown): string {
  const scopes = headerOf(error, 'x-oauth-scopes')
  const accepted = headerOf(error, 'x-accepted-github-permissions')
  return [
    ...(scopes === undefined ? [] : [`The token has the scopes: ${scopes === '' ? 'none' : scopes}.\n`]),
    ...(accepted === undefined ? [] : [`GitHub wants the permissions: ${accepted}.\n`])
  ].join('')
}

function headerOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined
  const {headers} = error.response as {headers?: Record<string, string | undefined>}
  return headers?.[name]
}

/** The octokit gives 500 to a connection that failed, too; that has no response. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error) || !('response' in error)) return undefined
  return error.response !== undefined && typeof error.status === 'number' ? error.status : undefined
}

/** Without the address of the documentation that the octokit adds, and in one line. */
function sentence(message: string): string {
  return message
    .replace(/ - https:\S+$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
