import type {Stage} from './stage.js'
import type {ImageEntry, StagesFile} from './stages-file.js'

/**
 * The settings that determine the parts of a role's name and address, for people:
 * `` `aws.account: 111122223333` in .github/ecr-registry.yml:8 ``, or `` the input `role-arn` ``.
 */
export interface RoleOrigin {
  name: string
  account: string
}

/** The same for a repository. */
export interface RepositoryOrigin extends RoleOrigin {
  region: string
}

/** The settings of a stages file that determine a role and a repository. */
export function originsOf(
  file: StagesFile,
  {name: image}: Pick<ImageEntry, 'name'>,
  stage: Stage
): {role: RoleOrigin; repository: RepositoryOrigin} {
  const {account, region, repository, role} = file.stages[stage]
  const origin = (key: string, value: string): string => originOfKey(file, key, value)
  const originOfName = (key: 'repository' | 'role', value: string | undefined): string =>
    value === undefined ? origin(imageKey(file, image), image) : origin(`stages.${stage}.${key}`, value)
  const place = {
    account: origin(stageKey(file, stage, 'account'), account),
    region: origin(stageKey(file, stage, 'region'), region)
  }
  return {
    role: {name: originOfName('role', role), account: place.account},
    repository: {name: originOfName('repository', repository), ...place}
  }
}

/** A key of the stages file with its value and its line: `` `trunk: master` in .github/ecr-registry.yml:3 ``. */
export function originOfKey({path, lines}: Pick<StagesFile, 'path' | 'lines'>, key: string, value: string): string {
  const line = lines.get(key)
  return `\`${key}: ${value}\` in ${path}${line === undefined ? '' : `:${line}`}`
}

/** The origin of a role or a repository whose ARN is an input. */
export function originOfInput(input: string): RepositoryOrigin {
  const origin = nameOfInput(input)
  return {name: origin, account: origin, region: origin}
}

export function nameOfInput(input: string): string {
  return `the input \`${input}\``
}

/** The key that names an image. */
export function imageKey({images, lines}: Pick<StagesFile, 'images' | 'lines'>, image: string): string {
  return lines.has('image') ? 'image' : `images[${images.findIndex(({name}) => name === image)}].name`
}

/** The key that sets the account or the region of a stage: the stage's own key, or the shared one under `aws`. */
export function stageKey({lines}: Pick<StagesFile, 'lines'>, stage: Stage, name: 'account' | 'region'): string {
  const own = `stages.${stage}.${name}`
  return lines.has(own) ? own : `aws.${name}`
}

/**
 * Asks the reader to check the settings that determine a thing. AWS often gives the same answer for
 * a denied and an unknown thing, and a mistake in such a setting can cause both.
 */
export function originQuestion(
  thing: 'account' | 'region' | 'role' | 'repository',
  from: string | RoleOrigin | RepositoryOrigin
): string {
  const parts = typeof from === 'string' ? [from] : [...new Set(Object.values(from) as string[])]
  const all = parts.length === 1 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
  return `Is it the right ${thing}? It comes from ${all}.`
}
