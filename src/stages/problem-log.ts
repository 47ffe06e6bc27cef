import type {StagesFileProblem} from './stages-file-error.js'
import {StagesFileError} from './stages-file-error.js'

/** Where the keys of a stages file stand, and what was found wrong with them. */
export class ProblemLog {
  private readonly problems: StagesFileProblem[] = []
  private readonly offsets = new Map<string, number>()

  constructor(
    private readonly path: string,
    private readonly text: string
  ) {}

  /** Remembers where a key stands. */
  place(key: string, offset: number): void {
    this.offsets.set(key, offset)
  }

  /** Whether the file has this key. */
  holds(key: string): boolean {
    return this.offsets.has(key)
  }

  /** The line that each key stands on, from 1. */
  lines(): ReadonlyMap<string, number> {
    return new Map([...this.offsets].map(([key, offset]) => [key, this.lineOf(offset)]))
  }

  /** Reports by key; one that is not in the file is reported where the nearest key around it stands. */
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

  /** @throws StagesFileError with all that was reported */
  throwIfAny(): void {
    const [first, ...rest] = this.problems
    if (first !== undefined) throw new StagesFileError(this.path, [first, ...rest])
  }
}
