import {describe, expect, test} from '@jest/globals'

import {contextName, formatReference, parseReference, registryOrigin} from '../src/reference.js'

const sha = `sha256:${'0'.repeat(64)}`

describe('a reference', () => {
  test.each([
    ['alpine', 'docker.io/library/alpine:latest', 'alpine'],
    ['alpine:latest', 'docker.io/library/alpine:latest', 'alpine'],
    ['docker.io/alpine:3.20', 'docker.io/library/alpine:3.20', 'alpine:3.20'],
    ['index.docker.io/library/alpine', 'docker.io/library/alpine:latest', 'alpine'],
    ['my-org/my.image', 'docker.io/my-org/my.image:latest', 'my-org/my.image'],
    ['localhost/x', 'localhost/x:latest', 'localhost/x'],
    ['LOCAL/x', 'LOCAL/x:latest', 'LOCAL/x'],
    ['127.0.0.1:5000/base:1', '127.0.0.1:5000/base:1', '127.0.0.1:5000/base:1'],
    ['[::1]:5000/base', '[::1]:5000/base:latest', '[::1]:5000/base'],
    [
      'public.ecr.aws/docker/library/node:22',
      'public.ecr.aws/docker/library/node:22',
      'public.ecr.aws/docker/library/node:22'
    ],
    [`alpine@${sha}`, `docker.io/library/alpine@${sha}`, `alpine@${sha}`],
    [`alpine:3@${sha}`, `docker.io/library/alpine:3@${sha}`, `alpine:3@${sha}`]
  ])('%s has the full form %s and the context name %s', (text, full, name) => {
    const reference = parseReference(text)
    expect(reference && formatReference(reference)).toBe(full)
    expect(contextName(text)).toBe(name)
    expect(contextName(full)).toBe(name)
  })

  test.each(['', 'Alpine', '$X', 'a b', 'a:', 'a@sha256:12', '-a', 'a//b', ':1', 'https://x/y', 'a/B'])(
    '%j is not a reference',
    text => {
      expect(parseReference(text)).toBeUndefined()
    }
  )
})

test.each([
  ['docker.io', 'https://registry-1.docker.io'],
  ['ghcr.io', 'https://ghcr.io'],
  ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['localhost', 'http://localhost'],
  ['localhost.example.com', 'https://localhost.example.com']
])('the API of %s has the origin %s', (registry, origin) => {
  expect(registryOrigin(registry)).toBe(origin)
})
