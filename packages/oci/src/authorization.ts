import type {Challenge} from './challenge.js'
import {parseChallenge} from './challenge.js'
import {RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'

export interface RegistryLogin {
  username: string
  password: string
}

/** How requests to one registry are authorized. The login goes only to the registry's own origin, even after a redirect. */
export type Authorization =
  | {kind: 'anonymous'}
  /** Sends the login with the first request, which saves the round trip of a challenge. For registries that use Basic only. */
  | {kind: 'basic'; login: RegistryLogin}
  /** Waits for the registry's challenge, which decides between Basic and Bearer, and then asks for the login. */
  | {kind: 'on-challenge'; login: (scheme: Challenge['scheme']) => Promise<RegistryLogin | undefined>}

/** Sends a request to a token service. The header is undefined if there is no login. */
export type RequestToken = (url: URL, header: string | undefined) => Promise<RegistryResponse>

/** The caller's function that looks up the login failed. A retry cannot help, so the request ends with the cause. */
export class LoginLookupError extends Error {
  constructor(cause: unknown) {
    super('the login could not be looked up', {cause})
  }
}

/** The token service is busy or broken. The request for which the token is needed may succeed later. */
export class BusyTokenService extends Error {
  constructor(
    host: string,
    readonly response: RegistryResponse
  ) {
    super(`${host} answered ${response.status} when asked for a token`)
  }
}

/** The `Authorization` headers of one registry, by scope. Requests that need the same token share one token request. */
export class Authorizer {
  private readonly headers = new Map<string, Promise<string | undefined>>()

  constructor(
    private readonly authorization: Authorization,
    private readonly origin: string
  ) {}

  async header(scope: string): Promise<string | undefined> {
    return this.authorization.kind === 'basic' ? basic(this.authorization.login) : await this.headers.get(scope)
  }

  /**
   * The header to send after a 401.
   * @param refused the header that was sent
   * @returns undefined if there is nothing else to send
   */
  async renew(
    scope: string,
    refused: string | undefined,
    challenge: string | string[] | undefined,
    requestToken: RequestToken
  ): Promise<string | undefined> {
    const parsed = parseChallenge(challenge)
    if (parsed === undefined || this.authorization.kind !== 'on-challenge') return undefined
    const known = this.headers.get(scope)
    // A request that was refused earlier may have renewed the header already.
    if (known !== undefined && (await known) !== refused) return await known
    const current = this.headers.get(scope)
    if (current !== known && current !== undefined) return await current

    const {login} = this.authorization
    const renewed = login(parsed.scheme)
      .catch((error: unknown) => {
        throw new LoginLookupError(error)
      })
      .then(found => headerFor(parsed, scope, this.origin, found, requestToken))
    this.headers.set(scope, renewed)
    try {
      return await renewed
    } catch (error) {
      this.headers.delete(scope)
      throw error
    }
  }
}

/** The header that answers a challenge: https://distribution.github.io/distribution/spec/auth/token/ */
async function headerFor(
  challenge: Challenge,
  scope: string,
  origin: string,
  login: RegistryLogin | undefined,
  requestToken: RequestToken
): Promise<string | undefined> {
  const header = login === undefined ? undefined : basic(login)
  if (challenge.scheme === 'basic') return header

  const url = new URL(challenge.realm, origin)
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service)
  // Each scope needs a parameter of its own: a token service reads one parameter as one repository.
  for (const one of (challenge.scope ?? scope).split(' ')) url.searchParams.append('scope', one)
  if (header !== undefined && url.protocol !== 'https:' && origin.startsWith('https:')) {
    throw new RegistryError({
      purpose: 'logging in',
      origin,
      answer: `the registry asks for the login to be sent unencrypted, to ${url.origin}`,
      remedy: 'Check that the registry names a token service with an https address. The login was not sent.'
    })
  }
  const response = await requestToken(url, header)
  // The caller reports the registry's own 401, which says more than the answer of the token service.
  if (response.status !== 200) return undefined
  const token = tokenIn(response.body)
  if (token === undefined) throw new Error(`${url.host} was asked for a token and answered without one`)
  return `Bearer ${token}`
}

function tokenIn(body: Buffer): string | undefined {
  try {
    const {token, access_token: accessToken} = JSON.parse(body.toString('utf8')) as {
      token?: unknown
      access_token?: unknown
    }
    // A service may send both names and leave one of them empty.
    return [token, accessToken].find(one => typeof one === 'string' && one !== '') as string | undefined
  } catch {
    // The body is not JSON, for example an error page of a proxy.
    return undefined
  }
}

function basic({username, password}: RegistryLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
