import type {Readable} from 'node:stream'

import type {Channel} from './channel.js'
import {RegistryError} from './errors.js'
import type {Found} from './found.js'
import type {RegistryResponse} from './http.js'
import {mayPass} from './http.js'
import {header} from './http.js'
import type {Manifest} from './manifest.js'

/** A blob on its way: it must be read to its end or destroyed. */
export interface OpenBlob {
  body: Readable
  /** Bytes, where the registry says. */
  size: number | undefined
}

/** Where a blob goes that was asked to be mounted. */
export type Mounting =
  | {kind: 'mounted'}
  /** The registry does not mount it, and waits for its bytes here. */
  | {kind: 'session'; session: URL}
  /** It cannot be mounted, and nothing waits for it. */
  | {kind: 'refused'}

/** What became of bytes that were sent: `again` where a new session may do what this one did not. */
export type Uploaded = {kind: 'stored'} | {kind: 'again'; failure: RegistryError; retryAfter?: string | undefined}

/** The blobs of one repository: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs */
export class BlobStore {
  constructor(
    private readonly channel: Channel,
    private readonly manifest: (digest: string) => Promise<Found<Manifest>>
  ) {}

  /** Whether the blob is there; false where that may not be asked, as some registries answer of a missing one. */
  async has(digest: string): Promise<boolean> {
    const purpose = `looking for blob ${digest} in ${this.channel.repository}`
    const response = await this.channel.send({method: 'HEAD', to: `blobs/${digest}`, purpose, access: 'pull'})
    if (response.status === 200) return true
    if (response.status === 404 || response.status === 403) return false
    throw this.channel.refusal(purpose, response)
  }

  /** Opens a blob wherever the registry sends us for it. Nothing of it is read before it is asked for. */
  async open(digest: string): Promise<OpenBlob> {
    const purpose = `reading blob ${digest} of ${this.channel.repository}`
    const opened = await this.channel.open({method: 'GET', to: `blobs/${digest}`, purpose, access: 'pull'})
    if (opened.kind === 'refused') {
      const isGone = opened.response.status === 404
      throw this.channel.refusal(
        purpose,
        opened.response,
        isGone ? 'The image there lacks a part of it, and no copy can be whole: build and push it again.' : undefined
      )
    }
    const size = Number(header(opened, 'content-length') ?? NaN)
    return {body: opened.body, size: Number.isSafeInteger(size) ? size : undefined}
  }

  /** Asks the registry to take the blob from another of its repositories. */
  async mount(digest: string, from: string): Promise<Mounting> {
    const purpose = `mounting blob ${digest} from ${from} into ${this.channel.repository}`
    const query = new URLSearchParams({mount: digest, from})
    const to = `blobs/uploads/?${query.toString()}`
    const response = await this.start(purpose, digest, to, from)
    if (response.status === 201) return {kind: 'mounted'}
    if (response.status === 202) return {kind: 'session', session: this.locationOf(response, to, purpose)}
    // A source that may not be read is a 403 in some registries: what is wrong beside that, a plain upload says.
    if (response.status >= 400 && response.status < 500 && !mayPass(response.status)) return {kind: 'refused'}
    throw this.channel.refusal(purpose, response)
  }

  /** Opens an upload session. */
  async begin(digest: string): Promise<URL> {
    const purpose = `starting the upload of blob ${digest} to ${this.channel.repository}`
    const response = await this.start(purpose, digest, 'blobs/uploads/')
    if (response.status !== 202) throw this.channel.refusal(purpose, response)
    return this.locationOf(response, 'blobs/uploads/', purpose)
  }

  /**
   * Makes sure that this login may push here, by a session that is left alone and that the registry forgets.
   * @throws RegistryError where it may not
   */
  async checkUpload(): Promise<void> {
    const purpose = `starting an upload to ${this.channel.repository}`
    const response = await this.channel.send({
      method: 'POST',
      to: 'blobs/uploads/',
      headers: {'content-length': '0'},
      purpose,
      access: 'pull,push',
      tries: 3
    })
    if (response.status !== 202) throw this.channel.refusal(purpose, response)
  }

  /**
   * Sends a blob whole into a session, which is spent then whatever comes of it: ECR takes no smaller parts, and no
   * session twice.
   * @param size of the bytes
   * @throws RegistryError where another session would not help, and what reading the bytes throws
   */
  async upload(session: URL, digest: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<Uploaded> {
    const purpose = `uploading blob ${digest} to ${this.channel.repository}`
    const to = new URL(session)
    to.searchParams.set('digest', digest)
    const response = await this.channel.stream({
      method: 'PUT',
      to,
      headers: {'content-type': 'application/octet-stream', 'content-length': `${size}`},
      body: bytes,
      purpose,
      access: 'pull,push'
    })
    if (response.status === 201) return {kind: 'stored'}
    const failure = this.channel.refusal(purpose, response)
    // 401: the token ran out. 404, 416: the session did. DIGEST_INVALID: bytes were spoilt on the way.
    const again =
      mayPass(response.status) || [401, 404, 416].includes(response.status) || failure.codes.includes('DIGEST_INVALID')
    if (again && !failure.codes.includes('NAME_UNKNOWN'))
      return {kind: 'again', failure, retryAfter: header(response, 'retry-after')}
    throw failure
  }

  private async start(purpose: string, digest: string, to: string, from?: string): Promise<RegistryResponse> {
    const begin = {
      method: 'POST' as const,
      to,
      headers: {'content-length': '0'},
      purpose,
      access: 'pull,push' as const,
      tries: 3
    }
    const request = from === undefined ? begin : {...begin, from}
    try {
      return await this.channel.send(request)
    } catch (error) {
      if (!(error instanceof RegistryError) || error.status !== undefined) throw error
      // ECR closes the connection where the repository does not exist; a GET says so.
      const found = await this.manifest(digest)
      if (found.kind === 'missing' && found.what === 'repository') throw this.channel.absence(purpose, found)
      // It was the line, then: as many tries as any other request has.
      return await this.channel.send(request)
    }
  }

  private locationOf(response: RegistryResponse, asked: string, purpose: string): URL {
    const location = header(response, 'location')
    if (location !== undefined) return this.channel.urlOf(location, asked, purpose)
    throw new RegistryError({
      ...this.channel.details(purpose),
      answer: `${response.status} without the Location of its session`
    })
  }
}
