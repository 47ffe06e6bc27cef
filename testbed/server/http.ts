import {once, setMaxListeners} from 'node:events'
import {createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Readable} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'

import type {Faults} from './faults.js'
import type {Fault, LoggedRequest, ServiceName} from './log.js'

/** A body that is too big to be held in memory. */
export interface StreamedBody {
  size: number
  stream(): Readable
}

export interface Reply {
  status: number
  headers?: OutgoingHttpHeaders
  body?: string | Buffer | StreamedBody
}

/** A request as a service's handler sees it. */
export interface Exchange {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  /** `http://<address>:<port>` of the server that received it. */
  origin: string
  log: LoggedRequest
  /** The request's body, as it arrives. */
  chunks(): AsyncIterable<Buffer>
  body(): Promise<Buffer>
}

/** Answers a request. `drop` closes the connection without an answer. */
export type Handler = (exchange: Exchange) => Promise<Reply | 'drop'> | Reply | 'drop'

/** The state that all servers of a testbed share. */
export interface ServerState {
  requests: LoggedRequest[]
  faults: Faults
  /** Milliseconds added to each request. */
  latency: number
}

/** A server on a free port of this machine. */
export interface Listener {
  origin: string
  /** `<address>:<port>` */
  host: string
  close(): Promise<void>
}

/**
 * Layers have an address of their own, because on AWS they come from another host than the registry. A client keeps its
 * Authorization header on a redirect to the same host name, whatever the port. Only Linux answers on all of 127.0.0.0/8.
 */
function addressOf(service: ServiceName): string {
  return service === 'blob' && process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'
}

/** Starts a server that logs each request, delays it by the latency, applies faults, and calls the handler. */
export async function listen(service: ServiceName, state: ServerState, handler: Handler): Promise<Listener> {
  const closing = new AbortController()
  // Each request that waits out the latency listens to this signal. Node warns of more than ten listeners.
  setMaxListeners(0, closing.signal)
  const server = createServer((request, response) => {
    serve(service, state, handler, server, closing.signal, request, response).catch((error: unknown) => {
      if (!closing.signal.aborted && !request.errored && !response.destroyed) {
        if (!response.headersSent) response.writeHead(500, {'content-type': 'text/plain'})
        response.end(`testbed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      } else {
        response.destroy()
      }
    })
  })
  // Clients pool connections. A server that closes idle ones early causes failures that the real services do not show.
  server.keepAliveTimeout = 120_000
  server.requestTimeout = 0
  server.listen(0, addressOf(service))
  await once(server, 'listening')
  const host = `${addressOf(service)}:${(server.address() as AddressInfo).port}`
  return {
    host,
    origin: `http://${host}`,
    close: async () => {
      closing.abort()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
  }
}

async function serve(
  service: ServiceName,
  state: ServerState,
  handler: Handler,
  server: Server,
  closing: AbortSignal,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const {address, port} = server.address() as AddressInfo
  const origin = `http://${address}:${port}`
  const log = logEntry(service, request)
  state.requests.push(log)
  const started = performance.now()
  try {
    if (state.latency > 0) await sleep(state.latency, undefined, {signal: closing})
    const fault = state.faults.take(log)
    if (fault) log.fault = fault.kind
    if (fault?.kind === 'stall') {
      await (fault.ms === undefined ? once(closing, 'abort') : sleep(fault.ms, undefined, {signal: closing}))
    }
    if (fault?.kind === 'reset') {
      await discard(request, fault.afterBytes ?? 0)
      request.socket.resetAndDestroy()
      return
    }
    const reply = fault?.kind === 'status' ? failure(fault) : await handler(exchangeOf(request, log, origin))
    if (reply === 'drop' || fault?.kind === 'lost-reply') {
      request.socket.destroy()
      return
    }
    log.status = reply.status
    await send(reply, log.method, fault, response)
    // A body that was not read would block the next request on the connection.
    request.resume()
  } finally {
    log.ms = performance.now() - started
  }
}

function logEntry(service: ServiceName, {method = 'GET', url = '/', headers}: IncomingMessage): LoggedRequest {
  return {service, method, path: url, headers, status: 0, bytes: 0, iam: [], at: Date.now(), ms: 0}
}

function exchangeOf(request: IncomingMessage, log: LoggedRequest, origin: string): Exchange {
  return {
    method: log.method,
    url: new URL(log.path, origin),
    headers: request.headers,
    origin,
    log,
    chunks: () => counted(request, log),
    body: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of counted(request, log)) chunks.push(chunk)
      return Buffer.concat(chunks)
    }
  }
}

function failure(fault: Extract<Fault, {kind: 'status'}>): Reply {
  return {
    status: fault.status,
    headers: fault.headers ?? {},
    ...(fault.body === undefined ? {} : {body: fault.body})
  }
}

async function* counted(request: IncomingMessage, log: LoggedRequest): AsyncIterable<Buffer> {
  for await (const chunk of request as AsyncIterable<Buffer>) {
    log.bytes += chunk.length
    yield chunk
  }
}

async function discard(request: IncomingMessage, bytes: number): Promise<void> {
  let seen = 0
  if (bytes === 0) return
  for await (const chunk of request as AsyncIterable<Buffer>) {
    seen += chunk.length
    if (seen >= bytes) return
  }
}

async function send(reply: Reply, method: string, fault: Fault | undefined, response: ServerResponse): Promise<void> {
  const body = reply.body
  const size = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : sizeOf(body)
  const bodiless = reply.status === 204 || reply.status === 304
  response.writeHead(reply.status, {...(bodiless ? {} : {'content-length': size}), ...reply.headers})
  if (method === 'HEAD' || bodiless || body === undefined) {
    response.end()
    return
  }
  let sent = 0
  for await (const chunk of chunksOf(body)) {
    let bytes = chunk
    if (fault?.kind === 'wrong-bytes' && sent === 0) {
      bytes = Buffer.from(chunk)
      bytes[0] = (bytes[0] ?? 0) ^ 0xff
    }
    if (fault?.kind === 'cut' && sent + bytes.length > fault.afterBytes) {
      response.write(bytes.subarray(0, fault.afterBytes - sent), () => response.destroy())
      return
    }
    sent += bytes.length
    if (response.destroyed) return
    if (!response.write(bytes)) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.end()
}

function sizeOf(body: Buffer | StreamedBody): number {
  return Buffer.isBuffer(body) ? body.length : body.size
}

function chunksOf(body: string | Buffer | StreamedBody): AsyncIterable<Buffer> | Iterable<Buffer> {
  if (typeof body === 'string') return [Buffer.from(body)]
  return Buffer.isBuffer(body) ? [body] : (body.stream() as AsyncIterable<Buffer>)
}

/** A JSON reply. */
export function json(status: number, value: unknown, headers: OutgoingHttpHeaders = {}): Reply {
  return {status, headers: {'content-type': 'application/json; charset=utf-8', ...headers}, body: JSON.stringify(value)}
}
