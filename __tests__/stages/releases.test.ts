import {describe, expect, test} from '@jest/globals'
import {compare} from 'semver'

import type {ReleasedTag} from '../../src/stages/releases.js'
import {guessedVersionTags, nearestVersionTags, planLine, versionLines} from '../../src/stages/releases.js'

const version = (text: string) => ({text, prerelease: text.includes('-')})
const released = (...versions: string[]): ReleasedTag[] =>
  versions.map(text => ({tag: `v${text}`, version: text, digest: `of ${text}`}))

test.each([
  ['1.2.3', ['1.2', '1', 'latest']],
  ['0.0.1', ['0.0', '0', 'latest']],
  ['1.2.3-rc.1', []]
])('%s belongs to the lines %j', (text, tags) => {
  expect(versionLines(version(text)).map(({tag}) => tag)).toEqual(tags)
})

describe('the nearest tags of versions with a git tag', () => {
  test('are those around the version, highest first, without pre-releases and other tags', () => {
    expect(
      nearestVersionTags(version('1.2.3'), [
        'v1.2.4',
        'v1.2.2',
        'v2.0.0',
        'v1.2.3',
        'v2.0.0-rc.1',
        'nightly',
        'v1',
        '1.9.0'
      ])
    ).toEqual([
      {tag: 'v2.0.0', version: '2.0.0'},
      {tag: 'v1.2.4', version: '1.2.4'},
      {tag: 'v1.2.2', version: '1.2.2'}
    ])
  })
  test('are limited in number, and include the highest of each line', () => {
    const many = Array.from({length: 500}, (_, index) => `v3.0.${index}`)
    const found = nearestVersionTags(version('1.2.3'), [...many, 'v1.2.9', 'v1.9.0']).map(({tag}) => tag)
    expect(found.length).toBeLessThanOrEqual(3 * 30)
    expect(found).toEqual(expect.arrayContaining(['v3.0.499', 'v1.2.9', 'v1.9.0']))
  })
  test('are none for a pre-release', () => {
    expect(nearestVersionTags(version('1.2.3-rc.1'), ['v1.2.2'])).toEqual([])
  })
})

describe('the guessed tags of versions without a git tag', () => {
  test.each([
    [
      '1.2.3',
      [
        'v1.2.8',
        'v1.2.7',
        'v1.2.6',
        'v1.2.5',
        'v1.2.4',
        'v1.2.2',
        'v1.2.1',
        'v1.2.0',
        '1.7',
        '1.6',
        '1.5',
        '1.4',
        '1.3',
        '1.1',
        '1.0',
        '6',
        '5',
        '4',
        '3',
        '2',
        '0'
      ]
    ],
    [
      '0.0.1',
      [
        'v0.0.6',
        'v0.0.5',
        'v0.0.4',
        'v0.0.3',
        'v0.0.2',
        'v0.0.0',
        '0.5',
        '0.4',
        '0.3',
        '0.2',
        '0.1',
        '5',
        '4',
        '3',
        '2',
        '1'
      ]
    ],
    ['1.2.3-rc.1', []]
  ])('of %s are those of the versions and lines next to it', (text, expected) => {
    expect(new Set(guessedVersionTags(version(text)).map(({tag}) => tag))).toEqual(new Set(expected))
  })

  test('are above or below the version according to their numbers', () => {
    const above = guessedVersionTags(version('1.2.3'))
      .filter(one => compare(one.version, '1.2.3') > 0)
      .map(({tag}) => tag)
    expect(above).toEqual(expect.arrayContaining(['v1.2.4', '1.3', '2']))
    for (const below of ['v1.2.2', '1.1', '0']) expect(above).not.toContain(below)
  })
})

test.each<[string, string, string | undefined, ReleasedTag[], unknown]>([
  ['1.2', '1.2.3', undefined, [], {kind: 'move', from: undefined}],
  ['1.2', '1.2.3', 'ours', released('1.2.2'), {kind: 'already'}],
  [
    '1.2',
    '1.2.3',
    'of 1.2.2',
    released('1.2.2'),
    {kind: 'move', from: {tag: 'v1.2.2', version: '1.2.2', digest: 'of 1.2.2'}}
  ],
  [
    '1.2',
    '1.2.3',
    'of 1.2.4',
    released('1.2.4'),
    {kind: 'behind', by: {tag: 'v1.2.4', version: '1.2.4', digest: 'of 1.2.4'}}
  ],
  // The other run is about to move the line, which does not name its image yet.
  [
    '1.2',
    '1.2.3',
    'of 1.2.2',
    released('1.2.4', '1.2.2'),
    {kind: 'behind', by: {tag: 'v1.2.4', version: '1.2.4', digest: 'of 1.2.4'}}
  ],
  [
    '1',
    '1.2.3',
    'of 1.2.2',
    released('1.10.0', '1.9.0', '1.2.2'),
    {kind: 'behind', by: {tag: 'v1.10.0', version: '1.10.0', digest: 'of 1.10.0'}}
  ],
  [
    '1.2',
    '1.2.3',
    'of 1.2.2',
    released('1.10.0', '1.2.2'),
    {kind: 'move', from: {tag: 'v1.2.2', version: '1.2.2', digest: 'of 1.2.2'}}
  ],
  [
    'latest',
    '1.2.3',
    'of 1.2.2',
    released('2.0.0', '1.2.2'),
    {kind: 'behind', by: {tag: 'v2.0.0', version: '2.0.0', digest: 'of 2.0.0'}}
  ],
  [
    'latest',
    '2.0.0',
    'of 1.2.2',
    released('1.2.2'),
    {kind: 'move', from: {tag: 'v1.2.2', version: '1.2.2', digest: 'of 1.2.2'}}
  ],
  ['latest', '2.0.0', 'by hand', released('1.2.2'), {kind: 'unexplained', digest: 'by hand'}]
])('the line %s at the release of %s, if it names %s', (tag, text, current, others, expected) => {
  const line = versionLines(version(text)).find(candidate => candidate.tag === tag)!
  expect(planLine(line, version(text), 'ours', current, others)).toEqual(expected)
})
