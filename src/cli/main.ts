#!/usr/bin/env node
import {Cancelled, Failure, messageOf, messageWithPlace} from '../core/failure.js'
import {jsonText, withVisibleControls} from '../core/foreign-text.js'
import type {Log} from '../core/log.js'
import {remedyAt} from '../core/remedy.js'
import {Secrets} from '../core/secrets.js'
import {VERSION} from '../core/version.js'
import {failureOf} from '../run/failure.js'
import {createProgram} from './program.js'
import type {Request} from './request.js'
import {execute} from './request.js'
import {styler, terminalLog} from './terminal.js'

// The first signal cancels the command. A second signal finds no handler, and ends the process at once.
const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    cancel.abort(new Cancelled(signal))
  })
}
// A reader that goes away, as in `ecr-registry plan | head -1`, cancels the command as well.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    cancel.abort(new Cancelled('SIGPIPE'))
  })
}

const environment = process.env
const secrets = new Secrets()

/** Runs a request, prints its result or its error, and sets the exit code. */
async function handle(request: Request): Promise<void> {
  const debug = request.debug === true
  const isJson = request.json === true
  const log = terminalLog({debug, environment, secrets})
  try {
    const {
      lines,
      isStyled = false,
      json,
      exitCode = 0
    } = await execute(request, {directory: currentDirectory(), environment, log, signal: cancel.signal, isJson})
    if (isJson || lines.some(line => secrets.hide(line) !== line)) {
      secrets.warnOfOutputs(json, 'it is printed with *** in its place', log)
    }
    if (isJson) printJson(json)
    else if (lines.length > 0) process.stdout.write(`${withHeadline(lines, isStyled).join('\n')}\n`)
    process.exitCode = exitCode
  } catch (error) {
    const {text: message, remedy} = describeError(cancel.signal.aborted ? cancel.signal.reason : error)
    log.error(remedy === undefined ? message : `${message}\n${remedy}`)
    if (debug) printCauses(log, error)
    if (isJson) printJson({error: {message, ...(remedy === undefined ? {} : {remedy})}})
    process.exitCode = cancel.signal.aborted || error instanceof Cancelled ? 130 : 1
  }
}

function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(secrets.hideIn(value))}\n`)
}

function currentDirectory(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new Failure(`Reading the current directory: ${messageOf(error)}`, {
      cause: error,
      remedy: 'Change to another directory: this one no longer exists.'
    })
  }
}

/** The first line sums up the result, so it is bold. */
function withHeadline(lines: readonly string[], isStyled: boolean): string[] {
  const [first = '', ...rest] = lines.map(line => {
    const shown = secrets.hide(line)
    return isStyled ? shown : withVisibleControls(shown)
  })
  return [styler(process.stdout, environment)('bold', first), ...rest]
}

/** The printed form of an error. */
function describeError(error: unknown): {text: string; remedy?: string} {
  const failure = failureOf(error)
  if (failure !== undefined) {
    const {remedy} = failure
    return {text: messageWithPlace(failure), ...(remedy === undefined ? {} : {remedy: remedyAt('terminal', remedy)})}
  }
  if (error instanceof Cancelled) return {text: error.message}
  // An error of the system, such as a full disk or a directory without write permission.
  if (error instanceof Error && 'code' in error && 'syscall' in error)
    return {text: error.message, remedy: 'Check the disk space, TMPDIR and the permissions of this machine.'}
  return {
    text: `This is a defect of ecr-registry. Please report it: ${messageOf(error)}`,
    remedy: 'Run the command with --debug for a stack trace.'
  }
}

function printCauses(log: Log, error: unknown): void {
  for (let cause = error; cause instanceof Error; cause = cause.cause) log.debug(cause.stack ?? cause.message)
}

const program = createProgram(VERSION, handle)
try {
  await program.parseAsync()
} catch (error) {
  // Commander throws for help and version too, with the code 0. It has already printed any usage error.
  const {exitCode = 1, message = ''} = error as {exitCode?: number; message?: string}
  process.exitCode = exitCode === 0 ? 0 : 2
  if (exitCode !== 0 && process.argv.includes('--json')) printJson({error: {message: message.replace(/^error: /, '')}})
}
// Connections that are still open, such as one to a server that never answers, must not delay the prompt. The output comes
// first: macOS and Windows write to a pipe in the background, and its reader may be slow.
process.stdout.write('', () => {
  setTimeout(() => process.exit(), 500).unref()
})
