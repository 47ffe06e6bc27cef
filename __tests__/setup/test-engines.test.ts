import {describe, expect, test} from '@jest/globals'

import type {EngineResult, TestTotals} from '../../setup/test-engines.js'
import {ENGINES, exitCode, judge, nameOf} from '../../setup/test-engines.js'

function run(totals: Partial<TestTotals> = {}): EngineResult {
  const tests = {numPassedTests: 40, numFailedTests: 0, numPendingTests: 0, success: true, ...totals}
  return {kind: 'run', tests, output: '', seconds: 61.4}
}
const NOT_RUN: EngineResult = {kind: 'not-run', because: 'Only root can start an engine.'}

describe('the line of an engine', () => {
  test.each<[string, EngineResult, string, boolean]>([
    ['counts its tests', run(), 'x: 40 tests passed in 61 s', true],
    ['counts failures', run({numFailedTests: 2}), 'x: FAILED, 40 tests passed, 2 failed, 0 skipped', false],
    [
      'counts skipped tests as a failure',
      run({numPendingTests: 1}),
      'x: FAILED, 40 tests passed, 0 failed, 1 skipped',
      false
    ],
    [
      'fails for a suite that could not be loaded',
      run({success: false}),
      'x: FAILED, 40 tests passed, 0 failed, 0 skipped',
      false
    ],
    ['fails if no test was run', run({numPassedTests: 0}), 'x: FAILED, no test was run', false],
    ['names the reason if it could not be started', NOT_RUN, 'x: not run. Only root can start an engine.', true]
  ])('%s', (_, result, line, passed) => {
    expect(judge('x', result)).toEqual({line, passed})
  })
})

describe('the run over all engines', () => {
  test.each<[string, EngineResult[], number]>([
    ['passes if every engine passed', [run(), run()], 0],
    ['passes if those that could be started passed', [NOT_RUN, run()], 0],
    ['fails if one engine failed', [run(), run({numFailedTests: 1}), run()], 1],
    ['fails if one engine ran no test', [run(), run({numPassedTests: 0})], 1],
    ['tells if no engine could be started', [NOT_RUN, NOT_RUN], 2]
  ])('%s', (_, results, expected) => {
    expect(exitCode(results)).toBe(expected)
  })

  test('has each version with each image store', () => {
    expect(ENGINES.map(nameOf)).toEqual([
      "Docker 26.1, Docker's own image store",
      "Docker 26.1, containerd's image store",
      "Docker 28.5, Docker's own image store",
      "Docker 28.5, containerd's image store"
    ])
  })
})
