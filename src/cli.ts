#!/usr/bin/env node
import packageFile from '../package.json' with {type: 'json'}
import {carryOut, programOf} from './commands/program.js'
import type {Request} from './commands/program.js'
import {styler, terminalLog} from './commands/terminal.js'
import {Cancelled, Failure, messageOf, messageWithPlace} from './failure.js'
import type {Log} from './report/log.js'

// A second signal ends at once what the first asked to end.
const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    cancel.abort(new Cancelled(signal))
  })
}

const environment = process.env

/** Every command runs and ends here. */
async function take(request: Request): Promise<void> {
  const debug = request.debug === true
  const log = terminalLog({debug, environment})
  try {
    const {lines, json, exitCode = 0} = await carryOut(request, {directory: process.cwd(), environment, log, signal: cancel.signal})
    const text = request.json === true ? JSON.stringify(json, undefined, 2) : headed(lines).join('\n')
    if (text !== '') process.stdout.write(`${text}\n`)
    process.exitCode = exitCode
  } catch (error) {
    const {message, remedy} = told(error)
    log.error(remedy === undefined ? message : `${message}\n${remedy}`)
    if (debug) printCauses(log, error)
    if (request.json === true) process.stdout.write(`${JSON.stringify({error: {message, ...(remedy === undefined ? {} : {remedy})}}, undefined, 2)}\n`)
    process.exitCode = error instanceof Cancelled ? 130 : 1
  }
}

/** The first line says what it comes to. */
function headed([first = '', ...rest]: readonly string[]): string[] {
  return first === '' ? rest : [styler(process.stdout, environment)('bold', first), ...rest]
}

function told(error: unknown): {message: string; remedy?: string | undefined} {
  if (error instanceof Failure) return {message: messageWithPlace(error), remedy: error.remedy}
  if (error instanceof Cancelled) return {message: error.message}
  return {message: `This is a defect of ecr-registry, please report it: ${messageOf(error)}`, remedy: 'With --debug it shows where.'}
}

function printCauses(log: Log, error: unknown): void {
  for (let cause = error; cause instanceof Error; cause = cause.cause) log.debug(cause.stack ?? cause.message)
}

const program = programOf(packageFile.version, take)
program.exitOverride()
for (const command of program.commands) command.exitOverride()
try {
  await program.parseAsync()
} catch (error) {
  // Help and version end so as well, with 0; what is wrong with the usage has been said.
  const {exitCode = 1} = error as {exitCode?: number}
  process.exitCode = exitCode === 0 ? 0 : 2
}
// What still waits for an answer nobody needs any more does not keep the terminal waiting.
setTimeout(() => process.exit(), 500).unref()
