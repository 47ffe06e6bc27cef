import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  UploadLayerPartCommand
} from '@aws-sdk/client-ecr'
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {IamPolicy} from '../../../testbed/aws/iam.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import {makeLayer} from '../../../testbed/registry/image.js'

const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'
const NAME = 'sample-image/development'
const DIGEST = `sha256:${'0'.repeat(64)}`
const UPLOAD = '00000000-0000-0000-0000-000000000000'
const POLICY: IamPolicy = {
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage'}]
}

let testbed: Testbed
let stored: string
beforeAll(async () => {
  testbed = await startTestbed()
  testbed.aws.addRepository({account: ACCOUNT, region: REGION, name: NAME, lifecycle: '{"rules":[]}', policy: POLICY})
  testbed.aws.addRepository({account: ACCOUNT, region: REGION, name: 'bare'})
  const registry = await testbed.registry(ACCOUNT, REGION)
  registry.addImage(NAME, ['a'], {layers: [makeLayer({file: 'content'})]})
  stored = [...registry.repository(NAME).layers.keys()][0] ?? ''
})
afterAll(() => testbed.close())

function client(action: string): ECRClient {
  const policies = [{Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: action, Resource: '*'}]}]
  const credentials = testbed.aws.addUser({arn: `arn:aws:iam::${ACCOUNT}:user/ada`, policies})
  return new ECRClient({
    region: REGION,
    credentials,
    endpoint: testbed.env['AWS_ENDPOINT_URL_ECR'] ?? '',
    maxAttempts: 1
  })
}

const PART = {
  repositoryName: NAME,
  uploadId: UPLOAD,
  partFirstByte: 0,
  partLastByte: 1,
  layerPartBlob: new Uint8Array(2)
}

describe.each([
  ['every permission', 'ecr:*', true],
  ['no permission for them', 'ecr:GetAuthorizationToken', false]
])('with %s', (_, action, mayDoAll) => {
  const answers = mayDoAll ? 'UploadNotFoundException' : 'AccessDeniedException'

  test.each([
    ['a part of an upload that does not exist', new UploadLayerPartCommand(PART), answers],
    [
      'the completion of an upload that does not exist',
      new CompleteLayerUploadCommand({repositoryName: NAME, uploadId: UPLOAD, layerDigests: [DIGEST]}),
      answers
    ],
    ['a malformed upload id', new UploadLayerPartCommand({...PART, uploadId: 'nothing'}), 'InvalidParameterException'],
    [
      'a part whose length contradicts its positions',
      new UploadLayerPartCommand({...PART, partLastByte: 9}),
      'InvalidParameterException'
    ],
    [
      'a completion without digests',
      new CompleteLayerUploadCommand({repositoryName: NAME, uploadId: UPLOAD, layerDigests: []}),
      'InvalidParameterException'
    ],
    [
      'the download of a layer that does not exist',
      new GetDownloadUrlForLayerCommand({repositoryName: NAME, layerDigest: DIGEST}),
      mayDoAll ? 'LayersNotFoundException' : 'AccessDeniedException'
    ],
    [
      'a malformed digest',
      new GetDownloadUrlForLayerCommand({repositoryName: NAME, layerDigest: 'nothing'}),
      'InvalidParameterException'
    ],
    [
      'the tags of an ARN that is not a repository',
      new ListTagsForResourceCommand({resourceArn: `arn:aws:ecr:${REGION}:${ACCOUNT}:other/x`}),
      'InvalidParameterException'
    ]
  ])('%s is answered as ECR answers it', async (__, command, name) => {
    await expect(client(action).send(command as UploadLayerPartCommand)).rejects.toMatchObject({name})
  })
})

test('tells which layers exist', async () => {
  const {layers = []} = await client('ecr:*').send(
    new BatchCheckLayerAvailabilityCommand({repositoryName: NAME, layerDigests: [stored, DIGEST]})
  )
  expect(layers.map(({layerAvailability}) => layerAvailability)).toEqual(['AVAILABLE', 'UNAVAILABLE'])
})

test('answers with the policies of a repository, or with the error that it has none', async () => {
  const ecr = client('ecr:*')
  expect((await ecr.send(new GetLifecyclePolicyCommand({repositoryName: NAME}))).lifecyclePolicyText).toBe(
    '{"rules":[]}'
  )
  expect((await ecr.send(new GetRepositoryPolicyCommand({repositoryName: NAME}))).policyText).toBe(
    JSON.stringify(POLICY)
  )
  await expect(ecr.send(new GetLifecyclePolicyCommand({repositoryName: 'bare'}))).rejects.toMatchObject({
    name: 'LifecyclePolicyNotFoundException'
  })
  await expect(ecr.send(new GetRepositoryPolicyCommand({repositoryName: 'bare'}))).rejects.toMatchObject({
    name: 'RepositoryPolicyNotFoundException'
  })
})
