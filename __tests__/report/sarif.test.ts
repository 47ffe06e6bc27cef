import {gzipSync} from 'node:zlib'

import {describe, expect, test} from '@jest/globals'

import {sarifOf} from '../../src/report/sarif.js'
import type {Outcome, StagedImage} from '../../src/run/outcome.js'
import {createFinding as finding, createImage, HOSTILE, scanned} from './images.js'
import type {Sarif, SarifRun} from './sarif-rules.js'
import {categoryOf, problemsOf} from './sarif-rules.js'

const unchanged = (changes: Partial<StagedImage>): Outcome => ({
  kind: 'unchanged',
  stage: 'development',
  reason: '',
  image: createImage(changes)
})

function runOf(changes: Partial<StagedImage>): SarifRun {
  const text = sarifOf(unchanged(changes)) ?? ''
  expect(problemsOf(text)).toEqual([])
  return (JSON.parse(text) as Sarif).runs[0]!
}

test('a finding is a result at the Dockerfile, and its CVE is the rule', () => {
  const {
    tool: {
      driver: {rules}
    },
    results
  } = runOf({
    scans: scanned(
      finding({fix: '3.0.2'}),
      finding({package: 'libssl', version: '3.0.1'}),
      finding({name: 'CVE-2', severity: 'LOW'})
    )
  })
  expect(rules.map(({id}) => id)).toEqual(['CVE-2026-1', 'CVE-2'])
  expect(rules[0]).toMatchObject({
    shortDescription: {text: 'CVE-2026-1 (high)'},
    fullDescription: {text: 'A flaw.'},
    helpUri: 'https://nvd.nist.gov/vuln/detail/CVE-2026-1'
  })
  expect(results.map(({ruleId, message}) => [ruleId, message.text.split('. ')[0]])).toEqual([
    ['CVE-2026-1', 'CVE-2026-1 in libssl 3.0.1'],
    ['CVE-2026-1', 'CVE-2026-1 in openssl 3.0.1'],
    ['CVE-2', 'CVE-2 in openssl 3.0.1']
  ])
  expect(results[1]?.message.text).toContain('Fixed in 3.0.2.')
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('Dockerfile')
})

test.each([
  ['CRITICAL', 'error', '9.5'],
  ['HIGH', 'error', '8.0'],
  ['MEDIUM', 'warning', '5.5'],
  ['LOW', 'warning', '2.0'],
  ['INFORMATIONAL', 'note', undefined],
  ['UNDEFINED', 'note', undefined],
  ['UNTRIAGED', 'note', undefined]
])('%s has the level %s and the security severity %s', (severity, level, score) => {
  const {
    tool: {
      driver: {rules}
    },
    results
  } = runOf({scans: scanned(finding({severity}))})
  expect([results[0]?.level, rules[0]?.defaultConfiguration.level, rules[0]?.properties['security-severity']]).toEqual([
    level,
    level,
    score
  ])
})

test('a scan without findings gives a file without results, which closes earlier alerts', () => {
  expect(runOf({scans: scanned()})).toMatchObject({results: [], tool: {driver: {rules: []}}})
})

test.each<[string, Outcome]>([
  ['whose scan is not known', unchanged({scans: {kind: 'unknown', because: 'it has not been scanned'}})],
  ['whose scan was not asked for', unchanged({})],
  ['that was skipped', {kind: 'skipped', reason: ''}]
])('a run %s has no file', (_, outcome) => {
  expect(sarifOf(outcome)).toBeUndefined()
})

describe('an alert', () => {
  const fingerprints = (changes: Partial<StagedImage>) =>
    runOf(changes).results.map(({partialFingerprints}) => partialFingerprints)
  test('stays the same in another image, stage, version and platform', () => {
    const first = fingerprints({scans: scanned(finding())})
    const other = {digest: `sha256:${'b'.repeat(64)}`, repository: 'sample-image/master'}
    expect(
      fingerprints({
        ...other,
        scans: scanned(finding({version: '3.0.9', severity: 'LOW'}), finding({version: '3.0.9'}))
      })
    ).toEqual(first)
  })

  test('of one image of a monorepo differs from that of another, and has its own category', () => {
    const [api, web] = ['api', 'web'].map(name =>
      runOf({name, dockerfile: `${name}/Dockerfile`, scans: scanned(finding())})
    )
    expect([categoryOf(api!), categoryOf(web!)]).toEqual(['container-image/api', 'container-image/web'])
    expect(api!.results[0]?.partialFingerprints).not.toEqual(web!.results[0]?.partialFingerprints)
    expect(web!.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('web/Dockerfile')
  })

  test('of a release shares its category with the alerts of the trunk', () => {
    const categories = ['sample-image/development', 'sample-image/master'].map(repository =>
      categoryOf(runOf({repository, scans: scanned()}))
    )
    expect(new Set(categories).size).toBe(1)
  })
})

test('the path of the Dockerfile is encoded as a URI reference', () => {
  const {results} = runOf({dockerfile: 'my images\\web#1/Dockerfile', scans: scanned(finding())})
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('my%20images/web%231/Dockerfile')
})

test('the stages file stands for a Dockerfile outside the repository', () => {
  const {results} = runOf({dockerfile: undefined, scans: scanned(finding())})
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('.github/ecr-registry.yml')
})

test('escapes links in names of packages, and accepts findings without a name, description or address', () => {
  const {results} = runOf({
    scans: scanned(
      finding({package: '[here](https://evil.example)'}),
      finding({name: 'CVE-3', description: undefined, uri: 'javascript:x', package: '', version: ''}),
      finding({name: ''})
    )
  })
  expect(results.map(({message}) => message.text)).toEqual([
    expect.stringContaining('\\[here\\](https://evil.example)'),
    expect.stringContaining('CVE-3 in the image.')
  ])
  expect(runOf({scans: scanned(finding({package: HOSTILE, description: HOSTILE.repeat(100)}))}).results).toHaveLength(1)
})

test('keeps the most severe findings if there are more than GitHub keeps, in less than 10 MB', () => {
  const many = Array.from({length: 30_000}, (_, index) =>
    finding({name: `CVE-${index}`, severity: index === 29_999 ? 'CRITICAL' : 'LOW', description: 'x'.repeat(5000)})
  )
  const text = sarifOf(unchanged({scans: scanned(...many)})) ?? ''
  expect(problemsOf(text)).toEqual([])
  const {results} = (JSON.parse(text) as Sarif).runs[0]!
  expect(results).toHaveLength(5000)
  expect(results[0]?.ruleId).toBe('CVE-29999')
  expect(gzipSync(text).length).toBeLessThan(10_000_000)
})
