/** A value that is made once: when it is first asked for, or ahead of that by `start`. */
export class Lazy<T> {
  private made: Promise<T> | undefined

  constructor(private readonly make: () => Promise<T>) {}

  get(): Promise<T> {
    return (this.made ??= this.make())
  }

  /** Begins to make the value. A failure is thrown when the value is asked for. */
  start(): this {
    this.get().catch(() => undefined)
    return this
  }

  /** The value if anybody has asked for it, else undefined. */
  async ifMade(): Promise<T | undefined> {
    return await this.made
  }
}
