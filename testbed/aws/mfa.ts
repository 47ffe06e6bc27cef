import {createHmac, randomBytes} from 'node:crypto'

import type {Clock} from '../server/clock.js'

/** Seconds that a code is valid. */
const STEP = 30

/** A virtual MFA device (RFC 6238): codes of six digits that change every 30 seconds. Each code is accepted once. */
export class MfaDevice {
  readonly #secret = randomBytes(20)
  #used = -1

  /**
   * @param serial `arn:aws:iam::<account>:mfa/<name>`
   * @param user ARN of its owner
   */
  constructor(
    readonly serial: string,
    readonly user: string,
    private readonly clock: Clock
  ) {}

  /** The code that it shows now. */
  code(): string {
    return this.#at(this.#step())
  }

  /** Whether a code is right. Codes of the step before and the step after are accepted, as clocks differ. */
  accepts(code: string): boolean {
    const now = this.#step()
    const step = [now - 1, now, now + 1].find(one => one > this.#used && this.#at(one) === code)
    if (step === undefined) return false
    this.#used = step
    return true
  }

  #step(): number {
    return Math.floor(this.clock.seconds() / STEP)
  }

  #at(step: number): string {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(step))
    const mac = createHmac('sha1', this.#secret).update(counter).digest()
    const offset = (mac.at(-1) ?? 0) & 0xf
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
  }
}
