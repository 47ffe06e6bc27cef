import process from 'node:process'

/** A step to take back something that was started or written. */
export type Undo = () => unknown

/** Takes back all steps, the last first, each whatever became of those before it; and says which failed. */
export async function undoAll(steps: Undo[]): Promise<void> {
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    try {
      await step()
    } catch (error) {
      process.stderr.write(`Something is left behind: ${error instanceof Error ? error.message : String(error)}\n`)
      process.exitCode = 1
    }
  }
}
