import {createHash} from 'node:crypto'

import {Failure} from '../core/failure.js'
import {VERSION} from '../core/version.js'
import {annotationsOfPart} from '../docker/annotation-levels.js'
import {changedParts, partAnnotations, readPartAnnotations} from '../fingerprint/parts.js'
import {isSamePlatform, normalPlatform} from '../fingerprint/platform.js'
import type {MatrixEntry} from '../stages/runners.js'
import {MATRIX_LIMIT, matrixOf, needsSeveralRunners} from '../stages/runners.js'
import type {BuildInputs} from './build-inputs.js'
import {countBuildInputs, otherSources, reasonOf} from './build-inputs.js'
import {maskedSettings, requireSecrets, withoutMissing} from './build-secrets.js'
import type {BuildSettings} from './build-settings.js'
import type {BuildDestination, BuildRun, Destination, TrialRun} from './context.js'
import {buildAndPush, buildWithoutPush, isAsCounted, readyBuilder} from './image-build.js'
import type {Share} from './inputs.js'
import type {Outcome, Part} from './outcome.js'
import type {BuiltPart, PartsPlan, PlanSubject} from './parts-plan.js'
import {formatPlan, partOf, readParts, readPlan} from './parts-plan.js'
import {withBuildConfig} from './registry-cache.js'
import {Session} from './session.js'

type PartShare = Extract<Share, {kind: 'part'}>

/**
 * The matrix of a build that this run hands to other jobs.
 * @returns undefined if the run builds all platforms itself: nobody asked, one runner is as fast, or the user names a builder,
 * whose nodes are on machines of their own
 * @throws Failure if GitHub takes no matrix of this size
 */
export function matrixFor(
  {inputs, runners}: Pick<TrialRun, 'inputs' | 'runners'>,
  {platforms, builder}: Pick<BuildSettings, 'platforms' | 'builder'>
): MatrixEntry[] | undefined {
  if (inputs.share.kind !== 'plan' || builder !== undefined) return undefined
  const matrix = matrixOf(platforms.map(normalPlatform), runners)
  if (!needsSeveralRunners(matrix)) return undefined
  if (matrix.length <= MATRIX_LIMIT) return matrix
  throw new Failure(`The image has ${matrix.length} platforms, and a matrix of GitHub takes ${MATRIX_LIMIT} jobs.`, {
    remedy: 'Name fewer platforms, or leave out `distribute`, so that one job builds all of them.'
  })
}

/** Hands the build to the jobs of a matrix. */
export function distributed(
  run: TrialRun & {stage?: BuildRun['stage']},
  inputs: BuildInputs,
  destination: Destination | undefined,
  matrix: readonly MatrixEntry[],
  because: string
): Outcome {
  const {fingerprint, nonce, buildPlatform, builder, bases} = inputs
  const plan = formatPlan({
    ...subjectOf(run, destination),
    fingerprint: fingerprint.value,
    sources: partAnnotations(fingerprint.parts),
    rebuild: run.inputs.rebuild,
    nonce,
    buildPlatform,
    builder,
    platforms: matrix.map(({platform}) => platform),
    bases
  })
  const {commit, pullRequest} = run.revision
  return {
    kind: 'distributed',
    stage: run.stage,
    reason: reasonOf(run, inputs),
    because,
    fingerprint: fingerprint.value,
    plan,
    matrix,
    subject: {commit, pullRequest}
  }
}

/** Builds the image of a plan for one platform, and pushes it under no tag of people. */
export async function buildPart(
  run: BuildRun,
  destination: BuildDestination,
  {plan: text, platform}: PartShare
): Promise<Outcome> {
  refuseDryRun(run)
  const plan = readPlan(text, subjectOf(run, destination))
  const part = partOf(plan, platform)
  const {settings, missing} = maskedSettings(run)
  const session = new Session(run, destination)
  try {
    const [target, inputs] = await Promise.all([session.target(), countBuildInputs(run, settings, session, plan)])
    requireSameSources(inputs, plan)
    requireSecrets(missing)
    const own = inputsOfPart(inputs, part)
    const start = performance.now()
    const image = await withBuildConfig(run, session, destination.caches, async opened =>
      buildAndPush(run, own, target, await readyBuilder(run, own, target, opened))
    )
    const built = {
      place: `${target.registry.host}/${target.repository.name}`,
      digest: image.manifest.digest,
      isComparable: await isAsCounted(run, session, own, image),
      seconds: Math.round((performance.now() - start) / 1000),
      metadata: image.metadata
    }
    return partOutcome(run, inputs, part, built)
  } finally {
    await session.close()
  }
}

/** Builds one platform only as a test, and pushes nothing. */
export async function tryPart(run: TrialRun, {plan: text, platform}: PartShare): Promise<Outcome> {
  const plan = readPlan(text, subjectOf(run, undefined))
  const part = partOf(plan, platform)
  const inputs = await countBuildInputs(run, withoutMissing(maskedSettings(run), run), undefined, plan)
  requireSameSources(inputs, plan)
  await buildWithoutPush(run, inputsOfPart(inputs, part))
  return partOutcome(run, inputs, part, undefined)
}

function partOutcome(
  run: TrialRun & {stage?: BuildRun['stage']},
  inputs: BuildInputs,
  platform: string,
  built: Part | undefined
): Outcome {
  const {value: fingerprint} = inputs.fingerprint
  return {kind: 'part', stage: run.stage, reason: reasonOf(run, inputs), platform, built, fingerprint}
}

/** @throws Failure if the inputs ask for a part of a promotion, which builds nothing */
export function refusePartOfPromotion({inputs: {share}}: Pick<TrialRun, 'inputs'>, reason: string): void {
  if (share.kind !== 'part' && share.kind !== 'join') return
  throw new Failure(`${reason} A promotion builds nothing, so it has no parts to build or to join.`, {
    remedy: 'Run this step only if the output `operation` of the plan is `distributed`.'
  })
}

/** What a run joins: a plan and all of its parts. */
export interface Join {
  plan: PartsPlan
  parts: BuiltPart[]
}

/**
 * @returns undefined if the run joins nothing
 * @throws Failure if the inputs are of another run, or if a part is missing
 */
export function joinOf(run: BuildRun, destination: Destination): Join | undefined {
  const {share} = run.inputs
  if (share.kind !== 'join') return undefined
  refuseDryRun(run)
  const plan = readPlan(share.plan, subjectOf(run, destination))
  return {plan, parts: readParts(share.parts, plan)}
}

/** The plan of a join that has nothing to join, because its run pushes nothing. */
export function planOfTrial(run: TrialRun): PartsPlan | undefined {
  const {share} = run.inputs
  return share.kind === 'join' ? readPlan(share.plan, subjectOf(run, undefined)) : undefined
}

/** A join does what its plan decided. Its parts are built already. */
export function asPlanned(run: BuildRun, join: Join | undefined): BuildRun {
  return join === undefined ? run : {...run, inputs: {...run.inputs, rebuild: join.plan.rebuild}}
}

/** @throws Failure if the sources of this job are not those that the plan counted */
export function requireSameSources(
  {fingerprint: {value, parts}, settings}: BuildInputs,
  {fingerprint, sources, platforms}: PartsPlan
): void {
  const own = [...new Set(settings.platforms.map(normalPlatform))]
  if (own.join() !== platforms.join())
    throw otherSources(`the platforms are ${own.join(', ')}, and the plan has ${platforms.join(', ')}`)
  if (value === fingerprint) return
  const planned = readPartAnnotations(sources)
  const changes = planned === undefined ? [] : changedParts(planned, parts)
  const both = `their fingerprint is ${value.slice(0, 12)}, and the plan has ${fingerprint.slice(0, 12)}`
  throw otherSources([both, ...changes].join('; '))
}

function subjectOf(run: TrialRun, destination: Destination | undefined): PlanSubject {
  const arn = destination?.target.repository.arn
  return {
    version: VERSION,
    image: run.image?.name ?? destination?.target.repository.name ?? run.runner.repository,
    variant: run.inputs.variant,
    repository: arn === undefined ? undefined : createHash('sha256').update(arn).digest('hex').slice(0, 16),
    commit: run.revision.commit
  }
}

function inputsOfPart(inputs: BuildInputs, platform: string): BuildInputs {
  const isOf = (other: string): boolean => isSamePlatform(other, platform)
  const {settings} = inputs
  return {
    ...inputs,
    settings: {...settings, platforms: [platform], annotations: annotationsOfPart(settings.annotations, isOf)},
    part: platform
  }
}

function refuseDryRun({inputs}: BuildRun): void {
  if (!inputs.dryRun) return
  throw new Failure('A dry run builds nothing, so it has no parts.', {
    remedy:
      'Give `dry-run` to the job with `distribute: true` alone: its matrix is empty then, and the other jobs are left out.'
  })
}
