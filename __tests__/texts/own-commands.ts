import type {Command} from 'commander'
import {CommanderError} from 'commander'

import {programOf} from '../../src/cli/program.js'

/** Shells that the argument library completes for. */
const SHELLS = ['bash', 'zsh', 'fish', 'powershell']

/** What is wrong with a command line of ours, without the program's name; undefined where it is well formed. It is parsed and not run. */
export function checkOwn(args: readonly string[]): string | undefined {
  // The library answers this one itself, on standard output.
  if (args[0] === 'complete')
    return SHELLS.includes(args[1] ?? '')
      ? undefined
      : `ecr-registry completes ${SHELLS.join(', ')}, not ${args[1] ?? 'nothing'}`
  try {
    quiet(programOf('0.0.0', () => Promise.resolve())).parse([...args], {from: 'user'})
    return undefined
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? undefined : `ecr-registry ${args.join(' ')}: ${error.message}`
  }
}

/** Errors are thrown, by the program and its commands, and nothing is printed. */
function quiet(program: Command): Command {
  program.exitOverride().configureOutput({writeOut: () => undefined, writeErr: () => undefined})
  for (const command of program.commands) quiet(command)
  return program
}
