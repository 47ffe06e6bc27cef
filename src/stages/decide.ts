import {
  proposalForMergeGroup,
  proposalForPullRequest,
  proposalForPush,
  proposalForRelease,
  proposalForTag
} from './automatic.js'
import type {Decision, DecisionInput, DecisionRefusal} from './decision.js'
import type {GitHubEvent} from './event.js'
import {proposalForManual, proposalForWorkflowRun} from './manual.js'
import type {Proposal, ProposalOutcome} from './proposal.js'
import {skip} from './proposal.js'
import type {Stage} from './stage.js'
import {sourceStage} from './stage.js'
import type {Version} from './version.js'
import {versionOfInput} from './version.js'

/** Whether the decision depends on an open pull request that has the pushed branch as its head. */
export function needsPullRequest(event: GitHubEvent, trunk: string): event is Extract<GitHubEvent, {kind: 'push'}> {
  return event.kind === 'push' && !event.deleted && event.branch !== trunk
}

/**
 * Decides on stage and operation. The event limits the stages that the inputs may choose: nothing from a fork or a
 * feature branch reaches master or release.
 */
export function decide(input: DecisionInput): Decision {
  const proposal = proposalFor(input)
  if (proposal.kind !== 'proposed') return proposal
  const {inputs} = input
  const stage = inputs.stage === 'auto' ? proposal.stage : inputs.stage
  if (!proposal.reach.includes(stage)) return refuseStage(proposal, stage, inputs.stage === 'auto')

  const operation = inputs.operation === 'auto' ? (stage === 'release' ? 'promote' : 'build') : inputs.operation
  const refused = checkOperation(stage, operation)
  if (refused !== undefined) return refused
  const version = versionFor(proposal, inputs.version, stage)
  if (version?.kind === 'refuse') return version

  const revision = {...proposal.revision, version: version?.version}
  if (proposal.buildOnlyReason !== undefined) return {kind: 'build-only', reason: proposal.buildOnlyReason, revision}
  const source = operation === 'promote' ? `, promoted from ${sourceStage(stage) ?? 'nowhere'}` : ''
  const requested = stage === proposal.stage ? '' : ', as requested'
  return {kind: operation, stage, reason: `${proposal.subject} goes to ${stage}${source}${requested}.`, revision}
}

function proposalFor(input: DecisionInput): ProposalOutcome {
  const {event} = input
  switch (event.kind) {
    case 'pull_request':
      return proposalForPullRequest(event, input)
    case 'push':
      return proposalForPush(event, input)
    case 'merge_group':
      return proposalForMergeGroup(event, input)
    case 'tag':
      return proposalForTag(event)
    case 'release':
      return proposalForRelease(event, input)
    case 'delete':
      return skip(
        'A branch or a tag was deleted: nothing is built, and the lifecycle rules of the repositories clean up.'
      )
    case 'manual':
      return proposalForManual(event, input)
    case 'workflow_run':
      return proposalForWorkflowRun(event, input)
    case 'other':
      return {
        kind: 'refuse',
        reason: `The event ${event.name} can run unreviewed code with the stage's credentials.`,
        remedy:
          'Run on pull_request, push, merge_group, release, workflow_dispatch, schedule, repository_dispatch or ' +
          'workflow_run.'
      }
  }
}

function refuseStage({subject, reach, limit}: Proposal, stage: Stage, byEnvironment: boolean): DecisionRefusal {
  return {
    kind: 'refuse',
    reason: `${subject} may not reach ${stage}: ${limit}.`,
    remedy: byEnvironment
      ? {
          workflow: `Start it from a branch or a tag that reaches ${stage}, or in the environment of ${reach.join(' or ')}.`,
          terminal: `Give \`--branch\` or \`--tag\` with one that reaches ${stage}, or \`--environment\` with that of ${reach.join(' or ')}.`
        }
      : {
          workflow: `Remove \`stage: ${stage}\` from this job, or set it to ${reach.join(' or ')}.`,
          terminal: `Leave out \`--stage ${stage}\`, or give \`--stage ${reach.join('` or `--stage ')}\`.`
        }
  }
}

/** Images start in development, and a release is the image that was tested, unchanged. */
function checkOperation(stage: Stage, operation: 'build' | 'promote'): DecisionRefusal | undefined {
  if (stage === 'development' && operation === 'promote') {
    return {
      kind: 'refuse',
      reason: 'An image cannot be promoted to development: no stage precedes it.',
      remedy: 'Remove `operation: promote`; development builds.'
    }
  }
  if (stage === 'release' && operation === 'build') {
    return {
      kind: 'refuse',
      reason: 'A release is never rebuilt: it is the image that was tested in master, by digest.',
      remedy: 'Remove `operation: build`; release promotes from master.'
    }
  }
  return undefined
}

/** A dispatch may have an input `version` of its own meaning, so it is read only for a release. */
function versionFor(
  proposal: Proposal,
  input: string | undefined,
  stage: Stage
): {kind: 'version'; version: Version} | DecisionRefusal | undefined {
  const {subject, version: own} = proposal
  const given = input ?? (stage === 'release' ? proposal.dispatchedVersion : undefined)
  if (given === undefined) return own === undefined ? undefined : {kind: 'version', version: own}

  const remedy = 'Write the version as in 1.2.3 or 1.2.3-rc.1.'
  const reading = versionOfInput(given)
  if (reading.kind === 'none')
    return {kind: 'refuse', reason: `The version \`${given}\` is not a semantic version.`, remedy}
  if (reading.kind === 'unusable') return {kind: 'refuse', reason: `The version ${reading.reason}.`, remedy}
  if (own !== undefined && own.text !== reading.version.text) {
    return {
      kind: 'refuse',
      reason: `${subject} has the version ${own.text}, and the version ${reading.version.text} was given.`,
      remedy: {
        workflow: 'Remove the input `version`: the tag already names the version.',
        terminal: 'Leave out `--version`: the tag already names the version.'
      }
    }
  }
  const prerelease = reading.version.prerelease || own?.prerelease === true || proposal.prerelease === true
  return {kind: 'version', version: {text: reading.version.text, prerelease}}
}
