import type {Remedy} from '../core/remedy.js'
import type {Decision, Refusal, Revision} from './decision.js'
import type {GitHubEvent} from './event.js'
import type {Stage} from './stage.js'
import type {Version} from './version.js'

export type EventOf<K extends GitHubEvent['kind']> = Extract<GitHubEvent, {kind: K}>

/** What an event brings, before the inputs have their say. */
export interface Arrival {
  kind: 'arrived'
  /** The subject of the sentences about it: `Pull request #12 from branch feature/hello of this repository`. */
  what: string
  /** Where it goes by itself. */
  stage: Stage
  /** Where it may go at all, and why no further. */
  reach: readonly Stage[]
  limit: string
  revision: Omit<Revision, 'version'>
  /** Of the tag or the release. */
  version?: Version
  /** GitHub's own flag on a release, which says so whatever its version looks like. */
  prerelease?: boolean
  /** Of a dispatch's `inputs.version`. */
  dispatchedVersion?: string | undefined
  /** Why it is built and not pushed. */
  unpublished?: string
}

export type ArrivalOutcome = Arrival | Extract<Decision, {kind: 'skip'}> | Refusal

/** What a version's tag brings; from the trunk or not, only what master holds can be promoted. */
export function released(what: string, commit: string): Arrival {
  return {
    ...{kind: 'arrived', what, stage: 'release', reach: ['release']},
    limit: 'a version goes to release alone',
    revision: {commit, branch: undefined, pullRequest: undefined}
  }
}

export function unusable(what: string, reason: string): Refusal {
  return {
    kind: 'refuse',
    reason: `${what} cannot be released: ${reason}.`,
    remedy: 'Tag the commit as in v1.2.3 or v1.2.3-rc.1.'
  }
}

/** @param remedy what to change where something else was probably meant */
export function skip(reason: string, remedy?: Remedy): Extract<Decision, {kind: 'skip'}> {
  return {kind: 'skip', reason, ...(remedy === undefined ? {} : {remedy})}
}
