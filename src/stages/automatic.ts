import type {Remedy} from '../core/remedy.js'
import type {DecisionInput, OtherDefaultBranch} from './decision.js'
import type {EventOf, Proposal, ProposalOutcome} from './proposal.js'
import {refuseVersion, skip, versionProposal} from './proposal.js'
import {STAGES} from './stage.js'
import {EXAMPLES, looksLikeVersion, tagMeantBy, versionInTag, versionOfTag} from './version.js'

export const DEPENDABOT = 'dependabot[bot]'

/** Proposes development for a pull request of this repository, and no stage for that of a fork. */
export function proposalForPullRequest(event: EventOf<'pull_request'>, {token, trunk}: DecisionInput): ProposalOutcome {
  const {number, headRef, headSha, fork, action, actor} = event
  const name = number === undefined ? 'A pull request' : `Pull request #${number}`
  const from = `${name} from branch ${headRef} of`
  if (action === 'closed') {
    return skip(`${name} was closed: nothing is built, and the lifecycle rules of the repositories clean up.`)
  }
  const proposed = {
    ...({kind: 'proposed', stage: 'development', reach: ['development']} as const),
    revision: {commit: headSha, branch: headRef, pullRequest: number}
  }
  if (fork) {
    return {
      ...proposed,
      subject: `${from} a fork`,
      limit: "a fork's code is built, and goes to no stage",
      buildOnlyReason: `${from} a fork gets no credentials: its image is built, and not pushed.`
    }
  }
  return {
    ...proposed,
    ...buildOnlyWithoutToken(`${from} this repository`, actor, token),
    subject: `${from} this repository`,
    limit: `a pull request goes to development until it is merged to ${trunk}`
  }
}

export function proposalForPush(
  event: EventOf<'push'>,
  {trunk, otherDefaultBranch, openPullRequest, token, inputs}: DecisionInput
): ProposalOutcome {
  const {branch, sha, deleted, actor} = event
  if (deleted)
    return skip(`Branch ${branch} was deleted: nothing is built, and the lifecycle rules of the repositories clean up.`)
  const revision = {commit: sha, branch, pullRequest: openPullRequest}
  if (branch === trunk) {
    return {
      kind: 'proposed',
      subject: `A push to the trunk ${trunk}`,
      stage: 'master',
      reach: STAGES,
      limit: '',
      revision: {...revision, pullRequest: undefined}
    }
  }
  const mismatch = findTrunkMismatch(branch, trunk, otherDefaultBranch)
  if (openPullRequest === undefined && inputs.stage === 'auto') {
    const reason = `Branch ${branch} has no open pull request: nothing is built until it has one.`
    return mismatch === undefined ? skip(reason) : skip(`${mismatch.reason}. ${reason}`, mismatch.remedy)
  }
  const head = openPullRequest === undefined ? '' : `, the head of pull request #${openPullRequest},`
  const subject = `A push to branch ${branch}${head}`
  return {
    ...{kind: 'proposed', subject, stage: 'development', reach: ['development'], revision},
    ...buildOnlyWithoutToken(subject, actor, token),
    limit: mismatch?.reason ?? `a feature branch goes to development until it is merged to ${trunk}`
  }
}

/** A default branch that gets pushes and is not the trunk. Its owner may have meant it to be the trunk. */
export interface TrunkMismatch {
  /** A sentence without its full stop. */
  reason: string
  remedy: Remedy
}

/** @returns undefined for a push to any branch but the default one */
export function findTrunkMismatch(
  branch: string,
  trunk: string,
  otherDefaultBranch: OtherDefaultBranch | undefined
): TrunkMismatch | undefined {
  if (otherDefaultBranch?.branch !== branch) return undefined
  return {
    reason: `${branch} is the repository's default branch, but the trunk is ${trunk}, set by ${otherDefaultBranch.trunkOrigin}`,
    remedy: `If ${branch} should feed the stage master, name it there as the trunk, and deploy infra/ again: the role of master trusts only the trunk.`
  }
}

/** By default, GitHub gives no OIDC token to the runs of Dependabot. */
function buildOnlyWithoutToken(
  subject: string,
  actor: string,
  token: DecisionInput['token']
): Pick<Proposal, 'buildOnlyReason'> {
  if (actor !== DEPENDABOT || token.kind === 'token') return {}
  return {
    buildOnlyReason: `${subject} was started by Dependabot, which gets no OIDC token here: its image is built, and not pushed.`
  }
}

export function proposalForTag({tag, sha, deleted}: EventOf<'tag'>): ProposalOutcome {
  if (deleted) return skip(`Tag ${tag} was deleted: its release stays.`)
  const reading = versionOfTag(tag)
  if (reading.kind === 'none') {
    const reason = `Tag ${tag} is not a version (v1.2.3): nothing is released.`
    const meant = tagMeantBy(tag)
    if (meant !== undefined) return skip(reason, `To release this commit, tag it ${meant}.`)
    const example = looksLikeVersion(tag) ? (versionInTag(tag) ?? EXAMPLES) : undefined
    return example === undefined
      ? skip(reason)
      : {...skip(reason), hint: `A tag such as ${example} releases. To release this commit, tag it so.`}
  }
  if (reading.kind === 'unusable') return refuseVersion(`Tag ${tag}`, reading.reason)
  return {...versionProposal(`Tag ${tag}`, sha), version: reading.version}
}

export function proposalForRelease(event: EventOf<'release'>, {inputs}: DecisionInput): ProposalOutcome {
  const {action, tag, sha, prerelease, wasPrerelease} = event
  const becameFull = action === 'edited' && wasPrerelease && !prerelease
  if (!['published', 'released'].includes(action) && !becameFull) {
    return skip(
      `Release ${tag} was ${action}: a release starts when it is published, or when it stops being a pre-release.`
    )
  }
  const reading = versionOfTag(tag)
  const proposed = {...versionProposal(`${prerelease ? 'Pre-release' : 'Release'} ${tag}`, sha), prerelease}
  if (reading.kind === 'version') {
    return {...proposed, version: {...reading.version, prerelease: prerelease || reading.version.prerelease}}
  }
  if (reading.kind === 'unusable') return refuseVersion(`Release ${tag}`, reading.reason)
  if (inputs.version !== undefined) return proposed
  return {
    kind: 'refuse',
    reason: `Release ${tag} was published under a tag that is not a version.`,
    remedy: {
      workflow: 'Publish it under a tag such as v1.2.3, or set the input `version`.',
      terminal: 'Give `--tag` with a tag such as v1.2.3, or add `--version 1.2.3`.'
    }
  }
}

export function proposalForMergeGroup({sha}: EventOf<'merge_group'>, {trunk}: DecisionInput): Proposal {
  return {
    ...{kind: 'proposed', subject: `Merge group ${sha.slice(0, 12)}`, stage: 'development', reach: ['development']},
    limit: `a merge group is not on ${trunk} yet`,
    revision: {commit: sha, branch: undefined, pullRequest: undefined}
  }
}
