import {expect, test} from '@jest/globals'

import {platformsInstead} from '../../src/core/platform-list.js'

const KNOWN = [
  ...['linux/amd64', 'linux/amd64/v3', 'linux/x86_64', 'linux/386', 'linux/i386'],
  ...['linux/arm64', 'linux/arm64/v8', 'linux/arm64/v9', 'linux/aarch64', 'linux/arm64/v8.2'],
  ...['linux/arm', 'linux/arm/v5', 'linux/arm/v6', 'linux/arm/7', 'linux/arm/v8', 'linux/armhf'],
  ...['linux/ppc64le', 'linux/s390x', 'linux/riscv64', 'linux/loong64', 'linux/mips64le']
]

test.each(KNOWN)('images can be built for %s', platform => {
  expect(platformsInstead(platform)).toBeUndefined()
})

test.each([
  'linux/foo',
  'linux/x64',
  'windows/amd64',
  'windows/arm64',
  'darwin/arm64',
  'freebsd/amd64',
  'wasi/wasm',
  'linux/wasm',
  'linux/amd64/v5',
  'linux/amd64/foo',
  'linux/arm/v4',
  'linux/arm/v9',
  'linux/arm64/v7',
  'linux/s390x/v1',
  'linux/riscv64/v1',
  'linux/amd64/v1/more',
  'linux/',
  '/amd64',
  'linux/sparc64'
])('no image can be built for %s, and all that there is is named', platform => {
  expect(platformsInstead(platform)).toMatch(
    /^one of linux\/amd64 \(also \/v1 to \/v4\), linux\/arm64 .*, linux\/s390x, .*, linux\/ppc64$/
  )
})

test.each([
  ['linux/arm46', 'linux/arm64'],
  ['linux/amd46', 'linux/amd64'],
  ['linux/s309x', 'linux/s390x'],
  ['linus/amd64', 'linux/amd64']
])('%s probably means %s', (platform, meant) => {
  expect(platformsInstead(platform)).toMatch(new RegExp(`^${meant}, or one of `))
})
