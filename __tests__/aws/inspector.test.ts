import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {ACCOUNT, REGION} from '../../packages/oci/test/world.js'
import {openEcrClient} from '../../src/aws/ecr.js'
import {findInspectorDenials} from '../../src/aws/inspector.js'
import {parseRepositoryArn} from '../../src/stages/arn.js'
import {INSPECTOR_ACTIONS} from '../../src/stages/permissions.js'
import type {ScanResult} from '../../testbed/aws/ecr-scans.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'

const NAME = 'sample-image/development'
const REPOSITORY = parseRepositoryArn(`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${NAME}`)
const ECR_ACTIONS = ['ecr:DescribeImages', 'ecr:DescribeImageScanFindings']
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'
const INSPECTED: ScanResult = {status: 'ACTIVE', enhancedFindings: []}

let testbed: Testbed
let registry: RegistryHandle
beforeAll(async () => {
  testbed = await startTestbed()
  Object.assign(process.env, testbed.env)
  registry = await testbed.registry(ACCOUNT, REGION)
})
afterAll(() => testbed.close())
beforeEach(() => {
  testbed.aws.registry(ACCOUNT, REGION).repositories.delete(NAME)
  testbed.aws.addRepository({account: ACCOUNT, region: REGION, name: NAME})
})

let counter = 0
const addImage = (scan?: ScanResult): string => {
  const digest = registry.addImage(NAME, [], {layers: [makeLayer({file: String(++counter)})]})
  if (scan !== undefined) testbed.aws.setScan(registry.repository(NAME), digest, scan)
  return digest
}

/** The denials that a user with these permissions gets. */
async function denials(actions: readonly string[], signal = new AbortController().signal) {
  const policies =
    actions.length === 0
      ? []
      : [{Version: '2012-10-17', Statement: {Effect: 'Allow' as const, Action: [...actions], Resource: '*'}}]
  const client = openEcrClient(
    REGION,
    testbed.aws.addUser({arn: `arn:aws:iam::${ACCOUNT}:user/somebody`, policies}),
    testbed.env
  )
  try {
    return [...(await findInspectorDenials(client, REPOSITORY, signal))]
  } finally {
    client.destroy()
  }
}

describe('if Inspector scans the images', () => {
  test.each(INSPECTOR_ACTIONS)('a denial of %s is found, with the text of AWS', async action => {
    addImage(INSPECTED)
    const because = `User: arn:aws:iam::${ACCOUNT}:user/somebody is not authorized to perform: ${action} on resource: arn:aws:inspector2:${REGION}:${ACCOUNT}:/`
    expect(await denials([...ECR_ACTIONS, ...INSPECTOR_ACTIONS.filter(other => other !== action)])).toEqual([
      [action, {kind: 'denied', because: expect.stringContaining(because)}]
    ])
  })

  test('nothing is found for a caller who has all permissions', async () => {
    addImage(INSPECTED)
    expect(await denials([...ECR_ACTIONS, ...INSPECTOR_ACTIONS])).toEqual([])
  })

  test.each(ECR_ACTIONS)('nothing is found if %s is denied: that denial does not come from Inspector', async action => {
    addImage(INSPECTED)
    expect(await denials(ECR_ACTIONS.filter(other => other !== action))).toEqual([])
  })

  test('the findings of the newest image of one platform are requested: an index and a referrer have none', async () => {
    const repository = registry.repository(NAME)
    addImage()
    testbed.advance(1)
    const newest = addImage(INSPECTED)
    testbed.advance(1)
    const subject = {mediaType: MANIFEST, digest: newest, size: registry.image(NAME, newest)!.bytes.length}
    const manifests = [{platform: {os: 'linux', architecture: 'amd64'}, ...subject}]
    repository.put(Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: INDEX, manifests})), INDEX, {})
    repository.put(
      Buffer.from(
        JSON.stringify({
          ...registry.manifest(NAME, newest),
          artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
          subject
        })
      ),
      MANIFEST,
      {}
    )
    registry.archive(NAME, addImage(INSPECTED))
    expect(repository.images.size).toBe(5)
    expect(await denials(ECR_ACTIONS)).toHaveLength(1)
  })
})

test.each<[string, () => void]>([
  ['images with a basic scan', () => addImage({status: 'COMPLETE', findings: []})],
  ['images without a scan', () => addImage()],
  [
    'archived images',
    () => {
      registry.archive(NAME, addImage(INSPECTED))
    }
  ],
  ['no image', () => undefined],
  [
    'no repository',
    () => {
      testbed.aws.registry(ACCOUNT, REGION).repositories.delete(NAME)
    }
  ]
])('with %s nothing is found', async (_, prepare) => {
  prepare()
  expect(await denials(ECR_ACTIONS)).toEqual([])
})

test('a cancelled run ends at once', async () => {
  await expect(denials(ECR_ACTIONS, AbortSignal.abort(new Error('Cancelled')))).rejects.toThrow('Cancelled')
})
