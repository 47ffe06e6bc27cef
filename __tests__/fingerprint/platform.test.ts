import {expect, test} from '@jest/globals'

import {formatPlatform, parsePlatform} from '../../src/fingerprint/platform.js'

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
