import type {ChildProcess} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'

import type {World} from './world.js'

/** The processes that have a text in their command line. A minimal machine has no `ps`. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0 && contentOf(`/proc/${pid}/cmdline`).includes(text))
}

/**
 * Whether a step waits for nothing but time: all its requests are answered, and all its threads sleep. A thread that
 * waits for a processor does not count as asleep, so this holds on a busy machine too.
 */
export function isAtRest({pid = 0, exitCode}: ChildProcess, {testbed}: World): boolean {
  if (exitCode !== null || testbed.requests.some(({ms}) => ms === 0)) return false
  // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the state follows the name, which is in parentheses.
  const states = readdirSync(`/proc/${pid}/task`).map(
    thread => /^.*\) (\S)/s.exec(contentOf(`/proc/${pid}/task/${thread}/stat`))?.[1]
  )
  return states.every(state => state === 'S')
}

/** Empty if the process has ended. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
