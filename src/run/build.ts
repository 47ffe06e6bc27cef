import type {Manifest} from '@org/oci/manifest'

import {allInOrder} from '../core/settle.js'
import {fingerprintTag} from '../stages/tags.js'
import {changesSincePrevious} from './build-changes.js'
import type {BuildInputs} from './build-inputs.js'
import {countBuildInputs} from './build-inputs.js'
import {maskedSettings, requireSecrets, withoutMissing} from './build-secrets.js'
import type {BuildRun, Destination, TrialRun} from './context.js'
import {openDockerConfig, shareLogin} from './docker-login.js'
import type {PushedImage} from './image-build.js'
import {buildAndPush, buildWithoutPush} from './image-build.js'
import type {BuildSubject, Outcome, StagedImage, TagResult} from './outcome.js'
import {findingsFor, isCompared} from './pull-request.js'
import type {StageRepository} from './session.js'
import {Session} from './session.js'
import {describeImage, findImage, placeOf} from './staged-image.js'
import type {TagsAtTarget} from './tags.js'
import {commitTagOptions, foreseeTags, lookUpTags, NEEDS_READ, putTags, tagsOf} from './tags.js'

/** The content of the target before a build. */
interface AtTarget {
  /** The image of the same fingerprint, if there is one. */
  existing: Manifest | undefined
  tags: TagsAtTarget
}

/** Whether an existing image makes the build unnecessary, with the reason for people. */
type Verdict = {kind: 'unchanged'; manifest: Manifest; reason: string} | {kind: 'build'; reason: string}

/** Builds the image for its stage, unless the stage has it already, and puts this run's tags on it. */
export async function build(run: BuildRun, destination: Destination): Promise<Outcome> {
  const {settings, missing} = maskedSettings(run)
  const session = new Session(run, destination)
  try {
    const [target, inputs] = await Promise.all([session.target(), countBuildInputs(run, settings, session)])
    const found = await lookUp(run, target, inputs)
    const verdict = judge(found.existing, inputs, run.inputs.rebuild)
    run.log.info(verdict.reason)
    // An image that is not built needs no secrets.
    if (verdict.kind === 'build') requireSecrets(missing)
    // A changed image moves the branch's tags, so GitHub is asked during the build. An unchanged image most often has them.
    if (verdict.kind === 'build') run.laterCommits.start()
    if (run.inputs.dryRun) return await planned(run, target, inputs, found, verdict)
    return await buildOrKeep(run, session, target, inputs, found, verdict)
  } finally {
    await session.close()
  }
}

/** Builds the image only as a test, and does not push it. */
export async function tryBuild(run: TrialRun): Promise<Outcome> {
  const inputs = await countBuildInputs(run, withoutMissing(maskedSettings(run), run), undefined)
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

/** The reason of the run. A build that is never compared says so. */
function reasonOf({reason}: TrialRun, {fingerprint}: BuildInputs): string {
  return fingerprint.kind === 'unique' ? `${reason} The build is not comparable: ${fingerprint.reason}` : reason
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

async function buildOrKeep(
  run: BuildRun,
  session: Session,
  target: StageRepository,
  inputs: BuildInputs,
  found: AtTarget,
  verdict: Verdict
): Promise<Outcome> {
  const sharesLogin = run.inputs.dockerLogin
  if (verdict.kind === 'unchanged') {
    if (sharesLogin) shareLogin(run, await openDockerConfig(run, session, {warns: false}))
    const image = await tagAndDescribe(run, target, inputs, verdict.manifest, found.tags, verdict)
    return {kind: 'unchanged', stage: run.stage, reason: run.reason, image, subject: buildSubject(run)}
  }
  const [config, changes] = await allInOrder([
    openDockerConfig(run, session, {warns: false}),
    changesSincePrevious(run, target, found.tags, inputs)
  ])
  try {
    if (sharesLogin) shareLogin(run, config)
    const because = changes === undefined ? undefined : `Built because ${changes}.`
    if (because !== undefined) run.log.info(because)
    const pushed = await buildAndPush(run, session, inputs, target, config)
    return await tagBuilt(run, target, inputs, found, verdict, pushed, because)
  } finally {
    if (!sharesLogin) await config.remove()
  }
}

async function tagBuilt(
  run: BuildRun,
  target: StageRepository,
  inputs: BuildInputs,
  found: AtTarget,
  verdict: Verdict,
  {manifest, metadata, isAsCounted}: PushedImage,
  because: string | undefined
): Promise<Outcome> {
  // Others may have moved tags while the image was built.
  const tags = await run.timings.time('tags', () => lookUpTags(target, found.tags.tags))
  if (isAsCounted) await putFingerprint(run, target, inputs, manifest)
  const described = await tagAndDescribe(run, target, inputs, manifest, tags, verdict)
  const image = isAsCounted ? described : withoutFingerprint(described)
  const before = [found.existing?.digest, ...found.tags.named.values()]
  return {
    kind: 'built',
    stage: run.stage,
    reason: [reasonOf(run, inputs), ...(because === undefined ? [] : [because])].join(' '),
    image,
    metadata,
    subject: buildSubject(run),
    changed: !before.includes(manifest.digest)
  }
}

/** The tag by which later runs find the image. */
async function putFingerprint(
  {stage, timings}: BuildRun,
  {client}: StageRepository,
  {fingerprint}: BuildInputs,
  manifest: Manifest
): Promise<void> {
  await timings.time('tags', () => client.tag(fingerprintTag(stage, fingerprint.value).name, manifest))
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
