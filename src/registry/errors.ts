import {Failure} from '../failure.js'
import type {RegistryResponse} from './transport.js'

/** Which end of a copy a request went to. */
export type Side = 'source' | 'target'

export interface RegistryFailureDetails {
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

/** A registry's refusal, or its silence. */
export class RegistryFailure extends Failure {
  readonly status: number | undefined
  readonly codes: readonly string[]
  readonly side: Side | undefined

  constructor({purpose, origin, side, answer, status, codes = [], remedy, cause}: RegistryFailureDetails) {
    const where = `${side === undefined ? '' : `the ${side}, `}${new URL(origin).host}`
    super(`${capitalized(purpose)} (${where}): ${answer}`, {...(remedy === undefined ? {} : {remedy}), cause})
    this.name = 'RegistryFailure'
    this.status = status
    this.codes = codes
    this.side = side
  }
}

/** What came does not have the digest it came under. */
export class WrongBytes extends RegistryFailure {
  constructor(details: Omit<RegistryFailureDetails, 'remedy'>) {
    super({
      ...details,
      remedy: 'Something on the way or the registry itself spoils them: run the job again, and if it stays, build and push the image anew.'
    })
  }
}

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

export function codesOf({body}: RegistryResponse): string[] {
  return errorsOf(body).map(({code}) => code)
}

/** `403 DENIED: User ... is not authorized ...`, or the status with what there is of a text. */
export function answerOf({status, body}: RegistryResponse): string {
  const errors = errorsOf(body)
  if (errors.length > 0) return `${status} ${errors.map(({code, message}) => `${code}: ${message}`).join('; ')}`
  const text = body.toString('utf8').replaceAll(/<[^>]*>|\s+/g, ' ').trim().slice(0, 300)
  return text === '' ? `${status}` : `${status} ${text}`
}
