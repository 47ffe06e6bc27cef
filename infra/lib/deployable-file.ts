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

/**
 * A stages file, held to what the roles and repositories are made of as well.
 * @throws StagesFileError with the line and the key of all that is wrong
 */
export function deployable(text: string, path: string): DeployableFile {
  const {file, log} = parseStagesFileWithLog(text, path)
  reportMissing(file, log)
  reportRegions(file, log)
  reportRetention(file, log)
  reportNames(file, log)
  reportDeployment(file, log)
  log.throwIfAny()
  const {trunk = '', github, deployment} = file
  return {...file, trunk, github: identity(github), deployment}
}

export function identity({repository = '', repositoryId = '', ownerId = ''}: StagesFile['github']): GitHubIdentity {
  return {repository, repositoryId, ownerId}
}

/** Without the ids a role would trust whoever takes over the name. */
function reportMissing({trunk, github, deployment}: StagesFile, log: ProblemLog): void {
  if (trunk === undefined)
    log.report(
      'trunk',
      'is missing; the roles of master and release trust that branch alone: write it as in trunk: master'
    )
  if (github.repository === undefined) {
    log.report(
      'github.repository',
      'is missing; it is the repository that the roles trust: write it as in my-org/sample-image'
    )
  }
  reportIds('github', github, github.repository, log)
  if (deployment?.repository === undefined || deployment.repository === github.repository) return
  reportIds('deployment', deployment, deployment.repository, log)
  if (deployment.trunk === undefined) {
    log.report(
      'deployment.trunk',
      `is missing; it is the branch of ${deployment.repository} that may deploy: write it as in trunk: main`
    )
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

function reportRegions(file: StagesFile, log: ProblemLog): void {
  const {stages, deployment, partition} = file
  const known = RegionInfo.regions.map(({name}) => name)
  const home = deployment?.region
  if (home !== undefined && (!known.includes(home) || partitionOf(home) !== partition)) {
    log.report(
      'deployment.region',
      `'${home}' is no region of the partition ${partition} that this version of the AWS CDK knows`
    )
  }
  const wrong = STAGES.filter(stage => !known.includes(stages[stage].region))
  for (const [where, region] of new Map(wrong.map(stage => [stageKey(file, stage, 'region'), stages[stage].region]))) {
    log.report(
      where,
      `'${region}' is no region that this version of the AWS CDK knows; correct it, or update aws-cdk-lib for a new one`
    )
  }
}

/** IAM's, for groups and managed policies. */
const MAX_GROUP_NAME = 128

/** What IAM would refuse of names that the stages file's own rules let pass. */
function reportNames(file: StagesFile, log: ProblemLog): void {
  const {images, stages, trunk} = file
  const taken: readonly string[] = [DEPLOYMENT_ROLE, DIFF_ROLE]
  for (const stage of STAGES) {
    const {role, environment} = stages[stage]
    if (role !== undefined && (taken.includes(role.toLowerCase()) || role.toLowerCase().startsWith('cdk-'))) {
      log.report(`stages.${stage}.role`, `'${role}' is the name of a role that deploys; choose another`)
    }
    if (!isLatin1(environment))
      log.report(
        `stages.${stage}.environment`,
        `'${environment}' has letters that a trust policy cannot hold; IAM takes Latin-1 there`
      )
    for (const {name} of images) {
      const longest = groupName(name, stage, 'developers')
      if (longest.length <= MAX_GROUP_NAME) continue
      log.report(
        imageKey(file, name),
        `its group in ${stage} would be ${longest}, of ${longest.length} characters, and IAM takes ${MAX_GROUP_NAME}; shorten the image's name`
      )
    }
  }
  if (trunk !== undefined && !isLatin1(trunk))
    log.report('trunk', `'${trunk}' has letters that a trust policy cannot hold; IAM takes Latin-1 there`)
}

function isLatin1(text: string): boolean {
  return Buffer.from(text, 'latin1').toString('latin1') === text
}

function reportDeployment({stages, github, deployment, partition}: StagesFile, log: ProblemLog): void {
  const environment = deployment?.environment ?? DEPLOYMENT_ENVIRONMENT
  const isOwn = deployment?.repository === undefined || deployment.repository === github.repository
  const owner = STAGES.find(stage => isOwn && stages[stage].environment.toLowerCase() === environment.toLowerCase())
  if (owner !== undefined && deployment?.environment === undefined) {
    const message = `'${stages[owner].environment}' is the environment of those who deploy: who may run this stage could deploy`
    log.report(`stages.${owner}.environment`, `${message}; name another, or another one as deployment.environment`)
  }
  const accounts = [...new Set(STAGES.map(stage => stages[stage].account))]
  for (const [index, provider] of (deployment?.oidcProviders ?? []).entries()) {
    if (accounts.some(account => provider === providerArn(partition, account))) continue
    log.report(
      `deployment.oidc-providers[${index}]`,
      `'${provider}' is in no account of a stage; the accounts are ${accounts.join(', ')} of the partition ${partition}`
    )
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
      if (!log.has(key) || RETENTION[stage].includes(name)) continue
      log.report(
        key,
        `does not go with this stage: ${WHY[stage]}; remove it. Keys that do: ${RETENTION[stage].join(', ')}`
      )
    }
  }
  const {expireAfterDays} = stages.development
  if (expireAfterDays !== undefined && expireAfterDays < MIN_ARCHIVE_DAYS) {
    const message = `ECR keeps what is archived for at least ${MIN_ARCHIVE_DAYS} days, and this is ${expireAfterDays}`
    log.report('stages.development.expire-after-days', `${message}; write ${MIN_ARCHIVE_DAYS} or more`)
  }
}
