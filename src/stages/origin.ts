import type {Stage} from './stage.js'
import type {ImageEntry, StagesFile} from './stages-file.js'

/**
 * What the parts of a name or an address come from, for people: `` `aws.account: 111122223333` in .github/ecr-registry.yml:8 ``,
 * or `` the input `role-arn` ``.
 */
export interface RoleOrigin {
  name: string
  account: string
}

export interface RepositoryOrigin extends RoleOrigin {
  region: string
}

/** What a role and a repository of the stages file come from. */
export function originsOf(
  file: StagesFile,
  {name: image}: Pick<ImageEntry, 'name'>,
  stage: Stage
): {role: RoleOrigin; repository: RepositoryOrigin} {
  const {account, region, repository, role} = file.stages[stage]
  const said = (key: string, value: string): string => originOfKey(file, key, value)
  const named = (name: 'repository' | 'role', given: string | undefined): string =>
    given === undefined ? said(imageKey(file, image), image) : said(`stages.${stage}.${name}`, given)
  const place = {
    account: said(placeKey(file, stage, 'account'), account),
    region: said(placeKey(file, stage, 'region'), region)
  }
  return {
    role: {name: named('role', role), account: place.account},
    repository: {name: named('repository', repository), ...place}
  }
}

/** The setting of a key of the stages file and where it stands: `` `trunk: master` in .github/ecr-registry.yml:3 ``. */
export function originOfKey({path, lines}: Pick<StagesFile, 'path' | 'lines'>, key: string, value: string): string {
  const line = lines.get(key)
  return `\`${key}: ${value}\` in ${path}${line === undefined ? '' : `:${line}`}`
}

/** What an ARN given as an input comes from. */
export function originOfInput(input: string): RepositoryOrigin {
  const origin = inputNamed(input)
  return {name: origin, account: origin, region: origin}
}

export function inputNamed(input: string): string {
  return `the input \`${input}\``
}

/** The key that names an image. */
export function imageKey({images, lines}: Pick<StagesFile, 'images' | 'lines'>, image: string): string {
  return lines.has('image') ? 'image' : `images[${images.findIndex(({name}) => name === image)}].name`
}

/** The key that says where a stage is: its own, or the one of all stages. */
export function placeKey({lines}: Pick<StagesFile, 'lines'>, stage: Stage, name: 'account' | 'region'): string {
  const own = `stages.${stage}.${name}`
  return lines.has(own) ? own : `aws.${name}`
}

/**
 * Asks whether what AWS denies or does not know is what was meant: AWS often does not tell the two apart, and a slip in what it
 * comes from is met by both.
 */
export function isItRight(
  thing: 'account' | 'region' | 'role' | 'repository',
  from: string | RoleOrigin | RepositoryOrigin
): string {
  const parts = typeof from === 'string' ? [from] : [...new Set(Object.values(from) as string[])]
  const all = parts.length === 1 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
  return `Is it the right ${thing}? It comes from ${all}.`
}
