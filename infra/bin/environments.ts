import {environmentsCommand} from '../lib/environments-command.js'
import {tellFailure} from '../lib/tell-failure.js'

try {
  process.exitCode = await environmentsCommand(process.argv.slice(2), process.env, text => process.stdout.write(text))
} catch (error) {
  tellFailure(error)
}
