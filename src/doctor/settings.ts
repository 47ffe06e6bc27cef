import type {RepositorySetup} from '../aws/repository-setup.js'
import type {EcrRepository} from '../stages/arn.js'
import {tagMutability} from '../stages/permissions.js'
import type {Stage} from '../stages/stage.js'
import type {Check} from './check.js'
import {bad, good, info, warning} from './check.js'

/** @param deploy the remedy for a repository that differs from what infra/ creates */
export function mutabilityCheck(stage: Stage, {mutability, filters}: RepositorySetup, deploy: string): Check {
  const name = 'tag mutability'
  const expected = tagMutability(stage)
  const immutable = expected.filters.join(', ')
  const missing = expected.filters.filter(filter => !filters.includes(filter))
  const extra = filters.filter(filter => !expected.filters.includes(filter))
  if (mutability === expected.mutability && missing.length === 0 && extra.length === 0)
    return good(name, `${immutable} never move, other tags do`)
  const found = `${mutability}${filters.length === 0 ? '' : ` (${filters.join(', ')})`}`
  const required = `${stage} requires ${expected.mutability} (${immutable})`
  return bad(name, `${found}, but ${required}: ${consequence(mutability, missing, extra)}.`, deploy)
}

function consequence(mutability: string, missing: readonly string[], extra: readonly string[]): string {
  if (mutability.startsWith('IMMUTABLE')) return 'a tag that must move cannot'
  if (mutability === 'MUTABLE') return 'anyone who may push can move any tag to another image'
  if (missing.length > 0) return `anyone who may push can move tags such as ${missing.join(', ')} to another image`
  return `tags such as ${extra.join(', ')} cannot move`
}

interface LifecycleRule {
  description?: string
  selection?: {tagStatus?: string; countType?: string; countNumber?: number}
  action?: {type?: string}
}

/** @param policy JSON; undefined if there is none */
export function lifecycleCheck(policy: string | undefined, deploy: string): Check {
  const name = 'lifecycle'
  if (policy === undefined) return warning(name, 'no policy: every image is kept and paid for forever', deploy)
  const rules = rulesOf(policy)
  if (rules.length === 0)
    return warning(name, 'a policy without any rule: every image is kept and paid for forever', deploy)
  return good(name, rules.map(describeRule).join('; '))
}

function rulesOf(policy: string): LifecycleRule[] {
  try {
    return (JSON.parse(policy) as {rules?: LifecycleRule[]}).rules ?? []
  } catch {
    // ECR accepts only JSON. A policy in another form has no rules that are known here.
    return []
  }
}

function describeRule({description, selection, action}: LifecycleRule): string {
  if (description !== undefined && description !== '') return description
  const {tagStatus = 'any', countType = 'any count', countNumber = ''} = selection ?? {}
  return `${action?.type ?? 'expire'} ${tagStatus} by ${countType} ${countNumber}`.trim()
}

export function scanCheck({scanOnPush}: RepositorySetup, deploy: string): Check {
  if (scanOnPush) return good('scan on push', 'on')
  return warning(
    'scan on push',
    'off: unless the whole registry has enhanced scanning, there are no findings, and a promotion with a severity limit needs them',
    deploy
  )
}

/** ECR mounts a layer from one repository into another only if both are encrypted with the same key. */
export function encryptionCheck(own: RepositorySetup, source: RepositorySetup): Check {
  const name = 'encryption key'
  if (own.encryption === source.encryption)
    return good(name, `the same as that of the source stage, so layers can be mounted (${own.encryption})`)
  return warning(
    name,
    `${own.encryption}, but the source stage has ${source.encryption}: a promotion copies layers through the machine that runs it, instead of mounting them`,
    'Empty and delete the repository, and deploy infra/ again. A repository keeps its first key, and infra/ uses one key for all stages of an account and region.'
  )
}

/** The reason why ECR can never mount layers between two repositories, whatever their settings; undefined if it can. */
export function mountingObstacle(one: EcrRepository, other: EcrRepository): string | undefined {
  if (one.account !== other.account)
    return 'the source stage is in another account, and layers can only be mounted within one account'
  if (one.region !== other.region)
    return 'the source stage is in another region, and layers can only be mounted within one region'
  return undefined
}

/** @param setting undefined if the caller may not read it */
export function mountingCheck(setting: 'ENABLED' | 'DISABLED' | undefined, region: string): Check {
  const name = 'layer mounting'
  const command = (verb: string): string =>
    `\`aws ecr ${verb}-account-setting --region ${region} --name BLOB_MOUNTING${verb === 'put' ? ' --value ENABLED' : ''}\``
  if (setting === 'ENABLED') return good(name, 'BLOB_MOUNTING is ENABLED: a promotion transfers no layers')
  if (setting === 'DISABLED') {
    return warning(
      name,
      'BLOB_MOUNTING is DISABLED: a promotion copies every layer through the machine that runs it',
      `Enable it: set \`blob-mounting: true\` for infra/, or run ${command('put')}.`
    )
  }
  return info(
    name,
    `not known: no stage's policy grants ecr:GetAccountSetting. Anyone with this permission can read the setting with ${command('get')}`
  )
}
