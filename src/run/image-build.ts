import {mkdtemp, rm} from 'node:fs/promises'
import {join} from 'node:path'

import type {Manifest} from '@org/oci/manifest'
import {jsonOf} from '@org/oci/manifest'

import {messageOf} from '../core/failure.js'
import {withoutPassword} from '../core/foreign-text.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import {remedy, RUN_AGAIN} from '../core/remedy.js'
import {allInOrder} from '../core/settle.js'
import type {Built} from '../docker/build.js'
import type {BuildTool} from '../docker/build-tool.js'
import type {PushTarget} from '../docker/command.js'
import {ADD_BUILDER} from '../docker/remedies.js'
import {isPresent} from '../docker/secrets.js'
import {findExclusion} from '../fingerprint/build-materials.js'
import {placesForDocker} from '../fingerprint/docker-places.js'
import {partAnnotations, PLATFORM} from '../fingerprint/parts.js'
import {partTag} from '../stages/tags.js'
import type {BuildInputs} from './build-inputs.js'
import {findLogin} from './build-inputs.js'
import {compareReads} from './build-reads.js'
import type {BuildSettings} from './build-settings.js'
import {descriptionsOf, ownPlatform, ownRecipe} from './build-settings.js'
import type {BuildRun, TrialRun} from './context.js'
import type {OwnImage} from './pushed-image.js'
import {pushOwnImage} from './pushed-image.js'
import type {BuildConfig} from './registry-cache.js'
import {cacheSubject, existingCaches, withRegistryCache} from './registry-cache.js'
import type {Session, StageRepository} from './session.js'

/** A builder of this machine that may push to the target. */
export interface ReadyBuilder {
  tool: BuildTool
  environment: ProcessEnv
  push: PushTarget
  /** Those of the user, and those in ECR. */
  caches: Pick<BuildSettings, 'cacheFrom' | 'cacheTo'>
}

/**
 * Looks for the builder, and asks the target whether the run may push there.
 * @throws Failure if there is no builder, or if the run may not push: a build may take long, so it does not begin
 */
export async function readyBuilder(
  run: BuildRun,
  inputs: BuildInputs,
  target: StageRepository,
  {config, reached}: BuildConfig
): Promise<ReadyBuilder> {
  const environment = {...run.environment, ...config.environment}
  const {settings} = inputs
  const [tool, caches] = await allInOrder([
    run.docker.find({environment, signal: run.signal}, settings.builder),
    existingCaches(run, reached, cacheSubject(settings, run.inputs.variant))
  ])
  // Only now, because a run without a builder sends nothing to the registry.
  await target.client.blobs.checkUpload()
  return {
    tool,
    environment,
    push: pushTarget(target, tool, inputs, run.inputs.variant),
    caches: withRegistryCache(settings, caches, tool, run)
  }
}

/**
 * Builds the image and pushes it, without a tag if the builder can.
 * @returns the manifest as the registry stores it, because the tags are put on those bytes
 */
export async function buildAndPush(
  run: BuildRun,
  inputs: BuildInputs,
  target: StageRepository,
  {tool, environment, push, caches}: ReadyBuilder
): Promise<OwnImage> {
  const settings = {...inputs.settings, ...caches}
  const image = await pushOwnImage(run, target, push, async attempt => {
    // By the second attempt all layers are in the cache of the builder.
    const more = attempt === 1 ? {} : {noCache: false, noCacheFilters: []}
    return await buildWith(run, {...inputs, settings: {...settings, ...more}}, tool, environment, push)
  })
  warnOfDroppedAnnotations(inputs.settings.annotations, image.manifest, run.log)
  return image
}

/**
 * Whether a build read only what was counted before it. Only then its fingerprint may find its image. A warning says what
 * is different.
 */
export async function isAsCounted(
  run: BuildRun,
  session: Session,
  inputs: BuildInputs,
  {metadata}: OwnImage
): Promise<boolean> {
  const [isUnchanged, isAsRead] = await allInOrder([
    checkFiles(run, inputs),
    checkReads(run, session, inputs, metadata)
  ])
  return isUnchanged && isAsRead
}

/** Before the build is compared with what was counted, no tag may find its image. */
function pushTarget(
  {registry, repository}: StageRepository,
  tool: BuildTool,
  {settings}: BuildInputs,
  variant: string | undefined
): PushTarget {
  const place = `${registry.host}/${repository.name}`
  if (tool.kind === 'buildx' && tool.pushesByDigest) return {kind: 'digest', repository: place}
  return {kind: 'tag', reference: `${place}:${partTag(settings.platforms[0] ?? ownPlatform(), variant)}`}
}

/** Compares the files after the build with those that were counted before it, and warns of a difference. */
async function checkFiles({log}: BuildRun, {fingerprint, countAgain}: BuildInputs): Promise<boolean> {
  if (fingerprint.kind === 'unique') return true
  const again = await countAgain().then(
    ({value}) => (value === fingerprint.value ? undefined : ''),
    (error: unknown) => `: ${messageOf(error)}`
  )
  if (again === undefined) return true
  log.warning(
    `Files of the build changed while it ran${again}. It is unknown which of them the image contains, so no later run finds this image as unchanged.`,
    remedy`${RUN_AGAIN}, and leave the files alone meanwhile. If the build itself writes into its context, such as a cache, exclude those files in .dockerignore.`
  )
  return false
}

/** Compares what the build read with what was counted, and warns if it read more, or if that is not known. */
async function checkReads(
  {environment, signal, log}: BuildRun,
  session: Session,
  inputs: BuildInputs,
  metadata: Record<string, unknown>
): Promise<boolean> {
  const login = (host: string, scheme: 'basic' | 'bearer') => findLogin(host, scheme, environment, session)
  const comparison = await compareReads(inputs, metadata, login, signal)
  switch (comparison.kind) {
    case 'as-counted':
      return true
    case 'more':
      log.warning(
        `The build read more than this action counted: ${comparison.reads.map(withoutPassword).join(', ')}. So its image is never found as unchanged, and is built every time.`,
        'If the Dockerfile names it, please report this as a defect of the action, with the Dockerfile.'
      )
      return false
    case 'unknown':
      log.warning(
        `It is not known what the build read: ${comparison.because}. So no later run finds this image as unchanged.`,
        'Update buildx and its builder. If the warning stays, please report it as a defect of the action, with the output `metadata`.'
      )
      return false
  }
}

/** Builds the image, and leaves it in the builder. */
export async function buildWithoutPush(run: TrialRun, inputs: BuildInputs): Promise<Record<string, unknown>> {
  const {environment, signal} = run
  const tool = await run.docker.find({environment, signal})
  return (await buildWith(run, inputs, tool, environment, undefined)).metadata
}

async function buildWith(
  run: TrialRun,
  inputs: BuildInputs,
  tool: BuildTool,
  environment: ProcessEnv,
  push: PushTarget | undefined
): Promise<Built> {
  const {runner, signal, log, timings} = run
  const {settings, pins, dockerfile} = inputs
  const directory = await mkdtemp(join(runner.temporaryDirectory, 'build-'))
  const request = {
    plan: {
      ...settings,
      ...placesForDocker(settings, runner.workspace),
      buildArgs: {...settings.buildArgs, ...pins.buildArgs},
      secrets: settings.secrets.filter(isPresent),
      pins: pins.buildContexts,
      descriptions: descriptions(run),
      ownAnnotations: {
        ...partAnnotations(inputs.fingerprint.parts),
        ...(inputs.part === undefined ? {} : {[PLATFORM]: inputs.part})
      },
      push
    },
    tool,
    environment,
    workspace: runner.workspace,
    dockerfile,
    signal,
    excludedBy: (path: string) => findExclusion(path, settings, {directory: runner.workspace}),
    metadataFile: join(directory, 'metadata.json')
  }
  const [phase, title] =
    push === undefined
      ? ['build', 'Building']
      : ['build and push', `Building ${push.kind === 'tag' ? push.reference : push.repository}`]
  try {
    return await timings.time(phase, () =>
      log.group(title, () => log.relay(onLine => run.docker.build({...request, onLine})))
    )
  } finally {
    await rm(directory, {recursive: true, force: true})
  }
}

/** The annotations of this action on an index. A builder puts the same ones on what it builds. */
export function ownAnnotations(run: TrialRun, {fingerprint}: BuildInputs): Record<string, string> {
  return {...descriptions(run), ...partAnnotations(fingerprint.parts)}
}

/** The labels that the action puts on an image, without those of people. They are annotations too. */
export function descriptions(run: TrialRun): Record<string, string> {
  const {runner, image, isCommitted, commit, revision} = run
  return descriptionsOf({
    runner,
    image: image?.name,
    commit: isCommitted ? revision.commit : `${revision.commit}-dirty`,
    committedAt: commit.time,
    version: revision.version?.text ?? revision.branch ?? revision.commit,
    recipe: ownRecipe(run)
  })
}

/** The default builder of an engine with Docker's own image store drops annotations silently. */
function warnOfDroppedAnnotations(annotations: BuildSettings['annotations'], manifest: Manifest, log: Log): void {
  const {annotations: kept = {}} = jsonOf(manifest.bytes) as {annotations?: Record<string, string>}
  const dropped = Object.keys(annotations).filter(name => !name.includes(':') && !(name in kept))
  if (dropped.length === 0) return
  log.warning(
    `The builder dropped the annotations ${dropped.join(', ')}. The default builder cannot keep them.`,
    remedy`${ADD_BUILDER}.`
  )
}
