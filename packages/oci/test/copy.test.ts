import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {deploy} from '../../../testbed/harness/deploy.js'
import {STAGES_FILE} from '../../../testbed/harness/sample.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import type {Distribution} from '../../../testbed/registry/distribution.js'
import {startDistribution} from '../../../testbed/registry/distribution.js'
import type {LoggedRequest} from '../../../testbed/server/log.js'
import type {Described} from './content.js'
import {Content, signedIndex} from './content.js'
import type {End} from './world.js'
import {ACCOUNT, copy, ecrEnd, IMPATIENT, lacking, OTHER_ACCOUNT, REGION, requestsDuring, stored} from './world.js'

let testbed: Testbed
let distribution: Distribution
let count = 0

beforeAll(async () => {
  testbed = await startTestbed()
  testbed.aws.setBlobMounting(ACCOUNT, REGION, true)
  testbed.aws.setQuota('ecr:PutImage', Infinity)
  distribution = await startDistribution()
}, 60_000)
afterAll(async () => {
  await testbed.close()
  await distribution.close()
})

function peer(repository: string): End {
  return {
    options: {
      origin: distribution.origin,
      authorization: {kind: 'on-challenge', login: () => Promise.resolve(undefined)},
      ...IMPATIENT
    },
    repository
  }
}

/** Two new repositories in the registry of one account. */
async function pair(): Promise<{source: End; target: End}> {
  const name = `copy-${++count}`
  const source = await ecrEnd(testbed, `${name}/master`)
  return {source, target: {options: source.options, repository: (await ecrEnd(testbed, `${name}/release`)).repository}}
}

const IMAGES: [string, () => {content: Content; root: Described}][] = [
  ['an image', () => simple(content => content.image([content.layer('one'), content.layer('two')]))],
  ["Docker's image", () => simple(content => content.image([content.layer('one', 'docker')], {family: 'docker'}))],
  [
    "Docker's list",
    () =>
      simple(content =>
        content.index([content.image([content.layer('one', 'docker')], {family: 'docker'})], {family: 'docker'})
      )
  ],
  [
    'an index in an index',
    () =>
      simple(content => {
        const inner = content.index([content.image([content.layer('deep')])])
        return content.index([inner, content.image([content.layer('flat')])])
      })
  ],
  [
    'an image that names a layer twice',
    () => simple(content => content.image([content.layer('same'), content.layer('same')]))
  ],
  ['an artifact', () => simple(content => content.artifact('application/vnd.example', 'what it is'))],
  ['an index with attestation, SBOM, signatures', () => signedIndex('matrix')]
]

function simple(make: (content: Content) => Described): {content: Content; root: Described} {
  const content = new Content()
  return {content, root: make(content)}
}

describe.each(IMAGES)('%s', (_, make) => {
  const {content, root} = make()

  test('is mounted within a registry', async () => {
    const {source, target} = await pair()
    content.putInto(stored(testbed, source.repository))
    const report = await copy(source, target, root.digest)
    expect(await lacking(stored(testbed, target.repository), content)).toEqual([])
    expect(report).toMatchObject({
      alreadyThere: false,
      bytes: 0,
      blobs: {mounted: content.blobs.size, copied: 0, alreadyThere: 0}
    })
    expect(report.manifests).toBe(content.manifests.size)
    expect(
      stored(testbed, target.repository)
        .images.get(root.digest)!
        .bytes.equals(content.manifests.get(root.digest)!.bytes)
    ).toBe(true)
  })

  test('is streamed to another account', async () => {
    const name = `copy-${++count}`
    const [source, target] = [await ecrEnd(testbed, name), await ecrEnd(testbed, name, {account: OTHER_ACCOUNT})]
    content.putInto(stored(testbed, name))
    const progress: {bytes: number; total: number}[] = []
    const report = await copy(source, target, root.digest, {onProgress: one => progress.push(one)})
    expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
    const bytes = [...content.blobs.values()].reduce((sum, blob) => sum + blob.length, 0)
    expect(report).toMatchObject({bytes, blobs: {mounted: 0, copied: content.blobs.size, alreadyThere: 0}})
    expect(progress.at(-1)).toEqual({bytes, total: bytes})
  })

  test("is copied to Debian's docker-registry and back", async () => {
    const {source, target} = await pair()
    const between = peer(`copy-${++count}`)
    content.putInto(stored(testbed, source.repository))
    await copy(source, between, root.digest)
    const elsewhere = peer(`copy-${++count}`)
    expect(await copy(between, elsewhere, root.digest)).toMatchObject({blobs: {mounted: content.blobs.size}})
    expect(await copy(elsewhere, target, root.digest)).toMatchObject({blobs: {copied: content.blobs.size}})
    expect(await lacking(stored(testbed, target.repository), content)).toEqual([])
    // The copy finds everything at the target again, where referrers are listed by tag.
    expect(await copy(between, elsewhere, root.digest)).toMatchObject({
      alreadyThere: true,
      manifests: 0,
      blobs: {mounted: 0, copied: 0}
    })
  })
})

test('a registry that does not mount blobs gets them in the sessions that it opened', async () => {
  const {content, root} = signedIndex('unmounted')
  const source = await ecrEnd(testbed, 'unmounted/master', {account: OTHER_ACCOUNT})
  const target = await ecrEnd(testbed, 'unmounted/release', {account: OTHER_ACCOUNT})
  content.putInto(stored(testbed, source.repository, OTHER_ACCOUNT))
  const {result, requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
  expect(result.blobs).toEqual({mounted: 0, copied: content.blobs.size, alreadyThere: 0})
  const opened = requests.filter(({method, path}) => method === 'POST' && path.includes('/blobs/uploads/')).length
  expect(opened).toBe(requests.filter(({method, path}) => method === 'PUT' && path.includes('/blobs/uploads/')).length)
  expect(await lacking(stored(testbed, target.repository, OTHER_ACCOUNT), content)).toEqual([])
})

test('blobs are streamed if a 403 forbids mounting them', async () => {
  const strict = await startTestbed({quirks: {deniedMount: 'forbidden'}})
  try {
    strict.aws.setBlobMounting(ACCOUNT, REGION, true)
    const {content, root} = simple(content => content.image([content.layer('one')]))
    const source = await ecrEnd(strict, 'a/source')
    const target = await ecrEnd(strict, 'a/target', {
      policy: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'ecr:*',
          Resource: `arn:aws:ecr:eu-west-1:111122223333:repository/a/target`
        }
      }
    })
    content.putInto(stored(strict, 'a/source'))
    expect(await copy(source, target, root.digest)).toMatchObject({blobs: {mounted: 0, copied: 2}})
  } finally {
    await strict.close()
  }
})

/** The length of the longest chain of requests in which each began after the one before had ended. */
function longestChain(requests: LoggedRequest[]): number {
  let [length, end] = [0, -Infinity]
  for (const {at, ms} of requests.toSorted((a, b) => a.at + a.ms - b.at - b.ms))
    if (at >= end) [length, end] = [length + 1, at + ms]
  return length
}

test.each([
  ['mounting', true],
  ['not mounting', false]
])(
  'the role of the release stage is enough for a copy, %s',
  async (_, mounting) => {
    const aws = await startTestbed()
    try {
      aws.aws.setBlobMounting(ACCOUNT, REGION, mounting)
      await deploy(aws, STAGES_FILE)
      const {content, root} = signedIndex('release')
      content.putInto(stored(aws, 'sample-image/master'))
      const session = aws.aws.startSession(
        aws.aws.role(`arn:aws:iam::${ACCOUNT}:role/sample-image-release-github`)!,
        'run'
      )
      const {password} = aws.aws.issueToken(session, REGION)
      const {url: origin} = await aws.registry(ACCOUNT, REGION)
      const options = {
        origin,
        authorization: {kind: 'basic' as const, login: {username: 'AWS', password}},
        ...IMPATIENT
      }
      const [source, target] = [
        {options, repository: 'sample-image/master'},
        {options, repository: 'sample-image/release'}
      ]
      await copy(source, target, root.digest)
      await copy(source, target, root.digest)
      expect(await lacking(stored(aws, 'sample-image/release'), content)).toEqual([])
      expect(aws.requests.filter(({status}) => status === 403)).toHaveLength(0)
    } finally {
      await aws.close()
    }
  },
  60_000
)

describe('requests', () => {
  const described = (requests: LoggedRequest[]): string[] => requests.map(({method, path}) => `${method} ${path}`)

  test('are as few as possible if blobs are mounted', async () => {
    const {source, target} = await pair()
    const {content, root} = signedIndex('floor')
    content.putInto(stored(testbed, source.repository))
    const {result, requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    const [blobs, manifests] = [content.blobs.size, content.manifests.size]
    // cosign's artifact is read when its tag is looked up, its referrers are not listed, and the target is asked for its tag.
    const asked = manifests - 1
    expect(requests.length).toBe(blobs + (2 * manifests - 1) + 1 + asked + 3 + 1)
    expect(result.requests).toBe(requests.length)
    expect(new Set(described(requests)).size).toBe(requests.length)
  })

  test('include only two more for a registry without an API for referrers', async () => {
    const [source, target] = [peer(`copy-${++count}`), peer(`copy-${++count}`)]
    const {content, root} = simple(content =>
      content.index(Array.from({length: 6}, (_, index) => content.image([content.layer(`platform ${index}`)])))
    )
    await content.pushTo(distribution.origin, source.repository)
    const {requests} = await copy(source, target, root.digest)
    const [blobs, manifests] = [content.blobs.size, content.manifests.size]
    // Only a second 404 shows that the API is missing.
    expect(requests).toBe(blobs + 2 * manifests + 1 + manifests + 3 + 2)
  })

  test('are two, and those for referrers and signatures, if the target has the image', async () => {
    const {source, target} = await pair()
    const {content, root} = simple(content =>
      content.index([
        content.image([content.layer('one')]),
        content.image([content.layer('two')], {architecture: 'arm64'})
      ])
    )
    content.putInto(stored(testbed, source.repository))
    await copy(source, target, root.digest)
    const {result, requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    expect(result).toMatchObject({alreadyThere: true, manifests: 0, blobs: {mounted: 0, copied: 0, alreadyThere: 0}})
    expect(requests.length).toBe(2 + 3 + 3)
    expect(requests.every(({method}) => method === 'GET')).toBe(true)
  })

  test('form no chain longer than the depth of the image, whatever the number of layers', async () => {
    const {source, target} = await pair()
    const {content, root} = simple(content =>
      content.image(Array.from({length: 40}, (_, index) => content.layer(`layer ${index}`)))
    )
    content.putInto(stored(testbed, source.repository))
    // Requests that do not wait for each other overlap, even if a busy machine delays some of them.
    testbed.latency = 1000
    try {
      const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
      expect(requests.length).toBe(41 + 2 + 1 + 1 + 3)
      // Read, mount all, put.
      expect(longestChain(requests)).toBe(3)
    } finally {
      testbed.latency = 0
    }
  })

  test('put children before parents, the image before its referrers, and no tags except cosign’s', async () => {
    const {source, target} = await pair()
    const {content, root} = signedIndex('order')
    content.putInto(stored(testbed, source.repository))
    const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    const put = requests
      .filter(({method}) => method === 'PUT')
      .map(({path}) => decodeURIComponent(path.split('/').at(-1)!))
    const [first, second, attestation, index, sbom, signature] = [...content.manifests.keys()]
    expect(new Set(put.slice(0, 3))).toEqual(new Set([first, second, attestation]))
    expect(put[3]).toBe(index)
    expect(new Set(put.slice(4))).toEqual(new Set([sbom, signature, [...content.tags.keys()][0]]))
    expect(put.indexOf(sbom!)).toBeLessThan(put.indexOf(signature!))
  })

  test('carry the login only to the registry', async () => {
    const name = `copy-${++count}`
    const [source, target] = [await ecrEnd(testbed, name), await ecrEnd(testbed, name, {account: OTHER_ACCOUNT})]
    const {content, root} = simple(content => content.image([content.layer('secret')]))
    content.putInto(stored(testbed, name))
    const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    const elsewhere = requests.filter(({service}) => service === 'blob')
    expect(elsewhere).toHaveLength(2)
    expect(elsewhere.map(({headers}) => headers.authorization)).toEqual([undefined, undefined])
    expect(
      requests.filter(({service}) => service === 'registry').every(({headers}) => headers.authorization !== undefined)
    ).toBe(true)
  })
})

describe('the target', () => {
  test('does not get a blob that it already has', async () => {
    const name = `copy-${++count}`
    const [source, target] = [await ecrEnd(testbed, name), await ecrEnd(testbed, name, {account: OTHER_ACCOUNT})]
    const before = simple(content => content.image([content.layer('kept')]))
    const after = simple(content => content.image([content.layer('kept'), content.layer('new')]))
    for (const {content} of [before, after]) content.putInto(stored(testbed, name))
    await copy(source, target, before.root.digest)
    expect((await copy(source, target, after.root.digest)).blobs).toEqual({mounted: 0, copied: 2, alreadyThere: 1})
  })

  test('gets the referrers and signatures that it lacks', async () => {
    const {source, target} = await pair()
    const {content, root} = signedIndex('later')
    content.putInto(stored(testbed, source.repository))
    await copy(source, target, root.digest)
    const sbom = [...content.manifests].find(([, {bytes}]) => bytes.includes('spdx'))![0]
    const more = new Content()
    more.artifact('application/vnd.example.late', 'late', {
      digest: sbom,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      size: 1
    })
    more.signature(root, 'attestation', 'att')
    more.putInto(stored(testbed, source.repository))
    const report = await copy(source, target, root.digest)
    expect(report).toMatchObject({alreadyThere: true, manifests: 2, referrers: 3})
    expect(report.cosign.sort()).toEqual(['already', 'put'])
    expect(await lacking(stored(testbed, target.repository), more)).toEqual([])
  })

  test('keeps a signature that the source lacks', async () => {
    const {source, target} = await pair()
    const {content, root} = signedIndex('signed-there')
    content.putInto(stored(testbed, source.repository))
    await copy(source, target, root.digest)
    const own = new Content()
    const signature = own.signature(root, 'made at the target')
    own.putInto(stored(testbed, target.repository))
    const [tag] = [...own.tags.keys()]
    expect((await copy(source, target, root.digest)).cosign).toEqual(['kept'])
    expect(stored(testbed, target.repository).tags.get(tag!)).toBe(signature.digest)
  })

  test('gets again everything that it lost during the copy', async () => {
    const {source, target} = await pair()
    const {content, root} = signedIndex('lost')
    content.putInto(stored(testbed, source.repository))
    const clearing = stored(testbed, target.repository)
    let cleared = false
    const lose = testbed.faults.add({
      match: ({method, path}) => {
        if (!cleared && method === 'PUT' && path.endsWith(`/manifests/${root.digest}`)) {
          cleared = true
          clearing.layers.clear()
          clearing.images.clear()
        }
        return false
      },
      fault: {kind: 'reset'}
    })
    try {
      const report = await copy(source, target, root.digest)
      expect(cleared).toBe(true)
      expect(report.blobs.copied).toBeGreaterThan(0)
      expect(clearing.images.has(root.digest)).toBe(true)
    } finally {
      lose.remove()
    }
  })
})

test('an image that lacks a part at the target is repaired if the caller asks for it', async () => {
  const {source, target} = await pair()
  const {content, root} = signedIndex('not-whole')
  content.putInto(stored(testbed, source.repository))
  await copy(source, target, root.digest)
  const {images, layers} = stored(testbed, target.repository)
  const [child = ''] = images.get(root.digest)!.manifest.children
  const [blob = ''] = images.get(child)!.manifest.blobs
  images.delete(child)
  layers.delete(blob)
  expect(await copy(source, target, root.digest)).toMatchObject({alreadyThere: true, manifests: 0})
  expect(images.has(child)).toBe(false)
  expect(await copy(source, target, root.digest, {evenIfPresent: true})).toMatchObject({alreadyThere: false, bytes: 0})
  expect(await lacking(stored(testbed, target.repository), content)).toEqual([])
})

test('foreign layers are not copied', async () => {
  const {source, target} = await pair()
  const {content, root} = simple(content => {
    const mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
    const foreign = {mediaType, digest: `sha256:${'f'.repeat(64)}`, size: 9, urls: ['https://example.com/layer']}
    return content.image([foreign, content.layer('ours', 'docker')], {family: 'docker'})
  })
  content.putInto(stored(testbed, source.repository))
  expect(await copy(source, target, root.digest)).toMatchObject({blobs: {mounted: 2, copied: 0, alreadyThere: 0}})
})

test('referrers that list each other are followed once', async () => {
  const {content, root} = simple(content => content.image([content.layer('loop')]))
  const a = content.artifact('application/a', 'a', root)
  const b = content.artifact('application/b', 'b', root)
  // A list under a tag has the entries that somebody put there, right or wrong.
  const list = (of: Described, ...referrers: Described[]): unknown =>
    content.tags.set(of.digest.replace(':', '-'), content.index(referrers).digest)
  list(root, a)
  list(a, b)
  list(b, a, root)
  const [from, to] = [peer(`copy-${++count}`), peer(`copy-${++count}`)]
  await content.pushTo(distribution.origin, from.repository)
  expect(await copy(from, to, root.digest)).toMatchObject({referrers: 3})
  expect(await copy(from, to, root.digest)).toMatchObject({alreadyThere: true, manifests: 0})
})

test('manifests are put no faster than the quota of ECR allows', async () => {
  const strict = await startTestbed()
  try {
    // ECR allows 10 per second. A busy machine may delay some requests, so that they arrive together with later ones.
    strict.aws.setQuota('ecr:PutImage', 15)
    strict.aws.setBlobMounting(ACCOUNT, REGION, true)
    const [source, target] = [await ecrEnd(strict, 'a/source'), await ecrEnd(strict, 'a/target')]
    const {content, root} = simple(content =>
      content.index(Array.from({length: 20}, (_, index) => content.image([content.layer(`platform ${index}`)])))
    )
    content.putInto(stored(strict, 'a/source'))
    const started = performance.now()
    await copy(source, target, root.digest)
    expect(strict.requests.filter(({status}) => status === 429)).toHaveLength(0)
    // The first 10 of 21 may be put at once.
    expect(performance.now() - started).toBeGreaterThan(11 * 100)
  } finally {
    await strict.close()
  }
}, 20_000)
