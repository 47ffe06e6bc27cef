/** A value that is made once: at the first call of `get`, or earlier by `start`. */
export class Lazy<T> {
  private made: Promise<T> | undefined

  constructor(private readonly make: () => Promise<T>) {}

  get(): Promise<T> {
    return (this.made ??= this.make())
  }

  /** Begins to make the value. If that fails, `get` throws the error. */
  start(): this {
    this.get().catch(() => undefined)
    return this
  }

  /** The value if something has called `get` or `start`, else undefined. */
  async ifMade(): Promise<T | undefined> {
    return await this.made
  }
}
