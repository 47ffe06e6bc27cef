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

export interface Descriptor {
  digest: string
  mediaType: string
  size: number
  platform?: Platform
}

/** What a manifest refers to: the children of an index, or the config and layers of an image. */
export type ManifestContent =
  | {kind: 'index'; manifests: Descriptor[]}
  | {kind: 'image'; config: Descriptor | undefined; layers: Descriptor[]}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
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
