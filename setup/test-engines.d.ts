import type {EngineKind} from './engine.js'

/** The totals of jest. */
export interface TestTotals {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  /** False also if a suite could not be loaded. */
  success: boolean
}

export type EngineResult =
  | {kind: 'run'; tests: TestTotals; output: string; seconds: number}
  /** This machine cannot start the engine. */
  | {kind: 'not-run'; because: string}

export const ENGINES: readonly EngineKind[]

/** The name of an engine in the output, and in the table of docs/self-hosted.md. */
export function nameOf(kind: EngineKind): string
/** The line of one engine, and whether its tests passed. */
export function judge(name: string, result: EngineResult): {line: string; passed: boolean}
/** The exit code of the whole run: 1 if the tests of an engine failed, 2 if this machine can start none of the engines. */
export function exitCode(results: readonly EngineResult[]): 0 | 1 | 2
