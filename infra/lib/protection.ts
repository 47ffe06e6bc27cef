import {isDeepStrictEqual} from 'node:util'

import type {AdmittedRefs, DesiredEnvironment, DesiredRuleset, RefPattern} from './environments.js'
import {RELEASE_TAGS} from './environments.js'

/** Who approves jobs: a user, or a team as `org/team`. */
export interface Reviewer {
  type: 'User' | 'Team'
  id: number
  name: string
}

/** What GitHub holds an environment's jobs to. */
export interface EnvironmentSettings {
  /** `protected`: branches with a protection of their own. */
  refs: AdmittedRefs | 'protected'
  /** One of them approves. */
  reviewers: readonly Reviewer[]
  preventSelfReview: boolean
  adminsBypass: boolean
  waitMinutes: number
}

/** A ruleset as GitHub has it. */
export interface RulesetSettings {
  target: string
  enforcement: string
  include: readonly string[]
  exclude: readonly string[]
  rules: readonly string[]
  /** Actors it does not bind, as `<type> <id> <mode>`. */
  exempt: readonly string[]
}

/** Something that was asked for and is not there. */
export interface Shortfall {
  what: string
  meaning: string
  /** A line each. */
  because: string[]
}

/** GitHub's own words where it refused something, and whose repository it is. */
export interface Circumstances {
  repository: string
  isPublic: boolean
  /** Where the environment is set by hand. */
  url: string
  refusals: {refs: readonly string[]; approval: readonly string[]}
}

/**
 * What to ask of GitHub for an environment. What others made stricter stays: their reviewers, where none are named here,
 * waiting times, and refs of an environment that is open to all, as long as pull requests get in.
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
    // GitHub refuses it where there is no reviewer.
    preventSelfReview: approved ? approving.length > 0 : preventSelfReview,
    adminsBypass: approved ? false : adminsBypass,
    waitMinutes
  }
}

/** What an environment lacks of what was asked for. */
export function shortfallsOf(
  wanted: DesiredEnvironment,
  asked: EnvironmentSettings,
  found: EnvironmentSettings,
  circumstances: Circumstances
): Shortfall[] {
  const {repository, isPublic, url, refusals} = circumstances
  const whose = `${wanted.name} of ${repository}`
  const shortfalls: Shortfall[] = []
  if (!sameRefs(asked.refs, found.refs)) {
    shortfalls.push({
      what: `${whose} admits ${admitted(found.refs)}, not ${admitted(asked.refs)} alone.`,
      meaning: 'Its role in AWS compares the ref as well, and still refuses all others.',
      because: [...said(refusals.refs), ...offer(isPublic, 'to restrict branches and tags', 'Pro, Team and Enterprise')]
    })
  }
  if (wanted.unapproved === undefined) return shortfalls

  const enterprise = offer(isPublic, 'required reviewers', 'Enterprise alone')
  if (found.reviewers.length === 0) {
    const unnamed = asked.reviewers.length === 0
    shortfalls.push({
      what: `${whose} has no required reviewers.`,
      meaning: wanted.unapproved,
      because: [
        ...(unnamed ? ['Nobody is named: run this again with --reviewers USER,ORG/TEAM.'] : said(refusals.approval)),
        ...enterprise
      ]
    })
    return shortfalls
  }
  const lacking = asked.reviewers.filter(
    ({type, id}) => !found.reviewers.some(other => other.type === type && other.id === id)
  )
  if (lacking.length > 0) {
    shortfalls.push({
      what: `${whose} is not reviewed by ${lacking.map(({name}) => name).join(' or ')}.`,
      meaning: `Its runs wait for ${found.reviewers.map(({name}) => name).join(' or ')} alone.`,
      because: said(refusals.approval)
    })
  }
  if (!found.preventSelfReview) {
    shortfalls.push({
      what: `${whose} does not prevent self-review.`,
      meaning: 'A reviewer who starts a run may approve it alone.',
      because: [...said(refusals.approval), ...enterprise]
    })
  }
  if (found.adminsBypass) {
    shortfalls.push({
      what: `${whose} lets administrators bypass its approval.`,
      meaning: `Whoever administers ${repository} may go on without one.`,
      because: [
        ...said(refusals.approval),
        `Clear "Allow administrators to bypass configured protection rules" at ${url}`
      ]
    })
  }
  return shortfalls
}

/** @param refusals what GitHub said to it */
export function shortfallOf(
  {effect, unguarded}: DesiredRuleset,
  repository: string,
  isPublic: boolean,
  refusals: readonly string[]
): Shortfall {
  return {
    what: `Tags v* of ${repository}: ${effect.absent}.`,
    meaning: unguarded,
    because: [...said(refusals), ...offer(isPublic, 'rulesets', 'Pro, Team and Enterprise')]
  }
}

function said(refusals: readonly string[]): string[] {
  return refusals.length === 0
    ? ['GitHub took the request, and did not do it.']
    : refusals.map(refusal => `GitHub said: ${refusal}`)
}

function offer(isPublic: boolean, what: string, plans: string): string[] {
  return isPublic ? [] : [`On private repositories GitHub offers ${what} with ${plans}.`]
}

/** The ruleset as it is to be read from GitHub. */
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

export function sameRuleset(one: RulesetSettings, other: RulesetSettings): boolean {
  const ordered = ({target, enforcement, ...lists}: RulesetSettings): unknown => [
    target,
    enforcement,
    ...[lists.include, lists.exclude, lists.rules, lists.exempt].map(list => list.toSorted())
  ]
  return isDeepStrictEqual(ordered(one), ordered(other))
}

export function sameSettings(one: EnvironmentSettings, other: EnvironmentSettings): boolean {
  const ordered = ({refs, reviewers, preventSelfReview, adminsBypass, waitMinutes}: EnvironmentSettings): unknown => [
    preventSelfReview,
    adminsBypass,
    waitMinutes,
    typeof refs === 'string' ? refs : refs.map(refKey).toSorted(),
    reviewers.map(({type, id}) => `${type} ${id}`).toSorted()
  ]
  return isDeepStrictEqual(ordered(one), ordered(other))
}

function sameRefs(one: EnvironmentSettings['refs'], other: EnvironmentSettings['refs']): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return isDeepStrictEqual(one.map(refKey).toSorted(), other.map(refKey).toSorted())
}

export function refKey({type, name}: RefPattern): string {
  return `${type} ${name}`
}

/** `branch master and tags v*` */
export function admitted(refs: EnvironmentSettings['refs']): string {
  if (refs === 'any') return 'every branch, tag and pull request'
  if (refs === 'protected') return 'protected branches'
  if (refs.length === 0) return 'nothing'
  return refs
    .map(({type, name}) =>
      `${type}${type === 'tag' || name.includes('*') ? 's' : ''} ${name}`.replace('branchs', 'branches')
    )
    .join(' and ')
}
