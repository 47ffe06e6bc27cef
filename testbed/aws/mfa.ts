import {createHmac, randomBytes} from 'node:crypto'

import type {Clock} from '../server/clock.js'

/** Seconds that a code is shown. */
const STEP = 30

/** A virtual MFA device: six digits that change every 30 seconds, each taken once (RFC 6238). */
export class MfaDevice {
  readonly #secret = randomBytes(20)
  #used = -1

  /**
   * @param serial `arn:aws:iam::<account>:mfa/<name>`
   * @param user ARN of whose it is
   */
  constructor(
    readonly serial: string,
    readonly user: string,
    private readonly clock: Clock
  ) {}

  /** What it shows now. */
  code(): string {
    return this.#at(this.#step())
  }

  /** Takes a code, of this moment or of a clock that is off by half a minute. */
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
