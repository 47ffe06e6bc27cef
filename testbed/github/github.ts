import {randomBytes} from 'node:crypto'

import type {Exchange, Reply} from '../server/http.js'
import type {JobToken, RepositoryRecord} from './call.js'
import {addComment} from './comments.js'
import type {OidcIssuer} from './oidc.js'
import type {Comment} from './payloads.js'
import {
  History,
  type HostedCommit,
  type HostedPullRequest,
  type HostedRelease,
  type HostedRepository,
  jobClaims,
  type JobSettings,
  splitName,
  type TokenPermission,
  type TokenPermissions
} from './repository.js'
import {RestApi} from './rest.js'
import {GitHubSettings} from './settings.js'

/** The variables and the token that a runner has for the steps of a job. */
export interface StartedJob {
  /** The runner's variables. Those for OIDC exist only with `id-token: write`. */
  env: Record<string, string>
  /** `${{ github.token }}`. As on a runner, it is not in the environment. */
  token: string
}

/** Ids of comments no longer fit into 32 bits. */
const FIRST_COMMENT = 3_000_000_000

/** GitHub: repositories with their history, pull requests and releases, and the jobs that run for them. */
export class GitHub {
  readonly #repositories = new Map<string, RepositoryRecord>()
  readonly #tokens = new Map<string, JobToken>()
  readonly #api = new RestApi(this.#repositories, this.#tokens)
  /** People, teams, and the settings of repositories. */
  readonly settings = new GitHubSettings(this.#repositories, this.#tokens)
  origin = ''
  oidcOrigin = ''

  constructor(private readonly issuer: OidcIssuer) {}

  /** Sets how many requests are left this hour, for all tokens together. Further requests are answered with 403. */
  set rateLimitRemaining(remaining: number) {
    this.#api.remaining = remaining
  }

  addRepository(settings: HostedRepository): void {
    const record = {settings, history: new History(), pulls: [], comments: [], releases: [], nextComment: FIRST_COMMENT}
    this.#repositories.set(settings.fullName.toLowerCase(), record)
  }

  /** Adds commits. Their parents may be added later. */
  addCommits(repository: string, commits: HostedCommit[]): void {
    const {history} = this.#record(repository)
    for (const commit of commits) history.commits.set(commit.sha, commit)
  }

  /** Points a ref (`refs/heads/main`, `refs/tags/v1.0.0`) at a commit, or removes the ref if no commit is given. */
  setRef(repository: string, ref: string, sha?: string): void {
    const {history} = this.#record(repository)
    if (sha === undefined) {
      history.refs.delete(ref)
      return
    }
    if (!history.commits.has(sha)) history.commits.set(sha, {sha, parents: []})
    history.refs.set(ref, sha)
  }

  /** Opens a pull request, or replaces the one with this number. */
  openPull(pull: HostedPullRequest): void {
    const {pulls} = this.#record(pull.repository)
    const index = pulls.findIndex(({number}) => number === pull.number)
    if (index >= 0) pulls[index] = pull
    else pulls.push(pull)
  }

  /** Publishes a release, or replaces the one with this tag. */
  setRelease(repository: string, release: HostedRelease): void {
    const record = this.#record(repository)
    record.releases = [...record.releases.filter(({tag}) => tag !== release.tag), release]
  }

  comments(repository: string, issue: number): Comment[] {
    return this.#record(repository).comments.filter(comment => comment.issue === issue)
  }

  /** Adds a comment by another author, such as another workflow (`github-actions[bot]`). */
  addComment(repository: string, issue: number, author: string, body: string): Comment {
    return addComment(this.#record(repository), issue, author, body)
  }

  /** Starts a job: issues its token and, if its permissions allow it, its access to OIDC tokens. */
  job(settings: JobSettings): StartedJob {
    const {settings: repository} = this.#record(settings.repository)
    const {owner} = splitName(repository.fullName)
    const permissions = settings.fromFork ? readOnly(settings.permissions ?? {}) : (settings.permissions ?? {})
    const token = `ghs_${randomBytes(18).toString('hex')}`
    this.#tokens.set(token, {repository: repository.fullName, permissions})
    const claims = jobClaims(settings, repository)
    const env: Record<string, string> = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: this.origin,
      GITHUB_GRAPHQL_URL: `${this.origin}/graphql`,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: repository.fullName,
      GITHUB_REPOSITORY_ID: String(repository.id),
      GITHUB_REPOSITORY_OWNER: owner,
      GITHUB_REPOSITORY_OWNER_ID: String(repository.ownerId),
      GITHUB_REF: settings.ref,
      GITHUB_REF_NAME: settings.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
      GITHUB_REF_TYPE: claims['ref_type'] ?? '',
      GITHUB_SHA: settings.sha,
      GITHUB_EVENT_NAME: settings.eventName,
      GITHUB_HEAD_REF: settings.headRef ?? '',
      GITHUB_BASE_REF: settings.baseRef ?? '',
      GITHUB_ACTOR: claims['actor'] ?? '',
      GITHUB_ACTOR_ID: claims['actor_id'] ?? '',
      GITHUB_TRIGGERING_ACTOR: claims['actor'] ?? '',
      GITHUB_RUN_ID: claims['run_id'] ?? '',
      GITHUB_RUN_NUMBER: claims['run_number'] ?? '',
      GITHUB_RUN_ATTEMPT: claims['run_attempt'] ?? '',
      GITHUB_WORKFLOW: claims['workflow'] ?? '',
      GITHUB_WORKFLOW_REF: claims['workflow_ref'] ?? '',
      GITHUB_JOB: settings.job ?? 'image'
    }
    if (permissions['id-token'] === 'write') {
      env['ACTIONS_ID_TOKEN_REQUEST_URL'] = `${this.oidcOrigin}/idtoken?api-version=2.0`
      env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] = this.issuer.admit(claims, `https://github.com/${owner}`)
    }
    return {env, token}
  }

  handle(exchange: Exchange): Promise<Reply> {
    return this.settings.handles(exchange) ? this.settings.handle(exchange) : this.#api.handle(exchange)
  }

  #record(fullName: string): RepositoryRecord {
    const record = this.#repositories.get(fullName.toLowerCase())
    if (!record) throw new Error(`testbed: GitHub has no repository ${fullName}. Add it with addRepository.`)
    return record
  }
}

function readOnly(permissions: TokenPermissions): TokenPermissions {
  const reads = Object.keys(permissions).filter(name => name !== 'id-token')
  return Object.fromEntries(reads.map((name): [string, TokenPermission] => [name, 'read']))
}
