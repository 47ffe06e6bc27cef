import type {Manifest} from '@org/oci/manifest'
import {contentOf, isPlatformNamed, jsonOf} from '@org/oci/manifest'
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
  return (await readConfiguration(client, manifest)).config ?? {}
}

/** Whether the configuration of an image names the platform that it runs on. Those of attestations and signatures name none. */
export async function namesPlatform(client: Pick<RepositoryClient, 'blobs'>, manifest: Manifest): Promise<boolean> {
  return isPlatformNamed(await readConfiguration(client, manifest))
}

interface Configuration {
  os?: string
  architecture?: string
  config?: ImageConfig | null
}

async function readConfiguration(client: Pick<RepositoryClient, 'blobs'>, manifest: Manifest): Promise<Configuration> {
  const content = contentOf(manifest)
  if (content.kind === 'index' || content.config === undefined || content.config.size > CONFIG_BYTES) return {}
  return jsonOf(await client.blobs.read(content.config)) as Configuration
}
