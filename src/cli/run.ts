import {runDocker} from '../docker/call.js'
import type {CommandResult} from './command-result.js'
import type {Invocation} from './invocation.js'
import {withLocalJob} from './local-job.js'
import type {CommonOptions, PullOptions} from './options.js'
import {pullImage} from './pull.js'
import {splitRunArguments} from './run-arguments.js'

/**
 * Pulls the image as `pull` does, and runs it in a container that is removed when it ends.
 * @param words options of `docker run` and the command that replaces the image's own, as the user typed them. Nothing else
 * may add to them: an option of `docker run` can give a container the whole machine.
 */
export async function runPulledImage(
  common: CommonOptions,
  {tag}: PullOptions,
  words: readonly string[],
  invocation: Invocation
): Promise<CommandResult> {
  const {docker, command} = splitRunArguments(words)
  return await withLocalJob(common, {}, invocation, async job => {
    const {reference, json} = await pullImage(job, common.stage, tag)
    const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : []
    const args = ['run', '--rm', '--interactive', ...terminal, ...docker, reference, ...command]
    const exitCode = await runDocker(args, {
      environment: job.environment,
      signal: job.signal,
      output: invocation.isJson ? 'standard error' : 'terminal'
    })
    return {lines: [], json: {...json, 'exit-code': exitCode}, exitCode}
  })
}
