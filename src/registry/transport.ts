import {setTimeout as sleep} from 'node:timers/promises'

import {getProxyUrl} from '@actions/http-client/lib/proxy'
import type {Dispatcher} from 'undici'
import {Agent, ProxyAgent, request} from 'undici'

import {messageOf} from '../failure.js'
import type {Challenge} from './challenge.js'
import {parseChallenge} from './challenge.js'
import {RegistryFailure} from './errors.js'

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

export interface RegistryRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST'
  /** From the registry's origin, such as `/v2/name/manifests/tag`. */
  path: string
  headers?: Record<string, string>
  body?: Buffer
  /** What is being done, for an error: `reading manifest v1 of sample-image/master`. */
  purpose: string
  /** What a Bearer token is asked for where the challenge names none. */
  scope: string
}

export interface RegistryResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export interface TransportOptions {
  /** `https://host[:port]` */
  origin: string
  authorization: Authorization
  signal: AbortSignal
  /** How long one request may take, its retries included. */
  deadlineMs?: number
}

/** Statuses that another try may mend. */
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504])
const TRIES = 6
const MANIFEST_LIMIT = 4 * 1024 * 1024

/** One registry's HTTP: authorization, retries with backoff and jitter, deadlines, proxies. */
export class Transport {
  readonly origin: string
  private readonly dispatcher: Dispatcher
  private readonly tokens = new Map<string, Promise<string>>()

  constructor(private readonly options: TransportOptions) {
    this.origin = options.origin
    this.dispatcher = dispatcherFor(options.origin)
  }

  /**
   * Sends a request, and again where that may help.
   * @returns whatever the registry answers that is not to be retried; a status is for the caller to judge
   * @throws RegistryFailure when there is no answer, or none but "later", until the deadline
   */
  async send(sent: RegistryRequest): Promise<RegistryResponse> {
    const deadline = Date.now() + (this.options.deadlineMs ?? 60_000)
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(sent, deadline)
      const retry = answer.kind === 'error' || RETRIED.has(answer.response.status)
      if (!retry) return answer.response
      const pause = pauseBefore(attempt, answer.kind === 'answer' ? answer.response.headers['retry-after'] : undefined)
      if (attempt < TRIES && Date.now() + pause < deadline) {
        await sleep(pause, undefined, {signal: this.options.signal})
        continue
      }
      if (answer.kind === 'error') {
        throw new RegistryFailure({purpose: sent.purpose, origin: this.origin, answer: messageOf(answer.error), cause: answer.error})
      }
      return answer.response
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy()
  }

  private async attempt(
    sent: RegistryRequest,
    deadline: number
  ): Promise<{kind: 'answer'; response: RegistryResponse} | {kind: 'error'; error: unknown}> {
    try {
      const {authorization} = this.options
      const known = await this.tokens.get(sent.scope)
      const header = authorization.kind === 'basic' ? basic(authorization.login) : known
      const first = await this.once(sent, header, deadline)
      if (first.status !== 401 || authorization.kind !== 'on-challenge') return {kind: 'answer', response: first}

      const challenge = parseChallenge(first.headers['www-authenticate'])
      if (challenge === undefined) return {kind: 'answer', response: first}
      const answer = this.answerTo(challenge, sent, deadline)
      this.tokens.set(sent.scope, answer)
      try {
        return {kind: 'answer', response: await this.once(sent, await answer, deadline)}
      } catch (error) {
        this.tokens.delete(sent.scope)
        throw error
      }
    } catch (error) {
      this.options.signal.throwIfAborted()
      if (error instanceof RegistryFailure) throw error
      return {kind: 'error', error}
    }
  }

  private async once(sent: RegistryRequest, authorization: string | undefined, deadline: number): Promise<RegistryResponse> {
    const left = Math.max(1, deadline - Date.now())
    const response = await request(this.origin + sent.path, {
      dispatcher: this.dispatcher,
      method: sent.method,
      headers: {...sent.headers, ...(authorization === undefined ? {} : {authorization})},
      body: sent.body ?? null,
      headersTimeout: Math.min(20_000, left),
      bodyTimeout: Math.min(20_000, left),
      signal: AbortSignal.any([this.options.signal, AbortSignal.timeout(left)])
    })
    return {status: response.statusCode, headers: response.headers, body: await readBody(response.body, sent.purpose, this.origin)}
  }

  /** The header that answers a challenge: https://distribution.github.io/distribution/spec/auth/token/ */
  private async answerTo(challenge: Challenge, sent: RegistryRequest, deadline: number): Promise<string> {
    const login = this.options.authorization.kind === 'on-challenge' ? await this.options.authorization.login(challenge.scheme) : undefined
    if (challenge.scheme === 'basic') return login === undefined ? '' : basic(login)

    const url = new URL(challenge.realm, this.origin)
    if (challenge.service !== undefined) url.searchParams.set('service', challenge.service)
    url.searchParams.set('scope', challenge.scope ?? sent.scope)
    const left = Math.max(1, deadline - Date.now())
    const response = await request(url, {
      dispatcher: url.origin === this.origin ? this.dispatcher : dispatcherFor(url.origin),
      headers: login === undefined ? {} : {authorization: basic(login)},
      headersTimeout: Math.min(20_000, left),
      signal: AbortSignal.any([this.options.signal, AbortSignal.timeout(left)])
    })
    const body = await readBody(response.body, `asking ${url.host} for a token`, this.origin)
    if (response.statusCode !== 200) {
      if (RETRIED.has(response.statusCode)) throw new Error(`${url.host} answered ${response.statusCode} when asked for a token`)
      // The registry's own 401 says more than the token service's.
      return ''
    }
    const {token, access_token: accessToken} = JSON.parse(body.toString('utf8')) as {token?: string; access_token?: string}
    return `Bearer ${token ?? accessToken ?? ''}`
  }
}

/** What the registry holds has a limit; an answer beyond it is none of ours to keep in memory. */
async function readBody(body: AsyncIterable<Uint8Array>, purpose: string, origin: string): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MANIFEST_LIMIT) {
      throw new RegistryFailure({purpose, origin, answer: 'the answer is larger than 4 MiB, the limit of a manifest'})
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function basic({username, password}: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** Full jitter around a doubling pause, or what the registry asks for; milliseconds. */
function pauseBefore(attempt: number, retryAfter: string | string[] | undefined): number {
  const asked = Number(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter)
  const own = Math.min(8000, 200 * 2 ** attempt) * (0.5 + Math.random() / 2)
  return Number.isFinite(asked) && asked > 0 ? Math.max(own, asked * 1000) : own
}

function dispatcherFor(origin: string): Dispatcher {
  const proxy = getProxyUrl(new URL(origin))
  const options = {connect: {timeout: 10_000}}
  return proxy === undefined ? new Agent(options) : new ProxyAgent({uri: proxy.href, ...options})
}
