import type {Remedy} from '../core/remedy.js'
import type {GitHubEvent} from './event.js'
import type {Stage} from './stage.js'
import type {Version} from './version.js'

/** The stage and the operation of a run. Each reason is a sentence for people. */
export type Decision =
  | {kind: 'build'; stage: Stage; reason: string; revision: Revision}
  | {kind: 'promote'; stage: Stage; reason: string; revision: Revision}
  /** Built as a test and not pushed, because the run has no credentials. */
  | {kind: 'build-only'; reason: string; revision: Revision}
  /** It has a remedy if something else was probably meant. */
  | {
      kind: 'skip'
      reason: string
      remedy?: Remedy
      /** A sentence about another form that may have been meant. */ hint?: string
    }
  | DecisionRefusal

export interface DecisionRefusal {
  kind: 'refuse'
  reason: string
  /** The change to make. */
  remedy: Remedy
}

/** The commit, branch, pull request and version that the tags of an image name. */
export interface Revision {
  /** The full id. For a pull request it is the id of its head, not of the merge commit. */
  commit: string
  branch: string | undefined
  pullRequest: number | undefined
  version: Version | undefined
}

/** A default branch that is not the trunk. */
export interface OtherDefaultBranch {
  branch: string
  /** The setting that names the trunk: `` `trunk: master` in .github/ecr-registry.yml:3 `` */
  trunkOrigin: string
}

/** The part of GitHub's OIDC token that the decision needs. */
export type TokenState = {kind: 'token'; claims: Readonly<Record<string, unknown>>} | {kind: 'unavailable'}

export interface DecisionInput {
  event: GitHubEvent
  /** From the stages file, the input `trunk-branch` or the repository's default branch. */
  trunk: string
  /** The repository's default branch, if the event names one that is not the trunk. */
  otherDefaultBranch: OtherDefaultBranch | undefined
  /** The open pull request that has the pushed branch as its head. Only looked up if `needsPullRequest`. */
  openPullRequest: number | undefined
  token: TokenState
  /** Each stage's GitHub environment; unknown without a stages file. */
  environments: Readonly<Record<Stage, string>> | undefined
  inputs: {
    stage: Stage | 'auto'
    operation: 'auto' | 'build' | 'promote'
    version: string | undefined
  }
}
