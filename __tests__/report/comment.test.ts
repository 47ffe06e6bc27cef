import {describe, expect, test} from '@jest/globals'

import {BODY_LIMIT} from '../../src/github/comment.js'
import {commentOf} from '../../src/report/comment.js'
import type {Previous, StagedImage} from '../../src/run/outcome.js'
import {createFinding as finding, createImage, DIGEST, HOSTILE, scanned} from './images.js'

const COMMIT = 'c'.repeat(40)
const BEFORE = `sha256:${'b'.repeat(64)}`

function comment(changes: Partial<StagedImage> = {}, operation: 'built' | 'unchanged' = 'built'): string {
  return commentOf({
    image: createImage(changes),
    operation,
    commit: {id: COMMIT, url: `https://github.com/my-org/sample-image/commit/${COMMIT}`},
    run: {number: 7, url: 'https://github.com/my-org/sample-image/actions/runs/4711/attempts/1'}
  })
}
const before = (changes: Partial<Extract<Previous, {kind: 'other'}>> = {}): Previous => ({
  kind: 'other',
  tag: 'pr-12',
  digest: BEFORE,
  size: 1_200_000,
  scans: scanned(),
  ...changes
})

test('describes the image, how to pull it, and its changes', () => {
  const text = comment({
    tags: [
      {tag: 'src-f', kind: 'put'},
      {tag: 'sha-cccccccccccc', kind: 'put'},
      {tag: 'pr-12', kind: 'put'},
      {tag: 'feature-hello', kind: 'already'}
    ],
    platforms: ['linux/amd64', 'linux/arm64'],
    scans: scanned(
      finding({fix: '3.0.2'}),
      finding({name: 'CVE-2025-7', severity: 'LOW', package: 'zlib', version: '1.3'})
    ),
    previous: before({
      scans: scanned(
        finding({name: 'CVE-2025-7', severity: 'LOW', package: 'zlib', version: '1.3'}),
        finding({name: 'CVE-2024-3', severity: 'CRITICAL', package: 'expat', version: '2.5'})
      )
    })
  })
  expect(text).toBe(`### 📦 sample-image/development · built and pushed

\`\`\`sh
docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development@${DIGEST}
\`\`\`

| | |
|---|---|
| Digest | <code>${DIGEST}</code> |
| Tags | <code>sha-cccccccccccc</code> <code>pr-12</code> <code>feature-hello</code> |
| Size | 1.2 MB compressed (+34.6 kB) |
| Platforms | <code>linux/amd64</code>, <code>linux/arm64</code> |
| Vulnerabilities | high 1, low 1 · **1 new**, 1 fixed |

<details open><summary>New since the previous image</summary>

- high [CVE-2026-1](https://nvd.nist.gov/vuln/detail/CVE-2026-1) in <code>openssl</code> <code>3.0.1</code>, fixed in <code>3.0.2</code>

</details>

<details><summary>Fixed since the previous image</summary>

- critical [CVE-2024-3](https://nvd.nist.gov/vuln/detail/CVE-2026-1) in <code>expat</code> <code>2.5</code>

</details>

<sub>commit [cccccccccccc](https://github.com/my-org/sample-image/commit/${COMMIT}) · [run 7](https://github.com/my-org/sample-image/actions/runs/4711/attempts/1) · compared with <code>sha256:bbbbbbbbbbbb…</code>, the previous image of <code>pr-12</code></sub>
`)
})

describe('compares with the previous image:', () => {
  test.each<[string, Partial<StagedImage>, string[]]>([
    [
      'there is none',
      {previous: {kind: 'none'}, scans: scanned(finding())},
      ['| Vulnerabilities | high 1 |', '| Size | 1.2 MB compressed |', 'the first image of this branch']
    ],
    [
      'it is this one',
      {previous: {kind: 'same'}, scans: scanned()},
      ['| Vulnerabilities | none found |', 'the same image as before']
    ],
    [
      'nothing changed',
      {previous: before({size: 1_234_567}), scans: scanned()},
      ['none found · none new, none fixed', 'compressed, as before']
    ],
    ['it was larger', {previous: before({size: 2_234_567}), scans: scanned()}, ['compressed (−1.0 MB)']],
    [
      'nothing is known',
      {previous: before({size: undefined, scans: {kind: 'unknown', because: 'x'}}), scans: scanned(finding())},
      ['| Vulnerabilities | high 1 |', '| Size | 1.2 MB compressed |', 'whose vulnerabilities are not known']
    ]
  ])('%s', (_, changes, expected) => {
    for (const part of expected) expect(comment(changes)).toContain(part)
  })
})

test('gives the reason if the scan is not known', () => {
  const text = comment({
    scans: {kind: 'unknown', because: 'the scan is not finished, and it did not end within 120 s'},
    previous: before()
  })
  expect(text).toContain('| Vulnerabilities | not known: the scan is not finished, and it did not end within 120 s |')
  expect(text).not.toContain('<details')
})

test('reports that an image is unchanged', () => {
  expect(comment({}, 'unchanged')).toContain('### 📦 sample-image/development · unchanged')
})

test('escapes Markdown and HTML in names', () => {
  const hostile = finding({name: HOSTILE, package: HOSTILE, version: HOSTILE, fix: HOSTILE, severity: HOSTILE})
  const text =
    comment({
      tags: [{tag: HOSTILE, kind: 'put'}],
      platforms: [HOSTILE],
      scans: scanned(hostile),
      previous: before({tag: HOSTILE, scans: {kind: 'unknown', because: HOSTILE}})
    }) +
    comment({scans: scanned(hostile), previous: before()}) +
    comment({scans: {kind: 'unknown', because: HOSTILE}, repository: HOSTILE.replaceAll('\n', '')})
  const prose = text
    .replaceAll(/```sh[^]*?```/g, '')
    .replaceAll(/<\/?details[^>]*>/g, match => (match === '</details>' ? '' : match))
  expect(prose).not.toMatch(/<img|@octocat|\]\(https:\/\/evil|\u202e|^# Title|<!--/m)
})

test('stays below the limit of GitHub', () => {
  const long = '<&|>'.repeat(500)
  const findings = Array.from({length: 3000}, (_, index) =>
    finding({
      name: `${index}${long}`,
      package: long,
      version: long,
      fix: long,
      uri: `https://example.com/${'('.repeat(279)}`
    })
  )
  const text = comment({
    scans: scanned(...findings.slice(0, 1500)),
    previous: before({scans: scanned(...findings.slice(1500))}),
    tags: Array.from({length: 900}, () => ({tag: 'x'.repeat(128), kind: 'put'})),
    platforms: Array.from({length: 20}, () => 'linux/amd64')
  })
  expect(text).toContain('- and 1490 more')
  expect(text.length).toBeLessThan(BODY_LIMIT)
})

test('stays below the limit if addresses become three times as long when they are encoded', () => {
  const findings = Array.from({length: 20}, (_, index) =>
    finding({name: `CVE-${index}`, uri: `https://example.com/${'é'.repeat(270)}`})
  )
  const text = comment({
    scans: scanned(...findings.slice(0, 10)),
    previous: before({scans: scanned(...findings.slice(10))})
  })
  expect(text).toContain('- high CVE-19 in')
  expect(text.length).toBeLessThan(BODY_LIMIT / 4)
})
