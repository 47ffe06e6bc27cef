import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

import {RegionInfo} from 'aws-cdk-lib/region-info'

import {Failure} from '../../src/failure.js'
import type {StagesFile} from '../../src/stages/file.js'
import {readStagesFile} from '../../src/stages/file.js'
import type {ProblemLog} from '../../src/stages/problem-log.js'
import type {Stage} from '../../src/stages/stage.js'
import {STAGES} from '../../src/stages/stage.js'
import {targetOf} from '../../src/stages/target.js'
import {MIN_ARCHIVE_DAYS} from './lifecycle-problems.js'

/** A stages file with all that roles can be made of. */
export interface DeployableFile extends StagesFile {
  trunk: string
  github: GitHubIdentity
}

export interface GitHubIdentity {
  /** `owner/name` */
  repository: string
  repositoryId: string
  ownerId: string
}

/** Who deploys, and what all that is deployed shares. */
export interface Deployment extends GitHubIdentity {
  trunk: string
  environment: string
  oidcProviders: readonly string[]
  blobMounting: boolean
  enhancedScanning: boolean
}

/** Stages files that are deployed together, at least one. */
export interface Deployable {
  files: readonly DeployableFile[]
  deployment: Deployment
}

/**
 * The stages files to deploy: those of the context `stages-files`, from infra/, or else whatever is in infra/stages/.
 * @param context `PATH[,PATH...]`
 */
export function stagesFilePaths(context: unknown): string[] {
  if (typeof context === 'string') return context.split(',')
  if (!existsSync('stages')) return []
  return readdirSync('stages').filter(name => /\.ya?ml$/.test(name)).sort().map(name => join('stages', name))
}

/**
 * Reads the stages files that are deployed together.
 * @throws StagesFileError, or Failure where the files do not go together or cannot be read
 */
export function loadStagesFiles(paths: readonly string[]): Deployable {
  return together(paths.map(path => deployable(textOf(path), path)))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure(`The stages file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      remedy: 'Put it there, or name another with `-c stages-files=PATH[,PATH...]`.'
    })
  }
}

/**
 * A stages file, held to what the roles and repositories are made of as well.
 * @throws StagesFileError with the line and the key of all that is wrong
 */
export function deployable(text: string, path: string): DeployableFile {
  const {file, log} = readStagesFile(text, path)
  reportMissing(file, log)
  reportRegions(file, log)
  reportRetention(file, log)
  log.throwIfAny()
  const {trunk = '', github, deployment} = file
  return {...file, trunk, github: identity(github), deployment}
}

function identity({repository = '', repositoryId = '', ownerId = ''}: StagesFile['github']): GitHubIdentity {
  return {repository, repositoryId, ownerId}
}

/** Without the ids a role would trust whoever takes over the name. */
function reportMissing({trunk, github, deployment}: StagesFile, log: ProblemLog): void {
  if (trunk === undefined) log.report('trunk', 'is missing; the roles of master and release trust that branch alone: write it as in trunk: master')
  if (github.repository === undefined) {
    log.report('github.repository', 'is missing; it is the repository that the roles trust: write it as in my-org/sample-image')
  }
  reportIds('github', github, github.repository, log)
  if (deployment?.repository === undefined || deployment.repository === github.repository) return
  reportIds('deployment', deployment, deployment.repository, log)
  if (deployment.trunk === undefined) {
    log.report('deployment.trunk', `is missing; it is the branch of ${deployment.repository} that may deploy: write it as in trunk: main`)
  }
}

function reportIds(key: string, ids: StagesFile['github'], repository: string | undefined, log: ProblemLog): void {
  const missing = (name: string, field: string): void => {
    const command = `gh api repos/${repository ?? '<owner>/<name>'} --jq ${field}`
    log.report(`${key}.${name}`, `is missing; names are recycled and ids are not: \`${command}\` shows it`)
  }
  if (ids.repositoryId === undefined) missing('repository-id', '.id')
  if (ids.ownerId === undefined) missing('owner-id', '.owner.id')
}

function reportRegions({stages}: StagesFile, log: ProblemLog): void {
  const known = RegionInfo.regions.map(({name}) => name)
  const wrong = STAGES.filter(stage => !known.includes(stages[stage].region))
  const key = (stage: Stage): string => (log.holds(`stages.${stage}.region`) ? `stages.${stage}.region` : 'aws.region')
  for (const [where, region] of new Map(wrong.map(stage => [key(stage), stages[stage].region]))) {
    log.report(where, `'${region}' is no region that this version of the AWS CDK knows; correct it, or update aws-cdk-lib for a new one`)
  }
}

const RETENTION: Readonly<Record<Stage, readonly string[]>> = {
  development: ['archive-after-days', 'expire-after-days'],
  master: ['keep', 'expire-untagged-after-days'],
  release: ['archive-after-days']
}

const WHY: Readonly<Record<Stage, string>> = {
  development: 'images of development and their parts are archived when nobody pulls them, and then expired',
  master: 'images of master are kept by their number',
  release: 'a release and its parts are archived when nobody pulls them, and never expired'
}

function reportRetention({stages}: StagesFile, log: ProblemLog): void {
  for (const stage of STAGES) {
    for (const name of ['archive-after-days', 'expire-after-days', 'keep', 'expire-untagged-after-days']) {
      const key = `stages.${stage}.${name}`
      if (!log.holds(key) || RETENTION[stage].includes(name)) continue
      log.report(key, `does not go with this stage: ${WHY[stage]}; remove it; what does: ${RETENTION[stage].join(', ')}`)
    }
  }
  const {expireAfterDays} = stages.development
  if (expireAfterDays !== undefined && expireAfterDays < MIN_ARCHIVE_DAYS) {
    const message = `ECR keeps what is archived for at least ${MIN_ARCHIVE_DAYS} days, and this is ${expireAfterDays}`
    log.report('stages.development.expire-after-days', `${message}; write ${MIN_ARCHIVE_DAYS} or more`)
  }
}

/** @throws Failure where two files call for one thing, or do not agree on who deploys */
export function together(files: readonly DeployableFile[]): Deployable {
  const [first] = files
  if (first === undefined) {
    throw new Failure('There is no stages file to deploy.', {remedy: 'Put one into infra/stages/, or name it with `-c stages-files=PATH[,PATH...]`.'})
  }
  refuseSharedNames(files)
  return {files, deployment: deploymentOf(first, files)}
}

function refuseSharedNames(files: readonly DeployableFile[]): void {
  const owners = new Map<string, string>()
  for (const file of files) {
    for (const image of file.images) {
      for (const stage of STAGES) {
        const {repository, role, stack} = targetOf(file, image, stage)
        for (const name of [`repository ${repository.arn}`, `role ${role.arn}`, `stack ${stack ?? ''} in ${role.account}`]) {
          const owner = owners.get(name)
          if (owner !== undefined && owner !== file.path) {
            throw new Failure(`${owner} and ${file.path} both call for the ${name}.`, {remedy: 'Rename the image in one of them.'})
          }
          owners.set(name, file.path)
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
    throw new Failure(`${one.path} and ${differing.path} say different things under deployment:, which is the same for all.`, {
      remedy: 'Write it in one of them, or the same in both.'
    })
  }
  const stranger = one.deployment?.repository === undefined ? files.find(({github}) => github.repository !== one.github.repository) : undefined
  if (stranger !== undefined) {
    throw new Failure(
      `${one.path} is of ${one.github.repository} and ${stranger.path} of ${stranger.github.repository}, and neither says which repository deploys both.`,
      {remedy: 'Write deployment: with repository, repository-id, owner-id and trunk in one of them.'}
    )
  }
  return deployment
}

function resolved({trunk, github, deployment}: DeployableFile): Deployment {
  const own = deployment?.repository === undefined || deployment.repository === github.repository
  return {
    ...(own ? github : identity(deployment)),
    trunk: deployment?.trunk ?? trunk,
    environment: deployment?.environment ?? 'Deployment',
    oidcProviders: deployment?.oidcProviders ?? [],
    blobMounting: deployment?.blobMounting ?? false,
    enhancedScanning: deployment?.enhancedScanning ?? false
  }
}
