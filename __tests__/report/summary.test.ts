import {describe, expect, test} from '@jest/globals'

import {bytes, duration} from '../../src/core/quantities.js'
import {Timings} from '../../src/core/timings.js'
import {outputsOf} from '../../src/report/outputs.js'
import {conclusion, summaryOf, summaryOfFailure} from '../../src/report/summary.js'
import type {Outcome, Promotion} from '../../src/run/outcome.js'
import {createFinding, createImage, DIGEST, HOSTILE, scanned} from './images.js'

const built: Outcome = {
  kind: 'built',
  stage: 'development',
  reason: 'Because.',
  image: createImage(),
  changed: true,
  metadata: {a: 1}
}
const unchanged: Outcome = {kind: 'unchanged', stage: 'development', reason: 'Because.', image: createImage()}

const PROMOTION: Promotion = {
  source: `r/sample-image/master@${DIGEST}`,
  pushedAt: new Date('2026-11-02T10:20:30Z'),
  sourceTags: ['master', 'sha-1'],
  builtFrom: {
    commit: 'abc',
    recipe: undefined,
    created: '2026-11-01T09:00:00Z',
    version: 'feature/x',
    runs: 'https://github.com/my-org/sample/commit/abc/checks'
  },
  run: {
    number: 7,
    url: 'https://github.com/my-org/sample/actions/runs/1001/attempts/2',
    at: new Date('2026-11-03T11:00:00Z')
  },
  copy: {
    blobs: {mounted: 1, copied: 0, alreadyThere: 0},
    bytes: 0,
    referrers: 0,
    cosign: []
  } as unknown as Promotion['copy']
}

describe('the job summary', () => {
  test('of a build shows the outcome, its reason, and how to pull the image by its digest', () => {
    const summary = summaryOf(built, [
      ['sign-in', 120],
      ['build and push', 65_000]
    ])
    expect(summary).toContain('### 📦 sample-image/development · built and pushed\n\nBecause.')
    expect(summary).toContain(
      `docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development@${DIGEST}`
    )
    expect(summary).toContain('| Size | 1.2 MB compressed |')
    expect(summary).toContain('| Platforms | <code>linux/amd64</code> |')
    expect(summary).toContain('<code>pr-12</code> (already there)')
    expect(summary).toContain('> <code>sha-1</code> stays where it is: it names another image.')
    expect(summary).toContain('<code>docker.io/library/gone:1</code> (counted by its name: its digest is not known)')
    expect(summary).toContain('<sub>sign-in 0.1 s · build and push 1 min 5 s</sub>')
  })

  test('of an image that was built in parts shows the time of each, as far as it is known', () => {
    const image = {...createImage(), platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x']}
    const parts = [
      {platform: 'linux/amd64', seconds: 62},
      {platform: 'linux/arm64', seconds: 0},
      {platform: 'linux/s390x', seconds: undefined}
    ]
    expect(summaryOf({...built, image, parts}, [])).toContain(
      `| Platforms | <code>linux/amd64</code> (built in ${duration(62_000)}), <code>linux/arm64</code> (built in ${duration(0)}), <code>linux/s390x</code> |`
    )
  })

  test('of a part shows its image, its time, and that it read more than was counted', () => {
    const part = (isComparable: boolean): string =>
      summaryOf(
        {
          kind: 'part',
          stage: 'development',
          reason: 'Because.',
          platform: 'linux/arm64',
          built: {place: 'r/sample-image/development', digest: DIGEST, isComparable, seconds: 62, metadata: {}},
          fingerprint: 'f'
        },
        []
      )
    expect(part(true)).toContain(
      `### 📦 linux/arm64 · built and pushed\n\nBecause.\n\n| | |\n|---|---|\n| Image | <code>r/sample-image/development&#64;${DIGEST}</code> |\n| Time | ${duration(62_000)} |\n`
    )
    expect(part(true)).not.toContain('Comparable')
    expect(part(false)).toContain('| Comparable | no: the build read more than was counted |')
  })

  test('of an unchanged image explains why nothing was built', () => {
    expect(summaryOf(unchanged, [])).toContain(
      'Nothing was built: the repository already contains an image with the same fingerprint.'
    )
  })

  test('lists the most severe vulnerabilities of a scan, and counts all', () => {
    const findings = [
      createFinding({severity: 'LOW', name: 'CVE-1'}),
      createFinding({name: 'CVE-2', fix: '3.0.2'}),
      createFinding({severity: 'CRITICAL', name: 'CVE-3'}),
      createFinding({name: 'CVE-4'}),
      createFinding({name: 'CVE-5'})
    ]
    const summary = summaryOf({...unchanged, image: createImage({scans: scanned(...findings)})}, [])
    expect(summary).toContain('| Vulnerabilities | critical 1, high 3, low 1 |')
    expect(summary).toContain(
      '| Most severe | critical <code>CVE-3</code> in <code>openssl</code><br>high <code>CVE-2</code> in <code>openssl</code>, fixed in <code>3.0.2</code>' +
        '<br>high <code>CVE-4</code> in <code>openssl</code><br>and 1 more, critical or high |'
    )
    expect(summaryOf({...unchanged, image: createImage({scans: scanned()})}, [])).toContain(
      '| Vulnerabilities | none found |'
    )
    expect(summaryOf({...unchanged, image: createImage({scans: scanned(createFinding({package: ''}))})}, [])).toContain(
      '| Most severe | high <code>CVE-2026-1</code> |'
    )
  })

  test('escapes Markdown in names of packages', () => {
    const scans = scanned(createFinding({package: HOSTILE, name: HOSTILE, fix: HOSTILE}))
    const summary = summaryOf({...unchanged, image: createImage({scans})}, [])
    expect(summary).not.toMatch(/<img|<\/details>|@octocat|\]\(|\u202e|^# Title/m)
  })

  test('of a refused image counts its vulnerabilities, besides the error', () => {
    const refused = {
      image: createImage({repository: 'sample-image/master'}),
      scans: scanned(createFinding({severity: 'CRITICAL'}), createFinding({severity: 'LOW', name: 'CVE-2'}))
    }
    expect(summaryOfFailure('It has 1 finding.', 'Update it.', refused)).toBe(
      '### 📦 Failed\n\n<pre>It has 1 finding.</pre>\n\n<pre>Update it.</pre>\n\n| | |\n|---|---|\n' +
        `| Refused | <code>sample-image/master&#64;${DIGEST}</code> |\n| Vulnerabilities | critical 1, low 1 |\n` +
        '| Most severe | critical <code>CVE-2026-1</code> in <code>openssl</code> |\n'
    )
  })

  test('of a promotion shows the path of the image, and escapes Markdown in its labels', () => {
    const summaryWith = (changes: Partial<Promotion>): string =>
      summaryOf(
        {
          kind: 'promoted',
          stage: 'release',
          reason: 'Because.',
          image: createImage(),
          promotion: {...PROMOTION, ...changes},
          version: '1.2.3'
        },
        []
      )
    expect(summaryWith({})).toContain(
      [
        '| Built from | commit <code>abc</code> of 2026-11-01T09:00:00Z, as <code>feature/x</code><br>[the runs of this commit](https://github.com/my-org/sample/commit/abc/checks) |',
        `| Promoted from | <code>r/sample-image/master&#64;${DIGEST}</code><br>pushed 2026-11-02 10:20 UTC, tagged <code>master</code>, <code>sha-1</code> |`,
        '| Promoted by | [run 7](https://github.com/my-org/sample/actions/runs/1001/attempts/2), 2026-11-03 11:00 UTC |'
      ].join('\n')
    )
    const unknown = summaryWith({builtFrom: undefined, pushedAt: undefined, sourceTags: [], run: undefined})
    expect(unknown).toContain(`| Promoted from | <code>r/sample-image/master&#64;${DIGEST}</code> |`)
    expect(unknown).not.toMatch(/Built from|Promoted by/)
    const hostile = summaryWith({
      builtFrom: {commit: HOSTILE, recipe: HOSTILE, created: HOSTILE, version: HOSTILE, runs: undefined}
    })
    expect(hostile).not.toMatch(/<img|<\/details>|@octocat|\]\(https:\/\/evil|\u202e|^# Title/m)
  })

  test('of a promotion names what was not copied, and escapes Markdown in it', () => {
    const foreign = [{digest: DIGEST, hosts: ['mcr.example']}]
    const uncopied = [{digest: DIGEST, artifactType: HOSTILE, tag: undefined, because: `405 UNSUPPORTED ${HOSTILE}`}]
    const summaryWith = (copy: Promotion['copy']): string =>
      summaryOf({...unchanged, promotion: {...PROMOTION, copy}}, [])
    const summary = summaryWith({...PROMOTION.copy, foreign, uncopied})
    expect(summary).toContain(
      `| Not copied | Layer ${DIGEST} stays at mcr.example, because the source does not hold it. |`
    )
    expect(summary).toContain(`| Not attached | referrer ${DIGEST}`)
    expect(summary).toContain('405 UNSUPPORTED')
    expect(summary).not.toMatch(/<img|<\/details>|@octocat|\]\(https:\/\/evil|\u202e|^# Title/m)
    expect(summaryWith(PROMOTION.copy)).not.toMatch(/Not copied|Not attached/)
  })

  test('of a skipped run gives the reason', () => {
    expect(summaryOf({kind: 'skipped', reason: 'No pull request.'}, [])).toBe('### 📦 Skipped\n\nNo pull request.\n')
  })

  test('escapes Markdown and HTML in names', () => {
    const reason = 'Branch <img src=x>|`*_[a](b) @octocat #1'
    const summary = summaryOf({...built, reason, image: createImage({tags: [{tag: '<b>|', kind: 'put'}]})}, [])
    expect(summary).not.toMatch(/<img|\[a\]\(b\)|@octocat|<b>/)
    expect(summaryOfFailure('<script>', 'a & b')).toBe(
      '### 📦 Failed\n\n<pre>&lt;script&gt;</pre>\n\n<pre>a &amp; b</pre>\n'
    )
  })
})

test('tags that stay for the same reason share one line', () => {
  const kept = (tag: string, by: string) => ({tag, kind: 'kept', because: `${by} is higher, and released.`}) as const
  const tags = [
    kept('1.2', 'v1.2.5'),
    {tag: 'v1.2.3', kind: 'put'} as const,
    kept('1', 'v1.5.4'),
    kept('latest', 'v1.5.4')
  ]
  expect(summaryOf({...built, image: createImage({tags})}, [])).toContain(
    '> <code>1.2</code> stays where it is: v1.2.5 is higher, and released.\n\n> <code>1</code>, <code>latest</code> stay where they are: v1.5.4 is higher, and released.'
  )
  expect(conclusion({...built, image: createImage({tags})}).slice(1)).toEqual([
    '  v1.2.3',
    '  1.2 stays where it is: v1.2.5 is higher, and released.',
    '  1, latest stay where they are: v1.5.4 is higher, and released.'
  ])
  const plan = {
    registry: 'ecr',
    repository: 'sample-image/release',
    fingerprint: undefined,
    bases: [],
    action: 'tag only' as const,
    tags
  }
  expect(conclusion({kind: 'planned', stage: 'release', reason: '', plan}).at(-1)).toBe(
    '  1, latest would stay where they are: v1.5.4 is higher, and released.'
  )
})

test('the log ends with the image and the result for each tag', () => {
  expect(conclusion(built)).toEqual([
    `111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development@${DIGEST}`,
    '  src-f',
    '  pr-12 (already there)',
    '  sha-1 stays where it is: it names another image.'
  ])
  expect(conclusion({kind: 'skipped', reason: 'x'})).toEqual([])
})

describe('the outputs', () => {
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/development'
  test('of a build', () => {
    expect(outputsOf(built)).toEqual({
      stage: 'development',
      operation: 'built',
      reason: 'Because.',
      changed: 'true',
      image: `${image}@${DIGEST}`,
      digest: DIGEST,
      tags: `${image}:src-f\n${image}:pr-12`,
      repository: 'sample-image/development',
      registry: '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      fingerprint: 'f'.repeat(64),
      metadata: '{"a":1}'
    })
  })
  test('name the file with the findings if there is one', () => {
    const outcome: Outcome = {...unchanged, image: createImage({scans: scanned(createFinding())})}
    expect(outputsOf(outcome, '/tmp/ecr.sarif')).toMatchObject({
      'sarif-file': '/tmp/ecr.sarif',
      vulnerabilities: '{"HIGH":1}'
    })
    expect(outputsOf(outcome)).not.toHaveProperty('sarif-file')
  })
  test.each<[string, Outcome, Record<string, string>]>([
    ['an unchanged image', unchanged, {operation: 'unchanged', changed: 'false', digest: DIGEST}],
    ['a rebuild that made the same image', {...built, changed: false}, {operation: 'built', changed: 'false'}],
    ['a skipped run', {kind: 'skipped', reason: 'x'}, {operation: 'skipped', changed: 'false'}],
    [
      'a build without a push',
      {kind: 'built-only', reason: 'x', fingerprint: 'f', bases: [], metadata: {}},
      {operation: 'built', changed: 'false', fingerprint: 'f'}
    ],
    [
      'a dry run',
      {
        kind: 'planned',
        stage: 'master',
        reason: 'x',
        plan: {
          registry: 'r',
          repository: 'a/master',
          fingerprint: 'f',
          bases: [],
          action: 'tag only',
          tags: [{tag: 'master', kind: 'put'}]
        }
      },
      {operation: 'planned', changed: 'false', tags: 'r/a/master:master'}
    ]
  ])('of %s', (_, outcome, expected) => {
    expect(outputsOf(outcome)).toMatchObject(expected)
  })
})

test.each([
  [0, '0.0 s'],
  [345, '0.3 s'],
  [9_960, '10 s'],
  [12_400, '12 s'],
  [59_700, '1 min 0 s'],
  [119_700, '2 min 0 s'],
  [185_000, '3 min 5 s']
])('%i ms reads %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 kB'],
  [99_960, '100 kB'],
  [999_499, '999 kB'],
  [999_600, '1.0 MB'],
  [123_456_789, '123 MB'],
  [5_000_000_000, '5.0 GB']
])('%i bytes read %s', (count, text) => {
  expect(bytes(count)).toBe(text)
})

test('phases add up, and keep their order if one fails', async () => {
  const phases = new Timings()
  await phases.time('first', () => Promise.resolve())
  await expect(phases.time('second', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await phases.time('first', () => Promise.resolve())
  expect(phases.entries().map(([name]) => name)).toEqual(['first', 'second'])
})
