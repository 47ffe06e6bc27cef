import type {Remedy} from './remedy.js'

/** Where in the workspace the cause of a failure stands; lines count from 1. */
export interface Location {
  file: string
  line: number
  column?: number
}

export interface FailureDetails {
  /** What the reader is to change. */
  remedy?: Remedy
  cause?: unknown
  location?: Location
}

/**
 * A failure that the person who reads the log can act on. The message says what was tried and what came back, the
 * remedy what to change. Whatever else reaches the edge is a defect of ours and is reported as one.
 */
export class Failure extends Error {
  readonly remedy: Remedy | undefined
  readonly location: Location | undefined

  constructor(message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? {} : {cause: details.cause})
    this.name = 'Failure'
    this.remedy = details.remedy
    this.location = details.location
  }
}

/** The message, with the place of its cause before it unless it names that itself: for where there are no annotations. */
export function messageWithPlace({message, location}: Failure): string {
  return location === undefined || message.includes(`${location.file}:`)
    ? message
    : `${location.file}:${location.line}: ${message}`
}

/** The run was cancelled by a signal: not a failure of anything, but nothing that was going on may go on. */
export class Cancelled extends Error {
  constructor(readonly signal: string) {
    super(`Cancelled by ${signal}; nothing was tagged after that.`)
    this.name = 'Cancelled'
  }
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read'
}

/** Why a file could not be read, in words where the system has a code alone. */
export function whyUnread(error: unknown): string {
  return FILE_ERRORS[codeOf(error) ?? ''] ?? messageOf(error)
}

/** What the system or a library calls an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
}

/** The message of anything that was thrown, with those of its causes: network errors say little at the top. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own =
    error instanceof AggregateError && error.message === '' ? error.errors.map(messageOf).join('; ') : error.message
  const cause = error.cause === undefined || error instanceof Failure ? '' : messageOf(error.cause)
  return cause === '' || own.includes(cause) ? own || error.name : `${own}: ${cause}`
}

/** The host that has no address, where that is why nothing was answered. */
export function hostWithoutAddress(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const {code, hostname, cause} = error as {code?: unknown; hostname?: unknown; cause?: unknown}
  return code === 'ENOTFOUND' && typeof hostname === 'string' ? hostname : hostWithoutAddress(cause)
}
