import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import type {DecisionInput, DecisionRefusal} from './decision.js'
import {environmentOf, stageOfEnvironment} from './environment.js'
import type {BranchOrTag} from './event.js'
import type {EventOf, Proposal, ProposalOutcome} from './proposal.js'
import {refuseVersion, versionProposal} from './proposal.js'
import {STAGES} from './stage.js'
import {versionOfTag} from './version.js'

/** A dispatch or a schedule does not determine its stage. The job's environment does, or the input `stage`. */
export function proposalForManual(event: EventOf<'manual'>, input: DecisionInput): ProposalOutcome {
  const {ref, sha, version} = event
  const subject = `${label(event.name)} on ${ref.kind} ${ref.name}`
  const proposal = proposalForRef(subject, ref, sha, input.trunk)
  return proposal.kind === 'proposed' ? withStage({...proposal, dispatchedVersion: version}, input) : proposal
}

function proposalForRef(subject: string, ref: BranchOrTag, commit: string, trunk: string): Proposal | DecisionRefusal {
  if (ref.kind === 'tag') {
    const reading = versionOfTag(ref.name)
    if (reading.kind === 'unusable') return refuseVersion(subject, reading.reason)
    if (reading.kind === 'version') return {...versionProposal(subject, commit), version: reading.version}
  }
  const isTrunk = ref.kind === 'branch' && ref.name === trunk
  return {
    ...{kind: 'proposed', subject, stage: 'development'},
    reach: isTrunk ? STAGES : ['development'],
    limit: `master takes only the trunk ${trunk}, and release only the trunk or a version's tag (v1.2.3)`,
    revision: {commit, branch: ref.kind === 'branch' ? ref.name : undefined, pullRequest: undefined}
  }
}

/** A workflow_run has the credentials of the trunk, but the workflow before it can have run anybody's code. */
export function proposalForWorkflowRun(event: EventOf<'workflow_run'>, input: DecisionInput): ProposalOutcome {
  const {trunk} = input
  const foreign = foreignOrigin(event, trunk)
  if (foreign !== undefined) {
    return {
      kind: 'refuse',
      reason:
        `A workflow_run ${foreign} reaches no stage: it would run code from outside the trunk ${trunk} ` +
        "with the trunk's credentials.",
      remedy: `Restrict the trigger to \`branches: [${trunk}]\` and to workflows that run on push.`
    }
  }
  const {conclusion} = event
  if (conclusion !== 'success') {
    return {
      kind: 'refuse',
      reason: `The other workflow did not succeed (${conclusion === undefined ? 'it has not ended' : `its conclusion is ${conclusion}`}), so its commit reaches no stage.`,
      remedy: "Run this job only after a success: `if: github.event.workflow_run.conclusion == 'success'`."
    }
  }
  return withStage(
    {
      ...{
        kind: 'proposed',
        subject: `A workflow_run on the trunk ${trunk}`,
        stage: 'development',
        reach: STAGES,
        limit: ''
      },
      revision: {commit: event.sha, branch: trunk, pullRequest: undefined}
    },
    input
  )
}

/** The origin of a workflow_run whose code is not the trunk's: a phrase that follows its name. */
function foreignOrigin(event: EventOf<'workflow_run'>, trunk: string): string | undefined {
  const {fromThisRepository, headEvent, headBranch} = event
  if (!fromThisRepository) return 'of another repository'
  if (headEvent.startsWith('pull_request')) return `started by ${headEvent}`
  if (headBranch === trunk) return undefined
  return headBranch === undefined ? 'of no branch' : `of branch ${headBranch}`
}

function withStage(proposal: Proposal, {inputs, environments, token}: DecisionInput): ProposalOutcome {
  if (inputs.stage !== 'auto') return {...proposal, stage: inputs.stage}
  const refuse = (why: string, change: Remedy): DecisionRefusal => ({
    kind: 'refuse',
    reason: `${proposal.subject} does not determine its stage, and ${why}.`,
    remedy: change
  })
  if (environments === undefined) {
    return refuse('the environments of the stages are not known without a stages file', {
      workflow: 'Set the input `stage` to development, master or release.',
      terminal: 'Give `--stage` with development, master or release.'
    })
  }
  const names = STAGES.map(stage => environments[stage])
  const others = names.slice(1).join(', ')
  const write: Remedy = {
    workflow: `Write \`environment: ${names[0] ?? ''}\` (or ${others}) in the job, or set the input \`stage\`.`,
    terminal: `Add \`--environment ${names[0] ?? ''}\` (or ${others}), or \`--stage\`.`
  }
  if (token.kind === 'unavailable') {
    return refuse(
      'there is no OIDC token that names the environment',
      remedy`Write \`permissions: {id-token: write}\` in the job. ${write}`
    )
  }
  const environment = environmentOf(token.claims)
  if (environment === undefined) return refuse('the job has no environment', write)
  const stage = stageOfEnvironment(environment, environments)
  if (stage !== undefined) return {...proposal, stage}
  const alike = names.find(name => name.toLowerCase() === environment.toLowerCase())
  return alike === undefined
    ? refuse(`its environment ${environment} is none of ${names.join(', ')}`, write)
    : refuse(`its environment ${environment} is not ${alike}: IAM distinguishes upper and lower case`, {
        workflow: `Write \`environment: ${alike}\` in the job, exactly as in the stages file.`,
        terminal: `Give \`--environment ${alike}\`, exactly as in the stages file.`
      })
}

function label(event: string): string {
  return event === 'schedule' ? 'A scheduled run' : `A ${event}`
}
