import type {Remedy} from '../core/remedy.js'
import type {Arrival, ArrivalOutcome, EventOf} from './arrival.js'
import {released, skip, unusable} from './arrival.js'
import type {DecisionInput, OtherDefault} from './decision.js'
import {STAGES} from './stage.js'
import {tagMeantBy, versionOfTag} from './version.js'

export const DEPENDABOT = 'dependabot[bot]'

/** The events of this file say by themselves which stage they are for. */
export function arrivalOfPullRequest(event: EventOf<'pull_request'>, {token, trunk}: DecisionInput): ArrivalOutcome {
  const {number, headRef, headSha, fork, action, actor} = event
  const called = number === undefined ? 'A pull request' : `Pull request #${number}`
  const from = `${called} from branch ${headRef} of`
  if (action === 'closed') {
    return skip(`${called} was closed: nothing is built, and the lifecycle rules of the repositories clean up.`)
  }
  const arrived = {
    ...({kind: 'arrived', stage: 'development', reach: ['development']} as const),
    revision: {commit: headSha, branch: headRef, pullRequest: number}
  }
  if (fork) {
    return {
      ...arrived,
      what: `${from} a fork`,
      limit: "a fork's code is built, and goes to no stage",
      unpublished: `${from} a fork gets no credentials: its image is built, and not pushed.`
    }
  }
  return {
    ...arrived,
    ...withheld(`${from} this repository`, actor, token),
    what: `${from} this repository`,
    limit: `a pull request goes to development until it is merged to ${trunk}`
  }
}

export function arrivalOfPush(
  event: EventOf<'push'>,
  {trunk, otherDefault, openPullRequest, token, inputs}: DecisionInput
): ArrivalOutcome {
  const {branch, sha, deleted, actor} = event
  if (deleted)
    return skip(`Branch ${branch} was deleted: nothing is built, and the lifecycle rules of the repositories clean up.`)
  const revision = {commit: sha, branch, pullRequest: openPullRequest}
  if (branch === trunk) {
    const what = `A push to the trunk ${trunk}`
    return {
      kind: 'arrived',
      what,
      stage: 'master',
      reach: STAGES,
      limit: '',
      revision: {...revision, pullRequest: undefined}
    }
  }
  const doubt = doubtOfTrunk(branch, trunk, otherDefault)
  if (openPullRequest === undefined && inputs.stage === 'auto') {
    return doubt === undefined
      ? skip(`Branch ${branch} is the head of no open pull request: nothing is built until it is.`)
      : skip(`${doubt.says}. It is the head of no open pull request: nothing is built until it is.`, doubt.remedy)
  }
  const head = openPullRequest === undefined ? '' : `, the head of pull request #${openPullRequest},`
  const what = `A push to branch ${branch}${head}`
  return {
    ...{kind: 'arrived', what, stage: 'development', reach: ['development'], revision},
    ...withheld(what, actor, token),
    limit: doubt?.says ?? `a feature branch goes to development until it is merged to ${trunk}`
  }
}

/** What is odd about a pushed branch that is the default branch and not the trunk: where the one feeds the next, it is meant. */
export function doubtOfTrunk(
  branch: string,
  trunk: string,
  otherDefault: OtherDefault | undefined
): {says: string; remedy: Remedy} | undefined {
  if (otherDefault?.branch !== branch) return undefined
  return {
    says: `${branch} is the repository's default branch, and not the trunk, which is ${trunk} by ${otherDefault.trunkFrom}`,
    remedy: `If ${branch} is to feed the stage master, name it there as the trunk, and deploy infra/ anew: the role of master trusts the trunk alone.`
  }
}

/** GitHub gives Dependabot's runs no OIDC token unless told to. */
function withheld(what: string, actor: string, token: DecisionInput['token']): Pick<Arrival, 'unpublished'> {
  if (actor !== DEPENDABOT || token.kind === 'token') return {}
  return {
    unpublished: `${what} was set off by Dependabot, which gets no OIDC token here: its image is built, and not pushed.`
  }
}

export function arrivalOfTag({tag, sha, deleted}: EventOf<'tag'>): ArrivalOutcome {
  if (deleted) return skip(`Tag ${tag} was deleted: what was released under it stays.`)
  const reading = versionOfTag(tag)
  if (reading.kind === 'none') {
    const meant = tagMeantBy(tag)
    return skip(
      `Tag ${tag} is not a version (v1.2.3): nothing is released.`,
      meant === undefined ? undefined : `If this commit is to be released, tag it ${meant}.`
    )
  }
  if (reading.kind === 'unusable') return unusable(`Tag ${tag}`, reading.reason)
  return {...released(`Tag ${tag}`, sha), version: reading.version}
}

export function arrivalOfRelease(event: EventOf<'release'>, {inputs}: DecisionInput): ArrivalOutcome {
  const {action, tag, sha, prerelease} = event
  if (action !== 'published') return skip(`Release ${tag} was ${action}: only a published one is released.`)
  const reading = versionOfTag(tag)
  const arrived = {...released(`${prerelease ? 'Pre-release' : 'Release'} ${tag}`, sha), prerelease}
  if (reading.kind === 'version') {
    return {...arrived, version: {...reading.version, prerelease: prerelease || reading.version.prerelease}}
  }
  if (reading.kind === 'unusable') return unusable(`Release ${tag}`, reading.reason)
  if (inputs.version !== undefined) return arrived
  return {
    kind: 'refuse',
    reason: `Release ${tag} was published under a tag that is not a version.`,
    remedy: 'Publish it under a tag such as v1.2.3, or set the input `version`.'
  }
}

export function arrivalOfMergeGroup({sha}: EventOf<'merge_group'>, {trunk}: DecisionInput): Arrival {
  return {
    ...{kind: 'arrived', what: `Merge group ${sha.slice(0, 12)}`, stage: 'development', reach: ['development']},
    limit: `what stands in the merge queue is not on ${trunk} yet`,
    revision: {commit: sha, branch: undefined, pullRequest: undefined}
  }
}
