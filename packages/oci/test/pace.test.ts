import {describe, expect, test} from '@jest/globals'

import {askedPause, pauseBefore, Semaphore, TokenBucket} from '../src/pace.js'

describe('a semaphore', () => {
  test('runs a limited number of tasks at once, in order, even if some fail', async () => {
    const semaphore = new Semaphore(2)
    let [inside, most] = [0, 0]
    const order: number[] = []
    const results = await Promise.allSettled(
      Array.from({length: 7}, (_, index) =>
        semaphore.run(async () => {
          order.push(index)
          most = Math.max(most, ++inside)
          await new Promise(setImmediate)
          inside--
          if (index % 2 === 0) throw new Error('even')
        })
      )
    )
    expect(most).toBe(2)
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(results.filter(({status}) => status === 'rejected')).toHaveLength(4)
  })
})

describe('a token bucket', () => {
  test('gives the tokens of one second at once and the next one later', async () => {
    const bucket = new TokenBucket(2)
    const signal = new AbortController().signal
    const given: number[] = []
    const started = performance.now()
    const all = Array.from({length: 3}, async (_, index) => {
      await bucket.take(signal)
      given.push(index)
    })
    await new Promise(setImmediate)
    expect(given).toEqual([0, 1])
    await Promise.all(all)
    expect(given).toEqual([0, 1, 2])
    expect(performance.now() - started).toBeGreaterThan(500)
  })

  test('stops waiting when the work is cancelled', async () => {
    const bucket = new TokenBucket(1)
    const cancel = new AbortController()
    await bucket.take(cancel.signal)
    const waiting = bucket.take(cancel.signal)
    cancel.abort()
    await expect(waiting).rejects.toThrow()
  })
})

describe('a pause', () => {
  test.each([
    ['doubles', 1, undefined, 200, 400],
    ['doubles', 3, undefined, 800, 1600],
    ['has a maximum', 20, undefined, 4000, 8000],
    ['is as long as the registry asks', 1, '7', 7000, 7000],
    [
      'lasts until the date that the registry asks for',
      1,
      new Date(Date.now() + 3_600_000).toUTCString(),
      3_000_000,
      3_600_000
    ],
    ['is not shorter if the registry asks for less', 20, '1', 4000, 8000],
    ['ignores nonsense', 1, 'soon', 200, 400]
  ])('%s', (_, attempt, retryAfter, least, most) => {
    const pause = pauseBefore(attempt, 200, retryAfter)
    expect(pause).toBeGreaterThanOrEqual(least)
    expect(pause).toBeLessThanOrEqual(most)
  })
})

describe('the pause that an answer asks for', () => {
  const date = 'Sun, 06 Nov 1994 08:49:37 GMT'
  test.each([
    ['is a number of seconds', {'retry-after': '90'}, 90_000],
    ['may be zero', {'retry-after': '0'}, 0],
    ['is 0 without the header', {}, 0],
    ['is 0 for nonsense', {'retry-after': 'soon'}, 0],
    ['ends at a date of the clock of the registry', {'retry-after': 'Sun, 06 Nov 1994 08:51:07 GMT', date}, 90_000],
    ['may be in the form of RFC 850', {'retry-after': 'Sunday, 06-Nov-94 08:51:07 GMT', date}, 90_000],
    ['may be in the form of asctime', {'retry-after': 'Sun Nov  6 08:51:07 1994', date}, 90_000],
    ['is 0 for a date in the past', {'retry-after': date, date: 'Sun, 06 Nov 1994 08:51:07 GMT'}, 0]
  ])('%s', (_, headers, expected) => {
    expect(askedPause(headers)).toBe(expected)
  })
})
