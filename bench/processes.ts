import type {ChildProcess, SpawnOptions} from 'node:child_process'
import {fork, spawn} from 'node:child_process'
import {once} from 'node:events'

import {node24} from '../setup/node24.js'

/** Runs a program, and returns the milliseconds until it ends. */
export async function timed(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  const start = performance.now()
  await succeeded(spawn(program, args, {...options, stdio: ['ignore', 'ignore', 'pipe']}))
  return performance.now() - start
}

/** Settings of a process that differ from those of this one. */
interface Differences {
  environment?: Record<string, string>
  execArgv?: string[]
}

/** Runs a module in a process of its own, with the Node version of the action, and returns its message. */
export async function resultOfProcess<Result>(
  path: string,
  args: readonly string[],
  {environment, ...options}: Differences = {}
): Promise<Result> {
  const child = fork(path, args, {execPath: node24(), env: {...process.env, ...environment}, ...options})
  const [[result]] = (await Promise.all([once(child, 'message'), succeeded(child)])) as [[Result], unknown]
  return result
}

async function succeeded(child: ChildProcess): Promise<void> {
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code ?? 'a signal'}.\n${errors}`)
}
