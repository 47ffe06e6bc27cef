import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'

/** Where and how a command was called. */
export interface Invocation {
  directory: string
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
  /** Whether standard output is for one JSON value. */
  isJson: boolean
}
