import type {Descriptor, Manifest} from './manifest.js'
import {algorithmOf, jsonOf, MANIFEST_TYPES} from './manifest.js'

/** Everything that a manifest names. A registry accepts the manifest only when it has the children and the blobs. */
export interface ManifestParts {
  /** The manifests of an index. */
  children: Descriptor[]
  /** The config and layers of an image, or the blobs of an artifact; each digest once, and no foreign layers. */
  blobs: Descriptor[]
}

/** The bytes match their digest, but they are not a manifest that can be read. */
export class MalformedManifest extends Error {}

/**
 * Reads the parts that a manifest names: an OCI index or image, a Docker list or schema 2, or an artifact manifest.
 * @throws MalformedManifest that describes the problem
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md
 */
export function partsOf(manifest: Manifest): ManifestParts {
  const json = parse(manifest.bytes)
  refuseAmbiguity(json, manifest)
  if (json['schemaVersion'] === 1)
    throw new MalformedManifest('it has schema version 1, which registries no longer support')
  // A copy does not need the subject, but a malformed one makes the whole manifest malformed.
  if (json['subject'] !== undefined) descriptor(json['subject'], 'subject')
  if (json['manifests'] !== undefined) {
    const named = descriptors(json, 'manifests')
    // BuildKit's cache is an index that names layers.
    const [manifests, others] = [named.filter(isManifest), named.filter(one => !isManifest(one))]
    return {children: distinct(manifests), blobs: distinct(others.filter(one => !isForeign(one)))}
  }
  return {children: [], blobs: distinct(contentOf(json).filter(one => !isForeign(one)))}
}

/**
 * The layers that can be downloaded from their `urls`, so a registry need not have them.
 * @throws MalformedManifest that describes the problem
 */
export function foreignLayersOf({bytes}: Manifest): Descriptor[] {
  const json = parse(bytes)
  return distinct([...contentOf(json), ...descriptors(json, 'manifests')].filter(isForeign))
}

/** The config and layers of an image, or the blobs of an artifact. */
function contentOf(json: Json): Descriptor[] {
  const config = json['config'] === undefined ? [] : [descriptor(json['config'], 'config')]
  return [...config, ...descriptors(json, 'layers'), ...descriptors(json, 'blobs')]
}

const FIELDS = ['manifests', 'config', 'layers', 'blobs', 'subject', 'mediaType', 'artifactType', 'schemaVersion']

/**
 * Refuses a manifest that is two things at once. A reader that takes it for an index would never look at its layers, and
 * another reader would run them.
 * @throws MalformedManifest
 */
function refuseAmbiguity(json: Json, manifest: Manifest): void {
  const index = json['manifests'] !== undefined
  const ofImages = ['config', 'layers', 'blobs'].filter(name => json[name] !== undefined)
  if (index && ofImages.length > 0)
    throw new MalformedManifest(`it has \`manifests\` and \`${ofImages.join('`, `')}\` at once`)
  const isKnown = MANIFEST_TYPES.some(type => type === manifest.mediaType)
  if (isKnown && index !== isIndex(manifest) && (index || ofImages.length > 0))
    throw new MalformedManifest(
      `its media type is ${manifest.mediaType}, but it has \`${index ? 'manifests' : ofImages.join('`, `')}\``
    )
  refuseOtherSpelling(json, FIELDS)
}

const DESCRIPTOR_FIELDS = ['mediaType', 'digest', 'size', 'urls', 'annotations', 'platform', 'artifactType', 'data']

/** Programs in Go do not distinguish such names, nor `ſ` from `s` and the sign for Kelvin from `k`. */
function refuseOtherSpelling(json: Json, fields: readonly string[]): void {
  const folded = (name: string): string => name.toUpperCase().toLowerCase()
  const names = new Map(fields.map(name => [folded(name), name]))
  for (const name of Object.keys(json)) {
    const meant = names.get(folded(name))
    if (meant !== undefined && meant !== name)
      throw new MalformedManifest(`it has \`${name}\`, which some programs read as \`${meant}\``)
  }
}

/** The entries of an index, such as a list of referrers. @throws MalformedManifest */
export function indexEntries(bytes: Buffer): Descriptor[] {
  return distinct(descriptors(parse(bytes), 'manifests'))
}

/**
 * The tag that lists referrers in a registry without an API for them. For a longer digest, the tag has its first 64 digits.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 */
export function referrersTag(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':')
  return `${algorithm}-${hex.slice(0, 64)}`
}

/**
 * The tags under which cosign keeps the signatures, attestations and SBOM of an image.
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
export function cosignTags(digest: string): string[] {
  return ['sig', 'att', 'sbom'].map(kind => `${referrersTag(digest)}.${kind}`)
}

export function isIndex({mediaType}: Pick<Descriptor, 'mediaType'>): boolean {
  return /image\.index\.v1|manifest\.list\.v2/.test(mediaType)
}

/** Whether an entry of an index names a manifest. An index may also name layers. */
export function isManifest({mediaType}: Pick<Descriptor, 'mediaType'>): boolean {
  return MANIFEST_TYPES.some(known => known === mediaType)
}

/**
 * Whether a layer may be kept outside of registries, at its `urls`.
 * @see https://github.com/opencontainers/image-spec/blob/main/layer.md#non-distributable-layers
 */
export function isForeign({mediaType, urls = []}: Descriptor): boolean {
  return urls.length > 0 && /\.foreign\.|\.nondistributable\./.test(mediaType)
}

function distinct(all: readonly Descriptor[]): Descriptor[] {
  return [...new Map(all.map(one => [one.digest, one])).values()]
}

type Json = Record<string, unknown>

function parse(bytes: Buffer): Json {
  try {
    const json = jsonOf(bytes)
    if (isObject(json)) return json
  } catch {
    // Bytes that are not JSON are rejected below, like an array or a number.
  }
  throw new MalformedManifest('it is not a JSON object')
}

function descriptors(json: Json, name: string): Descriptor[] {
  const value = json[name] ?? []
  if (!Array.isArray(value)) throw new MalformedManifest(`its \`${name}\` is not a list`)
  return value.map(one => descriptor(one, name))
}

/** A digest becomes part of a request's path, so anything that is not a digest must be rejected. */
function descriptor(value: unknown, name: string): Descriptor {
  const fields = isObject(value) ? value : {}
  refuseOtherSpelling(fields, DESCRIPTOR_FIELDS)
  const {digest, mediaType, size} = fields
  const named = typeof digest === 'string' && algorithmOf(digest) !== undefined
  const good = named && typeof mediaType === 'string' && Number.isSafeInteger(size) && Number(size) >= 0
  if (!good) throw new MalformedManifest(`its \`${name}\` has a descriptor without a valid digest, media type or size`)
  return value as Descriptor
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
