import {randomUUID} from 'node:crypto'

import {isDigest} from '../aws/manifest.js'
import type {Clock} from '../server/clock.js'
import {type Exchange, json, type Reply} from '../server/http.js'
import {sha256Digest} from '../server/spool.js'
import {type ImageSettings, makeImage} from './image.js'

/** The status that requests for the manifests and blobs of a name are answered with. */
type Failure = 401 | 404 | 429

/**
 * A public registry like Docker Hub. Requests need a token, which the endpoint that the Bearer challenge names issues to
 * everybody.
 */
export class PublicRegistry {
  origin = ''
  readonly #manifests = new Map<string, {mediaType: string; bytes: Buffer}>()
  readonly #blobs = new Map<string, Buffer>()
  readonly #failures = new Map<string, Failure>()
  readonly #tokens = new Map<string, {name: string; expires: number}>()

  constructor(private readonly clock: Clock) {}

  /** `127.0.0.1:<port>` */
  get host(): string {
    return new URL(this.origin).host
  }

  /**
   * Adds an image under a tag, or moves the tag to it.
   *
   * @returns the root manifest's digest
   */
  addImage(name: string, tag: string, settings: ImageSettings): string {
    const {root, manifests, blobs} = makeImage(settings)
    for (const [digest, manifest] of manifests) this.#manifests.set(`${name}@${digest}`, manifest)
    for (const [digest, bytes] of blobs) this.#blobs.set(`${name}@${digest}`, bytes)
    const manifest = manifests.get(root)
    if (manifest) this.#manifests.set(`${name}:${tag}`, manifest)
    return root
  }

  /** Makes requests for a name fail: 401 for a private image, 404 for a missing one, 429 for a pull limit; undefined to stop. */
  fail(name: string, failure: Failure | undefined): void {
    if (failure === undefined) this.#failures.delete(name)
    else this.#failures.set(name, failure)
  }

  handle(exchange: Exchange): Reply {
    const {url, method, headers} = exchange
    if (url.pathname === '/token') return this.#issueToken(url)
    const [, name = '', kind, reference = ''] =
      /^\/v2\/(?:(.+)\/(manifests|blobs)\/([^/]+))?$/.exec(decodeURIComponent(url.pathname)) ?? []
    const token = this.#tokens.get(/^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '')
    const admitted =
      token !== undefined && this.clock.now() < token.expires && (kind === undefined || token.name === name)
    if (!admitted) return this.#challenge(name)
    if (kind === undefined) return json(200, {})
    if (method !== 'GET' && method !== 'HEAD') return error(405, 'UNSUPPORTED', 'The operation is unsupported.')
    switch (this.#failures.get(name)) {
      case 401:
        return this.#challenge(name, 'insufficient_scope')
      case 404:
        return error(404, 'MANIFEST_UNKNOWN', 'manifest unknown')
      case 429:
        return error(429, 'TOOMANYREQUESTS', 'You have reached your unauthenticated pull rate limit.')
      case undefined:
        return kind === 'manifests' ? this.#manifest(name, reference, headers.accept) : this.#blob(name, reference)
    }
  }

  #manifest(name: string, reference: string, accept: string | undefined): Reply {
    const found = this.#manifests.get(`${name}${isDigest(reference) ? '@' : ':'}${reference}`)
    if (!found) {
      // Docker Hub gives the same answer for a private image and for a missing image.
      const known = [...this.#manifests.keys()].some(key => key.startsWith(`${name}:`))
      return known ? error(404, 'MANIFEST_UNKNOWN', 'manifest unknown') : this.#challenge(name, 'insufficient_scope')
    }
    if (accept !== undefined && !accept.includes('*/*') && !accept.includes(found.mediaType)) {
      return error(404, 'MANIFEST_UNKNOWN', `manifest found, but the accept header does not support ${found.mediaType}`)
    }
    const headers = {'content-type': found.mediaType, 'docker-content-digest': sha256Digest(found.bytes)}
    return {status: 200, headers, body: found.bytes}
  }

  #blob(name: string, digest: string): Reply {
    const bytes = this.#blobs.get(`${name}@${digest}`)
    if (!bytes) return error(404, 'BLOB_UNKNOWN', 'blob unknown to registry')
    return {
      status: 200,
      headers: {'content-type': 'application/octet-stream', 'docker-content-digest': digest},
      body: bytes
    }
  }

  #challenge(name: string, problem?: string): Reply {
    const scope = name === '' ? '' : `,scope="repository:${name}:pull"`
    const authenticate = `Bearer realm="${this.origin}/token",service="${this.host}"${scope}`
    return error(401, 'UNAUTHORIZED', 'authentication required', {
      'www-authenticate': problem === undefined ? authenticate : `${authenticate},error="${problem}"`
    })
  }

  #issueToken(url: URL): Reply {
    const name = /^repository:([^:]+):/.exec(url.searchParams.get('scope') ?? '')?.[1] ?? ''
    const token = randomUUID()
    this.#tokens.set(token, {name, expires: this.clock.now() + 300_000})
    return json(200, {token, access_token: token, expires_in: 300, issued_at: new Date(this.clock.now()).toISOString()})
  }
}

function error(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  return json(status, {errors: [{code, message}]}, {'docker-distribution-api-version': 'registry/2.0', ...headers})
}
