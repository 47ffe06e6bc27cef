import {lstatSync, realpathSync, rmSync} from 'node:fs'
import {basename, dirname} from 'node:path'

// However the step ended, its Docker config must not outlive the job. Node's own modules are enough to remove it.
const directory = process.env['STATE_docker-config']
if (directory) {
  try {
    if (isOwnConfig(directory, process.env['RUNNER_TEMP'])) {
      rmSync(directory, {recursive: true, force: true, maxRetries: 3})
      process.stdout.write('Removed the Docker config of this run.\n')
    } else {
      fail('The state of this step names a directory that this action did not create, so it was left alone.')
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    fail(
      `The Docker config of this run could not be removed: ${reason}. It contains a login to ECR that stays valid for up to 12 hours.`
    )
  }
}

/** Whether the step made this directory. Other programs can write the state of a step, so its text alone proves nothing. */
function isOwnConfig(path: string, temporary: string | undefined): boolean {
  if (!temporary || !/^docker-config-[A-Za-z0-9]{6}$/.test(basename(path))) return false
  const found = lstatSync(path, {throwIfNoEntry: false})
  if (found === undefined) return dirname(path) === temporary
  return found.isDirectory() && realpathSync(dirname(path)) === realpathSync(temporary)
}

function fail(message: string): void {
  const escaped = message.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
  process.stdout.write(`::error::${escaped}\n`)
  process.exitCode = 1
}
