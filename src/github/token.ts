import {setTimeout as sleep} from 'node:timers/promises'

import {getIDToken} from '@actions/core'

import {withTimeout} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'
import {remedy, RUN_AGAIN} from '../core/remedy.js'

/** The claims of an OIDC token: https://docs.github.com/en/actions/reference/security/oidc */
export type TokenClaims = Readonly<Record<string, unknown>>

/** GitHub's OIDC token. A job may have none; whether that is an error depends on the event. */
export type IdentityToken = {kind: 'token'; token: string; claims: TokenClaims} | {kind: 'unavailable'}

/**
 * Requests an OIDC token from GitHub. The claims are read but not verified, because STS verifies them.
 * @throws Failure if GitHub does not issue the token
 */
export async function requestIdentityToken(audience: string, signal: AbortSignal): Promise<IdentityToken> {
  for (let attempt = 1; ; attempt++) {
    try {
      // The toolkit waits three minutes for a server that hangs, and forever if an answer breaks off.
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
        remedy: remedy`${RUN_AGAIN}. If the error stays, look at https://www.githubstatus.com: GitHub itself issues these tokens.`
      })
    }
  }
}

/** The toolkit itself retries only 502 to 504. */
const TRIES = 4
const TRY_MS = 10_000

function isDenial(answer: string): boolean {
  return /Error Code : 4(?!08|29)\d\d/.test(answer)
}

function claimsOf(token: string): TokenClaims {
  const payload = token.split('.')[1] ?? ''
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  if (typeof claims !== 'object' || claims === null) throw new Error('the token carries no claims')
  return claims as TokenClaims
}

/** Removes the labels and line breaks that the toolkit puts into its messages. */
function plain(message: string): string {
  return message
    .replaceAll(/Error message: |Failed to get ID Token\./gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
