import type {View} from './channel.js'
import {Channel} from './channel.js'
import {TokenBucket} from './pace.js'
import {ReferrersApi} from './referrers.js'
import {RepositoryClient} from './repository-client.js'
import type {RegistryOptions} from './transport.js'
import {Transport} from './transport.js'

export type {Login} from './authorization.js'
export type {RepositoryClient} from './repository-client.js'
export type {RegistryOptions} from './transport.js'

/** What ECR's quota of PutImage is a second, which is what many tags and many platforms meet. */
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

  /** Requests sent so far. */
  get requests(): number {
    return this.transport.requests
  }

  repository(name: string, view: View = {}): RepositoryClient {
    return new RepositoryClient(new Channel(this.transport, name, view), this.puts, this.referrersApi)
  }

  async close(): Promise<void> {
    await this.transport.close()
  }
}

export type {Found} from './found.js'
