import {getIDToken} from '@actions/core'

import {Failure, messageOf} from '../failure.js'
import type {Environment} from '../environment.js'

/** The claims we read; https://docs.github.com/en/actions/reference/security/oidc lists them all. */
export type Claims = Readonly<Record<string, unknown>>

/** GitHub's OIDC token, or that this job has none: what that means depends on the event. */
export type IdentityToken = {kind: 'token'; token: string; claims: Claims} | {kind: 'unavailable'}

const DEADLINE_MS = 30_000

/** Whether this job has `id-token: write`: only then the runner says where to ask. */
export function mayAskForToken(environment: Environment): boolean {
  return Boolean(environment['ACTIONS_ID_TOKEN_REQUEST_URL'] && environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'])
}

/**
 * Asks GitHub for an OIDC token. The claims are read, not verified: STS does that.
 * @throws Failure when GitHub has one to give and does not
 */
export async function requestToken(audience: string, environment: Environment, signal: AbortSignal): Promise<IdentityToken> {
  if (!mayAskForToken(environment)) return {kind: 'unavailable'}
  // A hung server would keep the toolkit's client waiting for three minutes.
  const limit = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)])
  const gaveUp = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => {
      reject(signal.aborted ? (signal.reason as Error) : new Error(`no answer within ${DEADLINE_MS / 1000} s`))
    })
  })
  try {
    const token = await Promise.race([getIDToken(audience), gaveUp])
    return {kind: 'token', token, claims: claimsOf(token)}
  } catch (error) {
    signal.throwIfAborted()
    throw new Failure(`Asking GitHub for an OIDC token for the audience ${audience}: ${plain(messageOf(error))}`, {
      cause: error,
      remedy: 'GitHub issues these itself: run the job again, and look at https://www.githubstatus.com if it stays.'
    })
  }
}

function claimsOf(token: string): Claims {
  const payload = token.split('.')[1] ?? ''
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  if (typeof claims !== 'object' || claims === null) throw new Error('the token carries no claims')
  return claims as Claims
}

/** The toolkit wraps its messages in labels and line breaks. */
function plain(message: string): string {
  return message.replaceAll(/Error message: |Failed to get ID Token\./gi, '').replaceAll(/\s+/g, ' ').trim()
}
