import {setTimeout as sleep} from 'node:timers/promises'

import {AssumeRoleWithWebIdentityCommand, STSClient} from '@aws-sdk/client-sts'

import {withTimeout} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {remedies, remedy, RUN_AGAIN, THIS_MACHINE} from '../core/remedy.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {originQuestion} from '../stages/origin.js'
import {awsAnswer} from './answer.js'
import {clientConfig, remedyOfNoAnswer} from './client-config.js'

/** Credentials of AWS, most often temporary ones of a role. They stay in memory. */
export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  /** Absent for the long-lived keys of a user. */
  sessionToken?: string
}

export interface RoleRequest {
  roleArn: string
  region: string
  /** The origins of account and region, for errors. */
  from: Pick<RepositoryOrigin, 'account' | 'region'>
  /** GitHub's OIDC token, unchanged. */
  token: string
  sessionName: string
  durationSeconds: number | undefined
  environment: ProcessEnv
  signal: AbortSignal
  mask: (value: string) => void
  /** Compares the token's claims with the claims that the role trusts, for a denial. */
  explain: () => Remedy
  /** The limit for all attempts together, in milliseconds; 45 s by default. */
  deadlineMs?: number
}

const DEADLINE_MS = 45_000
/** The last part of the deadline, in which a new attempt could not end in time. */
const LAST_ATTEMPT = 0.75

/**
 * Calls STS AssumeRoleWithWebIdentity. Transient errors are retried within one deadline.
 * @throws Failure. A denial is not retried, and its remedy compares the claims with the conditions of the role.
 */
export async function assumeRole(request: RoleRequest): Promise<Credentials> {
  const {signal, mask, deadlineMs = DEADLINE_MS} = request
  const client = new STSClient(clientConfig('sts', request.region, request.environment))
  try {
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: request.roleArn,
      WebIdentityToken: request.token,
      RoleSessionName: request.sessionName,
      DurationSeconds: request.durationSeconds
    })
    const {Credentials: {AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken} = {}} =
      await withTimeout(
        untilGitHubAnswers(() => client.send(command, {abortSignal: signal}), deadlineMs * LAST_ATTEMPT, signal),
        deadlineMs,
        'STS',
        signal
      )
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

/** STS reads GitHub's keys to check a token. Sometimes it cannot reach GitHub for a moment. */
function couldNotReachGitHub(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    error.name.startsWith('IDPCommunicationError') ||
    (error.name.startsWith('InvalidIdentityToken') && /verification key/i.test(error.message))
  )
}

/** Repeats a call to STS as long as STS cannot reach GitHub, for this time. */
async function untilGitHubAnswers<T>(call: () => Promise<T>, milliseconds: number, signal: AbortSignal): Promise<T> {
  const last = Date.now() + milliseconds
  for (let pause = 500; ; pause = Math.min(pause * 2, 5000)) {
    try {
      return await call()
    } catch (error) {
      if (!couldNotReachGitHub(error) || Date.now() + pause > last) throw error
      await sleep(pause * (0.75 + Math.random() / 2), undefined, {signal})
    }
  }
}

function refusal(error: unknown, {roleArn, region, from, explain, durationSeconds}: RoleRequest): Failure {
  const name = error instanceof Error ? error.name : ''
  const tried = `Assuming ${roleArn} with GitHub's OIDC token (STS in ${region})`
  const account = roleArn.split(':')[4] ?? ''
  if (couldNotReachGitHub(error)) {
    return new Failure(`${tried}: ${awsAnswer(error)}`, {
      cause: error,
      remedy: remedy`${RUN_AGAIN} in a few minutes: AWS could not reach GitHub to check the token, several times in a row.`
    })
  }
  const known: Record<string, Remedy> = {
    AccessDenied: explain(),
    // If the account does not know the issuer of the token, STS checks nothing else in it.
    InvalidIdentityToken: messageOf(error).startsWith('No OpenIDConnect provider')
      ? `${originQuestion('account', from.account)} If it is, deploy infra/ in it: the account needs the OIDC provider token.actions.githubusercontent.com.`
      : remedies(
          `Account ${account} needs the OIDC provider token.actions.githubusercontent.com with the audience of this token. infra/ creates it.`,
          explain()
        ),
    IDPRejectedClaim: remedies(
      remedy`${RUN_AGAIN}. STS rejects a claim of the token, most often because the token expired on the way or the clock of ${THIS_MACHINE} is wrong. If the error stays:`,
      explain()
    ),
    ExpiredTokenException: remedy`${RUN_AGAIN}, and check the clock of a self-hosted runner: the OIDC token expired before STS saw it, or the clock is wrong.`,
    RegionDisabledException: `${originQuestion('region', from.region)} If it is, activate STS for ${region} in account ${account}, under IAM, Account settings.`,
    ValidationError:
      durationSeconds === undefined
        ? 'Check `role-session-name` and the form of the role ARN.'
        : `Leave the input \`role-duration-seconds\` out, or raise the role's maximum session duration: it may be less than ${durationSeconds} s.`
  }
  return new Failure(`${tried}: ${awsAnswer(error)}`, {
    cause: error,
    remedy:
      known[name] ?? known[name.replace(/Exception$/, '')] ?? remedyOfNoAnswer(error, {service: 'STS', region, from})
  })
}
