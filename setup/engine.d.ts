/** A Docker engine that answers and has buildx. */
export interface Engine {
  /** Its version and where it comes from, for people. */
  description: string
  /** What to set for a `docker` command to use it; empty for the machine's own. */
  environment: Record<string, string>
  /** Ends it, if it was started here, and removes all it made. It ends with this process in any case. */
  stop(): Promise<void>
}

/** The machine's own engine, or one started from the distribution's packages. The error says what to install. */
export function ensureEngine(): Promise<Engine>
/** jest's global set-up. */
export default function globalSetup(): Promise<void>
