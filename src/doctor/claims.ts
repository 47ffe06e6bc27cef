import type {DeniedRequest, DifferingClaim} from '../stages/denial.js'
import {differingClaims, explainDenial} from '../stages/denial.js'
import {checkEnvironment} from '../stages/environment.js'
import type {Check} from './check.js'
import {bad, good, told, warning} from './check.js'

/** The claims against what the role trusts, by the stages file. */
export type Match =
  | {kind: 'fits'}
  /** It is not known what the role trusts: there is no stages file that says it, or an input names the role. */
  | {kind: 'unknown'}
  /** AWS is not asked with such a token. */
  | {kind: 'environment'; check: Check}
  | {kind: 'differs'; claims: readonly DifferingClaim[]; says: string}

const NAME = 'claims'

export function matchClaims(request: DeniedRequest): Match {
  const {target, claims, github} = request
  const refusal = checkEnvironment(target.stage, target.environment, claims)
  if (refusal !== undefined) return {kind: 'environment', check: bad(NAME, refusal.reason, refusal.remedy)}
  if (github?.repository === undefined) return {kind: 'unknown'}
  const differing = differingClaims(request)
  return differing.length === 0 ? {kind: 'fits'} : {kind: 'differs', claims: differing, says: explainDenial(request)}
}

/** @param isTaken whether STS gave credentials for the token; undefined where it was not asked */
export function claimsCheck(match: Match, role: string, isTaken: boolean | undefined): Check {
  switch (match.kind) {
    case 'fits':
      return good(NAME, `as the role ${role} trusts them, by the stages file`)
    case 'unknown':
      return told(NAME, `what the role ${role} trusts is not known: no stages file says it`)
    case 'environment':
      return match.check
    case 'differs': {
      const differ = (said: (claim: DifferingClaim) => string): string =>
        `not as the role ${role} trusts them, by the stages file: ${match.claims.map(said).join(', ')}`
      const both = differ(
        ({name, actual, expected}) => `${name} (the token says ${actual}, the file ${expected.join(' or ')})`
      )
      return isTaken === true
        ? warning(
            NAME,
            `${both}; AWS took the token all the same`,
            'Either the stages file is wrong, or the role was changed by hand. Compare the two before you deploy infra/ anew: from then on the role refuses what the file does not say.'
          )
        : bad(
            NAME,
            differ(({name}) => name),
            match.says
          )
    }
  }
}
