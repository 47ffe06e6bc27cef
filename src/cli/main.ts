#!/usr/bin/env node
import packageFile from '../../package.json' with {type: 'json'}
import {Cancelled, Failure, messageOf, messageWithPlace} from '../core/failure.js'
import type {Log} from '../core/log.js'
import {remedyAt} from '../core/remedy.js'
import {failureOf} from '../run/failure.js'
import {optionOf} from './options.js'
import type {Request} from './program.js'
import {carryOut, programOf} from './program.js'
import {Secrets, styler, terminalLog} from './terminal.js'
import {forTerminal, worded} from './wording.js'

// A second signal ends at once what the first asked to end. A terminal that is closed, or a reader that goes away, asks for it too.
const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    cancel.abort(new Cancelled(signal))
  })
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    cancel.abort(new Cancelled('SIGPIPE'))
  })
}

const environment = process.env
const secrets = new Secrets()

/** Every command runs and ends here. */
async function take(request: Request): Promise<void> {
  const debug = request.debug === true
  const isJson = request.json === true
  const log = worded(terminalLog({debug, environment, secrets}), optionOf)
  try {
    const {
      lines,
      json,
      exitCode = 0
    } = await carryOut(request, {directory: directoryOf(), environment, log, signal: cancel.signal, isJson})
    if (isJson) print(json)
    else if (lines.length > 0) process.stdout.write(`${secrets.hide(headed(lines).join('\n'))}\n`)
    process.exitCode = exitCode
  } catch (error) {
    const {message, remedy} = told(cancel.signal.aborted ? cancel.signal.reason : error)
    log.error(remedy === undefined ? message : `${message}\n${remedy}`)
    if (debug) printCauses(log, error)
    if (isJson) print({error: {message, ...(remedy === undefined ? {} : {remedy})}})
    process.exitCode = cancel.signal.aborted || error instanceof Cancelled ? 130 : 1
  }
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(secrets.hideIn(value), undefined, 2)}\n`)
}

function directoryOf(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new Failure(`The directory that this runs in: ${messageOf(error)}`, {
      cause: error,
      remedy: 'It is gone: change to another.'
    })
  }
}

/** The first line says what it comes to. */
function headed([first = '', ...rest]: readonly string[]): string[] {
  return [styler(process.stdout, environment)('bold', first), ...rest]
}

function told(error: unknown): {message: string; remedy?: string | undefined} {
  const failure = failureOf(error)
  if (failure !== undefined)
    return {
      message: forTerminal(messageWithPlace(failure), optionOf),
      remedy: failure.remedy === undefined ? undefined : forTerminal(remedyAt('terminal', failure.remedy), optionOf)
    }
  if (error instanceof Cancelled) return {message: error.message}
  // Of the machine: a disk that is full, a directory that may not be written.
  if (error instanceof Error && 'code' in error && 'syscall' in error)
    return {message: error.message, remedy: 'That is of this machine: look at the disk, TMPDIR and permissions.'}
  return {
    message: `This is a defect of ecr-registry, please report it: ${messageOf(error)}`,
    remedy: 'With --debug it shows where.'
  }
}

function printCauses(log: Log, error: unknown): void {
  for (let cause = error; cause instanceof Error; cause = cause.cause) log.debug(cause.stack ?? cause.message)
}

const program = programOf(packageFile.version, take)
try {
  await program.parseAsync()
} catch (error) {
  // Help and version end so as well, with 0; what is wrong with the usage has been said.
  const {exitCode = 1, message = ''} = error as {exitCode?: number; message?: string}
  process.exitCode = exitCode === 0 ? 0 : 2
  if (exitCode !== 0 && process.argv.includes('--json')) print({error: {message: message.replace(/^error: /, '')}})
}
// What still waits for an answer nobody needs any more does not keep the terminal waiting.
setTimeout(() => process.exit(), 500).unref()
