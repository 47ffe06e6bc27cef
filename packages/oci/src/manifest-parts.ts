import type {Descriptor, Manifest} from './manifest.js'
import {algorithmOf, jsonOf, MANIFEST_TYPES} from './manifest.js'

/** Everything that a manifest names. A registry accepts the manifest only when it has the children and the blobs. */
export interface ManifestParts {
  /** The manifests of an index. */
  children: Descriptor[]
  /** The config and layers of an image, or the blobs of an artifact; each digest once, and no foreign layers. */
  blobs: Descriptor[]
  /** Layers that can be downloaded from their `urls`, so a registry need not have them. */
  foreign: Descriptor[]
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
  if (json['schemaVersion'] === 1)
    throw new MalformedManifest('it has schema version 1, which registries no longer support')
  // A copy does not need the subject, but a malformed one makes the whole manifest malformed.
  if (json['subject'] !== undefined) descriptor(json['subject'], 'subject')
  if (json['manifests'] !== undefined) {
    // A reader that takes it for an index would never look at its layers, and another reader would run them.
    const contradicting = ['config', 'layers', 'blobs'].filter(name => json[name] !== undefined)
    if (contradicting.length > 0)
      throw new MalformedManifest(`it has \`manifests\` and \`${contradicting.join('`, `')}\` at once`)
    const named = descriptors(json, 'manifests')
    // BuildKit's cache is an index that names layers.
    const [manifests, others] = [named.filter(isManifest), named.filter(one => !isManifest(one))]
    return {children: distinct(manifests), ...blobParts(others)}
  }
  const config = json['config'] === undefined ? [] : [descriptor(json['config'], 'config')]
  const content = [...config, ...descriptors(json, 'layers'), ...descriptors(json, 'blobs')]
  return {children: [], ...blobParts(content)}
}

function blobParts(all: readonly Descriptor[]): Pick<ManifestParts, 'blobs' | 'foreign'> {
  const blobs = distinct(all.filter(one => !isForeign(one)))
  const foreign = distinct(all.filter(isForeign)).filter(({digest}) => blobs.every(blob => blob.digest !== digest))
  return {blobs, foreign}
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

function isManifest({mediaType}: Descriptor): boolean {
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
  const {digest, mediaType, size} = isObject(value) ? value : {}
  const named = typeof digest === 'string' && algorithmOf(digest) !== undefined
  const good = named && typeof mediaType === 'string' && Number.isSafeInteger(size) && Number(size) >= 0
  if (!good) throw new MalformedManifest(`its \`${name}\` has a descriptor without a valid digest, media type or size`)
  return value as Descriptor
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
