import {RegistryError} from '@org/oci/errors'
import type {Manifest} from '@org/oci/manifest'
import {contentOf, isPlatformNamed, jsonOf, platformName} from '@org/oci/manifest'
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

/**
 * The platform and the labels that the configuration of an image names. Some roles may read manifests and no blobs.
 * @returns the platform as `os/architecture[/variant]`
 */
export async function readPlatformAndLabels(
  client: Pick<RepositoryClient, 'blobs'>,
  manifest: Manifest
): Promise<{kind: 'known'; platform: string; labels: Fields} | {kind: 'denied'} | {kind: 'malformed'}> {
  try {
    const configuration = await readConfiguration(client, manifest)
    const {os = 'unknown', architecture = 'unknown', variant, config} = configuration
    const labels = config?.Labels ?? {}
    if (![config ?? {}, labels].every(isObject)) return {kind: 'malformed'}
    const platform = platformName({os, architecture, ...(variant === undefined ? {} : {variant})})
    return {kind: 'known', platform, labels}
  } catch (error) {
    if (error instanceof RegistryError && (error.status === 401 || error.status === 403)) return {kind: 'denied'}
    if (error instanceof SyntaxError) return {kind: 'malformed'}
    throw error
  }
}

interface Configuration {
  os?: string
  architecture?: string
  variant?: string
  config?: ImageConfig | null
}

async function readConfiguration(client: Pick<RepositoryClient, 'blobs'>, manifest: Manifest): Promise<Configuration> {
  const content = contentOf(manifest)
  if (content.kind === 'index' || content.config === undefined || content.config.size > CONFIG_BYTES) return {}
  return fieldsOf(jsonOf(await client.blobs.read(content.config)))
}

/** The fields of an object. Any other value has none: a registry takes any bytes for a configuration. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
