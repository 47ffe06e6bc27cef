import type {RegistryClient} from '@org/oci/registry-client'
import type {RepositoryClient} from '@org/oci/registry-client'

import type {AuthorizationToken, EcrAccess, EcrClient, EcrLogin} from '../aws/ecr.js'
import type {EcrRepository} from '../stages/arn.js'
import type {Destination, Job} from './context.js'
import {openRegistry} from './registry.js'

/** A stage's repository at one end of a run, and the clients that reach it. */
export interface StageRepository {
  /** Name, account and region, each with its origin for error messages. */
  repository: EcrRepository
  registry: RegistryClient
  client: RepositoryClient
  /** ECR's own API in the region of the repository. */
  ecr: EcrClient
}

type Side = 'source' | 'target'

interface SignedIn {
  /** The account of the credentials. ECR returns the registry of this account, even for a repository of another account. */
  account: string
  access: EcrAccess
  token: AuthorizationToken
  login: EcrLogin
  registry: RegistryClient
}

/**
 * The login of a run: to AWS as its identity, and to the registries of both ends. It begins at once, so that work
 * without a login can go on meanwhile. Credentials and tokens stay in memory.
 */
export class Session {
  private readonly signedIn: Promise<SignedIn>
  private readonly registries: RegistryClient[] = []
  private readonly ecrClients = new Map<string, EcrClient>()

  constructor(
    private readonly job: Pick<Job, 'environment' | 'log' | 'signal' | 'timings'>,
    private readonly destination: Destination
  ) {
    this.signedIn = job.timings.time('sign-in', () => this.signIn())
    // `target` and `source` throw this error when they are called. A run that fails before that reports its own error.
    this.signedIn.catch(() => undefined)
  }

  /** The repository that the run writes to. */
  async target(): Promise<StageRepository> {
    const {registry} = await this.signedIn
    return await this.repositoryAt(this.destination.target.repository, registry, 'target')
  }

  /** A repository that the run promotes from. */
  async source(repository: EcrRepository): Promise<StageRepository> {
    const {registry} = await this.registryOf(repository)
    return await this.repositoryAt(repository, registry, 'source')
  }

  /** The repository of a build cache, with its place `registry/repository` and the login to it for Docker. */
  async cache(repository: EcrRepository): Promise<{client: RepositoryClient; place: string; login: EcrLogin}> {
    const {registry, login} = await this.registryOf(repository)
    const client = registry.repository(repository.name, {side: 'source'})
    return {client, place: `${registry.host}/${repository.name}`, login}
  }

  /** The login to the target's registry, for Docker. */
  async login(): Promise<EcrLogin> {
    return (await this.signedIn).login
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await this.signedIn.catch(() => undefined)
    for (const client of this.ecrClients.values()) client.destroy()
    await Promise.all(this.registries.map(registry => registry.close()))
  }

  private async signIn(): Promise<SignedIn> {
    const {environment, log, signal} = this.job
    const {target, identity} = this.destination
    const [{resolveRegistryLogin, requestAuthorizationToken}, {credentials, account}] = await Promise.all([
      import('../aws/run-calls.js'),
      identity(target)
    ])
    const access = {credentials, environment, signal}
    const token = await requestAuthorizationToken(target.repository, access, log.mask)
    const login = await resolveRegistryLogin({
      ...access,
      repository: target.repository,
      side: 'target',
      token,
      callerAccount: account
    })
    return {account, access, token, login, registry: this.open(login)}
  }

  /** The registry of a repository, whatever its account and region are. */
  private async registryOf(repository: EcrRepository): Promise<Pick<SignedIn, 'registry' | 'login'>> {
    const {registry, login: own, token, access, account} = await this.signedIn
    const {account: targetAccount, region} = this.destination.target.repository
    if (repository.account === targetAccount && repository.region === region) return {registry, login: own}
    const {resolveRegistryLogin, requestAuthorizationToken} = await import('../aws/run-calls.js')
    // A token is valid for the registries of all accounts in its region, but in no other region.
    const reaching =
      repository.region === region ? token : await requestAuthorizationToken(repository, access, this.job.log.mask)
    const asked = {...access, repository, side: 'source', token: reaching, callerAccount: account} as const
    const login = await resolveRegistryLogin(asked)
    return {registry: this.open(login), login}
  }

  private open(login: EcrLogin): RegistryClient {
    const {signal} = this.job
    const registry = openRegistry({origin: login.origin, authorization: {kind: 'basic', login}, signal})
    this.registries.push(registry)
    return registry
  }

  private async repositoryAt(
    repository: EcrRepository,
    registry: RegistryClient,
    side: Side
  ): Promise<StageRepository> {
    return {
      repository,
      registry,
      client: registry.repository(repository.name, {side}),
      ecr: await this.ecrIn(repository.region)
    }
  }

  private async ecrIn(region: string): Promise<EcrClient> {
    const {access} = await this.signedIn
    const {openEcrClient} = await import('../aws/run-calls.js')
    const client = this.ecrClients.get(region) ?? openEcrClient(region, access.credentials, access.environment)
    this.ecrClients.set(region, client)
    return client
  }
}
