import {gunzipSync, gzipSync} from 'node:zlib'

import {OCI_INDEX, OCI_MANIFEST} from '../aws/manifest.js'
import {sha256Digest} from '../server/spool.js'

/** A file of a layer, or a symbolic link. */
export type LayerFile =
  | {
      content: Buffer | string
      /** Permission bits; 0o644, if not given. */
      mode?: number
    }
  | {link: string}

export interface PlatformImage {
  /** `os/architecture[/variant]`; linux/amd64, if not given. */
  platform?: string
  /** Gzipped tars, as `makeLayer` returns them. */
  layers: Buffer[]
  /** The config's `config`: Env, Cmd, Labels, ... */
  config?: Record<string, unknown>
  /** Of the manifest. */
  annotations?: Record<string, string>
}

/** The image of one platform, or an index of several. An index may hold another index. */
export type ImageSettings = PlatformImage | {platforms: ImageSettings[]; annotations?: Record<string, string>}

/** The manifests and blobs of an image, by digest. */
export interface ImageParts {
  /** Digest of the manifest or index. */
  root: string
  manifests: Map<string, {mediaType: string; bytes: Buffer}>
  blobs: Map<string, Buffer>
}

/** Makes an OCI image. */
export function makeImage(settings: ImageSettings): ImageParts {
  const parts: ImageParts = {root: '', manifests: new Map(), blobs: new Map()}
  parts.root = addImage(parts, settings).digest
  return parts
}

/** Makes a layer of files by their path: a gzipped tar. The same files give the same bytes. */
export function makeLayer(files: Record<string, LayerFile | string>): Buffer {
  const entries = Object.entries(files).map(([path, file]) =>
    entry(path, typeof file === 'string' ? {content: file} : file)
  )
  return gzipSync(tarOf(entries))
}

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

function addImage(parts: ImageParts, settings: ImageSettings): Descriptor {
  if (!('platforms' in settings)) return addManifest(parts, settings)
  const children = settings.platforms.map(one => {
    if ('platforms' in one) return addImage(parts, one)
    const [os, architecture, variant] = (one.platform ?? 'linux/amd64').split('/')
    return {...addManifest(parts, one), platform: {os, architecture, ...(variant === undefined ? {} : {variant})}}
  })
  return add(parts, OCI_INDEX, {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: children,
    ...annotationsOf(settings)
  })
}

function annotationsOf({annotations}: ImageSettings): object {
  return annotations === undefined ? {} : {annotations}
}

function addManifest(parts: ImageParts, image: PlatformImage): Descriptor {
  const {platform = 'linux/amd64', layers, config = {}} = image
  const [os, architecture, variant] = platform.split('/')
  const describe = (mediaType: string, bytes: Buffer): Descriptor => {
    const digest = sha256Digest(bytes)
    parts.blobs.set(digest, bytes)
    return {mediaType, digest, size: bytes.length}
  }
  const diffIds = layers.map(bytes => sha256Digest(gunzipSync(bytes)))
  const configuration = {
    os,
    architecture,
    ...(variant === undefined ? {} : {variant}),
    config,
    rootfs: {type: 'layers', diff_ids: diffIds},
    history: layers.map(() => ({created_by: 'testbed'}))
  }
  return add(parts, OCI_MANIFEST, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: describe('application/vnd.oci.image.config.v1+json', Buffer.from(JSON.stringify(configuration))),
    layers: layers.map(bytes => describe('application/vnd.oci.image.layer.v1.tar+gzip', bytes)),
    ...annotationsOf(image)
  })
}

function add(parts: ImageParts, mediaType: string, manifest: unknown): Descriptor {
  const bytes = Buffer.from(JSON.stringify(manifest))
  const digest = sha256Digest(bytes)
  parts.manifests.set(digest, {mediaType, bytes})
  return {mediaType, digest, size: bytes.length}
}

/** A ustar entry, without times or owners. */
function entry(path: string, file: LayerFile): Buffer {
  const {content, mode = 0o644} = 'link' in file ? {content: '', mode: 0o777} : file
  const bytes = Buffer.from(content)
  const header = Buffer.alloc(512)
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`
  if (Buffer.byteLength(path) > 100) throw new Error(`testbed: a path in a layer has at most 100 bytes: ${path}`)
  header.write(path, 0)
  header.write(octal(mode, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(bytes.length, 12), 124)
  header.write(octal(0, 12), 136)
  header.write('        ', 148)
  header.write('link' in file ? '2' : '0', 156)
  if ('link' in file) header.write(file.link, 157)
  header.write('ustar\x0000', 257, 'latin1')
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7
    ),
    148
  )
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

function tarOf(entries: Buffer[]): Buffer {
  return Buffer.concat([...entries, Buffer.alloc(1024)])
}
