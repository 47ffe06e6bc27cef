import {setTimeout as sleep} from 'node:timers/promises'
import {inspect} from 'node:util'

/**
 * Waits for a state that a running task brings about, for as long as the task runs.
 * @throws Error with the result of the task, if it ends before the state is reached
 */
export async function until(isReached: () => boolean, task: Promise<unknown>): Promise<void> {
  let end: {result: unknown} | undefined
  const settle = (result: unknown): void => {
    end = {result}
  }
  task.then(settle, settle)
  while (!isReached()) {
    if (end !== undefined) throw new Error(`The task ended before the expected state: ${inspect(end.result)}`)
    await sleep(10)
  }
}
