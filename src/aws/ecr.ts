import {DescribeRepositoriesCommand, ECRClient, GetAuthorizationTokenCommand} from '@aws-sdk/client-ecr'

import {withTimeout} from '../core/deadline.js'
import {Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {remedies, remedy, RUN_AGAIN} from '../core/remedy.js'
import type {EcrRepository} from '../stages/arn.js'
import {originQuestion} from '../stages/origin.js'
import {awsAnswer} from './answer.js'
import {clientConfig, remedyOfNoAnswer} from './client-config.js'
import {remedyOfDenial, remedyOfRepositoryDenial} from './denial.js'
import type {Credentials} from './role.js'

/** A client of ECR's own API in one region, with one set of credentials. */
export type EcrClient = ECRClient

export function openEcrClient(region: string, credentials: Credentials, environment: ProcessEnv): EcrClient {
  return new ECRClient({...clientConfig('ecr', region, environment), credentials})
}

/** A login to the registries of a region. It covers every repository that the role may use, and is valid for 12 hours. */
export interface AuthorizationToken {
  username: string
  password: string
  /** Address of the registry of the role's own account. */
  proxyEndpoint: string
}

/** The login to one registry, for Docker and for our own client. */
export interface EcrLogin {
  username: string
  password: string
  /** Origin of the registry of the repository, `https://<account>.dkr.ecr.<region>.amazonaws.com` */
  origin: string
}

/** The values that every call of ECR needs. */
export interface EcrAccess {
  credentials: Credentials
  environment: ProcessEnv
  signal: AbortSignal
}

const DEADLINE_MS = 30_000

/**
 * Calls ECR GetAuthorizationToken in the region of a repository.
 * @throws Failure naming the call, the answer, and the permission that is missing
 */
export async function requestAuthorizationToken(
  {region, from}: Pick<EcrRepository, 'region' | 'from'>,
  {credentials, environment, signal}: EcrAccess,
  mask: (value: string) => void
): Promise<AuthorizationToken> {
  const client = openEcrClient(region, credentials, environment)
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
    // Docker's config holds the password in base64, so a log could show either form.
    mask(password)
    mask(authorizationToken)
    return {username, password, proxyEndpoint}
  } catch (error) {
    signal.throwIfAborted()
    throw new Failure(`Logging in to ECR in ${region} (GetAuthorizationToken): ${awsAnswer(error)}`, {
      cause: error,
      remedy: isDenial(error)
        ? remedies(originQuestion('region', from.region), remedyOfDenial(messageOf(error)) ?? NEEDS_AUTHORIZATION)
        : remedyOf(error, {region, from})
    })
  } finally {
    client.destroy()
  }
}

const NEEDS_AUTHORIZATION =
  'The role needs `ecr:GetAuthorizationToken` on `*`. Deploy infra/ again if somebody changed the role by hand.'

export interface LoginRequest extends EcrAccess {
  repository: EcrRepository
  /** For errors: whether the image is promoted from or to the repository. */
  side: 'source' | 'target'
  /** For the region of the repository. */
  token: AuthorizationToken
  /** The account of the role. */
  callerAccount: string
}

/**
 * Makes the login to the registry of a repository. ECR is asked for the registry only if its name does not follow from the token.
 * @throws Failure if ECR has to be asked and the request fails
 */
export async function resolveRegistryLogin(request: LoginRequest): Promise<EcrLogin> {
  const {repository, token, callerAccount} = request
  const origin =
    ecrRegistryOrigin(token.proxyEndpoint, callerAccount, repository.account) ?? (await askForOrigin(request))
  return {username: token.username, password: token.password, origin}
}

/**
 * The origin of an account's registry. ECR returns the registry of the caller's own account, so for another account its number
 * is replaced in the endpoint.
 * @returns undefined if the endpoint does not have ECR's usual form (a VPC or a private name)
 */
export function ecrRegistryOrigin(proxyEndpoint: string, callerAccount: string, account: string): string | undefined {
  const endpoint = proxyEndpoint.replace(/\/+$/, '')
  if (callerAccount === account) return endpoint
  const form =
    /^(https:\/\/)\d{12}(\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn))$/
  const match = form.exec(endpoint)
  return match === null ? undefined : `${match[1] ?? ''}${account}${match[2] ?? ''}`
}

/** Asks ECR for the host of the registry. The protocol is that of the token's endpoint. */
async function askForOrigin({
  repository,
  side,
  token,
  credentials,
  environment,
  signal
}: LoginRequest): Promise<string> {
  const {account, region, name, from} = repository
  const tried = `Looking for the registry of the ${side} ${name} in account ${account}, ${region} (DescribeRepositories)`
  const client = openEcrClient(region, credentials, environment)
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
    throw new Failure(`${tried}: ${awsAnswer(error)}`, {
      cause: error,
      remedy: missing
        ? `${originQuestion('repository', from)} If it is, deploy infra/ for its stage.`
        : isDenial(error)
          ? remedyOfRepositoryDenial(messageOf(error), from, 'The caller needs `ecr:DescribeRepositories` on it.')
          : remedyOf(error, repository)
    })
  } finally {
    client.destroy()
  }
}

function remedyOf(error: unknown, {region, from}: Pick<EcrRepository, 'region' | 'from'>): Remedy {
  if (error instanceof Error && error.name === 'ThrottlingException') {
    return remedy`${RUN_AGAIN} later, or ask AWS for a higher quota: ECR's quota for this call is used up, possibly by others as well.`
  }
  return remedyOfNoAnswer(error, {service: "ECR's API", region, from})
}

function splitAtColon(text: string): [string, string] {
  const at = text.indexOf(':')
  return [text.slice(0, at), text.slice(at + 1)]
}

function isDenial(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('AccessDenied')
}
