import {expect, test} from '@jest/globals'

import {durationText} from '../src/duration.js'

test.each([
  [3, '3 ms'],
  [200, '200 ms'],
  [1000, '1 s'],
  [1234, '1.2 s'],
  [60_000, '60 s'],
  [90_000, '90 s'],
  [120_000, '2 min'],
  [330_000, '5.5 min'],
  [7_200_000, '2 h'],
  [12_345_678, '3.4 h']
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})
