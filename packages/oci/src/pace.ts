import {setTimeout as sleep} from 'node:timers/promises'

/** Lets so many at a time through, the others wait in order. */
export class Semaphore {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(places: number) {
    this.free = places
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }

  /** Takes a place; what is returned gives it back, once however often it is called. */
  async enter(): Promise<() => void> {
    if (this.free > 0) this.free--
    else await new Promise<void>(resolve => this.waiting.push(resolve))
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      // The place is handed on: nobody who comes in between can take it.
      const next = this.waiting.shift()
      if (next === undefined) this.free++
      else next()
    }
  }
}

/** A token bucket that starts full: one second's worth at once, then at the rate. */
export class TokenBucket {
  /** When the bucket will be full again, by `performance.now()`. */
  private fullAt = 0
  private readonly intervalMs: number

  constructor(private readonly perSecond: number) {
    // A little slower than the quota: the registry sees requests closer together than they were sent.
    this.intervalMs = 1050 / perSecond
  }

  /** Waits for a token and takes it. */
  async take(signal: AbortSignal): Promise<void> {
    const now = performance.now()
    this.fullAt = Math.max(this.fullAt, now) + this.intervalMs
    const wait = this.fullAt - this.perSecond * this.intervalMs - now
    if (wait > 0) await sleep(wait, undefined, {signal})
  }
}

/** Full jitter around a doubling pause, or what the registry asks for; milliseconds. */
export function pauseBefore(attempt: number, baseMs: number, retryAfter?: string | string[]): number {
  const own = Math.min(40 * baseMs, baseMs * 2 ** attempt) * (0.5 + Math.random() / 2)
  const text = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter
  if (text === undefined) return own
  const seconds = Number(text)
  // https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3: seconds, or a date.
  const asked = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now()
  return asked > 0 ? Math.max(own, asked) : own
}
