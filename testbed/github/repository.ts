import type {JobClaims} from './oidc.js'

/** A repository on GitHub. */
export interface HostedRepository {
  /** `owner/name` */
  fullName: string
  id: number
  ownerId: number
  defaultBranch?: string
  visibility?: 'private' | 'internal' | 'public'
  /** Whether tokens' subjects carry the ids: `repo:<owner>@<owner id>/<name>@<id>:...`. */
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
  /** `owner/name` of the repository it was opened in. */
  repository: string
  number: number
  /** Branch of the head, without owner. */
  head: string
  /** `owner/name` of the fork it comes from; the repository itself, if not given. */
  headRepository?: string
  base?: string
  sha: string
  state?: 'open' | 'closed'
  draft?: boolean
  /** Nobody may comment any more. */
  locked?: boolean
  title?: string
  author?: string
  mergeCommitSha?: string
  /** ISO 8601. */
  mergedAt?: string
}

/** A release on GitHub, of a git tag. */
export interface HostedRelease {
  tag: string
  prerelease?: boolean
  /** Not published yet: nobody finds it by its tag. */
  draft?: boolean
}

export type TokenPermission = 'read' | 'write'
/** `permissions:` of a job, by the names of workflow files; what is not named is not granted. */
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
  /** `owner/name/path@ref` of the workflow that has the job, where another calls it. */
  jobWorkflowRef?: string
  job?: string
  runId?: number
  runNumber?: number
  runAttempt?: number
  /** A run for a fork's pull request: no OIDC, and a token that only reads. */
  fromFork?: boolean
}

/** One repository's branches, tags and commits. */
export class History {
  readonly commits = new Map<string, HostedCommit>()
  readonly refs = new Map<string, string>()

  /** The commit a branch, a tag, a full ref or a (shortened) id names. */
  resolve(name: string): HostedCommit | undefined {
    const sha =
      this.refs.get(`refs/heads/${name}`) ??
      this.refs.get(`refs/tags/${name}`) ??
      this.refs.get(name) ??
      this.refs.get(`refs/${name}`)
    if (sha !== undefined) return this.commits.get(sha)
    if (!/^[0-9a-f]{7,40}$/.test(name)) return undefined
    const found = [...this.commits.keys()].filter(one => one.startsWith(name))
    return found.length === 1 ? this.commits.get(found[0] ?? '') : undefined
  }

  /** The commits reachable from one, itself included, children before parents. */
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

/** The claims of a job's OIDC token, as GitHub makes them. */
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
 * The token's subject: a job with an environment has that, whatever the event; else a pull request says so, and
 * everything else names its ref. A colon inside a value is `%3A`.
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
