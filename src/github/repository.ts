import {Failure, messageOf} from '../core/failure.js'
import {remedyAt} from '../core/remedy.js'
import type {RepositoryAccess} from './api.js'
import {openApi, statusOf} from './api.js'

/** What a run asks of GitHub's API about its own repository. */
export interface GitHubRepository {
  /** The open pull request that has the branch of this repository as its head; the newest where there are several. */
  openPullRequest(branch: string): Promise<number | undefined>
  /** The commits a branch has beyond this one, newest first. */
  laterCommits(commit: string, branch: string): Promise<LaterCommits>
  defaultBranch(): Promise<string>
  hasBranch(branch: string): Promise<boolean>
  /** The git tags that begin with `v`. */
  versionTags(): Promise<string[]>
  /** Whether what was published of a git tag is a pre-release; where nothing was, it is none. GitHub is asked once. */
  isPrerelease(tag: string): Promise<Prerelease>
}

export type Prerelease = {kind: 'yes'} | {kind: 'no'} | Unknown

/** What GitHub did not tell, and why. */
interface Unknown {
  kind: 'unknown'
  because: string
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
  | Unknown

/** GitHub answers at most this many commits of a comparison at once; they come oldest first, the newest are what counts. */
const PAGE = 100

const MAY_READ = 'Add `contents: read` to the `permissions:` of this job.'

export function openRepository(access: RepositoryAccess): GitHubRepository {
  const {owner, repo, ask} = openApi(access)
  const {fullName, signal} = access
  const prereleases = new Map<string, Promise<Prerelease>>()
  const askForRelease = async (tag: string): Promise<Prerelease> => {
    try {
      return await ask(`Asking whether the release ${tag} is a pre-release`, MAY_READ, async ({rest}) => {
        const {data} = await rest.repos.getReleaseByTag({owner, repo, tag, request: {signal}})
        return {kind: data.prerelease ? 'yes' : 'no'}
      })
    } catch (error) {
      signal.throwIfAborted()
      // A tag that no release was published of: the repository itself is known to be there.
      return error instanceof Failure && statusOf(error.cause) === 404 ? {kind: 'no'} : unknown(error)
    }
  }
  return {
    async openPullRequest(branch) {
      const answer = await ask(
        `Listing the open pull requests of branch ${branch}`,
        'Add `pull-requests: read` to the `permissions:` of this job.',
        ({rest}) =>
          rest.pulls.list({owner, repo, state: 'open', head: `${owner}:${branch}`, per_page: 100, request: {signal}})
      )
      // GitHub answers null for a fork that is gone, whatever its types say.
      const headOf = (pull: {head: {repo: {full_name: string} | null}}): string | undefined => pull.head.repo?.full_name
      return answer.data.find(pull => sameName(headOf(pull), fullName) && pull.head.ref === branch)?.number
    },

    async laterCommits(commit, branch) {
      const compare = async (page: number) => {
        const answer = await ask(`Comparing ${commit.slice(0, 12)} with ${branch}`, MAY_READ, ({rest}) =>
          rest.repos.compareCommitsWithBasehead({
            owner,
            repo,
            basehead: `${commit}...${branch}`,
            per_page: PAGE,
            page,
            request: {signal}
          })
        )
        return answer.data
      }
      try {
        const first = await compare(1)
        const pages = Math.ceil(first.total_commits / PAGE)
        // The last page may hold a single commit: with the one before it there are a page's worth of the newest.
        const [before, last] =
          pages > 1 ? await Promise.all([pages > 2 ? compare(pages - 1) : first, compare(pages)]) : [undefined, first]
        const commits = [...(before?.commits ?? []), ...last.commits].map(({sha}) => sha).reverse()
        return {kind: 'known', commits, total: first.total_commits, contains: first.behind_by === 0}
      } catch (error) {
        signal.throwIfAborted()
        return unknown(error)
      }
    },

    async hasBranch(branch) {
      // By its name it could not be told from a repository that the token may not see: both are answered with 404.
      const answer = await ask(`Looking for the branch ${branch}`, MAY_READ, ({rest}) =>
        rest.git.listMatchingRefs({owner, repo, ref: `heads/${branch}`, per_page: PAGE, request: {signal}})
      )
      return answer.data.some(({ref}) => ref === `refs/heads/${branch}`)
    },

    async versionTags() {
      return await ask("Listing the repository's git tags", MAY_READ, async ({paginate, rest}) => {
        const refs = await paginate(rest.git.listMatchingRefs, {
          owner,
          repo,
          ref: 'tags/v',
          per_page: 100,
          request: {signal}
        })
        return refs.map(({ref}) => ref.replace(/^refs\/tags\//, ''))
      })
    },

    async isPrerelease(tag) {
      const answer = prereleases.get(tag) ?? askForRelease(tag)
      prereleases.set(tag, answer)
      return await answer
    },

    async defaultBranch() {
      const answer = await ask(
        'Asking GitHub for the default branch',
        'Add `contents: read` to the `permissions:` of this job, or name the trunk in the stages file.',
        ({rest}) => rest.repos.get({owner, repo, request: {signal}})
      )
      return answer.data.default_branch
    }
  }
}

function unknown(error: unknown): Unknown {
  return {
    kind: 'unknown',
    because:
      error instanceof Failure
        ? `${error.message} ${remedyAt('workflow', error.remedy ?? '')}`.trim()
        : messageOf(error)
  }
}

function sameName(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}
