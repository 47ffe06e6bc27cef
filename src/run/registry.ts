import {getProxyUrl} from '@actions/http-client/lib/proxy'
import type {RegistryOptions} from '@org/oci/registry-client'
import {RegistryClient} from '@org/oci/registry-client'

import {explainRefusal} from '../aws/refusal.js'

/** A registry as a run asks it: through the runner's proxy, and with ECR's refusals explained. */
export function openRegistry(options: Omit<RegistryOptions, 'explain' | 'proxyFor'>): RegistryClient {
  return new RegistryClient({...options, explain: explainRefusal, proxyFor: getProxyUrl})
}
