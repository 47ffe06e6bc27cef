/** Work that belongs together: it is waited for as a whole, and stopped as a whole when a part of it fails. */
export class TaskGroup {
  private readonly controller = new AbortController()
  private readonly running = new Set<Promise<unknown>>()

  /** Aborted when a part fails; the work is to heed it. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Starts a part. Its failure is the group's, whether anybody awaits the part or not. */
  start<T>(work: () => Promise<T>): Promise<T> {
    const part = work()
    this.running.add(part)
    part
      .catch((error: unknown) => {
        this.stop(error)
      })
      .finally(() => this.running.delete(part))
      // Both are handled above; this silences the promise that `finally` makes.
      .catch(() => undefined)
    return part
  }

  stop(reason: unknown): void {
    // Later calls change nothing: the first failure is the one that is told.
    this.controller.abort(reason)
  }

  /**
   * Waits for every part, those too that are started meanwhile.
   * @throws what the first part that failed has thrown
   */
  async finished(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running)
    if (this.signal.aborted) throw this.signal.reason
  }
}

/** Starts the work of a name unless it was started before; either way, what comes of it. */
export function once<T>(known: Map<string, Promise<T>>, name: string, work: () => Promise<T>): Promise<T> {
  const running = known.get(name) ?? work()
  known.set(name, running)
  return running
}
