import type {Stage} from './stage.js'

/** What a stage's things are called unless the stages file says otherwise. */
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

/** Of the IAM group and of its managed policy alike, which are things of different kinds to IAM. */
export function groupName(image: string, stage: Stage, group: 'developers' | 'endUsers'): string {
  return `${image.replaceAll('/', '-')}-${stage}-${group === 'endUsers' ? 'end-users' : group}`
}

/** `team/sample-image` in development: `TeamSampleImageDevelopment`. CloudFormation wants a letter first. */
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
