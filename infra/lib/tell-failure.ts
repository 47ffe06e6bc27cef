import {Failure} from '../../src/core/failure.js'

/**
 * Ends a command that failed: says why, and what to change.
 * @throws whatever is no Failure, for that is a defect
 */
export function tellFailure(error: unknown): void {
  if (!(error instanceof Failure)) throw error
  process.stderr.write(`${error.message}\n${error.remedy === undefined ? '' : `\n${error.remedy}\n`}`)
  process.exitCode = 1
}
