import type {Remedy} from '../core/remedy.js'
import type {GitHubEvent} from './event.js'
import type {Stage} from './stage.js'
import type {Version} from './version.js'

/** Where this run's image goes. Each reason is a sentence for people. */
export type Decision =
  | {kind: 'build'; stage: Stage; reason: string; revision: Revision}
  | {kind: 'promote'; stage: Stage; reason: string; revision: Revision}
  /** Built to try it, and pushed nowhere: there are no credentials for it. */
  | {kind: 'build-only'; reason: string; revision: Revision}
  /** With a remedy where something else was probably meant. */
  | {kind: 'skip'; reason: string; remedy?: Remedy}
  | Refusal

export interface Refusal {
  kind: 'refuse'
  reason: string
  /** What to change. */
  remedy: Remedy
}

/** What the tags of an image name. */
export interface Revision {
  /** The full id: of a pull request its head's, not the merge commit's. */
  commit: string
  branch: string | undefined
  pullRequest: number | undefined
  version: Version | undefined
}

/** A default branch that is not the trunk. */
export interface OtherDefault {
  branch: string
  /** `` `trunk: master` in .github/ecr-registry.yml:3 `` */
  trunkFrom: string
}

/** GitHub's OIDC token, as far as it decides anything. */
export type TokenState = {kind: 'token'; claims: Readonly<Record<string, unknown>>} | {kind: 'unavailable'}

export interface DecisionInput {
  event: GitHubEvent
  /** From the stages file, the input `trunk-branch` or the repository's default branch. */
  trunk: string
  /** The repository's default branch, where the event names one that is not the trunk, and what makes another one the trunk. */
  otherDefault: OtherDefault | undefined
  /** The open pull request that has the pushed branch as its head, where `needsPullRequest` says to ask for it. */
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
