import {withVisibleControls} from '../../src/core/foreign-text.js'
import {runEnvironmentsCommand} from '../lib/environments-command.js'
import {reportFailure} from '../lib/report-failure.js'

try {
  process.exitCode = await runEnvironmentsCommand(process.argv.slice(2), process.env, text =>
    process.stdout.write(withVisibleControls(text))
  )
} catch (error) {
  reportFailure(error)
}
