import type {Manifest} from '@org/oci/manifest'
import {contentOf, platformName} from '@org/oci/manifest'
import {parseReference, registryOrigin} from '@org/oci/reference'
import type {RegistryLogin, RepositoryClient} from '@org/oci/registry-client'

import {messageOf} from '../core/failure.js'
import {readMaterials, uncounted} from '../docker/materials.js'
import {normalPlatform} from '../fingerprint/platform.js'
import type {BuildInputs} from './build-inputs.js'
import {readImageConfig} from './image-config.js'
import type {Base} from './outcome.js'
import {openRegistry} from './registry.js'

/** The scanner that BuildKit runs for an SBOM. It describes the image, and is not a part of it. */
const SBOM_SCANNER = 'docker/buildkit-syft-scanner@'

const ON_OTHER_BUILDER =
  'buildx wrote no provenance, and the Dockerfile names the platform of its builder, which is not that of the plan'

/** What a build read, compared with what was counted. */
export type Comparison =
  | {kind: 'as-counted'}
  /** Addresses and descriptions, for people. */
  | {kind: 'more'; reads: string[]}
  /** The builder did not tell it. The reason is a clause. */
  | {kind: 'unknown'; because: string}

/**
 * Compares what a build has read with what was counted. Only a build that read what was counted may be found as unchanged.
 * @param metadata of the build, from buildx
 * @param login to the registry of a base image
 */
export async function compareReads(
  {settings, bases, checksums, isOnOtherBuilder}: BuildInputs,
  metadata: Readonly<Record<string, unknown>>,
  login: (host: string, scheme: 'basic' | 'bearer') => Promise<RegistryLogin | undefined>,
  signal: AbortSignal
): Promise<Comparison> {
  const platforms = new Set(settings.platforms.map(normalPlatform))
  const materials = readMaterials(metadata, platforms.size)
  switch (materials.kind) {
    case 'known': {
      const images = new Set(bases.flatMap(({digest}) => digest ?? []))
      const describing = [settings.sbom, ...settings.attests].some(one => !one.endsWith('false')) ? [SBOM_SCANNER] : []
      return comparisonOf(uncounted(materials.materials, {images, pinned: new Set(checksums), describing}))
    }
    case 'unclear':
      return {kind: 'unknown', because: `the provenance that buildx wrote ${materials.because}`}
    case 'absent': {
      if (isOnOtherBuilder) return {kind: 'unknown', because: ON_OTHER_BUILDER}
      const found = await Promise.all(bases.map(base => findTriggers(base, settings.platforms, login, signal)))
      return comparisonOf([...found.flat(), ...triggersOfLayouts(settings)])
    }
  }
}

function comparisonOf(reads: string[]): Comparison {
  return reads.length === 0 ? {kind: 'as-counted'} : {kind: 'more', reads}
}

/** Older builders do not tell what they read. Of a base image, they read what its triggers (ONBUILD) copy and fetch. */
async function findTriggers(
  {reference, digest}: Base,
  platforms: readonly string[],
  login: (host: string, scheme: 'basic' | 'bearer') => Promise<RegistryLogin | undefined>,
  signal: AbortSignal
): Promise<string[]> {
  const parsed = parseReference(reference)
  if (parsed === undefined || digest === undefined) return []
  const {registry: host, repository} = parsed
  const authorization = {kind: 'on-challenge', login: (scheme: 'basic' | 'bearer') => login(host, scheme)} as const
  const registry = openRegistry({origin: registryOrigin(host), authorization, signal, deadlineMs: 20_000})
  try {
    const client = registry.repository(repository)
    const images = await imagesOf(client, digest, platforms)
    const triggers = await Promise.all(images.map(async image => (await readImageConfig(client, image)).OnBuild))
    return [...new Set(triggers.flat().filter(readsElsewhere))].map(trigger => `ONBUILD ${trigger} of ${reference}`)
  } catch (error) {
    signal.throwIfAborted()
    return [`the triggers of ${reference}, which cannot be read (${messageOf(error)})`]
  } finally {
    await registry.close()
  }
}

/** The triggers of these images are not looked at, so they may read anything. */
function triggersOfLayouts({buildContexts}: BuildInputs['settings']): string[] {
  const isLayout = Object.values(buildContexts).some(place => place.startsWith('oci-layout://'))
  return isLayout ? ['the triggers of an image in an OCI layout, which are not read here'] : []
}

function readsElsewhere(trigger: unknown): trigger is string {
  if (typeof trigger !== 'string') return false
  // BuildKit reads quotes and escapes in a flag, so `--fr"om"=image` is `--from=image`.
  return /^\s*ADD\b|--from\b|\bfrom=|^\s*\S+\s+(?:--\S*\s+)*--\S*["'\\]/i.test(trigger)
}

/** The images of an index for these platforms, or the image itself. */
async function imagesOf(client: RepositoryClient, digest: string, platforms: readonly string[]): Promise<Manifest[]> {
  const found = await client.manifest(digest)
  if (found.kind !== 'found') throw new Error('the registry no longer shows it')
  const content = contentOf(found.value)
  if (content.kind !== 'index') return [found.value]
  const wanted = new Set(platforms.map(normalPlatform))
  const children = content.manifests.filter(
    ({platform}) => platform !== undefined && wanted.has(normalPlatform(platformName(platform)))
  )
  const images = await Promise.all(
    (children.length > 0 ? children : content.manifests).map(child => imagesOf(client, child.digest, platforms))
  )
  return images.flat()
}
