import {Failure} from '../../src/core/failure.js'
import {STAGES} from '../../src/stages/stage.js'
import {targetOf} from '../../src/stages/target.js'
import type {DeployableFile, GitHubIdentity} from './deployable-file.js'
import {identity} from './deployable-file.js'
import {DEPLOYMENT_ENVIRONMENT} from './names.js'

/** Who deploys, and what all that is deployed shares. */
export interface Deployment extends GitHubIdentity {
  trunk: string
  environment: string
  /** Of GitHub's stack in each account; without one, that of the account's first stage. */
  region: string | undefined
  oidcProviders: readonly string[]
  blobMounting: boolean
  enhancedScanning: boolean
}

/** Stages files that are deployed together, at least one. */
export interface Deployable {
  files: readonly DeployableFile[]
  deployment: Deployment
}

/** @throws Failure where two files call for one thing, or do not agree on who deploys */
export function together(files: readonly DeployableFile[]): Deployable {
  const [first] = files
  if (first === undefined) {
    throw new Failure('There is no stages file to deploy.', {
      remedy: 'Put one into infra/stages/, or name it with `-c stages-files=PATH[,PATH...]`.'
    })
  }
  refuseTwoIdentities(files)
  refuseSharedNames(files)
  const deployment = deploymentOf(first, files)
  if (deployment.region === undefined) refuseSeveralHomes(files)
  return {files, deployment}
}

/** What is one for an account would move to another region with the next file that comes first, and take every role's trust along. */
function refuseSeveralHomes(files: readonly DeployableFile[]): void {
  const homes = new Map<string, {region: string; path: string}>()
  for (const {stages, path} of files) {
    for (const [account, region] of new Map(
      STAGES.toReversed().map(stage => [stages[stage].account, stages[stage].region])
    )) {
      const home = homes.get(account) ?? {region, path}
      if (home.region !== region) {
        throw new Failure(
          `The first stage of account ${account} is in ${home.region} by ${home.path} and in ${region} by ${path}, and GitHub's stack stands once in the account.`,
          {remedy: `Say where in one of them, and leave it so: \`deployment: {region: ${home.region}}\`.`}
        )
      }
      homes.set(account, home)
    }
  }
}

function refuseSharedNames(files: readonly DeployableFile[]): void {
  const owners = new Map<string, string>()
  for (const file of files) {
    for (const image of file.images) {
      for (const stage of STAGES) {
        const {repository, role, stack} = targetOf(file, image, stage)
        for (const name of [`repository ${repository.arn}`, `role ${role.arn}`, `stack ${stack ?? ''}`]) {
          // IAM tells roles apart by more than case.
          const key = name.toLowerCase()
          const owner = owners.get(key)
          if (owner !== undefined && owner !== file.path) {
            throw new Failure(`${owner} and ${file.path} both call for the ${name}.`, {
              remedy: 'Rename the image in one of them.'
            })
          }
          owners.set(key, file.path)
        }
      }
    }
  }
}

/** The deployment that the files name, or else the one repository there is: who deploys is the same for all. */
function deploymentOf(first: DeployableFile, files: readonly DeployableFile[]): Deployment {
  const stating = files.filter(({deployment}) => deployment !== undefined)
  const [one = first, ...others] = stating
  const deployment = resolved(one)
  const differing = others.find(file => JSON.stringify(resolved(file)) !== JSON.stringify(deployment))
  if (differing !== undefined) {
    throw new Failure(
      `${one.path} and ${differing.path} say different things under deployment:, which is the same for all.`,
      {
        remedy: 'Write it in one of them, or the same in both.'
      }
    )
  }
  const stranger =
    one.deployment?.repository === undefined
      ? files.find(({github}) => github.repository !== one.github.repository)
      : undefined
  if (stranger !== undefined) {
    throw new Failure(
      `${one.path} is of ${one.github.repository} and ${stranger.path} of ${stranger.github.repository}, and neither says which repository deploys both.`,
      {
        remedy:
          'Write deployment: with repository, repository-id, owner-id and trunk in one of them; or delete the file that is not yours.'
      }
    )
  }
  refuseUnclearDeployment(deployment, one, files)
  return deployment
}

function resolved({trunk, github, deployment}: DeployableFile): Deployment {
  const own = deployment?.repository === undefined || deployment.repository === github.repository
  return {
    ...(own ? github : identity(deployment)),
    trunk: deployment?.trunk ?? trunk,
    environment: deployment?.environment ?? DEPLOYMENT_ENVIRONMENT,
    region: deployment?.region,
    oidcProviders: deployment?.oidcProviders ?? [],
    blobMounting: deployment?.blobMounting ?? false,
    enhancedScanning: deployment?.enhancedScanning ?? false
  }
}

/** One repository has one spelling and one pair of ids, in whichever file it is named. */
function refuseTwoIdentities(files: readonly DeployableFile[]): void {
  const known = new Map<string, {identity: GitHubIdentity; path: string}>()
  const named = files.flatMap(({github, deployment, path}) => [
    {identity: github, path},
    ...(deployment?.repository === undefined ? [] : [{identity: identity(deployment), path}])
  ])
  for (const one of named) {
    const key = one.identity.repository.toLowerCase()
    const other = known.get(key) ?? one
    const spelled = ({repository, repositoryId, ownerId}: GitHubIdentity): string =>
      `${repository} with the ids ${repositoryId} and ${ownerId}`
    // A deployment in the image's own repository may leave the ids to it.
    if (spelled(other.identity) !== spelled(one.identity) && one.identity.repositoryId !== '') {
      throw new Failure(
        `${other.path} has ${spelled(other.identity)}, and ${one.path} ${spelled(one.identity)}: one repository, and one of them is wrong.`,
        {
          remedy: `\`gh api repos/${one.identity.repository} --jq '.full_name, .id, .owner.id'\` shows which.`
        }
      )
    }
    known.set(key, other)
  }
}

/** What the deployment leaves to the files of its repository must be the same in all of them, and no stage's. */
function refuseUnclearDeployment(
  deployment: Deployment,
  stating: DeployableFile,
  files: readonly DeployableFile[]
): void {
  const own = files.filter(({github}) => github.repository === deployment.repository)
  const elsewhere = own.find(({trunk}) => stating.deployment?.trunk === undefined && trunk !== deployment.trunk)
  if (elsewhere !== undefined) {
    throw new Failure(
      `The trunk of ${deployment.repository} is ${deployment.trunk} by ${stating.path} and ${elsewhere.trunk} by ${elsewhere.path}.`,
      {
        remedy: `Say which of them deploys: \`deployment: {trunk: ${deployment.trunk}}\` in one of the files.`
      }
    )
  }
  for (const {stages, path} of own) {
    const stage = STAGES.find(one => stages[one].environment.toLowerCase() === deployment.environment.toLowerCase())
    if (stage === undefined) continue
    throw new Failure(
      `${deployment.environment} is the environment of ${stage} by ${path}, and of those who deploy from ${deployment.repository}: who may run that stage could deploy.`,
      {remedy: 'Name another one as deployment.environment.'}
    )
  }
}
