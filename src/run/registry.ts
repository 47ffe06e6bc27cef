import {getProxyUrl} from '@actions/http-client/lib/proxy'
import {RegistryError} from '@org/oci/errors'
import type {RegistryOptions} from '@org/oci/registry-client'
import {RegistryClient} from '@org/oci/registry-client'

import {explainRefusal} from '../aws/refusal.js'
import {Failure} from '../core/failure.js'

/** A registry as a run asks it: through the runner's proxy, and with ECR's refusals explained. */
export function openRegistry(options: Omit<RegistryOptions, 'explain' | 'proxyFor'>): RegistryClient {
  return new RegistryClient({...options, explain: explainRefusal, proxyFor: getProxyUrl})
}

/** An error that a reader can act on: a failure of the run, or what a registry answered. Undefined for a defect. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error
  if (!(error instanceof RegistryError)) return undefined
  return new Failure(error.message, {cause: error, ...(error.remedy === undefined ? {} : {remedy: error.remedy})})
}
