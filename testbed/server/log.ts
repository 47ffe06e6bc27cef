import {type IncomingMessage} from 'node:http'

export type ServiceName = 'github' | 'oidc' | 'sts' | 'sso' | 'ecr' | 'registry' | 'blob' | 'public'

/** An IAM decision that a request needed. */
export interface IamDecision {
  action: string
  resource: string
  decision: 'allow' | 'deny'
}

/** One request that reached the testbed, in order of arrival. */
export interface LoggedRequest {
  service: ServiceName
  method: string
  /** Path and query. */
  path: string
  headers: IncomingMessage['headers']
  /** 0 until it is answered, and for ever if its connection was dropped. */
  status: number
  /** Bytes of the request's body that arrived. */
  bytes: number
  /** The IAM actions it needed, in the order they were evaluated. */
  iam: IamDecision[]
  /** ARN of the session or user behind it, where it carried valid credentials. */
  principal?: string
  /** The fault that hit it. */
  fault?: Fault['kind']
  /** Milliseconds since the epoch. */
  at: number
  /** Until the answer was sent. */
  ms: number
}

/** What goes wrong with a request. */
export type Fault =
  /** Answered with this instead of by the service. */
  | {kind: 'status'; status: number; body?: string; headers?: Record<string, string>}
  /** The connection is reset, after this many bytes of the request's body (0: before anything is read). */
  | {kind: 'reset'; afterBytes?: number}
  /** Nothing happens for so many milliseconds (for ever, if not given), then the request goes on. */
  | {kind: 'stall'; ms?: number}
  /** The response's body ends early, its Content-Length unchanged, and the connection closes. */
  | {kind: 'cut'; afterBytes: number}
  /** The response's body has the right length and a wrong byte. */
  | {kind: 'wrong-bytes'}
  /** The request is carried out, and the connection closes without an answer. */
  | {kind: 'lost-reply'}
