import type {CachingStage, Stage} from './stage.js'

/** The GitHub environments of the stages, unless the stages file names others. */
export const DEFAULT_ENVIRONMENTS: Readonly<Record<Stage, string>> = {
  development: 'Development',
  master: 'Master',
  release: 'Release'
}

export function defaultRepositoryName(image: string, stage: Stage): string {
  return `${image}/${stage}`
}

const CACHE_NAMES: Readonly<Record<CachingStage, string>> = {development: 'cache', master: 'cache-trunk'}

/** The repository of the build cache that the builds of a stage write. */
export function cacheRepositoryName(image: string, stage: CachingStage): string {
  return `${image}/${CACHE_NAMES[stage]}`
}

export function defaultRoleName(image: string, stage: Stage): string {
  return `${image.replaceAll('/', '-')}-${stage}-github`
}

/** The name of an IAM group and of its managed policy. IAM allows the same name for both. */
export function groupName(image: string, stage: Stage, group: 'developers' | 'endUsers'): string {
  return `${image.replaceAll('/', '-')}-${stage}-${group === 'endUsers' ? 'end-users' : group}`
}

/** `team/sample-image` in development: `TeamSampleImageDevelopment`. CloudFormation requires a letter in front. */
export function stackName(image: string, stage: Stage): string {
  return stackNameOf(image, stage)
}

/** The stack of a build cache: `TeamSampleImageCache` or `TeamSampleImageCacheTrunk`. */
export function cacheStackName(image: string, stage: CachingStage): string {
  return stackNameOf(image, CACHE_NAMES[stage])
}

function stackNameOf(image: string, purpose: string): string {
  const name = pascalCase(image)
  return `${/^\d/.test(name) ? 'Image' : ''}${name}${pascalCase(purpose)}`
}

function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
