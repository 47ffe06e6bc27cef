import {RegistryError} from '@org/oci/errors'

import {Failure} from '../core/failure.js'

/** An error that a reader can act on: a failure of the run, or the error of a registry. Undefined for a defect. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error
  if (!(error instanceof RegistryError)) return undefined
  return new Failure(error.message, {cause: error, ...(error.remedy === undefined ? {} : {remedy: error.remedy})})
}
