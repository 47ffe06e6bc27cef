import type {Readable} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'

import type {Dispatcher} from 'undici'
import {Agent, Pool, ProxyAgent, request as exchange} from 'undici'

import {unlessAborted} from './abort.js'
import type {Authorization} from './authorization.js'
import {Authorizer, NoLogin} from './authorization.js'
import type {Explain, Refusal, Side} from './errors.js'
import {messageOf, RegistryError} from './errors.js'
import type {ResponseHeaders} from './http.js'
import type {RegistryResponse} from './http.js'
import {RETRIED} from './http.js'
import {pauseBefore} from './pace.js'

export interface RegistryRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST'
  /** From the registry's origin, such as `/v2/name/manifests/tag`, or a URL that the registry gave. */
  to: string | URL
  headers?: Record<string, string>
  body?: Buffer
  /** What is being done, for an error: `reading manifest v1 of sample-image/master`. */
  purpose: string
  side?: Side | undefined
  /** What a Bearer token is asked for where the challenge names none. */
  scope: string
  signal?: AbortSignal | undefined
  /** How often it is sent where no answer comes; 6. */
  tries?: number
  /** Taken before every try. */
  pace?: {take: (signal: AbortSignal) => Promise<void>} | undefined
}

/** A request whose body is read once, while it is sent. */
export interface StreamingRequest extends Omit<RegistryRequest, 'body' | 'tries' | 'pace'> {
  body: AsyncIterable<Uint8Array>
}

/** The answer to a request for something big: its body still to be read where there is one, else read for its reason. */
export type OpenedResponse =
  {kind: 'open'; headers: ResponseHeaders; body: Readable} | {kind: 'refused'; response: RegistryResponse}

export interface RegistryOptions {
  /** `https://host[:port]` */
  origin: string
  authorization: Authorization
  signal: AbortSignal
  /** How long one request may take until its answer, its retries included; 60,000. */
  deadlineMs?: number
  /** How long a connection may be silent; 20,000. */
  idleMs?: number
  /** The pause before the second try is about twice this, and doubles; 200. */
  backoffMs?: number
  /** The HTTP proxy for an origin; without it, every connection is direct. */
  proxyFor?: (origin: URL) => URL | undefined
  /** What to change when the registry refuses something; without it, an error has no remedy for a refusal. */
  explain?: Explain
  /** Manifests put in a second; 10, the quota of ECR's PutImage. */
  putsPerSecond?: number
}

/** Sent until the deadline: a quota is used up for a second at a time. ECR said 503 where it says 429 now. */
const THROTTLED = new Set([429, 503])
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const TRIES = 6
const IDLE = 20_000
const HOPS = 5
const MANIFEST_LIMIT = 4 * 1024 * 1024

interface Sent {
  method: RegistryRequest['method']
  url: URL
  headers: Record<string, string>
  body: Buffer | AsyncIterable<Uint8Array> | null
  signal: AbortSignal
}

type Attempt<T> =
  | {kind: 'answer'; answer: T; status: number; headers: ResponseHeaders; elsewhere: boolean}
  | {kind: 'error'; error: unknown}

/** One registry's HTTP: authorization, redirects, retries with backoff and jitter, deadlines, proxies. */
export class Transport {
  readonly origin: string
  /** Requests sent so far, those that were redirected to included. */
  requests = 0
  private readonly authorizer: Authorizer
  private readonly dispatchers = new Map<string, Dispatcher>()

  constructor(private readonly options: RegistryOptions) {
    this.origin = new URL(options.origin).origin
    this.authorizer = new Authorizer(options.authorization, this.origin)
  }

  /**
   * Sends a request, and again where that may help.
   * @returns whatever the registry answers that is not to be retried; a status is for the caller to judge
   * @throws RegistryError when there is no answer, or none but "later", until the deadline
   */
  async send(request: RegistryRequest): Promise<RegistryResponse> {
    return await this.retrying(request, data => readWhole(data, request, this.origin))
  }

  /** As `send`, but a body that was asked for is the caller's to read: it must be read to its end or destroyed. */
  async open(request: RegistryRequest): Promise<OpenedResponse> {
    return await this.retrying(request, async data => {
      if (data.statusCode === 200) {
        // Whoever reads it gets the error as well; until then nobody listens.
        data.body.on('error', () => undefined)
        return {kind: 'open', headers: data.headers, body: data.body}
      }
      return {kind: 'refused', response: await readWhole(data, request, this.origin)}
    })
  }

  /**
   * Sends what is read only once, so only once, for as long as it goes on.
   * @throws whatever reading the body throws, or the connection
   */
  async stream(request: StreamingRequest): Promise<RegistryResponse> {
    const signal = this.signalFor(request)
    return (await this.authorized(request, request.body, signal, data => readWhole(data, request, this.origin))).answer
  }

  /**
   * Waits before the next try of what only its sender can send anew.
   * @param waited so far, for all of its tries, milliseconds
   * @returns the same with this pause; undefined, at once, where that would be longer than any request may take
   */
  async pause(
    attempt: number,
    waited: number,
    signal: AbortSignal | undefined,
    retryAfter?: string
  ): Promise<number | undefined> {
    const pause = this.pauseBefore(attempt, retryAfter)
    if (waited + pause >= this.deadlineMs) return undefined
    await sleep(pause, undefined, {signal: this.signalFor({signal})})
    return waited + pause
  }

  explain(refusal: Refusal): string | undefined {
    return this.options.explain?.(refusal)
  }

  async close(): Promise<void> {
    await Promise.all([...this.dispatchers.values()].map(dispatcher => dispatcher.destroy()))
  }

  private async retrying<T>(request: RegistryRequest, read: (data: Dispatcher.ResponseData) => Promise<T>): Promise<T> {
    let deadline = performance.now() + this.deadlineMs
    const signal = this.signalFor(request)
    let before: Attempt<T> | undefined
    for (let attempt = 1; ; attempt++) {
      const queued = performance.now()
      await request.pace?.take(signal)
      // Its turn is waited for here: the registry has not been asked yet.
      deadline += performance.now() - queued
      const latest = await this.attempt(request, signal, deadline, read)
      // What came before says more than that there was no time left for another.
      const outcome: Attempt<T> =
        latest.kind === 'error' && before !== undefined && performance.now() >= deadline ? before : latest
      before = outcome
      if (outcome.kind === 'answer' && !RETRIED.has(outcome.status)) {
        // Where the registry sent us to fetch what it has, only another URL can mend a refusal.
        const stale = outcome.elsewhere && outcome.status >= 400 && attempt === 1
        if (!stale) return outcome.answer
      }
      const throttled = outcome.kind === 'answer' && THROTTLED.has(outcome.status)
      const tries = throttled ? Infinity : outcome.kind === 'error' ? (request.tries ?? TRIES) : TRIES
      const pause = this.pauseBefore(attempt, outcome.kind === 'answer' ? outcome.headers['retry-after'] : undefined)
      if (attempt < tries && performance.now() + pause < deadline) {
        await sleep(pause, undefined, {signal})
        continue
      }
      if (outcome.kind === 'answer') return outcome.answer
      const {purpose, side} = request
      throw new RegistryError({
        purpose,
        side,
        origin: this.origin,
        answer: messageOf(outcome.error),
        cause: outcome.error
      })
    }
  }

  private async attempt<T>(
    request: RegistryRequest,
    cancelled: AbortSignal,
    deadline: number,
    read: (data: Dispatcher.ResponseData) => Promise<T>
  ): Promise<Attempt<T>> {
    const late = new AbortController()
    const left = Math.max(1, deadline - performance.now())
    const timer = setTimeout(() => {
      late.abort(new Error(`no answer in the ${this.deadlineMs / 1000} s that there are for it`))
    }, left)
    try {
      const signal = AbortSignal.any([cancelled, late.signal])
      return {kind: 'answer', ...(await this.authorized(request, request.body ?? null, signal, read))}
    } catch (error) {
      cancelled.throwIfAborted()
      if (error instanceof NoLogin) throw error.cause
      if (error instanceof RegistryError) throw error
      return {kind: 'error', error}
    } finally {
      // What goes on beyond the headers is bounded by its silence.
      clearTimeout(timer)
    }
  }

  /** Sends it with what it needs to be let in; a 401 is answered where its challenge can be. */
  private async authorized<T>(
    request: Omit<RegistryRequest, 'body'>,
    body: Sent['body'],
    signal: AbortSignal,
    read: (data: Dispatcher.ResponseData) => Promise<T>
  ): Promise<{answer: T; status: number; headers: ResponseHeaders; elsewhere: boolean}> {
    const sent = {
      method: request.method,
      url: new URL(request.to, this.origin),
      headers: request.headers ?? {},
      body,
      signal
    }
    const header = await this.authorizer.header(request.scope)
    let {data, elsewhere} = await this.follow(sent, header)
    if (data.statusCode === 401 && !elsewhere) {
      const ask = (url: URL, login: string | undefined): Promise<RegistryResponse> =>
        this.askForToken(url, login, signal)
      const renewed = await this.authorizer.renewed(request.scope, header, data.headers['www-authenticate'], ask)
      // A stream is spent; who sends it again finds the new token.
      if (renewed !== undefined && (body === null || Buffer.isBuffer(body))) {
        await data.body.dump()
        ;({data, elsewhere} = await this.follow(sent, renewed))
      }
    }
    return {answer: await read(data), status: data.statusCode, headers: data.headers, elsewhere}
  }

  /** Follows redirects of what is only read, with the login for the origin that it is for at every hop, and for no other. */
  private async follow(
    {url, ...sent}: Sent,
    header: string | undefined,
    origin = this.origin
  ): Promise<{data: Dispatcher.ResponseData; elsewhere: boolean}> {
    for (let hop = 0, at = url; ; hop++) {
      const elsewhere = at.origin !== origin
      const data = await this.exchange({...sent, url: at}, elsewhere ? undefined : header)
      const {location} = data.headers
      const isRead = sent.method === 'GET' || sent.method === 'HEAD'
      if (!isRead || !REDIRECTS.has(data.statusCode) || typeof location !== 'string') return {data, elsewhere}
      await data.body.dump()
      if (hop === HOPS) throw new Error(`redirected more than ${HOPS} times, at last to ${new URL(location, at).host}`)
      at = new URL(location, at)
    }
  }

  private async exchange(
    {method, url, headers, body, signal}: Sent,
    header: string | undefined
  ): Promise<Dispatcher.ResponseData> {
    const idleMs = this.options.idleMs ?? IDLE
    const streamed = body !== null && !Buffer.isBuffer(body)
    this.requests++
    // undici hears of an abort only when it has a connection, which may be long in coming.
    return await unlessAborted(
      exchange(url, {
        dispatcher: this.dispatcherFor(url.origin),
        method,
        headers: {...headers, ...(header === undefined ? {} : {authorization: header})},
        // undici takes any iterable; its type names node's streams alone.
        body: body as Buffer | Readable | null,
        // A registry reads a whole blob once more before it answers.
        headersTimeout: streamed ? 3 * idleMs : idleMs,
        bodyTimeout: idleMs,
        signal
      }),
      signal
    )
  }

  private async askForToken(url: URL, header: string | undefined, signal: AbortSignal): Promise<RegistryResponse> {
    const {data} = await this.follow({method: 'GET', url, headers: {}, body: null, signal}, header, url.origin)
    const response = await readWhole(data, {purpose: `asking ${url.host} for a token`}, this.origin)
    if (RETRIED.has(response.status)) throw new Error(`${url.host} answered ${response.status} when asked for a token`)
    return response
  }

  private get deadlineMs(): number {
    return this.options.deadlineMs ?? 60_000
  }

  private pauseBefore(attempt: number, retryAfter: string | string[] | undefined): number {
    return pauseBefore(attempt, this.options.backoffMs ?? 200, retryAfter)
  }

  private signalFor({signal}: {signal?: AbortSignal | undefined}): AbortSignal {
    return signal === undefined ? this.options.signal : AbortSignal.any([this.options.signal, signal])
  }

  private dispatcherFor(origin: string): Dispatcher {
    const known = this.dispatchers.get(origin)
    if (known !== undefined) return known
    const proxy = this.options.proxyFor?.(new URL(origin))
    const connect = {timeout: 10_000}
    const dispatcher =
      proxy === undefined
        ? new Agent({connect})
        : new ProxyAgent({
            uri: proxy.href,
            proxyTls: connect,
            requestTls: connect,
            // Of the proxy's answer to CONNECT; undici waits five minutes for it.
            clientFactory: (address, options) =>
              new Pool(address, {...options, headersTimeout: this.options.idleMs ?? IDLE})
          })
    this.dispatchers.set(origin, dispatcher)
    return dispatcher
  }
}

/** What the registry holds has a limit; an answer beyond it is none of ours to keep in memory. */
async function readWhole(
  {statusCode, headers, body}: Dispatcher.ResponseData,
  {purpose, side}: {purpose: string; side?: Side | undefined},
  origin: string
): Promise<RegistryResponse> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > MANIFEST_LIMIT) {
      // Of a refusal the status counts, whatever page comes with it.
      if (statusCode !== 200) break
      throw new RegistryError({
        purpose,
        side,
        origin,
        answer: 'the answer is larger than 4 MiB, the limit of a manifest',
        remedy:
          'Registries take no manifest of that size. Build and push the image again, with fewer annotations, or fewer images in one index.'
      })
    }
    chunks.push(chunk)
  }
  return {status: statusCode, headers, body: Buffer.concat(chunks)}
}
