import {Failure} from '../../src/failure.js'
import {EXIT, environmentsCommand} from '../lib/environments-command.js'

try {
  process.exitCode = await environmentsCommand(process.argv.slice(2), process.env, text => process.stdout.write(text))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  process.stderr.write(`${error.message}\n${error.remedy === undefined ? '' : `\n${error.remedy}\n`}`)
  process.exitCode = EXIT.error
}
