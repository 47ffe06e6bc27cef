import {BlobStore} from './blobs.js'
import type {Channel} from './channel.js'
import {answerOf, codesOf, RegistryError, WrongBytes} from './errors.js'
import type {Found} from './found.js'
import type {RegistryResponse} from './http.js'
import {mayPass} from './http.js'
import {header} from './http.js'
import type {Descriptor, Manifest} from './manifest.js'
import {algorithmOf, digestOf, INDEX_TYPE, jsonOf, MANIFEST_TYPES} from './manifest.js'
import type {TokenBucket} from './pace.js'
import {nextPage} from './pages.js'
import type {ReferrersApi} from './referrers.js'
import {listReferrers} from './referrers.js'

/** What became of a manifest that was put. */
export type PutResult =
  /** `linked`: the registry says that it lists the manifest as a referrer of its subject. */
  | {kind: 'put'; linked: boolean}
  /** The registry keeps the tag immutable: what it names is for the caller to look at. */
  | {kind: 'taken'}
  /** Blobs or manifests that it names are not there. */
  | {kind: 'incomplete'; failure: Error}

const ACCEPT = MANIFEST_TYPES.join(', ')

/** One repository of a registry: https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export class RepositoryClient {
  readonly blobs: BlobStore

  constructor(
    readonly channel: Channel,
    private readonly puts: TokenBucket,
    private readonly referrersApi: ReferrersApi
  ) {
    this.blobs = new BlobStore(channel, digest => this.manifest(digest))
  }

  get name(): string {
    return this.channel.repository
  }

  /**
   * @param reference a tag or a digest
   * @throws WrongBytes when twice the bytes do not have the digest they are given under
   */
  async manifest(reference: string): Promise<Found<Manifest>> {
    try {
      return await this.readManifest(reference)
    } catch (error) {
      if (!(error instanceof WrongBytes)) throw error
      // Something on the way may have spoilt them: once more, then it is an error.
      return await this.readManifest(reference)
    }
  }

  /**
   * A manifest where there is one.
   * @throws RegistryError where the repository is not there, or may not be read
   */
  async find(reference: string): Promise<Manifest | undefined> {
    const found = await this.manifest(reference)
    if (found.kind === 'found') return found.value
    if (found.kind === 'missing' && found.what === 'manifest') return undefined
    throw this.channel.absence(`reading ${reference} of ${this.name}`, found)
  }

  /** The digest a tag names, by HEAD: without a body to tell a missing tag from a missing repository. */
  async digest(tag: string): Promise<Found<string>> {
    const purpose = `looking for ${tag} in ${this.name}`
    const response = await this.channel.send({
      method: 'HEAD',
      to: `manifests/${tag}`,
      headers: {accept: ACCEPT},
      purpose,
      access: 'pull'
    })
    const digest = header(response, 'docker-content-digest')
    if (response.status === 200 && digest !== undefined) return {kind: 'found', value: digest}
    if (response.status === 404) return {kind: 'missing', what: 'manifest'}
    // The time that there is for it is used up: a GET would take as long once more.
    if (mayPass(response.status)) throw this.channel.refusal(purpose, response)
    // Not every registry names the digest or answers HEAD with a reason; a GET does both.
    const manifest = await this.manifest(tag)
    return manifest.kind === 'found' ? {kind: 'found', value: manifest.value.digest} : manifest
  }

  /** Puts a manifest under its digest, or under a tag. Not faster than the registry's quota allows. */
  async put(manifest: Manifest, tag?: string): Promise<PutResult> {
    const purpose = tag === undefined ? `putting ${manifest.digest} into ${this.name}` : `tagging ${this.name}:${tag}`
    const response = await this.channel.send({
      method: 'PUT',
      to: `manifests/${tag ?? manifest.digest}`,
      headers: {'content-type': manifest.mediaType},
      body: manifest.bytes,
      purpose,
      access: 'pull,push',
      pace: this.puts
    })
    if (response.status === 201 || response.status === 200) {
      const kept = header(response, 'docker-content-digest')
      if (kept !== undefined && kept !== digestOf(manifest.bytes, algorithmOf(kept))) {
        throw new WrongBytes({
          ...this.channel.details(purpose),
          answer: `it was sent as ${manifest.digest}, and is kept as ${kept}`
        })
      }
      return {kind: 'put', linked: header(response, 'oci-subject') !== undefined}
    }
    const codes = codesOf(response)
    // ECR's answer to a PUT on an immutable tag, even with the digest it has.
    if (tag !== undefined && codes.includes('TAG_INVALID')) return {kind: 'taken'}
    const failure = this.channel.refusal(purpose, response)
    if (codes.includes('MANIFEST_BLOB_UNKNOWN') || codes.includes('BLOB_UNKNOWN')) return {kind: 'incomplete', failure}
    throw failure
  }

  /**
   * Puts a manifest under a tag.
   * @param sendAgain sends all that the manifest names once more; called if the registry says that a part of it is missing
   * @returns `taken` if the registry keeps the tag immutable: the caller looks at what the tag names
   */
  async tag(tag: string, manifest: Manifest, sendAgain?: () => Promise<unknown>): Promise<'put' | 'taken'> {
    let result = await this.put(manifest, tag)
    if (result.kind === 'incomplete' && sendAgain !== undefined) {
      await sendAgain()
      result = await this.put(manifest, tag)
    }
    if (result.kind === 'incomplete') throw result.failure
    return result.kind
  }

  /** What is about a manifest: signatures, SBOMs, attestations. */
  async referrers(digest: string): Promise<Descriptor[]> {
    return await this.referrersApi.use(() => listReferrers(this, this.referrersApi, digest))
  }

  /** All tags, page after page. */
  async tags(): Promise<string[]> {
    const purpose = `listing the tags of ${this.name}`
    const tags: string[] = []
    const seen = new Set<string>()
    for (let to: string | URL | undefined = 'tags/list?n=1000'; to !== undefined;) {
      const response: RegistryResponse = await this.channel.send({method: 'GET', to, purpose, access: 'pull'})
      if (response.status !== 200) throw this.channel.refusal(purpose, response)
      tags.push(...this.tagsOf(response, purpose))
      to = nextPage(response, to, this.channel, purpose, seen)
    }
    return tags
  }

  /** Whether the registry was seen to list referrers itself. */
  get listsReferrers(): boolean {
    return this.referrersApi.state === 'present'
  }

  private tagsOf(response: RegistryResponse, purpose: string): string[] {
    try {
      return (JSON.parse(response.body.toString('utf8')) as {tags?: string[] | null}).tags ?? []
    } catch (error) {
      throw new RegistryError({...this.channel.details(purpose), answer: 'what came is no list of tags', cause: error})
    }
  }

  private async readManifest(reference: string): Promise<Found<Manifest>> {
    const purpose = `reading ${reference} of ${this.name}`
    const response = await this.channel.send({
      method: 'GET',
      to: `manifests/${reference}`,
      headers: {accept: ACCEPT},
      purpose,
      access: 'pull'
    })
    if (response.status !== 200) return this.absence(response, purpose)
    const algorithm = algorithmOf(reference)
    const claimed = algorithm === undefined ? header(response, 'docker-content-digest') : reference
    const digest = digestOf(response.body, algorithm ?? algorithmOf(claimed ?? ''))
    if (claimed !== undefined && claimed !== digest) {
      throw new WrongBytes({
        ...this.channel.details(purpose),
        answer: `the bytes have digest ${digest}, but they came as ${claimed}`
      })
    }
    return {kind: 'found', value: {digest, bytes: response.body, mediaType: mediaTypeOf(response)}}
  }

  private absence(response: RegistryResponse, purpose: string): Found<never> {
    if (response.status === 404)
      return {kind: 'missing', what: codesOf(response).includes('NAME_UNKNOWN') ? 'repository' : 'manifest'}
    if (response.status === 401 || response.status === 403) return {kind: 'denied', reason: answerOf(response)}
    throw this.channel.refusal(purpose, response)
  }
}

/** The manifest's own word where the header is missing or says nothing. */
function mediaTypeOf(response: RegistryResponse): string {
  const type = header(response, 'content-type')?.split(';')[0]?.trim()
  if (type !== undefined && MANIFEST_TYPES.some(known => known === type)) return type
  try {
    const {mediaType, manifests} = jsonOf(response.body) as {mediaType?: string; manifests?: unknown}
    return mediaType ?? (manifests === undefined ? 'application/vnd.oci.image.manifest.v1+json' : INDEX_TYPE)
  } catch {
    // What it is in truth is for who takes it apart to say.
    return type ?? 'application/octet-stream'
  }
}
