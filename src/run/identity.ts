import type {Credentials} from '../aws/role.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Target} from '../stages/target.js'
import type {Inputs} from './inputs.js'
import type {Runner} from './runner.js'

/** The identity of a run in AWS. */
export interface Caller {
  credentials: Credentials
  /** The account of the credentials, 12 digits. ECR returns its registry, even for a repository of another account. */
  account: string
}

/** Gets the credentials for a target, when they are needed. */
export type Identity = (target: Target) => Promise<Caller>

export interface RoleIdentity {
  /** GitHub's OIDC token. */
  token: string
  inputs: Pick<Inputs, 'roleSessionName' | 'roleDurationSeconds'>
  runner: Pick<Runner, 'repository' | 'runId'>
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
  /** Compares the token's claims with the claims that the target's role trusts, for a denial. */
  explain: (target: Target) => string
}

/** The role of the target's stage. It trusts GitHub's token. */
export function stageRole({token, inputs, runner, environment, log, signal, explain}: RoleIdentity): Identity {
  return async target => {
    // Loaded when it is needed: the AWS SDK takes longer to load than a skipped run takes.
    const {assumeRole} = await import('../aws/run-calls.js')
    const {role, repository} = target
    const credentials = await assumeRole({
      roleArn: role.arn,
      region: repository.region,
      from: {account: role.from.account, region: repository.from.region},
      token,
      sessionName: inputs.roleSessionName ?? sessionName(runner),
      durationSeconds: inputs.roleDurationSeconds,
      environment,
      signal,
      explain: () => explain(target),
      mask: log.mask
    })
    return {credentials, account: role.account}
  }
}

/** The name that CloudTrail shows: the repository and the run, in the characters that STS allows, 64 at most. */
export function sessionName({repository, runId}: Pick<Runner, 'repository' | 'runId'>): string {
  const name = repository.replaceAll('/', '@').replaceAll(/[^\w+=,.@-]/g, '-')
  return `${name.slice(0, 63 - runId.length)}-${runId}`.padStart(2, '-')
}
