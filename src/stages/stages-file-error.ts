import {Failure} from '../core/failure.js'

/** One thing that is wrong with a stages file. Lines and columns count from 1. */
export interface StagesFileProblem {
  line: number
  column: number
  /** Dotted, as in `stages.release.account` or `images[0].name`; empty for the file as a whole. */
  key: string
  /** What is wrong and the form that is expected, without the place. */
  message: string
}

/** A stages file that cannot be used: all that is wrong with it, the first by position as the error's own. */
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
