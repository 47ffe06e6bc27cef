import {createHash} from 'node:crypto'

export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'

/** The media types of all kinds of manifests. With a narrower `Accept`, some registries convert a manifest, which changes its digest. */
export const MANIFEST_TYPES = [
  INDEX_TYPE,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.artifact.manifest.v1+json'
] as const

/** A manifest as the registry holds it. The digest depends on the exact bytes, so they are never serialized again. */
export interface Manifest {
  /** `sha256:...`, computed from the bytes. */
  digest: string
  mediaType: string
  bytes: Buffer
}

export interface DescriptorPlatform {
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
  platform?: DescriptorPlatform
  /** Where the content can be downloaded outside of the registry. */
  urls?: string[]
  artifactType?: string
  annotations?: Record<string, string>
}

/** The content that a manifest names: the children of an index, or the config and layers of an image. */
export type ManifestContent =
  {kind: 'index'; manifests: Descriptor[]} | {kind: 'image'; config: Descriptor | undefined; layers: Descriptor[]}

/** @param algorithm `sha256`, unless the reference uses another one */
export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

export type DigestAlgorithm = 'sha256' | 'sha512'

const digestForm = /^(?:(sha256):[0-9a-f]{64}|(sha512):[0-9a-f]{128})$/

/**
 * The algorithm of a digest: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
 * @returns undefined if the reference is not a digest, for example a tag
 */
export function algorithmOf(reference: string): DigestAlgorithm | undefined {
  const [, sha256, sha512] = digestForm.exec(reference) ?? []
  if (sha256 !== undefined) return 'sha256'
  return sha512 === undefined ? undefined : 'sha512'
}

/**
 * Whether a text can name a manifest of a repository: as a tag or as a digest.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function isTagOrDigest(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text) || algorithmOf(text) !== undefined
}

/**
 * The JSON of a manifest or a config. A field that is null counts as absent: some builders write absent fields as null, and
 * registries accept that.
 * @throws SyntaxError if the bytes are not JSON
 */
export function jsonOf(bytes: Buffer): unknown {
  return withoutNulls(JSON.parse(bytes.toString('utf8')), MANIFEST_DEPTH)
}

/** Deep enough for lists, their entries and the platforms of those. Deeper values stay as they are, so deep nesting is harmless. */
const MANIFEST_DEPTH = 4

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(one => withoutNulls(one, depth - 1))
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, withoutNulls(field, depth - 1)]]))
  )
}

/** @throws SyntaxError or TypeError if the bytes are not a manifest */
export function contentOf(manifest: Manifest): ManifestContent {
  const parsed = jsonOf(manifest.bytes) as {
    manifests?: Descriptor[]
    config?: Descriptor
    layers?: Descriptor[]
  }
  if (Array.isArray(parsed.manifests)) return {kind: 'index', manifests: parsed.manifests}
  return {kind: 'image', config: parsed.config, layers: parsed.layers ?? []}
}

const IMAGE_CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json']
const FILE_SYSTEM_LAYER = /^application\/vnd\.(?:oci\.image\.layer|docker\.image\.rootfs)\./

/**
 * Whether a manifest is an image that runs, and no attestation, signature or index of SOCI. BuildKit and cosign give those the
 * config of an image, so the layers decide. One layer of files is enough: no other layer, type or subject keeps it from running.
 */
export function isImageManifest(manifest: Manifest): boolean {
  if (!hasImageConfig(manifest)) return false
  const {layers} = jsonOf(manifest.bytes) as {layers?: unknown}
  const all = Array.isArray(layers) ? (layers as {mediaType?: unknown}[]) : []
  return all.length === 0 || all.some(({mediaType}) => FILE_SYSTEM_LAYER.test(String(mediaType)))
}

/** Whether the config of a manifest has the type of an image's. */
export function hasImageConfig(manifest: Manifest): boolean {
  const {config} = jsonOf(manifest.bytes) as {config?: {mediaType?: unknown}}
  return IMAGE_CONFIGS.some(type => type === config?.mediaType)
}

/** Whether an entry of an index turns out to be an image, or an index that may list one. */
export function isImageOrIndex(manifest: Manifest): boolean {
  return contentOf(manifest).kind === 'index' || isImageManifest(manifest)
}

/** The type of an artifact; for an image, the media type of its config. */
export function artifactTypeOf(manifest: Manifest): string | undefined {
  const {artifactType, config} = jsonOf(manifest.bytes) as {artifactType?: unknown; config?: {mediaType?: unknown}}
  return [artifactType, config?.mediaType].find(type => typeof type === 'string' && type !== '') as string | undefined
}

/**
 * Whether an entry of an index calls itself an image. Only its manifest shows whether that is true. BuildKit lists attestations
 * beside images, and AWS' converter for lazy loading lists an index of SOCI with the platform of its image.
 * @see https://docs.docker.com/build/metadata/attestations/attestation-storage/
 */
export function isImageEntry({mediaType, platform, artifactType, annotations = {}}: Descriptor): boolean {
  return (
    MANIFEST_TYPES.some(type => type === mediaType) &&
    (platform === undefined || isPlatformNamed(platform)) &&
    // A descriptor of an image may repeat the type of its config.
    (artifactType === undefined || IMAGE_CONFIGS.includes(artifactType)) &&
    annotations['vnd.docker.reference.type'] === undefined
  )
}

/** Whether a platform is one. Builders write `unknown`, or nothing, for what does not run. */
export function isPlatformNamed({os, architecture}: Partial<DescriptorPlatform>): boolean {
  return [os, architecture].every(part => part !== undefined && part !== '' && part !== 'unknown')
}

/** `linux/amd64`, `linux/arm/v7` */
export function platformName({os, architecture, variant}: DescriptorPlatform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/')
}
