import type {Readable} from 'node:stream'

import type {Channel} from './channel.js'
import {codesOf, RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'
import {header, isTransient} from './http.js'
import type {LookupResult} from './lookup.js'
import type {Descriptor, Manifest} from './manifest.js'
import type {ReceivedUrl} from './received-url.js'
import {mayUploadAgain, registryRefusal} from './refusals.js'
import type {ReadingDetails} from './verified-bytes.js'
import {isFinal, timeUsed, verified} from './verified-bytes.js'

/** A blob whose download has begun. The body must be read to its end or destroyed. */
export interface OpenBlob {
  body: Readable
  /** Bytes; undefined if the registry does not announce it. */
  size: number | undefined
}

/** The registry's answer to a request to mount a blob. */
export type MountResult =
  | {kind: 'mounted'}
  /** The registry does not mount the blob. It has opened an upload session for its bytes instead. */
  | {kind: 'session'; session: ReceivedUrl}
  /** The registry neither mounts the blob nor opens a session. */
  | {kind: 'refused'}

/** The result of an upload. `retry`: another session may succeed. */
export type UploadResult =
  | {kind: 'stored'}
  | {kind: 'retry'; failure: RegistryError; retryAfter?: string | undefined}
  | {kind: 'refused'; failure: RegistryError}

/** The blobs of one repository: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs */
export class BlobStore {
  constructor(
    private readonly channel: Channel,
    private readonly manifest: (digest: string) => Promise<LookupResult<Manifest>>
  ) {}

  /** Whether the repository has the blob. A 403 counts as no: some registries answer it for a missing blob. */
  async has(digest: string): Promise<boolean> {
    const purpose = `looking for blob ${digest} in ${this.channel.repository}`
    const response = await this.channel.send({method: 'HEAD', to: `blobs/${digest}`, purpose, access: 'pull'})
    if (response.status === 200) return true
    if (response.status === 404 || response.status === 403) return false
    throw this.channel.refusal(purpose, response)
  }

  /** Begins a download, through the registry's redirects. The body is read only as fast as the caller reads it. */
  async open(digest: string): Promise<OpenBlob> {
    const {purpose} = this.reading(digest)
    const opened = await this.channel.open({method: 'GET', to: `blobs/${digest}`, purpose, access: 'pull'})
    if (opened.kind === 'refused') {
      const isMissing = opened.response.status === 404
      throw this.channel.refusal(
        purpose,
        opened.response,
        isMissing
          ? {
              needsBuild: true,
              remedy: 'Build and push the image again: a part of it is missing there, so it cannot be copied.'
            }
          : {}
      )
    }
    const size = Number(header(opened, 'content-length') ?? NaN)
    return {body: opened.body, size: Number.isSafeInteger(size) ? size : undefined}
  }

  /**
   * Reads a small blob as a whole. If the connection breaks or the bytes are wrong, it is read again.
   * @throws RegistryError
   */
  async read(blob: Descriptor): Promise<Buffer> {
    const details = this.reading(blob.digest)
    let waited: number | undefined = 0
    let failedAt: number | undefined
    for (let attempt = 1; ; attempt++) {
      const {body} = await this.open(blob.digest)
      try {
        const pieces: Uint8Array[] = []
        for await (const piece of verified(body, blob, details, nothing, nothing)) pieces.push(piece)
        return Buffer.concat(pieces)
      } catch (error) {
        this.channel.throwIfCancelled()
        if (!(error instanceof RegistryError) || isFinal(error, attempt)) throw error
        failedAt ??= performance.now()
        waited = await this.channel.pause(attempt, timeUsed(attempt, waited, failedAt))
        if (waited === undefined) throw error
      } finally {
        body.destroy()
      }
    }
  }

  /** What an error about the reading of a blob names. */
  reading(digest: string): ReadingDetails {
    return this.channel.details(`reading blob ${digest} of ${this.channel.repository}`)
  }

  /** Asks the registry to take the blob from another of its repositories. */
  async mount(digest: string, from: string): Promise<MountResult> {
    const purpose = `mounting blob ${digest} from ${from} into ${this.channel.repository}`
    const query = new URLSearchParams({mount: digest, from})
    const to = `blobs/uploads/?${query.toString()}`
    const response = await this.start(purpose, digest, to, from)
    if (response.status === 201) return {kind: 'mounted'}
    if (response.status === 202) return {kind: 'session', session: this.locationOf(response, to, purpose)}
    // Some registries answer 403 if the source may not be read. Any other problem shows in the plain upload that follows.
    if (response.status >= 400 && response.status < 500 && !isTransient(response.status)) return {kind: 'refused'}
    throw this.channel.refusal(purpose, response)
  }

  /** Opens an upload session. */
  async begin(digest: string): Promise<ReceivedUrl> {
    const purpose = `starting the upload of blob ${digest} to ${this.channel.repository}`
    const response = await this.start(purpose, digest, 'blobs/uploads/')
    if (response.status !== 202) throw this.channel.refusal(purpose, response)
    return this.locationOf(response, 'blobs/uploads/', purpose)
  }

  /**
   * Checks that this login may push here: opens an upload session and leaves it for the registry to discard.
   * @throws RegistryError if the login may not push
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
   * Sends a whole blob into a session, in one request. A session cannot be used twice, whatever the result: ECR accepts
   * neither smaller parts nor a second request.
   * @param size of the blob in bytes
   * @throws any error from reading the bytes or from the connection
   */
  async upload(
    session: ReceivedUrl,
    digest: string,
    size: number,
    bytes: AsyncIterable<Uint8Array>
  ): Promise<UploadResult> {
    const purpose = `uploading blob ${digest} to ${this.channel.repository}`
    const response = await this.channel.stream({
      method: 'PUT',
      to: session.withParameter('digest', digest),
      headers: {'content-type': 'application/octet-stream', 'content-length': `${size}`},
      body: bytes,
      purpose,
      access: 'pull,push'
    })
    if (response.status === 201) return {kind: 'stored'}
    const failure = this.channel.refusal(purpose, response)
    return mayUploadAgain(registryRefusal(response, codesOf(response)), size)
      ? {kind: 'retry', failure, retryAfter: header(response, 'retry-after')}
      : {kind: 'refused', failure}
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
      // ECR closes the connection if the repository does not exist, but it answers a GET with that reason.
      const found = await this.manifest(digest)
      if (found.kind === 'missing' && found.what === 'repository') throw this.channel.absence(purpose, found)
      // The repository exists, so the network failed: give the request the rest of the usual number of tries.
      return await this.channel.send(request)
    }
  }

  private locationOf(response: RegistryResponse, asked: string, purpose: string): ReceivedUrl {
    const location = header(response, 'location')
    if (location !== undefined) return this.channel.urlOf(location, asked, purpose)
    throw new RegistryError({
      ...this.channel.details(purpose),
      answer: `${response.status} without a Location for the upload session`
    })
  }
}

const nothing = (): void => undefined
