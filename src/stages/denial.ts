import {originQuestion} from './origin.js'
import type {TrustedRepository} from './stages-file.js'
import type {Target} from './target.js'
import type {ClaimCondition} from './trust.js'
import {trustConditions} from './trust.js'

export interface DeniedRequest {
  target: Target
  /** The claims of the token that was refused. */
  claims: Readonly<Record<string, unknown>>
  trunk: string
  /** The repository whose jobs the role trusts. Unknown without a stages file, and for a role that the file does not name. */
  github: TrustedRepository | undefined
}

/** Claims that people can correct. They are shown even if the conditions of the role are not known. */
const SHOWN_CLAIMS = ['aud', 'sub', 'repository_id', 'environment', 'ref']

/**
 * Compares the token's claims with the trust conditions that follow from the stages file, and names the likely cause. The cause
 * comes last if a claim differs, and first if none does. If the conditions are not known, only the claims are shown.
 */
export function explainDenial(request: DeniedRequest): string {
  const {claims, target} = request
  const conditions = conditionsOf(request)
  const names = [...new Set([...SHOWN_CLAIMS, ...Object.keys(conditions)])]
  const lines = names.map(name => {
    const condition = conditions[name]
    const required = condition === undefined ? '' : `; the role requires ${condition.values.join(' or ')}`
    return `  ${name}: ${shown(claims[name])}${required}${matches(condition, claims[name]) ? '' : '  <- differs'}`
  })
  const differing = differingClaims(request).map(({name}) => name)
  const isCompared = Object.keys(conditions).length > 0
  const heading = isCompared
    ? 'The claims of the token, and the conditions of its role according to the stages file:'
    : 'The claims of the token:'
  const compared = [heading, ...lines]
  const cause = isCompared ? likelyCause(differing, target) : uncheckedTrust(target)
  return (isCompared && differing.length === 0 ? [cause, ...compared] : [...compared, cause]).join('\n')
}

function uncheckedTrust({role}: Target): string {
  return `${originQuestion('role', role.from)} If it is, check that ${role.arn} exists, and that its trust policy admits these claims.`
}

/** A claim that does not meet the condition of the role. */
export interface DifferingClaim {
  name: string
  /** `(none)` if the token has no such claim. */
  actual: string
  /** The values that the role accepts, according to the stages file. */
  expected: readonly string[]
}

/** The claims that do not meet the conditions of the role. Empty if the conditions are not known. */
export function differingClaims(request: DeniedRequest): DifferingClaim[] {
  return Object.entries(conditionsOf(request))
    .filter(([name, condition]) => !matches(condition, request.claims[name]))
    .map(([name, {values}]) => ({name, actual: shown(request.claims[name]), expected: values}))
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
  const differs = (name: string): boolean => differing.includes(name)
  if (differs('aud'))
    return 'Likely cause: the input `audience`. Remove it, unless the role was made for an audience other than the default.'
  if (differs('environment'))
    return `Likely cause: the environment of the job. Write \`environment: ${environment ?? ''}\` in the job.`
  if (differs('repository_id')) {
    return "Likely cause: the ids in the stages file are another repository's. Correct them, and deploy infra/."
  }
  if (differs('sub'))
    return 'Likely cause: the repository was renamed or moved. Correct github: in the stages file, and deploy infra/. If it was not, its OIDC subject is not the default one: `gh api repos/OWNER/REPO/actions/oidc/customization/sub` shows it.'
  if (differs('ref')) return 'Likely cause: the run is on a branch or a tag that this stage does not accept.'
  return `${originQuestion('role', role.from)}\nLikely cause: the role ${role.arn} does not exist, or its trust policy is not the policy that infra/ creates. Deploy infra/ again.`
}
