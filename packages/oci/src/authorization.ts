import type {Challenge} from './challenge.js'
import {parseChallenge} from './challenge.js'
import {RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'

export interface Login {
  username: string
  password: string
}

/** How requests to one registry are authorized. They go to its own origin only, whatever it redirects to. */
export type Authorization =
  | {kind: 'anonymous'}
  /** Sent with the first request: it saves a registry that knows Basic alone the round trip of its challenge. */
  | {kind: 'basic'; login: Login}
  /** Asked for when the registry challenges; it decides between Basic and Bearer. */
  | {kind: 'on-challenge'; login: (scheme: Challenge['scheme']) => Promise<Login | undefined>}

/** Asks a token service, with the login's header where there is a login. */
export type AskForToken = (url: URL, header: string | undefined) => Promise<RegistryResponse>

/** The caller's own error while it looked for a login. Trying again does not help, so the request ends with it. */
export class NoLogin extends Error {
  constructor(cause: unknown) {
    super('no login', {cause})
  }
}

/** The `Authorization` headers of one registry, by scope; a token is asked for once, however many requests want it. */
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
   * What to send instead after a 401.
   * @param refused what was sent
   * @returns undefined where there is nothing else to send
   */
  async renewed(
    scope: string,
    refused: string | undefined,
    challenge: string | string[] | undefined,
    ask: AskForToken
  ): Promise<string | undefined> {
    const asked = parseChallenge(challenge)
    if (asked === undefined || this.authorization.kind !== 'on-challenge') return undefined
    const known = this.headers.get(scope)
    // Another request may have been refused before this one, and asked already.
    if (known !== undefined && (await known) !== refused) return await known
    const current = this.headers.get(scope)
    if (current !== known && current !== undefined) return await current

    const {login} = this.authorization
    const renewed = login(asked.scheme)
      .catch((error: unknown) => {
        throw new NoLogin(error)
      })
      .then(found => answerTo(asked, scope, this.origin, found, ask))
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
async function answerTo(
  challenge: Challenge,
  scope: string,
  origin: string,
  login: Login | undefined,
  ask: AskForToken
): Promise<string | undefined> {
  const header = login === undefined ? undefined : basic(login)
  if (challenge.scheme === 'basic') return header

  const url = new URL(challenge.realm, origin)
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service)
  // One parameter for each: a token service takes what is in one for a single repository.
  for (const one of (challenge.scope ?? scope).split(' ')) url.searchParams.append('scope', one)
  if (header !== undefined && url.protocol !== 'https:' && origin.startsWith('https:')) {
    throw new RegistryError({
      purpose: 'logging in',
      origin,
      answer: `it asks for the login to be sent to ${url.origin}, where anybody on the way could read it`,
      remedy: 'The login was not sent. Check that the registry names a token service with an https address.'
    })
  }
  const response = await ask(url, header)
  // The registry's own 401 says more than the token service's.
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
    // Where a service has both names for it, one may be empty.
    return [token, accessToken].find(one => typeof one === 'string' && one !== '') as string | undefined
  } catch {
    // A page of a proxy's, say.
    return undefined
  }
}

function basic({username, password}: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
