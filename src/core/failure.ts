import type {Remedy} from './remedy.js'

/** The place in the workspace that caused a failure. Lines and columns count from 1. */
export interface Location {
  file: string
  line: number
  column?: number
}

export interface FailureDetails {
  /** The change that the reader can make. */
  remedy?: Remedy
  cause?: unknown
  location?: Location
  /** Whether the remedy is another build of the image. */
  needsBuild?: boolean
}

/**
 * A failure that the reader of the log can act on. The message says what was tried and what came back. The remedy says
 * what to change. Any other error that reaches the edge is a defect of this project and is reported as one.
 */
export class Failure extends Error {
  readonly remedy: Remedy | undefined
  readonly location: Location | undefined
  readonly needsBuild: boolean

  constructor(message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? {} : {cause: details.cause})
    this.name = 'Failure'
    this.remedy = details.remedy
    this.location = details.location
    this.needsBuild = details.needsBuild ?? false
  }
}

/** The message after the place of its cause, unless the message names the place itself. For output without annotations. */
export function messageWithPlace({message, location}: Failure): string {
  return location === undefined || message.includes(`${location.file}:`)
    ? message
    : `${location.file}:${location.line}: ${message}`
}

/** A signal cancelled the run. Nothing failed, but all work has to stop. */
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
  EACCES: 'permission is denied',
  EPERM: 'permission is denied'
}

/** Why a file could not be read: a clause for the common error codes of the system, else the message of the error. */
export function describeReadError(error: unknown): string {
  return FILE_ERRORS[codeOf(error) ?? ''] ?? messageOf(error)
}

/** The code that the system or a library gave an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
}

/** The message of any thrown value, with the messages of its causes. The top message of a network error says little. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own =
    error instanceof AggregateError && error.message === '' ? error.errors.map(messageOf).join('; ') : error.message
  const cause = error.cause === undefined || error instanceof Failure ? '' : messageOf(error.cause)
  return cause === '' || own.includes(cause) ? own || error.name : `${own}: ${cause}`
}

/** The host whose name did not resolve, if that caused the error. It avoids instanceof, so errors from another realm count. */
export function unresolvedHost(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const {code, hostname, cause} = error as {code?: unknown; hostname?: unknown; cause?: unknown}
  return code === 'ENOTFOUND' && typeof hostname === 'string' ? hostname : unresolvedHost(cause)
}
