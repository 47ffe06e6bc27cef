import type {App} from 'aws-cdk-lib'

import type {BuildCache} from '../../src/stages/build-cache.js'
import {cachesOf} from '../../src/stages/build-cache.js'
import {CACHE_GRANTS} from '../../src/stages/permissions.js'
import type {Stage} from '../../src/stages/stage.js'
import {STAGES} from '../../src/stages/stage.js'
import type {ImageEntry} from '../../src/stages/stages-file.js'
import type {Target} from '../../src/stages/target.js'
import {targetOf} from '../../src/stages/target.js'
import {CacheStack} from './cache-stack.js'
import type {DeployableFile} from './deployable-file.js'
import type {Deployable, Deployment} from './deployment.js'
import {GitHubStack} from './github-stack.js'
import {RegistryStack} from './registry-stack.js'
import {StageStack} from './stage-stack.js'

const REGISTRY = 'EcrRegistry'
const GITHUB = 'EcrRegistryGitHub'

interface Place {
  account: string
  region: string
}

/** One image in one stage, which gets a stack of its own. */
interface StagedImage {
  file: DeployableFile
  image: ImageEntry
  stage: Stage
  target: Target
}

/** A build cache of an image, which also gets a stack of its own. */
interface CachedImage {
  file: DeployableFile
  image: ImageEntry
  cache: BuildCache
}

/**
 * Adds the stacks of the stages files: one for each image and stage, one for each build cache, one for the resources that the
 * repositories of an account and region share, and one for each account's trust in GitHub. The shared stacks have the same name
 * everywhere and differ in their id.
 */
export function provision(app: App, {files, deployment}: Deployable): void {
  const images = files.flatMap(file =>
    file.images.flatMap(image => STAGES.map(stage => ({file, image, stage, target: targetOf(file, image, stage)})))
  )
  const cached = files.flatMap(file =>
    file.images.flatMap(image => cachesOf(file, image).map((cache): CachedImage => ({file, image, cache})))
  )
  // A cache is beside the stage that writes it, so it needs no registry of its own.
  const places = placesOf(images)
  const registries = addRegistryStacks(app, places, deployment)
  const trusts = addGitHubStacks(app, images, cached, [...places.values()], deployment)
  const caches = new Map(cached.map(one => [one.cache.stack, addCacheStack(app, one, registries)]))
  for (const image of images) {
    const {account} = image.target.repository
    addStageStack(app, image, deployment, [
      registries.get(placeName(image.target.repository)),
      trusts.get(account),
      ...cachesUsedBy(image).map(({stack}) => caches.get(stack))
    ])
  }
}

/** The build caches that a stage's role may use, in the account of the stage: the stacks of other accounts are deployed apart. */
function cachesUsedBy({file, image, stage, target: {repository}}: StagedImage): BuildCache[] {
  return cachesOf(file, image).filter(
    cache => CACHE_GRANTS[cache.stage][stage].length > 0 && cache.repository.account === repository.account
  )
}

/** Accounts and regions with repositories, by name. */
function placesOf(images: readonly StagedImage[]): Map<string, Place> {
  return new Map(
    images.map(({target: {repository}}) => [
      placeName(repository),
      {account: repository.account, region: repository.region}
    ])
  )
}

function placeName({account, region}: Place): string {
  return `${account}-${region}`
}

function addRegistryStacks(
  app: App,
  places: ReadonlyMap<string, Place>,
  {blobMounting, enhancedScanning}: Deployment
): Map<string, RegistryStack> {
  return new Map(
    [...places].map(([name, env]) => [
      name,
      new RegistryStack(app, `${REGISTRY}-${name}`, {env, stackName: REGISTRY, blobMounting, enhancedScanning})
    ])
  )
}

/** @returns the stacks by account */
function addGitHubStacks(
  app: App,
  images: readonly StagedImage[],
  cached: readonly CachedImage[],
  places: readonly Place[],
  deployment: Deployment
): Map<string, GitHubStack> {
  return new Map(
    [...gitHubPlaces(places, deployment.region)].map(([account, env]) => {
      const own = images.filter(({target}) => target.repository.account === account)
      const stacks = [
        ...own.map(({target}) => ({name: target.stack ?? '', region: target.repository.region})),
        ...cached
          .filter(({cache}) => cache.repository.account === account)
          .map(({cache: {stack, repository}}) => ({name: stack, region: repository.region})),
        ...places.filter(place => place.account === account).map(({region}) => ({name: REGISTRY, region})),
        {name: GITHUB, region: env.region}
      ]
      const {partition} = own[0]?.file ?? images[0]?.file ?? {partition: 'aws' as const}
      return [
        account,
        new GitHubStack(app, `${GITHUB}-${account}`, {env, stackName: GITHUB, account, partition, deployment, stacks})
      ]
    })
  )
}

/** IAM exists once per account. Its stack is in the region that the deployment names, or else in that of the account's first stage. */
function gitHubPlaces(places: readonly Place[], region: string | undefined): Map<string, Place> {
  return new Map(places.toReversed().map(place => [place.account, region === undefined ? place : {...place, region}]))
}

function addCacheStack(
  app: App,
  {file, image, cache}: CachedImage,
  registries: ReadonlyMap<string, RegistryStack>
): CacheStack {
  const {account, region} = cache.repository
  const targets = STAGES.map(stage => targetOf(file, image, stage))
  const stack = new CacheStack(app, cache.stack, {env: {account, region}, image: image.name, cache, targets})
  const registry = registries.get(placeName(cache.repository))
  if (registry !== undefined) stack.addStackDependency(registry, 'the cache is encrypted with the key of the registry')
  return stack
}

function addStageStack(
  app: App,
  {file, image, stage, target}: StagedImage,
  {enhancedScanning}: Deployment,
  earlier: readonly (RegistryStack | GitHubStack | CacheStack | undefined)[]
): void {
  const {account, region} = target.repository
  const stack = new StageStack(app, target.stack ?? '', {
    env: {account, region},
    file,
    image,
    stage,
    scanning: {enhanced: enhancedScanning},
    caches: cachesOf(file, image)
  })
  for (const other of earlier) {
    if (other !== undefined) stack.addStackDependency(other, 'the stage uses the resources of this stack')
  }
}
