import type {AssumeRoleCommandInput} from '@aws-sdk/client-sts'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {fromEnv, fromIni, fromNodeProviderChain} from '@aws-sdk/credential-providers'

import {withTimeout} from '../core/deadline.js'
import {Cancelled, Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import {answerOf} from './answer.js'
import type {Place} from './caller.js'
import {remedyOfSts} from './caller.js'
import {connectionTo} from './connection.js'
import type {Credentials} from './role.js'

export interface OwnCredentialsRequest extends Place {
  /** Profile of AWS's config files; by default AWS_PROFILE's. */
  profile: string | undefined
  environment: ProcessEnv
  signal: AbortSignal
  mask: (value: string) => void
  /** Asks for the code of an MFA device, by its serial number or ARN. */
  mfaCode: (serial: string) => Promise<string>
}

/** Somebody may have to look for a device, or a program of theirs to open a browser. */
const DEADLINE_MS = 10 * 60_000

/**
 * Credentials by AWS's usual chain: environment, SSO, web identity, config files, container, instance.
 * @throws Failure where none of them has any, or what they have has run out
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function ownCredentials(request: OwnCredentialsRequest): Promise<Credentials> {
  const {signal, mask} = request
  const named = [request.profile, request.environment['AWS_PROFILE']].find(name => name !== undefined && name !== '')
  try {
    const credentials = await withTimeout(
      providerOf(request, named)(),
      DEADLINE_MS,
      'What gives your AWS credentials',
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
 * As AWS's command line: a profile that is asked for comes before the environment's keys, AWS_PROFILE after them; and a profile that is
 * not there, or has nothing, is not made up for by whatever role the machine has. The SDK's own chain does neither.
 */
function providerOf(request: OwnCredentialsRequest, named: string | undefined): ReturnType<typeof fromIni> {
  const {profile, region, environment} = request
  if (profile === undefined && environment['AWS_ACCESS_KEY_ID'] && environment['AWS_SECRET_ACCESS_KEY'])
    return fromEnv()
  const connection = connectionTo('sts', region, environment)
  const {retryMode, maxAttempts, requestHandler} = connection
  // With a region in it, it would be SSO's as well, whose portal is in one region only: the profile says which.
  const clientConfig = {retryMode, maxAttempts, requestHandler}
  const settings = {
    clientConfig,
    parentClientConfig: connection,
    mfaCodeProvider: codeToCome,
    roleAssumer: roleAssumer(request)
  }
  return named === undefined ? fromNodeProviderChain(settings) : fromIni({...settings, profile: named})
}

/**
 * The SDK wants the code before it has looked at the credentials that are to be sent with it: without any, somebody would have
 * been asked for nothing, and the failure, which nobody waits for meanwhile, would end the process.
 */
function codeToCome(): Promise<string> {
  return Promise.resolve('')
}

/** A role that a profile names, with the credentials of its source. */
function roleAssumer({region, from, environment, signal, mask, mfaCode}: OwnCredentialsRequest) {
  return async (source: Credentials, input: AssumeRoleCommandInput): Promise<Credentials> => {
    const {RoleArn: role = '', SerialNumber: serial} = input
    const client = new STSClient({...connectionTo('sts', region, environment), credentials: masked(source, mask)})
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
        `Assuming ${role}, which your AWS profile names (AssumeRole, STS in ${region}): ${answerOf(error)}`,
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
  {role, serial, ...place}: Place & {role: string; serial: string | undefined}
): string {
  const {name, message} = error instanceof Error ? error : {name: '', message: ''}
  if (message.includes('invalid MFA one time pass code') || message.includes("'tokenCode'")) {
    return 'Run it again with the six digits that the device shows then: a code is taken once, and for half a minute.'
  }
  if (message.includes('unable to validate MFA code')) {
    return `The \`mfa_serial\` of the profile, ${serial ?? ''}, has to be a device of the very user whose keys its source_profile has.`
  }
  if (name === 'AccessDenied') {
    return (
      `The user or role of the profile's source needs \`sts:AssumeRole\` on ${role}, and the role's trust policy has to name them` +
      `${serial === undefined ? '; if that wants MFA, the profile needs `mfa_serial`' : ''}, and if it wants an external id, \`external_id\`.`
    )
  }
  return remedyOfSts(error, place)
}

function remedyOf(text: string, named: string | undefined): string {
  const profile = named === undefined ? '' : ` --profile ${named}`
  if (text.startsWith('Could not resolve credentials using profile')) {
    return "AWS's config files (~/.aws/config and ~/.aws/credentials) have no such profile, or nothing in it to log in with: `aws configure list-profiles` shows those there are."
  }
  if (text.includes('ForbiddenException')) {
    return `You are not assigned the permission set of \`sso_role_name\` in the account of \`sso_account_id\`: correct the profile (\`aws configure sso${profile}\`), or ask for it.`
  }
  if (/\baws login\b|session has expired/.test(text)) return `Log in: \`aws login${profile}\`.`
  if (/\bSSO\b|UnauthorizedException|Token is expired/.test(text)) {
    return `Log in: \`aws sso login${profile}\`${named === undefined ? '' : ', or the profile that it names as its `source_profile`'}.`
  }
  return `Log in (\`aws sso login${profile}\`), name another profile (\`--profile\` or AWS_PROFILE; \`aws configure list-profiles\` shows them), or set AWS_ACCESS_KEY_ID and what belongs to it.`
}
