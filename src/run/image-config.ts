import type {Manifest} from '@org/oci/manifest'
import {contentOf, jsonOf} from '@org/oci/manifest'
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
  const {config} = jsonOf(await client.blobs.read(content.config)) as {config?: ImageConfig | null}
  return config ?? {}
}
