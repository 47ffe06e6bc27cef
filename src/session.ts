import type {Ecr, RegistryLogin} from './aws/ecr.js'
import type {Environment} from './environment.js'
import type {Identity} from './identity.js'
import {Registry} from './registry/registry.js'
import type {Log} from './report/log.js'
import type {Repository} from './stages/arn.js'
import type {Target} from './stages/target.js'

/** Logged in to the registry of one stage, with what Docker logs in to it with. All of it is in memory. */
export interface Session {
  registry: Registry
  login: RegistryLogin
  /** The registry of the repository that is promoted from, as the same caller; the same one where it is the same. */
  open: (repository: Repository) => Promise<Registry>
  /** ECR's own API for a repository, as the same caller. */
  ecr: (repository: Repository) => Ecr
  /** Ends the connections of all that it gave. */
  close: () => Promise<void>
}

export interface SignIn {
  target: Target
  identity: Identity
  environment: Environment
  log: Log
  signal: AbortSignal
}

/** Logs in to the registry of the target. */
export async function signIn({target, identity, environment, log, signal}: SignIn): Promise<Session> {
  const [{ecrIn, logIn, registryToken}, {credentials, account}] = await Promise.all([import('./aws/index.js'), identity(target)])
  const {repository} = target
  const access = {credentials, environment, signal}
  const registryOf = (login: RegistryLogin): Registry => new Registry({origin: login.origin, authorization: {kind: 'basic', login}, signal})
  const own = await registryToken(repository, access, log.mask)
  const login = await logIn({...access, repository, side: 'target', token: own, callerAccount: account})
  const registry = registryOf(login)
  const registries = [registry]
  const clients = new Map<string, Ecr>()
  return {
    registry,
    login,
    async open(other) {
      if (other.account === repository.account && other.region === repository.region) return registry
      // A token is of one region, and of every account's registry there.
      const reaching = other.region === repository.region ? own : await registryToken(other, access, log.mask)
      const opened = registryOf(await logIn({...access, repository: other, side: 'source', token: reaching, callerAccount: account}))
      registries.push(opened)
      return opened
    },
    ecr({region}) {
      const client = clients.get(region) ?? ecrIn(region, credentials, environment)
      clients.set(region, client)
      return client
    },
    async close() {
      for (const client of clients.values()) client.destroy()
      await Promise.all(registries.map(opened => opened.close()))
    }
  }
}
