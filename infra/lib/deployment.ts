import {Failure} from '../../src/core/failure.js'
import {cachesOf} from '../../src/stages/build-cache.js'
import {STAGES} from '../../src/stages/stage.js'
import type {ImageEntry} from '../../src/stages/stages-file.js'
import {targetOf} from '../../src/stages/target.js'
import type {DeployableFile, GitHubIdentity} from './deployable-file.js'
import {gitHubIdentityOf} from './deployable-file.js'
import {DEPLOYMENT_ENVIRONMENT} from './names.js'

/** The GitHub repository that deploys, and the settings that all stacks share. */
export interface Deployment extends GitHubIdentity {
  trunk: string
  environment: string
  /** Region of GitHub's stack in each account. By default it is the region of the account's first stage. */
  region: string | undefined
  oidcProviders: readonly string[]
  blobMounting: boolean
  enhancedScanning: boolean
}

/** One or more stages files that are deployed together. */
export interface Deployable {
  files: readonly DeployableFile[]
  deployment: Deployment
}

/** @throws Failure if there is no file, if two files define the same resource, or if they disagree on the deployment */
export function combineFiles(files: readonly DeployableFile[]): Deployable {
  const [first] = files
  if (first === undefined) {
    throw new Failure('There is no stages file to deploy.', {
      remedy: 'Put one into infra/stages/, or name one with `-c stages-files=PATH[,PATH...]`.'
    })
  }
  refuseTwoIdentities(files)
  refuseSharedNames(files)
  const deployment = deploymentOf(first, files)
  if (deployment.region === undefined) refuseSeveralHomes(files)
  return {files, deployment}
}

/**
 * GitHub's stack exists once per account. Without a fixed region it would move as soon as another file came first, and the
 * trust of every role would move with it.
 */
function refuseSeveralHomes(files: readonly DeployableFile[]): void {
  const homes = new Map<string, {region: string; path: string}>()
  for (const {stages, path} of files) {
    for (const [account, region] of new Map(
      STAGES.toReversed().map(stage => [stages[stage].account, stages[stage].region])
    )) {
      const home = homes.get(account) ?? {region, path}
      if (home.region !== region) {
        throw new Failure(
          `${home.path} has the first stage of account ${account} in ${home.region}, and ${path} has it in ${region}. GitHub's stack exists once in the account, so its region is unclear.`,
          {
            remedy: `Set the region in one of the files: \`deployment: {region: ${home.region}}\`. Do not change it later.`
          }
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
      for (const name of namesOf(file, image)) {
        // IAM refuses two roles that differ only in case.
        const key = name.toLowerCase()
        const owner = owners.get(key)
        if (owner !== undefined && owner !== file.path) {
          throw new Failure(`${owner} and ${file.path} both define the ${name}.`, {
            remedy: 'Rename the image in one of them.'
          })
        }
        owners.set(key, file.path)
      }
    }
  }
}

/** What an image's stacks define under names of their own. */
function namesOf(file: DeployableFile, image: ImageEntry): string[] {
  return [
    ...STAGES.flatMap(stage => {
      const {repository, role, stack} = targetOf(file, image, stage)
      return [`repository ${repository.arn}`, `role ${role.arn}`, `stack ${stack ?? ''}`]
    }),
    ...cachesOf(file, image).flatMap(({repository, stack}) => [`repository ${repository.arn}`, `stack ${stack}`])
  ]
}

/** The deployment that a file defines, or else the only repository of all files. It is the same for all files. */
function deploymentOf(first: DeployableFile, files: readonly DeployableFile[]): Deployment {
  const stating = files.filter(({deployment}) => deployment !== undefined)
  const [one = first, ...others] = stating
  const deployment = resolveDeployment(one)
  const differing = others.find(file => JSON.stringify(resolveDeployment(file)) !== JSON.stringify(deployment))
  if (differing !== undefined) {
    throw new Failure(
      `${one.path} and ${differing.path} have different settings under deployment:. All files share one deployment.`,
      {
        remedy: 'Write deployment: in one of them, or the same in both.'
      }
    )
  }
  const stranger =
    one.deployment?.repository === undefined
      ? files.find(({github}) => github.repository !== one.github.repository)
      : undefined
  if (stranger !== undefined) {
    throw new Failure(
      `${one.path} belongs to ${one.github.repository} and ${stranger.path} to ${stranger.github.repository}. Neither names the repository that deploys both.`,
      {
        remedy:
          'Write deployment: with repository, repository-id, owner-id and trunk in one of them, or delete the file that is not yours.'
      }
    )
  }
  refuseUnclearDeployment(deployment, one, files)
  return deployment
}

function resolveDeployment({trunk, github, deployment}: DeployableFile): Deployment {
  const own = deployment?.repository === undefined || deployment.repository === github.repository
  return {
    ...(own ? github : gitHubIdentityOf(deployment)),
    trunk: deployment?.trunk ?? trunk,
    environment: deployment?.environment ?? DEPLOYMENT_ENVIRONMENT,
    region: deployment?.region,
    oidcProviders: deployment?.oidcProviders ?? [],
    blobMounting: deployment?.blobMounting ?? false,
    enhancedScanning: deployment?.enhancedScanning ?? false
  }
}

/** A repository must have the same spelling and the same ids in every file that names it. */
function refuseTwoIdentities(files: readonly DeployableFile[]): void {
  const known = new Map<string, {identity: GitHubIdentity; path: string}>()
  const named = files.flatMap(({github, deployment, path}) => [
    {identity: github, path},
    ...(deployment?.repository === undefined ? [] : [{identity: gitHubIdentityOf(deployment), path}])
  ])
  for (const one of named) {
    const key = one.identity.repository.toLowerCase()
    const other = known.get(key) ?? one
    const spelled = ({repository, repositoryId, ownerId}: GitHubIdentity): string =>
      `${repository} with the ids ${repositoryId} and ${ownerId}`
    // A deployment in the repository of the image may omit the ids.
    if (spelled(other.identity) !== spelled(one.identity) && one.identity.repositoryId !== '') {
      throw new Failure(
        `${other.path} has ${spelled(other.identity)}, and ${one.path} has ${spelled(one.identity)}. Both mean the same repository, so one of them is wrong.`,
        {
          remedy: `\`gh api repos/${one.identity.repository} --jq '.full_name, .id, .owner.id'\` shows the right values.`
        }
      )
    }
    known.set(key, other)
  }
}

/** The trunk and the environment of the deployment must be clear, and the environment must not belong to a stage. */
function refuseUnclearDeployment(
  deployment: Deployment,
  stating: DeployableFile,
  files: readonly DeployableFile[]
): void {
  const own = files.filter(({github}) => github.repository === deployment.repository)
  const elsewhere = own.find(({trunk}) => stating.deployment?.trunk === undefined && trunk !== deployment.trunk)
  if (elsewhere !== undefined) {
    throw new Failure(
      `${stating.path} has the trunk ${deployment.trunk} for ${deployment.repository}, and ${elsewhere.path} has ${elsewhere.trunk}.`,
      {
        remedy: `Name the trunk that deploys in one of the files: \`deployment: {trunk: ${deployment.trunk}}\`.`
      }
    )
  }
  for (const {stages, path} of own) {
    const stage = STAGES.find(one => stages[one].environment.toLowerCase() === deployment.environment.toLowerCase())
    if (stage === undefined) continue
    throw new Failure(
      `${path} gives ${stage} the environment ${deployment.environment}, from which ${deployment.repository} also deploys. Everyone who may run that stage could deploy.`,
      {remedy: 'Set deployment.environment to another name.'}
    )
  }
}
