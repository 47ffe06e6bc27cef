import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {OCI_INDEX} from '../../../testbed/aws/manifest.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import type {Fault, LoggedRequest} from '../../../testbed/server/log.js'
import {inMemory} from '../../../testbed/server/spool.js'
import {RegistryClient} from '../src/registry-client.js'
import type {Described} from './content.js'
import {Content} from './content.js'
import type {End} from './world.js'
import {copy, ecrEnd, lacking, OTHER_ACCOUNT, requestsDuring, stored} from './world.js'

let testbed: Testbed
let count = 0
beforeAll(async () => {
  testbed = await startTestbed({quirks: {repeatedLayer: 'refused'}})
  for (const action of ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:CompleteLayerUpload'])
    testbed.aws.setQuota(action, Infinity)
})
afterAll(() => testbed.close())

/** A repository with content, and an empty one of another account, so that blobs are streamed. */
async function streaming(content: Content): Promise<{source: End; target: End; name: string}> {
  const name = `repair-${++count}`
  const [source, target] = [await ecrEnd(testbed, name), await ecrEnd(testbed, name, {account: OTHER_ACCOUNT})]
  content.putInto(stored(testbed, name))
  return {source, target, name}
}

function refuse(match: (request: LoggedRequest) => boolean, status: number, error: object | undefined, times?: number) {
  const body = error === undefined ? '' : JSON.stringify({errors: [error]})
  return testbed.faults.add({match, fault: {kind: 'status', status, body}, ...(times === undefined ? {} : {times})})
}

const puts = (digest: string) => (request: LoggedRequest) =>
  request.method === 'PUT' && request.path.endsWith(`/manifests/${digest}`)
const uploads =
  (digest: string) =>
  ({method, path}: LoggedRequest): boolean =>
    method === 'PUT' && path.includes('/uploads/') && decodeURIComponent(path).includes(digest)

describe('a target that reports missing layers gets them, although it answers that it has them', () => {
  const named = (digests: string): object => ({
    message: `Layers with digests '[${digests}]' required for pushing image do not exist`
  })
  test.each<[string, number, string, (digest: string) => object, boolean]>([
    ['in the message', 404, 'BLOB_UPLOAD_UNKNOWN', named, true],
    ['in the message', 400, 'BLOB_UPLOAD_UNKNOWN', named, true],
    [
      'in the detail',
      400,
      'MANIFEST_BLOB_UNKNOWN',
      digest => ({message: 'blob unknown to registry', detail: digest}),
      true
    ],
    ['in an object', 404, 'BLOB_UNKNOWN', digest => ({detail: {blob: {digest}}}), true],
    ['nowhere', 400, 'MANIFEST_BLOB_UNKNOWN', () => ({message: 'blob unknown'}), false],
    ['nowhere', 404, 'MANIFEST_UNKNOWN', () => ({message: 'manifest unknown'}), false]
  ])('and names them %s, with %d %s', async (_, status, code, error, isNamed) => {
    const content = new Content()
    const [lost, kept] = [content.layer(`lost ${count}`), content.layer(`kept ${count}`)]
    const root = content.image([lost, kept])
    const {source, target, name} = await streaming(content)
    const active = refuse(puts(root.digest), status, {code, ...error(lost.digest)}, 3)
    const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    active.remove()
    const sent = (one: Described): number => requests.filter(uploads(one.digest)).length
    expect([sent(lost), sent(kept)]).toEqual(isNamed ? [4, 1] : [4, 4])
    expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
  })

  test('which several images of an index share, at most once for each report', async () => {
    const content = new Content()
    const base = content.layer('shared')
    const root = content.index(
      ['amd64', 'arm64', 's390x'].map(architecture =>
        content.image([base, content.layer(architecture)], {architecture})
      )
    )
    const {source, target, name} = await streaming(content)
    let lost = false
    const active = testbed.faults.add({
      match: ({method, path}) => {
        if (!lost && method === 'PUT' && path.includes('/manifests/')) {
          lost = true
          stored(testbed, name, OTHER_ACCOUNT).layers.delete(base.digest)
        }
        return false
      },
      fault: {kind: 'reset'}
    })
    const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    active.remove()
    expect(requests.filter(uploads(base.digest)).length).toBeLessThanOrEqual(1 + 3)
    expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
  })
})

describe('a request that its sender repeats comes after a pause', () => {
  type Parts = Record<'root' | 'layer' | 'sbom', Described>
  /** `least`: milliseconds. The shortest pause is as long as its base, here 300 ms, if nobody asks for a longer one. */
  test.each<
    [string, (parts: Parts) => (request: LoggedRequest) => boolean, number, string, Record<string, string>, number]
  >([
    ['a manifest that lacks parts', ({root}) => puts(root.digest), 404, 'BLOB_UPLOAD_UNKNOWN', {}, 300],
    ['a manifest that arrived with other bytes', ({root}) => puts(root.digest), 400, 'DIGEST_INVALID', {}, 300],
    ['a referrer that was refused', ({sbom}) => puts(sbom.digest), 405, 'UNSUPPORTED', {}, 300],
    ['a blob', ({layer}) => uploads(layer.digest), 502, '', {}, 300],
    [
      'a blob that may be sent after a second',
      ({layer}) => uploads(layer.digest),
      429,
      'TOOMANYREQUESTS',
      {'retry-after': '1'},
      1000
    ]
  ])('%s', async (what, match, status, code, headers, least) => {
    const content = new Content()
    const layer = content.layer(`${what} after ${least}`)
    const root = content.image([layer])
    const parts = {root, layer, sbom: content.artifact('application/spdx+json', what, root)}
    const {source, target} = await streaming(content)
    const fault = {kind: 'status', status, headers, body: JSON.stringify({errors: [{code, message: ''}]})} as const
    const active = testbed.faults.add({match: match(parts), fault, times: 1})
    const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest, {backoffMs: 300}))
    active.remove()
    const [first, second] = requests.filter(match(parts))
    expect([first?.status, second?.status]).toEqual([status, 201])
    // The log has whole milliseconds, and a timer may be early by one.
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(least - 2)
  })
})

test('a target that reports a missing child gets that child again', async () => {
  const content = new Content()
  const [lost, kept] = ['lost', 'kept'].map(architecture =>
    content.image([content.layer(architecture)], {architecture})
  )
  const root = content.index([lost!, kept!])
  const {source, target} = await streaming(content)
  const error = {code: 'MANIFEST_BLOB_UNKNOWN', message: `Images with digests '[${lost!.digest}]' do not exist`}
  const active = refuse(puts(root.digest), 404, error, 2)
  const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
  active.remove()
  expect([lost!, kept!].map(({digest}) => requests.filter(puts(digest)).length)).toEqual([3, 1])
})

test.each([
  ['a manifest that arrives with other bytes', puts, 400, 'DIGEST_INVALID'],
  ['an upload that the registry is too busy for', uploads, 503, ''],
  ['an upload that fails inside of the registry', uploads, 500, ''],
  ['an upload whose session got lost', uploads, 404, 'BLOB_UPLOAD_UNKNOWN']
])('%s is repeated until it succeeds', async (what, match, status, code) => {
  const content = new Content()
  const layer = content.layer(what)
  const root = content.image([layer])
  const {source, target, name} = await streaming(content)
  const {digest} = match === puts ? root : layer
  const active = refuse(match(digest), status, code === '' ? undefined : {code, message: ''}, 9)
  await copy(source, target, root.digest)
  active.remove()
  expect(active.hits).toBe(9)
  expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
})

test.each([
  ['a manifest that always arrives with other bytes', puts, 400, 'DIGEST_INVALID'],
  ['an upload that always fails', uploads, 500, '']
])('%s fails the copy at the deadline, after pauses that grow', async (what, match, status, code) => {
  const content = new Content()
  const layer = content.layer(what)
  const root = content.image([layer])
  const {source, target} = await streaming(content)
  const {digest} = match === puts ? root : layer
  const active = refuse(match(digest), status, code === '' ? undefined : {code, message: ''})
  const impatient = {...target, options: {...target.options, deadlineMs: 2000}}
  const began = performance.now()
  await expect(copy(source, impatient, root.digest, {backoffMs: 50})).rejects.toMatchObject({side: 'target', status})
  active.remove()
  expect(performance.now() - began).toBeLessThan(10_000)
  // Their sum is at most 2 s, and the sixth is at least 0.8 s.
  expect(active.hits).toBeGreaterThan(3)
  expect(active.hits).toBeLessThan(9)
})

describe('a tag on a manifest that the registry reports as incomplete', () => {
  const put = async (times?: number) => {
    const content = new Content()
    const root = content.image([content.layer(`late ${times}`)])
    const {target, name} = await streaming(content)
    content.putInto(stored(testbed, name, OTHER_ACCOUNT))
    const active = refuse(
      ({method, path}) => method === 'PUT' && path.endsWith('/manifests/late'),
      404,
      {code: 'BLOB_UPLOAD_UNKNOWN', message: 'Layers do not exist'},
      times
    )
    const registry = new RegistryClient({...target.options, deadlineMs: 2000, signal: new AbortController().signal})
    const repository = registry.repository(name)
    const manifest = await repository.find(root.digest)
    try {
      return {result: await repository.tag('late', manifest!), active}
    } finally {
      active.remove()
      await registry.close()
    }
  }

  test('is put again until the registry is up to date', async () => {
    expect(await put(9)).toMatchObject({result: 'put', active: {hits: 9}})
  })

  test('fails at the deadline if that does not pass, and the remedy is another build', async () => {
    await expect(put()).rejects.toMatchObject({
      status: 404,
      needsBuild: true,
      remedy: 'Build and push the image again: a part of it is missing in the registry.'
    })
  })
})

test('a target that reports a missing layer until the deadline fails the copy, with that report', async () => {
  const content = new Content()
  const root = content.image([content.layer('never')])
  const {source, target} = await streaming(content)
  const active = refuse(puts(root.digest), 404, {code: 'BLOB_UPLOAD_UNKNOWN', message: 'Layers do not exist'})
  const impatient = {...target, options: {...target.options, deadlineMs: 2000}}
  const failed = copy(source, impatient, root.digest)
  await expect(failed).rejects.toMatchObject({side: 'target', status: 404, codes: ['BLOB_UPLOAD_UNKNOWN']})
  active.remove()
  expect(active.hits).toBeGreaterThan(2)
})

test.each([
  [400, 'DIGEST_INVALID', 'provided digest did not match uploaded content'],
  [400, 'SIZE_INVALID', 'provided length did not match content length']
])('a manifest that arrives with other bytes is sent again: %d %s', async (status, code, message) => {
  const content = new Content()
  const root = content.image([content.layer(code)])
  const {source, target} = await streaming(content)
  const active = refuse(puts(root.digest), status, {code, message}, 2)
  const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
  active.remove()
  expect(requests.filter(({method, path}) => method === 'PUT' && path.includes('/uploads/'))).toHaveLength(2)
})

test.each([
  [400, 'BLOB_UPLOAD_INVALID', 'None of the provided layer digests match the calculated layer digest'],
  [416, 'BLOB_UPLOAD_INVALID', 'First byte of the layer part is 0 instead of 5'],
  [404, 'BLOB_UPLOAD_UNKNOWN', 'The upload could not be found'],
  [400, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry'],
  [400, 'DIGEST_INVALID', 'provided digest did not match uploaded content'],
  [400, 'SIZE_INVALID', 'provided length did not match content length']
])('an upload that ends with %d %s is repeated in a session of its own', async (status, code, message) => {
  const content = new Content()
  const layer = content.layer(`${code} ${status}`)
  const root = content.image([layer])
  const {source, target, name} = await streaming(content)
  const active = refuse(uploads(layer.digest), status, {code, message}, 2)
  const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
  active.remove()
  const sessions = requests.filter(uploads(layer.digest)).map(({path}) => path)
  expect(new Set(sessions).size).toBe(3)
  expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
})

describe('a blob that another job has put during the upload is not sent again', () => {
  test.each<[string, number | undefined, object | undefined]>([
    ['ECR', undefined, undefined],
    ['Nexus', 400, {code: 'BLOB_UPLOAD_INVALID', message: 'blob upload invalid', detail: 'cannot be updated'}],
    ['a registry that answers 409', 409, undefined],
    ['a registry that answers 500', 500, undefined]
  ])('%s', async (_, status, error) => {
    const content = new Content()
    const layer = content.layer(`raced ${status}`)
    const root = content.image([layer])
    const {source, target, name} = await streaming(content)
    const active = testbed.faults.add({
      match: request => {
        if (!uploads(layer.digest)(request)) return false
        stored(testbed, name, OTHER_ACCOUNT).layers.set(layer.digest, inMemory(content.blobs.get(layer.digest)!))
        return status !== undefined
      },
      fault: {kind: 'status', status: status ?? 0, body: error === undefined ? '' : JSON.stringify({errors: [error]})}
    })
    const {result, requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    active.remove()
    expect(requests.filter(uploads(layer.digest))).toHaveLength(1)
    expect(result.bytes).toBe([...content.blobs.values()].reduce((sum, {length}) => sum + length, 0))
  })

  test('a refusal fails the copy if the target does not have the blob', async () => {
    const content = new Content()
    const layer = content.layer('refused')
    const root = content.image([layer])
    const {source, target} = await streaming(content)
    const active = refuse(uploads(layer.digest), 409, undefined)
    await expect(copy(source, target, root.digest)).rejects.toMatchObject({side: 'target', status: 409})
    expect(active.hits).toBe(1)
    active.remove()
  })
})

describe('a referrer that cannot be copied does not fail the copy', () => {
  const signed = (seed: string) => {
    const content = new Content()
    const root = content.image([content.layer(`layer of ${seed}`)])
    const sbom = content.artifact('application/spdx+json', `SBOM of ${seed}`, root)
    const signature = content.artifact('application/vnd.example.signature', `signature of ${seed}`, sbom)
    const other = content.artifact('application/vnd.example.other', `other of ${seed}`, root)
    return {content, root, sbom, signature, other}
  }

  test.each([400, 403, 405, 415, 422, 501, 505, 507])(
    'with %d, and the report names it and what belongs to it',
    async status => {
      const {content, root, sbom, signature, other} = signed(`${status}`)
      const {source, target, name} = await streaming(content)
      const active = refuse(puts(sbom.digest), status, {code: 'UNSUPPORTED', message: 'Invalid JSON syntax'})
      const report = await copy(source, target, root.digest)
      active.remove()
      // One refusal may be an accident.
      expect(active.hits).toBe(2)
      expect(report).toMatchObject({referrers: 1, manifests: 2, alreadyThere: false})
      expect(report.uncopied).toEqual([
        {
          digest: sbom.digest,
          artifactType: 'application/spdx+json',
          tag: undefined,
          because: expect.stringContaining(`${status} UNSUPPORTED: Invalid JSON syntax`)
        },
        {
          digest: signature.digest,
          artifactType: 'application/vnd.example.signature',
          tag: undefined,
          because: `it belongs to ${sbom.digest}, which was not copied`
        }
      ])
      const {images} = stored(testbed, name, OTHER_ACCOUNT)
      expect([...images.keys()].sort()).toEqual([root.digest, other.digest].sort())
      // The next copy tries again.
      expect(await copy(source, target, root.digest)).toMatchObject({alreadyThere: true, referrers: 3})
      expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
    }
  )

  test('and is copied, if only its list is larger than a manifest', async () => {
    const content = new Content()
    const root = content.image([content.layer('with notes')])
    const config = content.blob('{}', 'application/vnd.oci.empty.v1+json')
    for (const n of ['1', '2']) {
      const annotations = {n, notes: 'x'.repeat(2_200_000)}
      const subject = {mediaType: root.mediaType, digest: root.digest, size: root.size}
      content.manifest(
        {artifactType: 'application/notes', config, layers: [config], subject, annotations},
        root.mediaType
      )
    }
    const {source, target, name} = await streaming(content)
    expect((await copy(source, target, root.digest)).uncopied).toBeUndefined()
    expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
  })

  test('for two reasons, and the report names it once', async () => {
    const {content, root, sbom} = signed('two reasons')
    const {source, target, name} = await streaming(content)
    const faults = [
      refuse(puts(sbom.digest), 400, {code: 'UNSUPPORTED', message: 'Invalid JSON syntax'}),
      testbed.faults.add({
        match: ({path}) => path === `/v2/${name}/referrers/${sbom.digest}`,
        fault: {kind: 'status', status: 200, body: 'no JSON'}
      })
    ]
    const {uncopied = [], referrers} = await copy(source, target, root.digest)
    for (const one of faults) one.remove()
    expect(faults.map(({hits}) => hits > 0)).toEqual([true, true])
    expect(uncopied.map(({digest}) => digest)).toEqual([sbom.digest])
    expect(referrers).toBe(1)
  })

  test('because there are more than the time for them allows', async () => {
    const content = new Content()
    const root = content.image([content.layer('with a crowd')])
    for (let number = 0; number < 40; number++) content.artifact('application/x', `${number}`, root)
    const {source, target, name} = await streaming(content)
    const {uncopied = [], referrers} = await copy(source, target, root.digest, {attachmentsMs: 1000, putsPerSecond: 10})
    expect(uncopied.length).toBeGreaterThan(0)
    expect(uncopied.length + referrers).toBe(40)
    expect(uncopied[0]?.because).toContain('no time was left for it')
    expect(stored(testbed, name, OTHER_ACCOUNT).images.has(root.digest)).toBe(true)
  })

  test('because the list that names it cannot be read', async () => {
    const content = new Content()
    const root = content.image([content.layer('with a broken list')])
    const {source, target, name} = await streaming(content)
    const active = testbed.faults.add({
      match: ({path}) => path.includes(`${name}/referrers/`),
      fault: {kind: 'status', status: 200, body: '{"manifests": 1}'}
    })
    const {uncopied} = await copy(source, target, root.digest)
    active.remove()
    expect(uncopied).toEqual([
      {
        digest: root.digest,
        artifactType: undefined,
        tag: undefined,
        because: expect.stringContaining('the answer is not a list of referrers')
      }
    ])
    expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
  })

  test('because of an empty blob, which ECR does not store', async () => {
    const content = new Content()
    const root = content.image([content.layer('layer')])
    const {digest} = content.artifact('application/vnd.example.empty', '', root)
    const {source, target, name} = await streaming(content)
    const {uncopied, blobs} = await copy(source, target, root.digest)
    expect(uncopied).toEqual([
      expect.objectContaining({digest, because: expect.stringContaining('it does not have any parts')})
    ])
    expect(blobs.copied).toBe(3)
    expect(stored(testbed, name, OTHER_ACCOUNT).images.has(root.digest)).toBe(true)
  })

  test('nor does an artifact of cosign', async () => {
    const content = new Content()
    const root = content.image([content.layer('layer with cosign')])
    const {digest} = content.signature(root, 'refused')
    const [tag = ''] = content.tags.keys()
    const {source, target} = await streaming(content)
    const active = refuse(puts(tag), 405, {code: 'UNSUPPORTED', message: ''})
    expect(await copy(source, target, root.digest)).toMatchObject({cosign: [], uncopied: [{digest, tag}]})
    active.remove()
  })

  /** Adds a referrer to the content. Returns it and the part of it that the source has lost, or holds with other bytes. */
  type Damage = (content: Content, root: Described) => {bad: Described; gone?: Described; corrupt?: Described}
  const damages: [string, Damage, string][] = [
    [
      'is an index and an image at once',
      (content, root) => ({bad: content.manifest({manifests: [], layers: [], subject: root}, OCI_INDEX)}),
      'the manifest cannot be copied: it has `manifests` and `layers` at once'
    ],
    [
      'does not exist',
      (content, root) => {
        const bad = content.artifact('application/vnd.example.gone', 'gone', root)
        return {bad, gone: bad}
      },
      'it is missing, and sha256:'
    ],
    [
      'has lost a blob',
      (content, root) => {
        const gone = content.layer('a lost blob')
        return {bad: content.image([gone], {subject: root}), gone}
      },
      'reading blob'
    ],
    [
      'has lost a manifest',
      (content, root) => {
        const gone = content.image([content.layer('of a lost manifest')])
        return {bad: content.index([gone], {subject: root}), gone}
      },
      'it is missing, and sha256:'
    ],
    [
      'has other bytes in a blob',
      (content, root) => {
        const corrupt = content.layer('right bytes')
        return {bad: content.image([corrupt], {subject: root}), corrupt}
      },
      'the bytes have digest'
    ]
  ]
  /** Does the damage to the stored content of the source. */
  const harm = (name: string, {gone, corrupt}: {gone?: Described; corrupt?: Described}) => {
    if (corrupt !== undefined) stored(testbed, name).layers.set(corrupt.digest, inMemory(Buffer.from('wrong bytes')))
    const isGone = ({method, path}: LoggedRequest): boolean =>
      gone !== undefined && method === 'GET' && decodeURIComponent(path).endsWith(gone.digest)
    return refuse(isGone, 404, {code: 'MANIFEST_UNKNOWN', message: ''})
  }

  test.each(damages)('nor does one that %s at the source', async (what, damage, because) => {
    const {content, root, sbom, signature, other} = signed(what)
    const {bad, ...parts} = damage(content, root)
    const {source, target, name} = await streaming(content)
    const active = harm(name, parts)
    const {uncopied} = await copy(source, target, root.digest)
    active.remove()
    expect(uncopied).toEqual([
      expect.objectContaining({digest: bad.digest, because: expect.stringMatching(new RegExp(because, 'i'))})
    ])
    const {images} = stored(testbed, name, OTHER_ACCOUNT)
    expect([...images.keys()]).toEqual(expect.arrayContaining([root, sbom, signature, other].map(({digest}) => digest)))
  })

  test.each(damages.filter(([what]) => what !== 'does not exist'))(
    'nor does an artifact of cosign that %s at the source',
    async (what, damage, because) => {
      const {content, root} = signed(`cosign, ${what}`)
      const {bad, ...parts} = damage(content, content.layer('no manifest'))
      const tag = `${root.digest.replace(':', '-')}.sig`
      content.tags.set(tag, bad.digest)
      const {source, target, name} = await streaming(content)
      const active = harm(name, parts)
      const {uncopied, cosign} = await copy(source, target, root.digest)
      active.remove()
      expect(cosign).toEqual([])
      expect(uncopied).toEqual([
        expect.objectContaining({digest: bad.digest, tag, because: expect.stringMatching(new RegExp(because, 'i'))})
      ])
    }
  )

  test.each([
    ['that is no manifest', 'no JSON'],
    ['that is larger than a manifest', 'x'.repeat(4_200_000)]
  ])('nor does an artifact of cosign %s', async (what, body) => {
    const {content, root} = signed(what)
    const tag = `${root.digest.replace(':', '-')}.sig`
    content.signature(root, what)
    const {source, target, name} = await streaming(content)
    const active = testbed.faults.add({
      match: ({method, path}) => method === 'GET' && path === `/v2/${name}/manifests/${tag}`,
      fault: {kind: 'status', status: 200, body}
    })
    const {uncopied, cosign} = await copy(source, target, root.digest)
    active.remove()
    expect(cosign).toEqual([])
    expect(uncopied?.map(one => one.tag)).toEqual([tag])
    expect(stored(testbed, name, OTHER_ACCOUNT).images.has(root.digest)).toBe(true)
  })

  test.each(['manifest', 'layer'])(
    'nor does one whose %s takes longer than there is time for attachments',
    async what => {
      const {content, root, sbom} = signed(`slow ${what}`)
      const {source, target, name} = await streaming(content)
      const {layers} = JSON.parse(content.manifests.get(sbom.digest)?.bytes.toString() ?? '') as {layers: Described[]}
      const match = what === 'manifest' ? puts(sbom.digest) : uploads(layers[0]?.digest ?? '')
      const active = testbed.faults.add({match, fault: {kind: 'stall'}})
      const {uncopied} = await copy(source, target, root.digest, {attachmentsMs: 1500})
      active.remove()
      expect(uncopied?.map(one => one.digest)).toContain(sbom.digest)
      expect(stored(testbed, name, OTHER_ACCOUNT).images.has(root.digest)).toBe(true)
    }
  )

  test('nor does one whose blob the target lost after the source did', async () => {
    const content = new Content()
    const root = content.image([content.layer('kept')])
    const gone = content.layer('lost at both')
    const bad = content.image([gone], {subject: root})
    const {source, target, name} = await streaming(content)
    stored(testbed, name, OTHER_ACCOUNT).layers.set(gone.digest, inMemory(content.blobs.get(gone.digest)!))
    const reported = refuse(puts(bad.digest), 404, {code: 'BLOB_UPLOAD_UNKNOWN', message: gone.digest})
    const active = harm(name, {gone})
    expect(await copy(source, target, root.digest)).toMatchObject({uncopied: [{digest: bad.digest}]})
    active.remove()
    reported.remove()
  })

  test.each([
    ['a login', 403],
    ['a login', 401],
    ['a busy registry', 500]
  ])('but an error of %s at the source fails the copy: %d', async (_, status) => {
    const {content, root, sbom} = signed(`source ${status}`)
    const {source, target} = await streaming(content)
    const active = refuse(
      ({method, path}) => method === 'GET' && path.endsWith(`/manifests/${sbom.digest}`),
      status,
      undefined
    )
    await expect(copy(source, target, root.digest)).rejects.toMatchObject({side: 'source'})
    active.remove()
  })

  type Steps = Record<string, (name: string, sbom: Described, content: Content) => (request: LoggedRequest) => boolean>
  const steps: Steps = {
    manifest: (_, sbom) => puts(sbom.digest),
    blob: (_, sbom, content) => {
      const {layers} = JSON.parse(content.manifests.get(sbom.digest)?.bytes.toString() ?? '') as {layers: Described[]}
      return uploads(layers[0]?.digest ?? '')
    }
  }
  test.each<[string, keyof Steps, Fault]>([
    ['500 for its manifest', 'manifest', {kind: 'status', status: 500}],
    ['503 for its manifest', 'manifest', {kind: 'status', status: 503}],
    ['no answer for its manifest', 'manifest', {kind: 'stall'}],
    ['a broken connection for its manifest', 'manifest', {kind: 'reset'}],
    ['500 for its blob', 'blob', {kind: 'status', status: 500}],
    ['a broken connection for its blob', 'blob', {kind: 'reset'}]
  ])('because the target lastingly has %s', async (what, step, fault) => {
    const {content, root, sbom, signature} = signed(what)
    const {source, target, name} = await streaming(content)
    const active = testbed.faults.add({match: steps[step]!(name, sbom, content), fault})
    const impatient = {...target, options: {...target.options, deadlineMs: 1000, idleMs: 300}}
    const {uncopied} = await copy(source, impatient, root.digest)
    active.remove()
    expect(uncopied?.map(one => one.digest)).toEqual([sbom.digest, signature.digest])
    expect(stored(testbed, name, OTHER_ACCOUNT).images.has(root.digest)).toBe(true)
    expect(await copy(source, target, root.digest)).toMatchObject({alreadyThere: true, referrers: 3})
    expect(await lacking(stored(testbed, name, OTHER_ACCOUNT), content)).toEqual([])
  })

  test('because the target does not list what the image already has', async () => {
    const {content, root} = signed('not listed')
    const {source, target, name} = await streaming(content)
    await copy(source, target, root.digest)
    const other = content.artifact('application/vnd.example.later', 'attached later', root)
    content.putInto(stored(testbed, name))
    const isList = ({method, path}: LoggedRequest): boolean =>
      method === 'GET' && path.includes(`${name}/referrers/${root.digest}`)
    let asked = 0
    // The source is asked first.
    const active = refuse(request => isList(request) && ++asked > 1, 500, undefined)
    const {uncopied} = await copy(source, target, root.digest)
    active.remove()
    expect(uncopied?.map(one => one.digest)).toEqual([root.digest])
    expect((await copy(source, target, root.digest)).referrers).toBe(4)
    expect(stored(testbed, name, OTHER_ACCOUNT).images.has(other.digest)).toBe(true)
  })

  test.each([
    ['a failure of the image itself', 405, ({root}: {root: Described}) => root],
    ['a transient failure of the image itself', 500, ({root}: {root: Described}) => root],
    ['a login that the target refuses', 401, ({sbom}: {sbom: Described}) => sbom]
  ])('but %s fails the copy: %d', async (_, status, pick) => {
    const {content, ...parts} = signed(`failing ${status}`)
    const {root} = parts
    const {source, target} = await streaming(content)
    const active = refuse(puts(pick(parts).digest), status, undefined)
    await expect(copy(source, target, root.digest)).rejects.toMatchObject({side: 'target', status})
    active.remove()
  })

  test('but an attachment that fails together with the image does not hide why the image fails', async () => {
    const {content, root, sbom} = signed('failing together')
    const {source, target} = await streaming(content)
    const faults = [
      refuse(steps['blob']!('', sbom, content), 500, undefined),
      refuse(puts(root.digest), 405, undefined)
    ]
    await expect(copy(source, target, root.digest)).rejects.toMatchObject({side: 'target', status: 405})
    for (const one of faults) one.remove()
  })
})

describe('a foreign layer', () => {
  const mediaType = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'
  const urls = ['https://mcr.example/layer?secret=1']

  test.each([
    ['streamed', OTHER_ACCOUNT, {copied: 3, mounted: 0}],
    ['mounted', undefined, {copied: 0, mounted: 3}]
  ] as const)('that the source holds is %s', async (_, account, blobs) => {
    const content = new Content()
    const foreign = {...content.blob('windows', mediaType), urls}
    const root = content.image([foreign, content.layer('ours')])
    const name = `foreign-${++count}`
    const source = await ecrEnd(testbed, `${name}/source`)
    const target = await ecrEnd(testbed, `${name}/target`, account === undefined ? {} : {account})
    testbed.aws.setBlobMounting('111122223333', 'eu-west-1', true)
    content.putInto(stored(testbed, source.repository))
    const ends = account === undefined ? {...target, options: source.options} : target
    const report = await copy(source, ends, root.digest)
    expect([report.blobs, report.foreign]).toEqual([{alreadyThere: 0, ...blobs}, undefined])
    expect(await lacking(stored(testbed, target.repository, account), content)).toEqual([])
  })

  test('that the source holds is sent again if the target reports it as missing', async () => {
    const content = new Content()
    const foreign = {...content.blob('lost windows', mediaType), urls}
    const ours = content.layer('kept')
    const root = content.image([foreign, ours])
    const {source, target} = await streaming(content)
    const error = {code: 'BLOB_UPLOAD_UNKNOWN', message: `Layers with digests '[${foreign.digest}]' do not exist`}
    const active = refuse(puts(root.digest), 404, error, 2)
    const {requests} = await requestsDuring(testbed, () => copy(source, target, root.digest))
    active.remove()
    expect([foreign, ours].map(({digest}) => requests.filter(uploads(digest)).length)).toEqual([3, 1])
  })

  test('that the source does not hold stays at its URLs, and the report names it', async () => {
    const content = new Content()
    const foreign = {...content.blob('windows', mediaType), urls}
    const index = content.index([content.image([foreign]), content.image([foreign, content.layer('ours')])])
    content.blobs.delete(foreign.digest)
    const {source, target} = await streaming(content)
    expect(await copy(source, target, index.digest)).toMatchObject({
      foreign: [{digest: foreign.digest, hosts: ['mcr.example']}]
    })
  })
})
