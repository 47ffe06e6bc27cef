import {randomBytes, randomUUID} from 'node:crypto'

import type {Clock} from '../server/clock.js'
import type {LoggedRequest} from '../server/log.js'
import type {ScanResult} from './ecr-scans.js'
import {type AccessDecision, assertSupported, evaluatePolicies, type IamPolicy, type Principal} from './iam.js'
import {MfaDevice} from './mfa.js'
import {Quotas} from './quotas.js'
import {awsPartition, StoredRepository, type StoredRepositorySettings} from './stored-repository.js'
import {Usage} from './usage.js'

/** The issuer of GitHub's tokens, as AWS names it; also the prefix of its condition keys. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com'

/** Seconds that a registry token is valid, even if the session that asked for it expires earlier. */
const TOKEN_LIFETIME = 12 * 3600

export interface IamRoleSettings {
  /** `arn:aws:iam::<account>:role/<name>` */
  arn: string
  trust: IamPolicy
  policies: IamPolicy[]
  /** Seconds; 3600, if not given. */
  maxSessionDuration?: number
}

export interface IamRole extends IamRoleSettings {
  account: string
  name: string
}

/** Credentials of a role's session (temporary) or of a user (permanent), with the identity that they belong to. */
export interface AwsSession {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  principal: Exclude<Principal, {kind: 'federated'}>
  /** The part of the `UserId` that names the role or user. */
  userId: string
  /** Milliseconds since the epoch. */
  expires: number
  /** The policies that the identity has now. */
  policies: () => IamPolicy[]
  sessionPolicy?: IamPolicy
}

/** The session and the region that a registry's password was issued for. */
export interface IssuedRegistryToken {
  session: AwsSession
  region: string
  expires: number
}

/** One account's registry in one region. */
export interface RegistryState {
  account: string
  region: string
  blobMounting: boolean
  repositories: Map<string, StoredRepository>
  scans: Map<string, ScanResult>
}

/** All AWS accounts of the testbed: identities with their policies, and registries with their content. */
export class AwsAccounts {
  readonly quotas = new Quotas()
  /** Seconds that the scan of a pushed image takes, in repositories that scan on push. If undefined, a push starts no scan. */
  scanSeconds: number | undefined
  readonly usage = new Usage()
  readonly #roles = new Map<string, IamRole>()
  readonly #groups = new Map<string, IamPolicy[]>()
  readonly #audiences = new Map<string, string[]>()
  readonly #sessions = new Map<string, AwsSession>()
  readonly #devices = new Map<string, MfaDevice>()
  readonly #tokens = new Map<string, IssuedRegistryToken>()
  readonly #registries = new Map<string, RegistryState>()

  constructor(private readonly clock: Clock) {}

  /**
   * Creates a role, or replaces it.
   *
   * @throws Error on a policy that IAM would refuse, or that the evaluator does not support
   */
  addRole(settings: IamRoleSettings): void {
    const [, account, name] = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(settings.arn) ?? []
    if (account === undefined || name === undefined)
      throw new Error(`testbed: ${settings.arn} is not the ARN of a role`)
    for (const document of [settings.trust, ...settings.policies]) assertSupported(document)
    assertTrustNamesSubject(settings.trust)
    this.#roles.set(settings.arn, {...settings, account, name})
  }

  role(arn: string): IamRole | undefined {
    return this.#roles.get(arn)
  }

  /** Creates a group of users, or replaces it. */
  addGroup({arn, policies}: {arn: string; policies: IamPolicy[]}): void {
    for (const document of policies) assertSupported(document)
    this.#groups.set(arn, policies)
  }

  /**
   * Creates a user with a permanent key, as on a developer's machine.
   * @param groups names of groups in the user's account
   */
  addUser({
    arn,
    policies: own = [],
    groups = []
  }: {
    arn: string
    policies?: IamPolicy[]
    groups?: string[]
  }): AwsSession {
    const [, partition, account] = /^arn:(aws[a-z-]*):iam::(\d{12}):user\/.+$/.exec(arn) ?? []
    if (partition === undefined || account === undefined) throw new Error(`testbed: ${arn} is not the ARN of a user`)
    const policies = [
      ...own,
      ...groups.flatMap(name => this.#policiesOf(`arn:${partition}:iam::${account}:group/${name}`))
    ]
    for (const document of policies) assertSupported(document)
    return this.#keep({
      accessKeyId: `AKIA${key(16)}`,
      secretAccessKey: secret(30),
      principal: {kind: 'user', arn, account},
      userId: `AIDA${key(17)}`,
      expires: Infinity,
      policies: () => policies
    })
  }

  /** Deletes an access key, as its user or an administrator can. */
  deleteAccessKey(accessKeyId: string): void {
    this.#sessions.delete(accessKeyId)
  }

  /**
   * Gives a user an MFA device.
   * @param user ARN
   */
  addMfaDevice(user: string): MfaDevice {
    const device = new MfaDevice(user.replace(':user/', ':mfa/'), user, this.clock)
    this.#devices.set(device.serial, device)
    return device
  }

  mfaDevice(serial: string): MfaDevice | undefined {
    return this.#devices.get(serial)
  }

  /** Makes an account trust GitHub's tokens for these audiences. */
  addOidcProvider(account: string, audiences = ['sts.amazonaws.com']): void {
    this.#audiences.set(account, audiences)
  }

  /** Makes an account stop trusting GitHub's tokens. */
  removeOidcProvider(account: string): void {
    this.#audiences.delete(account)
  }

  /** The audiences of GitHub's provider in an account, if it has that provider. */
  audiences(account: string): string[] | undefined {
    return this.#audiences.get(account)
  }

  /** Creates a repository, or replaces it. */
  addRepository(settings: StoredRepositorySettings): StoredRepository {
    if (settings.policy) assertSupported(settings.policy)
    const repository = new StoredRepository(settings, this.clock)
    this.registry(settings.account, settings.region).repositories.set(settings.name, repository)
    return repository
  }

  /** The registry of an account in a region. Every account has one in every region. */
  registry(account: string, region: string): RegistryState {
    const name = `${account}/${region}`
    let registry = this.#registries.get(name)
    if (!registry) {
      registry = {account, region, blobMounting: false, repositories: new Map(), scans: new Map()}
      this.#registries.set(name, registry)
    }
    return registry
  }

  /** The account setting BLOB_MOUNTING. */
  setBlobMounting(account: string, region: string, enabled: boolean): void {
    this.registry(account, region).blobMounting = enabled
  }

  /** Sets the requests a second that are admitted for an IAM action. */
  setQuota(action: string, perSecond: number): void {
    this.quotas.set(action, perSecond)
  }

  /** Sets the result of a manifest's scan. It replaces the scan that a push starts. */
  setScan(repository: StoredRepository, digest: string, result: ScanResult): void {
    const {account, region, name} = repository.settings
    this.registry(account, region).scans.set(`${name}@${digest}`, result)
  }

  /** Starts a session of a role, as STS does. The trust policy is not evaluated here. */
  startSession(role: IamRole, name: string, seconds = 3600, sessionPolicy?: IamPolicy): AwsSession {
    const partition = role.arn.split(':')[1] ?? 'aws'
    const arn = `arn:${partition}:sts::${role.account}:assumed-role/${role.name}/${name}`
    return this.#keep({
      accessKeyId: `ASIA${key(16)}`,
      secretAccessKey: secret(30),
      sessionToken: secret(400),
      principal: {kind: 'session', arn, roleArn: role.arn, account: role.account},
      userId: `AROA${key(17)}:${name}`,
      expires: this.clock.now() + seconds * 1000,
      policies: () => this.#roles.get(role.arn)?.policies ?? [],
      ...(sessionPolicy ? {sessionPolicy} : {})
    })
  }

  session(accessKeyId: string): AwsSession | undefined {
    return this.#sessions.get(accessKeyId)
  }

  /** Issues a registry password for a region. The password is opaque: its session and expiry are kept here. */
  issueToken(session: AwsSession, region: string): {password: string; expires: number} {
    const expires = this.clock.now() + TOKEN_LIFETIME * 1000
    const contents = {
      payload: randomBytes(900).toString('base64'),
      datakey: randomUUID(),
      version: '2',
      type: 'DATA_KEY'
    }
    const password = Buffer.from(JSON.stringify(contents)).toString('base64')
    this.#tokens.set(password, {session, region, expires})
    return {password, expires}
  }

  token(password: string): IssuedRegistryToken | undefined {
    return this.#tokens.get(password)
  }

  /** Decides whether the session may do this, and records the decision in the request's log. */
  authorize(
    session: AwsSession,
    action: string,
    target: StoredRepository | {arn: string; account: string},
    log: LoggedRequest
  ): AccessDecision {
    const {arn, account, policy, region} =
      target instanceof StoredRepository
        ? {arn: target.arn, ...target.settings}
        : {...target, policy: undefined, region: undefined}
    const decision = evaluatePolicies(
      {
        principal: session.principal,
        action,
        resource: arn,
        context: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalArn': session.principal.kind === 'session' ? session.principal.roleArn : session.principal.arn,
          'aws:PrincipalAccount': session.principal.account,
          'aws:ResourceAccount': account,
          ...(region === undefined ? {} : {'aws:RequestedRegion': region})
        }
      },
      {
        identity: session.policies(),
        account,
        ...(policy ? {resource: policy} : {}),
        ...(session.sessionPolicy ? {session: session.sessionPolicy} : {})
      }
    )
    log.principal = session.principal.arn
    log.iam.push({action, resource: arn, decision: decision.allowed ? 'allow' : 'deny'})
    if (decision.allowed) {
      if (session.principal.kind === 'session')
        this.usage.use(session.principal.roleArn.split('/').at(-1) ?? '', action, arn)
      return decision
    }
    const denied = `User: ${session.principal.arn} is not authorized to perform: ${action}`
    return {allowed: false, because: `${denied} on resource: ${arn} ${decision.because}`}
  }

  #policiesOf(group: string): IamPolicy[] {
    const policies = this.#groups.get(group)
    if (policies === undefined) throw new Error(`testbed: the group ${group} does not exist`)
    return policies
  }

  #keep(session: AwsSession): AwsSession {
    this.#sessions.set(session.accessKeyId, session)
    return session
  }
}

/** The ARN of a repository, whether it exists or not. */
export function ecrRepositoryArn(account: string, region: string, name: string): string {
  return `arn:${awsPartition(region)}:ecr:${region}:${account}:repository/${name}`
}

/** IAM refuses a trust policy for GitHub's shared issuer that has no condition on the subject. */
function assertTrustNamesSubject(trust: IamPolicy): void {
  for (const {Effect, Principal, Condition} of [trust.Statement].flat()) {
    const federated = typeof Principal === 'object' ? [Principal['Federated'] ?? []].flat() : []
    if (Effect !== 'Allow' || !federated.some(arn => arn.endsWith(`:oidc-provider/${GITHUB_ISSUER}`))) continue
    const subjects = Object.values(Condition ?? {})
      .flatMap(tests => Object.entries(tests))
      .filter(([name]) => name.toLowerCase() === `${GITHUB_ISSUER}:sub`)
      .flatMap(([, values]) => values)
    if (subjects.length === 0 || subjects.some(value => /^\*+$/.test(String(value)))) {
      throw new Error(`MalformedPolicyDocument: a trust policy for ${GITHUB_ISSUER} must have a condition on its :sub`)
    }
  }
}

function key(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return Array.from(randomBytes(length), byte => letters[byte % 32]).join('')
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64')
}
