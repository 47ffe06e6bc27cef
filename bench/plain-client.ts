import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import type {IncomingMessage} from 'node:http'
import {Agent, request} from 'node:https'
import {Readable} from 'node:stream'
import {text} from 'node:stream/consumers'
import {pipeline} from 'node:stream/promises'

/** Sends a request and returns the Location of the answer. */
export type Send = (method: string, url: string, body?: Buffer | Readable, type?: string) => Promise<string>

/** @param certificate path of the certificate, in PEM, that the registries have */
export function clientTrusting(certificate: string): Send {
  const agent = new Agent({ca: readFileSync(certificate), keepAlive: true})
  return async (method, url, body = Buffer.alloc(0), type = 'application/octet-stream') => {
    const length = Buffer.isBuffer(body) ? {'content-length': body.length} : {}
    const sent = request(url, {method, agent, headers: {'content-type': type, ...length}})
    const answered = once(sent, 'response')
    await pipeline(Buffer.isBuffer(body) ? Readable.from([body]) : body, sent)
    const [response] = (await answered) as [IncomingMessage]
    const answer = await text(response)
    const {statusCode = 0, headers} = response
    if (statusCode < 200 || statusCode > 299) throw new Error(`${method} ${url}: ${statusCode} ${answer}`)
    return headers.location ?? ''
  }
}
