import {expect, test} from '@jest/globals'

import {progressLines} from '../../src/run/copy-progress.js'

/** The log lines of a copy that had this many bytes at these seconds. */
function said(...progress: [seconds: number, bytes: number][]): string[] {
  const lines: string[] = []
  let seconds = 100
  const onProgress = progressLines(
    line => lines.push(line),
    () => seconds * 1000
  )
  for (const [at, bytes] of progress) {
    seconds = 100 + at
    onProgress({bytes})
  }
  return lines
}

test('a copy that takes less than five seconds logs nothing', () => {
  expect(said([0, 0], [1, 4_000_000], [4.9, 90_000_000])).toEqual([])
})

test('a longer copy logs every five seconds how much was copied, and the average speed', () => {
  expect(said([4, 1e6], [5, 40e6], [5.1, 41e6], [9.9, 60e6], [10, 1.5e9], [14, 1.6e9], [30, 1.65e9])).toEqual([
    'Copied 40.0 MB, 8.0 MB/s',
    'Copied 1.5 GB, 150 MB/s',
    'Copied 1.6 GB, 55.0 MB/s'
  ])
})

test('bytes that are sent again are not counted twice', () => {
  expect(said([6, 50e6], [12, 30e6])).toEqual(['Copied 50.0 MB, 8.3 MB/s', 'Copied 30.0 MB, 2.5 MB/s'])
})
