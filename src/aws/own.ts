import {fromNodeProviderChain} from '@aws-sdk/credential-providers'

import type {Environment} from '../environment.js'
import {Failure, messageOf} from '../failure.js'
import {connectionTo} from './connection.js'
import type {Credentials} from './role.js'

export interface OwnCredentialsRequest {
  /** Profile of AWS's config files; by default AWS_PROFILE's. */
  profile: string | undefined
  region: string
  environment: Environment
  mask: (value: string) => void
  /** Asks for the code of an MFA device, by its serial number or ARN. */
  mfaCode: (serial: string) => Promise<string>
}

/**
 * Credentials by AWS's usual chain: environment, SSO, web identity, config files, container, instance.
 * @throws Failure where none of them has any, or what they have has run out
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function ownCredentials({profile, region, environment, mask, mfaCode}: OwnCredentialsRequest): Promise<Credentials> {
  const provider = fromNodeProviderChain({
    ...(profile === undefined ? {} : {profile}),
    mfaCodeProvider: mfaCode,
    clientConfig: connectionTo('sts', region, environment)
  })
  try {
    const {accessKeyId, secretAccessKey, sessionToken} = await provider()
    for (const secret of [secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])]) mask(secret)
    return {accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : {sessionToken})}
  } catch (error) {
    if (error instanceof Failure) throw error
    const named = profile ?? environment['AWS_PROFILE']
    throw new Failure(`Looking for your AWS credentials${named === undefined ? '' : ` of the profile ${named}`}: ${messageOf(error)}`, {
      cause: error,
      remedy: `Log in (\`aws sso login${named === undefined ? '' : ` --profile ${named}`}\`), name another profile (\`--profile\` or AWS_PROFILE; \`aws configure list-profiles\` shows them), or set AWS_ACCESS_KEY_ID and what belongs to it.`
    })
  }
}
