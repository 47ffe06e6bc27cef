import type {Descriptor, Manifest} from '@org/oci/manifest'
import {
  contentOf,
  digestOf,
  INDEX_TYPE,
  isImageEntry,
  isImageManifest,
  isPlatformNamed,
  jsonOf,
  platformName
} from '@org/oci/manifest'

import {Failure} from '../core/failure.js'
import {allInOrder} from '../core/settle.js'
import {annotationsOfEntry, annotationsOfIndex} from '../docker/annotation-levels.js'
import {partAnnotations, PLATFORM, RECIPE} from '../fingerprint/parts.js'
import {isSamePlatform, parsePlatform} from '../fingerprint/platform.js'
import type {BuildInputs} from './build-inputs.js'
import {REVISION} from './build-settings.js'
import type {BuildRun} from './context.js'
import {descriptions, ownAnnotations} from './image-build.js'
import type {Fields} from './image-config.js'
import {fieldsOf, readPlatformAndLabels} from './image-config.js'
import type {Join} from './parts.js'
import type {BuiltPart} from './parts-plan.js'
import type {OwnImage} from './pushed-image.js'
import type {StageRepository} from './session.js'

/**
 * Joins the parts of an image into an index, and puts that index, under no tag yet.
 * @throws Failure that names the platform of a part which is missing, no image, or of another platform
 */
export async function joinParts(
  run: BuildRun,
  target: StageRepository,
  inputs: BuildInputs,
  {parts}: Join
): Promise<OwnImage> {
  const {annotations} = inputs.settings
  const entries = await run.timings.time('join', () => allInOrder(parts.map(part => entriesOf(target, part))))
  refuseTwice(entries)
  const labels = {...descriptions(run), ...inputs.settings.labels}
  for (const entry of entries) refuseOtherSources(entry, inputs, labels)
  const manifests = entries.flatMap(({image, attestations, platform}) => {
    const own = annotationsOfEntry(annotations, name => isSamePlatform(name, platform))
    return [withAnnotations(image, own), ...attestations]
  })
  const index = indexOf(manifests, {...ownAnnotations(run, inputs), ...annotationsOfIndex(annotations)})
  const result = await run.timings.time('join', () => target.client.put(index))
  if (result.kind === 'incomplete') throw result.failure
  return {manifest: index, metadata: {}}
}

/** The entries of a part in the index: its image, and what the builder attests about that. */
interface PartEntries {
  platform: string
  image: Descriptor
  manifest: Manifest
  /** Undefined if the role may not read them, as that of master. */
  labels: Fields | undefined
  attestations: Descriptor[]
}

async function entriesOf({client, repository}: StageRepository, {platform, digest}: BuiltPart): Promise<PartEntries> {
  const manifest = await readPart({client, repository}, platform, digest)
  const content = contentOf(manifest)
  if (content.kind === 'image') {
    if (!isImageManifest(manifest)) throw partFailure(platform, `${digest} is not an image`)
    const labels = await requirePlatform(client, platform, manifest)
    return {platform, manifest, labels, image: descriptorOf(manifest, platform), attestations: []}
  }
  const images = content.manifests.filter(isImageEntry)
  const [image] = images
  if (image === undefined || images.length > 1)
    throw partFailure(platform, `${digest} is an index of ${images.length} images`)
  const attestations = content.manifests.filter(entry => entry !== image)
  const foreign = attestations.find(entry => !attests(entry, image))
  if (foreign !== undefined)
    throw partFailure(platform, `${digest} has an entry ${foreign.digest} that does not belong to its image`)
  const named = image.platform === undefined ? undefined : platformName(image.platform)
  if (named !== undefined && !isSamePlatform(named, platform)) throw otherPlatform(platform, image.digest, named)
  const child = await readPart({client, repository}, platform, image.digest)
  if (!isImageManifest(child)) throw partFailure(platform, `${image.digest} is not an image`)
  const labels = await requirePlatform(client, platform, child)
  return {platform, manifest: child, labels, image: {...image, platform: platformFields(platform)}, attestations}
}

/** One image cannot be for two platforms. */
function refuseTwice(entries: readonly PartEntries[]): void {
  for (const [index, {platform, image}] of entries.entries()) {
    const first = entries.slice(0, index).find(one => one.image.digest === image.digest)
    if (first !== undefined) throw partFailure(platform, `${image.digest} is the image for ${first.platform} too`)
  }
}

/**
 * Refuses an image that says that it was built from other sources than those of the plan. Some builders drop annotations, and
 * some roles may not read labels. Then those say nothing.
 * @param expected the labels that the parts of this run have
 */
function refuseOtherSources(
  {platform, manifest, labels = {}}: PartEntries,
  {fingerprint}: BuildInputs,
  expected: Readonly<Record<string, string>>
): void {
  const own = partAnnotations(fingerprint.parts)
  const annotations = annotationsIn(manifest)
  const differs =
    Object.entries(own).some(([name, value]) => name in annotations && annotations[name] !== value) ||
    // The work tree of one job may have more files than that of another, outside of the context.
    [REVISION, RECIPE].some(
      name => name in labels && String(labels[name]).replace(/-dirty$/, '') !== expected[name]?.replace(/-dirty$/, '')
    )
  if (differs) throw partFailure(platform, `${manifest.digest} was built from other sources than those of the plan`)
}

function annotationsIn({bytes}: Manifest): Fields {
  return fieldsOf(fieldsOf(jsonOf(bytes))['annotations'])
}

async function readPart(
  {client, repository}: Pick<StageRepository, 'client' | 'repository'>,
  platform: string,
  digest: string
): Promise<Manifest> {
  const found = await client.manifest(digest)
  if (found.kind === 'found') return found.value
  throw partFailure(
    platform,
    found.kind === 'denied'
      ? `reading ${digest} in ${repository.name} was denied: ${found.reason}`
      : `${repository.name} does not have ${digest}`
  )
}

/**
 * Whether an entry of an index is an attestation of an image, and no image for another platform.
 * @see https://docs.docker.com/build/metadata/attestations/attestation-storage/
 */
function attests({platform, annotations = {}}: Descriptor, {digest}: Descriptor): boolean {
  return (
    annotations['vnd.docker.reference.digest'] === digest &&
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' &&
    (platform === undefined || !isPlatformNamed(platform))
  )
}

/**
 * Refuses an image of another platform. The role of master may not read its configuration, but may read its annotations.
 * @returns the labels of the image; undefined if the role may not read them
 */
async function requirePlatform(
  client: StageRepository['client'],
  platform: string,
  manifest: Manifest
): Promise<Fields | undefined> {
  const {[PLATFORM]: annotated} = annotationsIn(manifest)
  if (typeof annotated === 'string' && !isSamePlatform(annotated, platform))
    throw otherPlatform(platform, manifest.digest, annotated)
  const named = await readPlatformAndLabels(client, manifest)
  if (named.kind === 'denied') return undefined
  if (named.kind === 'malformed')
    throw partFailure(platform, `the configuration of ${manifest.digest} is not that of an image`)
  if (!isSamePlatform(named.platform, platform)) throw otherPlatform(platform, manifest.digest, named.platform)
  return named.labels
}

function descriptorOf({mediaType, digest, bytes}: Manifest, platform: string): Descriptor {
  return {mediaType, digest, size: bytes.length, platform: platformFields(platform)}
}

function platformFields(platform: string): NonNullable<Descriptor['platform']> {
  const {os, architecture, variant} = parsePlatform(platform)
  return {architecture, os, ...(variant === '' ? {} : {variant})}
}

function withAnnotations(entry: Descriptor, annotations: Readonly<Record<string, string>>): Descriptor {
  return Object.keys(annotations).length === 0 ? entry : {...entry, annotations: {...entry.annotations, ...annotations}}
}

/** https://github.com/opencontainers/image-spec/blob/main/image-index.md */
function indexOf(manifests: readonly Descriptor[], annotations: Readonly<Record<string, string>>): Manifest {
  const bytes = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: INDEX_TYPE, manifests, annotations}, null, 2))
  return {digest: digestOf(bytes), mediaType: INDEX_TYPE, bytes}
}

function otherPlatform(platform: string, digest: string, named: string): Failure {
  return partFailure(platform, `${digest} is an image for ${named}`)
}

function partFailure(platform: string, because: string): Failure {
  return new Failure(`The part for ${platform} cannot be joined: ${because}. Nothing was tagged.`, {
    remedy: `Pass the output \`part-digest\` of the job that built ${platform} in this run. If that job failed, start the failed jobs again.`
  })
}
