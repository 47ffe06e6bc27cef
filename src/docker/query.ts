import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import {runInGroup} from './process.js'

/** How to ask docker about itself. */
export interface DockerQuery {
  environment: ProcessEnv
  signal: AbortSignal
  /** Milliseconds that the answer may take; by default 15 s. */
  limitMs?: number
}

export interface DockerAnswer {
  exitCode: number
  stdout: string
  stderr: string
}

/**
 * Asks docker about itself or its engine. That changes nothing, so the command is ended at once when the wait is over.
 * @returns undefined if docker cannot be run
 * @throws Failure if no answer comes in time; the signal's reason
 */
export async function queryDocker(
  args: readonly string[],
  {environment, signal, limitMs = 15_000}: DockerQuery
): Promise<DockerAnswer | undefined> {
  const output: Record<'stdout' | 'stderr', string[]> = {stdout: [], stderr: []}
  const late = AbortSignal.timeout(limitMs)
  const command = {file: 'docker', args, environment, workingDirectory: process.cwd(), graceMs: 0}
  try {
    const exitCode = await runInGroup(
      command,
      (line, stream) => output[stream].push(line),
      AbortSignal.any([signal, late])
    )
    return {exitCode, stdout: output.stdout.join('\n'), stderr: output.stderr.join('\n')}
  } catch (error) {
    signal.throwIfAborted()
    if (!late.aborted) return undefined
    throw new Failure(`Docker hangs: \`docker ${args.join(' ')}\` did not answer within ${limitMs / 1000} s.`, {
      cause: error,
      remedy:
        'Restart Docker, or check that the engine in DOCKER_HOST or in the current context (`docker context ls`) can be reached from here.'
    })
  }
}
