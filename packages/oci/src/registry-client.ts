import type {RequestContext} from './channel.js'
import {Channel} from './channel.js'
import {TokenBucket} from './pace.js'
import {ReferrersApi} from './referrers.js'
import {RepositoryClient} from './repository-client.js'
import type {RegistryOptions} from './transport.js'
import {Transport} from './transport.js'

export type {RegistryLogin} from './authorization.js'
export type {LookupResult} from './lookup.js'
export type {RepositoryClient} from './repository-client.js'
export type {RegistryOptions} from './transport.js'

/** ECR's quota for PutImage per second. An image with many tags or many platforms reaches it. */
const PUTS_PER_SECOND = 10

/** A registry that speaks the OCI distribution API: https://github.com/opencontainers/distribution-spec */
export class RegistryClient {
  private readonly transport: Transport
  private readonly puts: TokenBucket
  private readonly referrersApi = new ReferrersApi()

  constructor(options: RegistryOptions) {
    this.transport = new Transport(options)
    this.puts = new TokenBucket(options.putsPerSecond ?? PUTS_PER_SECOND)
  }

  /** Host and port, as references name them. */
  get host(): string {
    return new URL(this.transport.origin).host
  }

  /** The number of requests sent so far. */
  get requests(): number {
    return this.transport.requests
  }

  repository(name: string, context: RequestContext = {}): RepositoryClient {
    return new RepositoryClient(new Channel(this.transport, name, context), this.puts, this.referrersApi)
  }

  /** Closes all connections, also those in use. */
  async close(): Promise<void> {
    await this.transport.close()
  }
}
