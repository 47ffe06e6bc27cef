/** A Docker engine that answers and has buildx. */
export interface Engine {
  /** Version and origin, for people to read. */
  description: string
  /** Environment variables that make `docker` use it; empty for the machine's own engine. */
  environment: Record<string, string>
  /** Stops the engine and removes its files, if it was started here. It always ends with this process. */
  stop(): Promise<void>
}

/** Returns the machine's own engine, or starts one from the packages of the distribution. The error tells what to install. */
export function ensureEngine(): Promise<Engine>
/** The global set-up of jest. */
export default function globalSetup(): Promise<void>
