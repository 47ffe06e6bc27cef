import {remedyAtRepository} from './denied.js'
import {Failure} from './failure.js'
import type {StagedImage} from './outcome.js'
import type {Descriptor, Manifest} from './registry/manifest.js'
import {contentOf, platformName} from './registry/manifest.js'
import type {Registry} from './registry/registry.js'
import {isItRight} from './stages/origin.js'
import type {Target} from './stages/target.js'

/**
 * The image that a tag names in the repository of a stage.
 * @param remedy where it may not be read, and AWS does not say what is lacking
 * @returns undefined where nothing has that tag
 * @throws Failure where the repository is not there, or may not be read
 */
export async function findImage(registry: Pick<Registry, 'manifest'>, {repository, stage}: Target, tag: string, remedy: string): Promise<Manifest | undefined> {
  const found = await registry.manifest(repository.name, tag)
  if (found.kind === 'found') return found.value
  if (found.kind === 'denied') {
    throw new Failure(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, {
      remedy: remedyAtRepository(found.reason, repository.from, remedy)
    })
  }
  if (found.what === 'manifest') return undefined
  throw new Failure(`The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`, {
    remedy: `${isItRight('repository', repository.from)} If it is, deploy infra/ for the stage ${stage}.`
  })
}

/**
 * Size and platforms, from manifests alone: an image's config says more, but the role of master may not read it.
 * @param platforms what it was built for
 * @param askChildren whether an index is worth a request for each of its images
 */
export async function describeImage(
  registry: Pick<Registry, 'manifest'>, repository: string, manifest: Manifest, platforms: readonly string[], askChildren: boolean
): Promise<Pick<StagedImage, 'size' | 'platforms'>> {
  const content = contentOf(manifest)
  if (content.kind === 'image') return {size: sizeOf(content), platforms: platforms.slice(0, 1)}

  const images = content.manifests.filter(({platform}) => platform !== undefined && platform.os !== 'unknown')
  const described = {platforms: images.flatMap(({platform}) => (platform === undefined ? [] : [platformName(platform)]))}
  if (!askChildren) return {...described, size: undefined}
  const children = await Promise.all(images.map(({digest}) => registry.manifest(repository, digest)))
  const sizes = children.map(child => (child.kind === 'found' ? sizeOf(contentOf(child.value)) : undefined))
  return {...described, size: sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0)}
}

function sizeOf(content: ReturnType<typeof contentOf>): number | undefined {
  if (content.kind !== 'image') return undefined
  const parts: Descriptor[] = [...content.layers, ...(content.config === undefined ? [] : [content.config])]
  return parts.reduce((sum, {size}) => sum + size, 0)
}
