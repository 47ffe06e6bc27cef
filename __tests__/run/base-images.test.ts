import {once} from 'node:events'
import type {Server} from 'node:http'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {Failure} from '../../src/core/failure.js'
import {resolveBases} from '../../src/run/base-images.js'

let server: Server
let host: string
beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(401, {'www-authenticate': 'Basic realm="registry"'}).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

test('an error in the logins is not blamed on the registry: it is thrown unchanged, without another try', async () => {
  const failure = new Failure("Docker's config /home/me/.docker/config.json is not a JSON object.", {
    remedy: 'Fix it, or remove it and log in again.'
  })
  let asked = 0
  const resolving = resolveBases({
    references: [`${host}/team/base:1`],
    placeOf: () => undefined,
    login: () => {
      asked++
      return Promise.reject(failure)
    },
    signal: new AbortController().signal,
    notice: () => undefined
  })
  await expect(resolving).rejects.toBe(failure)
  expect(asked).toBe(1)
})

test('an invalid image reference is an error that names the build arguments', async () => {
  const resolving = resolveBases({
    references: ['a:base:c'],
    placeOf: () => undefined,
    login: () => Promise.resolve(undefined),
    signal: new AbortController().signal,
    notice: () => undefined
  })
  await expect(resolving).rejects.toMatchObject({
    message: 'The Dockerfile names the base image `a:base:c`, which is not an image reference.',
    remedy: {
      workflow: expect.stringContaining('the input `build-args`'),
      terminal: expect.stringContaining('`--build-arg`')
    }
  })
})
