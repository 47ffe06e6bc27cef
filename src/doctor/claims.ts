import type {Remedy} from '../core/remedy.js'
import type {DeniedRequest, DifferingClaim} from '../stages/denial.js'
import {differingClaims, explainDenial} from '../stages/denial.js'
import {checkEnvironment} from '../stages/environment.js'
import type {Check} from './check.js'
import {bad, good, info, warning} from './check.js'

/** The result of comparing the claims with the trust policy that the stages file describes. */
export type ClaimsMatch =
  | {kind: 'fits'}
  /** The trust policy is not known: there is no stages file, or an input names the role. */
  | {kind: 'unknown'}
  /** The job is in the wrong environment. AWS is not asked with such a token. */
  | {kind: 'environment'; check: Check}
  | {kind: 'differs'; claims: readonly DifferingClaim[]; explanation: Remedy}

const NAME = 'claims'

export function matchClaims(request: DeniedRequest): ClaimsMatch {
  const {target, claims, github} = request
  const refusal = checkEnvironment(target.stage, target.environment, claims)
  if (refusal !== undefined) return {kind: 'environment', check: bad(NAME, refusal.reason, refusal.remedy)}
  if (github?.repository === undefined) return {kind: 'unknown'}
  const differing = differingClaims(request)
  return differing.length === 0
    ? {kind: 'fits'}
    : {kind: 'differs', claims: differing, explanation: explainDenial(request)}
}

/** @param isAccepted whether STS gave credentials for the token; undefined if it was not asked */
export function claimsCheck(match: ClaimsMatch, role: string, isAccepted: boolean | undefined): Check {
  switch (match.kind) {
    case 'fits':
      return good(NAME, `match the trust policy of the role ${role}, according to the stages file`)
    case 'unknown':
      return info(NAME, `the trust policy of the role ${role} is not known: no stages file describes it`)
    case 'environment':
      return match.check
    case 'differs':
      return isAccepted === true ? acceptedCheck(match.claims, role) : differingCheck(match, role)
  }
}

/** AWS accepted claims that the stages file does not allow, so the role differs from the stages file. */
function acceptedCheck(claims: readonly DifferingClaim[], role: string): Check {
  const both = claims.map(
    ({name, actual, expected}) => `${name} (the token has ${actual}, the file has ${expected.join(' or ')})`
  )
  return warning(
    NAME,
    `${differing(role, both)}; AWS accepted the token anyway`,
    'Either the stages file is wrong, or the role was changed by hand. Compare the two before you deploy infra/ again: after that, the role refuses all claims that the stages file does not allow.'
  )
}

function differingCheck({claims, explanation}: Extract<ClaimsMatch, {kind: 'differs'}>, role: string): Check {
  const names = claims.map(({name}) => name)
  return bad(NAME, differing(role, names), explanation)
}

function differing(role: string, claims: readonly string[]): string {
  return `differ from the trust policy of the role ${role}, according to the stages file: ${claims.join(', ')}`
}
