import {RegistryError} from '@org/oci/errors'

import {Failure} from '../core/failure.js'

/** An error that a reader can act on: a failure of the run, or the error of a registry. Undefined for a defect. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error
  if (!(error instanceof RegistryError)) return undefined
  const {message, remedy, needsBuild} = error
  return new Failure(message, {cause: error, needsBuild, ...(remedy === undefined ? {} : {remedy})})
}
