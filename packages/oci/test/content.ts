import {createHash} from 'node:crypto'

import {DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST} from '../../../testbed/aws/manifest.js'
import type {StoredRepository} from '../../../testbed/aws/stored-repository.js'
import {inMemory} from '../../../testbed/server/spool.js'

export interface Described {
  mediaType: string
  digest: string
  size: number
  platform?: {os: string; architecture: string}
  urls?: string[]
  artifactType?: string
}

type Family = 'oci' | 'docker'

interface ImageOptions {
  family?: Family
  architecture?: string
  [field: string]: unknown
}

const TYPES = {
  oci: {
    index: OCI_INDEX,
    manifest: OCI_MANIFEST,
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip'
  },
  docker: {
    index: DOCKER_LIST,
    manifest: DOCKER_MANIFEST,
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip'
  }
}

export function digest(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** The content of a repository: blobs, manifests in an order in which they can be put, and tags. */
export class Content {
  readonly blobs = new Map<string, Buffer>()
  readonly manifests = new Map<string, {mediaType: string; bytes: Buffer}>()
  readonly tags = new Map<string, string>()

  blob(content: string | Buffer, mediaType: string): Described {
    const bytes = Buffer.from(content)
    const described = {mediaType, digest: digest(bytes), size: bytes.length}
    this.blobs.set(described.digest, bytes)
    return described
  }

  layer(content: string | Buffer, family: Family = 'oci'): Described {
    return this.blob(content, TYPES[family].layer)
  }

  /** An image of these layers. `more` becomes part of its manifest. */
  image(layers: Described[], {family = 'oci', architecture = 'amd64', ...more}: ImageOptions = {}): Described {
    const configuration = {
      architecture,
      os: 'linux',
      layers: layers.map(one => one.digest),
      rootfs: {type: 'layers', diff_ids: []}
    }
    const config = this.blob(JSON.stringify(configuration), TYPES[family].config)
    return {...this.manifest({config, layers, ...more}, TYPES[family].manifest), platform: {os: 'linux', architecture}}
  }

  index(manifests: Described[], {family = 'oci', ...more}: {family?: Family; [key: string]: unknown} = {}): Described {
    return this.manifest({manifests, ...more}, TYPES[family].index)
  }

  /** An OCI artifact; with a subject, a referrer of that manifest. */
  artifact(artifactType: string, content: string, subject?: Described): Described {
    const config = this.blob('{}', 'application/vnd.oci.empty.v1+json')
    const reference =
      subject === undefined ? {} : {subject: {mediaType: subject.mediaType, digest: subject.digest, size: subject.size}}
    return {
      ...this.manifest(
        {artifactType, config, layers: [this.blob(content, 'application/vnd.example+json')], ...reference},
        OCI_MANIFEST
      ),
      artifactType
    }
  }

  /** A signature by cosign, under the tag that names the digest of the signed manifest. */
  signature(of: Described, content: string, kind = 'sig'): Described {
    const signature = this.image([this.blob(content, 'application/vnd.dev.cosign.simplesigning.v1+json')], {
      annotations: {content}
    })
    this.tags.set(`${of.digest.replace(':', '-')}.${kind}`, signature.digest)
    return signature
  }

  manifest(json: Record<string, unknown>, mediaType: string): Described {
    const bytes = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType, ...json}))
    const described = {mediaType, digest: digest(bytes), size: bytes.length}
    this.manifests.set(described.digest, {mediaType, bytes})
    return described
  }

  /** Puts everything into a repository of the testbed directly, without requests. */
  putInto(repository: StoredRepository): void {
    for (const [name, bytes] of this.blobs) repository.layers.set(name, inMemory(bytes, name))
    for (const {bytes, mediaType} of this.manifests.values()) repository.put(bytes, mediaType, {})
    for (const [tag, name] of this.tags) {
      const {bytes, mediaType} = this.manifests.get(name)!
      repository.put(bytes, mediaType, {tag})
    }
  }

  /** Pushes everything to a registry that requires no login, by plain requests. */
  async pushTo(origin: string, repository: string): Promise<void> {
    const expect = async (
      status: number,
      url: URL,
      method: string,
      body?: Buffer,
      type = 'application/octet-stream'
    ): Promise<Response> => {
      const response = await fetch(url, {
        method,
        ...(body === undefined ? {} : {body: new Uint8Array(body)}),
        headers: {'content-type': type}
      })
      if (response.status !== status)
        throw new Error(`${method} ${url.href}: ${response.status} ${await response.text()}`)
      await response.arrayBuffer()
      return response
    }
    for (const [name, bytes] of this.blobs) {
      const session = await expect(202, new URL(`${origin}/v2/${repository}/blobs/uploads/`), 'POST')
      const location = new URL(session.headers.get('location')!)
      location.searchParams.set('digest', name)
      await expect(201, location, 'PUT', bytes)
    }
    const put = async (reference: string, {mediaType, bytes}: {mediaType: string; bytes: Buffer}): Promise<unknown> =>
      await expect(201, new URL(`${origin}/v2/${repository}/manifests/${reference}`), 'PUT', bytes, mediaType)
    for (const [name, manifest] of this.manifests) await put(name, manifest)
    for (const [tag, name] of this.tags) await put(tag, this.manifests.get(name)!)
  }
}

/** An index of platforms that share a layer, with an attestation, a signed SBOM and a signature by cosign. */
export function signedIndex(seed: string, architectures = ['amd64', 'arm64']): {content: Content; root: Described} {
  const content = new Content()
  const base = content.layer(`base of ${seed}`)
  const children = architectures.map(architecture =>
    content.image([base, content.layer(`${architecture} of ${seed}`)], {architecture})
  )
  const attestation = content.image([content.blob(`provenance of ${seed}`, 'application/vnd.in-toto+json')], {
    architecture: 'unknown'
  })
  const root = content.index([...children, attestation])
  const sbom = content.artifact('application/spdx+json', `SBOM of ${seed}`, root)
  content.artifact('application/vnd.example.signature', `signature of the SBOM of ${seed}`, sbom)
  content.signature(root, `signature of ${seed}`)
  return {content, root}
}
