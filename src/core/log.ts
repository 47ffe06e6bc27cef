import type {Location} from './failure.js'
import type {Remedy} from './remedy.js'

/** Where a run says what it does. The action's goes to the job log, with annotations; others can take its place. */
export interface Log {
  info: (text: string) => void
  /** Only shown where debug logging is on. */
  debug: (text: string) => void
  /** With what the reader can change, if anything. */
  notice: (text: string, remedy?: Remedy) => void
  warning: (text: string, remedy?: Remedy) => void
  error: (text: string, location?: Location) => void
  group: <T>(title: string, work: () => Promise<T>) => Promise<T>
  /** Hides a value from every log of this job. */
  mask: (value: string) => void
}
