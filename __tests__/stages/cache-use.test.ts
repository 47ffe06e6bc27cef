import {describe, expect, test} from '@jest/globals'

import {cachesOf} from '../../src/stages/build-cache.js'
import {readCacheTags, usedCaches, writtenCacheTag} from '../../src/stages/cache-use.js'
import {isTag} from '../../src/stages/grammar.js'
import {createStagesFile} from './stages-file.js'

const caches = cachesOf(createStagesFile('cache: true'), {name: 'sample-image'})

test.each([
  [
    'development',
    [
      ['sample-image/cache', true],
      ['sample-image/cache-trunk', false]
    ]
  ],
  ['master', [['sample-image/cache-trunk', true]]],
  ['release', []]
] as const)('the builds of %s read these caches, and write those marked', (stage, expected) => {
  expect(usedCaches(stage, caches).map(({cache, isWritten}) => [cache.repository.name, isWritten])).toEqual(expected)
})

const subject = {target: undefined, platforms: ['linux/amd64'], variant: undefined}

describe('the tag of a cache', () => {
  test.each([
    [{}, 'default-linux-amd64'],
    [{target: 'runtime', platforms: ['linux/arm/v7']}, 'runtime-linux-arm-v7'],
    [{variant: 'alpine'}, 'default-linux-amd64-alpine'],
    [{platforms: ['linux/amd64', 'linux/arm64'], variant: 'alpine'}, 'default-linux-amd64-linux-arm64-alpine']
  ])('of %j is %s', (changes, tag) => {
    expect(writtenCacheTag({...subject, ...changes})).toBe(tag)
  })

  test.each([
    ['a target with other characters', {target: 'a b/c,d=e'}],
    ['a target that begins with a dot', {target: '.hidden'}],
    ['a long target', {target: 'x'.repeat(200)}],
    [
      'many platforms',
      {
        platforms: [
          '386',
          'amd64',
          'arm64',
          'ppc64le',
          's390x',
          'riscv64',
          'loong64',
          'mips64le',
          'mips64',
          'ppc64'
        ].map(name => `linux/${name}`)
      }
    ]
  ])('is one that registries accept, and of one subject alone: %s', (_, changes) => {
    const tag = writtenCacheTag({...subject, ...changes})
    expect([tag, isTag(tag)]).toEqual([tag, true])
    expect(tag).not.toBe(writtenCacheTag({...subject, ...changes, variant: 'alpine'}))
  })
})

test('a build for several platforms reads its own cache and those of builds for one of them', () => {
  expect(readCacheTags(subject)).toEqual(['default-linux-amd64'])
  expect(readCacheTags({...subject, platforms: ['linux/amd64', 'linux/arm64']})).toEqual([
    'default-linux-amd64-linux-arm64',
    'default-linux-amd64',
    'default-linux-arm64'
  ])
})
