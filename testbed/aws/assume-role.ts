import type {LoggedRequest} from '../server/log.js'
import type {AwsAccounts, AwsSession, IamRole} from './accounts.js'
import {evaluatePolicies, type IamPolicy} from './iam.js'
import {member, type RoleInput, StsError, validation} from './sts-input.js'

const ACTION = 'sts:AssumeRole'

/** Seconds that a session lives which a role's session has got: role chaining. */
const CHAINED = 3600

const ANYTHING: IamPolicy = {Version: '2012-10-17', Statement: {Effect: 'Allow', Action: '*', Resource: '*'}}

/**
 * AssumeRole by a user or a role's session.
 * @throws StsError where the role's trust, the caller's own policies or the MFA code do not let them
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
      // A permanent key has the key of the condition only where the request has a code.
      ...(mfa
        ? {'aws:MultiFactorAuthPresent': 'true'}
        : caller.sessionToken === undefined
          ? {}
          : {'aws:MultiFactorAuthPresent': 'false'})
    })
  log.iam.push({action: ACTION, resource: input.roleArn, decision: allowed ? 'allow' : 'deny'})
  // It does not say why, so that nobody learns from it which roles there are.
  if (!allowed)
    throw new StsError(
      403,
      'AccessDenied',
      `User: ${caller.principal.arn} is not authorized to perform: ${ACTION} on resource: ${input.roleArn}`
    )
  if (input.duration > (role.maxSessionDuration ?? 3600))
    throw validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  if (caller.principal.kind === 'session' && input.duration > CHAINED) {
    throw validation(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
    )
  }
  return aws.startSession(role, input.sessionName, input.duration, input.sessionPolicy)
}

/** A role's own trust must admit the caller, whatever the caller's policies say; those must, too, unless the trust names the caller. */
function admits(
  {principal, policies, sessionPolicy}: AwsSession,
  {arn, account, trust}: IamRole,
  context: Record<string, string>
): boolean {
  const request = {principal, action: ACTION, resource: arn, context}
  const trusted = evaluatePolicies(request, {identity: [ANYTHING], resource: trust, account: 'another than any'})
  const permitted = evaluatePolicies(request, {
    identity: policies(),
    resource: trust,
    account,
    ...(sessionPolicy ? {session: sessionPolicy} : {})
  })
  return trusted.allowed && permitted.allowed
}

/** @returns whether the request has a code, which then is right */
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
