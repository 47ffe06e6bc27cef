import {DescribeRepositoriesCommand, ECRClient, GetAuthorizationTokenCommand} from '@aws-sdk/client-ecr'

import {Failure} from '../failure.js'
import {answerOf} from './answer.js'
import {within} from '../deadline.js'
import type {Environment} from '../environment.js'
import {connectionTo} from './connection.js'
import type {Credentials} from './role.js'

/** ECR's own API in a region, as a role. */
export type Ecr = ECRClient

export function ecrIn(region: string, credentials: Credentials, environment: Environment): Ecr {
  return new ECRClient({...connectionTo('ecr', region, environment), credentials})
}

/** What Docker and our own client log in to a registry with; it lives 12 hours. */
export interface RegistryLogin {
  username: string
  password: string
  /** Origin of the registry of the repository, `https://<account>.dkr.ecr.<region>.amazonaws.com` */
  origin: string
}

export interface LoginRequest {
  credentials: Credentials
  /** The account that the credentials are of. */
  callerAccount: string
  repository: {account: string; region: string; name: string; arn: string}
  environment: Environment
  signal: AbortSignal
  mask: (value: string) => void
}

const DEADLINE_MS = 30_000

/**
 * ECR GetAuthorizationToken, in the repository's region, and where that repository's registry is.
 * @throws Failure naming the call, what came back, and the permission
 */
export async function logIn(request: LoginRequest): Promise<RegistryLogin> {
  const {credentials, callerAccount, repository, environment, signal, mask} = request
  const client = ecrIn(repository.region, credentials, environment)
  try {
    const {authorizationData = []} = await within(
      client.send(new GetAuthorizationTokenCommand({}), {abortSignal: signal}), DEADLINE_MS, 'ECR', signal
    )
    const {authorizationToken = '', proxyEndpoint = ''} = authorizationData[0] ?? {}
    const [username, password] = splitAtColon(Buffer.from(authorizationToken, 'base64').toString('utf8'))
    if (password === '' || proxyEndpoint === '') throw new Error('the answer has no token or no endpoint')
    // Docker's config holds it in base64, so a log could show either form.
    mask(password)
    mask(authorizationToken)

    const derived = originFor(proxyEndpoint, callerAccount, repository.account)
    const origin = derived ?? (await describedOrigin(client, request))
    return {username, password, origin}
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Failure) throw error
    throw new Failure(`Logging in to ECR in ${repository.region} (GetAuthorizationToken): ${answerOf(error)}`, {
      cause: error,
      remedy: isDenial(error)
        ? 'The role needs `ecr:GetAuthorizationToken` on `*`; deploy infra/ anew if it was changed by hand.'
        : `Check that this runner reaches ECR's API in ${repository.region}, and HTTPS_PROXY and NO_PROXY if it stands behind a proxy.`
    })
  } finally {
    client.destroy()
  }
}

/**
 * ECR returns the registry of the caller's own account. For another account's its name is put in where the endpoint has
 * ECR's form; where it has not (a VPC or a private name), undefined.
 */
export function originFor(proxyEndpoint: string, callerAccount: string, account: string): string | undefined {
  const endpoint = proxyEndpoint.replace(/\/+$/, '')
  if (callerAccount === account) return endpoint
  const form = /^(https:\/\/)\d{12}(\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn))$/
  const match = form.exec(endpoint)
  return match === null ? undefined : `${match[1] ?? ''}${account}${match[2] ?? ''}`
}

async function describedOrigin(client: ECRClient, {repository, signal}: LoginRequest): Promise<string> {
  const {repositories = []} = await within(
    client.send(new DescribeRepositoriesCommand({registryId: repository.account, repositoryNames: [repository.name]}), {abortSignal: signal}),
    DEADLINE_MS, 'ECR', signal
  )
  const uri = repositories[0]?.repositoryUri
  if (uri === undefined) {
    throw new Failure(`Looking for the registry of ${repository.arn}: ECR described no such repository.`, {
      remedy: 'Check account, region and repository in the stages file, and that infra/ has been deployed there.'
    })
  }
  return `https://${uri.slice(0, uri.indexOf('/'))}`
}

function splitAtColon(text: string): [string, string] {
  const at = text.indexOf(':')
  return [text.slice(0, at), text.slice(at + 1)]
}

function isDenial(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('AccessDenied')
}
