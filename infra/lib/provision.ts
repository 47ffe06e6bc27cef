import type {App} from 'aws-cdk-lib'

import type {Stage} from '../../src/stages/stage.js'
import {STAGES} from '../../src/stages/stage.js'
import type {ImageEntry} from '../../src/stages/stages-file.js'
import type {Target} from '../../src/stages/target.js'
import {targetOf} from '../../src/stages/target.js'
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

/**
 * Adds the stacks of the stages files: one for each image and stage, one for the resources that the repositories of an
 * account and region share, and one for each account's trust in GitHub. The shared stacks have the same name everywhere
 * and differ in their id.
 */
export function provision(app: App, {files, deployment}: Deployable): void {
  const images = files.flatMap(file =>
    file.images.flatMap(image => STAGES.map(stage => ({file, image, stage, target: targetOf(file, image, stage)})))
  )
  const places = placesOf(images)
  const registries = addRegistryStacks(app, places, deployment)
  const trusts = addGitHubStacks(app, images, [...places.values()], deployment)
  for (const image of images) {
    const {account} = image.target.repository
    addStageStack(app, image, deployment, [registries.get(placeName(image.target.repository)), trusts.get(account)])
  }
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
  places: readonly Place[],
  deployment: Deployment
): Map<string, GitHubStack> {
  return new Map(
    [...gitHubPlaces(places, deployment.region)].map(([account, env]) => {
      const own = images.filter(({target}) => target.repository.account === account)
      const stacks = [
        ...own.map(({target}) => ({name: target.stack ?? '', region: target.repository.region})),
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

function addStageStack(
  app: App,
  {file, image, stage, target}: StagedImage,
  {enhancedScanning}: Deployment,
  sharedStacks: readonly (RegistryStack | GitHubStack | undefined)[]
): void {
  const {account, region} = target.repository
  const stack = new StageStack(app, target.stack ?? '', {
    env: {account, region},
    file,
    image,
    stage,
    scanning: {enhanced: enhancedScanning}
  })
  for (const shared of sharedStacks) {
    if (shared !== undefined)
      stack.addStackDependency(shared, 'the stage uses resources that the stages of an account share')
  }
}
