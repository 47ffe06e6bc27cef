import {EcrError} from './ecr-error.js'

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'

const MAX_MANIFEST_BYTES = 4 * 1024 * 1024
const DIGEST = /^sha256:[0-9a-f]{64}$/

export function isDigest(text: string): boolean {
  return DIGEST.test(text)
}

/** The parts of a manifest that the registry uses. */
export interface ManifestSummary {
  mediaType: string
  /** Digests of config and layers. */
  blobs: string[]
  /** Digests of layers that the registry need not hold. */
  foreign?: string[]
  /** Digests of an index's children. */
  children: string[]
  /** Sizes of config and layers summed, in bytes. */
  size: number
  subject?: string
  artifactType?: string
  annotations?: Record<string, string>
}

type Json = Record<string, unknown>

/**
 * Reads a manifest, as strictly as ECR.
 *
 * @throws EcrError InvalidParameterException, which the registry answers with 405 UNSUPPORTED
 */
export function parseManifest(bytes: Buffer, mediaType: string | undefined): ManifestSummary {
  if (bytes.length > MAX_MANIFEST_BYTES) throw invalid(`Must be at most ${MAX_MANIFEST_BYTES} bytes`)
  const json = parse(bytes)
  const stated = json['mediaType']
  if (stated !== undefined && mediaType !== undefined && stated !== mediaType) throw syntax()
  const type = mediaType ?? stated
  if (json['schemaVersion'] !== 2 || hasParameter(json['artifactType'])) throw syntax()
  const subject = json['subject'] === undefined ? {} : {subject: descriptor(json['subject']).digest}
  const annotations = isObject(json['annotations']) ? {annotations: json['annotations'] as Record<string, string>} : {}
  switch (type) {
    case OCI_MANIFEST:
    case DOCKER_MANIFEST: {
      const config = descriptor(json['config'])
      const layers = descriptors(json['layers'])
      const artifactType = typeof json['artifactType'] === 'string' ? json['artifactType'] : config.mediaType
      const isForeign = ({mediaType: layer}: Descriptor): boolean => /nondistributable|foreign/.test(layer)
      return {
        mediaType: type,
        blobs: [config, ...layers.filter(one => !isForeign(one))].map(({digest}) => digest),
        foreign: layers.filter(isForeign).map(({digest}) => digest),
        children: [],
        size: [config, ...layers].reduce((sum, one) => sum + one.size, 0),
        artifactType,
        ...subject,
        ...annotations
      }
    }
    case OCI_INDEX:
    case DOCKER_LIST: {
      const children = descriptors(json['manifests'])
      const artifactType = typeof json['artifactType'] === 'string' ? {artifactType: json['artifactType']} : {}
      return {
        mediaType: type,
        blobs: [],
        children: children.map(({digest}) => digest),
        size: children.reduce((sum, one) => sum + one.size, 0),
        ...artifactType,
        ...subject,
        ...annotations
      }
    }
    default:
      throw syntax()
  }
}

interface StoredManifest {
  mediaType: string
  bytes: Buffer
}

/**
 * The manifest that ECR serves under a tag to a client that accepts these types. ECR converts an OCI image to a Docker
 * image, which has another digest, for a client that accepts only the latter.
 *
 * @param accept the Accept header; Docker's image manifest, if the client sends none
 * @returns undefined if the client accepts neither
 */
export function negotiate(stored: StoredManifest, accept = DOCKER_MANIFEST): StoredManifest | undefined {
  const accepted = accept.split(',').map(type => (type.split(';')[0] ?? '').trim())
  if ([stored.mediaType, '*/*', 'application/*'].some(type => accepted.includes(type))) return stored
  if (stored.mediaType !== OCI_MANIFEST || !accepted.includes(DOCKER_MANIFEST)) return undefined
  return {mediaType: DOCKER_MANIFEST, bytes: convertToDocker(stored.bytes)}
}

function convertToDocker(bytes: Buffer): Buffer {
  const json = parse(bytes)
  const config = {...(json['config'] as Json), mediaType: 'application/vnd.docker.container.image.v1+json'}
  const layers = (json['layers'] as Json[]).map(layer => ({
    ...layer,
    mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip'
  }))
  return Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: DOCKER_MANIFEST, config, layers}))
}

function parse(bytes: Buffer): Json {
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw syntax()
  }
  if (!isObject(json)) throw syntax()
  return json
}

function descriptors(value: unknown): Descriptor[] {
  if (!Array.isArray(value)) throw syntax()
  return value.map(descriptor)
}

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

function descriptor(value: unknown): Descriptor {
  if (!isObject(value)) throw syntax()
  const {mediaType, digest, size} = value
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || typeof size !== 'number') throw syntax()
  if (!isDigest(digest) || hasParameter(mediaType)) throw syntax()
  return {mediaType, digest, size}
}

/**
 * Whether a media type has a parameter, such as `;version=0.2`. ECR refuses manifests with such types.
 * @see https://github.com/sigstore/sigstore-js/pull/1058
 */
function hasParameter(mediaType: unknown): boolean {
  return typeof mediaType === 'string' && mediaType.includes(';')
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function syntax(): EcrError {
  return invalid('Invalid JSON syntax')
}

function invalid(constraint: string): EcrError {
  return new EcrError(
    'InvalidParameterException',
    `Invalid parameter at 'ImageManifest' failed to satisfy constraint: '${constraint}'`
  )
}
