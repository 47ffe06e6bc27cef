import {fork} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'

/** Delayed lines to registries of this machine, in a process of their own. */
export interface Lines {
  /** The addresses at which they begin, in the order of the hosts. */
  hosts: string[]
  close: () => Promise<void>
}

/**
 * @param roundTrip milliseconds that a request and its answer are under way together; opening a connection takes as long again
 * @param address the address of this machine by which clients reach the lines
 * @param hosts `<address>:<port>`
 */
export async function startLines(roundTrip: number, address: string, hosts: readonly string[]): Promise<Lines> {
  const ports = hosts.map(host => host.slice(host.lastIndexOf(':') + 1))
  const child = fork(join(import.meta.dirname, 'latency-process.ts'), [String(roundTrip), ...ports])
  const ended = once(child, 'exit')
  const [begin] = (await Promise.race([once(child, 'message'), ended])) as [number[] | number | null]
  if (!Array.isArray(begin)) throw new Error('The delayed lines did not start.')
  return {
    hosts: begin.map(port => `${address}:${port}`),
    async close() {
      child.disconnect()
      await ended
    }
  }
}
