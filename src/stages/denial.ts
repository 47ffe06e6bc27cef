import {isItRight} from './origin.js'
import type {TrustedRepository} from './stages-file.js'
import type {Target} from './target.js'
import type {ClaimCondition} from './trust.js'
import {trustConditions} from './trust.js'

export interface DeniedRequest {
  target: Target
  /** Of the token that was refused. */
  claims: Readonly<Record<string, unknown>>
  trunk: string
  /** Whose jobs the role trusts; unknown without a stages file, and of a role that it does not name. */
  github: TrustedRepository | undefined
}

/** Claims that people can do something about, also where it is not known what the role demands of them. */
const TELLING = ['aud', 'sub', 'repository_id', 'environment', 'ref']

/**
 * Sets the token's claims beside the trust condition that belongs to the stages file, and names the likely cause: after the claims
 * where it is one of them, before them where it is none. Where it is not known what the role demands, the claims stand alone.
 */
export function explainDenial(request: DeniedRequest): string {
  const {claims, target} = request
  const conditions = conditionsOf(request)
  const names = [...new Set([...TELLING, ...Object.keys(conditions)])]
  const lines = names.map(name => {
    const condition = conditions[name]
    const demanded = condition === undefined ? '' : `; the role wants ${condition.values.join(' or ')}`
    return `  ${name}: ${shown(claims[name])}${demanded}${matches(condition, claims[name]) ? '' : '  <- differs'}`
  })
  const differing = differingClaims(request).map(({name}) => name)
  const isCompared = Object.keys(conditions).length > 0
  const compared = [`What the token says${isCompared ? ', and what its role wants by the stages file' : ''}:`, ...lines]
  const cause = isCompared ? likelyCause(differing, target) : leftToCheck(target)
  return (isCompared && differing.length === 0 ? [cause, ...compared] : [...compared, cause]).join('\n')
}

function leftToCheck({role}: Target): string {
  return `${isItRight('role', role.from)} If it is, check that ${role.arn} exists, and that its trust policy admits these claims.`
}

/** A claim that is not as the role demands it. */
export interface DifferingClaim {
  name: string
  /** `(none)` where the token has no such claim. */
  is: string
  /** By the stages file: one of these. */
  wanted: readonly string[]
}

/** The claims that are not as the role demands them; none where it is not known what that is. */
export function differingClaims(request: DeniedRequest): DifferingClaim[] {
  return Object.entries(conditionsOf(request))
    .filter(([name, condition]) => !matches(condition, request.claims[name]))
    .map(([name, {values}]) => ({name, is: shown(request.claims[name]), wanted: values}))
}

function conditionsOf({target, trunk, github}: DeniedRequest): Record<string, ClaimCondition> {
  const {stage, environment, role} = target
  const repository = github?.repository
  if (github === undefined || repository === undefined || environment === undefined) return {}
  return trustConditions(role.partition, {stage, trunk, environment, ...github, repository})
}

function matches(condition: ClaimCondition | undefined, claim: unknown): boolean {
  if (condition === undefined) return true
  return condition.values.some(value =>
    condition.operator === 'like' && value.endsWith('*')
      ? shown(claim).startsWith(value.slice(0, -1))
      : shown(claim) === value
  )
}

function shown(claim: unknown): string {
  return typeof claim === 'string' || typeof claim === 'number' ? String(claim) : '(none)'
}

function likelyCause(differing: string[], {role, environment}: Target): string {
  const cause = (name: string): boolean => differing.includes(name)
  if (cause('aud')) return 'Likely cause: the input `audience`; leave it out, unless the role was made for another.'
  if (cause('environment'))
    return `Likely cause: the job's environment; write \`environment: ${environment ?? ''}\` in it.`
  if (cause('repository_id') || cause('repository_owner_id')) {
    return "Likely cause: the ids in the stages file are another repository's; correct them and deploy infra/."
  }
  if (cause('sub'))
    return 'Likely cause: the repository was renamed or moved: correct github: in the stages file and deploy infra/. Or its OIDC subject is not the default one: `gh api repos/OWNER/REPO/actions/oidc/customization/sub` shows it.'
  if (cause('ref')) return 'Likely cause: the run is on a branch or a tag that this stage does not take.'
  return `${isItRight('role', role.from)}\nLikely cause: the role ${role.arn} does not exist, or does not trust what infra/ writes; deploy infra/ again.`
}
