import type {Manifest} from '@org/oci/manifest'

import {allInOrder} from '../core/settle.js'
import {fingerprintTag} from '../stages/tags.js'
import {changesSincePrevious} from './build-changes.js'
import type {BuildInputs} from './build-inputs.js'
import {countBuildInputs, reasonOf} from './build-inputs.js'
import {maskedSettings, requireSecrets, withoutMissing} from './build-secrets.js'
import type {BuildDestination, BuildRun, TrialRun} from './context.js'
import {openDockerConfig, shareLogin} from './docker-login.js'
import {buildAndPush, buildWithoutPush, isAsCounted, readyBuilder} from './image-build.js'
import {joinParts} from './join.js'
import type {BuildSubject, Outcome, StagedImage, TagResult} from './outcome.js'
import type {Join} from './parts.js'
import {asPlanned, distributed, joinOf, matrixFor, planOfTrial, requireSameSources} from './parts.js'
import {findingsFor, isCompared} from './pull-request.js'
import type {OwnImage} from './pushed-image.js'
import {withBuildConfig} from './registry-cache.js'
import type {StageRepository} from './session.js'
import {Session} from './session.js'
import {describeImage, findImage, placeOf} from './staged-image.js'
import type {TagsAtTarget} from './tags.js'
import {commitTagOptions, foreseeTags, lookUpTags, NEEDS_READ, putMovingTag, putTags, tagsOf} from './tags.js'

/** The content of the target before a build. */
interface AtTarget {
  /** The image of the same fingerprint, if there is one. */
  existing: Manifest | undefined
  tags: TagsAtTarget
}

/** Whether an existing image makes the build unnecessary, with the reason for people. */
type Verdict = {kind: 'unchanged'; manifest: Manifest; reason: string} | {kind: 'build'; reason: string}

/** Builds the image for its stage, unless the stage has it already, and puts this run's tags on it. */
export async function build(asked: BuildRun, destination: BuildDestination): Promise<Outcome> {
  const {settings, missing} = maskedSettings(asked)
  const join = joinOf(asked, destination)
  const run = asPlanned(asked, join)
  const session = new Session(run, destination)
  try {
    const counted = countBuildInputs(run, settings, session, join?.plan)
    const [target, inputs] = await Promise.all([session.target(), counted])
    if (join !== undefined) requireSameSources(inputs, join.plan)
    const found = await lookUp(run, target, inputs)
    const verdict = judge(found.existing, inputs, run.inputs.rebuild)
    run.log.info(verdict.reason)
    if (verdict.kind === 'unchanged' && !run.inputs.dryRun)
      return await keep(run, session, target, inputs, found, verdict)
    const matrix = matrixFor(run, settings)
    // An image that is not built here needs no secrets.
    if (verdict.kind === 'build' && join === undefined && matrix === undefined) requireSecrets(missing)
    // A changed image moves the branch's tags, so GitHub is asked during the build. An unchanged image most often has them.
    if (verdict.kind === 'build') run.laterCommits.start()
    if (run.inputs.dryRun) return await planned(run, target, inputs, found, verdict)
    if (matrix !== undefined) {
      await keepLogin(run, session)
      return distributed(run, inputs, destination, matrix, verdict.reason)
    }
    const made =
      join === undefined
        ? await buildHere(run, destination, session, target, inputs, found)
        : await joinHere(run, session, target, inputs, found, join)
    return await tagBuilt(run, target, inputs, found, verdict, made)
  } finally {
    await session.close()
  }
}

/** Builds the image only as a test, and does not push it. */
export async function tryBuild(run: TrialRun): Promise<Outcome> {
  const planOfJoin = planOfTrial(run)
  const settings = withoutMissing(maskedSettings(run), run)
  const inputs = await countBuildInputs(run, settings, undefined, planOfJoin)
  const matrix = matrixFor(run, settings)
  if (matrix !== undefined) return distributed(run, inputs, undefined, matrix, 'It is built as a test.')
  if (planOfJoin !== undefined) {
    requireSameSources(inputs, planOfJoin)
    return joinedTrial(run, inputs)
  }
  const metadata = await buildWithoutPush(run, inputs)
  const {fingerprint, bases} = inputs
  return {
    kind: 'built-only',
    reason: reasonOf(run, inputs),
    fingerprint: fingerprint.value,
    bases,
    metadata,
    subject: buildSubject(run)
  }
}

/** The parts of a run that pushes nothing are built as a test, so there is nothing to join. */
function joinedTrial(run: TrialRun, {fingerprint, bases}: BuildInputs): Outcome {
  const reason = `${run.reason} Its parts are not pushed either, so there is nothing to join.`
  return {kind: 'built-only', reason, fingerprint: fingerprint.value, bases, metadata: {}, subject: buildSubject(run)}
}

async function lookUp(run: BuildRun, target: StageRepository, {fingerprint}: BuildInputs): Promise<AtTarget> {
  const tags = tagsOf(run, {isOfCommit: run.isCommitted, committedAt: run.commit.time})
  const {name} = fingerprintTag(run.stage, fingerprint.value)
  const [existing, found] = await run.timings.time('look-up', () =>
    Promise.all([findImage(target, run.stage, name, NEEDS_READ), lookUpTags(target, tags)])
  )
  return {existing, tags: found}
}

function judge(existing: Manifest | undefined, {fingerprint}: BuildInputs, rebuild: boolean): Verdict {
  const name = `fingerprint ${fingerprint.value.slice(0, 12)}`
  if (fingerprint.kind === 'unique')
    return {kind: 'build', reason: `Not comparable, so it is built every time: ${fingerprint.reason}`}
  if (existing === undefined) return {kind: 'build', reason: `No image of this ${name} yet.`}
  if (rebuild) return {kind: 'build', reason: `An image of this ${name} exists, but rebuild requires another.`}
  return {
    kind: 'unchanged',
    manifest: existing,
    reason: `Unchanged: ${existing.digest} has this ${name}. Nothing to build.`
  }
}

/** Puts this run's tags on the image that the stage has already. */
async function keep(
  run: BuildRun,
  session: Session,
  target: StageRepository,
  inputs: BuildInputs,
  found: AtTarget,
  verdict: Extract<Verdict, {kind: 'unchanged'}>
): Promise<Outcome> {
  await keepLogin(run, session)
  const image = await tagAndDescribe(run, target, inputs, verdict.manifest, found.tags, verdict)
  return {kind: 'unchanged', stage: run.stage, reason: run.reason, image, subject: buildSubject(run)}
}

/** Logs Docker in for the later steps of the job, if they are to have that. The run itself needs no Docker. */
async function keepLogin(run: BuildRun, session: Session): Promise<void> {
  if (run.inputs.dockerLogin) shareLogin(run, await openDockerConfig(run, session, {warns: false}))
}

/** A new image, and a sentence about what changed since the last one, if that is known. */
interface Made {
  image: OwnImage
  /** Whether its build read only what was counted. */
  isAsCounted: () => Promise<boolean>
  because: string | undefined
  parts?: Extract<Outcome, {kind: 'built'}>['parts']
}

async function buildHere(
  run: BuildRun,
  {caches}: BuildDestination,
  session: Session,
  target: StageRepository,
  inputs: BuildInputs,
  found: AtTarget
): Promise<Made> {
  const [image, because] = await withBuildConfig(run, session, caches, async opened => {
    const [builder, changes] = await allInOrder([
      readyBuilder(run, inputs, target, opened),
      whatChanged(run, target, inputs, found)
    ])
    return [await buildAndPush(run, inputs, target, builder), changes] as const
  })
  return {image, isAsCounted: () => isAsCounted(run, session, inputs, image), because}
}

/** Joins the parts that other jobs have built. This needs no Docker. */
async function joinHere(
  run: BuildRun,
  session: Session,
  target: StageRepository,
  inputs: BuildInputs,
  found: AtTarget,
  join: Join
): Promise<Made> {
  await keepLogin(run, session)
  const [image, because] = await allInOrder([
    joinParts(run, target, inputs, join),
    whatChanged(run, target, inputs, found)
  ])
  return {
    image,
    isAsCounted: () => Promise.resolve(join.parts.every(({isComparable}) => isComparable)),
    because,
    parts: join.parts.map(({platform, seconds}) => ({platform, seconds}))
  }
}

async function whatChanged(
  run: BuildRun,
  target: StageRepository,
  inputs: BuildInputs,
  found: AtTarget
): Promise<string | undefined> {
  const changes = await changesSincePrevious(run, target, found.tags, inputs)
  if (changes === undefined) return undefined
  const because = `Built because ${changes}.`
  run.log.info(because)
  return because
}

async function tagBuilt(
  run: BuildRun,
  target: StageRepository,
  inputs: BuildInputs,
  found: AtTarget,
  verdict: Verdict,
  {image: {manifest, metadata}, isAsCounted, because, parts}: Made
): Promise<Outcome> {
  const [isComparable, tags] = await allInOrder([
    isAsCounted(),
    // Others may have moved tags while the image was built.
    run.timings.time('tags', () => lookUpTags(target, found.tags.tags))
  ])
  const [described] = await allInOrder([
    tagAndDescribe(run, target, inputs, manifest, tags, verdict),
    ...(isComparable ? [putFingerprint(run, target, inputs, manifest)] : [])
  ])
  const image = isComparable ? described : withoutFingerprint(described)
  const before = [found.existing?.digest, ...found.tags.named.values()]
  return {
    kind: 'built',
    stage: run.stage,
    reason: [reasonOf(run, inputs), ...(because === undefined ? [] : [because])].join(' '),
    image,
    metadata,
    subject: buildSubject(run),
    changed: !before.includes(manifest.digest),
    ...(parts === undefined ? {} : {parts})
  }
}

/** The tag by which later runs find the image. */
async function putFingerprint(
  run: BuildRun,
  target: StageRepository,
  {fingerprint}: BuildInputs,
  manifest: Manifest
): Promise<void> {
  const tag = fingerprintTag(run.stage, fingerprint.value)
  await run.timings.time('tags', () => putMovingTag(run, target, tag, {manifest}))
}

function withoutFingerprint(image: StagedImage): StagedImage {
  return {...image, tags: image.tags.filter(({tag}) => !tag.startsWith('src-')), fingerprint: undefined}
}

/** Puts the tags on the image, and describes the image for the outcome. */
async function tagAndDescribe(
  run: BuildRun,
  target: StageRepository,
  inputs: BuildInputs,
  manifest: Manifest,
  found: TagsAtTarget,
  verdict: Verdict
): Promise<StagedImage> {
  const isNew = verdict.kind === 'build'
  const [tags, description, findings] = await Promise.all([
    putTags(run, target, found, {manifest}, commitTagOptions(run, verdict.kind === 'build')),
    describeImage(target.client, manifest, inputs.settings.platforms, isNew || isCompared(run)),
    findingsFor(run, target, manifest, found, isNew)
  ])
  return {
    ...description,
    ...findings,
    ...placeOf(target, manifest.digest),
    name: run.image?.name ?? target.repository.name,
    dockerfile: inputs.dockerfile,
    tags: [fingerprintTagResult(run, inputs, verdict), ...tags],
    fingerprint: inputs.fingerprint.value,
    bases: inputs.bases
  }
}

async function planned(
  run: BuildRun,
  target: StageRepository,
  inputs: BuildInputs,
  {tags}: AtTarget,
  verdict: Verdict
): Promise<Outcome> {
  const isUnchanged = verdict.kind === 'unchanged'
  const others = await foreseeTags(
    run,
    target,
    tags,
    isUnchanged ? verdict.manifest.digest : undefined,
    commitTagOptions(run, verdict.kind === 'build')
  )
  return {
    kind: 'planned',
    stage: run.stage,
    reason: reasonOf(run, inputs),
    subject: buildSubject(run),
    plan: {
      registry: target.registry.host,
      repository: target.repository.name,
      fingerprint: inputs.fingerprint.value,
      bases: inputs.bases,
      action: isUnchanged ? 'tag only' : 'build and push',
      because: verdict.reason,
      tags: [fingerprintTagResult(run, inputs, verdict), ...others]
    }
  }
}

/** The tag that the image was pushed under, or would be. */
function fingerprintTagResult({stage}: BuildRun, {fingerprint}: BuildInputs, {kind}: Verdict): TagResult {
  return {tag: fingerprintTag(stage, fingerprint.value).name, kind: kind === 'unchanged' ? 'already' : 'put'}
}

function buildSubject({revision: {commit, pullRequest}}: TrialRun): BuildSubject {
  return {commit, pullRequest}
}
