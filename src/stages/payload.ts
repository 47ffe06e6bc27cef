import {Failure} from '../core/failure.js'
import type {BranchOrTag, GitHubEvent} from './event.js'

/** An event as the runner describes it to an action. */
export interface EventPayload {
  /** GITHUB_EVENT_NAME */
  name: string
  /** The webhook's payload, parsed: GITHUB_EVENT_PATH. */
  payload: unknown
  /** GITHUB_REF */
  ref: string
  /** GITHUB_SHA */
  sha: string
  /** GITHUB_ACTOR */
  actor: string
  repository: {
    /** GITHUB_REPOSITORY */
    fullName: string
    /** GITHUB_REPOSITORY_ID */
    id: string | undefined
  }
}

/**
 * Reads the payload of a webhook: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @throws Failure naming the field that is missing or has another type
 */
export function eventFrom(source: EventPayload): GitHubEvent {
  const {name, actor, sha, payload} = source
  const read = reader(name, payload)
  switch (name) {
    case 'pull_request':
      return {
        ...{kind: 'pull_request', name, actor, mergeSha: commit(name, 'GITHUB_SHA', sha)},
        action: read.text('action'),
        number: read.number('pull_request.number'),
        fork: !read.isRepository('pull_request.head.repo', source.repository),
        headRef: read.text('pull_request.head.ref'),
        headSha: read.commit('pull_request.head.sha'),
        baseRef: read.text('pull_request.base.ref')
      }
    case 'push': {
      const ref = branchOrTag(name, read.text('ref'))
      const deleted = read.flag('deleted')
      // For an annotated tag, payload.after is the id of the tag object. GITHUB_SHA is always the commit.
      const at = deleted ? sha : commit(name, 'GITHUB_SHA', sha)
      return ref.kind === 'branch'
        ? {kind: 'push', name, actor, branch: ref.name, sha: at, deleted}
        : {kind: 'tag', name, actor, tag: ref.name, sha: at, deleted}
    }
    case 'merge_group':
      return {kind: 'merge_group', name, actor, sha: commit(name, 'GITHUB_SHA', sha)}
    case 'release':
      return {
        ...{kind: 'release', name, actor, sha: commit(name, 'GITHUB_SHA', sha)},
        action: read.text('action'),
        tag: read.text('release.tag_name'),
        prerelease: read.flag('release.prerelease'),
        wasPrerelease: read.flag('changes.prerelease.from')
      }
    case 'delete':
      return {kind: 'delete', name, actor}
    case 'workflow_dispatch':
    case 'schedule':
    case 'repository_dispatch':
      return {
        ...{kind: 'manual', name, actor, sha: commit(name, 'GITHUB_SHA', sha)},
        ref: branchOrTag(name, source.ref),
        version: name === 'workflow_dispatch' ? read.textOrNothing('inputs.version') : undefined
      }
    case 'workflow_run':
      return {
        ...{kind: 'workflow_run', name, actor},
        fromThisRepository: read.isRepository('workflow_run.head_repository', source.repository),
        headEvent: read.text('workflow_run.event'),
        headBranch: read.textOrEmpty('workflow_run.head_branch'),
        conclusion: read.textOrEmpty('workflow_run.conclusion'),
        sha: read.commit('workflow_run.head_sha')
      }
    default:
      return {kind: 'other', name, actor}
  }
}

function reader(event: string, payload: unknown) {
  const at = (path: string): unknown => path.split('.').reduce<unknown>((value, key) => member(value, key), payload)
  const text = (path: string): string => {
    const value = at(path)
    if (typeof value === 'string' && value !== '') return value
    throw unreadable(event, path, 'a string', value)
  }
  return {
    text,
    commit: (path: string): string => commit(event, path, text(path)),
    number(path: string): number {
      const value = at(path)
      if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
      throw unreadable(event, path, 'a whole number', value)
    },
    /** An absent flag is false. */
    flag(path: string): boolean {
      const value = at(path) ?? false
      if (typeof value === 'boolean') return value
      throw unreadable(event, path, 'true or false', value)
    },
    /** A string that may be absent, null or empty. */
    textOrEmpty(path: string): string | undefined {
      const value = at(path) ?? ''
      if (typeof value === 'string') return value.trim() || undefined
      throw unreadable(event, path, 'a string', value)
    },
    /** A string, or undefined for anything else: an input of the user's own may have the same name and another meaning. */
    textOrNothing(path: string): string | undefined {
      const value = at(path)
      return typeof value === 'string' ? value.trim() || undefined : undefined
    },
    /** Whether a repository is the given one. The id decides, because names are reused. A deleted repository is null. */
    isRepository(path: string, own: EventPayload['repository']): boolean {
      const value = at(path)
      if (value === null) return false
      const id = member(value, 'id')
      if (own.id !== undefined && (typeof id === 'number' || typeof id === 'string')) return String(id) === own.id
      return text(`${path}.full_name`).toLowerCase() === own.fullName.toLowerCase()
    }
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? value[key as keyof typeof value]
    : undefined
}

function branchOrTag(event: string, ref: string): BranchOrTag {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? []
  if (kind === undefined || name === undefined)
    throw unreadable(event, 'ref', 'a branch or a tag (refs/heads/..., refs/tags/...)', ref)
  return {kind: kind === 'heads' ? 'branch' : 'tag', name}
}

function commit(event: string, field: string, value: string): string {
  if (/^[0-9a-f]{40}$/.test(value)) return value
  throw unreadable(event, field, 'a commit id of 40 hex digits', value)
}

function unreadable(event: string, field: string, expected: string, value: unknown): Failure {
  const found = value === undefined ? 'it is missing' : `it is ${JSON.stringify(value).slice(0, 100)}`
  return new Failure(`The event ${event} cannot be read: its ${field} should be ${expected}, and ${found}.`, {
    remedy:
      'GITHUB_EVENT_PATH names the file that GitHub wrote. Earlier steps must change neither that file nor the GITHUB_* variables.'
  })
}
