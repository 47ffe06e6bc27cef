import type {Readable} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'

import type {Dispatcher} from 'undici'
import {Agent, Pool, ProxyAgent} from 'undici'

import {unlessAborted} from './abort.js'
import type {Authorization} from './authorization.js'
import {Authorizer, BusyTokenService, LoginLookupError} from './authorization.js'
import {durationText} from './duration.js'
import type {Explain, RegistryRefusal, Side} from './errors.js'
import {messageWithCauses, RegistryError} from './errors.js'
import type {RegistryResponse, ResponseHeaders} from './http.js'
import {isTransient} from './http.js'
import {askedPause, pauseBefore} from './pace.js'
import {ReceivedUrl, requestTarget} from './received-url.js'

export interface RegistryRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST'
  /** A path at the registry's origin, such as `/v2/name/manifests/tag`, or a URL that the registry gave. */
  to: string | URL
  headers?: Record<string, string>
  body?: Buffer
  /** The purpose of the request, for an error: `reading manifest v1 of sample-image/master`. */
  purpose: string
  side?: Side | undefined
  /** The scope of a Bearer token if the challenge names none. */
  scope: string
  signal?: AbortSignal | undefined
  /** How often the request is sent if no answer comes; 6 by default. */
  tries?: number
  /** The most bytes of an answer; by default those of a manifest. */
  limit?: number
  /** Taken before every try. */
  pace?: {take: (signal: AbortSignal) => Promise<void>} | undefined
}

/** A request whose body can be read only once, while it is sent. */
export interface StreamingRequest extends Omit<RegistryRequest, 'body' | 'tries' | 'pace'> {
  body: AsyncIterable<Uint8Array>
}

/** The answer to a request for a large body. The body of a success is not read yet; the body of a refusal is. */
export type OpenedResponse =
  {kind: 'open'; headers: ResponseHeaders; body: Readable} | {kind: 'refused'; response: RegistryResponse}

export interface RegistryOptions {
  /** `https://host[:port]` */
  origin: string
  authorization: Authorization
  /** Cancels all requests. */
  signal: AbortSignal
  /**
   * How long one request may take until its answer, including its retries, in milliseconds; 60,000 by default. The pauses that
   * the registry asks for come on top, up to five times as long.
   */
  deadlineMs?: number
  /** How long a connection may be silent, in milliseconds; 20,000 by default. */
  idleMs?: number
  /** The base of the pauses between tries, in milliseconds; 200 by default. The first pause is about twice as long, the next ones double. */
  backoffMs?: number
  /** The HTTP proxy for an origin; undefined for a direct connection. Without this function, all connections are direct. */
  proxyFor?: (origin: URL) => URL | undefined
  /** Explains the registry's refusals. Its text becomes the error's `remedy`. */
  explain?: Explain
  /** How many manifests are put per second; 10 by default, ECR's quota for PutImage. */
  putsPerSecond?: number
}

/**
 * A request that is throttled is sent again until the deadline, however many tries that takes: a quota is refilled every second.
 * 503 counts too, because ECR used to answer 503 instead of 429.
 */
const THROTTLED = new Set([429, 503])
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const TRIES = 6
const IDLE = 20_000
/** The longest pauses that a registry may ask for in all, as a multiple of a request's deadline. */
const PATIENCE = 5
const HOPS = 5
const MANIFEST_LIMIT = 4 * 1024 * 1024

interface OutgoingRequest {
  method: RegistryRequest['method']
  url: URL
  headers: Record<string, string>
  body: Buffer | AsyncIterable<Uint8Array> | null
  signal: AbortSignal
}

type Attempt<T> =
  /** `redirectedAway`: the answer came from another origin than the registry's. */
  | {kind: 'answer'; answer: T; status: number; headers: ResponseHeaders; redirectedAway: boolean}
  | {kind: 'error'; error: unknown}

/** Sends HTTP requests to one registry: authorization, redirects, retries with backoff and jitter, deadlines, proxies. */
export class Transport {
  readonly origin: string
  /** The number of requests sent so far, including the requests that follow redirects. */
  requests = 0
  private readonly authorizer: Authorizer
  private readonly dispatchers = new Map<string, Dispatcher>()

  constructor(private readonly options: RegistryOptions) {
    this.origin = new URL(options.origin).origin
    this.authorizer = new Authorizer(options.authorization, this.origin)
  }

  /**
   * Sends a request, and sends it again if that may help.
   * @returns the registry's last answer, whatever its status: the caller judges it
   * @throws RegistryError if there is no answer until the deadline or the last try
   */
  async send(request: RegistryRequest): Promise<RegistryResponse> {
    return await this.retrying(request, data => readWhole(data, request, this.origin))
  }

  /** Like `send`, but the caller reads the body of a success. It must be read to its end or destroyed. */
  async open(request: RegistryRequest): Promise<OpenedResponse> {
    return await this.retrying(request, async data => {
      if (data.statusCode === 200) {
        // The reader of the body gets an error too. Until there is one, an unhandled error would end the process.
        data.body.on('error', () => undefined)
        return {kind: 'open', headers: data.headers, body: data.body}
      }
      return {kind: 'refused', response: await readWhole(data, request, this.origin)}
    })
  }

  /**
   * Sends a body that can be read only once. There are no retries and no deadline; only silence ends the request.
   * @throws any error from reading the body or from the connection
   */
  async stream(request: StreamingRequest): Promise<RegistryResponse> {
    const signal = this.signalFor(request)
    try {
      return (await this.authorized(request, request.body, signal, data => readWhole(data, request, this.origin)))
        .answer
    } catch (error) {
      if (!(error instanceof BusyTokenService)) throw error
      // The sender starts over after the pause that any answer asks for.
      return {...error.response, body: Buffer.from(error.message)}
    }
  }

  /**
   * Waits before the next try of a request that only its sender can repeat.
   * @param waited milliseconds of all pauses so far
   * @returns `waited` and this pause; undefined, without a pause, if the sum would exceed the deadline of a request
   */
  async pause(
    attempt: number,
    waited: number,
    signal: AbortSignal | undefined,
    retryAfter?: string
  ): Promise<number | undefined> {
    const asked = askedPause({'retry-after': retryAfter})
    const pause = Math.max(this.ownPause(attempt), asked)
    const limit = asked > 0 ? (1 + PATIENCE) * this.deadlineMs : this.deadlineMs
    if (waited + pause >= limit) return undefined
    await sleep(pause, undefined, {signal: this.signalFor({signal})})
    return waited + pause
  }

  explain(refusal: RegistryRefusal): string | undefined {
    return this.options.explain?.(refusal)
  }

  async close(): Promise<void> {
    await Promise.all([...this.dispatchers.values()].map(dispatcher => dispatcher.destroy()))
  }

  private async retrying<T>(request: RegistryRequest, read: (data: Dispatcher.ResponseData) => Promise<T>): Promise<T> {
    let deadline = performance.now() + this.deadlineMs
    let patience = PATIENCE * this.deadlineMs
    const signal = this.signalFor(request)
    let before: Attempt<T> | undefined
    for (let attempt = 1; ; attempt++) {
      const queued = performance.now()
      await request.pace?.take(signal)
      // The time in the queue does not count: the registry has not been asked yet.
      deadline += performance.now() - queued
      const latest = await this.attempt(request, signal, deadline, read)
      // At the deadline, the earlier outcome explains more than the timeout of the last try.
      const outcome: Attempt<T> =
        latest.kind === 'error' && before !== undefined && performance.now() >= deadline ? before : latest
      before = outcome
      if (outcome.kind === 'answer' && !isTransient(outcome.status)) {
        // The URL that the registry redirected to may have expired. Asking again gets a new one.
        const stale = outcome.redirectedAway && outcome.status >= 400 && attempt === 1
        if (!stale) return outcome.answer
      }
      const refusal = refusalIn(outcome)
      const tries = triesAfter(refusal?.status, request)
      const asked = refusal === undefined ? 0 : askedPause(refusal.headers)
      if (asked <= patience) {
        // The registry has asked for this time, so the request does not lose it.
        patience -= asked
        deadline += asked
      }
      const pause = Math.max(this.ownPause(attempt), asked)
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
        answer: messageWithCauses(outcome.error),
        cause: outcome.error,
        ...(refusal === undefined ? {} : {status: refusal.status})
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
      late.abort(new Error(`no answer within ${durationText(this.deadlineMs)}`))
    }, left)
    try {
      const signal = AbortSignal.any([cancelled, late.signal])
      return {kind: 'answer', ...(await this.authorized(request, request.body ?? null, signal, read))}
    } catch (error) {
      cancelled.throwIfAborted()
      if (error instanceof LoginLookupError) throw error.cause
      if (error instanceof RegistryError) throw error
      return {kind: 'error', error}
    } finally {
      // The deadline does not cover a body that the caller reads later. Only silence limits that.
      clearTimeout(timer)
    }
  }

  /** Sends a request with its authorization. After a 401 it answers the challenge, if it can, and sends the request again. */
  private async authorized<T>(
    request: Omit<RegistryRequest, 'body'>,
    body: OutgoingRequest['body'],
    signal: AbortSignal,
    read: (data: Dispatcher.ResponseData) => Promise<T>
  ): Promise<{answer: T; status: number; headers: ResponseHeaders; redirectedAway: boolean}> {
    const outgoing = {
      method: request.method,
      url: request.to instanceof URL ? request.to : new URL(request.to, this.origin),
      headers: request.headers ?? {},
      body,
      signal
    }
    const header = await this.authorizer.header(request.scope)
    let {data, redirectedAway} = await this.follow(outgoing, header)
    if (data.statusCode === 401 && !redirectedAway) {
      const requestToken = (url: URL, login: string | undefined): Promise<RegistryResponse> =>
        this.requestToken(url, login, signal)
      const challenge = data.headers['www-authenticate']
      const renewed = await this.authorizer.renew(request.scope, header, challenge, requestToken)
      // A stream cannot be sent twice. Its sender starts over, and then uses the new token.
      if (renewed !== undefined && (body === null || Buffer.isBuffer(body))) {
        await data.body.dump()
        ;({data, redirectedAway} = await this.follow(outgoing, renewed))
      }
    }
    return {answer: await read(data), status: data.statusCode, headers: data.headers, redirectedAway}
  }

  /** Follows the redirects of a GET or a HEAD. At every hop, the authorization goes only to the origin that it is for. */
  private async follow(
    {url, ...request}: OutgoingRequest,
    header: string | undefined,
    origin = this.origin
  ): Promise<{data: Dispatcher.ResponseData; redirectedAway: boolean}> {
    for (let hop = 0, at = url; ; hop++) {
      const redirectedAway = at.origin !== origin
      const data = await this.exchange({...request, url: at}, redirectedAway ? undefined : header)
      const {location} = data.headers
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (!isRead || !REDIRECTS.has(data.statusCode) || typeof location !== 'string') return {data, redirectedAway}
      await data.body.dump()
      if (hop === HOPS)
        throw new Error(`redirected more than ${HOPS} times, the last time to ${new URL(location, at).host}`)
      at = ReceivedUrl.resolve(location, at)
    }
  }

  private async exchange(
    {method, url, headers, body, signal}: OutgoingRequest,
    header: string | undefined
  ): Promise<Dispatcher.ResponseData> {
    const idleMs = this.options.idleMs ?? IDLE
    const streamed = body !== null && !Buffer.isBuffer(body)
    this.requests++
    // undici reacts to an abort only when it has a connection, which may take long.
    return await unlessAborted(
      this.dispatcherFor(url.origin).request({
        origin: url.origin,
        path: requestTarget(url),
        method,
        headers: {
          ...headers,
          // A digest is that of the bytes as they are stored, and something on the way may compress them.
          ...(method === 'GET' ? {'accept-encoding': 'identity'} : {}),
          ...(header === undefined ? {} : {authorization: header})
        },
        // undici accepts any iterable, although its type allows only node's streams.
        body: body as Buffer | Readable | null,
        // A registry reads a whole blob again before it answers.
        headersTimeout: streamed ? 3 * idleMs : idleMs,
        bodyTimeout: idleMs,
        signal
      }),
      signal
    )
  }

  private async requestToken(url: URL, header: string | undefined, signal: AbortSignal): Promise<RegistryResponse> {
    const {data} = await this.follow({method: 'GET', url, headers: {}, body: null, signal}, header, url.origin)
    const response = await readWhole(data, {purpose: `asking ${url.host} for a token`}, this.origin)
    if (isTransient(response.status)) throw new BusyTokenService(url.host, response)
    return response
  }

  private get deadlineMs(): number {
    return this.options.deadlineMs ?? 60_000
  }

  private ownPause(attempt: number): number {
    return pauseBefore(attempt, this.options.backoffMs ?? 200)
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
            // Limits the wait for the proxy's answer to CONNECT; undici's default is five minutes.
            clientFactory: (address, options) =>
              new Pool(address, {...options, headersTimeout: this.options.idleMs ?? IDLE})
          })
    this.dispatchers.set(origin, dispatcher)
    return dispatcher
  }
}

/** The answer that is the reason for another try: that of the registry or, if there is no token, that of the token service. */
function refusalIn(outcome: Attempt<unknown>): {status: number; headers: ResponseHeaders} | undefined {
  if (outcome.kind === 'answer') return outcome
  return outcome.error instanceof BusyTokenService ? outcome.error.response : undefined
}

/** @param status undefined if no answer came */
function triesAfter(status: number | undefined, request: RegistryRequest): number {
  if (status === undefined) return request.tries ?? TRIES
  return THROTTLED.has(status) ? Infinity : TRIES
}

/** Reads a whole answer, up to a limit: a larger one must not fill the memory. */
async function readWhole(
  {statusCode, headers, body}: Dispatcher.ResponseData,
  {purpose, side, limit = MANIFEST_LIMIT}: Pick<RegistryRequest, 'purpose' | 'side' | 'limit'>,
  origin: string
): Promise<RegistryResponse> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > limit) {
      // The status of a refusal is enough, however large its page is.
      if (statusCode !== 200) break
      const answer = `the answer is larger than ${limit / 1024 / 1024} MiB`
      if (limit !== MANIFEST_LIMIT) throw new RegistryError({purpose, side, origin, answer})
      throw new RegistryError({
        purpose,
        side,
        origin,
        answer: `${answer}, the limit of a manifest`,
        needsBuild: true,
        remedy:
          'Build and push the image again, with fewer annotations or with fewer images in one index: registries accept no larger manifest.'
      })
    }
    chunks.push(chunk)
  }
  return {status: statusCode, headers, body: Buffer.concat(chunks)}
}
