import {setTimeout as sleep} from 'node:timers/promises'

import type {getOctokit} from '@actions/github'

import {withTimeout} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import type {Remedy} from '../core/remedy.js'
import {remedy, RUN_AGAIN} from '../core/remedy.js'

/** The repository of a run, and the token that reaches it on GitHub. */
export interface RepositoryAccess {
  token: string
  /** `https://api.github.com`, or the API of an Enterprise server. */
  apiUrl: string
  /** `owner/name` */
  fullName: string
  signal: AbortSignal
}

type Octokit = ReturnType<typeof getOctokit>

/** GitHub's API for one repository. */
export class GitHubApi {
  readonly owner: string
  readonly repo: string
  readonly signal: AbortSignal
  private readonly octokit: Lazy<Octokit>

  constructor(access: RepositoryAccess) {
    const [owner = '', repo = ''] = access.fullName.split('/')
    this.owner = owner
    this.repo = repo
    this.signal = access.signal
    // Most runs never call GitHub, and without a token no client can be made. So it is loaded and made on first use.
    this.octokit = new Lazy(() => loadOctokit(access))
  }

  /**
   * Calls the API, and retries errors that may pass.
   * @param purpose for the error: `Listing the open pull requests`
   * @param permission what to add if the token may not make the call
   * @throws Failure with the answer of GitHub
   */
  async ask<T>(purpose: string, permission: string, call: (octokit: Octokit) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withTimeout(this.octokit.get().then(call), TRY_MS, 'GitHub', this.signal)
      } catch (error) {
        this.signal.throwIfAborted()
        if (error instanceof Failure) throw error
        const status = statusOf(error)
        if (attempt < TRIES && (status === undefined || status === 429 || status >= 500)) {
          await sleep(300 * attempt, undefined, {signal: this.signal})
          continue
        }
        throw new Failure(`${purpose}: ${githubAnswer(error)}`, {
          cause: error,
          remedy: remedyOf(status, messageOf(error), permission)
        })
      }
    }
  }
}

const TRIES = 3
/** GitHub's client itself would wait five minutes. */
const TRY_MS = 15_000

/** The client would print headers of the server, such as a notice of deprecation, past the log of the job. */
const QUIET = {debug: ignore, info: ignore, warn: ignore, error: ignore}

function ignore(): void {
  // Nothing of it concerns the user.
}

async function loadOctokit({token, apiUrl}: RepositoryAccess): Promise<Octokit> {
  if (token === '') {
    throw new Failure('Input github-token is empty, but this run has to ask GitHub.', {
      remedy: "Leave the input `github-token` out: by default it is the job's own token."
    })
  }
  const {getOctokit} = await import('@actions/github')
  return refusingText(getOctokit(token, {baseUrl: apiUrl, log: QUIET, request: {log: QUIET}}))
}

/** The client returns an answer that is not JSON, or that broke off, as a string. The callers would take it for an empty list. */
function refusingText(octokit: Octokit): Octokit {
  octokit.hook.after('request', ({data, status}) => {
    // The answer to a deletion has no body.
    if (typeof data === 'string' && status !== 204) throw new Error('the answer broke off, or is not JSON')
  })
  return octokit
}

function remedyOf(status: number | undefined, message: string, permission: string): Remedy {
  // GitHub answers 403 to a rate limit too.
  if (status === 429 || /rate limit/i.test(message))
    return remedy`${RUN_AGAIN} later: GitHub's limit for this token is used up, possibly by other jobs as well.`
  if (status === 403 && /\blocked\b/i.test(message)) return 'The conversation is locked: unlock it on GitHub.'
  // GitHub answers 404 for things that the token may not see.
  return status === 401 || status === 403 || status === 404
    ? permission
    : remedy`${RUN_AGAIN}. If the error stays, look at https://www.githubstatus.com.`
}

/** The HTTP status that the REST API has for an error type of the GraphQL API, which itself always answers 200. */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429
}

/** The HTTP status of an error of GitHub's client; undefined if there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  // Octokit also gives status 500 to a connection that failed.
  if ('status' in error && typeof error.status === 'number') return error.status
  const [first] = 'errors' in error && Array.isArray(error.errors) ? (error.errors as {type?: unknown}[]) : []
  return typeof first?.type === 'string' ? STATUS_OF_TYPE[first.type] : undefined
}

function githubAnswer(error: unknown): string {
  const status = statusOf(error)
  const message = messageOf(error)
  if (status === undefined) return message
  // Octokit uses the name of its error class as the message if GitHub gave none.
  return `GitHub answered ${status}${message === 'HttpError' ? '' : `: ${message}`}`
}
