import {setTimeout as sleep} from 'node:timers/promises'

import type {ResponseHeaders} from './http.js'
import {header} from './http.js'

/** Runs a limited number of tasks at a time; the others wait in order. */
export class Semaphore {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(slots: number) {
    this.free = slots
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire()
    try {
      return await work()
    } finally {
      release()
    }
  }

  /** Takes a slot. The returned function gives it back; only its first call counts. */
  async acquire(): Promise<() => void> {
    if (this.free > 0) this.free--
    else await new Promise<void>(resolve => this.waiting.push(resolve))
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      // The slot goes directly to the next task in line, so no later one can take it first.
      const next = this.waiting.shift()
      if (next === undefined) this.free++
      else next()
    }
  }
}

/** A token bucket that starts full: it gives the tokens of one second at once, then one at a time at the rate. */
export class TokenBucket {
  /** The time of `performance.now()` when the bucket will be full again. */
  private fullAt = 0
  private readonly intervalMs: number

  constructor(private readonly perSecond: number) {
    // Slightly slower than the quota, because requests can reach the registry closer together than they were sent.
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

/**
 * The pause before the next try, in milliseconds: it doubles with each attempt and has jitter, and it is never shorter than
 * the registry asks for.
 */
export function pauseBefore(attempt: number, baseMs: number, retryAfter?: string | string[]): number {
  const own = Math.min(40 * baseMs, baseMs * 2 ** attempt) * (0.5 + Math.random() / 2)
  return Math.max(own, askedPause({'retry-after': retryAfter}))
}

/**
 * The pause that an answer asks for, in milliseconds; 0 if it asks for none. `Retry-After` is a number of seconds or a date, and
 * a date counts from the registry's own clock.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function askedPause(headers: ResponseHeaders): number {
  const text = header({headers}, 'retry-after')?.trim() ?? ''
  if (text === '') return 0
  const seconds = Number(text)
  const asked = Number.isFinite(seconds)
    ? seconds * 1000
    : dateOf(text) - (dateOf(header({headers}, 'date')) || Date.now())
  return asked > 0 ? asked : 0
}

/** The oldest of the three forms of a date in HTTP names no time zone, but it is that of Greenwich too. */
function dateOf(text = ''): number {
  return Date.parse(/GMT$|[+-]\d{4}$/.test(text.trim()) ? text : `${text} GMT`)
}
