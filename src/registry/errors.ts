import {Failure} from '../failure.js'

export interface RegistryFailureDetails {
  /** What was being done: `reading manifest v1 of sample-image/master`. */
  purpose: string
  origin: string
  /** What came back, in words. */
  answer: string
  status?: number
  /** The registry's error codes, such as `NAME_UNKNOWN`. */
  codes?: string[]
  remedy?: string
  cause?: unknown
}

/** A registry's refusal, or its silence. */
export class RegistryFailure extends Failure {
  readonly status: number | undefined
  readonly codes: readonly string[]

  constructor({purpose, origin, answer, status, codes = [], remedy, cause}: RegistryFailureDetails) {
    super(`${capitalized(purpose)} (${new URL(origin).host}): ${answer}`, {...(remedy === undefined ? {} : {remedy}), cause})
    this.name = 'RegistryFailure'
    this.status = status
    this.codes = codes
  }
}

/** What came does not have the digest it came under. */
export class WrongBytes extends RegistryFailure {}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
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
