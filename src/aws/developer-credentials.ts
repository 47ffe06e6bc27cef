import type {AssumeRoleCommandInput} from '@aws-sdk/client-sts'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {fromEnv, fromIni, fromNodeProviderChain} from '@aws-sdk/credential-providers'

import {withTimeout} from '../core/deadline.js'
import {Cancelled, Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {awsAnswer} from './answer.js'
import type {StsRegion} from './caller-identity.js'
import {remedyOfStsError} from './caller-identity.js'
import {clientConfig} from './client-config.js'
import type {Credentials} from './role.js'

export interface DeveloperCredentialsRequest extends StsRegion {
  /** A profile of AWS's config files; AWS_PROFILE by default. */
  profile: string | undefined
  environment: ProcessEnv
  signal: AbortSignal
  mask: (value: string) => void
  /** Asks for the code of an MFA device, by its serial number or ARN. */
  mfaCode: (serial: string) => Promise<string>
}

/** A person may have to look for an MFA device, or to log in with a browser. */
const DEADLINE_MS = 10 * 60_000

/**
 * Finds the developer's own credentials, in AWS's usual order: environment, SSO, web identity, config files, container, instance.
 * @throws Failure if there are none, or they have expired
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function findDeveloperCredentials(request: DeveloperCredentialsRequest): Promise<Credentials> {
  const {signal, mask} = request
  const named = [request.profile, request.environment['AWS_PROFILE']].find(name => name !== undefined && name !== '')
  try {
    const credentials = await withTimeout(
      providerOf(request, named)(),
      DEADLINE_MS,
      'The provider of your AWS credentials',
      signal
    )
    return masked(credentials, mask)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Failure || error instanceof Cancelled) throw error
    const text = messageOf(error)
    throw new Failure(
      `Looking for your AWS credentials${named === undefined ? '' : ` of the profile ${named}`}: ${text}`,
      {cause: error, remedy: remedyOf(text, named)}
    )
  }
}

/**
 * The provider that AWS's command line would choose. A profile that the user names comes before the keys in the environment,
 * and AWS_PROFILE after them. If the profile is missing or empty, the role of the machine does not replace it. The SDK's own
 * chain differs in both.
 */
function providerOf(request: DeveloperCredentialsRequest, named: string | undefined): ReturnType<typeof fromIni> {
  const {profile, region, environment} = request
  if (profile === undefined && environment['AWS_ACCESS_KEY_ID'] && environment['AWS_SECRET_ACCESS_KEY'])
    return fromEnv()
  const stsConfig = clientConfig('sts', region, environment)
  const {retryMode, maxAttempts, requestHandler} = stsConfig
  // The SDK would use a region in here for SSO too, but the SSO portal is in the region that the profile names.
  const ssoConfig = {retryMode, maxAttempts, requestHandler}
  const settings = {
    clientConfig: ssoConfig,
    parentClientConfig: stsConfig,
    mfaCodeProvider: emptyCode,
    roleAssumer: roleAssumer(request)
  }
  return named === undefined ? fromNodeProviderChain(settings) : fromIni({...settings, profile: named})
}

/**
 * A stand-in for the MFA code. The SDK requests the code before it has the credentials to send with it. If there are none, a
 * person would have been asked in vain, and the error, which nothing awaits at that time, would end the process.
 * `roleAssumer` asks for the real code.
 */
function emptyCode(): Promise<string> {
  return Promise.resolve('')
}

/** Assumes the role that a profile names, with the credentials of its source profile. */
function roleAssumer({region, from, environment, signal, mask, mfaCode}: DeveloperCredentialsRequest) {
  return async (source: Credentials, input: AssumeRoleCommandInput): Promise<Credentials> => {
    const {RoleArn: role = '', SerialNumber: serial} = input
    const client = new STSClient({...clientConfig('sts', region, environment), credentials: masked(source, mask)})
    try {
      const code = serial === undefined ? {} : {TokenCode: await mfaCode(serial)}
      const {
        Credentials: {AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken} = {}
      } = await client.send(new AssumeRoleCommand({...input, ...code}), {abortSignal: signal})
      if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
        throw new Error('the answer has no credentials')
      return {accessKeyId, secretAccessKey, sessionToken}
    } catch (error) {
      if (signal.aborted || error instanceof Failure || error instanceof Cancelled) throw error
      throw new Failure(
        `Assuming ${role}, which your AWS profile names (AssumeRole, STS in ${region}): ${awsAnswer(error)}`,
        {
          cause: error,
          remedy: remedyOfRole(error, {role, serial, region, from})
        }
      )
    } finally {
      client.destroy()
    }
  }
}

function masked({accessKeyId, secretAccessKey, sessionToken}: Credentials, mask: (value: string) => void): Credentials {
  for (const secret of [secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])]) mask(secret)
  return {accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : {sessionToken})}
}

function remedyOfRole(
  error: unknown,
  {role, serial, ...place}: StsRegion & {role: string; serial: string | undefined}
): Remedy {
  const {name, message} = error instanceof Error ? error : {name: '', message: ''}
  if (message.includes('invalid MFA one time pass code') || message.includes("'tokenCode'")) {
    return 'Run the command again with the six digits that the device shows then. AWS accepts a code once, within half a minute.'
  }
  if (message.includes('unable to validate MFA code')) {
    return `Correct the \`mfa_serial\` of the profile, ${serial ?? ''}: it must be a device of the user whose keys the \`source_profile\` has.`
  }
  if (name === 'AccessDenied') {
    return (
      `The user or role of the profile's source needs \`sts:AssumeRole\` on ${role}, and the role's trust policy must name that user or role.` +
      `${serial === undefined ? ' If the trust policy requires MFA, add `mfa_serial` to the profile.' : ''} If it requires an external id, add \`external_id\`.`
    )
  }
  return remedyOfStsError(error, place)
}

function remedyOf(text: string, named: string | undefined): string {
  const profile = named === undefined ? '' : ` --profile ${named}`
  if (text.startsWith('Could not resolve credentials using profile')) {
    return "Name another profile (`aws configure list-profiles` shows them), or correct this one: AWS's config files (~/.aws/config and ~/.aws/credentials) have no such profile, or it has nothing to log in with."
  }
  if (text.includes('ForbiddenException')) {
    return `Correct the profile (\`aws configure sso${profile}\`), or ask for the permission set: you do not have the one in \`sso_role_name\` for the account in \`sso_account_id\`.`
  }
  if (/\baws login\b|session has expired/.test(text)) return `Log in: \`aws login${profile}\`.`
  if (/\bSSO\b|UnauthorizedException|Token is expired/.test(text)) {
    return `Log in: \`aws sso login${profile}\`${named === undefined ? '' : ', or in the profile that it names as its `source_profile`'}.`
  }
  return `Log in (\`aws sso login${profile}\`), name another profile (\`--profile\` or AWS_PROFILE; \`aws configure list-profiles\` shows them), or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary credentials, AWS_SESSION_TOKEN.`
}
