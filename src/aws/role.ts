import {AssumeRoleWithWebIdentityCommand, STSClient} from '@aws-sdk/client-sts'

import {within} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {isItRight} from '../stages/origin.js'
import {answerOf} from './answer.js'
import {connectionTo, remedyOfSilence} from './connection.js'

/** Temporary credentials of a role. They stay in memory. */
export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  /** Absent where they are a user's own keys. */
  sessionToken?: string
}

export interface RoleRequest {
  roleArn: string
  region: string
  /** What account and region come from, for errors. */
  from: Pick<RepositoryOrigin, 'account' | 'region'>
  /** The OIDC token, as GitHub issued it. */
  token: string
  sessionName: string
  durationSeconds: number | undefined
  environment: ProcessEnv
  signal: AbortSignal
  mask: (value: string) => void
  /** Sets the token's claims beside what the role trusts, for a denial. */
  explain: () => string
}

const DEADLINE_MS = 45_000

/**
 * STS AssumeRoleWithWebIdentity.
 * @throws Failure: a denial at once, with the claims beside the condition; what may pass is retried within one deadline
 */
export async function assumeRole(request: RoleRequest): Promise<Credentials> {
  const {signal, mask} = request
  const client = new STSClient(connectionTo('sts', request.region, request.environment))
  try {
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: request.roleArn,
      WebIdentityToken: request.token,
      RoleSessionName: request.sessionName,
      DurationSeconds: request.durationSeconds
    })
    const {Credentials: {AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken} = {}} =
      await within(client.send(command, {abortSignal: signal}), DEADLINE_MS, 'STS', signal)
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
      throw new Error('the answer has no credentials')
    for (const secret of [accessKeyId, secretAccessKey, sessionToken]) mask(secret)
    return {accessKeyId, secretAccessKey, sessionToken}
  } catch (error) {
    signal.throwIfAborted()
    throw refusal(error, request)
  } finally {
    client.destroy()
  }
}

function refusal(error: unknown, {roleArn, region, from, explain, durationSeconds}: RoleRequest): Failure {
  const name = error instanceof Error ? error.name : ''
  const tried = `Assuming ${roleArn} with GitHub's OIDC token (STS in ${region})`
  const account = roleArn.split(':')[4] ?? ''
  const remedies: Record<string, string> = {
    AccessDenied: explain(),
    // Nothing of the token matters to an account that does not know who issued it.
    InvalidIdentityToken: messageOf(error).startsWith('No OpenIDConnect provider')
      ? `${isItRight('account', from.account)} If it is, the account needs the OIDC provider token.actions.githubusercontent.com; infra/ creates it.`
      : `Account ${account} needs the OIDC provider token.actions.githubusercontent.com with the audience of this token; infra/ creates it.\n${explain()}`,
    IDPRejectedClaim: `STS refuses a claim of the token, most often because it expired on the way, or the clock of this runner is off. Run the job again; if it stays:\n${explain()}`,
    ExpiredTokenException:
      'The OIDC token expired before STS saw it, or the clock of this runner is off. Run the job again; on a self-hosted runner check its clock.',
    IDPCommunicationError:
      'STS could not reach GitHub to check the token, several times in a row. Run the job again in a few minutes.',
    RegionDisabledException: `${isItRight('region', from.region)} If it is, activate STS for ${region} in account ${account}, under IAM, Account settings.`,
    ValidationError:
      durationSeconds === undefined
        ? 'Check `role-session-name` and the form of the role ARN.'
        : `The role may allow less than role-duration-seconds ${durationSeconds}: leave the input out, or raise the role's maximum session duration.`
  }
  const remedy = remedies[name] ?? remedies[name.replace(/Exception$/, '')]
  return new Failure(`${tried}: ${answerOf(error)}`, {
    cause: error,
    remedy: remedy ?? remedyOfSilence(error, {what: `this runner reaches STS in ${region}`, from})
  })
}
