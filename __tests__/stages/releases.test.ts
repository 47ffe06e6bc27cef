import {describe, expect, test} from '@jest/globals'

import type {Released} from '../../src/stages/releases.js'
import {higherIn, linesOf, neighbours, planLine} from '../../src/stages/releases.js'

const version = (text: string) => ({text, prerelease: text.includes('-')})
const released = (...versions: string[]): Released[] => versions.map(text => ({version: text, digest: `of ${text}`}))

test.each([
  ['1.2.3', ['1.2', '1', 'latest']],
  ['0.0.1', ['0.0', '0', 'latest']],
  ['1.2.3-rc.1', []]
])('%s is of the lines %j', (text, tags) => {
  expect(linesOf(version(text)).map(({tag}) => tag)).toEqual(tags)
})

describe('the git tags worth probing', () => {
  test('are the versions around this one, highest first; pre-releases and other tags are not', () => {
    expect(neighbours(version('1.2.3'), ['v1.2.4', 'v1.2.2', 'v2.0.0', 'v1.2.3', 'v2.0.0-rc.1', 'nightly', 'v1', '1.9.0'])).toEqual(['2.0.0', '1.2.4', '1.2.2'])
  })
  test('are bounded, however many there are, and have the highest of each line', () => {
    const many = Array.from({length: 500}, (_, index) => `v3.0.${index}`)
    const found = neighbours(version('1.2.3'), [...many, 'v1.2.9', 'v1.9.0'])
    expect(found.length).toBeLessThanOrEqual(3 * 30)
    expect(found).toEqual(expect.arrayContaining(['3.0.499', '1.2.9', '1.9.0']))
  })
  test('are none for a pre-release', () => {
    expect(neighbours(version('1.2.3-rc.1'), ['v1.2.2'])).toEqual([])
  })
})

test.each([
  ['1.2', ['1.2.9', '1.2.4']],
  ['1', ['1.9.0', '1.2.9', '1.2.4']],
  ['latest', ['2.0.0', '1.9.0', '1.2.9', '1.2.4']]
])('of the line %s, %j are above 1.2.3', (tag, expected) => {
  const line = linesOf(version('1.2.3')).find(one => one.tag === tag)!
  expect(higherIn(line, version('1.2.3'), ['v1.2.3', 'v1.2.2', 'v1.2.4', 'v1.9.0', 'v2.0.0', 'v1.2.9'])).toEqual(expected)
})

test.each<[string, string, string | undefined, Released[], unknown]>([
  ['1.2', '1.2.3', undefined, [], {kind: 'move', from: undefined}],
  ['1.2', '1.2.3', 'ours', released('1.2.2'), {kind: 'already'}],
  ['1.2', '1.2.3', 'of 1.2.2', released('1.2.2'), {kind: 'move', from: {version: '1.2.2', digest: 'of 1.2.2'}}],
  ['1.2', '1.2.3', 'of 1.2.4', released('1.2.4'), {kind: 'behind', by: {version: '1.2.4', digest: 'of 1.2.4'}}],
  // Even where the line does not say so yet: the other run is about to move it.
  ['1.2', '1.2.3', 'of 1.2.2', released('1.2.4', '1.2.2'), {kind: 'behind', by: {version: '1.2.4', digest: 'of 1.2.4'}}],
  ['1', '1.2.3', 'of 1.2.2', released('1.10.0', '1.9.0', '1.2.2'), {kind: 'behind', by: {version: '1.10.0', digest: 'of 1.10.0'}}],
  ['1.2', '1.2.3', 'of 1.2.2', released('1.10.0', '1.2.2'), {kind: 'move', from: {version: '1.2.2', digest: 'of 1.2.2'}}],
  ['latest', '1.2.3', 'of 1.2.2', released('2.0.0', '1.2.2'), {kind: 'behind', by: {version: '2.0.0', digest: 'of 2.0.0'}}],
  ['latest', '2.0.0', 'of 1.2.2', released('1.2.2'), {kind: 'move', from: {version: '1.2.2', digest: 'of 1.2.2'}}],
  ['latest', '2.0.0', 'by hand', released('1.2.2'), {kind: 'unexplained', digest: 'by hand'}]
])('%s with %s, which names %s now', (tag, text, current, others, expected) => {
  const line = linesOf(version(text)).find(candidate => candidate.tag === tag)!
  expect(planLine(line, version(text), 'ours', current, others)).toEqual(expected)
})
