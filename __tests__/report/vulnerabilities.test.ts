import {describe, expect, test} from '@jest/globals'

import {countsText, difference, vulnerabilitiesOf} from '../../src/report/vulnerabilities.js'
import type {Scans} from '../../src/run/outcome.js'
import {createFinding as finding, scanned} from './images.js'

test('findings of several platforms and versions are one vulnerability for a name and package', () => {
  const found = vulnerabilitiesOf([
    finding({severity: 'LOW', name: 'CVE-9'}),
    finding({severity: 'MEDIUM'}),
    finding({version: '3.0.2', fix: '3.0.3'}),
    finding(),
    finding({package: 'libssl', severity: 'CRITICAL', version: ''})
  ])
  expect(found).toMatchObject([
    {severity: 'CRITICAL', name: 'CVE-2026-1', package: 'libssl', versions: []},
    {severity: 'HIGH', name: 'CVE-2026-1', package: 'openssl', versions: ['3.0.1', '3.0.2'], fix: '3.0.3'},
    {severity: 'LOW', name: 'CVE-9'}
  ])
})

describe('the difference to the previous image', () => {
  const unknown: Scans = {kind: 'unknown', because: 'it has not been scanned'}
  test.each<[string, Scans, Scans, {added: string[]; fixed: string[]} | undefined]>([
    ['nothing on either side', scanned(), scanned(), {added: [], fixed: []}],
    [
      'one new, one fixed, one that stayed',
      scanned(finding({name: 'B'}), finding({name: 'C'})),
      scanned(finding({name: 'A'}), finding({name: 'B'})),
      {added: ['C'], fixed: ['A']}
    ],
    [
      'another version of the package is not new',
      scanned(finding({version: '2'})),
      scanned(finding({version: '1'})),
      {added: [], fixed: []}
    ],
    [
      'another package is',
      scanned(finding({package: 'zlib'})),
      scanned(finding()),
      {added: ['CVE-2026-1'], fixed: ['CVE-2026-1']}
    ],
    ['not known if the new scan is not', unknown, scanned(), undefined],
    ['not known if the previous scan is not', scanned(), unknown, undefined]
  ])('%s', (_, now, before, expected) => {
    const changes = difference(now, before)
    expect(changes && {added: changes.added.map(({name}) => name), fixed: changes.fixed.map(({name}) => name)}).toEqual(
      expected
    )
  })
})

test.each([
  [{}, 'none found'],
  [{LOW: 2, CRITICAL: 1, UNDEFINED: 3, HIGH: 0}, 'critical 1, low 2, undefined 3']
])('counts %j read %s', (counts, text) => {
  expect(countsText(counts)).toBe(text)
})
