import {describe, expect, test} from '@jest/globals'

import type {Check} from '../../src/doctor/check.js'
import {checklistLines, checklistTable, complaintOf, tally} from '../../src/report/checklist.js'
import {outputsOf} from '../../src/report/outputs.js'
import {conclusion, summaryOf} from '../../src/report/summary.js'

const CHECKS: Check[] = [
  {name: 'stages file', state: 'good', says: 'ecr-registry.yml: image sample-image'},
  {name: 'Docker', state: 'told', says: 'not needed'},
  {
    name: 'credentials',
    state: 'bad',
    says: 'AccessDenied',
    remedy: 'The claims of the token:\n  sub: a\nLikely cause: `environment: Master`'
  },
  {name: 'lifecycle', state: 'warning', says: 'no policy'},
  {name: 'read', state: 'not-looked-at', says: 'not looked at, because there are no credentials'}
]

test('the lines show a sign, the name and the finding, and under it its remedy', () => {
  expect(checklistLines(CHECKS, 'workflow')).toEqual([
    '✓ stages file  ecr-registry.yml: image sample-image',
    '· Docker       not needed',
    '✗ credentials  AccessDenied',
    '               → The claims of the token:',
    '                   sub: a',
    '                 Likely cause: `environment: Master`',
    '! lifecycle    no policy',
    '– read         not looked at, because there are no credentials'
  ])
})

test('signs and remedies may be painted; alignment counts what is seen', () => {
  const painted = checklistLines(CHECKS.slice(2, 3), 'workflow', (part, text) => `<${part}>${text}</>`)
  expect(painted.slice(0, 2)).toEqual([
    '<bad>✗</> credentials  AccessDenied',
    '               <remedy>→ The claims of the token:</>'
  ])
})

test.each<[Check[], string]>([
  [CHECKS, '1 good, 1 bad, 1 to look into, 1 not looked at'],
  [CHECKS.slice(0, 2), '1 good'],
  [[], '']
])('the tally counts what there is', (checks, expected) => {
  expect(tally(checks)).toBe(expected)
})

describe('the complaint', () => {
  test('of one thing names it', () => {
    expect(complaintOf(CHECKS, 'workflow')).toBe(
      'The doctor found one thing that is bad: credentials: AccessDenied\nThe claims of the token:\n  sub: a\nLikely cause: `environment: Master`'
    )
  })

  test('of several names how many, and the first', () => {
    expect(complaintOf([...CHECKS, {name: 'x', state: 'bad', says: 'y'}], 'workflow')).toMatch(
      /^The doctor found 2 things that are bad, the first of them: credentials: /
    )
  })

  test('is not made of warnings', () => {
    expect(
      complaintOf(
        CHECKS.filter(({state}) => state !== 'bad'),
        'workflow'
      )
    ).toBeUndefined()
  })
})

test('the table keeps lines and code, and takes nothing else for Markdown or HTML', () => {
  const hostile = '<img src=x> | @octocat [a](b) `x | y` `<b>`'
  const table = checklistTable([...CHECKS.slice(2, 3), {name: 'branch', state: 'good', says: hostile}])
  expect(table.split('\n')).toHaveLength(4)
  expect(table).toContain(
    '| ❌ | credentials | AccessDenied<br>→ The claims of the token:<br>&nbsp;&nbsp;<code>sub: a</code><br>Likely cause: <code>environment: Master</code> |'
  )
  expect(table).not.toMatch(/<img|<b>|@octocat|\]\(| \| y/)
})

test('in the table a name is not broken into lines, and what is indented can be copied as it is', () => {
  expect(checklistTable([{name: 'stages file', state: 'good', says: 'image octo@1\n  sub: octo@1 | `x`'}])).toBe(
    '| | Check | Found |\n|---|:---|:---|\n' +
      '| ✅ | stages&nbsp;file | image octo&#64;&#8203;1<br>&nbsp;&nbsp;<code>sub: octo&#64;1 &#124; &#96;x&#96;</code> |'
  )
})

describe('an examined run', () => {
  const outcome = {kind: 'examined', stage: 'master', reason: 'Because.', checks: CHECKS} as const

  test('has outputs that a later step can tell from those of a push', () => {
    expect(outputsOf(outcome)).toEqual({stage: 'master', operation: 'examined', reason: 'Because.', changed: 'false'})
    expect(outputsOf({...outcome, stage: undefined})).toEqual({
      operation: 'examined',
      reason: 'Because.',
      changed: 'false'
    })
  })

  test('ends the log and the summary with the checklist', () => {
    expect(conclusion(outcome)).toEqual([...checklistLines(CHECKS, 'workflow'), tally(CHECKS)])
    expect(summaryOf(outcome, [])).toBe(
      `### 📦 Looked at, nothing pushed · ${tally(CHECKS)}\n\nBecause.\n\n${checklistTable(CHECKS)}\n`
    )
  })
})
