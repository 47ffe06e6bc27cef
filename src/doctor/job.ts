import {Failure} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import type {Commit} from '../fingerprint/commit.js'
import {headsOf} from '../fingerprint/commit.js'
import type {IdentityToken} from '../github/token.js'
import {requestIdentityToken} from '../github/token.js'
import {buildSettings} from '../run/build-settings.js'
import {checkoutDirectories} from '../run/checkout.js'
import type {Job} from '../run/context.js'
import type {JobDecision} from '../run/decide.js'
import {decideOn} from '../run/decide.js'
import {stageRole} from '../run/identity.js'
import {remedyWithoutToken} from '../run/oidc-token.js'
import type {JobStages} from '../run/stages.js'
import {readStages, sourceFor, targetFor, tokenAudience, trustedBy} from '../run/stages.js'
import type {EcrRepository} from '../stages/arn.js'
import type {Decision} from '../stages/decision.js'
import {explainDenial} from '../stages/denial.js'
import {nameOfInput} from '../stages/origin.js'
import type {Stage} from '../stages/stage.js'
import {sourceStage} from '../stages/stage.js'
import type {StagesFile} from '../stages/stages-file.js'
import type {Target} from '../stages/target.js'
import {checkWorkspace} from '../stages/workspace.js'
import type {Attempt, Check, Examined} from './check.js'
import {attempt, bad, good, info, notChecked, warning} from './check.js'
import {matchClaims} from './claims.js'
import {dockerCheck} from './docker.js'
import {dockerfileCheck} from './dockerfile.js'
import type {Examination} from './examination.js'
import {examine, NO_STAGES_FILE, unreached} from './examine.js'
import {regionOrigin} from './region.js'
import {provesBranch, trunkCheck, trunkOrigin} from './trunk.js'

/** A decision other than a refusal. The doctor reports a refusal as a check that failed. */
type Decided = JobDecision & {decision: Exclude<Decision, {kind: 'refuse'}>}

type Token = IdentityToken & {kind: 'token'}

/** The target of a run, and the repository that it promotes from. */
interface Route {
  target: Target
  source: EcrRepository | undefined
  regionOrigins: Examination['regionOrigins']
}

/** The steps of a run up to its target. A step is undefined if an earlier failure makes it impossible. */
interface Steps {
  stages: Attempt<JobStages>
  token: Attempt<Token>
  decided: Attempt<Decided> | undefined
  jobDecision: JobDecision | undefined
  heads: readonly Commit[]
  stage: Stage | undefined
  route: Attempt<Route> | undefined
}

/**
 * Takes the steps of a run of this job. If a step fails, all steps that do not depend on it still follow. Nothing is built or
 * pushed.
 */
export async function examineJob(job: Job): Promise<Examined> {
  const steps = await takeSteps(job)
  job.signal.throwIfAborted()
  const before = await checksOf(steps, job)
  const examination = examinationOf(steps, job)
  const after =
    examination === undefined
      ? await unreachedChecks(steps, job)
      : [steps.token.check, ...(await job.timings.time('AWS', () => examine(examination)))]
  return {
    kind: 'examined',
    stage: steps.stage,
    reason: steps.decided?.value?.decision.reason ?? 'The stage could not be determined.',
    checks: [...before, ...after]
  }
}

async function takeSteps(job: Job): Promise<Steps> {
  const stages = await attempt('stages file', () => readStages(job), describeStages)
  const token = await attempt('OIDC token', () => tokenOf(job, stages.value), describeToken)
  const known = stages.value
  const attempted =
    known === undefined
      ? undefined
      : await attempt(
          'stage',
          () => decideOn(job, known, token.value ?? {kind: 'unavailable'}),
          ({decision}) => decision.reason
        )
  const decided = attempted === undefined ? undefined : withoutRefusal(attempted)
  const checkouts = checkoutDirectories(job.runner.workspace, job.inputs, stages.value?.image)
  const heads = await headsOf(checkouts, job.environment)
  const decision = decided?.value?.decision
  const stage = decision !== undefined && 'stage' in decision ? decision.stage : undefined
  const route =
    stage === undefined || known === undefined
      ? undefined
      : await attempt(
          'target',
          () => routeTo(stage, job, known),
          ({target}) => target.repository.arn
        )
  return {stages, token, decided, jobDecision: attempted?.value, heads, stage, route}
}

/** The checks of the stages file, the trunk, the stage, the checkout and the Dockerfile. */
async function checksOf({stages, decided, jobDecision, heads}: Steps, job: Job): Promise<Check[]> {
  const {inputs, runner} = job
  const settings = () => buildSettings({inputs, image: stages.value?.image, environment: job.environment})
  return [
    stages.check,
    ...(jobDecision === undefined ? [] : [await checkTrunk(jobDecision, job, stages.value?.file)]),
    decided === undefined
      ? notChecked('stage', 'without a valid stages file, the stage is not known')
      : stageCheck(decided),
    checkoutCheck(heads, decided?.value, runner.workspace),
    ...(isBuild(decided) ? [await dockerfileCheck(settings, runner.workspace)] : [])
  ]
}

/** The examination of AWS; undefined if one of the earlier steps failed, or the run goes to no stage. */
function examinationOf({stages, token, decided, stage, route}: Steps, job: Job): Examination | undefined {
  if (
    decided?.value === undefined ||
    stages.value === undefined ||
    stage === undefined ||
    route?.value === undefined ||
    token.value === undefined
  )
    return undefined
  const {target, source, regionOrigins} = route.value
  const {decision, trunk} = decided.value
  const {claims, token: jwt} = token.value
  const request = {claims, trunk, github: trustedBy(target, stages.value)}
  return {
    ...job,
    stage,
    target,
    source,
    regionOrigins,
    image: stages.value.image?.name,
    identity: stageRole({...job, token: jwt, explain: of => explainDenial({...request, target: of})}),
    principal: {kind: 'role', match: matchClaims({...request, target})},
    needsDocker: decision.kind === 'build',
    builder: job.inputs.build.builder
  }
}

/** The checks that remain if AWS cannot be examined. */
async function unreachedChecks(steps: Steps, {inputs, environment, signal}: Job): Promise<Check[]> {
  const {token, decided, route} = steps
  const hasNoStage = goesToNoStage(decided)
  const tokenCheck =
    hasNoStage && token.value === undefined
      ? info('OIDC token', 'none, and none is needed: this run goes to no stage')
      : token.check
  const failed = route !== undefined && 'failure' in route ? [route.check] : []
  const docker = isBuild(decided)
    ? [await dockerCheck({needsDocker: true, builder: inputs.build.builder, environment, signal})]
    : []
  const rest = unreached({source: route?.value?.source}, 'credentials', reasonUnreached(steps))
  return [tokenCheck, ...failed, ...docker, ...rest]
}

function isBuild(decided: Attempt<Decided> | undefined): boolean {
  const kind = decided?.value?.decision.kind
  return kind === 'build' || kind === 'build-only'
}

function goesToNoStage(decided: Attempt<Decided> | undefined): boolean {
  const kind = decided?.value?.decision.kind
  return kind === 'skip' || kind === 'build-only'
}

/** A stages file in one line. */
function describeStages({file, image}: JobStages): string {
  if (file === undefined) return 'none, and none is needed: role-arn and repository-arn are given'
  const {path, images, trunk} = file
  return `${path}: image ${image.name}${images.length === 1 ? '' : ` of ${images.length}`}, trunk ${trunk ?? "the repository's default branch"}`
}

async function tokenOf({inputs, runner, timings, signal}: Job, stages: JobStages | undefined): Promise<Token> {
  const notAllowed = (): Failure =>
    new Failure('This job may not ask GitHub for an OIDC token.', {remedy: remedyWithoutToken(runner.actor)})
  if (!runner.mayAskForToken) throw notAllowed()
  const token = await timings.time('GitHub', () =>
    requestIdentityToken(tokenAudience(inputs, {file: stages?.file}), signal)
  )
  if (token.kind === 'unavailable') throw notAllowed()
  return token
}

function describeToken({claims}: {claims: Readonly<Record<string, unknown>>}): string {
  const shown = (name: string): string => (typeof claims[name] === 'string' ? claims[name] : '(none)')
  return `${shown('sub')}, ref ${shown('ref')}`
}

function withoutRefusal(attempted: Attempt<JobDecision>): Attempt<Decided> {
  if (attempted.value === undefined) return attempted
  const {
    check,
    value: {decision, ...by}
  } = attempted
  if (decision.kind !== 'refuse') return {check, value: {decision, ...by}}
  const {reason, remedy} = decision
  return {check: bad(check.name, reason, remedy), failure: new Failure(reason, {remedy})}
}

async function checkTrunk(
  {trunk, event, defaultBranch, github}: JobDecision,
  {inputs: {trunkBranch}, timings}: Job,
  file: StagesFile | undefined
): Promise<Check> {
  const origin = trunkBranch === undefined ? trunkOrigin(file) : nameOfInput('trunk-branch')
  const isKnown = trunk === defaultBranch || provesBranch(event, trunk)
  return await timings.time('GitHub', () => trunkCheck({trunk, origin, isKnown, github}))
}

/** A run that goes to no stage is neither good nor bad. */
function stageCheck({check, value}: Attempt<Decided>): Check {
  if (value?.decision.kind === 'skip' && value.decision.remedy !== undefined)
    return warning(check.name, check.says, value.decision.remedy)
  return value?.decision.kind === 'skip' || value?.decision.kind === 'build-only' ? info(check.name, check.says) : check
}

function checkoutCheck(heads: readonly Commit[], decided: Decided | undefined, workspace: string): Check {
  const name = 'git checkout'
  const {decision, event} = decided ?? {}
  const [head] = heads
  const isAnyCommit =
    decision === undefined ||
    event === undefined ||
    decision.kind === 'skip' ||
    (decision.kind === 'promote' && decision.stage === 'release')
  if (isAnyCommit)
    return head === undefined ? info(name, 'none, and none is needed here') : good(name, `commit ${head.id}`)
  try {
    return good(name, `commit ${checkWorkspace(heads, event, workspace).id}`)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return bad(name, error.message, error.remedy)
  }
}

/** @throws Failure if the inputs name a role or a repository that cannot exist */
function routeTo(stage: Stage, {inputs}: Job, stages: JobStages): Route {
  const {file} = stages
  const target = targetFor(stage, stages, inputs)
  // Without a stages file, master has no source unless an input names it.
  const isKnown =
    sourceStage(stage) !== undefined &&
    (file !== undefined || inputs.sourceRepositoryArn !== undefined || stage === 'release')
  const originFor = (input: string, arn: string | undefined, of: Stage | undefined): Remedy =>
    arn !== undefined || file === undefined || of === undefined ? nameOfInput(input) : regionOrigin(file, of)
  const regionOrigins = {
    target: originFor('repository-arn', inputs.repositoryArn, stage),
    source: originFor('source-repository-arn', inputs.sourceRepositoryArn, sourceStage(stage))
  }
  return {target, regionOrigins, source: isKnown ? sourceFor(stage, stages, inputs) : undefined}
}

function reasonUnreached({stages, decided, stage, route}: Steps): string {
  if (stages.value === undefined) return NO_STAGES_FILE
  if (goesToNoStage(decided)) return 'this run goes to no stage'
  if (stage === undefined) return 'the stage is not known'
  return route?.value === undefined ? 'the inputs name no valid repository' : 'there is no OIDC token'
}
