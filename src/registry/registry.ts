import type {View} from './channel.js'
import {Channel} from './channel.js'
import type {Manifest} from './manifest.js'
import {TokenBucket} from './pace.js'
import {ReferrersApi} from './referrers.js'
import type {Found} from './repository.js'
import {Repository} from './repository.js'
import type {TransportOptions} from './transport.js'
import {Transport} from './transport.js'

/** What ECR's quota of PutImage is a second, which is what many tags and many platforms meet. */
const PUTS_PER_SECOND = 10

/** A registry that speaks the OCI distribution API: https://github.com/opencontainers/distribution-spec */
export class Registry {
  private readonly transport: Transport
  private readonly puts: TokenBucket
  private readonly referrersApi = new ReferrersApi()

  constructor(options: TransportOptions) {
    this.transport = new Transport(options)
    this.puts = new TokenBucket(options.putsPerSecond ?? PUTS_PER_SECOND)
  }

  /** Host and port, as references name them. */
  get host(): string {
    return new URL(this.transport.origin).host
  }

  /** Requests sent so far. */
  get requests(): number {
    return this.transport.requests
  }

  repository(name: string, view: View = {}): Repository {
    return new Repository(new Channel(this.transport, name, view), this.puts, this.referrersApi)
  }

  /**
   * @param reference a tag or a digest
   * @throws RegistryFailure when the bytes do not have the digest they are given under
   */
  async manifest(repository: string, reference: string, view: View = {}): Promise<Found<Manifest>> {
    return await this.repository(repository, view).manifest(reference)
  }

  /** The digest a tag names, by HEAD: without a body to tell a missing tag from a missing repository. */
  async digest(repository: string, tag: string, view: View = {}): Promise<Found<string>> {
    return await this.repository(repository, view).digest(tag)
  }

  /**
   * Puts a manifest under a tag.
   * @param complete brings what the registry lacks of the image; where it says that it does and there is none, that is an error
   * @returns `taken` where the registry keeps the tag immutable: what it names is for the caller to look at
   */
  async tag(repository: string, tag: string, manifest: Manifest, view: View = {}, complete?: () => Promise<unknown>): Promise<'put' | 'taken'> {
    const target = this.repository(repository, view)
    let result = await target.put(manifest, tag)
    if (result.kind === 'incomplete' && complete !== undefined) {
      await complete()
      result = await target.put(manifest, tag)
    }
    if (result.kind === 'incomplete') throw result.failure
    return result.kind
  }

  /** All tags of a repository. */
  async tags(repository: string): Promise<string[]> {
    return await this.repository(repository).tags()
  }

  async close(): Promise<void> {
    await this.transport.close()
  }
}
