import type {Arrival, ArrivalOutcome} from './arrival.js'
import {skip} from './arrival.js'
import {arrivalOfMergeGroup, arrivalOfPullRequest, arrivalOfPush, arrivalOfRelease, arrivalOfTag} from './automatic.js'
import type {Decision, DecisionInput, Refusal} from './decision.js'
import type {GitHubEvent} from './event.js'
import {arrivalOfManual, arrivalOfWorkflowRun} from './manual.js'
import type {Stage} from './stage.js'
import {sourceStage} from './stage.js'
import type {Version} from './version.js'
import {versionOfInput} from './version.js'

/** Whether the decision needs to know of an open pull request that has the pushed branch as its head. */
export function needsPullRequest(event: GitHubEvent, trunk: string): event is Extract<GitHubEvent, {kind: 'push'}> {
  return event.kind === 'push' && !event.deleted && event.branch !== trunk
}

/**
 * Decides on stage and operation. What the inputs ask for is checked against the event: nothing from a fork or a
 * feature branch reaches master or release.
 */
export function decide(input: DecisionInput): Decision {
  const arrival = arrivalOf(input)
  if (arrival.kind !== 'arrived') return arrival
  const {inputs} = input
  const stage = inputs.stage === 'auto' ? arrival.stage : inputs.stage
  if (!arrival.reach.includes(stage)) return outOfReach(arrival, stage, inputs.stage === 'auto')

  const operation = inputs.operation === 'auto' ? (stage === 'release' ? 'promote' : 'build') : inputs.operation
  const refused = checkOperation(stage, operation)
  if (refused !== undefined) return refused
  const version = versionFor(arrival, inputs.version)
  if (version?.kind === 'refuse') return version

  const revision = {...arrival.revision, version: version?.version}
  if (arrival.unpublished !== undefined) return {kind: 'build-only', reason: arrival.unpublished, revision}
  const source = operation === 'promote' ? `, promoted from ${sourceStage(stage) ?? 'nowhere'}` : ''
  const asked = stage === arrival.stage ? '' : ', as the input stage asks'
  return {kind: operation, stage, reason: `${arrival.what} goes to ${stage}${source}${asked}.`, revision}
}

export function arrivalOf(input: DecisionInput): ArrivalOutcome {
  const {event} = input
  switch (event.kind) {
    case 'pull_request':
      return arrivalOfPullRequest(event, input)
    case 'push':
      return arrivalOfPush(event, input)
    case 'merge_group':
      return arrivalOfMergeGroup(event, input)
    case 'tag':
      return arrivalOfTag(event)
    case 'release':
      return arrivalOfRelease(event, input)
    case 'delete':
      return skip(
        'A branch or a tag was deleted: nothing is built, and the lifecycle rules of the repositories clean up.'
      )
    case 'manual':
      return arrivalOfManual(event, input)
    case 'workflow_run':
      return arrivalOfWorkflowRun(event, input)
    case 'other':
      return {
        kind: 'refuse',
        reason: `The event ${event.name} can bring code that nobody reviewed to where the stage's credentials are.`,
        remedy:
          'Run on pull_request, push, merge_group, release, workflow_dispatch, schedule, repository_dispatch or ' +
          'workflow_run.'
      }
  }
}

export function outOfReach({what, reach, limit}: Arrival, stage: Stage, byEnvironment: boolean): Refusal {
  return {
    kind: 'refuse',
    reason: `${what} may not reach ${stage}: ${limit}.`,
    remedy: byEnvironment
      ? `Start it from a branch or a tag that reaches ${stage}, or in the environment of ${reach.join(' or ')}.`
      : `Remove \`stage: ${stage}\` from this job, or set it to ${reach.join(' or ')}.`
  }
}

/** Development is where images come from, and what is released was tested as it is. */
export function checkOperation(stage: Stage, operation: 'build' | 'promote'): Refusal | undefined {
  if (stage === 'development' && operation === 'promote') {
    return {
      kind: 'refuse',
      reason: 'There is no promotion to development: no stage stands before it.',
      remedy: 'Remove `operation: promote`; development builds.'
    }
  }
  if (stage === 'release' && operation === 'build') {
    return {
      kind: 'refuse',
      reason: 'A release is never rebuilt: it is the image that master tested, by digest.',
      remedy: 'Remove `operation: build`; release promotes from master.'
    }
  }
  return undefined
}

export function versionFor(
  arrival: Arrival,
  input: string | undefined
): {kind: 'version'; version: Version} | Refusal | undefined {
  const {what, version: own} = arrival
  const given = input ?? arrival.dispatchedVersion
  if (given === undefined) return own === undefined ? undefined : {kind: 'version', version: own}

  const remedy = 'Write `version` as in 1.2.3 or 1.2.3-rc.1.'
  const reading = versionOfInput(given)
  if (reading.kind === 'none')
    return {kind: 'refuse', reason: `The version \`${given}\` is not a semantic version.`, remedy}
  if (reading.kind === 'unusable') return {kind: 'refuse', reason: `The version ${reading.reason}.`, remedy}
  if (own !== undefined && own.text !== reading.version.text) {
    return {
      kind: 'refuse',
      reason: `${what} says version ${own.text}, and the input version says ${reading.version.text}.`,
      remedy: 'Remove the input `version`; the tag names it.'
    }
  }
  const prerelease = reading.version.prerelease || own?.prerelease === true || arrival.prerelease === true
  return {kind: 'version', version: {text: reading.version.text, prerelease}}
}
