import {spawn} from 'node:child_process'
import {createInterface} from 'node:readline'

import {codeOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'

export interface Command {
  file: string
  args: readonly string[]
  environment: ProcessEnv
  workingDirectory: string
  /** How long it may take to end by itself once it is interrupted; as long as a build may take by default. */
  graceMs?: number
}

/** How long an interrupted build may take to end by itself. The runner kills everything ten seconds after its SIGINT. */
const GRACE_MS = 5000

/**
 * Runs a command in a process group of its own and hands over what it writes, line by line, and where it wrote it.
 *
 * On a cancel the runner signals our process alone, so the group is ours to end: it is interrupted, then killed, and
 * awaited in any case. `@actions/exec` can do neither.
 * @returns the exit code
 * @throws the signal's reason when it was aborted; the system's error when the command cannot be started (`ENOENT`)
 */
export async function runInGroup(
  command: Command,
  onLine: (line: string, stream: 'stdout' | 'stderr') => void,
  signal: AbortSignal
): Promise<number> {
  signal.throwIfAborted()
  const child = spawn(command.file, command.args, {
    cwd: command.workingDirectory,
    env: command.environment,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe']
  })
  for (const stream of ['stdout', 'stderr'] as const) {
    createInterface({input: child[stream], crlfDelay: Infinity}).on('line', line => {
      onLine(line, stream)
    })
  }

  let killing: NodeJS.Timeout | undefined
  const interrupt = (): void => {
    signalGroup(child.pid, 'SIGINT')
    killing = setTimeout(() => {
      signalGroup(child.pid, 'SIGKILL')
    }, command.graceMs ?? GRACE_MS)
  }
  signal.addEventListener('abort', interrupt, {once: true})
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (exitCode, exitSignal) => {
        resolve(exitCode ?? (exitSignal === null ? 1 : 128))
      })
    })
    signal.throwIfAborted()
    return code
  } finally {
    clearTimeout(killing)
    signal.removeEventListener('abort', interrupt)
    // What the leader left behind in its group has nobody to report to.
    if (signal.aborted) signalGroup(child.pid, 'SIGKILL')
  }
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch (error) {
    // Gone already: what was wanted.
    if (codeOf(error) !== 'ESRCH') throw error
  }
}
