import {expect, test} from '@jest/globals'

import {parseLog} from '../../../testbed/workflow/runner.js'

test.each<[string, string, Partial<ReturnType<typeof parseLog>>]>([
  ['a command at the start of a line', '::set-output name=a::b', {outputs: {a: 'b'}, log: ''}],
  ['a command after white space', ' \t::save-state name=a::b', {state: {a: 'b'}}],
  ['no command in the middle of a line', 'x ::set-output name=a::b', {outputs: {}, log: 'x ::set-output name=a::b'}],
  ['the older form anywhere in a line', 'x ##[set-output name=a;]b', {outputs: {a: 'b'}}],
  ['a command after a carriage return', '10 %\r::set-output name=a::b', {outputs: {a: 'b'}, log: '10 %'}],
  ['a mask', '::add-mask::x%0Ay', {masked: ['x\ny']}],
  ['no unknown command', '::nothing::x', {log: '::nothing::x'}],
  [
    'nothing while commands are stopped',
    '::stop-commands::t\n::set-output name=a::b\n##[add-mask]x\n::t::\n::set-output name=c::d',
    {outputs: {c: 'd'}, masked: [], log: '::set-output name=a::b\n##[add-mask]x'}
  ]
])('a runner obeys %s', (_, output, result) => {
  expect(parseLog(output)).toMatchObject(result)
})

test('a runner fails a step that sets a variable by a command', () => {
  expect(() => parseLog('::set-env name=PATH::/x')).toThrow(/disabled/)
})
