import {describe, expect, test} from '@jest/globals'

import type {Check} from '../../src/doctor/check.js'
import {checklistLines, checklistTable, complaintOf, tally} from '../../src/report/checklist.js'
import {outputsOf} from '../../src/report/outputs.js'
import {conclusion, summaryOf} from '../../src/report/summary.js'

const CHECKS: Check[] = [
  {name: 'stages file', state: 'good', says: 'ecr-registry.yml: image sample-image'},
  {name: 'Docker', state: 'info', says: 'not needed'},
  {
    name: 'credentials',
    state: 'bad',
    says: 'AccessDenied',
    remedy: 'The claims of the token:\n  sub: a\nLikely cause: `environment: Master`'
  },
  {name: 'lifecycle', state: 'warning', says: 'no policy'},
  {name: 'read', state: 'not-checked', says: 'not checked: there are no credentials'}
]

test('each check shows its sign, name and finding, with the remedy below', () => {
  expect(checklistLines(CHECKS, 'workflow')).toEqual([
    '✓ stages file  ecr-registry.yml: image sample-image',
    '· Docker       not needed',
    '✗ credentials  AccessDenied',
    '               → The claims of the token:',
    '                   sub: a',
    '                 Likely cause: `environment: Master`',
    '! lifecycle    no policy',
    '– read         not checked: there are no credentials'
  ])
})

test('signs and remedies may have colours, which do not affect the alignment', () => {
  const painted = checklistLines(CHECKS.slice(2, 3), 'workflow', (part, text) => `<${part}>${text}</>`)
  expect(painted.slice(0, 2)).toEqual([
    '<bad>✗</> credentials  AccessDenied',
    '               <remedy>→ The claims of the token:</>'
  ])
})

test.each<[Check[], string]>([
  [CHECKS, '1 good, 1 bad, 1 warning, 1 not checked'],
  [[CHECKS[3]!, CHECKS[3]!], '2 warnings'],
  [CHECKS.slice(0, 2), '1 good'],
  [[], '']
])('the tally counts the checks of each state', (checks, expected) => {
  expect(tally(checks)).toBe(expected)
})

describe('the error for bad checks', () => {
  test('names a single one', () => {
    expect(complaintOf(CHECKS, 'workflow')).toBe(
      'The doctor found 1 problem: credentials: AccessDenied\nThe claims of the token:\n  sub: a\nLikely cause: `environment: Master`'
    )
  })

  test('counts several, and names the first', () => {
    expect(complaintOf([...CHECKS, {name: 'x', state: 'bad', says: 'y'}], 'workflow')).toMatch(
      /^The doctor found 2 problems, the first of them: credentials: /
    )
  })

  test('ignores warnings', () => {
    expect(
      complaintOf(
        CHECKS.filter(({state}) => state !== 'bad'),
        'workflow'
      )
    ).toBeUndefined()
  })
})

test('the table keeps lines and code, and escapes all other Markdown and HTML', () => {
  const hostile = '<img src=x> | @octocat [a](b) `x | y` `<b>`'
  const table = checklistTable([...CHECKS.slice(2, 3), {name: 'branch', state: 'good', says: hostile}])
  expect(table.split('\n')).toHaveLength(4)
  expect(table).toContain(
    '| ❌ | credentials | AccessDenied<br>→ The claims of the token:<br>&nbsp;&nbsp;<code>sub: a</code><br>Likely cause: <code>environment: Master</code> |'
  )
  expect(table).not.toMatch(/<img|<b>|@octocat|\]\(| \| y/)
})

test('the table keeps a name on one line, and indented text as code', () => {
  expect(checklistTable([{name: 'stages file', state: 'good', says: 'image octo@1\n  sub: octo@1 | `x`'}])).toBe(
    '| | Check | Found |\n|---|:---|:---|\n' +
      '| ✅ | stages&nbsp;file | image octo&#64;&#8203;1<br>&nbsp;&nbsp;<code>sub: octo&#64;1 &#124; &#96;x&#96;</code> |'
  )
})

describe('an examination', () => {
  const outcome = {kind: 'examined', stage: 'master', reason: 'Because.', checks: CHECKS} as const

  test('has outputs that differ from those of a push', () => {
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
      `### 📦 Checked, nothing pushed · ${tally(CHECKS)}\n\nBecause.\n\n${checklistTable(CHECKS)}\n`
    )
  })
})
