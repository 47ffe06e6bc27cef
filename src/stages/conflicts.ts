import {repositoryName, roleName} from './grammar.js'
import {defaultRepositoryName, defaultRoleName, stackName} from './names.js'
import {imageKey} from './origin.js'
import {partitionOf} from './partition.js'
import type {ProblemLog} from './problem-log.js'
import type {Stage} from './stage.js'
import {STAGES} from './stage.js'
import type {StagesFile} from './stages-file.js'

/** CloudFormation's. */
const MAX_STACK_NAME = 128

/** Reports what is well formed key by key, but does not go together. */
export function reportConflicts(file: StagesFile, log: ProblemLog): void {
  if (reportTwins(file, log)) return
  reportPartitions(file, log)
  reportEnvironments(file, log)
  reportNames(file, log)
  reportDeployment(file, log)
}

function reportTwins({images}: StagesFile, log: ProblemLog): boolean {
  const twins = images.map((image, index) => ({
    name: image.name,
    index,
    first: images.findIndex(({name}) => name === image.name)
  }))
  const found = twins.filter(({index, first}) => index !== first)
  for (const {name, index, first} of found) {
    log.report(`images[${index}].name`, `'${name}' is already the name of images[${first}]; each image has its own`)
  }
  return found.length > 0
}

function reportPartitions({stages, partition}: StagesFile, log: ProblemLog): void {
  for (const stage of STAGES) {
    const {region} = stages[stage]
    if (partitionOf(region) === partition) continue
    log.report(
      `stages.${stage}.region`,
      `${region} is of the partition ${partitionOf(region)}, and ${stages.development.region} of development ` +
        `of ${partition}; images cannot pass from one to the other: choose regions of one partition`
    )
  }
}

/** The environment of a manual run tells its stage. GitHub does not tell environments apart by case. */
function reportEnvironments({stages}: StagesFile, log: ProblemLog): void {
  const owners = new Map<string, Stage>()
  for (const stage of STAGES) {
    const {environment} = stages[stage]
    const owner = owners.get(environment.toLowerCase())
    if (owner === undefined) owners.set(environment.toLowerCase(), stage)
    else
      log.report(
        `stages.${stage}.environment`,
        `'${environment}' is already the environment of ${owner}; each stage has its own`
      )
  }
}

/** GitHub knows one repository under each spelling of its name; IAM compares the token's, which has one. */
function reportDeployment({github, deployment, stages}: StagesFile, log: ProblemLog): void {
  if (deployment === undefined) return
  const {repository = github.repository, environment} = deployment
  if (repository === undefined || repository.toLowerCase() !== github.repository?.toLowerCase()) return
  if (repository !== github.repository) {
    log.report(
      'deployment.repository',
      `'${repository}' differs from '${github.repository}' of github.repository in case alone; ` +
        'write both as GitHub shows the name'
    )
  }
  for (const name of ['repositoryId', 'ownerId'] as const) {
    if (deployment[name] === undefined || github[name] === undefined || deployment[name] === github[name]) continue
    const key = name === 'ownerId' ? 'owner-id' : 'repository-id'
    log.report(`deployment.${key}`, `is not the ${github[name]} of github.${key}, and the repository is the same`)
  }
  const owner = STAGES.find(stage => stages[stage].environment.toLowerCase() === environment?.toLowerCase())
  if (owner !== undefined) {
    const message = `'${environment ?? ''}' is the environment of ${owner}: who may run that stage could deploy`
    log.report('deployment.environment', `${message}; name another`)
  }
}

/** A name that an image takes in a stage, and the key that it follows from. */
interface Claim {
  thing: 'repository' | 'role' | 'stack'
  name: string
  /** Within which the name may be taken once. */
  place: string
  key: string
  /** What to change where it is taken already. */
  remedy: string
}

/** One repository, role and stack for each image and stage, all of them names that AWS takes. */
function reportNames(file: StagesFile, log: ProblemLog): void {
  const owners = new Map<string, string>()
  for (const image of file.images) {
    for (const stage of STAGES) {
      for (const claim of claimsOf(file, image.name, stage)) {
        const {thing, name, place, key, remedy} = claim
        const owner = `${image.name} in ${stage}`
        const wrong = refusedByAws(file, claim, stage)
        if (wrong !== undefined) log.report(key, `its ${thing} in ${stage} would be ${name}, ${wrong}`)

        // IAM tells names apart by more than case.
        const id = [thing, place, thing === 'role' ? name.toLowerCase() : name].join(' ')
        const other = owners.get(id)
        if (other !== undefined)
          log.report(key, `the ${thing} ${name} would be that of ${other} and of ${owner} alike; ${remedy}`)
        owners.set(id, other ?? owner)
      }
    }
  }
}

function claimsOf(file: StagesFile, image: string, stage: Stage): Claim[] {
  const {images, stages} = file
  const {account, region, repository, role} = stages[stage]
  const rename = {key: imageKey(file, image), remedy: 'rename one of the images'}
  const origin = (setting: string | undefined, name: string) => {
    if (setting === undefined) return rename
    return {
      key: `stages.${stage}.${name}`,
      remedy: images.length > 1 ? 'remove the key, and each has its own' : `choose another ${name}`
    }
  }
  return [
    {
      thing: 'repository',
      name: repository ?? defaultRepositoryName(image, stage),
      place: `${account} ${region}`,
      ...origin(repository, 'repository')
    },
    {thing: 'role', name: role ?? defaultRoleName(image, stage), place: account, ...origin(role, 'role')},
    {thing: 'stack', name: stackName(image, stage), place: `${account} ${region}`, ...rename}
  ]
}

/** What is given by name was checked by form; what is derived from the image's name can get too long. */
function refusedByAws({images}: StagesFile, {thing, name}: Claim, stage: Stage): string | undefined {
  const length = `of ${name.length} characters`
  switch (thing) {
    case 'repository':
      return repositoryName(name) === undefined ? undefined : `${length}, and ECR takes 256; shorten the image's name`
    case 'role':
      if (roleName(name) === undefined) return undefined
      return images.length > 1
        ? `${length}, and IAM takes 64; shorten the image's name`
        : `${length}, and IAM takes 64; write a shorter one as stages.${stage}.role`
    case 'stack':
      return name.length <= MAX_STACK_NAME
        ? undefined
        : `${length}, and CloudFormation takes ${MAX_STACK_NAME}; shorten the image's name`
  }
}
