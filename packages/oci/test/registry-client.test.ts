import {inspect} from 'node:util'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import type {Distribution} from '../../../testbed/registry/distribution.js'
import {startDistribution} from '../../../testbed/registry/distribution.js'
import {makeImage, makeLayer} from '../../../testbed/registry/image.js'
import {RegistryError} from '../src/errors.js'
import type {Manifest} from '../src/manifest.js'
import {digestOf} from '../src/manifest.js'
import {RegistryClient} from '../src/registry-client.js'
import type {RegistryOptions} from '../src/transport.js'
import {explain} from './world.js'

const REPOSITORY = 'team/app'
const PLACE = {account: '111122223333', region: 'eu-west-1'}
const content = makeImage({layers: [makeLayer({hello: 'world'})]})
const root = content.manifests.get(content.root)!
const MANIFEST: Manifest = {digest: content.root, ...root}

let testbed: Testbed
let distribution: Distribution
let ecr: Omit<RegistryOptions, 'signal'>

beforeAll(async () => {
  testbed = await startTestbed()
  testbed.aws.addRepository({...PLACE, name: REPOSITORY, mutability: 'MUTABLE_WITH_EXCLUSION', filters: ['sha-*']})
  const handle = await testbed.registry(PLACE.account, PLACE.region)
  const session = testbed.aws.addUser({
    arn: 'arn:aws:iam::111122223333:user/tester',
    policies: [{Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'ecr:*', Resource: '*'}]}]
  })
  const {password} = testbed.aws.issueToken(session, PLACE.region)
  ecr = {origin: handle.url, authorization: {kind: 'basic', login: {username: 'AWS', password}}, backoffMs: 20}
  handle.addImage(REPOSITORY, ['base'], {layers: [makeLayer({hello: 'world'})]})

  distribution = await startDistribution()
  await upload(distribution.origin)
}, 60_000)
afterAll(async () => {
  await testbed.close()
  await distribution.close()
})

/** Pushes the image to Debian's docker-registry, by plain requests. */
async function upload(origin: string): Promise<void> {
  for (const [digest, bytes] of content.blobs) {
    const session = await fetch(`${origin}/v2/${REPOSITORY}/blobs/uploads/`, {method: 'POST'})
    const location = new URL(session.headers.get('location')!)
    location.searchParams.set('digest', digest)
    expect(
      (
        await fetch(location, {
          method: 'PUT',
          body: new Uint8Array(bytes),
          headers: {'content-type': 'application/octet-stream'}
        })
      ).status
    ).toBe(201)
  }
  const put = await fetch(`${origin}/v2/${REPOSITORY}/manifests/base`, {
    method: 'PUT',
    body: new Uint8Array(root.bytes),
    headers: {'content-type': root.mediaType}
  })
  expect(put.status).toBe(201)
}

async function withRegistry<T>(
  options: Omit<RegistryOptions, 'signal'>,
  use: (registry: RegistryClient) => Promise<T>
): Promise<T> {
  const registry = new RegistryClient({...options, signal: new AbortController().signal})
  try {
    return await use(registry)
  } finally {
    await registry.close()
  }
}

describe.each([
  ["the testbed's ECR", () => ecr],
  [
    "Debian's docker-registry",
    () => ({
      origin: distribution.origin,
      authorization: {kind: 'on-challenge' as const, login: () => Promise.resolve(undefined)}
    })
  ]
])('%s', (_, options) => {
  test('a manifest is read as bytes with their digest', async () => {
    const found = await withRegistry(options(), registry => registry.repository(REPOSITORY).manifest('base'))
    expect(found).toEqual({kind: 'found', value: {digest: content.root, mediaType: root.mediaType, bytes: root.bytes}})
  })

  test('a manifest is read by its digest', async () => {
    expect(
      await withRegistry(options(), registry => registry.repository(REPOSITORY).manifest(content.root))
    ).toMatchObject({kind: 'found'})
  })

  test('a tag that was put names the digest', async () => {
    await withRegistry(options(), async registry => {
      expect(await registry.repository(REPOSITORY).tag('moving', MANIFEST)).toBe('put')
      expect(await registry.repository(REPOSITORY).digest('moving')).toEqual({kind: 'found', value: content.root})
      expect(await registry.repository(REPOSITORY).tag('moving', MANIFEST)).toBe('put')
    })
  })

  test('a missing tag is a missing manifest, not a missing repository', async () => {
    await withRegistry(options(), async registry => {
      expect(await registry.repository(REPOSITORY).manifest('missing')).toEqual({kind: 'missing', what: 'manifest'})
      expect(await registry.repository(REPOSITORY).digest('missing')).toEqual({kind: 'missing', what: 'manifest'})
    })
  })

  test('a manifest whose blobs are missing is refused, with the reason', async () => {
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: root.mediaType,
        config: {
          mediaType: 'application/vnd.oci.image.config.v1+json',
          digest: digestOf(Buffer.from('nowhere')),
          size: 7
        },
        layers: []
      })
    )
    const broken = {digest: digestOf(bytes), mediaType: root.mediaType, bytes}
    await expect(
      withRegistry({...options(), backoffMs: 20, deadlineMs: 1000}, registry =>
        registry.repository(REPOSITORY).tag('broken', broken)
      )
    ).rejects.toThrow(/Tagging team\/app:broken .*40[04] .*UNKNOWN/)
  })
})

describe('only at ECR', () => {
  test('a repository that does not exist is distinguished from a missing manifest', async () => {
    expect(await withRegistry(ecr, registry => registry.repository('no/such').manifest('x'))).toEqual({
      kind: 'missing',
      what: 'repository'
    })
  })

  test('an immutable tag is taken even for the same digest', async () => {
    await withRegistry(ecr, async registry => {
      expect(await registry.repository(REPOSITORY).tag('sha-1', MANIFEST)).toBe('put')
      expect(await registry.repository(REPOSITORY).tag('sha-1', MANIFEST)).toBe('taken')
    })
  })

  test('a wrong login is denied with the reason, although the answer to a HEAD has none', async () => {
    const options = {...ecr, authorization: {kind: 'basic' as const, login: {username: 'AWS', password: 'wrong'}}}
    const found = await withRegistry(options, registry => registry.repository(REPOSITORY).digest('base'))
    expect(found).toMatchObject({kind: 'denied', reason: expect.stringMatching(/40[13] /)})
  })
})

describe('a transient fault', () => {
  test.each([
    ['429', {kind: 'status', status: 429}],
    ['500', {kind: 'status', status: 500}],
    ['503 with Retry-After', {kind: 'status', status: 503, headers: {'retry-after': '1'}}],
    ['502 with a page of 5 MiB', {kind: 'status', status: 502, body: ' '.repeat(5 * 1024 * 1024)}],
    ['a reset', {kind: 'reset'}],
    ['an answer that is cut short', {kind: 'cut', afterBytes: 10}]
  ] as const)(
    'is overcome: %s',
    async (_, fault) => {
      const active = testbed.faults.add({match: {service: 'registry', method: 'GET'}, fault, times: 2})
      expect(await withRegistry(ecr, registry => registry.repository(REPOSITORY).manifest('base'))).toMatchObject({
        kind: 'found'
      })
      expect(active.hits).toBe(2)
      active.remove()
    },
    20_000
  )

  test('that lasts until the deadline is an error with the last answer', async () => {
    const active = testbed.faults.add({match: {service: 'registry'}, fault: {kind: 'status', status: 503}})
    try {
      await expect(
        withRegistry({...ecr, deadlineMs: 2500}, registry => registry.repository(REPOSITORY).manifest('base'))
      ).rejects.toThrow(/^Reading base of team\/app \(127\.0\.0\.1:\d+\): 503/)
    } finally {
      active.remove()
    }
  }, 20_000)

  test('that lasts until the deadline of a HEAD is not followed by a GET', async () => {
    const active = testbed.faults.add({
      match: {service: 'registry', method: 'HEAD'},
      fault: {kind: 'status', status: 429}
    })
    testbed.requests.length = 0
    try {
      await expect(
        withRegistry({...ecr, deadlineMs: 2500, explain}, registry => registry.repository(REPOSITORY).digest('base'))
      ).rejects.toMatchObject({
        message: expect.stringMatching(/^Looking for base in team\/app \(127\.0\.0\.1:\d+\): 429$/),
        remedy: 'Explained: 429 of team/app'
      })
      expect(testbed.requests.filter(({service, method}) => service === 'registry' && method === 'GET')).toEqual([])
    } finally {
      active.remove()
    }
  }, 20_000)

  test('of silence ends at the deadline', async () => {
    const active = testbed.faults.add({match: {service: 'registry'}, fault: {kind: 'stall'}})
    try {
      await expect(
        withRegistry({...ecr, deadlineMs: 500}, registry => registry.repository(REPOSITORY).manifest('base'))
      ).rejects.toThrow(/^Reading base of team\/app .*: no answer within 500 ms$/)
    } finally {
      active.remove()
    }
  }, 20_000)
})

test('bytes that do not match their digest are an error', async () => {
  const active = testbed.faults.add({match: {service: 'registry', method: 'GET'}, fault: {kind: 'wrong-bytes'}})
  try {
    await expect(withRegistry(ecr, registry => registry.repository(REPOSITORY).manifest(content.root))).rejects.toThrow(
      /the bytes have digest sha256:/
    )
  } finally {
    active.remove()
  }
}, 20_000)

test('no error contains the login', async () => {
  const options = {...ecr, authorization: {kind: 'basic' as const, login: {username: 'AWS', password: 'very-secret'}}}
  const found = await withRegistry(options, registry => registry.repository(REPOSITORY).manifest('base'))
  expect(found).toMatchObject({kind: 'denied'})
  const begun = withRegistry(options, registry => registry.repository(REPOSITORY).blobs.begin(content.root))
  const error: unknown = await begun.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RegistryError)
  const secrets = ['very-secret', Buffer.from('AWS:very-secret').toString('base64')]
  for (const secret of secrets)
    expect(inspect({found, error}, {depth: Infinity, showHidden: true})).not.toContain(secret)
})
