import {describe, expect, test} from '@jest/globals'

import {contextName, formatReference, parseReference} from '../../src/source/reference.js'
import {formatPlatform, parsePlatform} from '../../src/source/platform.js'

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
    ['public.ecr.aws/docker/library/node:22', 'public.ecr.aws/docker/library/node:22', 'public.ecr.aws/docker/library/node:22'],
    [`alpine@${sha}`, `docker.io/library/alpine@${sha}`, `alpine@${sha}`],
    [`alpine:3@${sha}`, `docker.io/library/alpine:3@${sha}`, `alpine:3@${sha}`]
  ])('%s is %s in full, and %s as a named context', (text, full, name) => {
    const reference = parseReference(text)
    expect(reference && formatReference(reference)).toBe(full)
    expect(contextName(text)).toBe(name)
    expect(contextName(full)).toBe(name)
  })

  test.each(['', 'Alpine', '$X', 'a b', 'a:', 'a@sha256:12', '-a', 'a//b', ':1', 'https://x/y', 'a/B'])('%j is none', text => {
    expect(parseReference(text)).toBeUndefined()
  })
})

test.each([
  ['linux/amd64', 'linux/amd64'],
  ['linux/x86_64', 'linux/amd64'],
  ['linux/arm64/v8', 'linux/arm64'],
  ['linux/aarch64', 'linux/arm64'],
  ['linux/arm', 'linux/arm/v7'],
  ['linux/arm/6', 'linux/arm/v6'],
  ['linux/armhf', 'linux/arm/v7'],
  ['Linux/AMD64/v3', 'linux/amd64/v3'],
  ['windows/amd64', 'windows/amd64']
])('platform %s is %s', (text, normal) => {
  expect(formatPlatform(parsePlatform(text))).toBe(normal)
})
