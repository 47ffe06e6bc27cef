import type {Manifest} from '@org/oci/manifest'
import {MalformedManifest, partsOf} from '@org/oci/manifest-parts'

import {remedyOfRepositoryDenial} from '../aws/denial.js'
import type {ImageDetail} from '../aws/images.js'
import {Failure} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import type {Remedy} from '../core/remedy.js'
import {remedies, remedy, RUN_AGAIN} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import {allInOrder} from '../core/settle.js'
import {RECIPE_SETTINGS} from '../fingerprint/parts.js'
import {originQuestion} from '../stages/origin.js'
import {commitTag, isRebuiltCommitTag} from '../stages/tags.js'
import {nextVersion} from '../stages/version.js'
import {countBuildInputs} from './build-inputs.js'
import {buildSettings} from './build-settings.js'
import type {StageRun} from './context.js'
import {declaredIn, originAt, originOfImages, readOrigin, refuseOtherCommit, unknownRecipe} from './image-origin.js'
import type {Origin} from './outcome.js'
import type {Session, StageRepository} from './session.js'

/** The image to promote, from the stage before. */
export interface PromotionSource {
  manifest: Manifest
  /** The fingerprint that this run counted; undefined if it did not count one. Tags of the source prove nothing. */
  counted: string | undefined
  /** ECR's own data about the image; undefined if they could not be read. */
  detail: ImageDetail | undefined
  /** The origin that the image declares. It is read on demand. */
  origin: Lazy<Origin | undefined>
}

/** The reference of the image to promote, and where it comes from. */
export interface SourceReference {
  /** A tag or a digest. */
  reference: string
  /** The origin of the reference: the input `source`, the run's commit, or the fingerprint of the checkout. */
  by: 'input' | 'commit' | 'fingerprint'
  /** Set if the image is looked for by it. */
  fingerprint?: string
}

/**
 * Finds the image to promote.
 * @throws Failure that names the source, its newest images, and the run that should have pushed the missing image
 */
export async function findPromotionSource(
  run: StageRun,
  session: Session,
  source: StageRepository
): Promise<PromotionSource> {
  return await run.timings.time('look-up', async () => {
    const wanted = await sourceReference(run, session)
    const [manifest, known] = await Promise.all([findManifest(run, source, wanted), knownToEcr(run, source, wanted)])
    const reading = new Lazy(() => readOrigin(run, source.client, manifest))
    if (wanted.by === 'commit') {
      const own = await originOfImages(run, source.client, manifest, await reading.get())
      refuseOtherCommit(run, source, manifest.digest, own)
      await refuseOtherRecipe(run, source, manifest.digest, declaredIn(own), known)
    }
    return {
      manifest,
      counted: wanted.fingerprint,
      detail: detailOfDigest(manifest.digest, known, run, source),
      origin: new Lazy(async () => declaredIn(await reading.get()))
    }
  })
}

/**
 * A commit has one image in each repository, and later builds of it. Two jobs may also have built two variants of the image
 * without giving them names. Then it is not known which of them a version should name. A warning says so if ECR cannot list them.
 */
async function refuseOtherRecipe(
  run: StageRun,
  {repository: {name}, client}: StageRepository,
  digest: string,
  origin: Origin | undefined,
  known: EcrKnowledge
): Promise<void> {
  if (known.kind === 'unknown') {
    run.log.warning(
      `It is not known whether ${name} has another image of commit ${run.revision.commit}, built with different settings: ${known.because}`,
      remedy`To be sure, name the image with ${setting('source')}: \`${digest}\`.`
    )
    return
  }
  if (origin?.recipe === undefined) return
  const own = commitTag(run.revision.commit, run.inputs.variant)
  const others = await allInOrder(
    known.rebuilt.map(async image => ({...image, reading: await originAt(run, client, image.digest)}))
  )
  const unread = others.find(({reading}) => reading.kind === 'unreadable')
  if (unread?.reading.kind === 'unreadable')
    throw unknownRecipe(`${unread.tag} in ${name}`, unread.digest, own, unread.reading.cause)
  const other = others.find(({reading}) => ![undefined, origin.recipe].includes(declaredIn(reading)?.recipe))
  if (other === undefined) return
  throw new Failure(
    `${name} has two different images of commit ${run.revision.commit}: ${own} (${digest}) and ${other.tag} (${other.digest}). They were built with different settings (${RECIPE_SETTINGS}), so it is not known which of them to release.`,
    {
      remedy: remedies(
        remedy`To release one of them now, name it with ${setting('source')}.`,
        remedy`If both are variants of the image, set ${setting('variant')} wherever one is built and released: each variant then has its own tags.`
      )
    }
  )
}

/** The fingerprint of an image: the one that this run counted, or else that of its only `src-` tag in the source. */
export function fingerprintOf({counted, detail}: Pick<PromotionSource, 'counted' | 'detail'>): string | undefined {
  const [first, ...others] = (detail?.tags ?? []).filter(tag => tag.startsWith('src-'))
  return counted ?? (others.length > 0 ? undefined : first?.slice('src-'.length))
}

/** The tags of the image in the stage before that are meant for people. */
export function tagsForPeople(detail: ImageDetail | undefined): string[] {
  return (detail?.tags ?? []).filter(isForPeople).sort()
}

/** The tag or digest of this run's image in the stage before. */
async function sourceReference(run: StageRun, session: Session): Promise<SourceReference> {
  const {inputs, stage, revision} = run
  if (inputs.source !== undefined) return {reference: inputs.source, by: 'input'}
  if (stage === 'release') return {reference: commitTag(revision.commit, inputs.variant), by: 'commit'}
  const {fingerprint} = await countBuildInputs(run, buildSettings(run), session)
  if (fingerprint.kind === 'comparable')
    return {reference: `src-${fingerprint.value}`, by: 'fingerprint', fingerprint: fingerprint.value}
  throw new Failure(`The image of this commit cannot be found in development: ${fingerprint.reason}`, {
    remedy: BUILD_OR_NAME
  })
}

async function findManifest(run: StageRun, source: StageRepository, wanted: SourceReference): Promise<Manifest> {
  const {repository, client} = source
  const {reference} = wanted
  const found = await client.manifest(reference)
  const where = `the source ${repository.name} (account ${repository.account}, ${repository.region})`
  if (found.kind === 'found') return wellFormed(found.value, `${reference} of ${where}`)
  if (found.kind === 'denied') {
    throw new Failure(`Reading ${reference} of ${where}: ${found.reason}`, {
      remedy: remedyOfRepositoryDenial(
        found.reason,
        repository.from,
        'Deploy infra/ again. The role of this stage must be able to read the repository of the stage before.'
      )
    })
  }
  if (found.what === 'repository') {
    throw new Failure(`There is no such repository: ${where}.`, {
      remedy: `${originQuestion('repository', repository.from)} If it is, deploy infra/ for the stage before.`
    })
  }
  const {findImageDetail} = await import('../aws/run-calls.js')
  const known = await findImageDetail(source.ecr, repository, reference, run.signal).catch(() => undefined)
  if (known?.archived === true) {
    throw new Failure(`The image ${reference} of ${where} is archived.`, {
      needsBuild: true,
      remedy: 'Restore it in ECR, or build it again: pushing it restores it.'
    })
  }
  if (known !== undefined) {
    // ECR knows the image under this name, so the 404 was temporary. ECR sometimes returns 404 for an image that it has just
    // stored.
    const again = await client.manifest(known.digest)
    if (again.kind === 'found') return wellFormed(again.value, `${reference} of ${where}`)
  }
  throw new Failure(`There is no image ${reference} in ${where}. ${await newestIn(run, source)}`, {
    remedy: remedyOfMissing(wanted, run)
  })
}

/** Names the run that should have pushed the missing image, or the name that is wrong. */
function remedyOfMissing(
  {reference, by}: SourceReference,
  {revision: {commit, version}, runner, trunk}: StageRun
): Remedy {
  // On a command line the repository on GitHub is not known if the stages file does not name it.
  const at = (page: string): string =>
    runner.repository === '' ? '.' : `: ${runner.serverUrl}/${runner.repository}/commit/${commit}${page}`
  switch (by) {
    case 'input':
      return remedy`Set ${setting('source')} to a tag or a digest that exists, not to \`${reference}\`. Without it, the image of this run's commit is promoted.`
    case 'commit':
      return remedies(
        `The run on commit ${commit} should have pushed the image${at('/checks')}`,
        remedy`If that run is still going, wait until it ends. ${RUN_AGAIN} after that.`,
        `Only the last commit of each push to the trunk ${trunk} has an image. The commits of a merged branch have none, and neither have earlier commits of the same push.`,
        `If this commit is not merged yet, merge it. Then tag the head of ${trunk} after the merge with a new version${version === undefined ? '' : `, v${nextVersion(version)}`}, because a pushed tag stays on its commit.`,
        remedy`Or release by hand, with \`sha-<12 characters of that head>\` as ${setting('source')}.`
      )
    case 'fingerprint':
      return remedies(
        `The last run on the pull request of commit ${commit} should have pushed the image${at('')}`,
        `The image is missing if that run failed, if ${trunk} moved on before the merge, or if a base image has changed since.`,
        BUILD_OR_NAME
      )
  }
}

const BUILD_OR_NAME: Remedy = {
  workflow: 'Build it for master instead (leave out the input `operation`), or name it with the input `source`.',
  terminal: 'Build it for master instead (`ecr-registry push --stage master`), or name it with `--source`.'
}

const LISTED = 5

/** Lists the newest images of the source, one per line. */
async function newestIn({signal}: StageRun, {ecr, repository}: StageRepository): Promise<string> {
  const {awsAnswer, listNewestImages} = await import('../aws/run-calls.js')
  try {
    const newest = (await listNewestImages(ecr, repository, '', signal)).map(image => ({
      ...image,
      tags: image.tags.filter(isForPeople)
    }))
    const lines = newest
      .filter(({tags}) => tags.length > 0)
      .slice(0, LISTED)
      .map(
        ({tags, pushedAt}) =>
          `  ${tags.join(', ')} (pushed ${pushedAt === undefined ? 'at an unknown time' : `${pushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`})`
      )
    return lines.length === 0
      ? 'It has no image with a tag for people.'
      : ['Its newest images, each with its tags:', ...lines].join('\n')
  } catch (error) {
    signal.throwIfAborted()
    return `Its images cannot be listed: ${awsAnswer(error)}`
  }
}

/** Excludes the tags of fingerprints, and the tags under which cosign stores data about another image. */
function isForPeople(tag: string): boolean {
  return !/^(?:src|part)-|^sha256-[0-9a-f]{64}/.test(tag)
}

function wellFormed(manifest: Manifest, what: string): Manifest {
  try {
    partsOf(manifest)
    return manifest
  } catch (error) {
    if (!(error instanceof MalformedManifest)) throw error
    throw new Failure(`Reading ${what}: it cannot be copied: ${error.message}`, {
      cause: error,
      needsBuild: true,
      remedy: 'Build and push the image again.'
    })
  }
}

/** A later build of the commit, of the same variant. */
interface RebuiltImage {
  digest: string
  tag: string
}

function rebuiltImage({digest, tags}: ImageDetail, {revision, inputs}: StageRun): RebuiltImage[] {
  const tag = tags.find(name => isRebuiltCommitTag(name, revision.commit, inputs.variant))
  return tag === undefined ? [] : [{digest, tag}]
}

type EcrKnowledge =
  {kind: 'known'; detail: ImageDetail | undefined; rebuilt: RebuiltImage[]} | {kind: 'unknown'; because: string}

/** Reads ECR's own data about the source image. A promotion goes on without them if the role may not read them. */
async function knownToEcr(
  run: StageRun,
  {ecr, repository}: StageRepository,
  {reference}: SourceReference
): Promise<EcrKnowledge> {
  const {awsAnswer, findImageDetail, listNewestImages} = await import('../aws/run-calls.js')
  try {
    const [detail, rebuilt] = await Promise.all([
      findImageDetail(ecr, repository, reference, run.signal),
      run.inputs.source === undefined
        ? listNewestImages(ecr, repository, `${commitTag(run.revision.commit)}-`, run.signal)
        : []
    ])
    return {kind: 'known', detail, rebuilt: rebuilt.flatMap(image => rebuiltImage(image, run))}
  } catch (error) {
    run.signal.throwIfAborted()
    return {kind: 'unknown', because: awsAnswer(error)}
  }
}

/**
 * ECR's own data about the image that was found. A tag may have moved between the two requests, so the digests are compared.
 */
function detailOfDigest(
  digest: string,
  known: EcrKnowledge,
  {log}: StageRun,
  {repository: {name}}: StageRepository
): ImageDetail | undefined {
  if (known.kind === 'unknown') {
    log.notice(`The tags and the age of ${digest} in ${name} cannot be read, so they are not shown: ${known.because}`)
    return undefined
  }
  const {detail, rebuilt} = known
  if (rebuilt.length > 0) {
    log.notice(
      `${name} also has later builds of this commit (${rebuilt.map(({tag}) => tag).join(', ')}). The first build is promoted.`,
      remedy`To promote another, name it with ${setting('source')}.`
    )
  }
  return detail?.digest === digest ? detail : undefined
}
