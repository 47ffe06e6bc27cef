import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import {runInGroup} from './process.js'

/** How docker is asked about itself. */
export interface Asking {
  environment: ProcessEnv
  signal: AbortSignal
  /** How long it may take to answer, in milliseconds; by default 15 s. */
  limitMs?: number
}

export interface Answer {
  exitCode: number
  stdout: string
  stderr: string
}

/**
 * Asks docker about itself or its engine, which changes nothing: whoever waits no more just ends it.
 * @returns undefined where there is no docker that can be run
 * @throws Failure where no answer comes in time; the signal's reason
 */
export async function askDocker(
  args: readonly string[],
  {environment, signal, limitMs = 15_000}: Asking
): Promise<Answer | undefined> {
  const said: Record<'stdout' | 'stderr', string[]> = {stdout: [], stderr: []}
  const late = AbortSignal.timeout(limitMs)
  const command = {file: 'docker', args, environment, workingDirectory: process.cwd(), graceMs: 0}
  try {
    const exitCode = await runInGroup(
      command,
      (line, stream) => said[stream].push(line),
      AbortSignal.any([signal, late])
    )
    return {exitCode, stdout: said.stdout.join('\n'), stderr: said.stderr.join('\n')}
  } catch (error) {
    signal.throwIfAborted()
    if (!late.aborted) return undefined
    throw new Failure(`Docker hangs: \`docker ${args.join(' ')}\` did not answer within ${limitMs / 1000} s.`, {
      cause: error,
      remedy:
        'Start Docker anew, or see that what DOCKER_HOST or the context in use (`docker context ls`) names can be reached from here.'
    })
  }
}
