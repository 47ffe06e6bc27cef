import {getProxyUrl} from '@actions/http-client/lib/proxy'
import type {RegistryOptions} from '@org/oci/registry-client'
import {RegistryClient} from '@org/oci/registry-client'

import {explainRefusal} from '../aws/refusal.js'

/** Opens a registry for a run. Requests use the runner's proxy, and errors explain ECR's refusals. */
export function openRegistry(options: Omit<RegistryOptions, 'explain' | 'proxyFor'>): RegistryClient {
  return new RegistryClient({...options, explain: explainRefusal, proxyFor: getProxyUrl})
}
