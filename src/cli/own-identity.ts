import {createInterface} from 'node:readline/promises'

import type {StsRegion} from '../aws/caller-identity.js'
import {Cancelled, Failure} from '../core/failure.js'
import {withVisibleControls} from '../core/foreign-text.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Caller, Identity} from '../run/identity.js'

export interface OwnIdentityOptions {
  profile: string | undefined
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
}

/** A developer's own credentials, by the credential chain of AWS's own tools. They are looked up once. */
export function ownIdentity({profile, environment, log, signal}: OwnIdentityOptions): Identity {
  let caller: Promise<Caller> | undefined
  return ({repository: {region, from}}) => (caller ??= findCaller({region, from}))

  async function findCaller(place: StsRegion): Promise<Caller> {
    const [{readCallerIdentity}, {findDeveloperCredentials}] = await Promise.all([
      import('../aws/caller-identity.js'),
      import('../aws/developer-credentials.js')
    ])
    log.debug('Looking for your AWS credentials.')
    const credentials = await findDeveloperCredentials({
      ...place,
      profile,
      environment,
      signal,
      mask: log.mask,
      mfaCode: serial => askForMfaCode(serial, signal)
    })
    const {account, arn} = await readCallerIdentity(credentials, place, environment, signal)
    log.debug(`AWS knows you as ${arn}`)
    return {credentials, account}
  }
}

/** Asks on standard error, because standard output is for results. */
async function askForMfaCode(serial: string, signal: AbortSignal): Promise<string> {
  const remedy = 'Run this in a terminal, or log in first: with `aws sso login`, or by setting temporary credentials.'
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new Failure(
      `Your AWS profile needs a code from the MFA device ${serial}, and there is no terminal to ask for it.`,
      {remedy}
    )
  }
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  // Readline puts the terminal into raw mode: Ctrl-C sends no signal to the process, and Ctrl-D closes the input.
  const abandoned = new AbortController()
  terminal.once('SIGINT', () => {
    abandoned.abort(new Cancelled('SIGINT'))
  })
  terminal.once('close', () => {
    abandoned.abort(new Failure(`No code from the MFA device ${serial} was given.`, {remedy}))
  })
  const ended = AbortSignal.any([signal, abandoned.signal])
  try {
    return (await terminal.question(`MFA code for ${withVisibleControls(serial)}: `, {signal: ended})).trim()
  } catch (error) {
    ended.throwIfAborted()
    throw error
  } finally {
    terminal.close()
  }
}
