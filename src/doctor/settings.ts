import type {RepositorySetup} from '../aws/repository-setup.js'
import type {EcrRepository} from '../stages/arn.js'
import {tagMutability} from '../stages/permissions.js'
import type {Stage} from '../stages/stage.js'
import type {Check} from './check.js'
import {bad, good, told, warning} from './check.js'

/** @param deploy what to do where the repository is not as infra/ makes it */
export function mutabilityCheck(stage: Stage, {mutability, filters}: RepositorySetup, deploy: string): Check {
  const name = 'tag mutability'
  const wanted = tagMutability(stage)
  const forever = wanted.filters.join(', ')
  const missing = wanted.filters.filter(filter => !filters.includes(filter))
  const more = filters.filter(filter => !wanted.filters.includes(filter))
  if (mutability === wanted.mutability && missing.length === 0 && more.length === 0)
    return good(name, `${forever} stay for ever, other tags move`)
  const has = `${mutability}${filters.length === 0 ? '' : ` (${filters.join(', ')})`}, and ${stage} wants ${wanted.mutability} (${forever})`
  return bad(name, `${has}: ${consequence(mutability, missing, more)}.`, deploy)
}

function consequence(mutability: string, missing: readonly string[], more: readonly string[]): string {
  if (mutability.startsWith('IMMUTABLE')) return 'a tag that is to move cannot'
  if (mutability === 'MUTABLE') return 'whoever may push can put any tag on another image'
  if (missing.length > 0) return `whoever may push can put tags such as ${missing.join(', ')} on another image`
  return `tags such as ${more.join(', ')} cannot move`
}

interface LifecycleRule {
  description?: string
  selection?: {tagStatus?: string; countType?: string; countNumber?: number}
  action?: {type?: string}
}

/** @param policy JSON; undefined where there is none */
export function lifecycleCheck(policy: string | undefined, deploy: string): Check {
  const name = 'lifecycle'
  if (policy === undefined) return warning(name, 'no policy: every image is kept, and paid for, for ever', deploy)
  const rules = rulesOf(policy)
  if (rules.length === 0)
    return warning(name, 'a policy without any rule: every image is kept, and paid for, for ever', deploy)
  return good(name, rules.map(described).join('; '))
}

function rulesOf(policy: string): LifecycleRule[] {
  try {
    return (JSON.parse(policy) as {rules?: LifecycleRule[]}).rules ?? []
  } catch {
    // ECR takes no other; what it keeps in another form has no rules that we know.
    return []
  }
}

function described({description, selection, action}: LifecycleRule): string {
  if (description !== undefined && description !== '') return description
  const {tagStatus = 'any', countType = 'any count', countNumber = ''} = selection ?? {}
  return `${action?.type ?? 'expire'} ${tagStatus} by ${countType} ${countNumber}`.trim()
}

export function scanCheck({scanOnPush}: RepositorySetup, deploy: string): Check {
  if (scanOnPush) return good('scan on push', 'on')
  return warning(
    'scan on push',
    'off: without enhanced scanning of the whole registry there are no findings for the input `fail-on-severity`',
    deploy
  )
}

/** A layer is mounted from one repository into another where both are encrypted with the same key. */
export function encryptionCheck(own: RepositorySetup, before: RepositorySetup): Check {
  const name = 'encryption key'
  if (own.encryption === before.encryption)
    return good(name, `that of the source stage, so that layers can be mounted (${own.encryption})`)
  return warning(
    name,
    `${own.encryption}, and the source stage has ${before.encryption}: layers are sent through the runner instead of mounted`,
    'A repository keeps the key it was made with: empty and delete it, and deploy infra/ anew, which takes one key for all stages of an account and region.'
  )
}

/** Why no layer is ever mounted between two repositories, whatever the settings. */
export function apart(one: EcrRepository, other: EcrRepository): string | undefined {
  if (one.account !== other.account)
    return 'the source stage is of another account, and layers are mounted within one alone'
  if (one.region !== other.region)
    return 'the source stage is of another region, and layers are mounted within one alone'
  return undefined
}

/** @param setting undefined where the caller may not ask */
export function mountingCheck(setting: 'ENABLED' | 'DISABLED' | undefined, region: string): Check {
  const name = 'layer mounting'
  const command = (verb: string): string =>
    `\`aws ecr ${verb}-account-setting --region ${region} --name BLOB_MOUNTING${verb === 'put' ? ' --value ENABLED' : ''}\``
  if (setting === 'ENABLED') return good(name, 'BLOB_MOUNTING is ENABLED: a promotion sends no layer')
  if (setting === 'DISABLED') {
    return warning(
      name,
      'BLOB_MOUNTING is DISABLED: a promotion sends every layer through the runner',
      `Switch it on: \`blob-mounting: true\` for infra/, or ${command('put')}.`
    )
  }
  return told(
    name,
    `not known, as no stage's policy has ecr:GetAccountSetting; who may ask sees it by ${command('get')}`
  )
}
