import {Failure} from '../core/failure.js'

/** One problem of a stages file. Lines and columns count from 1. */
export interface StagesFileProblem {
  line: number
  column: number
  /** Dotted, as in `stages.release.account` or `images[0].name`; empty for the file as a whole. */
  key: string
  /** The problem and the expected form, without the place. */
  message: string
}

/** A stages file that cannot be used. It has all problems; its own line, column and key are those of the first one by position. */
export class StagesFileError extends Failure {
  readonly path: string
  readonly line: number
  readonly column: number
  readonly key: string
  readonly problems: readonly StagesFileProblem[]

  /** @param problems at least one, in any order */
  constructor(path: string, problems: readonly [StagesFileProblem, ...StagesFileProblem[]]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
    const first = sorted[0] ?? problems[0]
    super(sorted.map(problem => sentence(path, problem)).join('\n'), {
      location: {file: path, line: first.line, column: first.column}
    })
    this.name = 'StagesFileError'
    this.path = path
    this.line = first.line
    this.column = first.column
    this.key = first.key
    this.problems = sorted
  }
}

function sentence(path: string, {line, key, message}: StagesFileProblem): string {
  return `${path}:${line} ${key === '' ? '' : `${key}: `}${message}`
}
