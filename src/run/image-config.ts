import type {Descriptor, Manifest} from '@org/oci/manifest'
import {contentOf, digestOf, jsonOf} from '@org/oci/manifest'
import type {RepositoryClient} from '@org/oci/registry-client'

export type Fields = Readonly<Record<string, unknown>>

/** The `config` of an image's configuration: labels, triggers and the rest. */
export interface ImageConfig {
  Labels?: Fields
  OnBuild?: unknown
}

/** No builder writes a larger configuration. */
const CONFIG_BYTES = 1024 * 1024

/**
 * Reads the configuration of one image. An index has none of its own.
 * @see https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export async function readImageConfig(
  client: Pick<RepositoryClient, 'blobs'>,
  manifest: Manifest
): Promise<ImageConfig> {
  const content = contentOf(manifest)
  if (content.kind === 'index' || content.config === undefined || content.config.size > CONFIG_BYTES) return {}
  const {config} = jsonOf(await readBlob(client, content.config)) as {config?: ImageConfig | null}
  return config ?? {}
}

async function readBlob(client: Pick<RepositoryClient, 'blobs'>, {digest, size}: Descriptor): Promise<Buffer> {
  const {body} = await client.blobs.open(digest)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > size) break
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (digestOf(bytes) !== digest) throw new Error(`${digest} has other bytes.`)
  return bytes
}
