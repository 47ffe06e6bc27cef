import {createHash, randomBytes} from 'node:crypto'
import {Readable} from 'node:stream'

import {OCI_INDEX, OCI_MANIFEST} from '../testbed/aws/manifest.js'
import type {ImageParts, PlatformImage} from '../testbed/registry/image.js'
import {makeImage, makeLayer} from '../testbed/registry/image.js'
import {sha256Digest} from '../testbed/server/spool.js'
import type {Send} from './plain-client.js'

const MEBIBYTE = 1024 * 1024

/** Makes an image of random layers, each with this many bytes that do not compress. */
export function imageOf(layers: number, bytes: number): ImageParts {
  return makeImage(noise(layers, bytes))
}

/** Makes an index of this many platforms with an attestation for each, and this many referrers of the index. */
export function attestedIndex(platforms: number, referrers: number): ImageParts {
  const {root, manifests, blobs} = makeImage({
    platforms: Array.from({length: platforms}, (_, number) => ({...noise(3, 1000), platform: `linux/arch${number}`}))
  })
  const put = (value: unknown, mediaType: string): Descriptor => {
    const bytes = Buffer.from(JSON.stringify(value))
    const digest = sha256Digest(bytes)
    if (mediaType === OCI_INDEX || mediaType === OCI_MANIFEST) manifests.set(digest, {mediaType, bytes})
    else blobs.set(digest, bytes)
    return {mediaType, digest, size: bytes.length}
  }
  const artifact = (more: Record<string, unknown>, about: string): Descriptor =>
    put(
      {
        schemaVersion: 2,
        mediaType: OCI_MANIFEST,
        ...more,
        config: put({}, 'application/vnd.oci.empty.v1+json'),
        layers: [put({about}, 'application/vnd.in-toto+json')]
      },
      OCI_MANIFEST
    )
  const children = (JSON.parse(manifests.get(root)?.bytes.toString() ?? '') as {manifests: Descriptor[]}).manifests
  manifests.delete(root)
  const attestations = children.map(({digest}) => ({
    ...artifact({}, digest),
    platform: {os: 'unknown', architecture: 'unknown'}
  }))
  const index = put({schemaVersion: 2, mediaType: OCI_INDEX, manifests: [...children, ...attestations]}, OCI_INDEX)
  for (let number = 0; number < referrers; number++)
    artifact({artifactType: 'application/vnd.example+json', subject: index}, `${index.digest} ${number}`)
  return {root: index.digest, manifests, blobs}
}

/** The destination of a push, in a registry that requires no login. */
interface Destination {
  send: Send
  origin: string
  repository: string
  tag: string
}

/** Pushes an image with simple requests, without our client. */
export async function pushPlainly(
  {root, manifests, blobs}: ImageParts,
  {send, origin, repository, tag}: Destination
): Promise<void> {
  for (const bytes of blobs.values()) await upload([bytes], {send, origin, repository})
  for (const [digest, {mediaType, bytes}] of manifests) {
    await send('PUT', `${origin}/v2/${repository}/manifests/${digest === root ? tag : digest}`, bytes, mediaType)
  }
}

/** Pushes an image with one layer of this size, which is never in memory as a whole, and returns its digest. */
export async function pushBig(mebibytes: number, destination: Destination): Promise<string> {
  const {send, origin, repository, tag} = destination
  const noise = randomBytes(MEBIBYTE + mebibytes)
  // Slices that begin at different bytes differ from each other and do not compress.
  const pieces = function* (): Generator<Buffer> {
    for (let index = 0; index < mebibytes; index++) yield noise.subarray(index, index + MEBIBYTE)
  }
  const config = Buffer.from('{}')
  const described = (mediaType: string, digest: string, size: number): Descriptor => ({mediaType, digest, size})
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: described('application/vnd.oci.image.config.v1+json', await upload([config], destination), config.length),
      layers: [
        described('application/vnd.oci.image.layer.v1.tar', await upload(pieces(), destination), mebibytes * MEBIBYTE)
      ]
    })
  )
  await send('PUT', `${origin}/v2/${repository}/manifests/${tag}`, bytes, OCI_MANIFEST)
  return sha256Digest(bytes)
}

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

function noise(layers: number, bytes: number): PlatformImage {
  return {
    layers: Array.from({length: layers}, (_, index) => makeLayer({[`noise-${index}`]: {content: randomBytes(bytes)}}))
  }
}

/** Uploads a blob and returns its digest. */
async function upload(pieces: Iterable<Buffer>, {send, origin, repository}: Omit<Destination, 'tag'>): Promise<string> {
  const session = await send('POST', `${origin}/v2/${repository}/blobs/uploads/`)
  const hash = createHash('sha256')
  const hashed = function* (): Generator<Buffer> {
    for (const piece of pieces) {
      hash.update(piece)
      yield piece
    }
  }
  const location = new URL(await send('PATCH', session, Readable.from(hashed())))
  const digest = `sha256:${hash.digest('hex')}`
  location.searchParams.set('digest', digest)
  await send('PUT', location.href)
  return digest
}
