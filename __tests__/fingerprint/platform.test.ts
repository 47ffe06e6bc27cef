import {expect, test} from '@jest/globals'

import {formatPlatform, parsePlatform, platformWarning} from '../../src/fingerprint/platform.js'

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

test.each([
  ['linux/arm46', 'did you mean linux/arm64?'],
  ['linux/amd46', 'did you mean linux/amd64?'],
  ['linux/armm64/v9', 'did you mean linux/arm64/v9?'],
  ['linux/s309x', 'did you mean linux/s390x?'],
  ['linux/x64', 'write it as in linux/amd64 or linux/arm64.']
])('platform %s causes a warning', (text, advice) => {
  expect(platformWarning(text)).toBe(`The platform ${text} has no architecture that Docker knows: ${advice}`)
})

test.each([
  'linux/amd64',
  'Linux/X86_64',
  'linux/arm/v6',
  'linux/arm64/v9',
  'linux/riscv64',
  'windows(10.0.17763)/amd64',
  'wasi/wasm'
])('platform %s causes no warning', text => {
  expect(platformWarning(text)).toBeUndefined()
})
