import {fork} from 'node:child_process'
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import type {Server} from 'node:http'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import type {Testbed} from '../../../testbed/harness/testbed.js'
import {startTestbed} from '../../../testbed/harness/testbed.js'
import type {Described} from './content.js'
import {Content, digest} from './content.js'
import type {End} from './world.js'
import {ecrEnd, stored} from './world.js'

const MEBIBYTE = 1024 * 1024
const PIECE = Buffer.alloc(MEBIBYTE, 'layer')
const PIECES = 300

let testbed: Testbed
let server: Server
beforeAll(async () => {
  testbed = await startTestbed()
})
afterAll(async () => {
  server.close()
  await testbed.close()
})

/** Serves an image with one large layer, which is generated while it is sent. */
async function serveLargeImage(): Promise<{end: End; root: Described; layer: string}> {
  const hash = createHash('sha256')
  for (let piece = 0; piece < PIECES; piece++) hash.update(PIECE)
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest: `sha256:${hash.digest('hex')}`,
    size: PIECES * MEBIBYTE
  }
  const content = new Content()
  const root = content.image([layer])
  server = createServer((request, response) => {
    const reference = decodeURIComponent(request.url?.split('/').at(-1) ?? '')
    const manifest = content.manifests.get(reference)
    const bytes = manifest?.bytes ?? content.blobs.get(reference)
    if (reference === layer.digest) {
      response.setHeader('content-length', layer.size)
      pipeline(Readable.from(Array.from({length: PIECES}, () => PIECE)), response).catch(() => undefined)
    } else if (bytes === undefined) {
      response.writeHead(404).end()
    } else {
      response
        .writeHead(200, {
          'content-type': manifest?.mediaType ?? 'application/octet-stream',
          'content-length': bytes.length
        })
        .end(bytes)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    end: {options: {origin, authorization: {kind: 'anonymous'}}, repository: 'big/image'},
    root,
    layer: layer.digest
  }
}

test('a layer of 300 MiB is copied within less than 200 MiB of memory', async () => {
  const {end: source, root, layer} = await serveLargeImage()
  const target = await ecrEnd(testbed, 'big/image')
  const child = fork(join(import.meta.dirname, 'copy-process.ts'), [JSON.stringify([source, target, root.digest])], {
    execArgv: ['--import', 'tsx']
  })
  const [{bytes, peak}] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the copy ended with ${String(code)}`)
    })
  ])) as [{bytes: number; peak: number}]
  expect(bytes).toBeGreaterThan(PIECES * MEBIBYTE)
  expect(peak / MEBIBYTE).toBeLessThan(200)
  expect(stored(testbed, 'big/image').images.has(root.digest)).toBe(true)
  const arrived = createHash('sha256')
  for await (const chunk of stored(testbed, 'big/image').layers.get(layer)!.stream() as AsyncIterable<Buffer>)
    arrived.update(chunk)
  expect(`sha256:${arrived.digest('hex')}`).toBe(layer)
  expect(digest(stored(testbed, 'big/image').images.get(root.digest)!.bytes)).toBe(root.digest)
}, 180_000)
