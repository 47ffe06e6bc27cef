import {describe, expect, test} from '@jest/globals'

import type {Outcome, StagedImage} from '../../src/outcome.js'
import {outputsOf} from '../../src/report/outputs.js'
import {bytes, duration, Phases} from '../../src/report/phases.js'
import {conclusion, summaryOf, summaryOfFailure} from '../../src/report/summary.js'

const DIGEST = `sha256:${'a'.repeat(64)}`

function createImage(changes: Partial<StagedImage> = {}): StagedImage {
  return {
    registry: '111122223333.dkr.ecr.eu-west-1.amazonaws.com', repository: 'sample-image/development', digest: DIGEST,
    mediaType: 'application/vnd.oci.image.manifest.v1+json', size: 1_234_567, platforms: ['linux/amd64'], fingerprint: 'f'.repeat(64),
    tags: [{tag: 'src-f', kind: 'put'}, {tag: 'pr-12', kind: 'already'}, {tag: 'sha-1', kind: 'kept', because: 'it names another image.'}],
    bases: [{reference: 'docker.io/library/alpine:3', digest: DIGEST}, {reference: 'docker.io/library/gone:1', digest: undefined}],
    ...changes
  }
}
const built: Outcome = {kind: 'built', stage: 'development', reason: 'Because.', image: createImage(), changed: true, metadata: {a: 1}}
const unchanged: Outcome = {kind: 'unchanged', stage: 'development', reason: 'Because.', image: createImage()}

describe('the job summary', () => {
  test('of a build says what happened and why, and how to pull the image by its digest', () => {
    const summary = summaryOf(built, [['sign-in', 120], ['build and push', 65_000]])
    expect(summary).toContain('### 📦 sample-image/development · built and pushed\n\nBecause.')
    expect(summary).toContain(`docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development@${DIGEST}`)
    expect(summary).toContain('| Size | 1.2 MB compressed |')
    expect(summary).toContain('| Platforms | <code>linux/amd64</code> |')
    expect(summary).toContain('<code>pr-12</code> (was there)')
    expect(summary).toContain('> <code>sha-1</code> stays where it is: it names another image.')
    expect(summary).toContain('<code>docker.io/library/gone:1</code> (by its name: its digest is not known)')
    expect(summary).toContain('<sub>sign-in 0.1 s · build and push 1 min 5 s</sub>')
  })

  test('of an unchanged image says why nothing was built', () => {
    expect(summaryOf(unchanged, [])).toContain('Nothing that goes into the image changed')
  })

  test('of a skipped run says why', () => {
    expect(summaryOf({kind: 'skipped', reason: 'No pull request.'}, [])).toBe('### 📦 Skipped\n\nNo pull request.\n')
  })

  test('takes nothing of a name for Markdown or HTML', () => {
    const reason = 'Branch <img src=x>|`*_[a](b) @octocat #1'
    const summary = summaryOf({...built, reason, image: createImage({tags: [{tag: '<b>|', kind: 'put'}]})}, [])
    expect(summary).not.toMatch(/<img|\[a\]\(b\)|@octocat|<b>/)
    expect(summaryOfFailure('<script>', 'a & b')).toBe('### 📦 Failed\n\n<pre>&lt;script&gt;</pre>\n\n<pre>a &amp; b</pre>\n')
  })
})

test('the log ends with the image and what became of each tag', () => {
  expect(conclusion(built)).toEqual([
    `111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development@${DIGEST}`,
    '  src-f', '  pr-12 (was there)', '  sha-1 stays where it is: it names another image.'
  ])
  expect(conclusion({kind: 'skipped', reason: 'x'})).toEqual([])
})

describe('the outputs', () => {
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development'
  test('of a build', () => {
    expect(outputsOf(built)).toEqual({
      stage: 'development', operation: 'built', reason: 'Because.', changed: 'true', image: `${image}@${DIGEST}`, digest: DIGEST,
      tags: `${image}:src-f\n${image}:pr-12`, repository: 'sample-image/development', registry: '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      fingerprint: 'f'.repeat(64), metadata: '{"a":1}'
    })
  })
  test.each<[string, Outcome, Record<string, string>]>([
    ['an unchanged image', unchanged, {operation: 'unchanged', changed: 'false', digest: DIGEST}],
    ['a rebuild that made the same image', {...built, changed: false}, {operation: 'built', changed: 'false'}],
    ['a skipped run', {kind: 'skipped', reason: 'x'}, {operation: 'skipped', changed: 'false'}],
    ['a build that goes nowhere', {kind: 'built-only', reason: 'x', fingerprint: 'f', bases: [], metadata: {}}, {operation: 'built', changed: 'false', fingerprint: 'f'}],
    ['a dry run', {kind: 'planned', stage: 'master', reason: 'x', plan: {registry: 'r', repository: 'a/master', fingerprint: 'f', bases: [], action: 'tag only', tags: [{tag: 'master', kind: 'put'}]}}, {operation: 'planned', changed: 'false', tags: 'r/a/master:master'}]
  ])('of %s', (_, outcome, expected) => {
    expect(outputsOf(outcome)).toMatchObject(expected)
  })
})

test.each([[0, '0.0 s'], [345, '0.3 s'], [12_400, '12 s'], [185_000, '3 min 5 s']])('%i ms reads %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

test.each([[0, '0 B'], [999, '999 B'], [1500, '1.5 kB'], [123_456_789, '123 MB'], [5_000_000_000, '5.0 GB']])('%i bytes read %s', (count, text) => {
  expect(bytes(count)).toBe(text)
})

test('phases add up, and stay in their order when one fails', async () => {
  const phases = new Phases()
  await phases.time('first', () => Promise.resolve())
  await expect(phases.time('second', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await phases.time('first', () => Promise.resolve())
  expect(phases.entries().map(([name]) => name)).toEqual(['first', 'second'])
})
