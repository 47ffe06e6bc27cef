import type {RegistryErrorDetails, Side} from './errors.js'
import {answerText, codesOf, RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'
import {algorithmOf, isTagOrDigest} from './manifest.js'
import {ReceivedUrl} from './received-url.js'
import type {OpenedResponse, RegistryRequest, StreamingRequest, Transport} from './transport.js'

/** The settings that all requests of one task share. */
export interface RequestContext {
  signal?: AbortSignal
  /** The end of a copy that the requests go to, for errors. */
  side?: Side
}

interface Addressed {
  /** A path below the repository, such as `manifests/v1`, or a URL that the registry gave. */
  to: string | URL
  access: 'pull' | 'pull,push'
  /** Another repository that the request reads. */
  from?: string
}

type Address = Pick<RegistryRequest, 'to' | 'scope' | 'signal' | 'side'>
export type ChannelRequest = Omit<RegistryRequest, keyof Address> & Addressed
type ChannelStream = Omit<StreamingRequest, keyof Address> & Addressed

/** Requests about one repository, and errors that name it. */
export class Channel {
  constructor(
    private readonly transport: Transport,
    readonly repository: string,
    private readonly context: RequestContext
  ) {}

  get origin(): string {
    return this.transport.origin
  }

  async send(request: ChannelRequest): Promise<RegistryResponse> {
    return await this.transport.send(this.addressed(request))
  }

  async open(request: ChannelRequest): Promise<OpenedResponse> {
    return await this.transport.open(this.addressed(request))
  }

  async stream(request: ChannelStream): Promise<RegistryResponse> {
    return await this.transport.stream(this.addressed(request))
  }

  async pause(attempt: number, waited: number, retryAfter?: string): Promise<number | undefined> {
    return await this.transport.pause(attempt, waited, this.context.signal, retryAfter)
  }

  /**
   * Resolves a URL in an answer, which may be relative to the request: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2
   * @param asked the address of the request
   */
  urlOf(reference: string, asked: Addressed['to'], purpose: string): ReceivedUrl {
    const at = this.pathOf(asked)
    const base = at instanceof URL ? at : new URL(at, this.origin)
    if (URL.canParse(reference, base.href)) return ReceivedUrl.resolve(reference, base)
    throw new RegistryError({...this.details(purpose), answer: `it refers to \`${reference}\`, which is not a URL`})
  }

  throwIfCancelled(): void {
    this.context.signal?.throwIfAborted()
  }

  /**
   * The error for a registry's refusal.
   * @param otherwise the remedy if the caller of this package cannot explain the refusal
   */
  refusal(
    purpose: string,
    response: RegistryResponse,
    otherwise: Pick<RegistryErrorDetails, 'remedy' | 'needsBuild'> = {}
  ): RegistryError {
    const codes = codesOf(response)
    const {status} = response
    const answer = answerText(response)
    const remedy = this.transport.explain({status, codes, answer, repository: this.repository})
    return new RegistryError({
      ...this.details(purpose),
      answer,
      status,
      codes,
      ...(remedy === undefined ? otherwise : {remedy})
    })
  }

  /** The error for a lookup that found nothing. */
  absence(purpose: string, found: {kind: 'missing'; what: string} | {kind: 'denied'; reason: string}): RegistryError {
    const codes = found.kind === 'missing' && found.what === 'repository' ? ['NAME_UNKNOWN'] : []
    const status = found.kind === 'missing' ? 404 : 403
    const answer =
      found.kind === 'missing' ? `${[status, ...codes].join(' ')}: the ${found.what} does not exist` : found.reason
    return new RegistryError({
      ...this.details(purpose),
      answer,
      status,
      codes,
      remedy: this.transport.explain({status, codes, answer, repository: this.repository})
    })
  }

  /** The details that all errors about this repository share. */
  details(purpose: string): {purpose: string; origin: string; side: Side | undefined} {
    return {purpose, origin: this.origin, side: this.context.side}
  }

  private addressed<T extends Addressed & Pick<RegistryRequest, 'purpose'>>(
    request: T
  ): Omit<T, keyof Addressed> & Address {
    const {to, access, from, ...rest} = request
    const wrong = typeof to === 'string' ? problemOf(to) : undefined
    if (wrong !== undefined)
      throw new RegistryError({...this.details(request.purpose), answer: `${wrong}, so it was not requested`})
    const scopes = [
      `repository:${this.repository}:${access}`,
      ...(from === undefined ? [] : [`repository:${from}:pull`])
    ]
    return {...rest, ...this.context, to: this.pathOf(to), scope: scopes.join(' ')}
  }

  private pathOf(to: Addressed['to']): string | URL {
    return typeof to === 'string' ? `/v2/${this.repository}/${to}` : to
  }
}

/**
 * The reason why a path below a repository must not be requested. A tag may come from a person, and a digest from a manifest:
 * with a slash or a question mark, it would lead to another repository or another request.
 */
function problemOf(path: string): string | undefined {
  if (/^blobs\/uploads\/(?:\?|$)/.test(path)) return undefined
  const [, kind, reference = ''] = /^([^/]*)\/(.*)$/s.exec(path) ?? []
  if (kind === 'manifests')
    return isTagOrDigest(reference) ? undefined : `\`${reference}\` is neither a tag nor a digest`
  return algorithmOf(reference) === undefined ? `\`${reference}\` is not a digest` : undefined
}
