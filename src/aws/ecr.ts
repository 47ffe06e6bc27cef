import {DescribeRepositoriesCommand, ECRClient, GetAuthorizationTokenCommand} from '@aws-sdk/client-ecr'

import {withTimeout} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {EcrRepository} from '../stages/arn.js'
import {originQuestion} from '../stages/origin.js'
import {answerOf} from './answer.js'
import {connectionTo, remedyOfSilence} from './connection.js'
import {remedyAtRepository, remedyOfDenial} from './denied.js'
import type {Credentials} from './role.js'

/** ECR's own API in a region, as a role. */
export type Ecr = ECRClient

export function ecrIn(region: string, credentials: Credentials, environment: ProcessEnv): Ecr {
  return new ECRClient({...connectionTo('ecr', region, environment), credentials})
}

/** What the registries of a region are logged in to with; it reaches all that the role may use, and lives 12 hours. */
export interface RegistryToken {
  username: string
  password: string
  /** Where the registry of the role's own account is. */
  proxyEndpoint: string
}

/** What Docker and our own client log in to one registry with. */
export interface RegistryLogin {
  username: string
  password: string
  /** Origin of the registry of the repository, `https://<account>.dkr.ecr.<region>.amazonaws.com` */
  origin: string
}

/** What calls of ECR are made with. */
export interface Access {
  credentials: Credentials
  environment: ProcessEnv
  signal: AbortSignal
}

const DEADLINE_MS = 30_000

/**
 * ECR GetAuthorizationToken in the region of a repository.
 * @throws Failure naming the call, what came back, and the permission
 */
export async function registryToken(
  {region, from}: Pick<EcrRepository, 'region' | 'from'>,
  {credentials, environment, signal}: Access,
  mask: (value: string) => void
): Promise<RegistryToken> {
  const client = ecrIn(region, credentials, environment)
  try {
    const {authorizationData = []} = await withTimeout(
      client.send(new GetAuthorizationTokenCommand({}), {abortSignal: signal}),
      DEADLINE_MS,
      'ECR',
      signal
    )
    const {authorizationToken = '', proxyEndpoint = ''} = authorizationData[0] ?? {}
    const [username, password] = splitAtColon(Buffer.from(authorizationToken, 'base64').toString('utf8'))
    if (password === '' || proxyEndpoint === '') throw new Error('the answer has no token or no endpoint')
    // Docker's config holds it in base64, so a log could show either form.
    mask(password)
    mask(authorizationToken)
    return {username, password, proxyEndpoint}
  } catch (error) {
    signal.throwIfAborted()
    throw new Failure(`Logging in to ECR in ${region} (GetAuthorizationToken): ${answerOf(error)}`, {
      cause: error,
      remedy: isDenial(error)
        ? `${originQuestion('region', from.region)}\n${remedyOfDenial(messageOf(error)) ?? 'The role needs `ecr:GetAuthorizationToken` on `*`; deploy infra/ anew if it was changed by hand.'}`
        : remedyOf(error, {region, from})
    })
  } finally {
    client.destroy()
  }
}

export interface LoginRequest extends Access {
  repository: EcrRepository
  /** For errors: whether it is promoted from or to. */
  side: 'source' | 'target'
  /** Of the repository's region. */
  token: RegistryToken
  /** The account of the role. */
  callerAccount: string
}

/**
 * The login to the registry of a repository.
 * @throws Failure where ECR has to be asked for the registry, and does not tell
 */
export async function logIn(request: LoginRequest): Promise<RegistryLogin> {
  const {repository, token, callerAccount} = request
  const origin = originFor(token.proxyEndpoint, callerAccount, repository.account) ?? (await describedOrigin(request))
  return {username: token.username, password: token.password, origin}
}

/**
 * ECR returns the registry of the caller's own account. For another account's its name is put in where the endpoint has
 * ECR's form; where it has not (a VPC or a private name), undefined.
 */
export function originFor(proxyEndpoint: string, callerAccount: string, account: string): string | undefined {
  const endpoint = proxyEndpoint.replace(/\/+$/, '')
  if (callerAccount === account) return endpoint
  const form =
    /^(https:\/\/)\d{12}(\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn))$/
  const match = form.exec(endpoint)
  return match === null ? undefined : `${match[1] ?? ''}${account}${match[2] ?? ''}`
}

/** Where no name can be put in, ECR is asked; it tells the host, and the endpoint how that is spoken to. */
async function describedOrigin({
  repository,
  side,
  token,
  credentials,
  environment,
  signal
}: LoginRequest): Promise<string> {
  const {account, region, name, from} = repository
  const tried = `Looking for the registry of the ${side} ${name} in account ${account}, ${region} (DescribeRepositories)`
  const client = ecrIn(region, credentials, environment)
  try {
    const command = new DescribeRepositoriesCommand({registryId: account, repositoryNames: [name]})
    const {repositories: [described] = []} = await withTimeout(
      client.send(command, {abortSignal: signal}),
      DEADLINE_MS,
      'ECR',
      signal
    )
    if (described?.repositoryUri === undefined) throw new Error('the answer has no such repository')
    return `${new URL(token.proxyEndpoint).protocol}//${described.repositoryUri.split('/')[0] ?? ''}`
  } catch (error) {
    signal.throwIfAborted()
    const missing = error instanceof Error && error.name === 'RepositoryNotFoundException'
    throw new Failure(`${tried}: ${answerOf(error)}`, {
      cause: error,
      remedy: missing
        ? `${originQuestion('repository', from)} If it is, deploy infra/ for its stage.`
        : isDenial(error)
          ? remedyAtRepository(messageOf(error), from, 'Who asks needs `ecr:DescribeRepositories` on it.')
          : remedyOf(error, repository)
    })
  } finally {
    client.destroy()
  }
}

function remedyOf(error: unknown, {region, from}: Pick<EcrRepository, 'region' | 'from'>): string {
  if (error instanceof Error && error.name === 'ThrottlingException') {
    return "ECR's quota for this call is used up, by others as well: run the job again later, or ask AWS for a higher quota."
  }
  return remedyOfSilence(error, {what: `this runner reaches ECR's API in ${region}`, from})
}

function splitAtColon(text: string): [string, string] {
  const at = text.indexOf(':')
  return [text.slice(0, at), text.slice(at + 1)]
}

function isDenial(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('AccessDenied')
}
