import {setTimeout as sleep} from 'node:timers/promises'

import type {getOctokit} from '@actions/github'

import {within} from '../deadline.js'
import {Failure, messageOf} from '../failure.js'

/** What a run asks of GitHub's API about its own repository. */
export interface Repository {
  /** The open pull request that has the branch of this repository as its head; the newest where there are several. */
  openPullRequest(branch: string): Promise<number | undefined>
  /** The commits a branch has beyond this one, newest first. */
  laterCommits(commit: string, branch: string): Promise<LaterCommits>
  defaultBranch(): Promise<string>
  /** The git tags that begin with `v`. */
  versionTags(): Promise<string[]>
}

export type LaterCommits =
  | {
      kind: 'known'
      /** The newest of them, newest first: two hundred at most. */
      commits: string[]
      total: number
      /** Whether the branch holds the commit: it does not where it was rewritten, or never did. */
      contains: boolean
    }
  | {kind: 'unknown'; because: string}

export interface RepositoryAccess {
  token: string
  /** `https://api.github.com`, or an Enterprise server's. */
  apiUrl: string
  fullName: string
  signal: AbortSignal
}

type Octokit = ReturnType<typeof getOctokit>

/** GitHub answers at most this many commits of a comparison at once; they come oldest first, the newest are what counts. */
const PAGE = 100

export function openRepository({token, apiUrl, fullName, signal}: RepositoryAccess): Repository {
  const [owner = '', repo = ''] = fullName.split('/')
  // Loaded and made when it is first needed: most runs ask GitHub nothing, and without a token the client cannot be made.
  let made: Promise<Octokit> | undefined
  const octokit = (): Promise<Octokit> => {
    if (token === '') {
      return Promise.reject(new Failure("Input github-token is empty, and GitHub is to be asked for this run.", {
        remedy: 'Leave the input out: it is the token of the job then.'
      }))
    }
    return (made ??= import('@actions/github').then(({getOctokit}) => refusingText(getOctokit(token, {baseUrl: apiUrl}))))
  }

  return {
    async openPullRequest(branch) {
      const answer = await tried(`Listing the open pull requests of branch ${branch}`, signal, async () =>
        (await octokit()).rest.pulls.list({owner, repo, state: 'open', head: `${owner}:${branch}`, per_page: 100, request: {signal}})
      , 'Add `pull-requests: read` to the `permissions:` of this job.')
      // GitHub answers null for a fork that is gone, whatever its types say.
      const headOf = (pull: {head: {repo: {full_name: string} | null}}): string | undefined => pull.head.repo?.full_name
      return answer.data.find(pull => sameName(headOf(pull), fullName) && pull.head.ref === branch)?.number
    },

    async laterCommits(commit, branch) {
      const compare = async (page: number) => {
        const answer = await tried(`Comparing ${commit.slice(0, 12)} with ${branch}`, signal, async () =>
          (await octokit()).rest.repos.compareCommitsWithBasehead({owner, repo, basehead: `${commit}...${branch}`, per_page: PAGE, page, request: {signal}})
        , 'Add `contents: read` to the `permissions:` of this job.')
        return answer.data
      }
      try {
        const first = await compare(1)
        const pages = Math.ceil(first.total_commits / PAGE)
        // The last page may hold a single commit: with the one before it there are a page's worth of the newest.
        const [before, last] = pages > 1 ? await Promise.all([pages > 2 ? compare(pages - 1) : first, compare(pages)]) : [undefined, first]
        const commits = [...(before?.commits ?? []), ...last.commits].map(({sha}) => sha).reverse()
        return {kind: 'known', commits, total: first.total_commits, contains: first.behind_by === 0}
      } catch (error) {
        signal.throwIfAborted()
        return {kind: 'unknown', because: error instanceof Failure ? `${error.message} ${error.remedy ?? ''}`.trim() : messageOf(error)}
      }
    },

    async versionTags() {
      return await tried("Listing the repository's git tags", signal, async () => {
        const {paginate, rest} = await octokit()
        const refs = await paginate(rest.git.listMatchingRefs, {owner, repo, ref: 'tags/v', per_page: 100, request: {signal}})
        return refs.map(({ref}) => ref.replace(/^refs\/tags\//, ''))
      }, 'Add `contents: read` to the `permissions:` of this job.')
    },

    async defaultBranch() {
      const answer = await tried('Asking GitHub for the default branch', signal, async () =>
        (await octokit()).rest.repos.get({owner, repo, request: {signal}})
      , 'Add `contents: read` to the `permissions:` of this job, or name the trunk in the stages file.')
      return answer.data.default_branch
    }
  }
}

/** The client hands on an answer that is no JSON, or broke off, as a text, which would pass for an empty list. */
function refusingText(octokit: Octokit): Octokit {
  octokit.hook.after('request', ({data}) => {
    if (typeof data === 'string') throw new Error('the answer broke off, or is no JSON')
  })
  return octokit
}

function sameName(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}

/** GitHub's client itself would wait five minutes. */
const TRY_MS = 15_000

async function tried<T>(what: string, signal: AbortSignal, call: () => Promise<T>, permission: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await within(call(), TRY_MS, 'GitHub', signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof Failure) throw error
      const status = statusOf(error)
      if (attempt < 3 && (status === undefined || status === 429 || status >= 500)) {
        await sleep(300 * attempt, undefined, {signal})
        continue
      }
      // GitHub answers 404 for what a token may not know of.
      const denied = status === 401 || status === 403 || status === 404
      // A limit that is used up is a 403 as well.
      const limited = status === 429 || /rate limit/i.test(messageOf(error))
      throw new Failure(`${what}: ${described(error)}`, {
        cause: error,
        remedy: limited
          ? "GitHub's limit for this token is used up, by other jobs as well: run the job again later."
          : denied ? permission : 'Run the job again, and look at https://www.githubstatus.com if it stays.'
      })
    }
  }
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined
  // The octokit gives 500 to a connection that failed, too.
  return typeof error.status === 'number' ? error.status : undefined
}

function described(error: unknown): string {
  const status = statusOf(error)
  const message = messageOf(error)
  if (status === undefined) return message
  // The client's name for its errors stands in where GitHub said no more.
  return `GitHub answered ${status}${message === 'HttpError' ? '' : `: ${message}`}`
}
