import {isDeepStrictEqual} from 'node:util'

import type {AdmittedRefs, DesiredEnvironment, DesiredRuleset, RefPattern} from './environments.js'
import {RELEASE_TAGS} from './environments.js'

/** A user or a team that approves jobs. */
export interface Reviewer {
  type: 'User' | 'Team'
  id: number
  /** A login, or `org/team`. */
  name: string
}

/** The rules of an environment on GitHub. */
export interface EnvironmentSettings {
  /** `protected` stands for all branches with branch protection. */
  refs: AdmittedRefs | 'protected'
  /** One approval is enough. */
  reviewers: readonly Reviewer[]
  preventSelfReview: boolean
  adminsBypass: boolean
  waitMinutes: number
}

/** The settings of a ruleset on GitHub. */
export interface RulesetSettings {
  target: string
  enforcement: string
  include: readonly string[]
  exclude: readonly string[]
  rules: readonly string[]
  /** Actors that the ruleset exempts, as `<type> <id> <mode>`. */
  exempt: readonly string[]
}

/** A requested protection that is missing. */
export interface Shortfall {
  what: string
  /** The consequence. */
  meaning: string
  /** Reasons, one per line. */
  because: string[]
}

/** The repository, and GitHub's answers to the requests that it refused. */
export interface Circumstances {
  repository: string
  isPublic: boolean
  /** The page where people edit the environment. */
  url: string
  refusals: {refs: readonly string[]; approval: readonly string[]}
}

/**
 * The settings to request for an environment. Stricter settings that others made stay: reviewers if none are named here,
 * waiting times, and, for an environment that is open to all refs, a list of refs that includes pull requests.
 */
export function settingsFor(
  wanted: DesiredEnvironment,
  found: EnvironmentSettings | undefined,
  named: readonly Reviewer[]
): EnvironmentSettings {
  const {refs = 'any', reviewers = [], preventSelfReview = false, adminsBypass = true, waitMinutes = 0} = found ?? {}
  const narrowed = typeof refs !== 'string' && refs.some(({name}) => name === 'refs/pull/*/merge')
  const approving = wanted.unapproved !== undefined && named.length > 0 ? named : reviewers
  const approved = wanted.unapproved !== undefined
  return {
    refs: wanted.refs === 'any' && narrowed ? refs : wanted.refs,
    reviewers: approving,
    // GitHub refuses this setting if there is no reviewer.
    preventSelfReview: approved ? approving.length > 0 : preventSelfReview,
    adminsBypass: approved ? false : adminsBypass,
    waitMinutes
  }
}

/** The parts of the requested settings that an environment lacks. */
export function shortfallsOf(
  wanted: DesiredEnvironment,
  requested: EnvironmentSettings,
  found: EnvironmentSettings,
  circumstances: Circumstances
): Shortfall[] {
  const refs = shortfallOfRefs(wanted, requested, found, circumstances)
  if (wanted.unapproved === undefined) return refs
  return [
    ...refs,
    ...(found.reviewers.length === 0
      ? [shortfallOfReviewers(wanted.name, wanted.unapproved, requested, circumstances)]
      : shortfallsOfApproval(wanted.name, requested, found, circumstances))
  ]
}

function shortfallOfRefs(
  {name}: DesiredEnvironment,
  requested: EnvironmentSettings,
  found: EnvironmentSettings,
  {repository, isPublic, refusals}: Circumstances
): Shortfall[] {
  if (hasSameRefs(requested.refs, found.refs)) return []
  return [
    {
      what: `${name} of ${repository} admits ${describeRefs(found.refs)}, not only ${describeRefs(requested.refs)}.`,
      meaning: 'Its role in AWS also checks the ref, and still refuses all others.',
      because: [
        ...describeRefusals(refusals.refs),
        ...describePlans(isPublic, 'restrictions of branches and tags', 'the Pro, Team and Enterprise plans')
      ]
    }
  ]
}

function shortfallOfReviewers(
  environment: string,
  meaning: string,
  requested: EnvironmentSettings,
  {repository, isPublic, refusals}: Circumstances
): Shortfall {
  const isUnnamed = requested.reviewers.length === 0
  return {
    what: `${environment} of ${repository} has no required reviewers.`,
    meaning,
    because: [
      ...(isUnnamed
        ? ['No reviewer is named: run this again with --reviewers USER,ORG/TEAM.']
        : describeRefusals(refusals.approval)),
      ...describePlans(isPublic, 'required reviewers', 'the Enterprise plan')
    ]
  }
}

function shortfallsOfApproval(
  environment: string,
  requested: EnvironmentSettings,
  found: EnvironmentSettings,
  {repository, isPublic, url, refusals}: Circumstances
): Shortfall[] {
  const whose = `${environment} of ${repository}`
  const missing = requested.reviewers.filter(
    ({type, id}) => !found.reviewers.some(other => other.type === type && other.id === id)
  )
  const shortfalls: Shortfall[] = []
  if (missing.length > 0) {
    shortfalls.push({
      what: `${whose} is not reviewed by ${missing.map(({name}) => name).join(' or ')}.`,
      meaning: `Its runs wait only for ${found.reviewers.map(({name}) => name).join(' or ')}.`,
      because: describeRefusals(refusals.approval)
    })
  }
  if (!found.preventSelfReview) {
    shortfalls.push({
      what: `${whose} does not prevent self-review.`,
      meaning: 'A reviewer who starts a run may approve it alone.',
      because: [
        ...describeRefusals(refusals.approval),
        ...describePlans(isPublic, 'required reviewers', 'the Enterprise plan')
      ]
    })
  }
  if (found.adminsBypass) {
    shortfalls.push({
      what: `${whose} lets administrators bypass its approval.`,
      meaning: `An administrator of ${repository} may continue without an approval.`,
      because: [
        ...describeRefusals(refusals.approval),
        `Clear "Allow administrators to bypass configured protection rules" at ${url}`
      ]
    })
  }
  return shortfalls
}

/** @param refusals GitHub's answers to the request for the ruleset */
export function shortfallOf(
  {effect, unguarded}: DesiredRuleset,
  repository: string,
  isPublic: boolean,
  refusals: readonly string[]
): Shortfall {
  return {
    what: `Tags v* of ${repository}: ${effect.absent}.`,
    meaning: unguarded,
    because: [
      ...describeRefusals(refusals),
      ...describePlans(isPublic, 'rulesets', 'the Pro, Team and Enterprise plans')
    ]
  }
}

function describeRefusals(refusals: readonly string[]): string[] {
  return refusals.length === 0
    ? ['GitHub accepted the request and did not apply it.']
    : refusals.map(refusal => `GitHub answered: ${refusal}`)
}

function describePlans(isPublic: boolean, what: string, plans: string): string[] {
  return isPublic ? [] : [`On private repositories, GitHub offers ${what} only with ${plans}.`]
}

/** The settings that GitHub must return for the ruleset. */
export function rulesetSettings({rules, exempt}: DesiredRuleset): RulesetSettings {
  return {
    target: 'tag',
    enforcement: 'active',
    include: RELEASE_TAGS,
    exclude: [],
    rules,
    exempt: exempt.map(id => `RepositoryRole ${id} always`)
  }
}

export function isSameRuleset(one: RulesetSettings, other: RulesetSettings): boolean {
  const ordered = ({target, enforcement, ...lists}: RulesetSettings): unknown => [
    target,
    enforcement,
    ...[lists.include, lists.exclude, lists.rules, lists.exempt].map(list => list.toSorted())
  ]
  return isDeepStrictEqual(ordered(one), ordered(other))
}

export function hasSameSettings(one: EnvironmentSettings, other: EnvironmentSettings): boolean {
  const ordered = ({refs, reviewers, preventSelfReview, adminsBypass, waitMinutes}: EnvironmentSettings): unknown => [
    preventSelfReview,
    adminsBypass,
    waitMinutes,
    typeof refs === 'string' ? refs : refs.map(refKey).toSorted(),
    reviewers.map(({type, id}) => `${type} ${id}`).toSorted()
  ]
  return isDeepStrictEqual(ordered(one), ordered(other))
}

function hasSameRefs(one: EnvironmentSettings['refs'], other: EnvironmentSettings['refs']): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return isDeepStrictEqual(one.map(refKey).toSorted(), other.map(refKey).toSorted())
}

export function refKey({type, name}: RefPattern): string {
  return `${type} ${name}`
}

/** `branch master and tags v*` */
export function describeRefs(refs: EnvironmentSettings['refs']): string {
  if (refs === 'any') return 'every branch, tag and pull request'
  if (refs === 'protected') return 'protected branches'
  if (refs.length === 0) return 'nothing'
  return refs
    .map(({type, name}) =>
      `${type}${type === 'tag' || name.includes('*') ? 's' : ''} ${name}`.replace('branchs', 'branches')
    )
    .join(' and ')
}
