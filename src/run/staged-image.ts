import type {Descriptor, Manifest} from '@org/oci/manifest'
import {contentOf, isImageEntry, isImageOrIndex, platformName} from '@org/oci/manifest'
import type {RepositoryClient} from '@org/oci/registry-client'

import {remedyOfRepositoryDenial} from '../aws/denial.js'
import {Failure} from '../core/failure.js'
import type {EcrRepository} from '../stages/arn.js'
import {originQuestion} from '../stages/origin.js'
import type {Stage} from '../stages/stage.js'
import {dockerfileOf, explicitPlaces} from './build-settings.js'
import type {StageRun} from './context.js'
import type {StagedImage} from './outcome.js'
import type {StageRepository} from './session.js'

/** The name of an image, and its Dockerfile. */
export type ImageSubject = Pick<StagedImage, 'name' | 'dockerfile'>

export function subjectOf(
  run: Pick<StageRun, 'image' | 'inputs' | 'runner'>,
  {repository}: StageRepository
): ImageSubject {
  return {name: run.image?.name ?? repository.name, dockerfile: dockerfileOf(explicitPlaces(run), run.runner.workspace)}
}

/** The registry, repository and digest of an image. */
export function placeOf(
  {registry, repository}: StageRepository,
  digest: string
): Pick<StagedImage, 'registry' | 'repository' | 'digest'> {
  return {registry: registry.host, repository: repository.name, digest}
}

/**
 * The image that a tag names in the repository of a stage.
 * @param remedy for a denial in which AWS does not name the missing permission
 * @returns undefined if no image has that tag
 * @throws Failure if the repository does not exist or may not be read
 */
export async function findImage(
  {client, repository}: {client: Pick<RepositoryClient, 'manifest'>; repository: EcrRepository},
  stage: Stage,
  tag: string,
  remedy: string
): Promise<Manifest | undefined> {
  const found = await client.manifest(tag)
  if (found.kind === 'found') return found.value
  if (found.kind === 'denied') {
    throw new Failure(`Looking for ${tag} in ${repository.arn}: ${found.reason}`, {
      remedy: remedyOfRepositoryDenial(found.reason, repository.from, remedy)
    })
  }
  if (found.what === 'manifest') return undefined
  throw new Failure(
    `The repository ${repository.name} does not exist in account ${repository.account}, ${repository.region}.`,
    {
      remedy: `${originQuestion('repository', repository.from)} If it is, deploy infra/ for the stage ${stage}.`
    }
  )
}

/**
 * Size and platforms of an image, from its manifests alone. Its config contains more, but the role of master may not read it.
 * @param platforms that the image was built for
 * @param askChildren whether to read the manifest of each image of an index, for the size
 */
export async function describeImage(
  client: Pick<RepositoryClient, 'manifest'>,
  manifest: Manifest,
  platforms: readonly string[],
  askChildren: boolean
): Promise<Pick<StagedImage, 'size' | 'platforms'>> {
  const content = contentOf(manifest)
  if (content.kind === 'image') return {size: sizeOf(content), platforms: platforms.slice(0, 1)}

  const named = content.manifests.filter(entry => entry.platform !== undefined && isImageEntry(entry))
  if (!askChildren) return {platforms: platformsOf(named), size: undefined}
  const children = await Promise.all(named.map(async entry => ({entry, found: await client.manifest(entry.digest)})))
  const images = children.filter(({found}) => found.kind !== 'found' || isImageOrIndex(found.value))
  const sizes = images.map(({found}) => (found.kind === 'found' ? sizeOf(contentOf(found.value)) : undefined))
  return {
    platforms: platformsOf(images.map(({entry}) => entry)),
    size: sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0)
  }
}

function platformsOf(entries: readonly Descriptor[]): string[] {
  return [...new Set(entries.flatMap(({platform}) => (platform === undefined ? [] : [platformName(platform)])))]
}

function sizeOf(content: ReturnType<typeof contentOf>): number | undefined {
  if (content.kind !== 'image') return undefined
  const parts: Descriptor[] = [...content.layers, ...(content.config === undefined ? [] : [content.config])]
  return parts.reduce((sum, {size}) => sum + size, 0)
}
