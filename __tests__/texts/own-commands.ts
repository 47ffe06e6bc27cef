import type {Command} from 'commander'
import {CommanderError} from 'commander'

import {createProgram} from '../../src/cli/program.js'

/** The shells that the library completes for. */
const SHELLS = ['bash', 'zsh', 'fish', 'powershell']

/**
 * Checks a command line of ours by parsing it, without running it.
 * @param args without the name of the program
 * @returns what is wrong; undefined if nothing is
 */
export function checkOwn(args: readonly string[]): string | undefined {
  // The library handles this command itself, and writes to standard output.
  if (args[0] === 'complete')
    return SHELLS.includes(args[1] ?? '')
      ? undefined
      : `ecr-registry completes ${SHELLS.join(', ')}, not ${args[1] ?? 'nothing'}`
  try {
    quiet(createProgram('0.0.0', () => Promise.resolve())).parse([...args], {from: 'user'})
    return undefined
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? undefined : `ecr-registry ${args.join(' ')}: ${error.message}`
  }
}

/** Lets a program and its commands throw their errors instead of printing them. */
function quiet(program: Command): Command {
  program.exitOverride().configureOutput({writeOut: () => undefined, writeErr: () => undefined})
  for (const command of program.commands) quiet(command)
  return program
}
