import {trunkTag} from '../../src/stages/branch-tag.js'
import type {Stage} from '../../src/stages/stage.js'
import type {StageSettings} from '../../src/stages/stages-file.js'

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export interface LifecyclePolicy {
  rules: LifecycleRule[]
}

export interface LifecycleRule {
  rulePriority: number
  description: string
  selection: {
    tagStatus: 'tagged' | 'untagged' | 'any'
    /** An image is selected that has tags for all of them. */
    tagPatternList?: string[]
    storageClass?: 'archive'
    countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned'
    countUnit?: 'days'
    countNumber: number
  }
  action: {type: 'expire'} | {type: 'transition'; targetStorageClass: 'archive'}
}

type Retention = Pick<StageSettings, 'archiveAfterDays' | 'expireAfterDays' | 'keep' | 'expireUntaggedAfterDays'>

/** Where the stages file says nothing; days, and images of master. */
export const DEFAULT_RETENTION = {
  development: {archiveAfterDays: 30, expireAfterDays: 180},
  master: {keep: 200, expireUntaggedAfterDays: 14},
  release: {archiveAfterDays: 365}
}

const EXPIRE = {type: 'expire'} as const
const ARCHIVE = {type: 'transition', targetStorageClass: 'archive'} as const

/**
 * What becomes of a stage's images that nobody needs any more. ECR's rules that the order rests on: an image that a rule
 * selects by its tags is safe from every later rule, whether the rule takes it or not; what an index names is not taken
 * before the index is expired or archived; referrers go with their subject.
 */
export function lifecyclePolicy(stage: Stage, settings: Retention, trunk: string): LifecyclePolicy {
  return {rules: rulesOf(stage, settings, trunk).map((rule, index) => ({rulePriority: index + 1, ...rule}))}
}

type Rule = Omit<LifecycleRule, 'rulePriority'>

function rulesOf(stage: Stage, settings: Retention, trunk: string): Rule[] {
  const {development, master, release} = DEFAULT_RETENTION
  switch (stage) {
    // The parts of an index have no tag, and an index in the archive no longer guards them: where images are archived, what
    // has no tag goes the same way as the rest.
    case 'development':
      return [
        archiveUnused(settings.archiveAfterDays ?? development.archiveAfterDays),
        expireArchived(settings.expireAfterDays ?? development.expireAfterDays)
      ]
    case 'master':
      return [
        spare(trunkTag(trunk), EXPIRE),
        expireUntagged(settings.expireUntaggedAfterDays ?? master.expireUntaggedAfterDays),
        keepNewest(settings.keep ?? master.keep)
      ]
    // Archiving alone, so that no rule there is can expire a release.
    case 'release':
      return [spare('latest', ARCHIVE), archiveUnused(settings.archiveAfterDays ?? release.archiveAfterDays)]
  }
}

/** One image at most has the tag, so there are never more than one, and the later rules leave it alone. */
function spare(tag: string, action: Rule['action']): Rule {
  return {
    description: `Never take what ${tag} names`,
    selection: {tagStatus: 'tagged', tagPatternList: [tag], countType: 'imageCountMoreThan', countNumber: 1},
    action
  }
}

function expireUntagged(days: number): Rule {
  return {
    description: `Expire what has had no tag for ${days} days`,
    selection: {tagStatus: 'untagged', ...sinceDays('sinceImagePushed', days)},
    action: EXPIRE
  }
}

function archiveUnused(days: number): Rule {
  return {
    description: `Archive what nobody pulled for ${days} days`,
    selection: {tagStatus: 'any', ...sinceDays('sinceImagePulled', days)},
    action: ARCHIVE
  }
}

function expireArchived(days: number): Rule {
  return {
    description: `Expire what has been archived for ${days} days`,
    selection: {tagStatus: 'any', storageClass: 'archive', ...sinceDays('sinceImageTransitioned', days)},
    action: EXPIRE
  }
}

/** By count: a rule by age would take an image that is old and still what was built last. */
function keepNewest(count: number): Rule {
  return {
    description: `Keep the newest ${count} images`,
    // Every image of a commit has this tag; the parts of an index, which have none, are not counted.
    selection: {tagStatus: 'tagged', tagPatternList: ['sha-*'], countType: 'imageCountMoreThan', countNumber: count},
    action: EXPIRE
  }
}

function sinceDays<Type extends string>(
  countType: Type,
  days: number
): {countType: Type; countUnit: 'days'; countNumber: number} {
  return {countType, countUnit: 'days', countNumber: days}
}
