import type {Lazy} from '../core/lazy.js'
import type {EcrRepository} from '../stages/arn.js'
import type {Tag} from '../stages/tags.js'
import {fingerprintTag} from '../stages/tags.js'
import {inVariant} from '../stages/variant.js'
import type {Version} from '../stages/version.js'
import type {Destination, PromotionRun, StageRun} from './context.js'
import {openDockerConfig, shareLogin} from './docker-login.js'
import type {CopiedImage} from './image-copy.js'
import {copyToTarget} from './image-copy.js'
import {withNextVersion} from './next-release.js'
import type {Outcome, Promotion, Scans, TagResult} from './outcome.js'
import type {PromotionSource} from './promotion-source.js'
import {findPromotionSource, fingerprintOf, tagsForPeople} from './promotion-source.js'
import {Release, versionOf} from './release-tags.js'
import {runUrl} from './runner.js'
import {passGate} from './scan-gate.js'
import type {StageRepository} from './session.js'
import {Session} from './session.js'
import {describeImage, placeOf, subjectOf} from './staged-image.js'
import type {TagOptions, TagsAtTarget} from './tags.js'
import {commitTagOptions, foreseeTags, lookUpTags, putTags, tagsOf} from './tags.js'

export interface PromotionDestination extends Destination {
  /** The repository of the stage before. */
  source: EcrRepository
}

/** The two repositories of a promotion. */
interface Ends {
  source: StageRepository
  target: StageRepository
}

/** Copies the image that the stage before holds for this run, by its digest, and puts this run's tags on it. */
export async function promote(run: PromotionRun, destination: PromotionDestination): Promise<Outcome> {
  const version = versionOf(run)
  const session = new Session(run, destination)
  try {
    const ends = {source: await session.source(destination.source), target: await session.target()}
    return await promoteBetween(ends, run, session, version)
  } catch (error) {
    throw withNextVersion(error, run)
  } finally {
    await session.close()
  }
}

async function promoteBetween(
  {source, target}: Ends,
  run: PromotionRun,
  session: Session,
  version: Version | undefined
): Promise<Outcome> {
  const image = await findPromotionSource(run, session, source)
  const release = version === undefined ? undefined : new Release(run, target, version, image.manifest.digest)
  const tags = await run.timings.time('look-up', () => lookUpTags(target, tagsOfPromotion(run, image)))
  await release?.refuseTakenOrBackward(tags)
  const gate = await passGate(run, source, image, subjectOf(run, target))
  if (run.inputs.dryRun) return await planned({source, target}, run, image, tags, release, gate)

  const copy = await copyToTarget(run, source, target, image)
  const results = await putTags(run, target, tags, copy, optionsOf(run, image))
  const lines = (await release?.moveLines(copy)) ?? []
  release?.noteIfNoLineFollows(results, lines)
  if (run.inputs.dockerLogin) shareLogin(run, await openDockerConfig(run, session))
  return await promoted({source, target}, run, image, copy, {results, lines}, gate)
}

/**
 * The tags that a promoted image gets. The input `source` may name another commit's image. The fingerprint is the one that
 * this run counted: everyone who may write the source may put any `src-` tag there, and later builds would rely on it.
 */
function tagsOfPromotion(run: PromotionRun, {counted}: PromotionSource): Tag[] {
  const isOfCommit = run.inputs.source === undefined
  return [
    ...(counted === undefined ? [] : [fingerprintTag(run.stage, counted)]),
    ...tagsOf(run, {isOfCommit, committedAt: isOfCommit ? run.committedAt : undefined})
  ]
}

/** The image of the run's own settings may be a variant of the image that the commit has already. */
function optionsOf(run: PromotionRun, {counted}: PromotionSource): TagOptions {
  return counted === undefined ? {} : commitTagOptions(run, false)
}

/** Plans the actions for the image. An error that a run would meet at the target is an error here as well. */
async function planned(
  {source, target}: Ends,
  run: PromotionRun,
  image: PromotionSource,
  tags: TagsAtTarget,
  release: Release | undefined,
  gate: Lazy<Scans>
): Promise<Outcome> {
  const {digest} = image.manifest
  const [held, own, lines] = await run.timings.time('look-up', () =>
    Promise.all([
      target.client.find(digest),
      foreseeTags(run, target, tags, digest, optionsOf(run, image)),
      release?.foreseeLines() ?? []
    ])
  )
  return {
    kind: 'planned',
    stage: run.stage,
    reason: run.reason,
    plan: {
      registry: target.registry.host,
      repository: target.repository.name,
      action: held === undefined ? 'copy' : 'tag only',
      tags: [...own, ...lines],
      fingerprint: fingerprintOf(image),
      bases: [],
      source: referenceOf(source, digest),
      version: run.revision.version?.text,
      scans: await gate.get()
    }
  }
}

async function promoted(
  {source, target}: Ends,
  run: PromotionRun,
  image: PromotionSource,
  copy: CopiedImage,
  {results, lines}: {results: TagResult[]; lines: TagResult[]},
  gate: Lazy<Scans>
): Promise<Outcome> {
  const {manifest, detail} = image
  const report = await copy.report()
  const {version} = run.revision
  // This run releases a version if it puts the version's tag, or if it moves a line that an earlier run did not move.
  const isReleased = [
    ...results.filter(({tag}) => version !== undefined && tag === inVariant(`v${version.text}`, run.inputs.variant)),
    ...lines
  ].some(({kind}) => kind === 'put')
  const kind = isReleased || !report.alreadyThere ? 'promoted' : 'unchanged'
  const promotion: Promotion = {
    source: referenceOf(source, manifest.digest),
    pushedAt: detail?.pushedAt,
    sourceTags: tagsForPeople(detail),
    builtFrom: await image.origin.get(),
    run: kind === 'promoted' ? thisRun(run) : undefined,
    copy: report
  }
  return {
    kind,
    stage: run.stage,
    reason: run.reason,
    promotion,
    version: version?.text,
    image: {
      ...(await describeImage(target.client, manifest, [], false)),
      ...subjectOf(run, target),
      ...placeOf(target, manifest.digest),
      tags: [...results, ...lines],
      fingerprint: fingerprintOf(image),
      bases: [],
      scans: await gate.get()
    }
  }
}

/** `registry/repository@sha256:...` */
function referenceOf({registry, repository}: StageRepository, digest: string): string {
  return `${registry.host}/${repository.name}@${digest}`
}

/** The run that promotes; undefined on a command line. */
function thisRun({runner}: StageRun): Promotion['run'] {
  const url = runUrl(runner)
  return url === undefined ? undefined : {number: runner.runNumber, url, at: new Date()}
}
