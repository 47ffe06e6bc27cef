import type {StdioOptions} from 'node:child_process'
import {spawn} from 'node:child_process'

import {getExecOutput} from '@actions/exec'

import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import {splitAtLineFeeds} from './process.js'

/**
 * Gives an image of the engine another name.
 * @throws Failure with docker's own error
 */
export async function tagImage(image: string, reference: string, environment: ProcessEnv): Promise<void> {
  const env = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined)
  )
  const {exitCode, stderr} = await getExecOutput('docker', ['tag', image, reference], {
    env,
    silent: true,
    ignoreReturnCode: true
  })
  if (exitCode !== 0)
    throw new Failure(`docker tag ${image} ${reference} failed with exit code ${exitCode}: ${stderr.trim()}`, {
      remedy: 'Check that Docker runs here: `docker version`.'
    })
}

/** How to run a docker command. */
export interface DockerCall {
  environment: ProcessEnv
  signal: AbortSignal
  /** Text for docker's standard input, which must not be in an argument. */
  stdin?: string
  /**
   * A function receives each line, because registries write some of them, and a terminal must not obey those. Docker prints
   * no progress bars then. The others pass on the output of the user's own program as it is:
   * `standard error`: all of it goes there, so that standard output has only our own results.
   * `terminal`: docker has the terminal to itself.
   */
  output: ((line: string) => void) | 'standard error' | 'terminal'
}

/**
 * Runs a docker command in the session of the user's terminal, which a credential helper may need for a question.
 * @returns its exit code
 * @throws Failure if docker cannot be started
 */
export async function runDocker(
  args: readonly string[],
  {environment, signal, stdin, output}: DockerCall
): Promise<number> {
  signal.throwIfAborted()
  const child = spawn('docker', args, {env: environment, stdio: stdioOf(stdin, output)})
  child.stdin?.on('error', () => undefined).end(stdin)
  if (typeof output === 'function') {
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) splitAtLineFeeds(stream, output)
  }
  // The terminal sends its signals to docker as well. A signal that another process sends to us alone has to be passed on.
  const interrupt = (): void => void child.kill('SIGINT')
  signal.addEventListener('abort', interrupt, {once: true})
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', error => {
        reject(
          new Failure(`Docker cannot be run: ${error.message}`, {
            cause: error,
            remedy: 'Install it: https://docs.docker.com/engine/install/'
          })
        )
      })
      child.once('close', (code, killed) => {
        resolve(code ?? (killed === null ? 1 : 128))
      })
    })
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}

function stdioOf(stdin: string | undefined, output: DockerCall['output']): StdioOptions {
  if (output === 'terminal') return 'inherit'
  const out = output === 'standard error' ? 2 : 'pipe'
  return [stdin === undefined ? 'ignore' : 'pipe', out, out]
}
