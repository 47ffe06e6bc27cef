import {describe, expect, test} from '@jest/globals'

import type {FingerprintParts} from '../../src/fingerprint/parts.js'
import {
  changedParts,
  partAnnotations,
  partsOfFingerprint,
  readPartAnnotations,
  recipeOf
} from '../../src/fingerprint/parts.js'

const [NODE, TINY] = ['docker.io/library/node:22', 'registry.example.com:5000/tiny:1']
const counted = {contexts: [['', 'tree 1']], dockerfile: 'a', buildArgs: [['A', '1']], target: null, network: null}
const parts = (changes: object = {}, bases: [string, string | null][] = [[NODE, 'sha256:1']]): FingerprintParts =>
  partsOfFingerprint({...counted, ...changes}, bases)

describe('the parts of a fingerprint', () => {
  test.each<[string, FingerprintParts, string[]]>([
    ['nothing', parts(), []],
    ['a base image', parts({}, [[NODE, 'sha256:2']]), ['the base image node:22 moved']],
    [
      'another base image',
      parts({dockerfile: 'b'}, [['docker.io/my/app:1', 'sha256:2']]),
      ['the base image node:22 is no longer read', 'the base image my/app:1 is new', 'the Dockerfile changed']
    ],
    ['the context', parts({contexts: [['', 'tree 2']]}), ['the context changed']],
    ['an argument', parts({buildArgs: []}), ['the build arguments changed']],
    ['a setting', parts({network: 'host'}), ['the settings changed']],
    [
      'several',
      parts({contexts: [], target: 'x'}, [[NODE, null]]),
      ['the base image node:22 moved', 'the context changed', 'the settings changed']
    ]
  ])('tell apart: %s', (_, now, expected) => {
    expect(changedParts(parts(), now)).toEqual(expected)
  })

  test.each<[string, [string, string | null][]]>([
    [
      'several',
      [
        [NODE, 'sha256:1'],
        [TINY, null]
      ]
    ],
    [
      'pinned',
      [
        [`${NODE}@sha256:1`, 'sha256:1'],
        ['docker.io/library/node@sha256:2', 'sha256:2'],
        ['[::1]:5000/tiny:1', 'sha256:3']
      ]
    ],
    ['no', []]
  ])('are the same after a way through annotations, with %s base images', (_, bases) => {
    const own = parts({}, bases)
    const read = readPartAnnotations({...partAnnotations(own), other: 'x'})
    expect(read).toBeDefined()
    expect(changedParts(own, read!)).toEqual([])
  })

  test.each<[string, string[], string[], string[]]>([
    ['another pin', [`${NODE}@sha256:1`], [`${NODE}@sha256:2`], ['the base image node:22 moved']],
    ['another pin without a tag', ['my/a@sha256:1'], ['my/a@sha256:2'], ['the base image my/a moved']],
    ['one of two pins', ['my/a@sha256:1', 'my/a@sha256:2'], ['my/a@sha256:1'], ['the base image my/a moved']],
    ['two pins in another order', ['my/a@sha256:1', 'my/a@sha256:2'], ['my/a@sha256:2', 'my/a@sha256:1'], []],
    ['the first pin, of the same image', [NODE], [`${NODE}@sha256:1`], []]
  ])('tell apart pinned base images: %s', (_, before, now, expected) => {
    const pinned = (references: string[]) =>
      parts(
        {},
        references.map(reference => [reference, /@(.+)/.exec(reference)?.[1] ?? 'sha256:1'])
      )
    const read = readPartAnnotations(partAnnotations(pinned(before)))
    expect(changedParts(read!, pinned(now))).toEqual(expected)
  })

  test.each(['context', 'dockerfile', 'arguments', 'settings', 'bases'])(
    'are not known without the annotation of %s',
    name => {
      for (const value of [undefined, null, 7])
        expect(
          readPartAnnotations({...partAnnotations(parts()), [`ecr-registry.fingerprint.${name}`]: value})
        ).toBeUndefined()
    }
  )

  test.each([
    ['a hash that is none', 'context', 'x'],
    ['a base image that is text', 'bases', 'a"$(id)"\n::error::x'],
    ['a long base image', 'bases', 'a'.repeat(301)],
    ['many base images', 'bases', 'a '.repeat(101)]
  ])('are not known with %s', (_, name, value) => {
    expect(
      readPartAnnotations({...partAnnotations(parts()), [`ecr-registry.fingerprint.${name}`]: value})
    ).toBeUndefined()
  })

  test('do not contain the proxies of the machine', () => {
    expect(changedParts(parts({surroundings: {proxy: 'http://user:password@proxy'}}), parts())).toEqual([])
  })
})

test('a recipe is what people set to build another image of the same files', () => {
  const settings = {
    ...{context: '.', file: undefined, target: undefined, platforms: ['linux/amd64', 'linux/arm64']},
    ...{buildArgs: {A: '1', B: '2'}, buildContexts: {base: 'one', more: 'two'}}
  }
  const own = recipeOf(settings)
  const same = {
    ...{platforms: ['linux/arm64', 'linux/amd64'], buildArgs: {B: '2', A: '1'}},
    ...{buildContexts: {more: 'two', base: 'one'}, labels: {a: 'b'}, network: 'host'}
  }
  expect(recipeOf({...settings, ...same})).toBe(own)
  const others = [
    {context: 'app'},
    {file: 'alpine.Dockerfile'},
    {target: 'x'},
    {platforms: []},
    {platforms: ['linux/amd64']},
    {buildArgs: {A: '1'}},
    {buildContexts: {base: 'two', more: 'two'}}
  ]
  for (const changes of others) expect(recipeOf({...settings, ...changes})).not.toBe(own)
})
