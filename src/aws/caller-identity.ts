import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'

import {withTimeout} from '../core/deadline.js'
import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {originQuestion} from '../stages/origin.js'
import {awsAnswer} from './answer.js'
import {clientConfig, remedyOfNoAnswer} from './client-config.js'
import type {Credentials} from './role.js'

/** The region whose STS is asked, and the origin of the region's name, for errors. */
export interface StsRegion {
  region: string
  from: Pick<RepositoryOrigin, 'region'>
}

/** The owner of credentials, according to AWS. */
export interface CallerIdentity {
  /** 12 digits */
  account: string
  /** `arn:aws:iam::<account>:user/<name>`, `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  arn: string
}

const DEADLINE_MS = 30_000

/**
 * Calls STS GetCallerIdentity, which requires no permission. Even an explicit Deny does not affect it.
 * @throws Failure if STS rejects the credentials or cannot be reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function readCallerIdentity(
  credentials: Credentials,
  place: StsRegion,
  environment: ProcessEnv,
  signal: AbortSignal
): Promise<CallerIdentity> {
  const {region} = place
  const client = new STSClient({...clientConfig('sts', region, environment), credentials})
  try {
    const {Account: account, Arn: arn} = await withTimeout(
      client.send(new GetCallerIdentityCommand({}), {abortSignal: signal}),
      DEADLINE_MS,
      'STS',
      signal
    )
    if (account === undefined || arn === undefined) throw new Error('the answer names no owner')
    return {account, arn}
  } catch (error) {
    signal.throwIfAborted()
    throw new Failure(
      `Asking STS in ${region} for the owner of the AWS credentials (GetCallerIdentity): ${awsAnswer(error)}`,
      {
        cause: error,
        remedy: remedyOfStsError(error, place)
      }
    )
  } finally {
    client.destroy()
  }
}

/** The remedy if STS rejects credentials or cannot be reached. */
export function remedyOfStsError(error: unknown, {region, from}: StsRegion): Remedy {
  const name = error instanceof Error ? error.name : ''
  switch (name.replace(/Exception$/, '')) {
    case 'ExpiredToken':
      return 'Log in again (`aws sso login`), or set new temporary credentials: these have expired.'
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
      return (
        'Log in again (`aws sso login`), or name another profile. AWS does not know the access key: ' +
        'it was deleted or deactivated, it belongs to another partition, or AWS_SESSION_TOKEN is missing for temporary credentials.'
      )
    case 'SignatureDoesNotMatch':
      return 'Check that AWS_SECRET_ACCESS_KEY belongs to AWS_ACCESS_KEY_ID, and that the clock of this machine is right within 5 minutes (`date -u`).'
    case 'RequestExpired':
    case 'RequestTimeTooSkewed':
      return 'Set the clock of this machine: it is wrong (`date -u` shows it).'
    case 'RegionDisabled':
      return `${originQuestion('region', from.region)} If it is, activate STS for ${region} in the account, under IAM, Account settings.`
    default:
      return remedyOfNoAnswer(error, {service: 'STS', region, from})
  }
}
