import {spawn} from 'node:child_process'
import type {Readable} from 'node:stream'

import {codeOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'

export interface Command {
  file: string
  args: readonly string[]
  environment: ProcessEnv
  workingDirectory: string
  /** Milliseconds from the interrupt to the kill; by default those of a build. */
  graceMs?: number
}

/** Time for an interrupted build to end by itself. The runner kills everything ten seconds after its SIGINT. */
const GRACE_MS = 5000

/**
 * Runs a command in a process group of its own, and passes on its output line by line.
 *
 * If a job is cancelled, the runner signals only our process. So this function has to end the group: it interrupts the group,
 * kills it after the grace period, and waits for the command in any case. `@actions/exec` cannot do this.
 * @returns the exit code
 * @throws the signal's reason if it was aborted; the system's error if the command cannot be started (`ENOENT`)
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
    splitAtLineFeeds(child[stream], line => {
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
    // Processes that outlive the leader of the group have no one left to report to.
    if (signal.aborted) signalGroup(child.pid, 'SIGKILL')
  }
}

/** Passes on lines without their `\n` or `\r\n`. Any other carriage return is a character of its line. */
export function splitAtLineFeeds(stream: Readable, onLine: (line: string) => void): void {
  let rest = ''
  const pass = (line: string): void => {
    onLine(line.replace(/\r$/, ''))
  }
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(pass)
  })
  stream.on('end', () => {
    if (rest !== '') pass(rest)
  })
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch (error) {
    // The group has ended already.
    if (codeOf(error) !== 'ESRCH') throw error
  }
}
