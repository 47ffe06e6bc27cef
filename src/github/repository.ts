import {Failure, messageOf} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import type {RepositoryAccess} from './api.js'
import {GitHubApi, statusOf} from './api.js'

/** A run's own repository on GitHub. */
export interface GitHubRepository {
  /** Looks for the open pull request from the branch of this repository. If there are several, it is the newest. */
  openPullRequest(branch: string): Promise<number | undefined>
  /** Lists the commits that a branch has after this one, newest first. */
  laterCommits(commit: string, branch: string): Promise<LaterCommits>
  defaultBranch(): Promise<string>
  hasBranch(branch: string): Promise<boolean>
  /** Lists the git tags that begin with `v`. */
  versionTags(): Promise<string[]>
  /** Whether the GitHub release of a git tag is a pre-release; `no` if the tag has no release. GitHub is asked once per tag. */
  isPrerelease(tag: string): Promise<Prerelease>
}

export type Prerelease = {kind: 'yes'} | {kind: 'no'} | Unknown

/** GitHub gave no usable answer. */
interface Unknown {
  kind: 'unknown'
  because: string
  /** What to change, if that is known. */
  remedy?: Remedy
}

export type LaterCommits =
  | {
      kind: 'known'
      /** The newest of them, newest first; at most two hundred. */
      commits: string[]
      total: number
      /** Whether the branch contains the commit. A rewritten branch does not. */
      contains: boolean
    }
  | Unknown

/** The largest page that GitHub gives. The pages of a comparison are oldest first, and only the newest commits matter. */
const PAGE = 100

const MAY_READ = 'Add `contents: read` to the `permissions:` of this job.'
const MAY_READ_PULLS = 'Add `pull-requests: read` to the `permissions:` of this job.'
const MAY_READ_OR_TRUNK =
  'Add `contents: read` to the `permissions:` of this job, or name the trunk in the stages file.'

/** A repository that is read through GitHub's API. */
export class GitHubApiRepository implements GitHubRepository {
  private readonly api: GitHubApi
  private readonly fullName: string
  /** Names the repository in every request. */
  private readonly target: {owner: string; repo: string; request: {signal: AbortSignal}}
  private readonly prereleases = new Map<string, Promise<Prerelease>>()

  constructor(access: RepositoryAccess) {
    this.api = new GitHubApi(access)
    this.fullName = access.fullName
    const {owner, repo, signal} = this.api
    this.target = {owner, repo, request: {signal}}
  }

  async openPullRequest(branch: string): Promise<number | undefined> {
    const head = `${this.target.owner}:${branch}`
    const answer = await this.api.ask(`Listing the open pull requests of branch ${branch}`, MAY_READ_PULLS, ({rest}) =>
      rest.pulls.list({...this.target, state: 'open', head, per_page: PAGE})
    )
    // Whatever its types say, GitHub answers null for a fork that was deleted.
    const headOf = (pull: {head: {repo: {full_name: string} | null}}): string | undefined => pull.head.repo?.full_name
    return answer.data.find(pull => isSameName(headOf(pull), this.fullName) && pull.head.ref === branch)?.number
  }

  async laterCommits(commit: string, branch: string): Promise<LaterCommits> {
    try {
      const head = await this.headOf(branch)
      if (head === commit) return {kind: 'known', commits: [], total: 0, contains: true}
      const first = await this.compare(commit, branch, head, 1)
      const pages = Math.ceil(first.total_commits / PAGE)
      // The last page may hold a single commit. With the page before it, at least PAGE of the newest commits are known.
      const [before, last] =
        pages > 1
          ? await Promise.all([
              pages > 2 ? this.compare(commit, branch, head, pages - 1) : first,
              this.compare(commit, branch, head, pages)
            ])
          : [undefined, first]
      const commits = [...(before?.commits ?? []), ...last.commits].map(({sha}) => sha).reverse()
      return {kind: 'known', commits, total: first.total_commits, contains: first.behind_by === 0}
    } catch (error) {
      this.api.signal.throwIfAborted()
      return unknown(error)
    }
  }

  async hasBranch(branch: string): Promise<boolean> {
    // To a request for the branch itself GitHub answers 404 in two cases: no such branch, or a repository that the token may not see.
    const answer = await this.api.ask(`Looking for the branch ${branch}`, MAY_READ, ({rest}) =>
      rest.git.listMatchingRefs({...this.target, ref: `heads/${branch}`, per_page: PAGE})
    )
    return answer.data.some(({ref}) => ref === `refs/heads/${branch}`)
  }

  async versionTags(): Promise<string[]> {
    return await this.api.ask("Listing the repository's git tags", MAY_READ, async ({paginate, rest}) => {
      const refs = await paginate(rest.git.listMatchingRefs, {...this.target, ref: 'tags/v', per_page: PAGE})
      return refs.map(({ref}) => ref.replace(/^refs\/tags\//, ''))
    })
  }

  async isPrerelease(tag: string): Promise<Prerelease> {
    const answer = this.prereleases.get(tag) ?? this.askWhetherPrerelease(tag)
    this.prereleases.set(tag, answer)
    return await answer
  }

  async defaultBranch(): Promise<string> {
    const answer = await this.api.ask('Asking GitHub for the default branch', MAY_READ_OR_TRUNK, ({rest}) =>
      rest.repos.get(this.target)
    )
    return answer.data.default_branch
  }

  /** The newest commit of a branch. A comparison takes a tag of the same name for the branch, so the branch goes there by its id. */
  private async headOf(branch: string): Promise<string> {
    const answer = await this.api.ask(`Asking for the newest commit of ${branch}`, MAY_READ, ({rest}) =>
      rest.git.getRef({...this.target, ref: `heads/${branch}`})
    )
    return answer.data.object.sha
  }

  private async compare(commit: string, branch: string, head: string, page: number) {
    const basehead = `${commit}...${head}`
    const answer = await this.api.ask(`Comparing ${commit.slice(0, 12)} with ${branch}`, MAY_READ, ({rest}) =>
      rest.repos.compareCommitsWithBasehead({...this.target, basehead, per_page: PAGE, page})
    )
    return answer.data
  }

  private async askWhetherPrerelease(tag: string): Promise<Prerelease> {
    try {
      return await this.api.ask(`Asking whether the release ${tag} is a pre-release`, MAY_READ, async ({rest}) => {
        const {data} = await rest.repos.getReleaseByTag({...this.target, tag})
        return {kind: data.prerelease ? 'yes' : 'no'}
      })
    } catch (error) {
      this.api.signal.throwIfAborted()
      // The repository is known to exist, so a 404 means that the tag has no published release.
      return error instanceof Failure && statusOf(error.cause) === 404 ? {kind: 'no'} : unknown(error)
    }
  }
}

function unknown(error: unknown): Unknown {
  return {
    kind: 'unknown',
    because: messageOf(error),
    ...(error instanceof Failure && error.remedy !== undefined ? {remedy: error.remedy} : {})
  }
}

function isSameName(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}
