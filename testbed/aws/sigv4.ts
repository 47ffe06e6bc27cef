import {createHash, createHmac, timingSafeEqual} from 'node:crypto'

import {SignatureV4} from '@smithy/signature-v4'
import type {HttpRequest, SourceData} from '@smithy/types'

import type {Clock} from '../server/clock.js'
import type {Exchange} from '../server/http.js'
import type {AwsAccounts, AwsSession} from './accounts.js'

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/

/** Milliseconds by which a signature's time may differ from the testbed's clock. */
const SKEW = 5 * 60 * 1000

/** The reasons to refuse a signed request. Each service has its own names for them. */
export type SignatureFault = 'missing' | 'incomplete' | 'unknown-key' | 'expired-session' | 'mismatch'

export type Verification =
  {ok: true; session: AwsSession; region: string} | {ok: false; fault: SignatureFault; message: string}

/** Checks a request's Signature Version 4: key, session token, scope, time, signed headers, body and signature. */
export async function verifySignature(
  {method, url, headers}: Exchange,
  body: Buffer,
  service: string,
  aws: AwsAccounts,
  clock: Clock
): Promise<Verification> {
  const refuse = (fault: SignatureFault, message: string): Verification => ({ok: false, fault, message})
  if (headers.authorization === undefined) return refuse('missing', 'Missing Authentication Token')
  const [, credential = '', signedHeaders = '', signature = ''] = AUTHORIZATION.exec(headers.authorization) ?? []
  const [accessKeyId = '', day, region = '', scopeService, terminator] = credential.split('/')
  if (terminator !== 'aws4_request')
    return refuse('incomplete', 'Authorization header does not have the form of AWS4-HMAC-SHA256')
  const date = single(headers['x-amz-date'])
  const signingDate = parseDate(date)
  if (!signingDate) return refuse('incomplete', 'Authorization header requires existence of a X-Amz-Date header')

  const session = aws.session(accessKeyId)
  if (!session || session.sessionToken !== single(headers['x-amz-security-token'])) {
    return refuse('unknown-key', 'The security token included in the request is invalid.')
  }
  if (clock.now() >= session.expires)
    return refuse('expired-session', 'The security token included in the request is expired')
  if (scopeService !== service)
    return refuse('mismatch', `Credential should be scoped to correct service: '${service}'.`)
  if (!date?.startsWith(day ?? ''))
    return refuse('mismatch', 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date')
  if (Math.abs(Date.now() - signingDate.getTime()) > SKEW) {
    return refuse('mismatch', `Signature expired: ${date} is not within 5 minutes of ${new Date().toISOString()}`)
  }

  const names = signedHeaders.split(';')
  const mustBeSigned = Object.keys(headers).filter(name => name === 'host' || name.startsWith('x-amz-'))
  if (mustBeSigned.some(name => !names.includes(name))) return refuse('mismatch', mismatch)
  const stated = single(headers['x-amz-content-sha256'])
  if (stated !== undefined && stated !== createHash('sha256').update(body).digest('hex'))
    return refuse('mismatch', mismatch)
  const request: HttpRequest = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries([...url.searchParams.keys()].map(name => [name, url.searchParams.getAll(name)])),
    headers: Object.fromEntries(names.map(name => [name, single(headers[name]) ?? ''])),
    body
  }
  const signer = new SignatureV4({
    service,
    region,
    credentials: session,
    sha256: Sha256,
    applyChecksum: false
  })
  const signed = await signer.sign(request, {signingDate, signableHeaders: new Set(names)})
  const expected = /Signature=([0-9a-f]{64})$/.exec(signed.headers['authorization'] ?? '')?.[1] ?? ''
  if (!timingSafeEqual(Buffer.from(expected.padEnd(64)), Buffer.from(signature))) return refuse('mismatch', mismatch)
  return {ok: true, session, region}
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
  'and signing method. Consult the service documentation for details.'

interface Digester {
  update(data: Uint8Array): unknown
  digest(): Uint8Array
}

/** SHA-256, or HMAC with a secret, in the form that the signer requires. */
class Sha256 {
  #hash: Digester

  constructor(private readonly secret?: SourceData) {
    this.#hash = this.#fresh()
  }

  update(chunk: SourceData): void {
    this.#hash.update(bytes(chunk))
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }

  reset(): void {
    this.#hash = this.#fresh()
  }

  #fresh(): Digester {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(this.secret))
  }
}

function bytes(data: SourceData): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}

function parseDate(text: string | undefined): Date | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? []
  return year === undefined ? undefined : new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}
