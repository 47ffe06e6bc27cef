import {createHash} from 'node:crypto'

/** Media types of every manifest there is: a narrower `Accept` makes some registries convert, and the digest another. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
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
  | {kind: 'index'; manifests: Descriptor[]}
  | {kind: 'image'; config: Descriptor | undefined; layers: Descriptor[]}

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

/** @throws SyntaxError or TypeError where the bytes are no manifest */
export function contentOf(manifest: Manifest): ManifestContent {
  const parsed = JSON.parse(manifest.bytes.toString('utf8')) as {
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
