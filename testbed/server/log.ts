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
  /** 0 until the answer is sent; it stays 0 if the connection is dropped. */
  status: number
  /** Bytes of the request's body that arrived. */
  bytes: number
  /** The IAM actions that it needed, in the order in which they were evaluated. */
  iam: IamDecision[]
  /** ARN of the session or user that sent it, if its credentials were valid. */
  principal?: string
  /** The fault that hit it. */
  fault?: Fault['kind']
  /** Milliseconds since the epoch. */
  at: number
  /** Milliseconds from its arrival until the answer was sent. */
  ms: number
}

/** A failure that hits a request. */
export type Fault =
  /** The request gets this answer, and the service does not see the request. */
  | {kind: 'status'; status: number; body?: string; headers?: Record<string, string>}
  /** The connection is reset after this many bytes of the request's body; before any is read, if not given. */
  | {kind: 'reset'; afterBytes?: number}
  /** The request waits for this many milliseconds (forever, if not given), and is then answered as usual. */
  | {kind: 'stall'; ms?: number}
  /** The response's body ends early with its Content-Length unchanged, and the connection closes. */
  | {kind: 'cut'; afterBytes: number}
  /** The response's body has the right length, but its first byte is wrong. */
  | {kind: 'wrong-bytes'}
  /** The service carries the request out, but the connection closes without an answer. */
  | {kind: 'lost-reply'}
