import {trunkTag} from '../../src/stages/branch-tag.js'
import type {Stage} from '../../src/stages/stage.js'
import type {StageSettings} from '../../src/stages/stages-file.js'
import {inVariant} from '../../src/stages/variant.js'

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export interface LifecyclePolicy {
  rules: LifecycleRule[]
}

export interface LifecycleRule {
  rulePriority: number
  description: string
  selection: {
    tagStatus: 'tagged' | 'untagged' | 'any'
    /** Selects images that have a matching tag for each pattern. */
    tagPatternList?: string[]
    storageClass?: 'archive'
    countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned'
    countUnit?: 'days'
    countNumber: number
  }
  action: {type: 'expire'} | {type: 'transition'; targetStorageClass: 'archive'}
}

type Retention = Pick<StageSettings, 'archiveAfterDays' | 'expireAfterDays' | 'keep' | 'expireUntaggedAfterDays'>

/** Defaults of the stages file: days, and for master the number of images. */
export const DEFAULT_RETENTION = {
  development: {archiveAfterDays: 30, expireAfterDays: 180},
  master: {keep: 200, expireUntaggedAfterDays: 14},
  release: {archiveAfterDays: 365}
}

const EXPIRE = {type: 'expire'} as const
const ARCHIVE = {type: 'transition', targetStorageClass: 'archive'} as const

/**
 * The lifecycle policy for images of a stage that are no longer needed. The order of the rules depends on how ECR works.
 * If a rule selects an image by its tags, no later rule touches the image, whether or not the rule itself takes it. ECR
 * takes no part of an index until the index is expired or archived. Referrers are taken together with their subject.
 */
export function lifecyclePolicyFor(
  stage: Stage,
  settings: Retention,
  trunk: string,
  variants: readonly string[] = []
): LifecyclePolicy {
  return prioritized(rulesOf(stage, settings, trunk, variants))
}

/** Days after the push of a build cache: of one that a newer cache replaced, and of one that a tag still names. */
const CACHE_RETENTION = {untagged: 7, tagged: 30}

/** The lifecycle policy for a build cache. Pulls do not count, because ECR expires only by the time of the push. */
export function cacheLifecyclePolicy(): LifecyclePolicy {
  return prioritized([
    expireUntagged(CACHE_RETENTION.untagged),
    {
      description: `Expire caches ${CACHE_RETENTION.tagged} days after their last push`,
      selection: {tagStatus: 'any', ...sinceDays('sinceImagePushed', CACHE_RETENTION.tagged)},
      action: EXPIRE
    }
  ])
}

type Rule = Omit<LifecycleRule, 'rulePriority'>

function prioritized(rules: readonly Rule[]): LifecyclePolicy {
  return {rules: rules.map((rule, index) => ({rulePriority: index + 1, ...rule}))}
}

function rulesOf(stage: Stage, settings: Retention, trunk: string, variants: readonly string[]): Rule[] {
  const ofEach = (tagOf: (variant: string | undefined) => string): string[] =>
    [undefined, ...variants].map(variant => inVariant(tagOf(variant), variant))
  const {development, master, release} = DEFAULT_RETENTION
  switch (stage) {
    // The parts of an index have no tag, and an archived index no longer protects them. So untagged images follow the same
    // rules as the rest: their index may be in the archive.
    case 'development':
      return [
        archiveUnused(settings.archiveAfterDays ?? development.archiveAfterDays),
        expireArchived(settings.expireAfterDays ?? development.expireAfterDays)
      ]
    case 'master':
      return [
        ...ofEach(variant => trunkTag(trunk, {variant})).map(tag => spare(tag, EXPIRE)),
        expireUntagged(settings.expireUntaggedAfterDays ?? master.expireUntaggedAfterDays),
        keepNewest(settings.keep ?? master.keep)
      ]
    // All rules archive, so that none can expire a release.
    case 'release':
      return [
        ...ofEach(() => 'latest').map(tag => spare(tag, ARCHIVE)),
        archiveUnused(settings.archiveAfterDays ?? release.archiveAfterDays)
      ]
  }
}

/** The rule selects the one image with the tag and never finds more than one, so it takes none. Later rules leave the image alone. */
function spare(tag: string, action: Rule['action']): Rule {
  return {
    description: `Keep the image with the tag ${tag}`,
    selection: {tagStatus: 'tagged', tagPatternList: [tag], countType: 'imageCountMoreThan', countNumber: 1},
    action
  }
}

function expireUntagged(days: number): Rule {
  return {
    description: `Expire untagged images ${days} days after their push`,
    selection: {tagStatus: 'untagged', ...sinceDays('sinceImagePushed', days)},
    action: EXPIRE
  }
}

function archiveUnused(days: number): Rule {
  return {
    description: `Archive images that nobody pulled for ${days} days`,
    selection: {tagStatus: 'any', ...sinceDays('sinceImagePulled', days)},
    action: ARCHIVE
  }
}

function expireArchived(days: number): Rule {
  return {
    description: `Expire images that have been archived for ${days} days`,
    selection: {tagStatus: 'any', storageClass: 'archive', ...sinceDays('sinceImageTransitioned', days)},
    action: EXPIRE
  }
}

/** The rule counts images, because a rule by age would take an old image that is still the latest build. */
function keepNewest(count: number): Rule {
  return {
    description: `Keep the newest ${count} images`,
    // Every image of a commit has this tag. The parts of an index have no tag and are not counted.
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
