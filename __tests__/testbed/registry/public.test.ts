import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {Testbed} from '../../../testbed/harness/testbed.js'
import {makeLayer} from '../../../testbed/registry/image.js'
import {sha256Digest} from '../../../testbed/server/spool.js'
import {createTestbed, request} from '../sample.js'

const name = 'library/busybox'
let testbed: Testbed
let digest: string
beforeEach(async () => {
  testbed = await createTestbed()
  digest = testbed.publicRegistry.addImage(name, '1', {
    platforms: [
      {platform: 'linux/amd64', layers: [makeLayer({'bin/hello': {content: 'amd64', mode: 0o755}})]},
      {platform: 'linux/arm64/v8', layers: [makeLayer({'bin/hello': 'arm64'})]}
    ]
  })
})
afterEach(() => testbed.close())

async function pull(path: string, headers: Record<string, string> = {}) {
  const url = `${testbed.publicRegistry.origin}/v2/${path}`
  const first = await request('GET', url, {headers})
  const [, realm, service, scope] =
    /^Bearer realm="(.*?)",service="(.*?)",scope="(.*?)"/.exec(first.headers.get('www-authenticate') ?? '') ?? []
  const {text} = await request('GET', `${realm}?service=${service}&scope=${scope}`)
  const {token} = JSON.parse(text) as {token: string}
  return request('GET', url, {headers: {...headers, authorization: `Bearer ${token}`}})
}

test('serves an index, its children and their blobs to a client that follows the challenge', async () => {
  const index = await pull(`${name}/manifests/1`)
  expect(sha256Digest(index.text)).toBe(digest)
  expect(index.headers.get('content-type')).toBe('application/vnd.oci.image.index.v1+json')
  const {manifests} = JSON.parse(index.text) as {manifests: {digest: string; platform: object}[]}
  expect(manifests.map(({platform}) => platform)).toEqual([
    {os: 'linux', architecture: 'amd64'},
    {os: 'linux', architecture: 'arm64', variant: 'v8'}
  ])
  const child = await pull(`${name}/manifests/${manifests[0]!.digest}`)
  const {config} = JSON.parse(child.text) as {config: {digest: string}}
  expect(sha256Digest((await pull(`${name}/blobs/${config.digest}`)).text)).toBe(config.digest)
})

test('a token is valid for one name', async () => {
  testbed.publicRegistry.addImage('library/other', '1', {layers: []})
  const {text} = await request('GET', `${testbed.publicRegistry.origin}/token?scope=repository:library/other:pull`)
  const {token} = JSON.parse(text) as {token: string}
  const headers = {authorization: `Bearer ${token}`}
  expect((await request('GET', `${testbed.publicRegistry.origin}/v2/${name}/manifests/1`, {headers})).status).toBe(401)
})

describe('failures', () => {
  test.each([401, 404, 429] as const)('%i', async status => {
    testbed.publicRegistry.fail(name, status)
    expect((await pull(`${name}/manifests/1`)).status).toBe(status)
    testbed.publicRegistry.fail(name, undefined)
    expect((await pull(`${name}/manifests/1`)).status).toBe(200)
  })

  test('an unknown name is answered with 401, an unknown tag with 404', async () => {
    expect((await pull('library/nosuch/manifests/1')).status).toBe(401)
    expect((await pull(`${name}/manifests/2`)).status).toBe(404)
  })
})

test('the same files make the same layer', () => {
  expect(makeLayer({a: 'b'}).equals(makeLayer({a: 'b'}))).toBe(true)
})
