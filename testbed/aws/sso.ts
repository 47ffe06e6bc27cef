import {randomBytes} from 'node:crypto'

import type {Clock} from '../server/clock.js'
import {type Exchange, json, type Reply} from '../server/http.js'
import type {AwsAccounts} from './accounts.js'

/** The tokens of a person who is logged in to IAM Identity Center, as `aws sso login` stores them. */
export interface SsoLogin {
  accessToken: string
  refreshToken: string
}

interface Person {
  /** The name of their sessions. */
  name: string
  /** ARN of a role by `<account>/<permission set>`. */
  assignments: ReadonlyMap<string, string>
}

/** The portal of IAM Identity Center. It issues credentials of permission sets, and new access tokens, to people who are logged in. */
export class SsoPortal {
  readonly #access = new Map<string, {person: Person; expires: number}>()
  readonly #refresh = new Map<string, Person>()

  constructor(
    private readonly aws: AwsAccounts,
    private readonly clock: Clock
  ) {}

  /**
   * Creates the role of a permission set, as its assignment to an account does.
   * @returns the role's ARN
   */
  addPermissionSet({
    account,
    name,
    policies
  }: {
    account: string
    name: string
    policies: Parameters<AwsAccounts['addRole']>[0]['policies']
  }): string {
    const arn = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${name}_${randomBytes(8).toString('hex')}`
    const provider = `arn:aws:iam::${account}:saml-provider/AWSSSO_${randomBytes(8).toString('hex')}_DO_NOT_DELETE`
    this.aws.addRole({
      arn,
      policies,
      maxSessionDuration: 43_200,
      trust: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: {Federated: provider},
          Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
          Condition: {StringEquals: {'SAML:aud': 'https://signin.aws.amazon.com/saml'}}
        }
      }
    })
    return arn
  }

  /**
   * Logs a person in.
   * @param roles ARNs of the roles of their permission sets
   */
  logIn(name: string, roles: readonly string[]): SsoLogin {
    const assignments = new Map(
      roles.map(arn => {
        const [, account = '', permissionSet = ''] =
          /^arn:[^:]+:iam::(\d+):role\/.*AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(arn) ?? []
        return [`${account}/${permissionSet}`, arn]
      })
    )
    return this.#issue({name, assignments})
  }

  async handle(exchange: Exchange): Promise<Reply> {
    const {
      method,
      url: {pathname}
    } = exchange
    if (method === 'GET' && pathname === '/federation/credentials') return this.#roleCredentials(exchange)
    if (method === 'POST' && pathname === '/token') return this.#createToken((await exchange.body()).toString('utf8'))
    return refusal(404, 'ResourceNotFoundException', `testbed: ${method} ${pathname} is not supported`)
  }

  /** GetRoleCredentials */
  #roleCredentials({url: {searchParams}, headers, log}: Exchange): Reply {
    const login = this.#access.get(String(headers['x-amz-sso_bearer_token']))
    if (login === undefined || this.clock.now() >= login.expires)
      return refusal(401, 'UnauthorizedException', 'Session token not found or invalid')
    const {
      person: {name, assignments}
    } = login
    const role = this.aws.role(
      assignments.get(`${searchParams.get('account_id')}/${searchParams.get('role_name')}`) ?? ''
    )
    if (role === undefined) return refusal(403, 'ForbiddenException', 'No access')
    const {accessKeyId, secretAccessKey, sessionToken, expires, principal} = this.aws.startSession(
      role,
      name,
      role.maxSessionDuration
    )
    log.principal = principal.arn
    return json(200, {roleCredentials: {accessKeyId, secretAccessKey, sessionToken, expiration: expires}})
  }

  /** CreateToken of the OIDC service for a refresh token, which can be used once. */
  #createToken(body: string): Reply {
    const {grantType, refreshToken = ''} = JSON.parse(body) as {grantType?: string; refreshToken?: string}
    const person = this.#refresh.get(refreshToken)
    if (grantType !== 'refresh_token' || person === undefined) {
      return json(
        400,
        {error: 'invalid_grant', error_description: 'Invalid refresh token provided'},
        {'x-amzn-errortype': 'InvalidGrantException'}
      )
    }
    this.#refresh.delete(refreshToken)
    return json(200, {...this.#issue(person), expiresIn: 3600, tokenType: 'Bearer'})
  }

  #issue(person: Person): SsoLogin {
    const [accessToken, refreshToken] = [randomBytes(150).toString('base64'), randomBytes(150).toString('base64')]
    this.#access.set(accessToken, {person, expires: this.clock.now() + 3600 * 1000})
    this.#refresh.set(refreshToken, person)
    return {accessToken, refreshToken}
  }
}

function refusal(status: number, type: string, message: string): Reply {
  return json(status, {message}, {'x-amzn-errortype': type})
}
