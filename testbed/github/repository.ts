import type {JobClaims} from './oidc.js'

/** The properties of a repository on GitHub. */
export interface HostedRepository {
  /** `owner/name` */
  fullName: string
  id: number
  ownerId: number
  defaultBranch?: string
  visibility?: 'private' | 'internal' | 'public'
  /** Whether the subject of its tokens has the ids: `repo:<owner>@<owner id>/<name>@<id>:...`. */
  immutableSubject?: boolean
}

export interface HostedCommit {
  sha: string
  parents: string[]
  message?: string
  /** ISO 8601. */
  date?: string
  author?: string
}

export interface HostedPullRequest {
  /** `owner/name` of the repository in which it was opened. */
  repository: string
  number: number
  /** Branch of the head, without the owner. */
  head: string
  /** `owner/name` of the fork that has the head; the repository itself, if not given. */
  headRepository?: string
  base?: string
  sha: string
  state?: 'open' | 'closed'
  draft?: boolean
  /** Whether it takes no more comments. */
  locked?: boolean
  title?: string
  author?: string
  mergeCommitSha?: string
  /** ISO 8601. */
  mergedAt?: string
}

/** A release on GitHub. */
export interface HostedRelease {
  tag: string
  prerelease?: boolean
  /** Whether it is not published yet, so that it cannot be found by its tag. */
  draft?: boolean
}

export type TokenPermission = 'read' | 'write'
/** The permissions of a job's token, named as under `permissions:`. A permission that is not named is not granted. */
export type TokenPermissions = Record<string, TokenPermission>

/** A job of a workflow run. */
export interface JobSettings {
  /** `owner/name` */
  repository: string
  /** `refs/heads/...`, `refs/tags/...` or `refs/pull/<number>/merge`. */
  ref: string
  sha: string
  eventName: string
  environment?: string
  actor?: string
  actorId?: number
  permissions?: TokenPermissions
  /** Branch names of a pull request. */
  headRef?: string
  baseRef?: string
  workflow?: string
  /** Path of the workflow file. */
  workflowPath?: string
  /** `owner/name/path@ref` of the reusable workflow that has the job, if another workflow calls it. */
  jobWorkflowRef?: string
  job?: string
  runId?: number
  runNumber?: number
  runAttempt?: number
  /** Whether the run is for a pull request from a fork. Its jobs have no OIDC and a token that only reads. */
  fromFork?: boolean
}

/** The branches, tags and commits of a repository. */
export class History {
  readonly commits = new Map<string, HostedCommit>()
  readonly refs = new Map<string, string>()

  /**
   * The commit that a branch, a tag, a full ref or an id (which may be shortened) names. A tag comes before a branch of the
   * same name.
   * @see https://git-scm.com/docs/gitrevisions
   */
  resolve(name: string): HostedCommit | undefined {
    const sha =
      this.refs.get(name) ??
      this.refs.get(`refs/${name}`) ??
      this.refs.get(`refs/tags/${name}`) ??
      this.refs.get(`refs/heads/${name}`)
    if (sha !== undefined) return this.commits.get(sha)
    if (!/^[0-9a-f]{7,40}$/.test(name)) return undefined
    const found = [...this.commits.keys()].filter(one => one.startsWith(name))
    return found.length === 1 ? this.commits.get(found[0] ?? '') : undefined
  }

  /** The commits that can be reached from a commit, including itself, breadth first. */
  ancestors(sha: string): string[] {
    const seen = new Set<string>()
    const visit = (start: string): string[] => {
      const order: string[] = []
      const queue = [start]
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (seen.has(next)) continue
        seen.add(next)
        order.push(next)
        queue.push(...(this.commits.get(next)?.parents ?? []))
      }
      return order
    }
    return visit(sha)
  }
}

/** The claims that GitHub puts into the OIDC token of a job. */
export function jobClaims(job: JobSettings, repository: HostedRepository): JobClaims {
  const {owner, name} = splitName(repository.fullName)
  const workflowPath = `${repository.fullName}/${job.workflowPath ?? '.github/workflows/image.yml'}@${job.ref}`
  return {
    sub: subject(job, repository),
    ...(job.environment === undefined ? {} : {environment: job.environment}),
    ref: job.ref,
    ref_type: job.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: 'false',
    sha: job.sha,
    repository: `${owner}/${name}`,
    repository_id: String(repository.id),
    repository_owner: owner,
    repository_owner_id: String(repository.ownerId),
    repository_visibility: repository.visibility ?? 'private',
    run_id: String(job.runId ?? 1001),
    run_number: String(job.runNumber ?? 1),
    run_attempt: String(job.runAttempt ?? 1),
    actor: job.actor ?? 'octocat',
    actor_id: String(job.actorId ?? 583231),
    workflow: job.workflow ?? 'Image',
    workflow_ref: workflowPath,
    workflow_sha: job.sha,
    job_workflow_ref: job.jobWorkflowRef ?? workflowPath,
    job_workflow_sha: job.sha,
    head_ref: job.headRef ?? '',
    base_ref: job.baseRef ?? '',
    event_name: job.eventName,
    runner_environment: 'github-hosted'
  }
}

/**
 * The subject of a job's token. It names the job's environment, if there is one; otherwise `pull_request` for a pull request,
 * and the ref for any other event. A colon in a value is written as `%3A`.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
function subject(job: JobSettings, repository: HostedRepository): string {
  const {owner, name} = splitName(repository.fullName)
  const whose = repository.immutableSubject
    ? `${owner}@${repository.ownerId}/${name}@${repository.id}`
    : `${owner}/${name}`
  const escape = (value: string): string => value.replaceAll(':', '%3A')
  if (job.environment !== undefined) return `repo:${whose}:environment:${escape(job.environment)}`
  if (job.eventName === 'pull_request') return `repo:${whose}:pull_request`
  return `repo:${whose}:ref:${escape(job.ref)}`
}

export function splitName(fullName: string): {owner: string; name: string} {
  const [owner = '', name = ''] = fullName.split('/')
  return {owner, name}
}
