import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {IamPolicy} from '../../../testbed/aws/iam.js'
import type {Mutability} from '../../../testbed/aws/stored-repository.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {makeLayer} from '../../../testbed/registry/image.js'
import {sha256Digest} from '../../../testbed/server/spool.js'
import {
  allow,
  type BareRegistryClient,
  createClient,
  createManifest,
  createRepository,
  createTestbed,
  DEVELOPMENT_REPOSITORY_ARN,
  request,
  SAMPLE_ACCOUNT,
  SAMPLE_REGION
} from '../sample.js'

const name = 'sample-image/development'
const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'

let testbed: Testbed
let client: BareRegistryClient
beforeEach(async () => {
  testbed = await createTestbed()
  client = await createClient(testbed)
})
afterEach(() => testbed.close())

function putManifest(reference: string, manifest: object | string, mediaType = OCI_MANIFEST, repository = name) {
  const body = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  return client.send('PUT', `/v2/${repository}/manifests/${reference}`, {headers: {'content-type': mediaType}, body})
}

describe('authentication', () => {
  const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a bearer token', {authorization: 'Bearer abc'}],
    ['another user', {authorization: basic('aws', 'x')}]
  ])('%s is answered with a challenge for Basic', async (_, headers) => {
    const answer = await request('GET', `${client.url}/v2/`, {headers})
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(`Basic realm="${client.url}/",service="ecr.amazonaws.com"`)
  })

  test.each<[string, () => Promise<BareRegistryClient['send']> | BareRegistryClient['send']]>([
    [
      'an unknown token',
      () => (method, path) => request(method, `${client.url}${path}`, {headers: {authorization: basic('AWS', 'x')}})
    ],
    [
      'an expired token',
      () => {
        testbed.advance(12 * 3600 + 1)
        return (method, path) => client.send(method, path)
      }
    ],
    [
      'a token of another region',
      async () => {
        const other = await createClient(testbed, undefined, {inRegion: 'us-east-1'})
        return (method, path, options) => other.send(method, `${client.url}${path}`, options)
      }
    ]
  ])('%s is denied without a challenge', async (_, sender) => {
    const answer = await (await sender())('GET', '/v2/')
    expect(answer.status).toBe(403)
    expect(answer.error.code).toBe('DENIED')
    expect(answer.headers.has('www-authenticate')).toBe(false)
  })

  test('a token outlives the session that it was issued for', async () => {
    testbed.advance(11 * 3600)
    expect((await client.send('GET', '/v2/')).status).toBe(200)
  })
})

describe('the IAM action that a request requires', () => {
  const digest = sha256Digest('content')
  test.each<[string, string, string]>([
    ['ecr:BatchGetImage', 'HEAD', 'manifests/one'],
    ['ecr:BatchGetImage', 'GET', 'manifests/one'],
    ['ecr:BatchGetImage', 'GET', `referrers/${digest}`],
    ['ecr:BatchCheckLayerAvailability', 'HEAD', `blobs/${digest}`],
    ['ecr:GetDownloadUrlForLayer', 'GET', `blobs/${digest}`],
    ['ecr:InitiateLayerUpload', 'POST', 'blobs/uploads/'],
    ['ecr:UploadLayerPart', 'PATCH', 'blobs/uploads/x'],
    ['ecr:CompleteLayerUpload', 'PUT', `blobs/uploads/x?digest=${digest}`],
    ['ecr:PutImage', 'PUT', 'manifests/one'],
    ['ecr:ListImages', 'GET', 'tags/list']
  ])('%s: %s %s', async (action, method, path) => {
    const all: IamPolicy = {
      Version: '2012-10-17',
      Statement: [{Effect: 'Allow', NotAction: action, Resource: '*'}]
    }
    const without = await createClient(testbed, [all])
    const denied = await without.send(method, `/v2/${name}/${path}`)
    expect(denied.status).toBe(403)
    if (method === 'HEAD') expect(denied.text).toBe('')
    else {
      expect(denied.error).toEqual({
        code: 'DENIED',
        message:
          `User: arn:aws:iam::${SAMPLE_ACCOUNT}:user/developer is not authorized to perform: ${action} ` +
          `on resource: ${DEVELOPMENT_REPOSITORY_ARN} because no identity-based policy allows the ${action} action`
      })
    }
    const only = await createClient(testbed, [allow(action, DEVELOPMENT_REPOSITORY_ARN)])
    expect((await only.send(method, `/v2/${name}/${path}`)).status).not.toBe(403)
    expect(testbed.requests.at(-1)?.iam).toEqual([{action, resource: DEVELOPMENT_REPOSITORY_ARN, decision: 'allow'}])
  })

  test('a PUT with a whole blob requires ecr:UploadLayerPart as well', async () => {
    const rights = ['ecr:InitiateLayerUpload', 'ecr:CompleteLayerUpload']
    const without = await createClient(testbed, [allow(rights)])
    const {headers} = await without.send('POST', `/v2/${name}/blobs/uploads/`)
    const {status, error} = await without.send('PUT', `${headers.get('location')}?digest=${digest}`, {body: 'content'})
    expect(status).toBe(403)
    expect(error.message).toContain('ecr:UploadLayerPart')
  })
})

describe('a repository that does not exist', () => {
  test('is NAME_UNKNOWN', async () => {
    const {status, error} = await client.send('GET', '/v2/nosuch/manifests/one')
    expect(status).toBe(404)
    expect(error).toEqual({
      code: 'NAME_UNKNOWN',
      message: `The repository with name 'nosuch' does not exist in the registry with id '${SAMPLE_ACCOUNT}'`
    })
  })

  test('drops the connection of an upload’s POST', async () => {
    await expect(client.send('POST', '/v2/nosuch/blobs/uploads/')).rejects.toThrow()
    expect(testbed.requests.at(-1)?.status).toBe(0)
  })

  test('is NAME_UNKNOWN for the POST too, as a quirk', async () => {
    await testbed.close()
    testbed = await createTestbed({quirks: {missingRepositoryUpload: 'not-found'}})
    client = await createClient(testbed)
    expect((await client.send('POST', '/v2/nosuch/blobs/uploads/')).error.code).toBe('NAME_UNKNOWN')
  })

  test('is NAME_INVALID if its name is malformed', async () => {
    expect((await client.send('GET', '/v2/No_Such/tags/list')).error.code).toBe('NAME_INVALID')
  })
})

describe('uploads', () => {
  const big = Buffer.alloc(5 * 1024 * 1024, 1)
  const start = async () => (await client.send('POST', `/v2/${name}/blobs/uploads/`)).headers.get('location')!

  test('a POST and one PUT', async () => {
    const digest = await client.pushBlob(name, 'content')
    const {status, headers, text} = await client.send('HEAD', `/v2/${name}/blobs/${digest}`)
    expect({status, length: headers.get('content-length'), text}).toEqual({status: 200, length: '7', text: ''})
  })

  test('a POST, a PATCH with everything and an empty PUT', async () => {
    const location = await start()
    const patch = await client.send('PATCH', location, {body: 'content'})
    expect({status: patch.status, range: patch.headers.get('range')}).toEqual({status: 201, range: '0-6'})
    const put = await client.send('PUT', `${location}?digest=${sha256Digest('content')}`)
    expect({status: put.status, digest: put.headers.get('docker-content-digest')}).toEqual({
      status: 201,
      digest: sha256Digest('content')
    })
  })

  test('parts of 5 MiB, for which the Range stays that of the first', async () => {
    const location = await start()
    const ranges = []
    for (const begin of [0, big.length]) {
      const headers = {'content-range': `${begin}-${begin + big.length - 1}`}
      ranges.push((await client.send('PATCH', location, {headers, body: big})).headers.get('range'))
    }
    expect(ranges).toEqual([`0-${big.length - 1}`, `0-${big.length - 1}`])
    const put = await client.send(
      'PUT',
      `${location}?digest=${sha256Digest(Buffer.concat([big, big, Buffer.from('end')]))}`,
      {body: 'end'}
    )
    expect(put.status).toBe(201)
  })

  test('a part below 5 MiB is refused unless it is the last', async () => {
    const location = await start()
    await client.send('PATCH', location, {body: 'a'})
    const {status, error} = await client.send('PUT', `${location}?digest=${sha256Digest('ab')}`, {body: 'b'})
    expect({status, message: error.message}).toEqual({
      status: 400,
      message: 'All layer parts except the last part should be at least 5MB'
    })
  })

  test('a part that does not begin at the end fails the session', async () => {
    const location = await start()
    await client.send('PATCH', location, {headers: {'content-range': '0-0'}, body: 'a'})
    const {status, error} = await client.send('PATCH', location, {headers: {'content-range': '5-5'}, body: 'b'})
    expect({status, ...error}).toEqual({
      status: 416,
      code: 'BLOB_UPLOAD_INVALID',
      message: 'First byte of the layer part is 5 instead of 1'
    })
  })

  test.each<[string, string, string, string]>([
    [
      'the wrong digest',
      'content',
      sha256Digest('other'),
      'None of the provided layer digests match the calculated layer digest'
    ],
    ['no bytes', '', sha256Digest(''), 'cannot be completed because it does not have any parts']
  ])('%s is refused, and the session has failed', async (_, body, digest, message) => {
    const location = await start()
    const first = await client.send('PUT', `${location}?digest=${digest}`, {body})
    expect({status: first.status, code: first.error.code}).toEqual({status: 400, code: 'BLOB_UPLOAD_INVALID'})
    expect(first.error.message).toContain(message)
    const again = await client.send('PUT', `${location}?digest=${sha256Digest('content')}`, {body: 'content'})
    expect({status: again.status, code: again.error.code}).toEqual({status: 416, code: 'BLOB_UPLOAD_INVALID'})
  })

  test.each([
    ['is accepted', 'created', 201],
    ['is refused as a quirk', 'refused', 400]
  ] as const)('a layer that another upload has put meanwhile %s', async (_, repeatedLayer, status) => {
    await testbed.close()
    testbed = await createTestbed({quirks: {repeatedLayer}})
    client = await createClient(testbed)
    const location = await start()
    const digest = await client.pushBlob(name, 'content')
    expect((await client.send('PUT', `${location}?digest=${digest}`, {body: 'content'})).status).toBe(status)
    expect((await client.send('HEAD', `/v2/${name}/blobs/${digest}`)).status).toBe(200)
  })

  test('a session that does not exist', async () => {
    expect((await client.send('PATCH', `/v2/${name}/blobs/uploads/x`, {body: 'a'})).error.code).toBe(
      'BLOB_UPLOAD_UNKNOWN'
    )
  })

  test('a blob that is too big for memory', async () => {
    const huge = Buffer.alloc(9 * 1024 * 1024, 'x')
    const digest = await client.pushBlob(name, huge)
    expect((await client.send('HEAD', `/v2/${name}/blobs/${digest}`)).headers.get('content-length')).toBe(
      String(huge.length)
    )
    await putManifest('one', createManifest(digest))
    const {headers} = await client.send('GET', `/v2/${name}/blobs/${digest}`)
    expect((await request('GET', headers.get('location')!)).text).toBe(huge.toString())
  })
})

describe('downloads', () => {
  const follow = async (digest: string) =>
    (await client.send('GET', `/v2/${name}/blobs/${digest}`)).headers.get('location')!

  test('are redirected to another origin, which refuses credentials', async () => {
    const {digest} = await client.pushImage(name, 'one', 'content')
    expect(digest).toMatch(/^sha256:/)
    const location = await follow(sha256Digest('content'))
    expect(new URL(location).origin).not.toBe(client.url)
    expect((await request('GET', location)).text).toBe('content')
    const refused = await request('GET', location, {headers: {authorization: 'Basic QVdTOng='}})
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('<Code>InvalidArgument</Code><Message>Only one auth mechanism allowed')
  })

  test.each<[string, (url: string) => string, string]>([
    ['with another signature', url => url.replace(/Signature=./, 'Signature=-'), 'SignatureDoesNotMatch'],
    ['for longer than it was signed for', url => url.replace('Expires=3600', 'Expires=7200'), 'SignatureDoesNotMatch'],
    ['without a signature', url => url.replace(/\?.*/, ''), 'AccessDenied'],
    [
      'after an hour',
      url => {
        testbed.advance(3602)
        return url
      },
      'Request has expired'
    ]
  ])('are refused %s', async (_, change, text) => {
    await client.pushImage(name, 'one', 'content')
    const answer = await request('GET', change(await follow(sha256Digest('content'))))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain(text)
  })

  test('are possible for foreign layers that were pushed', async () => {
    const digest = await client.pushBlob(name, 'content')
    const config = await client.pushBlob(name, '{}')
    const mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
    await putManifest('one', {
      ...createManifest(config),
      layers: [{mediaType, digest, size: 7, urls: ['https://a.test']}]
    })
    expect((await client.send('GET', `/v2/${name}/blobs/${digest}`)).status).toBe(307)
  })

  test('are possible only for layers that an image refers to', async () => {
    const digest = await client.pushBlob(name, 'content')
    expect((await client.send('GET', `/v2/${name}/blobs/${digest}`)).status).toBe(404)
    await putManifest('one', createManifest(digest))
    expect((await client.send('GET', `/v2/${name}/blobs/${digest}`)).status).toBe(307)
  })
})

describe('mounting', () => {
  const kmsKey = `arn:aws:kms:${SAMPLE_REGION}:${SAMPLE_ACCOUNT}:key/1`
  const digest = sha256Digest('content')
  const mount = (from = name) =>
    client.send('POST', `/v2/sample-image/master/blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`)

  test.each<[number, string, () => Promise<unknown>]>([
    [201, 'if the account has turned it on', () => client.pushImage(name, 'one', 'content')],
    [
      202,
      'if the account has turned it off',
      async () => {
        await client.pushImage(name, 'one', 'content')
        testbed.aws.setBlobMounting(SAMPLE_ACCOUNT, SAMPLE_REGION, false)
      }
    ],
    [202, 'of a layer that no image refers to', () => client.pushBlob(name, 'content')],
    [202, 'of a layer that does not exist', async () => Promise.resolve()],
    [
      202,
      'between repositories with other keys',
      async () => {
        testbed.aws.addRepository(createRepository({name, encryption: 'KMS', kmsKey}))
        testbed.aws.addRepository(createRepository({encryption: 'KMS', kmsKey: `${kmsKey}2`}))
        await client.pushImage(name, 'one', 'content')
      }
    ],
    [
      202,
      'between repositories of other encryption',
      async () => {
        await client.pushImage(name, 'one', 'content')
        testbed.aws.addRepository(createRepository({encryption: 'KMS', kmsKey}))
      }
    ],
    [
      202,
      'out of a pull-through cache',
      async () => {
        testbed.aws.addRepository(createRepository({name, pullThroughCache: true}))
        await client.pushImage(name, 'one', 'content')
      }
    ],
    [
      202,
      'from a repository without permission to download',
      async () => {
        await client.pushImage(name, 'one', 'content')
        client = await createClient(testbed, [
          allow('ecr:*', DEVELOPMENT_REPOSITORY_ARN.replace('development', 'master'))
        ])
      }
    ]
  ])('%s %s', async (status, _, given) => {
    testbed.aws.addRepository(createRepository())
    testbed.aws.setBlobMounting(SAMPLE_ACCOUNT, SAMPLE_REGION, true)
    await given()
    const answer = await mount()
    expect(answer.status).toBe(status)
    const there = await client.send('HEAD', `/v2/sample-image/master/blobs/${digest}`)
    expect(there.status).toBe(status === 201 ? 200 : 404)
    if (status === 202)
      expect(
        (await client.send('PUT', `${answer.headers.get('location')}?digest=${digest}`, {body: 'content'})).status
      ).toBe(201)
  })

  test('201 between repositories with the same key', async () => {
    for (const one of [name, 'sample-image/master'])
      testbed.aws.addRepository(createRepository({name: one, encryption: 'KMS', kmsKey}))
    testbed.aws.setBlobMounting(SAMPLE_ACCOUNT, SAMPLE_REGION, true)
    await client.pushImage(name, 'one', 'content')
    expect((await mount()).status).toBe(201)
  })
})

describe('manifests', () => {
  test('keep their bytes, however their JSON is formatted', async () => {
    const body = JSON.stringify(createManifest(await client.pushBlob(name, '{}')), undefined, 3)
    const put = await putManifest('one', body)
    expect(put.headers.get('docker-content-digest')).toBe(sha256Digest(body))
    for (const reference of ['one', sha256Digest(body)]) {
      const {text, headers} = await client.send('GET', `/v2/${name}/manifests/${reference}`, {
        headers: {accept: OCI_MANIFEST}
      })
      expect(text).toBe(body)
      expect(headers.get('content-type')).toBe(OCI_MANIFEST)
    }
    const head = await client.send('HEAD', `/v2/${name}/manifests/one`, {headers: {accept: OCI_MANIFEST}})
    expect({text: head.text, length: head.headers.get('content-length')}).toEqual({
      text: '',
      length: String(body.length)
    })
  })

  test.each<[string, string, string]>([
    ['not JSON', '{', OCI_MANIFEST],
    ['not an object', '[]', OCI_MANIFEST],
    ['another schema', JSON.stringify({...createManifest(sha256Digest('')), schemaVersion: 1}), OCI_MANIFEST],
    ['an unknown type', JSON.stringify({schemaVersion: 2}), 'application/json'],
    ['a type that contradicts its mediaType', JSON.stringify(createManifest(sha256Digest(''))), DOCKER_MANIFEST],
    [
      'layers missing',
      JSON.stringify({schemaVersion: 2, config: {mediaType: 'x', digest: sha256Digest(''), size: 1}}),
      OCI_MANIFEST
    ],
    [
      'a media type with a parameter',
      JSON.stringify({
        ...createManifest(sha256Digest('')),
        layers: [{mediaType: 'x;a=1', digest: sha256Digest(''), size: 1}]
      }),
      OCI_MANIFEST
    ],
    [
      'an artifact type with a parameter',
      JSON.stringify({...createManifest(sha256Digest('')), artifactType: 'x;a=1'}),
      OCI_MANIFEST
    ],
    [
      'more than 4 MiB',
      JSON.stringify({...createManifest(sha256Digest('')), annotations: {a: 'x'.repeat(4 * 1024 * 1024)}}),
      OCI_MANIFEST
    ]
  ])('%s: 405', async (_, body, type) => {
    const {status, error} = await putManifest('one', body, type)
    expect({status, code: error.code}).toEqual({status: 405, code: 'UNSUPPORTED'})
  })

  test.each([404, 400] as const)('with a layer that does not exist, answered with %d', async missingLayersStatus => {
    await testbed.close()
    testbed = await createTestbed({quirks: {missingLayersStatus}})
    client = await createClient(testbed)
    const {status, error} = await putManifest('one', createManifest(sha256Digest('a'), sha256Digest('b')))
    expect({status, code: error.code}).toEqual({status: missingLayersStatus, code: 'BLOB_UPLOAD_UNKNOWN'})
    expect(error.message).toContain(`Layers with digests '[${sha256Digest('a')}, ${sha256Digest('b')}]' required`)
  })

  test('of an index require its children', async () => {
    const child = createManifest(await client.pushBlob(name, '{}'))
    const body = JSON.stringify(child)
    const descriptor = {mediaType: OCI_MANIFEST, digest: sha256Digest(body), size: body.length}
    const index = {schemaVersion: 2, mediaType: OCI_INDEX, manifests: [descriptor]}
    const {error} = await putManifest('index', index, OCI_INDEX)
    expect(error.code).toBe('MANIFEST_BLOB_UNKNOWN')
    expect(error.message).toContain(`Images with digests '[${descriptor.digest}]' required`)
    expect((await putManifest(sha256Digest(body), body)).status).toBe(201)
    expect((await putManifest('index', index, OCI_INDEX)).status).toBe(201)
  })

  test('are refused under the digest of another', async () => {
    const {status, error} = await putManifest(sha256Digest('other'), createManifest(await client.pushBlob(name, '{}')))
    expect({status, code: error.code}).toEqual({status: 400, code: 'MANIFEST_INVALID'})
  })

  test.each(['-rf', 'a'.repeat(129), 'ü', 'a:b'])('are refused under the tag %s', async tag => {
    const {status} = await putManifest(encodeURIComponent(tag), createManifest(await client.pushBlob(name, '{}')))
    expect(status).toBe(405)
  })

  test('are converted for a client that accepts Docker images alone, but never by digest', async () => {
    const {digest} = await client.pushImage(name, 'one')
    const get = (reference: string) =>
      client.send('GET', `/v2/${name}/manifests/${reference}`, {headers: {accept: DOCKER_MANIFEST}})
    const converted = await get('one')
    expect(converted.headers.get('content-type')).toBe(DOCKER_MANIFEST)
    expect(sha256Digest(converted.text)).not.toBe(digest)
    expect(sha256Digest((await get(digest)).text)).toBe(digest)
  })

  test('that do not exist are MANIFEST_UNKNOWN', async () => {
    expect((await client.send('GET', `/v2/${name}/manifests/none`)).error).toEqual({
      code: 'MANIFEST_UNKNOWN',
      message: 'Requested image not found'
    })
  })

  test('cannot be pulled from the archive until they are pushed again', async () => {
    const {digest, manifest} = await client.pushImage(name, 'one')
    const handle = await testbed.registry(SAMPLE_ACCOUNT, SAMPLE_REGION)
    handle.archive(name, digest)
    expect((await client.send('HEAD', `/v2/${name}/manifests/one`)).status).toBe(404)
    expect((await client.send('HEAD', `/v2/${name}/manifests/${digest}`)).status).toBe(404)
    expect((await putManifest('one', manifest)).status).toBe(201)
    expect((await client.send('HEAD', `/v2/${name}/manifests/one`, {headers: {accept: OCI_MANIFEST}})).status).toBe(200)
  })

  test('have at most 1,000 tags', async () => {
    testbed.aws.setQuota('ecr:PutImage', Infinity)
    const handle = await testbed.registry(SAMPLE_ACCOUNT, SAMPLE_REGION)
    const tags = Array.from({length: 1000}, (_, index) => `tag-${index}`)
    const digest = handle.addImage(name, tags, {layers: [makeLayer({file: 'x'})]})
    const {bytes} = handle.image(name, digest)!
    expect((await putManifest('tag-0', bytes.toString())).status).toBe(201)
    const {status, error} = await putManifest('one-more', bytes.toString())
    expect({status, code: error.code}).toEqual({status: 403, code: 'DENIED'})
    expect(error.message).toContain("exceeds the maximum allowed number of tags per image which is '1000'")
  })
})

describe('tag mutability', () => {
  const rows: [Mutability, string[], string, number][] = [
    ['MUTABLE', [], 'sha-1', 201],
    ['IMMUTABLE', [], 'latest', 400],
    ['MUTABLE_WITH_EXCLUSION', ['sha-*'], 'sha-1', 400],
    ['MUTABLE_WITH_EXCLUSION', ['sha-*'], 'latest', 201],
    ['MUTABLE_WITH_EXCLUSION', ['sha-*', 'v*'], 'vue-upgrade', 400],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest'], 'latest', 201],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest'], 'sha-1', 400]
  ]
  test.each(rows)(
    '%s %j: a second push of %s is answered with %i, for the same digest too',
    async (mutability, filters, tag, status) => {
      testbed.aws.addRepository(createRepository({mutability, ...(filters.length > 0 ? {filters} : {})}))
      const {manifest} = await client.pushImage('sample-image/master', tag)
      const again = await putManifest(tag, manifest, OCI_MANIFEST, 'sample-image/master')
      expect(again.status).toBe(status)
      if (status === 400) expect(again.error).toMatchObject({code: 'TAG_INVALID'})
    }
  )

  test.each<[string, Mutability, string[]]>([
    ['six filters', 'MUTABLE_WITH_EXCLUSION', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['three wildcards', 'MUTABLE_WITH_EXCLUSION', ['*a*b*']],
    ['filters without exclusion', 'MUTABLE', ['a']],
    ['exclusion without filters', 'IMMUTABLE_WITH_EXCLUSION', []]
  ])('a repository cannot have %s', (_, mutability, filters) => {
    expect(() => testbed.aws.addRepository(createRepository({mutability, filters}))).toThrow()
  })
})

describe('lists', () => {
  test('tags, in pages', async () => {
    for (const tag of ['one', 'two', 'three']) await client.pushImage(name, tag)
    const first = await client.send('GET', `/v2/${name}/tags/list?n=2`)
    expect(JSON.parse(first.text)).toEqual({name, tags: ['one', 'two']})
    const next = /<(.*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1]
    expect(JSON.parse((await client.send('GET', next!)).text)).toEqual({name, tags: ['three']})
  })

  test('referrers, in pages and by type', async () => {
    await testbed.close()
    testbed = await createTestbed({quirks: {referrersPerPage: 2}})
    client = await createClient(testbed)
    const {digest: subject} = await client.pushImage(name, 'one')
    const config = await client.pushBlob(name, '{}')
    for (const artifactType of ['application/a', 'application/a', 'application/b'].entries()) {
      const manifest = {
        ...createManifest(config),
        artifactType: artifactType[1],
        subject: {mediaType: OCI_MANIFEST, digest: subject, size: 1}
      }
      const put = await putManifest(`signature-${artifactType[0]}`, {
        ...manifest,
        annotations: {n: String(artifactType[0])}
      })
      expect(put.headers.get('oci-subject')).toBe(subject)
    }
    const list = async (path: string) => {
      const {text, headers} = await client.send('GET', path)
      const {manifests} = JSON.parse(text) as {manifests: {artifactType: string}[]}
      return {
        types: manifests.map(({artifactType}) => artifactType),
        next: /<(.*)>/.exec(headers.get('link') ?? '')?.[1],
        headers
      }
    }
    const first = await list(`/v2/${name}/referrers/${subject}`)
    expect(first.types).toEqual(['application/a', 'application/a'])
    expect((await list(first.next!)).types).toEqual(['application/b'])
    const filtered = await list(`/v2/${name}/referrers/${subject}?artifactType=application/b`)
    expect(filtered).toMatchObject({types: ['application/b'], next: undefined})
    expect(filtered.headers.get('oci-filters-applied')).toBe('artifactType')
    expect((await list(`/v2/${name}/referrers/${sha256Digest('x')}`)).types).toEqual([])
  })
})

test('requests beyond the quota of an action are answered with 429', async () => {
  // The next request has to wait a quarter of an hour, so the test does not depend on the speed of the machine.
  testbed.aws.setQuota('ecr:PutImage', 0.001)
  const config = await client.pushBlob(name, '{}')
  const puts = Array.from({length: 5}, (_, index) => putManifest(`tag-${index}`, createManifest(config)))
  const refused = (await Promise.all(puts)).filter(({status}) => status !== 201)
  expect(refused).toHaveLength(4)
  expect(refused[0]).toMatchObject({status: 429, error: {code: 'TOOMANYREQUESTS', message: 'Rate exceeded'}})
})
