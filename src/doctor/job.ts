import {Failure} from '../core/failure.js'
import type {Commit} from '../fingerprint/commit.js'
import {headOf} from '../fingerprint/commit.js'
import type {IdentityToken} from '../github/token.js'
import {requestToken} from '../github/token.js'
import {buildSettings} from '../run/build-settings.js'
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
import {attempt, bad, good, notLookedAt, told, warning} from './check.js'
import {matchClaims} from './claims.js'
import {dockerCheck} from './docker.js'
import {dockerfileCheck} from './dockerfile.js'
import type {Examination} from './examination.js'
import {examine, unreached} from './examine.js'
import {regionIn} from './region.js'
import {isOf, trunkCheck, trunkIn} from './trunk.js'

/** A refusal is a check that failed. */
type Decided = JobDecision & {decision: Exclude<Decision, {kind: 'refuse'}>}

interface Way {
  target: Target
  source: EcrRepository | undefined
  regions: Examination['regions']
}

/** Goes the way of a run of this job, past every failure that is no dead end, and neither builds nor pushes. */
export async function examineJob(job: Job): Promise<Examined> {
  const {inputs, runner, environment, timings, signal} = job
  const stages = await attempt('stages file', () => readStages(job), describeStages)
  const token = await attempt('OIDC token', () => tokenOf(job, stages.value), tokenSays)
  const known = stages.value
  const arrived =
    known === undefined
      ? undefined
      : await attempt(
          'stage',
          () => decideOn(job, known, token.value ?? {kind: 'unavailable'}),
          ({decision}) => decision.reason
        )
  const decided = arrived === undefined ? undefined : withoutRefusal(arrived)
  const checkout = checkoutCheck(await headOf(runner.workspace, environment), decided?.value, runner.workspace)

  const decision = decided?.value?.decision
  const stage = decision !== undefined && 'stage' in decision ? decision.stage : undefined
  const way =
    stage === undefined || known === undefined
      ? undefined
      : await attempt(
          'target',
          () => wayTo(stage, job, known),
          ({target}) => target.repository.arn
        )
  signal.throwIfAborted()
  const builds = decision?.kind === 'build' || decision?.kind === 'build-only'
  const before = [
    stages.check,
    ...(arrived?.value === undefined ? [] : [await trunkOf(arrived.value, job, known?.file)]),
    decided === undefined ? notLookedAt('stage', 'there is no stages file to decide by') : toldOfNoStage(decided),
    checkout,
    ...(builds ? [await dockerfileCheck(buildSettings({inputs, image: known?.image}), runner.workspace)] : [])
  ]
  const outcome = (checks: Check[]): Examined => ({
    kind: 'examined',
    stage,
    reason: decision?.reason ?? 'No stage could be decided on.',
    checks
  })

  if (
    decided?.value === undefined ||
    known === undefined ||
    stage === undefined ||
    way?.value === undefined ||
    token.value?.kind !== 'token'
  ) {
    const isForNobody = decision?.kind === 'skip' || decision?.kind === 'build-only'
    const noToken =
      isForNobody && token.value === undefined
        ? told('OIDC token', 'none, and none is needed where nothing goes to a stage')
        : token.check
    const failed = way !== undefined && 'failure' in way ? [way.check] : []
    const docker = builds ? [await dockerCheck({builds: true, builder: inputs.build.builder, environment, signal})] : []
    return outcome([
      ...before,
      noToken,
      ...failed,
      ...docker,
      ...unreached({source: way?.value?.source}, 'credentials', deadEnd(stages, stage, way, isForNobody))
    ])
  }

  const {target, source, regions} = way.value
  const {trunk} = decided.value
  const {claims, token: jwt} = token.value
  const request = {claims, trunk, github: trustedBy(target, known)}
  const checks = await timings.time('AWS', () =>
    examine({
      ...job,
      stage,
      target,
      source,
      regions,
      image: known.image?.name,
      identity: stageRole({...job, token: jwt, explain: of => explainDenial({...request, target: of})}),
      who: {kind: 'role', match: matchClaims({...request, target})},
      builds: decision?.kind === 'build',
      builder: inputs.build.builder
    })
  )
  return outcome([...before, token.check, ...checks])
}

/** What a stages file says in a line. */
function describeStages({file, image}: JobStages): string {
  if (file === undefined) return 'none, and none is needed: role-arn and repository-arn are given'
  const {path, images, trunk} = file
  return `${path}: image ${image.name}${images.length === 1 ? '' : ` of ${images.length}`}, trunk ${trunk ?? "the repository's default branch"}`
}

async function tokenOf(
  {inputs, runner, timings, signal}: Job,
  stages: JobStages | undefined
): Promise<IdentityToken & {kind: 'token'}> {
  const mayNot = (): Failure =>
    new Failure('This job may not ask GitHub for an OIDC token.', {remedy: remedyWithoutToken(runner.actor)})
  if (!runner.mayAskForToken) throw mayNot()
  const token = await timings.time('GitHub', () => requestToken(tokenAudience(inputs, {file: stages?.file}), signal))
  if (token.kind === 'unavailable') throw mayNot()
  return token
}

function tokenSays({claims}: {claims: Readonly<Record<string, unknown>>}): string {
  const shown = (name: string): string => (typeof claims[name] === 'string' ? claims[name] : '(none)')
  return `${shown('sub')}, ref ${shown('ref')}`
}

function withoutRefusal(arrived: Attempt<JobDecision>): Attempt<Decided> {
  if (arrived.value === undefined) return arrived
  const {
    check,
    value: {decision, ...by}
  } = arrived
  if (decision.kind !== 'refuse') return {check, value: {decision, ...by}}
  const {reason, remedy} = decision
  return {check: bad(check.name, reason, remedy), failure: new Failure(reason, {remedy})}
}

async function trunkOf(
  {trunk, event, defaultBranch, github}: JobDecision,
  {inputs: {trunkBranch}, timings}: Job,
  file: StagesFile | undefined
): Promise<Check> {
  const named = trunkBranch === undefined ? trunkIn(file) : nameOfInput('trunk-branch')
  return await timings.time('GitHub', () =>
    trunkCheck({trunk, named, isSeen: trunk === defaultBranch || isOf(event, trunk), github})
  )
}

/** Where nothing goes to a stage, that is no failure, and nothing to be glad of. */
function toldOfNoStage({check, value}: Attempt<Decided>): Check {
  if (value?.decision.kind === 'skip' && value.decision.remedy !== undefined)
    return warning(check.name, check.says, value.decision.remedy)
  return value?.decision.kind === 'skip' || value?.decision.kind === 'build-only' ? told(check.name, check.says) : check
}

function checkoutCheck(head: Commit | undefined, decided: Decided | undefined, workspace: string): Check {
  const name = 'git checkout'
  const {decision, event} = decided ?? {}
  const isAnyCommit =
    decision === undefined ||
    event === undefined ||
    decision.kind === 'skip' ||
    (decision.kind === 'promote' && decision.stage === 'release')
  if (isAnyCommit)
    return head === undefined ? told(name, 'none, and none is needed here') : good(name, `commit ${head.id}`)
  try {
    return good(name, `commit ${checkWorkspace(head, event, workspace).id}`)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return bad(name, error.message, error.remedy)
  }
}

/** @throws Failure where the inputs name things that cannot be */
function wayTo(stage: Stage, {inputs}: Job, stages: JobStages): Way {
  const {file} = stages
  const target = targetFor(stage, stages, inputs)
  // Without a stages file, master promotes from nowhere unless it is said from where.
  const isKnown =
    sourceStage(stage) !== undefined &&
    (file !== undefined || inputs.sourceRepositoryArn !== undefined || stage === 'release')
  const named = (input: string, arn: string | undefined, of: Stage | undefined): string =>
    arn !== undefined || file === undefined || of === undefined ? nameOfInput(input) : regionIn(file, of)
  const regions = {
    target: named('repository-arn', inputs.repositoryArn, stage),
    source: named('source-repository-arn', inputs.sourceRepositoryArn, sourceStage(stage))
  }
  return {target, regions, source: isKnown ? sourceFor(stage, stages, inputs) : undefined}
}

function deadEnd(
  stages: Attempt<JobStages>,
  stage: Stage | undefined,
  way: Attempt<Way> | undefined,
  isForNobody: boolean
): string {
  if (stages.value === undefined) return 'no stages file says where to look'
  if (isForNobody) return 'nothing of this run goes to a stage'
  if (stage === undefined) return 'no stage is decided on'
  return way?.value === undefined ? 'the inputs name no repository to look at' : 'there is no OIDC token'
}
