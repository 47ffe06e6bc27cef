/**
 * The clock by which tokens and sessions are issued and expire. It follows the machine's clock and can be advanced.
 * Signatures of requests are checked against the machine's own clock, because the client signs with that one.
 */
export class Clock {
  #offset = 0

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset
  }

  /** Whole seconds since the epoch, as in a JWT. */
  seconds(): number {
    return Math.floor(this.now() / 1000)
  }

  advance(seconds: number): void {
    this.#offset += seconds * 1000
  }
}
