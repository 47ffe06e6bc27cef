import type {Node, Scalar} from 'yaml'
import {isMap, isNode, isScalar, isSeq} from 'yaml'

import {closest} from '../core/spelling.js'
import type {Form} from './grammar.js'
import type {ProblemLog} from './problem-log.js'

/**
 * A value of the document and its key. The methods that read it report a value of the wrong form, and return undefined for it.
 * One report is enough to refuse the file.
 */
export class Field {
  constructor(
    readonly key: string,
    private readonly node: Node | null,
    private readonly offset: number,
    private readonly log: ProblemLog
  ) {
    log.place(key, offset)
  }

  report(message: string): void {
    this.log.reportAt(this.offset, this.key, message)
  }

  /** Reports a required key that is missing from this mapping. */
  reportMissing(name: string, message: string): void {
    this.log.report(this.join(name), message)
  }

  /**
   * The values of a mapping by their keys. An empty value is an empty mapping.
   * @param known every key that is allowed here
   * @param misplaced the message for a key that belongs elsewhere
   */
  members(
    known: readonly string[],
    misplaced: (name: string) => string | undefined = () => undefined
  ): Map<string, Field> {
    const members = this.anyMembers('a mapping with the keys ' + known.join(', '))
    for (const [name, field] of members) {
      if (known.includes(name)) continue
      const meant = closest(name, known)
      field.report(
        misplaced(name) ??
          `unknown key; ${meant === undefined ? `the keys here are ${known.join(', ')}` : `did you mean ${meant}?`}`
      )
    }
    return members
  }

  /** The values of a mapping that may have any keys. */
  anyMembers(expected: string): Map<string, Field> {
    const members = new Map<string, Field>()
    if (this.isNull()) return members
    if (!isMap(this.node)) {
      this.report(`is ${this.describe()}; write ${expected}`)
      return members
    }
    const lines = new Map<string, number>()
    for (const {key, value} of this.node.items) {
      const offset = isNode(key) ? (key.range?.[0] ?? this.offset) : this.offset
      if (!isScalar(key) || key.value === null || key.value === '') {
        this.log.reportAt(offset, this.key, 'a key here is not a plain word')
        continue
      }
      const name = textOf(key)
      const first = lines.get(name)
      if (first !== undefined) {
        this.log.reportAt(offset, this.join(name), `is a duplicate; the first one is on line ${first}`)
        continue
      }
      lines.set(name, this.log.lineOf(offset))
      members.set(name, new Field(this.join(name), isNode(value) ? value : null, offset, this.log))
    }
    return members
  }

  isList(): boolean {
    return isSeq(this.node)
  }

  /** The entries of a list. Their keys are as in `images[0]`. */
  entries(expected: string): Field[] {
    if (!isSeq(this.node)) {
      this.report(`is ${this.describe()}; write ${expected}`)
      return []
    }
    if (this.node.items.length === 0) this.report(`is an empty list; write ${expected}`)
    return this.node.items.map((item, index) => {
      const node = isNode(item) ? item : null
      return new Field(`${this.key}[${index}]`, node, node?.range?.[0] ?? this.offset, this.log)
    })
  }

  /** A string. A number or a boolean is an error, because YAML may have changed its text. */
  text(form: Form): string | undefined {
    const scalar = this.scalar()
    if (scalar === undefined) return undefined
    const written = textOf(scalar)
    const wrong = form(written)
    if (typeof scalar.value === 'string') {
      if (wrong === undefined) return written
      this.report(wrong)
    } else {
      this.report(wrong ?? `${misread(scalar, written)}; write it in quotes: '${written}'`)
    }
    return undefined
  }

  /** The text of a string, a number or a boolean, unchanged: 1.10 stays `1.10`. */
  anyScalar(): string | undefined {
    const scalar = this.scalar()
    return scalar === undefined ? undefined : textOf(scalar)
  }

  /** An id of digits, with or without quotes. */
  digits(expected: string): string | undefined {
    const written = this.anyScalar()
    if (written === undefined || /^[1-9]\d*$/.test(written)) return written
    this.report(`'${written}' is not ${expected}`)
    return undefined
  }

  /** A whole number, at least 1. */
  count(): number | undefined {
    const value = this.scalar()?.value
    if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)) return value
    this.report(`${this.describe()} is not a positive whole number without quotes; write it as in 30`)
    return undefined
  }

  flag(): boolean | undefined {
    const value = this.scalar()?.value
    if (value === undefined || typeof value === 'boolean') return value
    this.report(`${this.describe()} is neither true nor false; write one of them, without quotes`)
    return undefined
  }

  private scalar(): Scalar | undefined {
    if (isScalar(this.node) && this.node.value !== null) return this.node
    this.report(
      this.isNull() ? 'is empty; write a value or remove the key' : `is ${this.describe()}; write a single value`
    )
    return undefined
  }

  private isNull(): boolean {
    return this.node === null || (isScalar(this.node) && this.node.value === null)
  }

  private describe(): string {
    if (isMap(this.node)) return 'a mapping'
    if (isSeq(this.node)) return 'a list'
    return isScalar(this.node) ? `'${textOf(this.node)}'` : 'empty'
  }

  private join(name: string): string {
    return this.key === '' ? name : `${this.key}.${name}`
  }
}

/** The text of a value in the file, even if YAML reads it as a number or a boolean. */
function textOf(scalar: Scalar): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value))
}

function misread({value}: Scalar, written: string): string {
  if (typeof value !== 'number') return `${written} was read as a ${typeof value}`
  if (String(value) === written) return `${written} was read as a number`
  const lost = /^0\d/.test(written) ? ', without its leading zero' : ''
  return `${written} was read as the number ${value}${lost}`
}
