import {HttpClient} from '@actions/http-client'
import {getProxyUrl} from '@actions/http-client/lib/proxy'

import {Failure, unresolvedHost} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {remedy, THIS_MACHINE} from '../core/remedy.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {originQuestion} from '../stages/origin.js'

/**
 * The configuration of every AWS client of a run: bounded waits, few retries, and the proxy, which the SDK does not look for.
 * @throws Failure if the environment names an endpoint that is not a URL
 */
export function clientConfig(service: 'sts' | 'ecr', region: string, environment: ProcessEnv) {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const host = `${service === 'sts' ? 'sts' : 'api.ecr'}.${region}.${domain}`
  const endpoint = endpointIn(service, environment) ?? `https://${host}`
  // The SDK accepts an object as an agent only if it has `destroy`. The toolkit's tunnel has none, so the SDK would ignore it.
  const agent =
    getProxyUrl(new URL(endpoint)) === undefined
      ? undefined
      : Object.assign(new HttpClient().getAgent(endpoint), {destroy: () => undefined})
  return {
    region,
    // Standard mode retries throttling, 5xx, dropped connections and IDPCommunicationError, but never a denial.
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

/** The endpoint that replaces AWS's own. The SDK reads the same variables, and treats an empty one as not set. */
function endpointIn(service: 'sts' | 'ecr', environment: ProcessEnv): string | undefined {
  for (const variable of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const endpoint = environment[variable]
    if (!endpoint) continue
    if (/^https?:/i.test(endpoint) && URL.canParse(endpoint)) return endpoint
    throw new Failure(`${variable} is \`${endpoint}\`, which is not a URL.`, {
      remedy: `Set it to a URL such as \`https://${service}.example.com\`, or remove it to use AWS's own endpoint.`
    })
  }
  return undefined
}

/**
 * The remedy if a service could not be reached. An unknown host name most often belongs to a region that does not exist.
 * @param service as a person names it: `STS`
 */
export function remedyOfNoAnswer(
  error: unknown,
  {service, region, from}: {service: string; region: string; from: Pick<RepositoryOrigin, 'region'>}
): Remedy {
  const first =
    unresolvedHost(error) === undefined ? 'Check' : `${originQuestion('region', from.region)} If it is, check`
  return remedy`${first} that ${THIS_MACHINE} reaches ${service} in ${region}. Behind a proxy, check HTTPS_PROXY and NO_PROXY too.`
}
