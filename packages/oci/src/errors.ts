import type {RegistryResponse} from './http.js'

/** The end of a copy that a request went to. */
export type Side = 'source' | 'target'

/** An error status that a registry answered, with all that helps to explain it. */
export interface RegistryRefusal {
  status: number
  /** The registry's error codes, such as `NAME_UNKNOWN`. */
  codes: readonly string[]
  /** The answer in words. */
  answer: string
  repository: string
}

/** Returns a remedy for a refusal; undefined if the caller knows no more about the registry than this package does. */
export type Explain = (refusal: RegistryRefusal) => string | undefined

export interface RegistryErrorDetails {
  /** The attempt: `reading manifest v1 of sample-image/master`. */
  purpose: string
  origin: string
  side?: Side | undefined
  /** The answer in words, or the reason why there was none. */
  answer: string
  status?: number
  /** The registry's error codes, such as `NAME_UNKNOWN`. */
  codes?: string[]
  remedy?: string | undefined
  /** Whether the remedy is another build of the image. */
  needsBuild?: boolean
  cause?: unknown
}

/** A registry refused a request, or did not answer it. The message names the attempt, the registry and the answer. */
export class RegistryError extends Error {
  /** Advice for the reader; undefined if none is known. */
  readonly remedy: string | undefined
  /** Undefined if there was no answer, or if the answer was a success with the wrong content. */
  readonly status: number | undefined
  readonly codes: readonly string[]
  readonly side: Side | undefined
  readonly needsBuild: boolean

  constructor({
    purpose,
    origin,
    side,
    answer,
    status,
    codes = [],
    remedy,
    needsBuild = false,
    cause
  }: RegistryErrorDetails) {
    const where = `${side === undefined ? '' : `the ${side}, `}${new URL(origin).host}`
    super(`${capitalized(purpose)} (${where}): ${answer}`, cause === undefined ? {} : {cause})
    this.name = 'RegistryError'
    this.remedy = remedy
    this.status = status
    this.codes = codes
    this.side = side
    this.needsBuild = needsBuild
  }
}

/** Content does not match its digest or its size. */
export class WrongBytes extends RegistryError {
  constructor(details: Omit<RegistryErrorDetails, 'remedy' | 'needsBuild'>) {
    super({
      ...details,
      needsBuild: true,
      remedy:
        'Try again. If the error stays, build and push the image again: the registry, or something between it and this machine, corrupts the content.'
    })
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The message of any thrown value, followed by the messages of its causes: the top message of a network error says little. */
export function messageWithCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own =
    error instanceof AggregateError && error.message === ''
      ? error.errors.map(messageWithCauses).join('; ')
      : error.message
  const cause = error.cause === undefined || error instanceof RegistryError ? '' : messageWithCauses(error.cause)
  return cause === '' || own.includes(cause) ? own || error.name : `${own}: ${cause}`
}

/** The `errors` of an answer: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
function errorsOf(body: Buffer): {code: string; message: string}[] {
  try {
    const {errors} = JSON.parse(body.toString('utf8')) as {errors?: {code?: string; message?: string}[]}
    return (errors ?? []).map(({code, message}) => ({code: code ?? '', message: message ?? ''}))
  } catch {
    // The body is not JSON: proxies and load balancers answer with pages of their own.
    return []
  }
}

export function codesOf({body}: RegistryResponse): string[] {
  return errorsOf(body).map(({code}) => code)
}

/** `403 DENIED: User ... is not authorized ...`; without error codes, the status and the beginning of the body's text. */
export function answerText({status, body}: RegistryResponse): string {
  const errors = errorsOf(body)
  if (errors.length > 0) return `${status} ${errors.map(({code, message}) => `${code}: ${message}`).join('; ')}`
  const text = body
    .toString('utf8')
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .trim()
    .slice(0, 300)
  return text === '' ? `${status}` : `${status} ${text}`
}
