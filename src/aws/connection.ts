import {HttpClient} from '@actions/http-client'
import {getProxyUrl} from '@actions/http-client/lib/proxy'

import type {Environment} from '../environment.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {isItRight} from '../stages/origin.js'
import {hostWithoutAddress} from './answer.js'

/** What every AWS client of a run is made with: bounded waits, few retries, and the proxy the SDK would not look for. */
export function connectionTo(service: 'sts' | 'ecr', region: string, environment: Environment) {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const host = `${service === 'sts' ? 'sts' : 'api.ecr'}.${region}.${domain}`
  const endpoint = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? environment['AWS_ENDPOINT_URL'] ?? `https://${host}`
  // The SDK takes for an agent what can be destroyed, and the toolkit's tunnel cannot: it would be left out without a word.
  const agent = getProxyUrl(new URL(endpoint)) === undefined ? undefined : Object.assign(new HttpClient().getAgent(endpoint), {destroy: () => undefined})
  return {
    region,
    // Standard mode retries throttling, 5xx, dropped connections and IDPCommunicationError, and nothing that is a denial.
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 5000,
      requestTimeout: 15_000,
      throwOnRequestTimeout: true,
      ...(agent === undefined ? {} : {httpAgent: agent, httpsAgent: agent})
    }
  }
}

/**
 * What to change where a service was not reached. A host that no name server knows is most often that of a region there is not.
 * @param what that is to be so: `this runner reaches STS in eu-west-1`
 */
export function remedyOfSilence(error: unknown, {what, from}: {what: string; from: Pick<RepositoryOrigin, 'region'>}): string {
  const check = `that ${what}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`
  return hostWithoutAddress(error) !== undefined ? `${isItRight('region', from.region)} If it is, check ${check}` : `Check ${check}`
}
