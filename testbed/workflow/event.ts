import type {HostedRepository} from '../github/repository.js'
import {splitName} from '../github/repository.js'

/** An event on GitHub that can start workflows, as their jobs see it. */
export interface WorkflowEvent {
  name: string
  payload: unknown
  /** `refs/heads/...`, `refs/tags/...` or `refs/pull/<number>/merge`. */
  ref: string
  sha: string
  actor?: string
  /** Branch names of a pull request. */
  headRef?: string
  baseRef?: string
  /** Whether it is about a pull request from a fork, whose jobs have no OIDC and a token that only reads. */
  fromFork?: boolean
}

/** The property `repository` of every payload. */
export function repositoryPayload(repository: HostedRepository): Record<string, unknown> {
  const {fullName, id, ownerId, defaultBranch} = repository
  const {owner, name} = splitName(fullName)
  return {id, name, full_name: fullName, default_branch: defaultBranch, owner: {id: ownerId, login: owner}}
}

/** The event of a push of one branch or tag. */
export function pushEvent(repository: HostedRepository, ref: string, sha: string): WorkflowEvent {
  return {name: 'push', ref, sha, payload: {ref, after: sha, deleted: false, repository: repositoryPayload(repository)}}
}

export interface PullRequestHead {
  number: number
  branch: string
  sha: string
  /** The merge commit that GitHub made of base and head. */
  merge: string
  /** `owner/name` of the fork, if the head is in one. */
  fork?: string
  action?: string
}

/** The event of a pull request into the default branch. */
export function pullRequestEvent(
  repository: HostedRepository,
  {number, branch, sha, merge, fork, action = 'synchronize'}: PullRequestHead
): WorkflowEvent {
  const {fullName, id, defaultBranch = 'main'} = repository
  const payload = {
    action,
    number,
    pull_request: {
      number,
      head: {ref: branch, sha, repo: fork === undefined ? {id, full_name: fullName} : {id: 42, full_name: fork}},
      base: {ref: defaultBranch, repo: {id, full_name: fullName}}
    },
    repository: repositoryPayload(repository)
  }
  return {
    name: 'pull_request',
    ref: `refs/pull/${number}/merge`,
    sha: merge,
    payload,
    headRef: branch,
    baseRef: defaultBranch,
    fromFork: fork !== undefined
  }
}
