import type {Ecr, RegistryLogin} from './aws/ecr.js'
import type {Environment} from './environment.js'
import type {Inputs, Runner} from './inputs.js'
import {Registry} from './registry/registry.js'
import type {Log} from './report/log.js'
import type {Repository} from './stages/arn.js'
import type {Target} from './stages/target.js'

/** Logged in as the role of one stage: its registry, and what Docker logs in to it with. All of it is in memory. */
export interface Session {
  registry: Registry
  login: RegistryLogin
  /** The registry of the repository that is promoted from, as the same role; the same one where it is the same. */
  open: (repository: Repository) => Promise<Registry>
  /** ECR's own API for a repository, as the same role. */
  ecr: (repository: Repository) => Ecr
}

export interface SignIn {
  target: Target
  token: string
  inputs: Inputs
  runner: Runner
  environment: Environment
  log: Log
  signal: AbortSignal
  /** Sets the token's claims beside what the role trusts, for a denial. */
  explain: () => string
}

/** Assumes the stage's role with GitHub's token and logs in to the stage's registry. */
export async function signIn({target, token, inputs, runner, environment, log, signal, explain}: SignIn): Promise<Session> {
  // Loaded when it is needed: the AWS SDK takes longer to load than a skipped run takes.
  const {assumeRole, ecrIn, logIn, registryToken} = await import('./aws/index.js')
  const {role, repository} = target
  const credentials = await assumeRole({
    roleArn: role.arn,
    region: repository.region,
    token,
    sessionName: inputs.roleSessionName ?? sessionName(runner),
    durationSeconds: inputs.roleDurationSeconds,
    environment, signal, explain,
    mask: log.mask
  })
  const access = {credentials, environment, signal}
  const registryOf = (login: RegistryLogin): Registry => new Registry({origin: login.origin, authorization: {kind: 'basic', login}, signal})
  const own = await registryToken(repository.region, access, log.mask)
  const login = await logIn({...access, repository, side: 'target', token: own, callerAccount: role.account})
  const registry = registryOf(login)
  return {
    registry,
    login,
    async open(other) {
      if (other.account === repository.account && other.region === repository.region) return registry
      // A token is of one region, and of every account's registry there.
      const reaching = other.region === repository.region ? own : await registryToken(other.region, access, log.mask)
      return registryOf(await logIn({...access, repository: other, side: 'source', token: reaching, callerAccount: role.account}))
    },
    ecr: other => ecrIn(other.region, credentials, environment)
  }
}

/** What CloudTrail shows: the repository and the run, in the characters that STS takes, 64 at most. */
export function sessionName({repository, runId}: Runner): string {
  const name = repository.replaceAll('/', '@').replaceAll(/[^\w+=,.@-]/g, '-')
  return `${name.slice(0, 63 - runId.length)}-${runId}`.padStart(2, '-')
}
