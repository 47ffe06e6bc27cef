import {fork} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'

/** Long lines to registries of this machine, in a process of its own. */
export interface Lines {
  /** Where they begin, in the order of the hosts they lead to. */
  hosts: string[]
  close: () => Promise<void>
}

/**
 * @param roundTrip milliseconds that a request and its answer are on the way together; opening a connection takes the same once more
 * @param hosts `127.0.0.1:<port>`
 */
export async function startLines(roundTrip: number, hosts: readonly string[]): Promise<Lines> {
  const ports = hosts.map(host => host.split(':')[1] ?? '')
  const child = fork(join(import.meta.dirname, 'latency-process.ts'), [String(roundTrip), ...ports])
  const ended = once(child, 'exit')
  const [begin] = (await Promise.race([once(child, 'message'), ended])) as [number[] | number | null]
  if (!Array.isArray(begin)) throw new Error('The lines with latency did not start.')
  return {
    hosts: begin.map(port => `127.0.0.1:${port}`),
    async close() {
      child.disconnect()
      await ended
    }
  }
}
