import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'

/** The context in which a command was called. */
export interface Invocation {
  directory: string
  environment: ProcessEnv
  log: Log
  signal: AbortSignal
  /** Whether the command prints one JSON value on standard output. */
  isJson: boolean
}
