/** Tasks that succeed or fail together: the first failure stops the others. */
export class TaskGroup {
  private readonly controller = new AbortController()
  private readonly running = new Set<Promise<unknown>>()

  /** Aborted when a task fails. Every task must respect it. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Starts a task. Its failure fails the group, even if nobody awaits the task. */
  start<T>(work: () => Promise<T>): Promise<T> {
    const task = work()
    this.running.add(task)
    task
      .catch((error: unknown) => {
        this.stop(error)
      })
      .finally(() => this.running.delete(task))
      // The failure is handled above. This handles the promise that `finally` returns.
      .catch(() => undefined)
    return task
  }

  stop(reason: unknown): void {
    // A later call changes nothing, so the group reports its first failure.
    this.controller.abort(reason)
  }

  /**
   * Waits for every task, including those that are started meanwhile.
   * @throws the error of the first task that failed
   */
  async finished(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running)
    if (this.signal.aborted) throw this.signal.reason
  }
}

/** Starts the work of a name if it was not started before, and returns its result. Work that failed may be started again. */
export function startOnce<T>(known: Map<string, Promise<T>>, name: string, work: () => Promise<T>): Promise<T> {
  const running = known.get(name)
  if (running !== undefined) return running
  const started = work()
  known.set(name, started)
  started.catch(() => {
    if (known.get(name) === started) known.delete(name)
  })
  return started
}
