import {createHash} from 'node:crypto'

export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'

/** Media types of every manifest there is: a narrower `Accept` makes some registries convert, and the digest another. */
export const MANIFEST_TYPES = [
  INDEX_TYPE,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.artifact.manifest.v1+json'
] as const

/** A manifest as the registry holds it. The digest is that of the bytes, so they are never parsed and written anew. */
export interface Manifest {
  /** `sha256:...`, computed from the bytes. */
  digest: string
  mediaType: string
  bytes: Buffer
}

export interface Platform {
  os: string
  architecture: string
  variant?: string
}

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  digest: string
  mediaType: string
  /** Bytes. */
  size: number
  platform?: Platform
  /** Where the content is to be had outside of the registry. */
  urls?: string[]
  artifactType?: string
  annotations?: Record<string, string>
}

/** What a manifest refers to: the children of an index, or the config and layers of an image. */
export type ManifestContent =
  {kind: 'index'; manifests: Descriptor[]} | {kind: 'image'; config: Descriptor | undefined; layers: Descriptor[]}

/** @param algorithm of the digest, `sha256` unless a reference asks for another */
export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

export type DigestAlgorithm = 'sha256' | 'sha512'

const digestForm = /^(?:(sha256):[0-9a-f]{64}|(sha512):[0-9a-f]{128})$/

/**
 * The algorithm of a digest: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
 * @returns undefined for what is no digest, a tag for one
 */
export function algorithmOf(reference: string): DigestAlgorithm | undefined {
  const [, sha256, sha512] = digestForm.exec(reference) ?? []
  if (sha256 !== undefined) return 'sha256'
  return sha512 === undefined ? undefined : 'sha512'
}

/**
 * The JSON of a manifest or a config. A field that is null counts as left out: so registries read it, and some builders write it.
 * @throws SyntaxError where the bytes are no JSON
 */
export function jsonOf(bytes: Buffer): unknown {
  return withoutNulls(JSON.parse(bytes.toString('utf8')), MANIFEST_DEPTH)
}

/** Lists, what they list, and the platform of that; what lies deeper is not looked at, however deep it goes. */
const MANIFEST_DEPTH = 4

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(one => withoutNulls(one, depth - 1))
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, withoutNulls(field, depth - 1)]]))
  )
}

/** @throws SyntaxError or TypeError where the bytes are no manifest */
export function contentOf(manifest: Manifest): ManifestContent {
  const parsed = jsonOf(manifest.bytes) as {
    manifests?: Descriptor[]
    config?: Descriptor
    layers?: Descriptor[]
  }
  if (Array.isArray(parsed.manifests)) return {kind: 'index', manifests: parsed.manifests}
  return {kind: 'image', config: parsed.config, layers: parsed.layers ?? []}
}

/** `linux/amd64`, `linux/arm/v7` */
export function platformName({os, architecture, variant}: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/')
}
