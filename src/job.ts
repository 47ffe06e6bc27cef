import type {Environment} from './environment.js'
import type {Inputs, Runner} from './inputs.js'
import type {Log} from './report/log.js'
import type {Phases} from './report/phases.js'

/** What a run is given by its surroundings. */
export interface Job {
  inputs: Inputs
  runner: Runner
  environment: Environment
  log: Log
  phases: Phases
  signal: AbortSignal
  /** Tells the post step what to remove. */
  saveState: (name: string, value: string) => void
  /** Sets a variable for the later steps of the job. */
  exportVariable: (name: string, value: string) => void
}
