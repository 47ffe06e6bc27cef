import {randomUUID} from 'node:crypto'

import {compactVerify, type CryptoKey, decodeJwt, decodeProtectedHeader, type JWTPayload} from 'jose'

import type {Clock} from '../server/clock.js'
import type {Exchange, Reply} from '../server/http.js'
import type {LoggedRequest} from '../server/log.js'
import {type AwsAccounts, type AwsSession, GITHUB_ISSUER, type IamRole} from './accounts.js'
import {assumeRoleAs} from './assume-role.js'
import {evaluatePolicies} from './iam.js'
import {type SignatureFault, verifySignature} from './sigv4.js'
import {member, roleInput, StsError, validation} from './sts-input.js'

/** The issuer of the tokens that STS verifies. */
export interface TokenIssuer {
  readonly jwk: {kid?: string}
  publicKey(): Promise<CryptoKey | Uint8Array>
}

/** The claims that IAM offers as condition keys of GitHub's issuer. A condition on any other claim never matches. */
const CONDITION_CLAIMS = [
  'aud',
  'sub',
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'workflow'
]

const ACTION = 'sts:AssumeRoleWithWebIdentity'

/** The error document of STS, also as the body of a fault of the kind `status`. */
export function stsErrorBody(code: string, message: string): string {
  const type = code === 'InternalFailure' || code === 'ServiceUnavailable' ? 'Receiver' : 'Sender'
  const error = element('Error', element('Type', type) + element('Code', code) + element('Message', escapeXml(message)))
  const content = error + element('RequestId', randomUUID())
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${content}</ErrorResponse>`
}

/** The Security Token Service: requests in the query protocol, answers in XML. */
export class StsApi {
  constructor(
    private readonly aws: AwsAccounts,
    private readonly issuer: TokenIssuer,
    private readonly clock: Clock
  ) {}

  async handle(exchange: Exchange): Promise<Reply> {
    const body = await exchange.body()
    const parameters = new URLSearchParams(exchange.method === 'POST' ? body.toString('utf8') : exchange.url.search)
    try {
      if (parameters.get('Version') !== '2011-06-15') {
        throw new StsError(400, 'InvalidAction', `Could not find operation for version ${parameters.get('Version')}`)
      }
      switch (parameters.get('Action')) {
        case 'AssumeRoleWithWebIdentity':
          return ok('AssumeRoleWithWebIdentity', await this.#assumeRoleWithWebIdentity(parameters, exchange.log))
        case 'AssumeRole':
          return ok('AssumeRole', await this.#assumeRole(parameters, exchange, body))
        case 'GetCallerIdentity':
          return ok('GetCallerIdentity', await this.#callerIdentity(exchange, body))
        default:
          throw new StsError(
            400,
            'InvalidAction',
            `Could not find operation ${parameters.get('Action')} for version 2011-06-15`
          )
      }
    } catch (error) {
      if (!(error instanceof StsError)) throw error
      return {
        status: error.status,
        headers: {'content-type': 'text/xml'},
        body: stsErrorBody(error.code, error.message)
      }
    }
  }

  async #assumeRoleWithWebIdentity(parameters: URLSearchParams, log: LoggedRequest): Promise<string> {
    const {roleArn, sessionName, duration, sessionPolicy} = roleInput(parameters)
    const token = member(parameters, 'WebIdentityToken', 4, 20_000)

    const account = roleArn.split(':')[4] ?? ''
    const claims = await this.#verifyToken(token, account)
    const role = this.aws.role(roleArn)
    if (!role || !this.#trusts(role, claims, sessionName, log)) {
      throw new StsError(403, 'AccessDenied', `Not authorized to perform ${ACTION}`)
    }
    if (duration > (role.maxSessionDuration ?? 3600)) {
      throw validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
    }
    const session = this.aws.startSession(role, sessionName, duration, sessionPolicy)
    log.principal = session.principal.arn
    return (
      element('SubjectFromWebIdentityToken', escapeXml(claims.sub ?? '')) +
      element('Audience', escapeXml(String(claims.aud))) +
      assumed(session) +
      element('Provider', providerArn(role))
    )
  }

  async #assumeRole(parameters: URLSearchParams, exchange: Exchange, body: Buffer): Promise<string> {
    const caller = await this.#caller(exchange, body)
    return assumed(assumeRoleAs(caller, roleInput(parameters), parameters, this.aws, exchange.log))
  }

  /**
   * The token's claims.
   * @throws StsError if its signature, issuer, times or audience are wrong
   */
  async #verifyToken(token: string, account: string): Promise<JWTPayload> {
    let claims: JWTPayload
    let keyId: string | undefined
    try {
      claims = decodeJwt(token)
      keyId = decodeProtectedHeader(token).kid
    } catch {
      throw invalidToken(
        'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)'
      )
    }
    const audiences = this.aws.audiences(account)
    if (claims.iss !== `https://${GITHUB_ISSUER}` || !audiences) {
      throw invalidToken(`No OpenIDConnect provider found in your account for ${claims.iss}`)
    }
    if (keyId !== this.issuer.jwk.kid) {
      throw invalidToken(
        "Couldn't retrieve verification key from your identity provider, " +
          'please reference AssumeRoleWithWebIdentity documentation for requirements'
      )
    }
    try {
      await compactVerify(token, await this.issuer.publicKey(), {algorithms: ['RS256']})
    } catch {
      throw invalidToken('The ID Token provided is not valid: its signature could not be verified')
    }
    const now = this.clock.seconds()
    if (claims.exp === undefined) throw invalidToken('Missing a required claim: exp')
    if (now >= claims.exp) {
      throw new StsError(
        400,
        'ExpiredTokenException',
        `Token expired: current date/time ${now} must be before the expiration date/time ${claims.exp}`
      )
    }
    if (claims.nbf !== undefined && now < claims.nbf) throw invalidToken('The ID Token provided is not yet valid')
    if (typeof claims.aud !== 'string' || !audiences.includes(claims.aud))
      throw invalidToken('Incorrect token audience')
    return claims
  }

  #trusts(role: IamRole, claims: JWTPayload, sessionName: string, log: LoggedRequest): boolean {
    const context: Record<string, string> = {'sts:RoleSessionName': sessionName, 'aws:SecureTransport': 'true'}
    for (const name of CONDITION_CLAIMS) {
      const value = claims[name]
      if (typeof value === 'string') context[`${GITHUB_ISSUER}:${name}`] = value
    }
    const {allowed} = evaluatePolicies(
      {principal: {kind: 'federated', provider: providerArn(role)}, action: ACTION, resource: role.arn, context},
      {identity: [], resource: role.trust, account: role.account}
    )
    log.iam.push({action: ACTION, resource: role.arn, decision: allowed ? 'allow' : 'deny'})
    return allowed
  }

  async #callerIdentity(exchange: Exchange, body: Buffer): Promise<string> {
    const {principal, userId} = await this.#caller(exchange, body)
    return element('Arn', principal.arn) + element('UserId', userId) + element('Account', principal.account)
  }

  /** The session that signed the request. */
  async #caller(exchange: Exchange, body: Buffer): Promise<AwsSession> {
    const verified = await verifySignature(exchange, body, 'sts', this.aws, this.clock)
    if (!verified.ok) throw new StsError(403, signatureCodes[verified.fault], verified.message)
    exchange.log.principal = verified.session.principal.arn
    return verified.session
  }
}

const signatureCodes: Record<SignatureFault, string> = {
  missing: 'MissingAuthenticationToken',
  incomplete: 'IncompleteSignature',
  'unknown-key': 'InvalidClientTokenId',
  'expired-session': 'ExpiredToken',
  mismatch: 'SignatureDoesNotMatch'
}

function providerArn(role: IamRole): string {
  return `arn:${role.arn.split(':')[1]}:iam::${role.account}:oidc-provider/${GITHUB_ISSUER}`
}

function assumed(session: AwsSession): string {
  const credentials =
    element('AccessKeyId', session.accessKeyId) +
    element('SecretAccessKey', session.secretAccessKey) +
    element('SessionToken', session.sessionToken ?? '') +
    element('Expiration', new Date(session.expires).toISOString())
  const user = element('AssumedRoleId', session.userId) + element('Arn', session.principal.arn)
  return element('AssumedRoleUser', user) + element('Credentials', credentials)
}

function invalidToken(message: string): StsError {
  return new StsError(400, 'InvalidIdentityToken', message)
}

function ok(action: string, result: string): Reply {
  const metadata = element('ResponseMetadata', element('RequestId', randomUUID()))
  const body = `${element(`${action}Result`, result)}${metadata}`
  return {
    status: 200,
    headers: {'content-type': 'text/xml'},
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${body}</${action}Response>`
  }
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
