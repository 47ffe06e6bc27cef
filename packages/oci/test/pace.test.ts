import {describe, expect, test} from '@jest/globals'

import {pauseBefore, Semaphore, TokenBucket} from '../src/pace.js'

describe('a gate', () => {
  test('lets so many through at once, in order, failed ones too', async () => {
    const gate = new Semaphore(2)
    let [inside, most] = [0, 0]
    const order: number[] = []
    const results = await Promise.allSettled(
      Array.from({length: 7}, (_, index) =>
        gate.run(async () => {
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
  test('gives what a second allows at once, the next one later', async () => {
    const bucket = new TokenBucket(5)
    const signal = new AbortController().signal
    const given: number[] = []
    const all = Array.from({length: 6}, async (_, index) => {
      await bucket.take(signal)
      given.push(index)
    })
    await new Promise(setImmediate)
    expect(given).toEqual([0, 1, 2, 3, 4])
    await Promise.all(all)
    expect(given).toHaveLength(6)
  })

  test('is left when the work is cancelled', async () => {
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
    ['has an end', 20, undefined, 4000, 8000],
    ['is as long as the registry asks', 1, '7', 7000, 7000],
    ['is as long as the registry asks by a date', 1, new Date(Date.now() + 60_000).toUTCString(), 50_000, 60_000],
    ['does not shrink when it asks for less', 20, '1', 4000, 8000],
    ['is its own where the registry asks for nonsense', 1, 'soon', 200, 400]
  ])('%s', (_, attempt, retryAfter, least, most) => {
    const pause = pauseBefore(attempt, 200, retryAfter)
    expect(pause).toBeGreaterThanOrEqual(least)
    expect(pause).toBeLessThanOrEqual(most)
  })
})
