import type {Side} from './errors.js'
import {answerOf, codesOf, RegistryError} from './errors.js'
import type {RegistryResponse} from './http.js'
import type {OpenedResponse, RegistryRequest, StreamingRequest, Transport} from './transport.js'

/** What holds for all requests of one piece of work. */
export interface View {
  signal?: AbortSignal
  /** For errors: which end of a copy this is. */
  side?: Side
}

interface Addressed {
  /** Below the repository, such as `manifests/v1`, or a URL that the registry gave. */
  to: string | URL
  access: 'pull' | 'pull,push'
  /** Another repository that is read for it. */
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
    private readonly view: View
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

  async pause(attempt: number, waited: number, retryAfter: string | undefined): Promise<number | undefined> {
    return await this.transport.pause(attempt, waited, this.view.signal, retryAfter)
  }

  /**
   * Where an answer sends us on, which may be said relative to what was asked for: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2
   * @param asked what was asked for
   */
  urlOf(reference: string, asked: Addressed['to'], purpose: string): URL {
    const base = new URL(this.pathOf(asked), this.origin).href
    if (URL.canParse(reference, base)) return new URL(reference, base)
    throw new RegistryError({...this.details(purpose), answer: `it sends us on to \`${reference}\`, which is no URL`})
  }

  throwIfCancelled(): void {
    this.view.signal?.throwIfAborted()
  }

  /**
   * The registry's refusal, with what to change where its status tells.
   * @param otherwise what to change where it does not
   */
  refusal(purpose: string, response: RegistryResponse, otherwise?: string): RegistryError {
    const codes = codesOf(response)
    const {status} = response
    const answer = answerOf(response)
    return new RegistryError({
      ...this.details(purpose),
      answer,
      status,
      codes,
      remedy: this.transport.explain({status, codes, answer, repository: this.repository}) ?? otherwise
    })
  }

  /** The same for what was looked for and not found. */
  absence(purpose: string, found: {kind: 'missing'; what: string} | {kind: 'denied'; reason: string}): RegistryError {
    const codes = found.kind === 'missing' && found.what === 'repository' ? ['NAME_UNKNOWN'] : []
    const status = found.kind === 'missing' ? 404 : 403
    const answer = found.kind === 'missing' ? `404 ${codes.join('')} there is no such ${found.what}` : found.reason
    return new RegistryError({
      ...this.details(purpose),
      answer,
      status,
      codes,
      remedy: this.transport.explain({status, codes, answer, repository: this.repository})
    })
  }

  /** What an error of this repository's begins with. */
  details(purpose: string): {purpose: string; origin: string; side: Side | undefined} {
    return {purpose, origin: this.origin, side: this.view.side}
  }

  private addressed<T extends Addressed>(request: T): Omit<T, keyof Addressed> & Address {
    const {to, access, from, ...rest} = request
    const scopes = [
      `repository:${this.repository}:${access}`,
      ...(from === undefined ? [] : [`repository:${from}:pull`])
    ]
    return {...rest, ...this.view, to: this.pathOf(to), scope: scopes.join(' ')}
  }

  private pathOf(to: Addressed['to']): string | URL {
    return typeof to === 'string' ? `/v2/${this.repository}/${to}` : to
  }
}
