/** How long each phase of a run took, in the order they began; milliseconds. */
export class Timings {
  private readonly durations = new Map<string, number>()

  /** Runs the work and counts its time to the phase. Phases that overlap count each for itself. */
  async time<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    this.durations.set(name, this.durations.get(name) ?? 0)
    try {
      return await work()
    } finally {
      this.durations.set(name, (this.durations.get(name) ?? 0) + performance.now() - start)
    }
  }

  entries(): [name: string, ms: number][] {
    return [...this.durations]
  }
}
