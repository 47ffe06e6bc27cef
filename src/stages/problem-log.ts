import type {StagesFileProblem} from './stages-file-error.js'
import {StagesFileError} from './stages-file-error.js'

/** The positions of the keys of a stages file, and the problems found so far. */
export class ProblemLog {
  private readonly problems: StagesFileProblem[] = []
  private readonly offsets = new Map<string, number>()

  constructor(
    private readonly path: string,
    private readonly text: string
  ) {}

  /** Remembers the position of a key. */
  place(key: string, offset: number): void {
    this.offsets.set(key, offset)
  }

  /** Whether the file has this key. */
  has(key: string): boolean {
    return this.offsets.has(key)
  }

  /** The line of each key, from 1. */
  lines(): ReadonlyMap<string, number> {
    return new Map([...this.offsets].map(([key, offset]) => [key, this.lineOf(offset)]))
  }

  /** Reports a problem at its key. A key that is not in the file gets the position of the nearest key around it. */
  report(key: string, message: string): void {
    let around = key
    while (around !== '' && !this.offsets.has(around)) around = around.replace(/(?:^|\.)[^.[]*$|\[\d+\]$/, '')
    this.reportAt(this.offsets.get(around) ?? 0, key, message)
  }

  reportAt(offset: number, key: string, message: string): void {
    const before = this.text.slice(0, offset)
    this.problems.push({line: this.lineOf(offset), column: offset - before.lastIndexOf('\n'), key, message})
  }

  lineOf(offset: number): number {
    return this.text.slice(0, offset).split('\n').length
  }

  /** @throws StagesFileError with all reported problems */
  throwIfAny(): void {
    const [first, ...rest] = this.problems
    if (first !== undefined) throw new StagesFileError(this.path, [first, ...rest])
  }
}
