/** A Docker engine that answers and has buildx. */
export interface Engine {
  /** Version and origin, for people to read. */
  description: string
  /** The version, such as `26.1.5`. */
  version: string
  /** Whether it was started here, so that nobody else uses it. */
  isTemporary: boolean
  /** Environment variables that make `docker` use it; empty for the machine's own engine. */
  environment: Record<string, string>
  /** Stops the engine and removes its files, if it was started here. It always ends with this process. */
  stop(): Promise<void>
}

/** An engine that `startEngine` can start. */
export interface EngineKind {
  version: '26.1' | '28.5'
  /** The image store: Docker's own, or that of containerd. */
  store: 'docker' | 'containerd'
}

/** Returns the machine's own engine, or starts one from the packages of the distribution. The error tells what to install. */
export function ensureEngine(): Promise<Engine>
/** Starts an engine of one version with one image store. */
export function startEngine(kind: EngineKind): Promise<Engine>
/** The error of `startEngine` if this machine has no such engine. Any other error of a start is a failure. */
export class UnavailableEngine extends Error {}
/** The global set-up of jest. */
export default function globalSetup(): Promise<void>
