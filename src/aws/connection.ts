import {HttpClient} from '@actions/http-client'
import {getProxyUrl} from '@actions/http-client/lib/proxy'

import {Failure, unresolvedHost} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {originQuestion} from '../stages/origin.js'

/**
 * What every AWS client of a run is made with: bounded waits, few retries, and the proxy the SDK would not look for.
 * @throws Failure where the environment names an endpoint that is none
 */
export function connectionTo(service: 'sts' | 'ecr', region: string, environment: ProcessEnv) {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const host = `${service === 'sts' ? 'sts' : 'api.ecr'}.${region}.${domain}`
  const endpoint = endpointIn(service, environment) ?? `https://${host}`
  // The SDK takes for an agent what can be destroyed, and the toolkit's tunnel cannot: it would be left out without a word.
  const agent =
    getProxyUrl(new URL(endpoint)) === undefined
      ? undefined
      : Object.assign(new HttpClient().getAgent(endpoint), {destroy: () => undefined})
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

/** The address that stands in for AWS's own. The SDK looks for it itself, and takes an empty variable for one that is not set. */
function endpointIn(service: 'sts' | 'ecr', environment: ProcessEnv): string | undefined {
  for (const variable of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const endpoint = environment[variable]
    if (!endpoint) continue
    if (/^https?:/i.test(endpoint) && URL.canParse(endpoint)) return endpoint
    throw new Failure(`${variable} is \`${endpoint}\`, which is no address to reach AWS at.`, {
      remedy: `Give it as a URL, such as \`https://${service}.example.com\`; or remove it, and AWS's own address is taken.`
    })
  }
  return undefined
}

/**
 * What to change where a service was not reached. A host that no name server knows is most often that of a region there is not.
 * @param what that is to be so: `this runner reaches STS in eu-west-1`
 */
export function remedyOfSilence(
  error: unknown,
  {what, from}: {what: string; from: Pick<RepositoryOrigin, 'region'>}
): string {
  const check = `that ${what}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`
  return unresolvedHost(error) !== undefined
    ? `${originQuestion('region', from.region)} If it is, check ${check}`
    : `Check ${check}`
}
