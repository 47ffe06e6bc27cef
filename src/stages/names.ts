import type {Stage} from './stage.js'

/** The GitHub environments of the stages, unless the stages file names others. */
export const DEFAULT_ENVIRONMENTS: Readonly<Record<Stage, string>> = {
  development: 'Development',
  master: 'Master',
  release: 'Release'
}

export function defaultRepositoryName(image: string, stage: Stage): string {
  return `${image}/${stage}`
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
  const name = pascalCase(image)
  return `${/^\d/.test(name) ? 'Image' : ''}${name}${pascalCase(stage)}`
}

function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
