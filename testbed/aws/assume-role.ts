import type {LoggedRequest} from '../server/log.js'
import type {AwsAccounts, AwsSession, IamRole} from './accounts.js'
import {evaluatePolicies, type IamPolicy} from './iam.js'
import {member, type RoleInput, StsError, validation} from './sts-input.js'

const ACTION = 'sts:AssumeRole'

/** Seconds that a session may last if another role's session asks for it (role chaining). */
const MAX_CHAINED_DURATION = 3600

const ANYTHING: IamPolicy = {Version: '2012-10-17', Statement: {Effect: 'Allow', Action: '*', Resource: '*'}}

/**
 * Carries out AssumeRole for a user or for a role's session.
 * @throws StsError if the role's trust policy, the caller's policies or the MFA code do not permit it
 */
export function assumeRoleAs(
  caller: AwsSession,
  input: RoleInput,
  parameters: URLSearchParams,
  aws: AwsAccounts,
  log: LoggedRequest
): AwsSession {
  const mfa = checkMfa(caller, parameters, aws)
  const externalId = parameters.has('ExternalId')
    ? member(parameters, 'ExternalId', 2, 1224, /^[\w+=,.@:/-]*$/)
    : undefined
  const role = aws.role(input.roleArn)
  const allowed =
    role !== undefined &&
    admits(caller, role, {
      'sts:RoleSessionName': input.sessionName,
      'aws:PrincipalArn': caller.principal.kind === 'session' ? caller.principal.roleArn : caller.principal.arn,
      'aws:PrincipalAccount': caller.principal.account,
      'aws:SecureTransport': 'true',
      ...(externalId === undefined ? {} : {'sts:ExternalId': externalId}),
      // aws:MultiFactorAuthPresent is absent for a permanent key, unless the request has a code.
      ...(mfa
        ? {'aws:MultiFactorAuthPresent': 'true'}
        : caller.sessionToken === undefined
          ? {}
          : {'aws:MultiFactorAuthPresent': 'false'})
    })
  log.iam.push({action: ACTION, resource: input.roleArn, decision: allowed ? 'allow' : 'deny'})
  // The message gives no reason, because STS does not reveal which roles exist.
  if (!allowed)
    throw new StsError(
      403,
      'AccessDenied',
      `User: ${caller.principal.arn} is not authorized to perform: ${ACTION} on resource: ${input.roleArn}`
    )
  if (input.duration > (role.maxSessionDuration ?? 3600))
    throw validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  if (caller.principal.kind === 'session' && input.duration > MAX_CHAINED_DURATION) {
    throw validation(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
    )
  }
  return aws.startSession(role, input.sessionName, input.duration, input.sessionPolicy)
}

/**
 * Whether the caller may assume the role. The role's trust policy must admit the caller in any case. The caller's own
 * policies must allow it as well, unless the trust policy names the caller.
 */
function admits(
  {principal, policies, sessionPolicy}: AwsSession,
  {arn, account, trust}: IamRole,
  context: Record<string, string>
): boolean {
  const request = {principal, action: ACTION, resource: arn, context}
  const trusted = evaluatePolicies(request, {identity: [ANYTHING], resource: trust, account: 'no account'})
  const permitted = evaluatePolicies(request, {
    identity: policies(),
    resource: trust,
    account,
    ...(sessionPolicy ? {session: sessionPolicy} : {})
  })
  return trusted.allowed && permitted.allowed
}

/**
 * Whether the request has an MFA code.
 * @throws StsError if the code is wrong
 */
function checkMfa(caller: AwsSession, parameters: URLSearchParams, aws: AwsAccounts): boolean {
  if (!parameters.has('SerialNumber') && !parameters.has('TokenCode')) return false
  const serial = member(parameters, 'SerialNumber', 9, 256, /^[\w+=/:,.@-]*$/)
  const code = member(parameters, 'TokenCode', 6, 6, /^[\d]*$/)
  const device = aws.mfaDevice(serial)
  if (device?.user !== caller.principal.arn) {
    throw new StsError(
      403,
      'AccessDenied',
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.'
    )
  }
  if (!device.accepts(code))
    throw new StsError(403, 'AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ')
  return true
}
