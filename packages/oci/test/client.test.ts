import {once} from 'node:events'
import type {IncomingMessage, RequestListener, Server} from 'node:http'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {connect} from 'node:net'
import type {Duplex} from 'node:stream'
import {Readable} from 'node:stream'

import {afterAll, afterEach, beforeAll, describe, expect, jest, test} from '@jest/globals'

import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import {Authorizer} from '../src/authorization.js'
import {RegistryError} from '../src/errors.js'
import {digestOf, INDEX_TYPE} from '../src/manifest.js'
import {ReceivedUrl} from '../src/received-url.js'
import {RegistryClient} from '../src/registry-client.js'
import type {RegistryOptions} from '../src/transport.js'
import {Content} from './content.js'
import {copy, ecrEnd, explain, IMPATIENT, lacking, OTHER_ACCOUNT, requestsDuring, stored} from './world.js'

let testbed: Testbed
beforeAll(async () => {
  testbed = await startTestbed({quirks: {referrersPerPage: 2}})
  testbed.aws.setQuota('ecr:PutImage', Infinity)
})
afterAll(() => testbed.close())

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** Starts a server for one test. Returns its origin and the requests that it gets. */
async function serve(answer: RequestListener): Promise<{origin: string; requests: IncomingMessage[]}> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests}
}

async function withRegistry<T>(
  options: Omit<RegistryOptions, 'signal'>,
  use: (registry: RegistryClient) => Promise<T>
): Promise<T> {
  const registry = new RegistryClient({...IMPATIENT, ...options, signal: new AbortController().signal})
  try {
    return await use(registry)
  } finally {
    await registry.close()
  }
}

const LOGIN = {kind: 'basic', login: {username: 'AWS', password: 'secret'}} as const
const blob = Buffer.from('blob')
const name = digestOf(blob)

describe('a reference that is neither a tag nor a digest', () => {
  const wrong = [
    '../../other/manifests/v1',
    'v1?n=1',
    'v1#',
    'a/b',
    '',
    '.',
    '-v1',
    'v1\n',
    'x'.repeat(129),
    'sha256:0'
  ]
  test.each(wrong)('is never sent: %j', async reference => {
    const registry = await serve((_, response) => response.end('{}'))
    const manifest = {digest: reference, mediaType: INDEX_TYPE, bytes: Buffer.from('{}')}
    const descriptor = {digest: reference, mediaType: 'x', size: 1}
    await withRegistry({origin: registry.origin, authorization: LOGIN}, async client => {
      const repository = client.repository('a')
      const attempts = [
        () => repository.manifest(reference),
        () => repository.find(reference),
        () => repository.digest(reference),
        () => repository.put(manifest),
        () => repository.put({...manifest, digest: name}, reference),
        () => repository.tag(reference, {...manifest, digest: name}),
        () => repository.referrers(reference),
        () => repository.blobs.has(reference),
        () => repository.blobs.open(reference),
        () => repository.blobs.read(descriptor)
      ]
      for (const attempt of attempts) {
        const error = await attempt().catch((thrown: unknown) => thrown)
        expect(error).toBeInstanceOf(RegistryError)
        expect((error as Error).message).toMatch(/is (?:neither a tag nor|not) a digest, so it was not requested/)
      }
    })
    expect(registry.requests).toHaveLength(0)
  })

  test('is not taken from an answer: the manifest is read, and its digest is computed', async () => {
    const image = new Content()
    const {bytes, mediaType} = image.manifests.get(image.image([]).digest)!
    const registry = await serve((request, response) => {
      const digest = request.method === 'HEAD' ? {'docker-content-digest': '../../other'} : {}
      response.writeHead(200, {'content-type': mediaType, ...digest})
      response.end(bytes)
    })
    await withRegistry({origin: registry.origin, authorization: LOGIN}, async client => {
      expect(await client.repository('a').digest('v1')).toEqual({kind: 'found', value: digestOf(bytes)})
    })
    expect(registry.requests.map(({method}) => method)).toEqual(['HEAD', 'GET'])
  })
})

describe('a redirect', () => {
  test('sends the login only to the registry itself, at every hop', async () => {
    const bucket = await serve((request, response) => {
      if (request.url === '/back') response.writeHead(302, {location: `${registry.origin}/last`}).end()
      else response.writeHead(307, {location: '/back'}).end()
    })
    const registry = await serve((request, response) => {
      if (request.url === '/last') response.end(blob)
      else response.writeHead(307, {location: `${bucket.origin}/first`}).end()
    })
    const opened = await withRegistry({origin: registry.origin, authorization: LOGIN}, async client => {
      const {body, size} = await client.repository('a').blobs.open(name)
      return {bytes: Buffer.concat((await body.toArray()) as Buffer[]), size}
    })
    expect(opened).toEqual({bytes: blob, size: 4})
    expect(bucket.requests.map(({url, headers}) => [url, headers.authorization])).toEqual([
      ['/first', undefined],
      ['/back', undefined]
    ])
    expect(registry.requests.map(({headers}) => headers.authorization !== undefined)).toEqual([true, true])
    // A digest is that of the bytes as they are stored.
    const all = [...registry.requests, ...bucket.requests]
    expect(all.map(({headers}) => headers['accept-encoding'])).toEqual(all.map(() => 'identity'))
  })

  test('is followed byte for byte, because the URL may be signed', async () => {
    const path = `/k%7ey/~a?X-Amz-Signature=a+b%2fc%20'|{x}&=`
    const bucket = await serve((_, response) => response.end(blob))
    const registry = await serve((_, response) => response.writeHead(307, {location: `${bucket.origin}${path}`}).end())
    await withRegistry({origin: registry.origin, authorization: LOGIN}, async client =>
      (await client.repository('a').blobs.open(name)).body.destroy()
    )
    expect(bucket.requests.map(({url}) => url)).toEqual([path])
  })

  test('that never ends is an error', async () => {
    const {origin} = await serve((request, response) => response.writeHead(307, {location: request.url}).end())
    const open = withRegistry({origin, authorization: LOGIN}, client => client.repository('a').blobs.open(name))
    await expect(open).rejects.toThrow(/redirected more than 5 times/)
  })

  test('to an expired URL makes the client ask the registry again, once', async () => {
    let times = 0
    const bucket = await serve((_, response) => response.writeHead(403).end('Request has expired'))
    const {origin} = await serve((_, response) => {
      if (++times === 1) response.writeHead(307, {location: `${bucket.origin}/expired`}).end()
      else response.end(blob)
    })
    await withRegistry({origin, authorization: LOGIN}, async client =>
      (await client.repository('a').blobs.open(name)).body.destroy()
    )
    expect(times).toBe(2)
  })
})

test('an upload session at another origin gets the blob but not the login', async () => {
  const elsewhere = await serve((request, response) => {
    request.resume().on('end', () => response.writeHead(201).end())
  })
  const {origin} = await serve((_, response) =>
    response.writeHead(202, {location: `${elsewhere.origin}/session?state=1`}).end()
  )
  await withRegistry({origin, authorization: LOGIN}, async client => {
    const {blobs} = client.repository('a')
    expect(
      await blobs.upload(
        await blobs.begin(name),
        name,
        4,
        (async function* () {
          yield await Promise.resolve(blob)
        })()
      )
    ).toEqual({kind: 'stored'})
  })
  expect(elsewhere.requests[0]?.url).toBe(`/session?state=1&digest=${encodeURIComponent(name)}`)
  expect(elsewhere.requests[0]?.headers).toMatchObject({'content-length': '4'})
  expect(elsewhere.requests[0]?.headers.authorization).toBeUndefined()
})

test.each([
  [`/session/%7e~?X-Sig=a+b%2fc%20'|{x}`, '&'],
  ['/session?', ''],
  ['/session', '?']
])('the Location of an upload is sent byte for byte, with the digest at its end: %s', async (location, separator) => {
  const {origin, requests} = await serve((request, response) => {
    if (request.method === 'POST') response.writeHead(202, {location}).end()
    else request.resume().on('end', () => response.writeHead(201).end())
  })
  await withRegistry({origin, authorization: LOGIN}, async client => {
    const {blobs} = client.repository('a')
    await blobs.upload(
      await blobs.begin(name),
      name,
      4,
      (async function* () {
        yield await Promise.resolve(blob)
      })()
    )
  })
  expect(requests[1]?.url).toBe(`${location}${separator}digest=${encodeURIComponent(name)}`)
})

test.each([
  ['sessions/1?state=1', '/v2/a/blobs/uploads/sessions/1?state=1'],
  ['?session=1#part', '/v2/a/blobs/uploads/?session=1#part'],
  ['/sessions/1', '/sessions/1']
])('the Location of an upload may be relative: %s', async (location, path) => {
  const {origin} = await serve((_, response) => response.writeHead(202, {location}).end())
  await withRegistry({origin, authorization: LOGIN}, async client => {
    const {blobs} = client.repository('a')
    expect((await blobs.begin(name)).href).toBe(`${origin}${path}`)
    expect(await blobs.mount(name, 'b')).toEqual({kind: 'session', session: new URL(path, origin)})
  })
})

test('concurrent requests share one request for a Bearer token', async () => {
  const tokens = await serve((_, response) => response.end('{"token":"t"}'))
  const {origin, requests} = await serve(({headers}, response) => {
    if (headers.authorization === 'Bearer t') response.writeHead(200).end()
    else response.writeHead(401, {'www-authenticate': `Bearer realm="${tokens.origin}/token",service="s"`}).end()
  })
  const login = {username: 'u', password: 'p'}
  await withRegistry(
    {origin, authorization: {kind: 'on-challenge', login: () => Promise.resolve(login)}},
    async client => {
      const {blobs} = client.repository('a')
      expect(await Promise.all(Array.from({length: 8}, () => blobs.has(name)))).toEqual(
        Array.from({length: 8}, () => true)
      )
    }
  )
  expect(tokens.requests.map(({url}) => url)).toEqual([
    `/token?service=s&scope=${encodeURIComponent('repository:a:pull')}`
  ])
  expect(requests.length).toBe(16)
})

test.each([
  ['a page', '<html>'],
  ['no token', '{}'],
  ['null', 'null']
])('a token service that answers with %s is an error that names it', async (_, text) => {
  const tokens = await serve((_, response) => response.end(text))
  const {origin} = await serve((_, response) =>
    response.writeHead(401, {'www-authenticate': `Bearer realm="${tokens.origin}/token"`}).end()
  )
  const login = () => Promise.resolve({username: 'u', password: 'p'})
  const asked = withRegistry({origin, authorization: {kind: 'on-challenge', login}}, client =>
    client.repository('a').blobs.has(name)
  )
  await expect(asked).rejects.toThrow(`: ${new URL(tokens.origin).host} was asked for a token and answered without one`)
})

/** A registry that demands a token, and a token service that answers so to its first requests. */
async function behindTokens(status: number, headers: Record<string, string>, times: number) {
  const at: number[] = []
  const tokens = await serve((_, response) => {
    at.push(performance.now())
    if (at.length > times) response.end('{"token":"t"}')
    else response.writeHead(status, headers).end()
  })
  const registry = await serve((request, response) => {
    const isAllowed = request.headers.authorization === 'Bearer t'
    if (!isAllowed) response.writeHead(401, {'www-authenticate': `Bearer realm="${tokens.origin}/token"`})
    else if (request.method === 'PUT') response.writeHead(201)
    request.resume().on('end', () => response.end())
  })
  const authorization = {kind: 'on-challenge', login: () => Promise.resolve(undefined)} as const
  return {at, host: new URL(tokens.origin).host, options: {origin: registry.origin, authorization, backoffMs: 10}}
}

describe('a token service that is busy', () => {
  test.each([
    ['is given the time that it asks for', 429, {'retry-after': '1'}, 1],
    ['is asked more often than a registry that does not answer', 503, {}, 8]
  ])('%s', async (_, status, headers, times) => {
    const {at, options} = await behindTokens(status, headers, times)
    // The pause that is asked for is longer than a request may take otherwise.
    const has = withRegistry({...options, deadlineMs: times === 1 ? 500 : 10_000}, client =>
      client.repository('a').blobs.has(name)
    )
    expect(await has).toBe(true)
    expect(at).toHaveLength(times + 1)
    if ('retry-after' in headers) expect(at[1]! - at[0]!).toBeGreaterThan(990)
  })

  test.each([
    ['an hour', 429, {'retry-after': '3600'}, 1],
    ['no pause', 500, {}, 6]
  ])('and asks for %s is an error that names it', async (_, status, headers, times) => {
    const {at, host, options} = await behindTokens(status, headers, Infinity)
    const asked = withRegistry(options, client => client.repository('a').blobs.has(name))
    await expect(asked).rejects.toMatchObject({
      status,
      message: expect.stringContaining(`: ${host} answered ${status} when asked for a token`)
    })
    expect(at).toHaveLength(times)
  })

  test('when an upload needs another token: the upload may be sent again after the pause', async () => {
    const {host, options} = await behindTokens(429, {'retry-after': '1'}, 1)
    await withRegistry(options, async client => {
      const {blobs} = client.repository('a')
      const session = ReceivedUrl.resolve('/session', new URL(options.origin))
      const upload = () => blobs.upload(session, name, blob.length, Readable.from([blob]))
      expect(await upload()).toMatchObject({
        kind: 'retry',
        failure: {status: 429, message: expect.stringContaining(`${host} answered 429 when asked for a token`)},
        retryAfter: '1'
      })
      // This upload learns that a token is needed, and gets it. The next one sends it.
      expect(await upload()).toMatchObject({kind: 'retry', failure: {status: 401}})
      expect(await upload()).toEqual({kind: 'stored'})
    })
  })
})

test.each([
  ['with the login to the same origin', false, [true, true]],
  ['without the login to another origin', true, [true, false]]
])('a redirect of a token service is followed %s', async (_, isElsewhere, logins) => {
  const other = await serve((_, response) => response.end('{"token":"t"}'))
  const tokens = await serve(({url}, response) => {
    if (url === '/last') response.end('{"token":"t"}')
    else response.writeHead(307, {location: isElsewhere ? `${other.origin}/last` : '/last'}).end()
  })
  const {origin} = await serve(({headers}, response) => {
    if (headers.authorization === 'Bearer t') response.writeHead(200).end()
    else
      response
        .writeHead(401, {'www-authenticate': `Bearer realm="${tokens.origin}/token", Basic realm="registry"`})
        .end()
  })
  const login = () => Promise.resolve({username: 'u', password: 'p'})
  expect(
    await withRegistry({origin, authorization: {kind: 'on-challenge', login}}, client =>
      client.repository('a').blobs.has(name)
    )
  ).toBe(true)
  expect([...tokens.requests, ...other.requests].map(({headers}) => headers.authorization !== undefined)).toEqual(
    logins
  )
})

test('a token is accepted under either of its two names if the other is empty', async () => {
  const tokens = await serve((_, response) => response.end('{"token":"","access_token":"t"}'))
  const {origin} = await serve(({headers}, response) => {
    if (headers.authorization === 'Bearer t') response.writeHead(200).end()
    else response.writeHead(401, {'www-authenticate': `Bearer realm="${tokens.origin}/token"`}).end()
  })
  const login = () => Promise.resolve(undefined)
  expect(
    await withRegistry({origin, authorization: {kind: 'on-challenge', login}}, client =>
      client.repository('a').blobs.has(name)
    )
  ).toBe(true)
})

test('the start of an upload has as many tries as any other request', async () => {
  const {origin, requests} = await serve(({method, url, socket}, response) => {
    const posts = requests.filter(request => request.method === 'POST').length
    if (method === 'GET') response.writeHead(404).end()
    else if (posts < 6) socket.destroy()
    else response.writeHead(202, {location: `${url ?? ''}session`}).end()
  })
  const begun = withRegistry({origin, authorization: LOGIN}, client => client.repository('a').blobs.begin(name))
  expect((await begun).href).toBe(`${origin}/v2/a/blobs/uploads/session`)
  expect(requests.map(({method}) => method)).toEqual(['POST', 'POST', 'POST', 'GET', 'POST', 'POST', 'POST'])
})

test('a mount requests a Bearer token with one scope per repository', async () => {
  const tokens = await serve((_, response) => response.end('{"token":"t"}'))
  const {origin} = await serve(({headers}, response) => {
    if (headers.authorization === 'Bearer t') response.writeHead(201).end()
    else
      response
        .writeHead(401, {
          'www-authenticate': `Bearer realm="${tokens.origin}/token",scope="repository:a:pull,push repository:b:pull"`
        })
        .end()
  })
  const mount = withRegistry(
    {origin, authorization: {kind: 'on-challenge', login: () => Promise.resolve(undefined)}},
    client => client.repository('a').blobs.mount(name, 'b')
  )
  expect(await mount).toEqual({kind: 'mounted'})
  expect(new URL(tokens.requests[0]?.url ?? '', tokens.origin).searchParams.getAll('scope')).toEqual([
    'repository:a:pull,push',
    'repository:b:pull'
  ])
})

test('the login of an https registry is never sent unencrypted', async () => {
  const asked: unknown[] = []
  const authorizer = new Authorizer(
    {kind: 'on-challenge', login: () => Promise.resolve(LOGIN.login)},
    'https://registry.example'
  )
  const renewed = authorizer.renew(
    'repository:a:pull',
    undefined,
    'Bearer realm="http://tokens.example/token"',
    url => {
      asked.push(url)
      return Promise.reject(new Error('asked'))
    }
  )
  await expect(renewed).rejects.toMatchObject({
    name: 'RegistryError',
    message:
      'Logging in (registry.example): the registry asks for the login to be sent unencrypted, to http://tokens.example',
    remedy: expect.stringContaining('The login was not sent.')
  })
  expect(asked).toEqual([])
})

describe('behind a proxy', () => {
  const origin = 'http://registry.example:5000'

  /** A proxy that handles CONNECT as the test decides. Returns the targets that it is asked for, and its place in the options. */
  async function startProxy(
    handle: (tunnel: Duplex) => void
  ): Promise<{asked: string[]; proxyFor: (origin: URL) => URL | undefined}> {
    const proxy = await serve((_, response) => response.writeHead(405).end())
    const asked: string[] = []
    servers.at(-1)?.on('connect', ({url}, tunnel) => {
      asked.push(url ?? '')
      // The client breaks the tunnel off.
      tunnel.on('error', () => undefined)
      handle(tunnel)
    })
    return {asked, proxyFor: ({href}) => (href === `${origin}/` ? new URL(proxy.origin) : undefined)}
  }
  const has = (options: Partial<RegistryOptions>) =>
    withRegistry({origin, authorization: LOGIN, ...options}, client => client.repository('a').blobs.has(name))

  test('a registry is reached through the proxy', async () => {
    const registry = await serve((_, response) => response.writeHead(200).end())
    const {asked, proxyFor} = await startProxy(tunnel => {
      const through = connect(Number(new URL(registry.origin).port), '127.0.0.1', () => {
        tunnel.write('HTTP/1.1 200 Connection established\r\n\r\n')
        tunnel.pipe(through).pipe(tunnel)
      })
      through.on('error', () => undefined)
    })
    expect(await has({proxyFor})).toBe(true)
    expect(asked).toEqual(['registry.example:5000'])
    expect(registry.requests.map(({headers}) => headers.host)).toEqual(['registry.example:5000'])
  })

  test('an origin without a proxy is reached directly', async () => {
    const {asked, proxyFor} = await startProxy(tunnel => tunnel.destroy())
    const registry = await serve((_, response) => response.writeHead(200).end())
    expect(await has({proxyFor, origin: registry.origin})).toBe(true)
    expect(registry.requests).toHaveLength(1)
    expect(asked).toEqual([])
  })

  test('a redirect may lead to an origin that has no proxy', async () => {
    const bucket = await serve((_, response) => response.end(blob))
    const registry = await serve((_, response) => response.writeHead(307, {location: `${bucket.origin}/blob`}).end())
    const {asked, proxyFor} = await startProxy(tunnel => {
      const through = connect(Number(new URL(registry.origin).port), '127.0.0.1', () => {
        tunnel.write('HTTP/1.1 200 Connection established\r\n\r\n')
        tunnel.pipe(through).pipe(tunnel)
      })
      through.on('error', () => undefined)
    })
    expect(await has({proxyFor})).toBe(true)
    expect(asked).toEqual(['registry.example:5000'])
    expect(bucket.requests.map(({url}) => url)).toEqual(['/blob'])
  })

  test.each<[string, Partial<RegistryOptions>, number]>([
    ['at the deadline, after one request', {deadlineMs: 2000}, 1],
    ['after as many tries as any request without an answer', {idleMs: 100}, 6]
  ])('the client gives up on a silent proxy %s', async (_, options, times) => {
    const {asked, proxyFor} = await startProxy(() => undefined)
    await expect(has({...options, proxyFor})).rejects.toThrow(
      /^Looking for blob sha256:[0-9a-f]{64} in a \(registry\.example:5000\): /
    )
    // The client may give up before the proxy has read the last request.
    while (asked.length < times) await new Promise(setImmediate)
    expect(asked).toHaveLength(times)
  })

  test('a cancelled run does not wait for a silent proxy', async () => {
    const cancel = new AbortController()
    const {proxyFor} = await startProxy(() => {
      cancel.abort(new Error('cancelled by the user'))
    })
    const registry = new RegistryClient({...IMPATIENT, origin, authorization: LOGIN, proxyFor, signal: cancel.signal})
    await expect(registry.repository('a').blobs.has(name)).rejects.toThrow('cancelled by the user')
    await registry.close()
  })
})

describe('the remedy of an error', () => {
  const open = (options: Partial<RegistryOptions>) =>
    serve((_, response) => response.writeHead(404).end('{"errors":[{"code":"BLOB_UNKNOWN"}]}')).then(({origin}) =>
      withRegistry({origin, authorization: LOGIN, ...options}, client => client.repository('a').blobs.open(name))
    )

  test('comes from the caller', async () => {
    await expect(open({explain})).rejects.toMatchObject({remedy: 'Explained: 404 BLOB_UNKNOWN of a'})
  })

  test.each([
    ['the caller gives no function', {}],
    ['the function returns undefined', {explain: () => undefined}]
  ])('comes from the package if %s', async (_, options) => {
    await expect(open(options)).rejects.toMatchObject({
      remedy: expect.stringMatching(/^Build and push the image again/)
    })
  })

  test('is undefined if nobody can explain the refusal', async () => {
    const {origin} = await serve((_, response) => response.writeHead(403).end())
    const begun = withRegistry({origin, authorization: LOGIN}, client => client.repository('a').blobs.begin(name))
    await expect(begun).rejects.toMatchObject({status: 403, remedy: undefined})
  })
})

describe('a repository that does not exist', () => {
  test('makes ECR close the connection on an upload: three tries, then a GET that gets the reason', async () => {
    const {options} = await ecrEnd(testbed, 'some/image')
    const {requests} = await requestsDuring(testbed, () =>
      withRegistry(options, async client => {
        const begun = client.repository('no/such').blobs.begin(name)
        await expect(begun).rejects.toMatchObject({
          status: 404,
          codes: ['NAME_UNKNOWN'],
          message: expect.stringMatching(/^Starting the upload/)
        })
      })
    )
    expect(requests.map(({method}) => method)).toEqual(['POST', 'POST', 'POST', 'GET'])
  })

  test.each(['source', 'target'] as const)('is an error that names the %s, and nothing is written', async side => {
    const content = new Content()
    const root = content.image([content.layer('layer')])
    const made = await ecrEnd(testbed, `missing/${side}`)
    const end = {...made, options: {...made.options, explain}}
    content.putInto(stored(testbed, end.repository))
    const gone = {...end, repository: 'no/such'}
    const [source, target] = side === 'source' ? [gone, end] : [end, gone]
    const {requests} = await requestsDuring(testbed, async () => {
      await expect(copy(source, target, root.digest)).rejects.toMatchObject({
        side,
        codes: ['NAME_UNKNOWN'],
        message: expect.stringMatching(
          new RegExp(`\\(the ${side}, .*: 404 NAME_UNKNOWN: the repository does not exist$`)
        ),
        remedy: 'Explained: 404 NAME_UNKNOWN of no/such'
      })
    })
    expect(requests.every(({method}) => method === 'GET')).toBe(true)
  })
})

describe('referrers', () => {
  test('are read page by page', async () => {
    const end = await ecrEnd(testbed, 'paged/referrers')
    const content = new Content()
    const root = content.image([content.layer('layer')])
    const digests = ['1', '2', '3', '4'].map(text => content.artifact('application/sbom', text, root).digest)
    content.putInto(stored(testbed, end.repository))
    const listed = await withRegistry(end.options, client => client.repository(end.repository).referrers(root.digest))
    expect(listed.map(one => one.digest)).toEqual(digests)
  })

  test('are requested again after a single 404', async () => {
    const end = await ecrEnd(testbed, 'paged/again')
    const content = new Content()
    const root = content.image([content.layer('layer')])
    content.artifact('application/sbom', 'sbom', root)
    content.putInto(stored(testbed, end.repository))
    const active = testbed.faults.add({
      match: {path: /again\/referrers/},
      fault: {kind: 'status', status: 404},
      times: 1
    })
    expect(
      await withRegistry(end.options, client => client.repository(end.repository).referrers(root.digest))
    ).toHaveLength(1)
    active.remove()
  })

  test('are requested only twice from an API that does not exist, even by concurrent lists', async () => {
    const {origin, requests} = await serve((_, response) => response.writeHead(404).end())
    const digests = ['a', 'b', 'c'].map(text => digestOf(Buffer.from(text)))
    await withRegistry({origin, authorization: LOGIN}, client =>
      Promise.all(digests.map(one => client.repository('a').referrers(one)))
    )
    expect(requests.filter(({url}) => url?.includes('/referrers/'))).toHaveLength(2)
    expect(requests.filter(({url}) => url?.includes('/manifests/sha256-'))).toHaveLength(3)
  })

  test.each<[string, string | string[]]>([
    ['in a header of its own', ['<x?page=0>; rel="first"', '<x?page=2>; rel="next"']],
    ['among other links', '<x?page=0>; rel=first, <x?page=2>; title="to, and fro; on"; rel="prefetch next"'],
    ['relative to this page', '<?page=2>;rel=next']
  ])('continue at the link to the next page, %s', async (_, link) => {
    const about = {mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: name, size: 1}
    const {origin} = await serve(({url}, response) => {
      if (url === `/v2/a/referrers/${name}`)
        response
          .writeHead(200, {link: [link].flat().map(one => one.replaceAll('<x', `</v2/a/referrers/${name}`))})
          .end('{"manifests":[]}')
      else if (url === `/v2/a/referrers/${name}?page=2`) response.end(JSON.stringify({manifests: [about]}))
      else response.writeHead(404).end()
    })
    expect(
      await withRegistry({origin, authorization: LOGIN}, client => client.repository('a').referrers(name))
    ).toEqual([about])
  })

  test.each<[string, number, string, RegExp]>([
    ['a refusal', 403, '{"errors":[{"code":"DENIED","message":"not yours"}]}', /403 DENIED: not yours/],
    ['no list either', 200, 'no JSON', /the answer is not a list of referrers/]
  ])('that are no list, and then %s, are an error', async (_, status, body, told) => {
    let asked = 0
    const {origin} = await serve((_, response) =>
      asked++ === 0 ? response.writeHead(200).end('no JSON') : response.writeHead(status).end(body)
    )
    const listed = withRegistry({origin, authorization: LOGIN}, client => client.repository('a').referrers(name))
    await expect(listed).rejects.toThrow(told)
  })

  test('may be more than a call takes arguments', async () => {
    const manifests = Array.from({length: 200_000}, (_, number) => ({
      mediaType: 'x',
      digest: `sha256:${number.toString(16).padStart(64, '0')}`,
      size: 1
    }))
    const {origin} = await serve((_, response) => response.writeHead(200).end(JSON.stringify({manifests})))
    const listed = await withRegistry({origin, authorization: LOGIN}, client => client.repository('a').referrers(name))
    expect(listed).toHaveLength(manifests.length)
  })

  test('whose pages form a loop are an error', async () => {
    const {origin} = await serve((_, response) =>
      response.writeHead(200, {link: '</v2/a/referrers/x?page=2>; rel="next"'}).end('{"manifests":[]}')
    )
    await expect(
      withRegistry({origin, authorization: LOGIN}, client => client.repository('a').referrers(name))
    ).rejects.toThrow(/the pages of the list form a loop/)
  })
})

describe('a copy fails on', () => {
  const broken = async (
    make: (content: Content) => string,
    spoil: (repository: ReturnType<typeof stored>) => void = () => undefined
  ) => {
    const [source, target] = [await ecrEnd(testbed, 'bad/source'), await ecrEnd(testbed, 'bad/target')]
    const content = new Content()
    const root = make(content)
    const repository = stored(testbed, 'bad/source')
    content.putInto(repository)
    spoil(repository)
    return {run: () => copy(source, target, root), root}
  }

  test('an archived image', async () => {
    const {run} = await broken(
      content => content.image([content.layer('archived')]).digest,
      ({images}) => {
        for (const image of images.values()) image.status = 'ARCHIVED'
      }
    )
    await expect(run()).rejects.toMatchObject({
      side: 'source',
      status: 404,
      remedy: expect.stringContaining('archived')
    })
  })

  test('an index with a missing child', async () => {
    let child = ''
    const {run, root} = await broken(
      content => {
        const gone = content.image([content.layer('gone')])
        child = gone.digest
        return content.index([content.image([content.layer('there')]), gone]).digest
      },
      ({images}) => images.delete(child)
    )
    await expect(run()).rejects.toMatchObject({
      side: 'source',
      message: expect.stringMatching(new RegExp(`${child} .*${root} names it`))
    })
  })

  test('a manifest of more than 4 MiB', async () => {
    const {origin} = await serve((_, response) => response.end(Buffer.alloc(5 * 1024 * 1024, ' ')))
    const source = {options: {origin, authorization: LOGIN, ...IMPATIENT}, repository: 'a'}
    const failure = {side: 'source', message: expect.stringContaining('4 MiB')}
    await expect(copy(source, await ecrEnd(testbed, 'bad/target'), name)).rejects.toMatchObject(failure)
  })

  test('a blob that never matches its digest', async () => {
    const {run} = await broken(content => content.image([content.layer('spoilt')]).digest)
    const active = testbed.faults.add({match: {service: 'blob'}, fault: {kind: 'wrong-bytes'}})
    const message = expect.stringMatching(
      /Reading blob sha256:[0-9a-f]{64} of bad\/source .*the bytes have digest sha256:/
    )
    await expect(run()).rejects.toMatchObject({side: 'source', message})
    // The image has two blobs. Each is read twice at most.
    expect(active.hits).toBeLessThanOrEqual(4)
    active.remove()
    await run()
  })

  test.each([
    ['more', 3, /it has more bytes than the 3 that its manifest states/],
    ['fewer', 9, /it has 4 bytes, but its manifest states 9/]
  ])(
    'a blob with %s bytes than its manifest states, from a source that announces no size',
    async (_, size, message) => {
      const bytes = Buffer.from(JSON.stringify({schemaVersion: 2, layers: [{mediaType: 'layer', digest: name, size}]}))
      const {origin} = await serve((request, response) => {
        if (request.url?.includes('/manifests/sha256:'))
          response.writeHead(200, {'content-type': 'application/vnd.oci.image.manifest.v1+json'}).end(bytes)
        else if (request.url?.includes('/blobs/')) response.writeHead(200, {'transfer-encoding': 'chunked'}).end(blob)
        else response.writeHead(404).end()
      })
      const target = await ecrEnd(testbed, 'bad/size')
      const failed = copy(
        {options: {origin, authorization: LOGIN, ...IMPATIENT}, repository: 'a'},
        target,
        digestOf(bytes)
      )
      await expect(failed).rejects.toMatchObject({side: 'source', message: expect.stringMatching(message)})
      expect([...stored(testbed, 'bad/size').layers.keys()]).toEqual([])
    }
  )

  test.each([
    [
      'with a layer of a negative size',
      `{"schemaVersion":2,"layers":[{"digest":"${name}","mediaType":"x","size":-1}]}`,
      'its `layers` has a descriptor without a valid digest, media type or size'
    ],
    ['that is not JSON', 'not json', 'it is not a JSON object'],
    ['of schema version 1', '{"schemaVersion":1}', 'schema version 1'],
    [
      'without digests',
      '{"schemaVersion":2,"config":{"digest":"../../x"}}',
      'its `config` has a descriptor without a valid digest'
    ],
    ['with a number instead of layers', '{"schemaVersion":2,"layers":7}', 'its `layers` is not a list']
  ])('a manifest %s', async (_, text, message) => {
    const bytes = Buffer.from(text)
    const {origin} = await serve((request, response) => {
      if (request.url?.includes('/manifests/sha256:'))
        response.writeHead(200, {'content-type': 'application/vnd.oci.image.manifest.v1+json'}).end(bytes)
      else response.writeHead(404).end()
    })
    const source = {options: {origin, authorization: LOGIN, ...IMPATIENT}, repository: 'a'}
    await expect(copy(source, await ecrEnd(testbed, 'bad/target'), digestOf(bytes))).rejects.toMatchObject({
      side: 'source',
      message: expect.stringContaining(message)
    })
  })

  test.each<
    [string, string, Record<string, string>, (repository: ReturnType<RegistryClient['repository']>) => Promise<unknown>]
  >([
    ['an upload', 'Starting the upload of blob', {location: 'http://['}, ({blobs}) => blobs.begin(name)],
    [
      'the next page',
      'Listing the referrers of',
      {link: '<http://[>; rel="next"'},
      repository => repository.referrers(name)
    ]
  ])('an address of %s that is not a URL', async (_, purpose, headers, ask) => {
    const {origin} = await serve(({method}, response) =>
      response.writeHead(method === 'POST' ? 202 : 200, headers).end('{"manifests":[]}')
    )
    const asked = withRegistry({origin, authorization: LOGIN}, client => ask(client.repository('a', {side: 'target'})))
    await expect(asked).rejects.toMatchObject({
      side: 'target',
      message: expect.stringMatching(new RegExp(`^${purpose} .*: it refers to \`http://\\[\`, which is not a URL$`))
    })
  })

  test.each([undefined, 'v1'])('a registry that stores other bytes than it was sent, under the tag %s', async tag => {
    const kept = digestOf(Buffer.from('other'))
    const {origin} = await serve((request, response) => {
      request.resume().on('end', () => response.writeHead(201, {'docker-content-digest': kept}).end())
    })
    const put = withRegistry({origin, authorization: LOGIN}, client =>
      client.repository('a', {side: 'target'}).put({digest: name, mediaType: 'x', bytes: blob}, tag)
    )
    await expect(put).rejects.toMatchObject({
      side: 'target',
      message: expect.stringContaining(`it was sent as ${name}, but the registry stored it as ${kept}`)
    })
  })

  test('a tag instead of a digest', async () => {
    const end = await ecrEnd(testbed, 'bad/source')
    await expect(copy(end, end, 'v1.2.3')).rejects.toThrow('`v1.2.3` is not a digest')
  })
})

describe('a quota', () => {
  test('that recovers does not fail the copy, however often it refused', async () => {
    const [source, target] = [await ecrEnd(testbed, 'bad/source'), await ecrEnd(testbed, 'bad/recovers')]
    const content = new Content()
    const root = content.image([content.layer('throttled for a while')])
    content.putInto(stored(testbed, 'bad/source'))
    const active = testbed.faults.add({
      match: {method: 'PUT', path: /bad\/recovers\/manifests/},
      fault: {kind: 'status', status: 429},
      times: 8
    })
    await copy(source, target, root.digest)
    expect(active.hits).toBe(8)
  })

  test.each([
    ['reading a manifest', 'GET', /bad\/source\/manifests/, 9],
    ['the start of an upload', 'POST', /bad\/recovers\/blobs/, 9],
    ['an upload', 'PUT', /bad\/recovers\/blobs/, 9]
  ] as const)('of %s that recovers does not fail the copy', async (what, method, path, times) => {
    const [source, target] = [
      await ecrEnd(testbed, 'bad/source'),
      await ecrEnd(testbed, 'bad/recovers', {account: OTHER_ACCOUNT})
    ]
    const content = new Content()
    const root = content.image([content.layer(`throttled for a while at ${what}`)])
    content.putInto(stored(testbed, 'bad/source'))
    const active = testbed.faults.add({match: {method, path}, fault: {kind: 'status', status: 429}, times})
    await copy(source, target, root.digest)
    expect(active.hits).toBe(times)
    active.remove()
  })

  test.each<[string, (now: number) => Record<string, string>]>([
    ['seconds', () => ({'retry-after': '2'})],
    [
      'a date of its own clock',
      now => ({
        date: new Date(now - 3_600_000).toUTCString(),
        'retry-after': new Date(now - 3_600_000 + 2000).toUTCString()
      })
    ]
  ])('that asks for a longer pause than a request may take is waited for: %s', async (_, headers) => {
    const {origin, requests} = await serve((_, response) => {
      if (requests.length > 1) response.end()
      else response.writeHead(429, headers(Date.now())).end()
    })
    const started = performance.now()
    const has = withRegistry({origin, authorization: LOGIN, deadlineMs: 1000}, client =>
      client.repository('a').blobs.has(name)
    )
    expect(await has).toBe(true)
    expect(performance.now() - started).toBeGreaterThan(1900)
  })

  test('that asks an upload for a longer pause is waited for too', async () => {
    const [source, target] = [
      await ecrEnd(testbed, 'bad/source'),
      await ecrEnd(testbed, 'bad/pause', {account: OTHER_ACCOUNT})
    ]
    const content = new Content()
    const root = content.image([content.layer('later, with a pause')])
    content.putInto(stored(testbed, 'bad/source'))
    const fault = {kind: 'status', status: 429, headers: {'retry-after': '2'}} as const
    const active = testbed.faults.add({match: {method: 'PUT', path: /bad\/pause\/blobs/}, fault, times: 1})
    await copy(source, {...target, options: {...target.options, deadlineMs: 1500}}, root.digest)
    expect(active.hits).toBe(1)
    active.remove()
  })

  test.each([
    [429, 3600],
    [503, 9_999_999]
  ])('that refuses an upload with %d for %d s fails the copy at once', async (status, seconds) => {
    const [source, target] = [
      await ecrEnd(testbed, 'bad/source'),
      await ecrEnd(testbed, 'bad/later', {account: OTHER_ACCOUNT})
    ]
    const content = new Content()
    const root = content.image([content.layer(`later, ${status}`)])
    content.putInto(stored(testbed, 'bad/source'))
    const fault = {kind: 'status', status, headers: {'retry-after': `${seconds}`}} as const
    const active = testbed.faults.add({match: {method: 'PUT', path: /bad\/later\/blobs/}, fault})
    await expect(copy(source, target, root.digest)).rejects.toMatchObject({side: 'target', status})
    // The image has two blobs. Each is sent once at most.
    expect(active.hits).toBeLessThanOrEqual(2)
    active.remove()
  })

  test('that stays exhausted fails the copy at the deadline', async () => {
    const [source, target] = [await ecrEnd(testbed, 'bad/source'), await ecrEnd(testbed, 'bad/quota')]
    const content = new Content()
    const root = content.image([content.layer('throttled')])
    content.putInto(stored(testbed, 'bad/source'))
    const active = testbed.faults.add({
      match: {method: 'PUT', path: /bad\/quota\/manifests/},
      fault: {kind: 'status', status: 429}
    })
    const impatient = {...target, options: {...target.options, deadlineMs: 2500, explain}}
    const failure = {side: 'target', status: 429, remedy: 'Explained: 429 of bad/quota'}
    await expect(copy({...source, options: impatient.options}, impatient, root.digest)).rejects.toMatchObject(failure)
    active.remove()
  })
})

test('a copy that is cancelled ends with the reason, and the next one completes it', async () => {
  const [source, target] = [await ecrEnd(testbed, 'cancelled/source'), await ecrEnd(testbed, 'cancelled/target')]
  const content = new Content()
  const root = content.image([content.layer('one'), content.layer('two')])
  content.putInto(stored(testbed, source.repository))
  const cancel = new AbortController()
  const active = testbed.faults.add({
    match: ({method, path}) => {
      if (method === 'PUT' && path.includes('cancelled/target')) cancel.abort(new Error('cancelled by the user'))
      return false
    },
    fault: {kind: 'reset'}
  })
  await expect(copy(source, target, root.digest, {signal: cancel.signal})).rejects.toThrow('cancelled by the user')
  active.remove()
  await copy(source, target, root.digest)
  expect(await lacking(stored(testbed, target.repository), content)).toEqual([])
})

test('a copy ends at its deadline', async () => {
  const [source, target] = [await ecrEnd(testbed, 'late/source'), await ecrEnd(testbed, 'late/target')]
  const content = new Content()
  const root = content.image([content.layer('one')])
  content.putInto(stored(testbed, source.repository))
  const active = testbed.faults.add({match: {path: /late\/target\/blobs/}, fault: {kind: 'stall'}})
  await expect(copy(source, target, root.digest, {deadlineMs: 200})).rejects.toMatchObject({
    side: 'target',
    message: expect.stringMatching(/: the copy was not complete after 200 ms$/),
    remedy: expect.stringMatching(/^Try again/)
  })
  active.remove()
})

test('the wait for a turn under the quota does not shorten the time for an answer', async () => {
  const {origin} = await serve((request, response) => {
    request.resume().on('end', () => response.writeHead(201).end())
  })
  const manifest = {digest: name, mediaType: 'x', bytes: blob}
  const put = withRegistry({origin, authorization: LOGIN, putsPerSecond: 1, deadlineMs: 2000}, client =>
    Promise.all(Array.from({length: 4}, () => client.repository('a').put(manifest)))
  )
  // The fourth one waits more than three seconds.
  expect(await put).toHaveLength(4)
})

test('a system clock that is set back does not extend the deadline', async () => {
  const {origin, requests} = await serve((_, response) => {
    if (requests.length === 1) jest.spyOn(Date, 'now').mockReturnValue(0)
    response.writeHead(503).end()
  })
  const asked = withRegistry({origin, authorization: LOGIN, deadlineMs: 2000}, client =>
    client.repository('a').blobs.has(name)
  )
  await expect(asked).rejects.toMatchObject({status: 503})
  jest.restoreAllMocks()
})

test('an index without a media type is recognized by its list of manifests', async () => {
  const {origin} = await serve((_, response) => response.end('{"schemaVersion":2,"manifests":[]}'))
  const found = await withRegistry({origin, authorization: LOGIN}, client => client.repository('a').manifest('v1'))
  expect(found).toMatchObject({kind: 'found', value: {mediaType: 'application/vnd.oci.image.index.v1+json'}})
})

describe('the media type of a manifest', () => {
  const image = 'application/vnd.oci.image.manifest.v1+json'
  const index = 'application/vnd.oci.image.index.v1+json'
  const read = async (header: string, own: string | undefined, more: object) => {
    const bytes = JSON.stringify({schemaVersion: 2, ...(own === undefined ? {} : {mediaType: own}), ...more})
    const {origin} = await serve((_, response) => response.writeHead(200, {'content-type': header}).end(bytes))
    return await withRegistry({origin, authorization: LOGIN}, client => client.repository('a').manifest('v1'))
  }

  test.each<[string, string, string | undefined, object, string]>([
    ['is that in the body if the header names none of a manifest', 'application/json', index, {manifests: []}, index],
    ['is that in both', `${image}; charset=utf-8`, image, {layers: []}, image],
    ['is that of the header if the body has none', index, undefined, {manifests: []}, index]
  ])('%s', async (_, header, own, more, expected) => {
    expect(await read(header, own, more)).toMatchObject({kind: 'found', value: {mediaType: expected}})
  })

  test.each([
    [index, image, {layers: []}],
    [image, index, {manifests: []}]
  ])('is an error if the header says %s, and the body %s', async (header, own, more) => {
    await expect(read(header, own, more)).rejects.toThrow(
      `the answer has the media type ${header}, and the manifest in it has another`
    )
  })
})

test('a manifest with layers and manifests is refused at the source, by its name', async () => {
  const source = await ecrEnd(testbed, 'two-things/source')
  const layer = {mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: name, size: 4}
  const json = {schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [], layers: [layer]}
  const bytes = Buffer.from(JSON.stringify(json))
  const {digest} = stored(testbed, source.repository).put(bytes, json.mediaType, {})
  const {requests} = await requestsDuring(testbed, async () => {
    await expect(copy(source, await ecrEnd(testbed, 'two-things/target'), digest)).rejects.toMatchObject({
      side: 'source',
      message: expect.stringMatching(
        `Reading ${digest} of two-things/source .* it has \`manifests\` and \`layers\` at once`
      )
    })
  })
  expect(requests.every(({method}) => method === 'GET')).toBe(true)
})
