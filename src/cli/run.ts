import {runDocker} from '../docker/call.js'
import type {Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions} from './options.js'
import type {PullOptions} from './pull.js'
import {pullWanted} from './pull.js'
import type {CommandReport} from './report.js'

/**
 * Pulls the image as `pull` does, and runs it in a container that is removed when it ends.
 * @param command instead of the image's own
 */
export async function run(
  common: CommonOptions,
  {tag}: PullOptions,
  command: readonly string[],
  machine: Machine
): Promise<CommandReport> {
  return await inClone(common, {}, machine, async job => {
    const {reference, json} = await pullWanted(job, common.stage, tag)
    const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : []
    const args = ['run', '--rm', '--interactive', ...terminal, reference, ...command]
    const exitCode = await runDocker(args, {
      environment: job.environment,
      signal: job.signal,
      output: machine.isJson ? 'standard error' : 'terminal'
    })
    return {lines: [], json: {...json, 'exit-code': exitCode}, exitCode}
  })
}
