import {randomUUID} from 'node:crypto'

import {type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT} from 'jose'

import {GITHUB_ISSUER} from '../aws/accounts.js'
import type {Clock} from '../server/clock.js'
import {type Exchange, json, type Reply} from '../server/http.js'

/** The claims of a token, without its audience and its times. */
export type JobClaims = Record<string, string>

/** GitHub's issuer of OIDC tokens. Each job with `id-token: write` has a request token of its own. */
export class OidcIssuer {
  readonly #jobs = new Map<string, {claims: JobClaims; defaultAudience: string}>()

  private constructor(
    private readonly clock: Clock,
    private readonly key: CryptoKey,
    /** The public key, as the issuer publishes it. */
    readonly jwk: JWK
  ) {}

  static async create(clock: Clock): Promise<OidcIssuer> {
    const {privateKey, publicKey} = await generateKeyPair('RS256', {extractable: true})
    const jwk = {...(await exportJWK(publicKey)), kid: randomUUID(), alg: 'RS256', use: 'sig'}
    return new OidcIssuer(clock, privateKey, jwk)
  }

  async publicKey(): Promise<CryptoKey | Uint8Array> {
    return importJWK(this.jwk, 'RS256')
  }

  /** Permits a job to ask for tokens, and returns its request token. */
  admit(claims: JobClaims, defaultAudience: string): string {
    const requestToken = `${randomUUID()}.${randomUUID()}`
    this.#jobs.set(requestToken, {claims, defaultAudience})
    return requestToken
  }

  /** Signs a token with these claims; `overrides` replaces or adds any of them. */
  async sign(claims: JobClaims, audience: string, overrides: Record<string, unknown> = {}): Promise<string> {
    const now = this.clock.seconds()
    return new SignJWT({
      jti: randomUUID(),
      aud: audience,
      iss: `https://${GITHUB_ISSUER}`,
      ...claims,
      nbf: now - 300,
      iat: now,
      exp: now + 300,
      ...overrides
    })
      .setProtectedHeader({typ: 'JWT', alg: 'RS256', kid: this.jwk.kid ?? ''})
      .sign(this.key)
  }

  async handle({method, url, headers, origin}: Exchange): Promise<Reply> {
    if (method !== 'GET') return {status: 405}
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, configuration(origin))
      case '/.well-known/jwks':
        return json(200, {keys: [this.jwk]})
      case '/idtoken': {
        const job = this.#jobs.get(/^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '')
        if (!job)
          return json(401, {
            message: 'The request token is missing or not valid',
            typeName: 'UnauthorizedRequestException'
          })
        const audience = url.searchParams.get('audience') ?? job.defaultAudience
        return json(200, {value: await this.sign(job.claims, audience)})
      }
      default:
        return {status: 404}
    }
  }
}

function configuration(origin: string): Record<string, unknown> {
  return {
    issuer: `https://${GITHUB_ISSUER}`,
    jwks_uri: `${origin}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'ref', 'sha', 'repository', 'repository_id'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid']
  }
}
