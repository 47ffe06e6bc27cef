import type {IamPolicy, IamStatement} from '../../testbed/aws/iam.js'
import type {StoredRepositorySettings} from '../../testbed/aws/stored-repository.js'
import {startTestbed, type Testbed, type TestbedSettings} from '../../testbed/harness/testbed.js'
import {sha256Digest} from '../../testbed/server/spool.js'

export const SAMPLE_ACCOUNT = '111122223333'
export const SAMPLE_REGION = 'eu-west-1'
export const DEVELOPMENT_ROLE_ARN = `arn:aws:iam::${SAMPLE_ACCOUNT}:role/sample-image-development-github`
export const DEVELOPMENT_REPOSITORY_ARN = `arn:aws:ecr:${SAMPLE_REGION}:${SAMPLE_ACCOUNT}:repository/sample-image/development`
export const TOKEN_ISSUER = 'token.actions.githubusercontent.com'

/** A policy with one statement that allows these actions. */
export function allow(
  action: string | string[],
  resource: string | string[] = '*',
  more: Partial<IamStatement> = {}
): IamPolicy {
  return {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: action, Resource: resource, ...more}]}
}

export function createTrust(conditions: Record<string, string | string[]> = {}): IamPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {Federated: `arn:aws:iam::${SAMPLE_ACCOUNT}:oidc-provider/${TOKEN_ISSUER}`},
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${TOKEN_ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${TOKEN_ISSUER}:sub`]: [
              'repo:my-org/sample-image:environment:Development',
              'repo:my-org@987654/sample-image@123456789:environment:Development'
            ],
            [`${TOKEN_ISSUER}:repository_id`]: '123456789',
            ...conditions
          }
        }
      }
    ]
  }
}

/** A testbed with one stage: a repository, a role that may do anything in it, and the repository on GitHub. */
export async function createTestbed(settings: TestbedSettings = {}): Promise<Testbed> {
  const testbed = await startTestbed(settings)
  testbed.aws.addOidcProvider(SAMPLE_ACCOUNT)
  testbed.aws.addRole({arn: DEVELOPMENT_ROLE_ARN, trust: createTrust(), policies: [allow('ecr:*')]})
  testbed.aws.addRepository({account: SAMPLE_ACCOUNT, region: SAMPLE_REGION, name: 'sample-image/development'})
  testbed.github.addRepository({
    fullName: 'my-org/sample-image',
    id: 123456789,
    ownerId: 987654,
    defaultBranch: 'master'
  })
  return testbed
}

/** An HTTP answer with its whole body. */
export interface HttpAnswer {
  status: number
  headers: Headers
  text: string
  /** The first error of a registry's answer. */
  error: {code?: string; message?: string}
}

/** A registry client that follows no redirect and returns every answer unchanged. */
export interface BareRegistryClient {
  url: string
  send(
    method: string,
    path: string,
    options?: {headers?: Record<string, string>; body?: Buffer | string}
  ): Promise<HttpAnswer>
  /** Pushes a blob with a POST and one PUT, and returns its digest. */
  pushBlob(repository: string, content: Buffer | string): Promise<string>
  /** Pushes an image of one layer. Another `seed` makes another image. */
  pushImage(
    repository: string,
    tag: string,
    seed?: string
  ): Promise<{digest: string; manifest: Record<string, unknown>}>
}

/**
 * A client with the token of a user who has these policies.
 * @param as the user's account, `of` the account of the registry, `inRegion` the region of token and registry
 */
export async function createClient(
  testbed: Testbed,
  policies: IamPolicy[] = [allow('ecr:*')],
  {as = SAMPLE_ACCOUNT, of = SAMPLE_ACCOUNT, inRegion = SAMPLE_REGION} = {}
): Promise<BareRegistryClient> {
  const user = testbed.aws.addUser({arn: `arn:aws:iam::${as}:user/developer`, policies})
  const {password} = testbed.aws.issueToken(user, inRegion)
  const {url} = await testbed.registry(of, inRegion)
  const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`
  const send: BareRegistryClient['send'] = (method, path, {headers = {}, body} = {}) =>
    request(method, path.startsWith('http') ? path : `${url}${path}`, {
      headers: {authorization, ...headers},
      ...(body === undefined ? {} : {body})
    })
  const client: BareRegistryClient = {
    url,
    send,
    pushBlob: async (repository, content) => {
      const digest = sha256Digest(content)
      const started = await send('POST', `/v2/${repository}/blobs/uploads/`)
      await send('PUT', `${started.headers.get('location')}?digest=${digest}`, {body: content})
      return digest
    },
    pushImage: async (repository, tag, seed = 'layer') => {
      const manifest = createManifest(
        await client.pushBlob(repository, `{"seed":"${seed}"}`),
        await client.pushBlob(repository, seed)
      )
      const body = JSON.stringify(manifest)
      const headers = {'content-type': manifest.mediaType}
      const {status} = await send('PUT', `/v2/${repository}/manifests/${tag}`, {headers, body})
      if (status !== 201) throw new Error(`The PUT of the manifest was answered with ${status}`)
      return {digest: sha256Digest(body), manifest}
    }
  }
  return client
}

export async function request(
  method: string,
  url: string,
  {headers = {}, body}: {headers?: Record<string, string>; body?: Buffer | string} = {}
): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : {body: typeof body === 'string' ? body : new Uint8Array(body)})
  })
  const text = await response.text()
  const error = text.startsWith('{"errors"') ? (JSON.parse(text) as {errors: [HttpAnswer['error']]}).errors[0] : {}
  return {status: response.status, headers: response.headers, text, error}
}

export function createManifest(config: string, ...layers: string[]) {
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 10},
    layers: layers.map(digest => ({mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 10}))
  }
}

/** The settings of a repository, with those that a test is about. */
export function createRepository(settings: Partial<StoredRepositorySettings> = {}): StoredRepositorySettings {
  return {account: SAMPLE_ACCOUNT, region: SAMPLE_REGION, name: 'sample-image/master', ...settings}
}
