import {expect, test} from '@jest/globals'

import {DEFAULT_RUNNERS, matrixOf, needsSeveralRunners, runnerFor} from '../../src/stages/runners.js'

const own = {default: 'small', linux: 'big', 'linux/arm': ['self-hosted', 'arm'], 'linux/arm/v6': 'old'}

test.each([
  ['linux/amd64', DEFAULT_RUNNERS, 'ubuntu-24.04'],
  ['linux/arm64', DEFAULT_RUNNERS, 'ubuntu-24.04-arm'],
  ['linux/arm64/v9', DEFAULT_RUNNERS, 'ubuntu-24.04-arm'],
  // Not a start of the name: linux/arm64 is another architecture.
  ['linux/arm/v7', DEFAULT_RUNNERS, 'ubuntu-24.04'],
  ['linux/amd64', own, 'big'],
  ['linux/arm64', own, 'big'],
  ['linux/arm/v7', own, ['self-hosted', 'arm']],
  ['linux/arm/v6', own, 'old'],
  ['linux/amd64', {'linux/arm64': 'arm'}, 'ubuntu-24.04'],
  ['linux/constructor', {}, 'ubuntu-24.04']
])('the runner of %s in %j is %j', (platform, runners, runner) => {
  expect(runnerFor(platform, runners)).toEqual(runner)
})

test('a matrix has one entry for each platform', () => {
  expect(matrixOf(['linux/amd64', 'linux/arm/v7', 'linux/amd64'], own)).toEqual([
    {platform: 'linux/amd64', name: 'linux-amd64', runner: 'big'},
    {platform: 'linux/arm/v7', name: 'linux-arm-v7', runner: ['self-hosted', 'arm']}
  ])
})

test.each([
  [['linux/amd64'], false],
  [['linux/amd64', 'linux/386'], false],
  [['linux/amd64', 'linux/arm64'], true]
])('whether %j needs several kinds of runners: %j', (platforms, needed) => {
  expect(needsSeveralRunners(matrixOf(platforms, DEFAULT_RUNNERS))).toBe(needed)
})

test('the same labels in another order are the same kind of runner', () => {
  const runners = {default: ['self-hosted', 'fast'], 'linux/arm64': ['fast', 'self-hosted']}
  expect(needsSeveralRunners(matrixOf(['linux/amd64', 'linux/arm64'], runners))).toBe(false)
})
