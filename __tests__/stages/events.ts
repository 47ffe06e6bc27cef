import type {DecisionInput} from '../../src/stages/decision.js'
import type {GitHubEvent} from '../../src/stages/event.js'

export const HEAD = 'a'.repeat(40)
export const MERGE = 'b'.repeat(40)

type EventOf<K extends GitHubEvent['kind']> = Extract<GitHubEvent, {kind: K}>

export function createPullRequest(changes: Partial<EventOf<'pull_request'>> = {}): EventOf<'pull_request'> {
  return {
    ...{kind: 'pull_request', name: 'pull_request', actor: 'ada', action: 'synchronize', number: 12, fork: false},
    ...{headRef: 'feature/hello', headSha: HEAD, mergeSha: MERGE, baseRef: 'master'},
    ...changes
  }
}

export function createPush(branch = 'master', changes: Partial<EventOf<'push'>> = {}): EventOf<'push'> {
  return {kind: 'push', name: 'push', actor: 'ada', branch, sha: HEAD, deleted: false, ...changes}
}

export function createTagPush(tag: string, changes: Partial<EventOf<'tag'>> = {}): EventOf<'tag'> {
  return {kind: 'tag', name: 'push', actor: 'ada', tag, sha: HEAD, deleted: false, ...changes}
}

export function createRelease(tag: string, changes: Partial<EventOf<'release'>> = {}): EventOf<'release'> {
  return {
    ...{kind: 'release', name: 'release', actor: 'ada', action: 'published', tag, prerelease: false, sha: HEAD},
    wasPrerelease: false,
    ...changes
  }
}

/** @param ref a branch, or a tag as in `tags/v1.2.3` */
export function createDispatch(ref = 'master', changes: Partial<EventOf<'manual'>> = {}): EventOf<'manual'> {
  const tag = /^tags\/(.*)$/.exec(ref)?.[1]
  return {
    ...{kind: 'manual', name: 'workflow_dispatch', actor: 'ada', sha: HEAD, version: undefined},
    ref: tag === undefined ? {kind: 'branch', name: ref} : {kind: 'tag', name: tag},
    ...changes
  }
}

export function createWorkflowRun(changes: Partial<EventOf<'workflow_run'>> = {}): EventOf<'workflow_run'> {
  return {
    ...{kind: 'workflow_run', name: 'workflow_run', actor: 'ada', sha: HEAD},
    ...{fromThisRepository: true, headEvent: 'push', headBranch: 'master', conclusion: 'success'},
    ...changes
  }
}

export const MERGE_GROUP: GitHubEvent = {kind: 'merge_group', name: 'merge_group', actor: 'ada', sha: HEAD}

export interface Settings extends Partial<Omit<DecisionInput, 'event' | 'inputs'>> {
  stage?: DecisionInput['inputs']['stage']
  operation?: DecisionInput['inputs']['operation']
  version?: string
  /** The environment claim of the token. Null is a job without a token, undefined a job without an environment. */
  environment?: string | null
}

export function createInput(event: GitHubEvent, settings: Settings = {}): DecisionInput {
  const {stage = 'auto', operation = 'auto', version, environment, ...others} = settings
  return {
    event,
    trunk: 'master',
    otherDefaultBranch: undefined,
    openPullRequest: undefined,
    token:
      environment === null
        ? {kind: 'unavailable'}
        : {kind: 'token', claims: environment === undefined ? {} : {environment}},
    environments: {development: 'Development', master: 'Master', release: 'Release'},
    inputs: {stage, operation, version},
    ...others
  }
}
