import {AwsAccounts} from '../aws/accounts.js'
import {EcrApi} from '../aws/ecr.js'
import {SsoPortal} from '../aws/sso.js'
import {StsApi} from '../aws/sts.js'
import {GitHub} from '../github/github.js'
import {OidcIssuer} from '../github/oidc.js'
import {DEFAULT_QUIRKS, EcrRegistry, type RegistryQuirks} from '../registry/ecr-registry.js'
import {LayerBucket} from '../registry/layer-bucket.js'
import {PublicRegistry} from '../registry/public-registry.js'
import {RegistryHandle} from '../registry/registry-handle.js'
import {Clock} from '../server/clock.js'
import {Faults} from '../server/faults.js'
import {type Handler, listen, type Listener, type ServerState} from '../server/http.js'
import {type LoggedRequest, type ServiceName} from '../server/log.js'
import {Scratch} from '../server/spool.js'

export interface TestbedSettings {
  /** Milliseconds added to each request; 0, if not given. */
  latency?: number
  /** The choice of behaviour where ECR has been seen to vary. */
  quirks?: Partial<RegistryQuirks>
}

/** Stand-ins for GitHub, STS and ECR, which run in this process on free ports of 127.0.0.1. */
export interface Testbed {
  aws: AwsAccounts
  github: GitHub
  /** The issuer of OIDC tokens. Its `sign` can also make tokens that GitHub would not issue. */
  issuer: OidcIssuer
  publicRegistry: PublicRegistry
  /** IAM Identity Center. */
  sso: SsoPortal
  /** The variables `AWS_ENDPOINT_URL_...` of STS, ECR and SSO. */
  env: Record<string, string>
  /** Every request, in order of arrival. */
  requests: LoggedRequest[]
  faults: Faults
  /** Milliseconds added to each request; it can be set at any time. */
  latency: number
  /** The registry of an account in a region. It is started when it is first asked for. */
  registry(account: string, region: string): Promise<RegistryHandle>
  /** Advances the clock by which tokens and sessions expire. */
  advance(seconds: number): void
  close(): Promise<void>
}

/** Starts all services. A registry starts when it is first asked for. */
export async function startTestbed({latency = 0, quirks = {}}: TestbedSettings = {}): Promise<Testbed> {
  const clock = new Clock()
  const scratch = new Scratch()
  const state: ServerState = {requests: [], faults: new Faults(), latency}
  const listeners: Promise<Listener>[] = []
  const serve = (service: ServiceName, handler: Handler): Promise<Listener> => {
    const listener = listen(service, state, handler)
    listeners.push(listener)
    return listener
  }

  const aws = new AwsAccounts(clock)
  const bucket = new LayerBucket(clock)
  const issuer = await OidcIssuer.create(clock)
  const github = new GitHub(issuer)
  const publicRegistry = new PublicRegistry(clock)
  const sts = new StsApi(aws, issuer, clock)
  const sso = new SsoPortal(aws, clock)
  const handles = new Map<string, Promise<RegistryHandle>>()
  const registry = (account: string, region: string): Promise<RegistryHandle> => {
    const key = `${account}/${region}`
    const running = handles.get(key)
    if (running) return running
    const state = aws.registry(account, region)
    const served = new EcrRegistry(state, aws, bucket, scratch, clock, {...DEFAULT_QUIRKS, ...quirks})
    const handle = serve('registry', exchange => served.handle(exchange)).then(
      ({host}) => new RegistryHandle(host, state)
    )
    handles.set(key, handle)
    return handle
  }
  const ecr = new EcrApi(aws, clock, async (account, region) => (await registry(account, region)).url)

  const [githubServer, oidcServer, stsServer, ssoServer, ecrServer, blobServer, publicServer] = await Promise.all([
    serve('github', exchange => github.handle(exchange)),
    serve('oidc', exchange => issuer.handle(exchange)),
    serve('sts', exchange => sts.handle(exchange)),
    serve('sso', exchange => sso.handle(exchange)),
    serve('ecr', exchange => ecr.handle(exchange)),
    serve('blob', exchange => bucket.handle(exchange)),
    serve('public', exchange => publicRegistry.handle(exchange))
  ])
  github.origin = githubServer.origin
  github.oidcOrigin = oidcServer.origin
  bucket.origin = blobServer.origin
  publicRegistry.origin = publicServer.origin

  return {
    aws,
    github,
    issuer,
    publicRegistry,
    sso,
    env: {
      AWS_ENDPOINT_URL_STS: stsServer.origin,
      AWS_ENDPOINT_URL_ECR: ecrServer.origin,
      AWS_ENDPOINT_URL_SSO: ssoServer.origin,
      AWS_ENDPOINT_URL_SSO_OIDC: ssoServer.origin
    },
    requests: state.requests,
    faults: state.faults,
    get latency() {
      return state.latency
    },
    set latency(milliseconds) {
      state.latency = milliseconds
    },
    registry,
    advance: seconds => {
      clock.advance(seconds)
    },
    close: async () => {
      await Promise.all(listeners.map(async listener => (await listener).close()))
      await scratch.remove()
      aws.usage.save()
    }
  }
}
