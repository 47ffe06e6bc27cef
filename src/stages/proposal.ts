import type {Remedy} from '../core/remedy.js'
import type {Decision, DecisionRefusal, Revision} from './decision.js'
import type {GitHubEvent} from './event.js'
import type {Stage} from './stage.js'
import type {Version} from './version.js'

export type EventOf<K extends GitHubEvent['kind']> = Extract<GitHubEvent, {kind: K}>

/** The stage that an event leads to by itself, and the stages that the inputs may choose instead. */
export interface Proposal {
  kind: 'proposed'
  /** The event, as the subject of a sentence: `Pull request #12 from branch feature/hello of this repository`. */
  subject: string
  /** The stage, unless the inputs name another. */
  stage: Stage
  /** All stages that the event may reach. */
  reach: readonly Stage[]
  /** The reason why it may reach no other stage: a clause. */
  limit: string
  revision: Omit<Revision, 'version'>
  /** The version of the tag or the release. */
  version?: Version
  /** GitHub's flag on a release. It applies whatever the version looks like. */
  prerelease?: boolean
  /** `inputs.version` of a dispatch, unchecked. */
  dispatchedVersion?: string | undefined
  /** The reason why the image is built and not pushed: a sentence. */
  buildOnlyReason?: string
}

export type ProposalOutcome = Proposal | Extract<Decision, {kind: 'skip'}> | DecisionRefusal

/** The proposal for the tag of a version. A tag may name any commit, so the run asks GitHub whether its commit is on the trunk. */
export function versionProposal(subject: string, commit: string): Proposal {
  return {
    ...{kind: 'proposed', subject, stage: 'release', reach: ['release']},
    limit: 'a version goes only to release',
    revision: {commit, branch: undefined, pullRequest: undefined}
  }
}

export function refuseVersion(subject: string, reason: string): DecisionRefusal {
  return {
    kind: 'refuse',
    reason: `${subject} cannot be released: ${reason}.`,
    remedy: 'Give the commit a tag such as v1.2.3 or v1.2.3-rc.1.'
  }
}

/** @param remedy the change to make if something else was probably meant */
export function skip(reason: string, remedy?: Remedy): Extract<Decision, {kind: 'skip'}> {
  return {kind: 'skip', reason, ...(remedy === undefined ? {} : {remedy})}
}
