import type {BuildCache} from './build-cache.js'
import {cachesOf} from './build-cache.js'
import {repositoryName, roleName} from './grammar.js'
import {defaultRepositoryName, defaultRoleName, stackName} from './names.js'
import {imageKey} from './origin.js'
import {partitionOf} from './partition.js'
import type {ProblemLog} from './problem-log.js'
import type {Stage} from './stage.js'
import {STAGES} from './stage.js'
import type {StagesFile} from './stages-file.js'

/** Longest stack name that CloudFormation accepts, in characters. */
const MAX_STACK_NAME = 128

/** Reports keys that are well formed one by one, but contradict each other. */
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
    log.report(`images[${index}].name`, `'${name}' is already the name of images[${first}]; give each image its own`)
  }
  return found.length > 0
}

function reportPartitions({stages, partition}: StagesFile, log: ProblemLog): void {
  for (const stage of STAGES) {
    const {region} = stages[stage]
    if (partitionOf(region) === partition) continue
    log.report(
      `stages.${stage}.region`,
      `${region} is in the partition ${partitionOf(region)}, and ${stages.development.region} of development ` +
        `in ${partition}; choose regions of one partition, because images cannot be copied between partitions`
    )
  }
}

/** The environment of a manual run determines its stage. GitHub ignores the case of such names. */
function reportEnvironments({stages}: StagesFile, log: ProblemLog): void {
  const owners = new Map<string, Stage>()
  for (const stage of STAGES) {
    const {environment} = stages[stage]
    const owner = owners.get(environment.toLowerCase())
    if (owner === undefined) owners.set(environment.toLowerCase(), stage)
    else
      log.report(
        `stages.${stage}.environment`,
        `'${environment}' is already the environment of ${owner}; give each stage its own`
      )
  }
}

/** GitHub ignores the case of the name of a repository. IAM compares it with the token, which has one spelling. */
function reportDeployment({github, deployment, stages}: StagesFile, log: ProblemLog): void {
  if (deployment === undefined) return
  const {repository = github.repository, environment} = deployment
  if (repository === undefined || repository.toLowerCase() !== github.repository?.toLowerCase()) return
  if (repository !== github.repository) {
    log.report(
      'deployment.repository',
      `'${repository}' differs only in case from '${github.repository}' of github.repository; ` +
        'write both as GitHub shows the name'
    )
  }
  for (const name of ['repositoryId', 'ownerId'] as const) {
    if (deployment[name] === undefined || github[name] === undefined || deployment[name] === github[name]) continue
    const key = name === 'ownerId' ? 'owner-id' : 'repository-id'
    log.report(
      `deployment.${key}`,
      `is not the ${github[name]} of github.${key}, but the repository is the same; correct one of them`
    )
  }
  const owner = STAGES.find(stage => stages[stage].environment.toLowerCase() === environment?.toLowerCase())
  if (owner !== undefined) {
    const message = `'${environment ?? ''}' is the environment of ${owner}, whose jobs could then deploy`
    log.report('deployment.environment', `${message}; name another`)
  }
}

/** A name that an image uses in a stage or for a build cache. */
interface UsedName {
  thing: 'repository' | 'role' | 'stack'
  name: string
  /** The account, or the account and region, in which the name must be unique. */
  place: string
  /** What the name belongs to: `sample-image in development`. */
  owner: string
  /** The same for a sentence about the image: `its repository in development`. */
  subject: string
  /** The key that determines the name. */
  key: string
  /** The change to make if the name is already used. */
  remedy: string
  /** The change to make if a name that follows from the image's is too long. */
  shorter: string
}

const SHORTEN_IMAGE = "shorten the image's name"

/** Checks that each image has its own repository, role and stack in each stage, with names that AWS accepts. */
function reportNames(file: StagesFile, log: ProblemLog): void {
  const owners = new Map<string, string>()
  for (const used of usedNames(file)) {
    const {thing, name, place, owner, subject, key, remedy} = used
    const problem = lengthProblem(used)
    if (problem !== undefined) log.report(key, `${subject} would be ${name}, ${problem}`)

    // Names of roles that differ only in case are the same to IAM.
    const id = [thing, place, thing === 'role' ? name.toLowerCase() : name].join(' ')
    const other = owners.get(id)
    if (other !== undefined)
      log.report(key, `the ${thing} ${name} would belong to both ${other} and ${owner}; ${remedy}`)
    owners.set(id, other ?? owner)
  }
}

/** The caches come first: their names are fixed, so a conflict is reported for the stage whose name can be changed. */
function usedNames(file: StagesFile): UsedName[] {
  return [
    ...file.images.flatMap(image => cachesOf(file, image).flatMap(cache => namesOfCache(file, image.name, cache))),
    ...file.images.flatMap(({name}) => STAGES.flatMap(stage => namesInStage(file, name, stage)))
  ]
}

function namesOfCache(file: StagesFile, image: string, {stage, repository, stack}: BuildCache): UsedName[] {
  const {account, region, name} = repository
  const cache = stage === 'master' ? "trunk's cache" : 'cache'
  const shared = {
    place: `${account} ${region}`,
    owner: `the ${cache} of ${image}`,
    key: imageKey(file, image),
    remedy: 'rename one of the images',
    shorter: SHORTEN_IMAGE
  }
  return [
    {thing: 'repository', name, subject: `the repository of its ${cache}`, ...shared},
    {thing: 'stack', name: stack, subject: `the stack of its ${cache}`, ...shared}
  ]
}

function namesInStage(file: StagesFile, image: string, stage: Stage): UsedName[] {
  const {images, stages} = file
  const {account, region, repository, role} = stages[stage]
  const used = (thing: UsedName['thing'], name: string, place: string, setting?: string): UsedName => ({
    thing,
    name,
    place,
    owner: `${image} in ${stage}`,
    subject: `its ${thing} in ${stage}`,
    shorter: thing === 'role' && images.length === 1 ? `write a shorter one as stages.${stage}.role` : SHORTEN_IMAGE,
    ...(setting === undefined
      ? {key: imageKey(file, image), remedy: 'rename one of the images'}
      : {
          key: `stages.${stage}.${thing}`,
          remedy: images.length > 1 ? 'remove the key, so that each has its own' : `choose another ${thing}`
        })
  })
  return [
    used('repository', repository ?? defaultRepositoryName(image, stage), `${account} ${region}`, repository),
    used('role', role ?? defaultRoleName(image, stage), account, role),
    used('stack', stackName(image, stage), `${account} ${region}`)
  ]
}

/** The parser has checked the names in the file. A name that follows from the image's name can be too long. */
function lengthProblem({thing, name, shorter}: UsedName): string | undefined {
  const tooLong = (service: string, limit: number): string =>
    `of ${name.length} characters, and ${service} accepts at most ${limit}; ${shorter}`
  switch (thing) {
    case 'repository':
      return repositoryName(name) === undefined ? undefined : tooLong('ECR', 256)
    case 'role':
      return roleName(name) === undefined ? undefined : tooLong('IAM', 64)
    case 'stack':
      return name.length <= MAX_STACK_NAME ? undefined : tooLong('CloudFormation', MAX_STACK_NAME)
  }
}
