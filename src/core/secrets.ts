import {maskedValues} from './foreign-text.js'
import type {Log} from './log.js'

/** The values that no output may show. */
export class Secrets {
  private values: string[] = []

  /** @returns the texts to hide for this value */
  add(value: string): string[] {
    const added = maskedValues(value)
    // The longest comes first, because one secret may be a part of another.
    this.values = [...new Set([...this.values, ...added])].sort((a, b) => b.length - a.length)
    return added
  }

  hide(text: string): string {
    return this.values.reduce((shown, value) => shown.replaceAll(value, '***'), text)
  }

  /** Hides the secrets in every string of a JSON value. */
  hideIn(value: unknown): unknown {
    if (typeof value === 'string') return this.hide(value)
    if (Array.isArray(value)) return value.map(one => this.hideIn(one))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.hideIn(one)]))
  }

  /**
   * Warns of each output that contains a secret, because its reader gets something else.
   * @param effect what happens to such an output
   */
  warnOfOutputs(outputs: Readonly<Record<string, unknown>>, effect: string, log: Log): void {
    for (const [name, value] of Object.entries(outputs)) {
      if (JSON.stringify(this.hideIn(value)) === JSON.stringify(value)) continue
      log.warning(
        `The output \`${name}\` contains the value of a secret of this run, so ${effect}.`,
        'Use a longer secret that is no part of a tag or a digest.'
      )
    }
  }
}
