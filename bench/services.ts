import {fork} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'

import type {CommandAnswer, CommandQuestion, Commands} from './services-process.js'

/** The testbed with a sample repository. It runs in a process of its own, so that its work is not measured. */
export interface BenchServices {
  ask: <Name extends keyof Commands>(
    name: Name,
    ...args: Parameters<Commands[Name]>
  ) => Promise<Awaited<ReturnType<Commands[Name]>>>
  close: () => Promise<void>
}

export function startServices(): BenchServices {
  const child = fork(join(import.meta.dirname, 'services-process.ts'), {serialization: 'advanced'})
  const ended = once(child, 'exit')
  return {
    async ask<Name extends keyof Commands>(
      name: Name,
      ...args: Parameters<Commands[Name]>
    ): Promise<Awaited<ReturnType<Commands[Name]>>> {
      child.send({name, args} satisfies CommandQuestion)
      const [answer] = (await Promise.race([once(child, 'message'), ended])) as [CommandAnswer | number | null]
      if (answer === null || typeof answer === 'number')
        throw new Error(`The testbed ended during the command ${name}.`)
      if (answer.kind === 'error') throw new Error(`The testbed failed in the command ${name}: ${answer.message}`)
      return answer.value as Awaited<ReturnType<Commands[Name]>>
    },
    async close() {
      child.disconnect()
      await ended
    }
  }
}
