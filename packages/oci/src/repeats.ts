/** Work that is repeated when its result has got lost. */
export class Repeats {
  private readonly latest = new Map<string, {began: number; done: Promise<void>}>()

  /**
   * Repeats the work of a name, unless that was begun after the loss.
   * @param lostAt a time of `performance.now()`
   */
  async run(name: string, lostAt: number, work: () => Promise<void>): Promise<void> {
    const known = this.latest.get(name)
    if (known !== undefined && known.began > lostAt) {
      await known.done
      return
    }
    const done = work()
    this.latest.set(name, {began: performance.now(), done})
    await done
  }
}
