/** The duration of each phase of a run in milliseconds, in the order in which the phases began. */
export class Timings {
  private readonly durations = new Map<string, number>()

  /** Runs the work and adds its duration to the phase. Phases that overlap count in full. */
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
