import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'

import {withTimeout} from '../core/deadline.js'
import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {originQuestion} from '../stages/origin.js'
import {answerOf} from './answer.js'
import {connectionTo, remedyOfSilence} from './connection.js'
import type {Credentials} from './role.js'

/** Where STS is asked, and what the region comes from, for errors. */
export interface Place {
  region: string
  from: Pick<RepositoryOrigin, 'region'>
}

/** Whose credentials AWS says they are. */
export interface CredentialsOwner {
  /** 12 digits */
  account: string
  /** `arn:aws:iam::<account>:user/<name>`, `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  arn: string
}

const DEADLINE_MS = 30_000

/**
 * STS GetCallerIdentity, which needs no permission: an explicit Deny does not reach it either.
 * @throws Failure where STS does not take the credentials, or is not reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerOf(
  credentials: Credentials,
  place: Place,
  environment: ProcessEnv,
  signal: AbortSignal
): Promise<CredentialsOwner> {
  const {region} = place
  const client = new STSClient({...connectionTo('sts', region, environment), credentials})
  try {
    const {Account: account, Arn: arn} = await withTimeout(
      client.send(new GetCallerIdentityCommand({}), {abortSignal: signal}),
      DEADLINE_MS,
      'STS',
      signal
    )
    if (account === undefined || arn === undefined) throw new Error('the answer names nobody')
    return {account, arn}
  } catch (error) {
    signal.throwIfAborted()
    throw new Failure(
      `Asking STS in ${region} whose AWS credentials these are (GetCallerIdentity): ${answerOf(error)}`,
      {
        cause: error,
        remedy: remedyOfSts(error, place)
      }
    )
  } finally {
    client.destroy()
  }
}

/** What helps where STS does not take credentials, or is not reached. */
export function remedyOfSts(error: unknown, {region, from}: Place): string {
  const name = error instanceof Error ? error.name : ''
  switch (name.replace(/Exception$/, '')) {
    case 'ExpiredToken':
      return 'They have run out. Log in again (`aws sso login`), or set new temporary credentials.'
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
      return (
        'AWS does not know the key: it was deleted or switched off, is of another partition, or temporary credentials lack their AWS_SESSION_TOKEN. ' +
        'Log in again (`aws sso login`), or name another profile.'
      )
    case 'SignatureDoesNotMatch':
      return 'AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID, or the clock of this machine is off by more than 5 minutes (`date -u`).'
    case 'RequestExpired':
    case 'RequestTimeTooSkewed':
      return 'The clock of this machine is off: set it (`date -u` shows it).'
    case 'RegionDisabled':
      return `${originQuestion('region', from.region)} If it is, activate STS for ${region} in the account, under IAM, Account settings.`
    default:
      return remedyOfSilence(error, {what: `this machine reaches STS in ${region}`, from})
  }
}
