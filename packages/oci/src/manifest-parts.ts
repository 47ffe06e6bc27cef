import type {Descriptor, Manifest} from './manifest.js'
import {algorithmOf, jsonOf, MANIFEST_TYPES} from './manifest.js'

/** What a manifest needs before a registry takes it. */
export interface ManifestParts {
  /** Manifests that an index names. */
  children: Descriptor[]
  /** Config and layers, or whatever an artifact is made of; each digest once. */
  blobs: Descriptor[]
  /** Layers that are to be had elsewhere, and in no registry. */
  foreign: Descriptor[]
  /** Digest of the manifest that this one is about. */
  subject: string | undefined
}

/** Bytes that have their digest and are no manifest all the same. */
export class MalformedManifest extends Error {}

/**
 * Takes a manifest apart: OCI index and image, Docker list and schema 2, artifact manifest.
 * @throws MalformedManifest saying what is wrong with it
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md
 */
export function partsOf(manifest: Manifest): ManifestParts {
  const json = parse(manifest.bytes)
  if (json['schemaVersion'] === 1) throw new MalformedManifest('it is of schema 1, which registries have given up')
  const subject = json['subject'] === undefined ? undefined : descriptor(json['subject'], 'subject').digest
  if (json['manifests'] !== undefined) {
    const named = descriptors(json, 'manifests')
    // BuildKit's cache is an index that names layers.
    const [manifests, others] = [named.filter(isManifest), named.filter(one => !isManifest(one))]
    return {children: distinct(manifests), blobs: distinct(others), foreign: [], subject}
  }
  const config = json['config'] === undefined ? [] : [descriptor(json['config'], 'config')]
  const content = [...config, ...descriptors(json, 'layers'), ...descriptors(json, 'blobs')]
  return {
    children: [],
    blobs: distinct(content.filter(one => !isForeign(one))),
    foreign: distinct(content.filter(isForeign)),
    subject
  }
}

/** Digests of the manifests of a list of referrers, which is an index. @throws MalformedManifest */
export function listed(bytes: Buffer): Descriptor[] {
  return distinct(descriptors(parse(bytes), 'manifests'))
}

/**
 * The tag that lists referrers where a registry has no API for them; a tag has room for 64 digits of a longer digest.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 */
export function referrersTag(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':')
  return `${algorithm}-${hex.slice(0, 64)}`
}

/**
 * The tags under which cosign keeps signature, attestations and SBOM of an image.
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

function isForeign({mediaType, urls = []}: Descriptor): boolean {
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
    // The same as an array or a number: no manifest.
  }
  throw new MalformedManifest('it is no JSON object')
}

function descriptors(json: Json, name: string): Descriptor[] {
  const value = json[name] ?? []
  if (!Array.isArray(value)) throw new MalformedManifest(`its \`${name}\` is no list`)
  return value.map(one => descriptor(one, name))
}

/** A digest ends up in the path of a request: nothing else may pass for one. */
function descriptor(value: unknown, name: string): Descriptor {
  const {digest, mediaType, size} = isObject(value) ? value : {}
  const named = typeof digest === 'string' && algorithmOf(digest) !== undefined
  const good = named && typeof mediaType === 'string' && Number.isSafeInteger(size) && Number(size) >= 0
  if (!good) throw new MalformedManifest(`its \`${name}\` names something without digest, media type or size`)
  return value as Descriptor
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
