import type {RegistryResponse} from './http.js'

/** Which end of a copy a request went to. */
export type Side = 'source' | 'target'

/** A registry's answer that is an error, as far as it can be explained. */
export interface Refusal {
  status: number
  /** The registry's error codes, such as `NAME_UNKNOWN`. */
  codes: readonly string[]
  /** What came back, in words. */
  answer: string
  repository: string
}

/** Says what the reader can change, if the caller knows more about the registry than this package does. */
export type Explain = (refusal: Refusal) => string | undefined

export interface RegistryErrorDetails {
  /** What was being done: `reading manifest v1 of sample-image/master`. */
  purpose: string
  origin: string
  side?: Side | undefined
  /** What came back, in words. */
  answer: string
  status?: number
  /** The registry's error codes, such as `NAME_UNKNOWN`. */
  codes?: string[]
  remedy?: string | undefined
  cause?: unknown
}

/** A registry refused a request, or did not answer it. The message says what was tried, where, and what came back. */
export class RegistryError extends Error {
  /** What the reader can change, if that is known. */
  readonly remedy: string | undefined
  readonly status: number | undefined
  readonly codes: readonly string[]
  readonly side: Side | undefined

  constructor({purpose, origin, side, answer, status, codes = [], remedy, cause}: RegistryErrorDetails) {
    const where = `${side === undefined ? '' : `the ${side}, `}${new URL(origin).host}`
    super(`${capitalized(purpose)} (${where}): ${answer}`, cause === undefined ? {} : {cause})
    this.name = 'RegistryError'
    this.remedy = remedy
    this.status = status
    this.codes = codes
    this.side = side
  }
}

/** What came does not have the digest it came under. */
export class WrongBytes extends RegistryError {
  constructor(details: Omit<RegistryErrorDetails, 'remedy'>) {
    super({
      ...details,
      remedy:
        'The registry, or something between it and this machine, spoils them. Try again; if it stays, build and push the image again.'
    })
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The message of anything that was thrown, with the messages of its causes: network errors say little at the top. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own =
    error instanceof AggregateError && error.message === '' ? error.errors.map(messageOf).join('; ') : error.message
  const cause = error.cause === undefined || error instanceof RegistryError ? '' : messageOf(error.cause)
  return cause === '' || own.includes(cause) ? own || error.name : `${own}: ${cause}`
}

/** The `errors` of an answer: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
export function errorsOf(body: Buffer): {code: string; message: string}[] {
  try {
    const {errors} = JSON.parse(body.toString('utf8')) as {errors?: {code?: string; message?: string}[]}
    return (errors ?? []).map(({code, message}) => ({code: code ?? '', message: message ?? ''}))
  } catch {
    // No JSON: proxies and load balancers answer with pages of their own.
    return []
  }
}

export function codesOf({body}: RegistryResponse): string[] {
  return errorsOf(body).map(({code}) => code)
}

/** `403 DENIED: User ... is not authorized ...`, or the status with what there is of a text. */
export function answerOf({status, body}: RegistryResponse): string {
  const errors = errorsOf(body)
  if (errors.length > 0) return `${status} ${errors.map(({code, message}) => `${code}: ${message}`).join('; ')}`
  const text = body
    .toString('utf8')
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .trim()
    .slice(0, 300)
  return text === '' ? `${status}` : `${status} ${text}`
}
