import {setTimeout as sleep} from 'node:timers/promises'

import {getIDToken} from '@actions/core'

import {withTimeout} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'

/** The claims we read; https://docs.github.com/en/actions/reference/security/oidc lists them all. */
export type Claims = Readonly<Record<string, unknown>>

/** GitHub's OIDC token, or that this job has none: what that means depends on the event. */
export type IdentityToken = {kind: 'token'; token: string; claims: Claims} | {kind: 'unavailable'}

/**
 * Asks GitHub for an OIDC token. The claims are read, not verified: STS does that.
 * @throws Failure when GitHub has one to give and does not
 */
export async function requestToken(audience: string, signal: AbortSignal): Promise<IdentityToken> {
  for (let attempt = 1; ; attempt++) {
    try {
      // The toolkit waits three minutes for a hung server, and for ever where an answer is cut short.
      const token = await withTimeout(getIDToken(audience), TRY_MS, 'GitHub', signal)
      return {kind: 'token', token, claims: claimsOf(token)}
    } catch (error) {
      signal.throwIfAborted()
      const answer = plain(messageOf(error))
      if (attempt < TRIES && !isDenial(answer)) {
        await sleep(400 * 2 ** attempt * (0.5 + Math.random() / 2), undefined, {signal})
        continue
      }
      throw new Failure(`Asking GitHub for an OIDC token for the audience ${audience}: ${answer}`, {
        cause: error,
        remedy: 'GitHub issues these itself: run the job again, and look at https://www.githubstatus.com if it stays.'
      })
    }
  }
}

/** The toolkit tries again by itself on 502 to 504 alone. */
const TRIES = 4
const TRY_MS = 10_000

function isDenial(answer: string): boolean {
  return /Error Code : 4(?!08|29)\d\d/.test(answer)
}

function claimsOf(token: string): Claims {
  const payload = token.split('.')[1] ?? ''
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  if (typeof claims !== 'object' || claims === null) throw new Error('the token carries no claims')
  return claims as Claims
}

/** The toolkit wraps its messages in labels and line breaks. */
function plain(message: string): string {
  return message
    .replaceAll(/Error message: |Failed to get ID Token\./gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
