import {expect, test} from '@jest/globals'

import {originOf, parseReference} from '../../src/registry/reference.js'

const DIGEST = `sha256:${'a'.repeat(64)}`

test.each([
  ['alpine', 'docker.io', 'library/alpine', 'latest', undefined],
  ['alpine:3.20', 'docker.io', 'library/alpine', '3.20', undefined],
  ['bitnami/redis', 'docker.io', 'bitnami/redis', 'latest', undefined],
  ['docker.io/alpine', 'docker.io', 'library/alpine', 'latest', undefined],
  ['index.docker.io/library/alpine', 'docker.io', 'library/alpine', 'latest', undefined],
  ['ghcr.io/a/b/c:1', 'ghcr.io', 'a/b/c', '1', undefined],
  ['localhost/a', 'localhost', 'a', 'latest', undefined],
  ['127.0.0.1:5000/base:1', '127.0.0.1:5000', 'base', '1', undefined],
  [`alpine@${DIGEST}`, 'docker.io', 'library/alpine', undefined, DIGEST],
  [`ghcr.io/a:1@${DIGEST}`, 'ghcr.io', 'a', '1', DIGEST]
])('%s', (text, registry, repository, tag, digest) => {
  expect(parseReference(text)).toEqual({registry, repository, tag, digest})
})

test.each(['', 'UPPER', 'a b', 'a:', 'a/', '/a', 'a@sha256:1', '-a', 'a:-b', 'a//b'])('%j is no reference', text => {
  expect(parseReference(text)).toBeUndefined()
})

test.each([
  ['docker.io', 'https://registry-1.docker.io'],
  ['ghcr.io', 'https://ghcr.io'],
  ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['localhost', 'http://localhost'],
  ['localhost.example.com', 'https://localhost.example.com']
])('the API of %s is at %s', (registry, origin) => {
  expect(originOf(registry)).toBe(origin)
})
