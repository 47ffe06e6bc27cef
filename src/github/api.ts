import {setTimeout as sleep} from 'node:timers/promises'

import type {getOctokit} from '@actions/github'

import {withTimeout} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'

export interface RepositoryAccess {
  token: string
  /** `https://api.github.com`, or an Enterprise server's. */
  apiUrl: string
  fullName: string
  signal: AbortSignal
}

export type Octokit = ReturnType<typeof getOctokit>

/** GitHub's API, about one repository. */
export interface Api {
  owner: string
  repo: string
  /**
   * Asks something, again where that may help.
   * @param what is done, for the error: `Listing the open pull requests`
   * @param permission what to add where the token may not
   * @throws Failure with what GitHub answered
   */
  ask: <T>(what: string, permission: string, call: (octokit: Octokit) => Promise<T>) => Promise<T>
}

export function openApi({token, apiUrl, fullName, signal}: RepositoryAccess): Api {
  const [owner = '', repo = ''] = fullName.split('/')
  // Loaded and made when it is first needed: most runs ask GitHub nothing, and without a token the client cannot be made.
  let made: Promise<Octokit> | undefined
  const octokit = (): Promise<Octokit> => {
    if (token === '') {
      return Promise.reject(
        new Failure('Input github-token is empty, and GitHub is to be asked for this run.', {
          remedy: 'Leave the input out: it is the token of the job then.'
        })
      )
    }
    return (made ??= import('@actions/github').then(({getOctokit}) =>
      refusingText(getOctokit(token, {baseUrl: apiUrl}))
    ))
  }
  return {
    owner,
    repo,
    ask: (what, permission, call) => tried(what, signal, async () => call(await octokit()), permission)
  }
}

/** The client hands on an answer that is no JSON, or broke off, as a text, which would pass for an empty list. */
function refusingText(octokit: Octokit): Octokit {
  octokit.hook.after('request', ({data, status}) => {
    // What was deleted is answered without a body.
    if (typeof data === 'string' && status !== 204) throw new Error('the answer broke off, or is no JSON')
  })
  return octokit
}

/** GitHub's client itself would wait five minutes. */
const TRY_MS = 15_000

async function tried<T>(what: string, signal: AbortSignal, call: () => Promise<T>, permission: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withTimeout(call(), TRY_MS, 'GitHub', signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof Failure) throw error
      const status = statusOf(error)
      if (attempt < 3 && (status === undefined || status === 429 || status >= 500)) {
        await sleep(300 * attempt, undefined, {signal})
        continue
      }
      throw new Failure(`${what}: ${described(error)}`, {
        cause: error,
        remedy: remedyOf(status, messageOf(error), permission)
      })
    }
  }
}

function remedyOf(status: number | undefined, message: string, permission: string): string {
  // A limit that is used up is a 403 as well.
  if (status === 429 || /rate limit/i.test(message))
    return "GitHub's limit for this token is used up, by other jobs as well: run the job again later."
  if (status === 403 && /\blocked\b/i.test(message)) return 'The conversation is locked: unlock it on GitHub.'
  // GitHub answers 404 for what a token may not know of.
  return status === 401 || status === 403 || status === 404
    ? permission
    : 'Run the job again, and look at https://www.githubstatus.com if it stays.'
}

/** What the GraphQL API calls an error, which comes with status 200: as the REST API would have answered. */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429
}

/** The HTTP status of an error of GitHub's client; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  // The octokit gives 500 to a connection that failed, too.
  if ('status' in error && typeof error.status === 'number') return error.status
  const [first] = 'errors' in error && Array.isArray(error.errors) ? (error.errors as {type?: unknown}[]) : []
  return typeof first?.type === 'string' ? STATUS_OF_TYPE[first.type] : undefined
}

function described(error: unknown): string {
  const status = statusOf(error)
  const message = messageOf(error)
  if (status === undefined) return message
  // The client's name for its errors stands in where GitHub said no more.
  return `GitHub answered ${status}${message === 'HttpError' ? '' : `: ${message}`}`
}
