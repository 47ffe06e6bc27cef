import {spawn} from 'node:child_process'

import {getExecOutput} from '@actions/exec'

import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'

/**
 * Gives an image that the engine has another name.
 * @throws Failure with what docker said
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
      remedy: 'See that Docker runs here: `docker version`.'
    })
}

export interface DockerCall {
  environment: ProcessEnv
  signal: AbortSignal
  /** Handed to docker on its standard input: what is to be in no argument. */
  stdin?: string
  /** `standard error`: what docker says goes there, results being ours to print. `terminal`: docker has the terminal to itself. */
  output: 'standard error' | 'terminal'
}

/**
 * Runs a docker command on the terminal of whoever called us.
 * @returns its exit code
 * @throws Failure where there is no docker
 */
export async function runDocker(
  args: readonly string[],
  {environment, signal, stdin, output}: DockerCall
): Promise<number> {
  signal.throwIfAborted()
  const child =
    output === 'terminal'
      ? spawn('docker', args, {env: environment, stdio: 'inherit'})
      : spawn('docker', args, {env: environment, stdio: [stdin === undefined ? 'ignore' : 'pipe', 2, 2]})
  child.stdin?.on('error', () => undefined).end(stdin)
  // A signal of the terminal's reaches docker by itself; one that is sent to us alone does not.
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
