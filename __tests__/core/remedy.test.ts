import {describe, expect, test} from '@jest/globals'

import type {Remedy} from '../../src/core/remedy.js'
import {remedies, remedy, remedyAt, RUN_AGAIN, THIS_MACHINE} from '../../src/core/remedy.js'

const TWO: Remedy = {workflow: 'the job', terminal: 'the command'}

test.each<[string, Remedy, string, string]>([
  ['one form is the same at both edges', 'Fix it.', 'Fix it.', 'Fix it.'],
  ['two forms differ', TWO, 'the job', 'the command']
])('%s', (_, both, workflow, terminal) => {
  expect(remedyAt('workflow', both)).toBe(workflow)
  expect(remedyAt('terminal', both)).toBe(terminal)
})

describe('a template', () => {
  test.each<[string, Remedy, Remedy]>([
    ['without parts is one string', remedy`Fix it.`, 'Fix it.'],
    ['with parts of one form is one string', remedy`Fix ${'it'} ${2} times.`, 'Fix it 2 times.'],
    ['with a part of two forms has two', remedy`Fix ${TWO}.`, {workflow: 'Fix the job.', terminal: 'Fix the command.'}],
    [
      'keeps its parts in order',
      remedy`${RUN_AGAIN}, and check ${THIS_MACHINE}.`,
      {workflow: 'Run the job again, and check this runner.', terminal: 'Try again, and check this machine.'}
    ],
    [
      'can contain a template',
      remedy`${remedy`Fix ${TWO}`}!`,
      {workflow: 'Fix the job!', terminal: 'Fix the command!'}
    ],
    ['reads its escapes', remedy`Fix \`it\`.`, 'Fix `it`.']
  ])('%s', (_, made, expected) => {
    expect(made).toEqual(expected)
  })
})

test.each<[string, (Remedy | undefined)[], string, string]>([
  ['are one below the other', ['Fix it.', TWO], 'Fix it.\nthe job', 'Fix it.\nthe command'],
  ['leave out undefined ones', [undefined, TWO, undefined], 'the job', 'the command'],
  ['of nothing are empty', [], '', '']
])('several remedies %s', (_, all, workflow, terminal) => {
  expect(remedies(...all)).toEqual({workflow, terminal})
})
