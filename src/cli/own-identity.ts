import {createInterface} from 'node:readline/promises'

import type {StsRegion} from '../aws/caller-identity.js'
import {Cancelled, Failure} from '../core/failure.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Caller, Identity} from '../run/identity.js'

export interface Developer {
  profile: string | undefined
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
}

/** A developer's own credentials, by AWS's usual chain. */
export function ownIdentity({profile, environment, log, signal}: Developer): Identity {
  let known: Promise<Caller> | undefined
  return ({repository: {region, from}}) => (known ??= look({region, from}))

  async function look(place: StsRegion): Promise<Caller> {
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
      mfaCode: serial => askForCode(serial, signal)
    })
    const {account, arn} = await readCallerIdentity(credentials, place, environment, signal)
    log.debug(`AWS knows you as ${arn}`)
    return {credentials, account}
  }
}

/** Asked on the terminal; standard output is for results. */
async function askForCode(serial: string, signal: AbortSignal): Promise<string> {
  const remedy =
    'Run this in a terminal, or log in beforehand: with `aws sso login`, or by setting temporary credentials.'
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new Failure(
      `Your AWS profile wants a code of the MFA device ${serial}, and there is no terminal to ask for it.`,
      {remedy}
    )
  }
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  // What is typed comes as it is: Ctrl-C is no signal here, and Ctrl-D ends the input without an answer.
  const left = new AbortController()
  terminal.once('SIGINT', () => {
    left.abort(new Cancelled('SIGINT'))
  })
  terminal.once('close', () => {
    left.abort(new Failure(`No code of the MFA device ${serial} was given.`, {remedy}))
  })
  const ended = AbortSignal.any([signal, left.signal])
  try {
    return (await terminal.question(`MFA code of ${serial}: `, {signal: ended})).trim()
  } catch (error) {
    ended.throwIfAborted()
    throw error
  } finally {
    terminal.close()
  }
}
