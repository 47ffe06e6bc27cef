import type {RegistryResponse, TransportOptions} from './transport.js'
import {errorsOf, RegistryFailure, WrongBytes} from './errors.js'
import type {Manifest} from './manifest.js'
import {digestOf, MANIFEST_TYPES} from './manifest.js'
import {Transport} from './transport.js'

export type Found<T> = {kind: 'found'; value: T} | {kind: 'missing'; what: 'manifest' | 'repository'} | {kind: 'denied'; reason: string}

const ACCEPT = MANIFEST_TYPES.join(', ')

/** The part of the OCI distribution API that tags and manifests need: https://github.com/opencontainers/distribution-spec */
export class Registry {
  private readonly transport: Transport

  constructor(options: TransportOptions) {
    this.transport = new Transport(options)
  }

  /** Host and port, as references name them. */
  get host(): string {
    return new URL(this.transport.origin).host
  }

  /**
   * @param reference a tag or a digest
   * @throws RegistryFailure when the bytes do not have the digest they are given under
   */
  async manifest(repository: string, reference: string): Promise<Found<Manifest>> {
    try {
      return await this.readManifest(repository, reference)
    } catch (error) {
      if (!(error instanceof WrongBytes)) throw error
      // Something on the way may have spoilt them: once more, then it is an error.
      return await this.readManifest(repository, reference)
    }
  }

  private async readManifest(repository: string, reference: string): Promise<Found<Manifest>> {
    const purpose = `reading ${reference} of ${repository}`
    const response = await this.transport.send({
      method: 'GET', path: `/v2/${repository}/manifests/${reference}`, headers: {accept: ACCEPT}, purpose, scope: pullScope(repository)
    })
    if (response.status !== 200) return this.absence(response, purpose)
    const digest = digestOf(response.body)
    const claimed = header(response, 'docker-content-digest') ?? digest
    if (claimed !== digest || (reference.startsWith('sha256:') && reference !== digest)) {
      throw this.wrongBytes(purpose, `the bytes have digest ${digest}, but they came as ${reference.startsWith('sha256:') ? reference : claimed}`)
    }
    return {kind: 'found', value: {digest, bytes: response.body, mediaType: mediaTypeOf(response)}}
  }

  /** The digest a tag names, by HEAD: without a body to tell a missing tag from a missing repository. */
  async digest(repository: string, tag: string): Promise<Found<string>> {
    const purpose = `looking for ${tag} in ${repository}`
    const response = await this.transport.send({
      method: 'HEAD', path: `/v2/${repository}/manifests/${tag}`, headers: {accept: ACCEPT}, purpose, scope: pullScope(repository)
    })
    const digest = header(response, 'docker-content-digest')
    if (response.status === 200 && digest !== undefined) return {kind: 'found', value: digest}
    if (response.status === 404) return {kind: 'missing', what: 'manifest'}
    // Not every registry names the digest or answers HEAD with a reason; a GET does both.
    const manifest = await this.manifest(repository, tag)
    return manifest.kind === 'found' ? {kind: 'found', value: manifest.value.digest} : manifest
  }

  /**
   * Puts a manifest under a tag.
   * @returns `taken` where the registry keeps the tag immutable: what it names is for the caller to look at
   */
  async tag(repository: string, tag: string, manifest: Manifest): Promise<'put' | 'taken'> {
    const purpose = `tagging ${repository}:${tag}`
    const response = await this.transport.send({
      method: 'PUT', path: `/v2/${repository}/manifests/${tag}`, headers: {'content-type': manifest.mediaType}, body: manifest.bytes,
      purpose, scope: `repository:${repository}:pull,push`
    })
    if (response.status === 201 || response.status === 200) return 'put'
    // ECR's answer to a PUT on an immutable tag, even with the digest it has.
    if (errorsOf(response.body).some(({code}) => code === 'TAG_INVALID')) return 'taken'
    throw this.failure(purpose, response)
  }

  async close(): Promise<void> {
    await this.transport.close()
  }

  private absence(response: RegistryResponse, purpose: string): Found<never> {
    const errors = errorsOf(response.body)
    if (response.status === 404) {
      return {kind: 'missing', what: errors.some(({code}) => code === 'NAME_UNKNOWN') ? 'repository' : 'manifest'}
    }
    if (response.status === 401 || response.status === 403) return {kind: 'denied', reason: answerOf(response)}
    throw this.failure(purpose, response)
  }

  private wrongBytes(purpose: string, answer: string): WrongBytes {
    return new WrongBytes({purpose, origin: this.transport.origin, answer})
  }

  private failure(purpose: string, response: RegistryResponse, answer = answerOf(response)): RegistryFailure {
    const codes = errorsOf(response.body).map(({code}) => code)
    const denied = response.status === 401 || response.status === 403
    return new RegistryFailure({
      purpose, origin: this.transport.origin, answer, status: response.status, codes,
      ...(denied ? {remedy: 'What this run logged in as may not do that. The role of a stage has its permissions from infra/: deploy it anew if it was changed by hand.'} : {})
    })
  }
}

function pullScope(repository: string): string {
  return `repository:${repository}:pull`
}

function header(response: RegistryResponse, name: string): string | undefined {
  const value = response.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The manifest's own word where the header is missing or says nothing. */
function mediaTypeOf(response: RegistryResponse): string {
  const type = header(response, 'content-type')?.split(';')[0]?.trim()
  if (type !== undefined && MANIFEST_TYPES.some(known => known === type)) return type
  const {mediaType} = JSON.parse(response.body.toString('utf8')) as {mediaType?: string}
  return mediaType ?? 'application/vnd.oci.image.manifest.v1+json'
}

/** `403 DENIED: User ... is not authorized ...`, or the status with what there is of a text. */
function answerOf(response: RegistryResponse): string {
  const errors = errorsOf(response.body)
  if (errors.length > 0) return `${response.status} ${errors.map(({code, message}) => `${code}: ${message}`).join('; ')}`
  const text = response.body.toString('utf8').replaceAll(/<[^>]*>|\s+/g, ' ').trim().slice(0, 300)
  return text === '' ? `${response.status}` : `${response.status} ${text}`
}
