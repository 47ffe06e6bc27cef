import {fromWebToken} from '@aws-sdk/credential-providers'

import {Failure} from '../failure.js'
import {answerOf} from './answer.js'
import {within} from '../deadline.js'
import type {Environment} from '../environment.js'
import {connectionTo} from './connection.js'

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
  /** The OIDC token, as GitHub issued it. */
  token: string
  sessionName: string
  durationSeconds: number | undefined
  environment: Environment
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
  const provider = fromWebToken({
    roleArn: request.roleArn,
    webIdentityToken: request.token,
    roleSessionName: request.sessionName,
    ...(request.durationSeconds === undefined ? {} : {durationSeconds: request.durationSeconds}),
    clientConfig: connectionTo('sts', request.region, request.environment)
  })
  try {
    const {accessKeyId, secretAccessKey, sessionToken = ''} = await within(provider(), DEADLINE_MS, 'STS', request.signal)
    for (const secret of [accessKeyId, secretAccessKey, sessionToken]) request.mask(secret)
    return {accessKeyId, secretAccessKey, sessionToken}
  } catch (error) {
    request.signal.throwIfAborted()
    throw refusal(error, request)
  }
}

function refusal(error: unknown, {roleArn, region, explain, durationSeconds}: RoleRequest): Failure {
  const name = error instanceof Error ? error.name : ''
  const tried = `Assuming ${roleArn} with GitHub's OIDC token (STS in ${region})`
  const account = roleArn.split(':')[4] ?? ''
  const remedies: Record<string, string> = {
    AccessDenied: explain(),
    InvalidIdentityToken: `Account ${account} needs the OIDC provider token.actions.githubusercontent.com with the audience of this token; infra/ creates it.\n${explain()}`,
    IDPRejectedClaim: `STS refuses a claim of the token, most often because it expired on the way, or the clock of this runner is off. Run the job again; if it stays:\n${explain()}`,
    ExpiredTokenException: 'The OIDC token expired before STS saw it, or the clock of this runner is off. Run the job again; on a self-hosted runner check its clock.',
    IDPCommunicationError: 'STS could not reach GitHub to check the token, several times in a row. Run the job again in a few minutes.',
    RegionDisabledException: `STS is not activated for ${region} in account ${account}. Activate it under IAM, Account settings.`,
    ValidationError: durationSeconds === undefined
      ? 'Check `role-session-name` and the form of the role ARN.'
      : `The role may allow less than role-duration-seconds ${durationSeconds}: leave the input out, or raise the role's maximum session duration.`
  }
  const remedy = remedies[name] ?? remedies[name.replace(/Exception$/, '')]
  return new Failure(`${tried}: ${answerOf(error)}`, {
    cause: error,
    remedy: remedy ?? `Check that this runner reaches STS in ${region}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`
  })
}
