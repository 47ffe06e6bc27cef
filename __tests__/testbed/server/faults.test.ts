import {setImmediate} from 'node:timers/promises'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {Testbed} from '../../../testbed/harness/testbed.js'
import type {FaultPattern} from '../../../testbed/server/faults.js'
import type {Fault, LoggedRequest} from '../../../testbed/server/log.js'
import {sha256Digest} from '../../../testbed/server/spool.js'
import {type BareRegistryClient, createClient, createTestbed, request} from '../sample.js'

const name = 'sample-image/development'
let testbed: Testbed
let client: BareRegistryClient
beforeEach(async () => {
  testbed = await createTestbed()
  client = await createClient(testbed)
  await client.pushImage(name, 'one', 'content')
})
afterEach(() => testbed.close())

const pull = () => client.send('GET', `/v2/${name}/manifests/one`, {headers: {accept: '*/*'}})
const manifests: FaultPattern = {service: 'registry', method: 'GET', path: /\/manifests\//}

test('answers with a status, body and headers, for the given number of requests', async () => {
  const fault: Fault = {kind: 'status', status: 503, body: 'busy', headers: {'retry-after': '1'}}
  const active = testbed.faults.add({match: manifests, fault, times: 2})
  const answers = [await pull(), await pull(), await pull()]
  expect(answers.map(({status}) => status)).toEqual([503, 503, 200])
  expect(answers[0]?.text).toBe('busy')
  expect(answers[0]?.headers.get('retry-after')).toBe('1')
  expect(active.hits).toBe(2)
})

test('hits the requests that a function chooses, after the first ones have passed', async () => {
  testbed.faults.add({match: ({method}) => method === 'GET', fault: {kind: 'status', status: 500}, after: 1, times: 1})
  expect([(await pull()).status, (await pull()).status, (await pull()).status]).toEqual([200, 500, 200])
})

test('hits no other request, and none after it is removed', async () => {
  const active = testbed.faults.add({match: {...manifests, method: 'PUT'}, fault: {kind: 'reset'}})
  expect((await pull()).status).toBe(200)
  testbed.faults.add({match: manifests, fault: {kind: 'reset'}}).remove()
  expect((await pull()).status).toBe(200)
  expect(active.hits).toBe(0)
})

describe('a connection', () => {
  test.each<[string, Fault]>([
    ['reset', {kind: 'reset'}],
    ['cut in the body', {kind: 'cut', afterBytes: 5}],
    ['closed without an answer', {kind: 'lost-reply'}]
  ])('%s', async (_, fault) => {
    testbed.faults.add({match: manifests, fault})
    await expect(pull()).rejects.toThrow()
    expect(testbed.requests.at(-1)?.fault).toBe(fault.kind)
  })

  test('reset in the middle of an upload: the blob is not stored', async () => {
    const started = await client.send('POST', `/v2/${name}/blobs/uploads/`)
    const body = Buffer.alloc(1024 * 1024, 'x')
    testbed.faults.add({match: {method: 'PUT'}, fault: {kind: 'reset', afterBytes: 100_000}, times: 1})
    await expect(
      client.send('PUT', `${started.headers.get('location')}?digest=${sha256Digest(body)}`, {body})
    ).rejects.toThrow()
    expect((await client.send('HEAD', `/v2/${name}/blobs/${sha256Digest(body)}`)).status).toBe(404)
  })
})

test('a lost reply: the request is carried out', async () => {
  testbed.faults.add({match: {method: 'PUT', path: /manifests\/two/}, fault: {kind: 'lost-reply'}})
  await expect(client.pushImage(name, 'two', 'other')).rejects.toThrow()
  expect((await client.send('HEAD', `/v2/${name}/manifests/two`, {headers: {accept: '*/*'}})).status).toBe(200)
})

test('wrong bytes of the right length', async () => {
  const {headers} = await client.send('GET', `/v2/${name}/blobs/${sha256Digest('content')}`)
  testbed.faults.add({match: {service: 'blob'}, fault: {kind: 'wrong-bytes'}, times: 1})
  const download = async () => {
    const response = await fetch(headers.get('location')!)
    return Buffer.from(await response.arrayBuffer())
  }
  const wrong = await download()
  expect(wrong).toHaveLength(7)
  expect(wrong.toString()).not.toBe('content')
  expect((await download()).toString()).toBe('content')
})

/** Sends a request, aborts it once the testbed has logged it, and returns its entry in the log. */
async function givenUp(path: string): Promise<LoggedRequest> {
  const controller = new AbortController()
  const before = testbed.requests.length
  const answer = fetch(`${client.url}${path}`, {signal: controller.signal})
  while (testbed.requests.length === before) await setImmediate()
  // These turns of the event loop are more than enough for an answer to arrive.
  for (let turn = 0; turn < 100; turn++) await setImmediate()
  controller.abort()
  await expect(answer).rejects.toThrow('aborted')
  return testbed.requests[before]!
}

test('a stall ends after its time, or never', async () => {
  testbed.faults.add({match: manifests, fault: {kind: 'stall', ms: 20}, times: 1})
  expect((await pull()).status).toBe(200)
  testbed.faults.add({match: manifests, fault: {kind: 'stall'}})
  expect(await givenUp(`/v2/${name}/manifests/one`)).toMatchObject({fault: 'stall', status: 0})
})

test('latency delays each request that comes after it is set', async () => {
  testbed.latency = 600_000
  expect(await givenUp('/v2/')).toMatchObject({status: 0})
  testbed.latency = 1
  expect((await pull()).status).toBe(200)
})

test('requests are logged in order', async () => {
  testbed.requests.length = 0
  await pull()
  await request('GET', `${client.url}/v2/?x=1`)
  expect(testbed.requests).toMatchObject([
    {service: 'registry', method: 'GET', path: `/v2/${name}/manifests/one`, status: 200},
    {service: 'registry', method: 'GET', path: '/v2/?x=1', status: 401, iam: []}
  ])
})
