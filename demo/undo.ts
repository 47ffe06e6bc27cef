import process from 'node:process'

/** A step that undoes something that was started or written. */
export type Undo = () => unknown

/** Runs all steps, the last one first. A step that fails is reported, and does not stop the others. */
export async function undoAll(steps: Undo[]): Promise<void> {
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    try {
      await step()
    } catch (error) {
      process.stderr.write(
        `Cleaning up failed, and something may be left behind: ${error instanceof Error ? error.message : String(error)}\n`
      )
      process.exitCode = 1
    }
  }
}
