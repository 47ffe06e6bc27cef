import type {Arrival, ArrivalOutcome, EventOf} from './arrival.js'
import {released, unusable} from './arrival.js'
import type {DecisionInput, Refusal} from './decision.js'
import {environmentOf, stageOfEnvironment} from './environment.js'
import type {BranchOrTag} from './event.js'
import {STAGES} from './stage.js'
import {versionOfTag} from './version.js'

/** A dispatch or a schedule says nothing of its stage: the job's environment does, or the input `stage`. */
export function arrivalOfManual(event: EventOf<'manual'>, input: DecisionInput): ArrivalOutcome {
  const {ref, sha, version} = event
  const what = `${label(event.name)} on ${ref.kind} ${ref.name}`
  const arrival = ofRef(what, ref, sha, input.trunk)
  return arrival.kind === 'arrived' ? atItsStage({...arrival, dispatchedVersion: version}, input) : arrival
}

function ofRef(what: string, ref: BranchOrTag, commit: string, trunk: string): Arrival | Refusal {
  if (ref.kind === 'tag') {
    const reading = versionOfTag(ref.name)
    if (reading.kind === 'unusable') return unusable(what, reading.reason)
    if (reading.kind === 'version') return {...released(what, commit), version: reading.version}
  }
  const onTrunk = ref.kind === 'branch' && ref.name === trunk
  return {
    ...{kind: 'arrived', what, stage: 'development'},
    reach: onTrunk ? STAGES : ['development'],
    limit: `master takes the trunk ${trunk} alone, release that or a version's tag (v1.2.3)`,
    revision: {commit, branch: ref.kind === 'branch' ? ref.name : undefined, pullRequest: undefined}
  }
}

/** Runs with the trunk's credentials after another workflow, whose code may have been anybody's. */
export function arrivalOfWorkflowRun(event: EventOf<'workflow_run'>, input: DecisionInput): ArrivalOutcome {
  const {trunk} = input
  const foreign = fromElsewhere(event, trunk)
  if (foreign !== undefined) {
    return {
      kind: 'refuse',
      reason:
        `A workflow_run ${foreign} reaches no stage: it would bring code from beside the trunk ${trunk} ` +
        "to the trunk's credentials.",
      remedy: `Restrict the trigger to \`branches: [${trunk}]\` and to workflows that run on push.`
    }
  }
  return atItsStage(
    {
      ...{
        kind: 'arrived',
        what: `A workflow_run on the trunk ${trunk}`,
        stage: 'development',
        reach: STAGES,
        limit: ''
      },
      revision: {commit: event.sha, branch: trunk, pullRequest: undefined}
    },
    input
  )
}

/** What makes a workflow_run one of other code than the trunk's. */
function fromElsewhere(event: EventOf<'workflow_run'>, trunk: string): string | undefined {
  const {fromThisRepository, headEvent, headBranch} = event
  if (!fromThisRepository) return 'of another repository'
  if (headEvent.startsWith('pull_request')) return `set off by ${headEvent}`
  if (headBranch === trunk) return undefined
  return headBranch === undefined ? 'of no branch' : `of branch ${headBranch}`
}

function atItsStage(arrival: Arrival, {inputs, environments, token}: DecisionInput): ArrivalOutcome {
  if (inputs.stage !== 'auto') return {...arrival, stage: inputs.stage}
  const refuse = (why: string, remedy: string): Refusal => ({
    kind: 'refuse',
    reason: `${arrival.what} does not say which stage it is for, and ${why}.`,
    remedy
  })
  if (environments === undefined) {
    return refuse(
      'without a stages file the environment does not tell',
      'Set the input `stage` to development, master or release.'
    )
  }
  const names = STAGES.map(stage => environments[stage])
  const others = names.slice(1).join(', ')
  const write = `Write \`environment: ${names[0] ?? ''}\` (or ${others}) in the job, or set the input \`stage\`.`
  if (token.kind === 'unavailable') {
    return refuse(
      'there is no OIDC token to tell the environment',
      `Write \`permissions: {id-token: write}\` in the job. ${write}`
    )
  }
  const environment = environmentOf(token.claims)
  if (environment === undefined) return refuse('the job has no environment', write)
  const stage = stageOfEnvironment(environment, environments)
  if (stage !== undefined) return {...arrival, stage}
  const alike = names.find(name => name.toLowerCase() === environment.toLowerCase())
  return alike === undefined
    ? refuse(`its environment ${environment} is none of ${names.join(', ')}`, write)
    : refuse(
        `its environment ${environment} is not ${alike}: IAM tells upper case from lower`,
        `Write \`environment: ${alike}\` in the job, exactly as the stages file has it.`
      )
}

function label(event: string): string {
  return event === 'schedule' ? 'A scheduled run' : `A ${event}`
}
