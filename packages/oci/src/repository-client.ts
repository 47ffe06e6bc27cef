import {BlobStore} from './blobs.js'
import type {Channel} from './channel.js'
import {answerText, codesOf, WrongBytes} from './errors.js'
import type {RegistryResponse} from './http.js'
import {header, isTransient} from './http.js'
import type {LookupResult} from './lookup.js'
import type {Descriptor, Manifest} from './manifest.js'
import {algorithmOf, digestOf, INDEX_TYPE, jsonOf, MANIFEST_TYPES} from './manifest.js'
import type {TokenBucket} from './pace.js'
import type {ReferrersApi} from './referrers.js'
import {listReferrers} from './referrers.js'
import {meaningForManifest, registryRefusal} from './refusals.js'

/** The result of putting a manifest. */
export type PutResult =
  /** `linked`: the registry confirms that it lists the manifest as a referrer of its subject. */
  | {kind: 'put'; linked: boolean}
  /** The tag exists and is immutable. The caller must check which digest it names. */
  | {kind: 'taken'}
  /** The registry lacks blobs or manifests that this one names: those with these digests, or any if there are no digests. */
  | {kind: 'incomplete'; failure: Error; missing: string[]}

const ACCEPT = MANIFEST_TYPES.join(', ')
/** The advice for a tag whose image stays incomplete. */
const INCOMPLETE = {
  needsBuild: true,
  remedy: 'Build and push the image again: a part of it is missing in the registry.'
}

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
   * @throws WrongBytes if the bytes do not match their digest, twice in a row
   */
  async manifest(reference: string): Promise<LookupResult<Manifest>> {
    try {
      return await this.readManifest(reference)
    } catch (error) {
      if (!(error instanceof WrongBytes)) throw error
      // The bytes may have been corrupted on the way: read them once more.
      return await this.readManifest(reference)
    }
  }

  /**
   * The manifest, or undefined if the repository does not have it.
   * @throws RegistryError if the repository does not exist or may not be read
   */
  async find(reference: string): Promise<Manifest | undefined> {
    const found = await this.manifest(reference)
    if (found.kind === 'found') return found.value
    if (found.kind === 'missing' && found.what === 'manifest') return undefined
    throw this.channel.absence(`reading ${reference} of ${this.name}`, found)
  }

  /** The digest that a tag names. Sends a HEAD, so a missing repository looks like a missing tag. */
  async digest(tag: string): Promise<LookupResult<string>> {
    const purpose = `looking for ${tag} in ${this.name}`
    const response = await this.channel.send({
      method: 'HEAD',
      to: `manifests/${tag}`,
      headers: {accept: ACCEPT},
      purpose,
      access: 'pull'
    })
    const digest = header(response, 'docker-content-digest')
    if (response.status === 200 && digest !== undefined && algorithmOf(digest) !== undefined)
      return {kind: 'found', value: digest}
    if (response.status === 404) return {kind: 'missing', what: 'manifest'}
    // The request has used up its time, and a GET would use up the same time again.
    if (isTransient(response.status)) throw this.channel.refusal(purpose, response)
    // Some registries answer a HEAD without a digest or without a reason. A GET has both.
    const manifest = await this.manifest(tag)
    return manifest.kind === 'found' ? {kind: 'found', value: manifest.value.digest} : manifest
  }

  /** Puts a manifest under its digest, or under a tag. Waits for its turn under the registry's quota. */
  async put(manifest: Manifest, tag?: string): Promise<PutResult> {
    const purpose = tag === undefined ? `putting ${manifest.digest} into ${this.name}` : `tagging ${this.name}:${tag}`
    for (let attempt = 1, waited: number | undefined = 0; ; attempt++) {
      const response = await this.sendManifest(manifest, tag, purpose)
      if (response.status === 201 || response.status === 200) return this.putResult(response, manifest, purpose)
      const meaning = meaningForManifest(registryRefusal(response, codesOf(response)), manifest, tag !== undefined)
      if (meaning.kind === 'taken') return meaning
      const isIncompleteImage = meaning.kind === 'incomplete' && tag !== undefined
      const failure = this.channel.refusal(purpose, response, isIncompleteImage ? INCOMPLETE : {})
      if (meaning.kind === 'incomplete') return {...meaning, failure}
      if (meaning.kind === 'final') throw failure
      waited = await this.channel.pause(attempt, waited)
      if (waited === undefined) throw failure
    }
  }

  /**
   * Puts a manifest under a tag. If the registry reports that a part is missing, puts it again until that has passed: the
   * registry may be late.
   * @param sendAgain sends everything that the manifest names again; called after each such report
   * @returns `taken` if the tag exists and is immutable: the caller must check which digest it names
   */
  async tag(tag: string, manifest: Manifest, sendAgain?: () => Promise<unknown>): Promise<'put' | 'taken'> {
    for (let attempt = 1, waited: number | undefined = 0; ; attempt++) {
      const result = await this.put(manifest, tag)
      if (result.kind !== 'incomplete') return result.kind
      waited = await this.channel.pause(attempt, waited)
      if (waited === undefined) throw result.failure
      await sendAgain?.()
    }
  }

  /** The referrers of a manifest: signatures, SBOMs, attestations. */
  async referrers(digest: string): Promise<Descriptor[]> {
    return await this.referrersApi.use(() => listReferrers(this, this.referrersApi, digest))
  }

  /** Whether the registry has shown that it lists referrers itself. */
  get listsReferrers(): boolean {
    return this.referrersApi.state === 'present'
  }

  private async sendManifest(
    {digest, mediaType, bytes}: Manifest,
    tag: string | undefined,
    purpose: string
  ): Promise<RegistryResponse> {
    return await this.channel.send({
      method: 'PUT',
      to: `manifests/${tag ?? digest}`,
      headers: {'content-type': mediaType},
      body: bytes,
      purpose,
      access: 'pull,push',
      pace: this.puts
    })
  }

  /** @throws WrongBytes if the registry stored other bytes than it was sent */
  private putResult(response: RegistryResponse, {digest, bytes}: Manifest, purpose: string): PutResult {
    const stored = header(response, 'docker-content-digest')
    if (stored !== undefined && stored !== digestOf(bytes, algorithmOf(stored))) {
      throw new WrongBytes({
        ...this.channel.details(purpose),
        answer: `it was sent as ${digest}, but the registry stored it as ${stored}`
      })
    }
    return {kind: 'put', linked: header(response, 'oci-subject') !== undefined}
  }

  private async readManifest(reference: string): Promise<LookupResult<Manifest>> {
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
        answer: `the bytes have digest ${digest}, not ${claimed}`
      })
    }
    const mediaType = mediaTypeOf(response)
    if (mediaType === undefined) {
      throw new WrongBytes({
        ...this.channel.details(purpose),
        answer: `the answer has the media type ${header(response, 'content-type') ?? ''}, and the manifest in it has another`
      })
    }
    return {kind: 'found', value: {digest, bytes: response.body, mediaType}}
  }

  private absence(response: RegistryResponse, purpose: string): LookupResult<never> {
    if (response.status === 404)
      return {kind: 'missing', what: codesOf(response).includes('NAME_UNKNOWN') ? 'repository' : 'manifest'}
    if (response.status === 401 || response.status === 403) return {kind: 'denied', reason: answerText(response)}
    throw this.channel.refusal(purpose, response)
  }
}

/**
 * The media type that a manifest names itself, or else that of the header. Other programs read the body, so a header must not
 * make another kind of manifest of it.
 * @returns undefined if the two contradict each other
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md#image-manifest-property-descriptions
 */
function mediaTypeOf(response: RegistryResponse): string | undefined {
  const type = header(response, 'content-type')?.split(';')[0]?.trim()
  const known = MANIFEST_TYPES.find(one => one === type)
  try {
    const {mediaType: own, manifests} = jsonOf(response.body) as {mediaType?: unknown; manifests?: unknown}
    if (typeof own === 'string') return known === undefined || known === own ? own : undefined
    return known ?? (manifests === undefined ? 'application/vnd.oci.image.manifest.v1+json' : INDEX_TYPE)
  } catch {
    // The bytes are not JSON. `partsOf` reports that.
    return type ?? 'application/octet-stream'
  }
}
