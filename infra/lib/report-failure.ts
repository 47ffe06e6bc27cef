import {Failure} from '../../src/core/failure.js'
import {withVisibleControls} from '../../src/core/foreign-text.js'
import {remedyAt} from '../../src/core/remedy.js'

/**
 * Prints the message and the remedy of a failed command, and sets the exit code 1.
 * @throws any other error, because that is a defect
 */
export function reportFailure(error: unknown): void {
  if (!(error instanceof Failure)) throw error
  const remedy = error.remedy === undefined ? '' : `\n${remedyAt('terminal', error.remedy)}\n`
  process.stderr.write(withVisibleControls(`${error.message}\n${remedy}`))
  process.exitCode = 1
}
