import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAccountSettingCommand,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageCommand
} from '@aws-sdk/client-ecr'
import {fromWebToken} from '@aws-sdk/credential-providers'
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {AwsSession} from '../../../testbed/aws/accounts.js'
import type {IamPolicy} from '../../../testbed/aws/iam.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {makeLayer} from '../../../testbed/registry/image.js'
import type {RegistryHandle} from '../../../testbed/registry/registry-handle.js'
import {
  allow,
  createRepository,
  createTestbed,
  DEVELOPMENT_REPOSITORY_ARN,
  DEVELOPMENT_ROLE_ARN,
  request,
  SAMPLE_ACCOUNT,
  SAMPLE_REGION
} from '../sample.js'

let testbed: Testbed
let registry: RegistryHandle
const clients: ECRClient[] = []
const repositoryName = 'sample-image/development'

beforeEach(async () => {
  testbed = await createTestbed()
  registry = await testbed.registry(SAMPLE_ACCOUNT, SAMPLE_REGION)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await testbed.close()
})

function createEcr(policies: IamPolicy[] = [allow('ecr:*')], credentials?: Partial<AwsSession>): ECRClient {
  const user = testbed.aws.addUser({arn: `arn:aws:iam::${SAMPLE_ACCOUNT}:user/developer`, policies})
  const client = new ECRClient({
    region: SAMPLE_REGION,
    endpoint: testbed.env['AWS_ENDPOINT_URL_ECR']!,
    maxAttempts: 1,
    credentials: {...user, ...credentials}
  })
  clients.push(client)
  return client
}

function addImage(tags: string[] = ['one'], seed = 'content'): string {
  return registry.addImage(repositoryName, tags, {layers: [makeLayer({file: seed})]})
}

test('an OIDC token leads to a registry token: GitHub, STS, ECR', async () => {
  const {env} = testbed.github.job({
    repository: 'my-org/sample-image',
    ref: 'refs/pull/7/merge',
    sha: 'a'.repeat(40),
    eventName: 'pull_request',
    environment: 'Development',
    permissions: {'id-token': 'write'}
  })
  const url = `${env['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=sts.amazonaws.com`
  const {text} = await request('GET', url, {
    headers: {authorization: `Bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`}
  })
  const {value} = JSON.parse(text) as {value: string}
  const credentials = fromWebToken({
    roleArn: DEVELOPMENT_ROLE_ARN,
    roleSessionName: 'run-1001',
    webIdentityToken: value,
    clientConfig: {region: SAMPLE_REGION, endpoint: testbed.env['AWS_ENDPOINT_URL_STS']!}
  })
  const client = new ECRClient({region: SAMPLE_REGION, endpoint: testbed.env['AWS_ENDPOINT_URL_ECR']!, credentials})
  clients.push(client)
  const {authorizationData} = await client.send(new GetAuthorizationTokenCommand({}))
  const [data] = authorizationData ?? []
  expect(data?.proxyEndpoint).toBe(registry.url)
  expect(Number(data?.expiresAt) - Date.now()).toBeGreaterThan(11.9 * 3_600_000)
  const headers = {authorization: `Basic ${data?.authorizationToken}`}
  expect((await request('GET', `${registry.url}/v2/`, {headers})).status).toBe(200)
  expect(testbed.requests.map(({service, status}) => `${service} ${status}`)).toEqual([
    'oidc 200',
    'sts 200',
    'ecr 200',
    'registry 200'
  ])
  expect(testbed.requests[2]).toMatchObject({
    principal: `arn:aws:sts::${SAMPLE_ACCOUNT}:assumed-role/sample-image-development-github/run-1001`,
    iam: [{action: 'ecr:GetAuthorizationToken', resource: '*', decision: 'allow'}]
  })
})

describe('an invalid signature', () => {
  test.each<[string, Partial<AwsSession>, string]>([
    ['an unknown key', {accessKeyId: 'AKIAUNKNOWN'}, 'UnrecognizedClientException'],
    ['a wrong secret', {secretAccessKey: 'x'}, 'InvalidSignatureException'],
    ['a session token of another key', {sessionToken: 'x'}, 'UnrecognizedClientException']
  ])('%s', async (_, credentials, name) => {
    await expect(createEcr(undefined, credentials).send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
      name
    })
  })

  test('a missing signature', async () => {
    const {status, text} = await request('POST', testbed.env['AWS_ENDPOINT_URL_ECR']!, {body: '{}'})
    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({__type: 'MissingAuthenticationTokenException'})
  })

  test('an expired session', async () => {
    const session = testbed.aws.startSession(testbed.aws.role(DEVELOPMENT_ROLE_ARN)!, 'run', 900)
    const client = createEcr([], session)
    await client.send(new GetAuthorizationTokenCommand({}))
    testbed.advance(901)
    await expect(client.send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException'
    })
  })
})

describe('permissions', () => {
  const arn = `arn:aws:iam::${SAMPLE_ACCOUNT}:user/developer`
  test.each([
    ['GetAuthorizationToken', '*', (client: ECRClient) => client.send(new GetAuthorizationTokenCommand({}))],
    [
      'DescribeImages',
      DEVELOPMENT_REPOSITORY_ARN,
      (client: ECRClient) => client.send(new DescribeImagesCommand({repositoryName}))
    ],
    [
      'ListImages',
      DEVELOPMENT_REPOSITORY_ARN,
      (client: ECRClient) => client.send(new ListImagesCommand({repositoryName}))
    ],
    [
      'DescribeRepositories',
      DEVELOPMENT_REPOSITORY_ARN,
      (client: ECRClient) => client.send(new DescribeRepositoriesCommand({repositoryNames: [repositoryName]}))
    ],
    [
      'DescribeRepositories',
      DEVELOPMENT_REPOSITORY_ARN.replace(repositoryName, '*'),
      (client: ECRClient) => client.send(new DescribeRepositoriesCommand({}))
    ],
    [
      'GetAccountSetting',
      '*',
      (client: ECRClient) => client.send(new GetAccountSettingCommand({name: 'BLOB_MOUNTING'}))
    ],
    [
      'PutImage',
      DEVELOPMENT_REPOSITORY_ARN,
      (client: ECRClient) => client.send(new PutImageCommand({repositoryName, imageManifest: '{}'}))
    ]
  ])('requires %s on %s, and nothing else', async (action, resource, call) => {
    await expect(
      call(
        createEcr([{Version: '2012-10-17', Statement: [{Effect: 'Allow', NotAction: `ecr:${action}`, Resource: '*'}]}])
      )
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        `User: ${arn} is not authorized to perform: ecr:${action} on resource: ${resource} ` +
        `because no identity-based policy allows the ecr:${action} action`
    })
    const outcome = await call(createEcr([allow(`ecr:${action}`, resource)])).then(
      () => 'done',
      (error: unknown) => (error as Error).name
    )
    expect(outcome).not.toBe('AccessDeniedException')
  })

  test('requires the policy of a repository of another account as well', async () => {
    const describeOther = () =>
      createEcr().send(new DescribeImagesCommand({registryId: '444455556666', repositoryName: 'other'}))
    testbed.aws.addRepository({account: '444455556666', region: SAMPLE_REGION, name: 'other'})
    await expect(describeOther()).rejects.toMatchObject({
      message: expect.stringContaining('because no resource-based policy allows')
    })
    const policy: IamPolicy = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: {AWS: `arn:aws:iam::${SAMPLE_ACCOUNT}:root`},
        Action: 'ecr:DescribeImages'
      }
    }
    testbed.aws.addRepository({account: '444455556666', region: SAMPLE_REGION, name: 'other', policy})
    expect(await describeOther()).toMatchObject({imageDetails: []})
  })
})

describe('repositories and images', () => {
  test('a repository that does not exist', async () => {
    await expect(createEcr().send(new DescribeImagesCommand({repositoryName: 'nosuch'}))).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
      message: `The repository with name 'nosuch' does not exist in the registry with id '${SAMPLE_ACCOUNT}'`
    })
  })

  test('a repository with its mutability', async () => {
    testbed.aws.addRepository(createRepository({mutability: 'MUTABLE_WITH_EXCLUSION', filters: ['sha-*']}))
    const {repositories} = await createEcr().send(
      new DescribeRepositoriesCommand({repositoryNames: ['sample-image/master']})
    )
    expect(repositories).toMatchObject([
      {
        repositoryUri: `${registry.host}/sample-image/master`,
        imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{filterType: 'WILDCARD', filter: 'sha-*'}]
      }
    ])
  })

  test('images, with an archived one', async () => {
    const digest = addImage(['one', 'two'])
    registry.archive(repositoryName, digest)
    const {imageDetails} = await createEcr().send(
      new DescribeImagesCommand({repositoryName, imageIds: [{imageTag: 'one'}]})
    )
    expect(imageDetails).toMatchObject([{imageDigest: digest, imageTags: ['one', 'two'], imageStatus: 'ARCHIVED'}])
    const {images, failures} = await createEcr().send(
      new BatchGetImageCommand({repositoryName, imageIds: [{imageTag: 'one'}]})
    )
    expect(images).toEqual([])
    expect(failures).toMatchObject([{failureCode: 'ImageNotFound'}])
  })

  test('an image that does not exist', async () => {
    await expect(
      createEcr().send(new DescribeImagesCommand({repositoryName, imageIds: [{imageTag: 'x'}]}))
    ).rejects.toMatchObject({
      name: 'ImageNotFoundException'
    })
  })

  test('pages', async () => {
    for (const seed of ['1', '2', '3']) addImage([`tag-${seed}`], seed)
    const first = await createEcr().send(new ListImagesCommand({repositoryName, maxResults: 2}))
    expect(first.imageIds).toHaveLength(2)
    const second = await createEcr().send(
      new ListImagesCommand({repositoryName, maxResults: 2, nextToken: first.nextToken})
    )
    expect(second.imageIds).toMatchObject([{imageTag: 'tag-3'}])
    expect(second.nextToken).toBeUndefined()
  })

  test('PutImage tags an existing image, once', async () => {
    testbed.aws.addRepository(createRepository({mutability: 'IMMUTABLE'}))
    registry.addImage('sample-image/master', ['one'], {layers: [makeLayer({file: 'x'})]})
    const imageManifest = registry.image('sample-image/master', 'one')!.bytes.toString()
    const put = () =>
      createEcr().send(new PutImageCommand({repositoryName: 'sample-image/master', imageManifest, imageTag: 'two'}))
    await put()
    await expect(put()).rejects.toMatchObject({name: 'ImageTagAlreadyExistsException'})
  })

  test('the account setting', async () => {
    const setting = async () => (await createEcr().send(new GetAccountSettingCommand({name: 'BLOB_MOUNTING'}))).value
    expect(await setting()).toBe('DISABLED')
    testbed.aws.setBlobMounting(SAMPLE_ACCOUNT, SAMPLE_REGION, true)
    expect(await setting()).toBe('ENABLED')
  })
})

describe('scans', () => {
  const findings = (imageTag: string) =>
    createEcr().send(new DescribeImageScanFindingsCommand({repositoryName, imageId: {imageTag}}))

  test('an image without scan', async () => {
    addImage()
    await expect(findings('one')).rejects.toMatchObject({name: 'ScanNotFoundException'})
  })

  test('in progress, then complete', async () => {
    const digest = addImage()
    testbed.aws.setScan(registry.repository(repositoryName), digest, {status: 'IN_PROGRESS'})
    expect(await findings('one')).toMatchObject({imageScanStatus: {status: 'IN_PROGRESS'}})
    testbed.aws.setScan(registry.repository(repositoryName), digest, {
      status: 'COMPLETE',
      findings: [{name: 'CVE-2026-1', severity: 'HIGH'}]
    })
    expect(await findings('one')).toMatchObject({
      imageScanFindings: {findingSeverityCounts: {HIGH: 1}, findings: [{name: 'CVE-2026-1'}]}
    })
  })

  test('have an empty list before there are findings, whatever the status', async () => {
    testbed.aws.setScan(registry.repository(repositoryName), addImage(), {
      status: 'ACTIVE',
      description: 'Continuous scan is selected for image.'
    })
    expect(await findings('one')).toMatchObject({
      imageScanStatus: {status: 'ACTIVE'},
      imageScanFindings: {findings: []}
    })
    expect((await findings('one')).imageScanFindings).not.toHaveProperty('imageScanCompletedAt')
  })

  describe("Inspector's", () => {
    const enhancedFindings = [
      {
        name: 'CVE-2026-1',
        severity: 'HIGH',
        packages: [
          {name: 'curl', version: '7.88.1', release: '10+deb12u8', fixedInVersion: '0:7.88.1-10+deb12u9'},
          {name: 'libcurl', version: '7.88.1'}
        ]
      },
      {name: 'CVE-2026-2', severity: 'UNTRIAGED', packages: []}
    ]
    beforeEach(() => {
      testbed.aws.setScan(registry.repository(repositoryName), addImage(), {status: 'ACTIVE', enhancedFindings})
    })

    test('come in the form of the API reference, in pages, with counts of all', async () => {
      const client = createEcr([allow('ecr:*'), allow('inspector2:*')])
      const page = async (nextToken?: string) =>
        await client.send(
          new DescribeImageScanFindingsCommand({repositoryName, imageId: {imageTag: 'one'}, maxResults: 1, nextToken})
        )
      const first = await page()
      const second = await page(first.nextToken)
      expect(first.imageScanFindings).toMatchObject({
        imageScanCompletedAt: expect.any(Date),
        findingSeverityCounts: {HIGH: 1, UNTRIAGED: 1},
        enhancedFindings: [
          {
            type: 'PACKAGE_VULNERABILITY',
            severity: 'HIGH',
            title: 'CVE-2026-1 - curl',
            fixAvailable: 'PARTIAL',
            packageVulnerabilityDetails: {
              vulnerabilityId: 'CVE-2026-1',
              vulnerablePackages: [
                {name: 'curl', version: '7.88.1', release: '10+deb12u8', fixedInVersion: '0:7.88.1-10+deb12u9'},
                {name: 'libcurl', fixedInVersion: 'NotAvailable'}
              ]
            }
          }
        ]
      })
      expect(first.imageScanFindings).not.toHaveProperty('findings')
      expect(second.imageScanFindings).toMatchObject({
        findingSeverityCounts: {HIGH: 1, UNTRIAGED: 1},
        enhancedFindings: [
          {title: 'CVE-2026-2', fixAvailable: 'NO', packageVulnerabilityDetails: {vulnerablePackages: []}}
        ]
      })
      expect(second.nextToken).toBeUndefined()
    })

    test.each([
      ['ListCoverage', 'coverage', 'inspector2:ListFindings'],
      ['ListFindings', 'findings', 'inspector2:ListCoverage']
    ])('require the permission inspector2:%s', async (action, list, allowed) => {
      const client = createEcr([allow('ecr:*'), allow(allowed)])
      await expect(
        client.send(new DescribeImageScanFindingsCommand({repositoryName, imageId: {imageTag: 'one'}}))
      ).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          `inspector2:${action} on resource: arn:aws:inspector2:${SAMPLE_REGION}:${SAMPLE_ACCOUNT}:/${list}/list because no identity-based policy`
        )
      })
    })

    test('are hidden from other accounts', async () => {
      const other = testbed.aws.addUser({
        arn: 'arn:aws:iam::444455556666:user/developer',
        policies: [allow('ecr:*'), allow('inspector2:*')]
      })
      const policy: IamPolicy = {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: {AWS: 'arn:aws:iam::444455556666:root'},
          Action: 'ecr:DescribeImageScanFindings'
        }
      }
      testbed.aws.addRepository({account: SAMPLE_ACCOUNT, region: SAMPLE_REGION, name: repositoryName, policy})
      testbed.aws.setScan(registry.repository(repositoryName), addImage(), {status: 'ACTIVE', enhancedFindings})
      const describe = createEcr([], other).send(
        new DescribeImageScanFindingsCommand({registryId: SAMPLE_ACCOUNT, repositoryName, imageId: {imageTag: 'one'}})
      )
      await expect(describe).rejects.toMatchObject({name: 'ScanNotFoundException'})
    })
  })

  describe('that a push starts', () => {
    const push = (scanOnPush: boolean, labels: Record<string, string> = {}) => {
      testbed.aws.scanSeconds = 5
      testbed.aws.addRepository({account: SAMPLE_ACCOUNT, region: SAMPLE_REGION, name: repositoryName, scanOnPush})
      registry.addImage(repositoryName, ['one'], {layers: [makeLayer({file: 'x'})], config: {Labels: labels}})
    }

    test('end after their time, and find nothing', async () => {
      push(true)
      expect(await findings('one')).toMatchObject({imageScanStatus: {status: 'IN_PROGRESS'}})
      testbed.advance(6)
      expect(await findings('one')).toMatchObject({
        imageScanStatus: {status: 'COMPLETE'},
        imageScanFindings: {findings: [], findingSeverityCounts: {}}
      })
      const {imageDetails} = await createEcr().send(new DescribeImagesCommand({repositoryName}))
      expect(imageDetails).toMatchObject([{imageScanStatus: {status: 'COMPLETE'}}])
    })

    test('find what a label of the image asks for', async () => {
      push(true, {'testbed.finding': 'critical'})
      testbed.advance(6)
      expect(await findings('one')).toMatchObject({
        imageScanFindings: {findingSeverityCounts: {CRITICAL: 1}, findings: [{severity: 'CRITICAL'}]}
      })
    })

    test('do not exist if the repository does not scan on push', async () => {
      push(false)
      testbed.advance(6)
      await expect(findings('one')).rejects.toMatchObject({name: 'ScanNotFoundException'})
    })
  })

  test('do not exist for an index', async () => {
    const digest = registry.addImage(repositoryName, ['index'], {platforms: [{layers: [makeLayer({file: 'x'})]}]})
    testbed.aws.setScan(registry.repository(repositoryName), digest, {status: 'COMPLETE'})
    await expect(findings('index')).rejects.toMatchObject({name: 'ScanNotFoundException'})
  })
})

test('throttles requests beyond the quota', async () => {
  // The next request has to wait a quarter of an hour, so the test does not depend on the speed of the machine.
  testbed.aws.setQuota('ecr:ListImages', 0.001)
  const client = createEcr()
  const outcomes = await Promise.allSettled([1, 2].map(() => client.send(new ListImagesCommand({repositoryName}))))
  expect(outcomes.map(({status}) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({status}) => status === 'rejected')).toMatchObject({reason: {name: 'ThrottlingException'}})
})
