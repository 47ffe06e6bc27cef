import {RegionInfo} from 'aws-cdk-lib/region-info'

import {groupName} from '../../src/stages/names.js'
import {imageKey, stageKey} from '../../src/stages/origin.js'
import {partitionOf} from '../../src/stages/partition.js'
import type {ProblemLog} from '../../src/stages/problem-log.js'
import type {Stage} from '../../src/stages/stage.js'
import {STAGES} from '../../src/stages/stage.js'
import type {StagesFile} from '../../src/stages/stages-file.js'
import {parseStagesFileWithLog} from '../../src/stages/stages-file-parser.js'
import {MIN_ARCHIVE_DAYS} from './lifecycle-problems.js'
import {DEPLOYMENT_ENVIRONMENT, DEPLOYMENT_ROLE, DIFF_ROLE, providerArn} from './names.js'

/** A stages file that has all values that the roles require. */
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

/**
 * Reads a stages file and checks the values that only a deployment requires.
 * @throws StagesFileError with the line and the key of each problem
 */
export function readDeployableFile(text: string, path: string): DeployableFile {
  const {file, log} = parseStagesFileWithLog(text, path)
  reportMissing(file, log)
  reportRegions(file, log)
  reportRetention(file, log)
  reportNames(file, log)
  reportDeployment(file, log)
  log.throwIfAny()
  const {trunk = '', github, deployment} = file
  return {...file, trunk, github: gitHubIdentityOf(github), deployment}
}

export function gitHubIdentityOf({
  repository = '',
  repositoryId = '',
  ownerId = ''
}: StagesFile['github']): GitHubIdentity {
  return {repository, repositoryId, ownerId}
}

/** Without the ids a role would trust anyone who takes over the name. */
function reportMissing({trunk, github, deployment}: StagesFile, log: ProblemLog): void {
  if (trunk === undefined)
    log.report('trunk', 'is missing; the roles of master and release trust only this branch. Example: trunk: master')
  if (github.repository === undefined) {
    log.report('github.repository', 'is missing; the roles trust only this repository. Example: my-org/sample-image')
  }
  reportIds('github', github, github.repository, log)
  if (deployment?.repository === undefined || deployment.repository === github.repository) return
  reportIds('deployment', deployment, deployment.repository, log)
  if (deployment.trunk === undefined) {
    log.report(
      'deployment.trunk',
      `is missing; only this branch of ${deployment.repository} may deploy. Example: trunk: main`
    )
  }
}

function reportIds(key: string, ids: StagesFile['github'], repository: string | undefined, log: ProblemLog): void {
  const missing = (name: string, field: string): void => {
    const command = `gh api repos/${repository ?? '<owner>/<name>'} --jq ${field}`
    log.report(`${key}.${name}`, `is missing; a name can be reused, an id cannot. \`${command}\` prints it`)
  }
  if (ids.repositoryId === undefined) missing('repository-id', '.id')
  if (ids.ownerId === undefined) missing('owner-id', '.owner.id')
}

function reportRegions(file: StagesFile, log: ProblemLog): void {
  const {stages, deployment, partition} = file
  const known = RegionInfo.regions.map(({name}) => name)
  const home = deployment?.region
  if (home !== undefined && (!known.includes(home) || partitionOf(home) !== partition)) {
    log.report(
      'deployment.region',
      `'${home}' is not a region of the partition ${partition} that this version of the AWS CDK knows`
    )
  }
  const wrong = STAGES.filter(stage => !known.includes(stages[stage].region))
  for (const [where, region] of new Map(wrong.map(stage => [stageKey(file, stage, 'region'), stages[stage].region]))) {
    log.report(
      where,
      `'${region}' is not a region that this version of the AWS CDK knows; correct it, or update aws-cdk-lib for a new region`
    )
  }
}

/** IAM's limit for names of groups and managed policies. */
const MAX_GROUP_NAME = 128

/** Reports names that the rules of the stages file accept and IAM refuses. */
function reportNames(file: StagesFile, log: ProblemLog): void {
  const {images, stages, trunk} = file
  const taken: readonly string[] = [DEPLOYMENT_ROLE, DIFF_ROLE]
  for (const stage of STAGES) {
    const {role, environment} = stages[stage]
    if (role !== undefined && (taken.includes(role.toLowerCase()) || role.toLowerCase().startsWith('cdk-'))) {
      log.report(`stages.${stage}.role`, `'${role}' is the name of a role that deploys; choose another name`)
    }
    if (!isLatin1(environment))
      log.report(
        `stages.${stage}.environment`,
        `'${environment}' has characters that IAM refuses in a trust policy; use characters of Latin-1`
      )
    for (const {name} of images) {
      const longest = groupName(name, stage, 'developers')
      if (longest.length <= MAX_GROUP_NAME) continue
      log.report(
        imageKey(file, name),
        `its group in ${stage} would be ${longest}, which has ${longest.length} characters; IAM accepts ${MAX_GROUP_NAME}, so shorten the name of the image`
      )
    }
  }
  if (trunk !== undefined && !isLatin1(trunk))
    log.report('trunk', `'${trunk}' has characters that IAM refuses in a trust policy; use characters of Latin-1`)
}

function isLatin1(text: string): boolean {
  return Buffer.from(text, 'latin1').toString('latin1') === text
}

function reportDeployment({stages, github, deployment, partition}: StagesFile, log: ProblemLog): void {
  const environment = deployment?.environment ?? DEPLOYMENT_ENVIRONMENT
  const isOwn = deployment?.repository === undefined || deployment.repository === github.repository
  const owner = STAGES.find(stage => isOwn && stages[stage].environment.toLowerCase() === environment.toLowerCase())
  if (owner !== undefined && deployment?.environment === undefined) {
    const message = `'${stages[owner].environment}' is the environment that deploys, so everyone who may run this stage could deploy`
    log.report(
      `stages.${owner}.environment`,
      `${message}; choose another name here, or set deployment.environment to another name`
    )
  }
  const accounts = [...new Set(STAGES.map(stage => stages[stage].account))]
  for (const [index, provider] of (deployment?.oidcProviders ?? []).entries()) {
    if (accounts.some(account => provider === providerArn(partition, account))) continue
    log.report(
      `deployment.oidc-providers[${index}]`,
      `'${provider}' is not in the account of a stage; the accounts are ${accounts.join(', ')} of the partition ${partition}`
    )
  }
}

const RETENTION: Readonly<Record<Stage, readonly string[]>> = {
  development: ['archive-after-days', 'expire-after-days'],
  master: ['keep', 'expire-untagged-after-days'],
  release: ['archive-after-days']
}

const WHY: Readonly<Record<Stage, string>> = {
  development: 'images of development and their parts are archived when nobody pulls them, and expire later',
  master: 'master keeps a fixed number of images',
  release: 'a release and its parts are archived when nobody pulls them, and never expire'
}

function reportRetention({stages}: StagesFile, log: ProblemLog): void {
  for (const stage of STAGES) {
    for (const name of ['archive-after-days', 'expire-after-days', 'keep', 'expire-untagged-after-days']) {
      const key = `stages.${stage}.${name}`
      if (!log.has(key) || RETENTION[stage].includes(name)) continue
      log.report(
        key,
        `does not apply to this stage: ${WHY[stage]}; remove it. Keys that apply: ${RETENTION[stage].join(', ')}`
      )
    }
  }
  const {expireAfterDays} = stages.development
  if (expireAfterDays !== undefined && expireAfterDays < MIN_ARCHIVE_DAYS) {
    const message = `ECR keeps archived images for at least ${MIN_ARCHIVE_DAYS} days, and this is ${expireAfterDays}`
    log.report('stages.development.expire-after-days', `${message}; write ${MIN_ARCHIVE_DAYS} or more`)
  }
}
