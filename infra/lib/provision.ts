import type {App} from 'aws-cdk-lib'

import {STAGES} from '../../src/stages/stage.js'
import {targetOf} from '../../src/stages/target.js'
import type {Deployable} from './agreement.js'
import {GitHubStack} from './github-stack.js'
import {RegistryStack} from './registry-stack.js'
import {StageStack} from './stage-stack.js'

const REGISTRY = 'EcrRegistry'
const GITHUB = 'EcrRegistryGitHub'

interface Place {
  account: string
  region: string
}

/**
 * The stacks that stages files call for: one for each image and stage; for each account and region what its repositories
 * share; for each account its trust in GitHub. Those two have one name wherever they are, and differ by their id.
 */
export function provision(app: App, {files, deployment}: Deployable): void {
  const {blobMounting, enhancedScanning} = deployment
  const wanted = files.flatMap(file =>
    file.images.flatMap(image => STAGES.map(stage => ({file, image, stage, target: targetOf(file, image, stage)})))
  )
  const places = [
    ...new Map(
      wanted.map(
        ({
          target: {
            repository: {account, region}
          }
        }) => [`${account}-${region}`, {account, region}]
      )
    ).entries()
  ]

  const registries = new Map(
    places.map(([name, env]) => [
      name,
      new RegistryStack(app, `${REGISTRY}-${name}`, {env, stackName: REGISTRY, blobMounting, enhancedScanning})
    ])
  )
  const trusts = new Map(
    [
      ...homes(
        places.map(([, place]) => place),
        deployment.region
      )
    ].map(([account, env]) => {
      const own = wanted.filter(({target}) => target.repository.account === account)
      const stacks = [
        ...own.map(({target}) => ({name: target.stack ?? '', region: target.repository.region})),
        ...places.filter(([, place]) => place.account === account).map(([, {region}]) => ({name: REGISTRY, region})),
        {name: GITHUB, region: env.region}
      ]
      const {partition} = own[0]?.file ?? files[0] ?? {partition: 'aws' as const}
      return [
        account,
        new GitHubStack(app, `${GITHUB}-${account}`, {env, stackName: GITHUB, account, partition, deployment, stacks})
      ]
    })
  )
  for (const {file, image, stage, target} of wanted) {
    const {account, region} = target.repository
    const stack = new StageStack(app, target.stack ?? '', {
      env: {account, region},
      file,
      image,
      stage,
      scanning: {enhanced: enhancedScanning}
    })
    for (const shared of [registries.get(`${account}-${region}`), trusts.get(account)]) {
      if (shared !== undefined) stack.addStackDependency(shared, 'what the stages of an account share')
    }
  }
}

/** IAM is one for an account; its stack stands where the deployment says, or else in the region of the account's first stage. */
function homes(places: readonly Place[], region: string | undefined): Map<string, Place> {
  return new Map(places.toReversed().map(place => [place.account, region === undefined ? place : {...place, region}]))
}
