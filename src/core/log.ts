import type {Location} from './failure.js'
import type {Remedy} from './remedy.js'

/** Receives the messages of a run. In the action it writes the job log and annotations, on the command line the terminal. */
export interface Log {
  info: (text: string) => void
  /** Shown only if debug logging is on. */
  debug: (text: string) => void
  /** @param remedy the change that the reader can make, if there is one */
  notice: (text: string, remedy?: Remedy) => void
  warning: (text: string, remedy?: Remedy) => void
  error: (text: string, location?: Location) => void
  group: <T>(title: string, work: () => Promise<T>) => Promise<T>
  /**
   * Prints lines of another program. They are text: none of them is a command for the runner or the terminal. Messages of
   * this log may come in between.
   */
  relay: <T>(work: (print: (line: string) => void) => Promise<T>) => Promise<T>
  /** Hides a value in all later output of this job. */
  mask: (value: string) => void
}
