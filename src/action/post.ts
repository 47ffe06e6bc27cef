import {lstatSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, resolve} from 'node:path'

import {withVisibleControls} from '../core/foreign-text.js'

// However the step ended, its Docker config must not outlive the job. Node's own modules are enough to remove it.
const state = process.env['STATE_docker-config']
if (state) {
  try {
    const directory = ownConfig(state, process.env['RUNNER_TEMP'] ?? tmpdir())
    if (directory === undefined) {
      fail('The state of this step names a directory that this action did not create, so it was left alone.')
    } else {
      rmSync(directory, {recursive: true, force: true, maxRetries: 3})
      process.stdout.write('Removed the Docker config of this run.\n')
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    fail(
      `The Docker config of this run could not be removed: ${reason}. It contains a login to ECR that stays valid for up to 12 hours.`
    )
  }
}

/**
 * The directory that the step made, or made and removed; undefined if the state names anything else. Other programs can write
 * the state of a step, so its text alone proves nothing.
 */
function ownConfig(path: string, temporary: string): string | undefined {
  // With a slash or a dot at the end, the system would follow a link. The resolved path has neither.
  const directory = resolve(path)
  const isItsName = /^docker-config-[A-Za-z0-9]{6}$/.test(basename(directory))
  if (!isItsName || dirname(directory) !== resolve(temporary)) return undefined
  const found = lstatSync(directory, {throwIfNoEntry: false})
  return found === undefined || found.isDirectory() ? directory : undefined
}

function fail(message: string): void {
  const escaped = withVisibleControls(message).replace(/%/g, '%25').replace(/\n/g, '%0A')
  process.stdout.write(`::error::${escaped}\n`)
  process.exitCode = 1
}
