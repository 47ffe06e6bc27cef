import {expect, test} from '@jest/globals'

import {Lazy} from '../../src/core/lazy.js'

/** A lazy value that counts how many times it was made. */
function createCounter(fails = false): {lazy: Lazy<number>; made: () => number} {
  let made = 0
  const lazy = new Lazy(() => {
    made++
    return fails ? Promise.reject(new Error(`failure ${made}`)) : Promise.resolve(made)
  })
  return {lazy, made: () => made}
}

test.each<[string, (lazy: Lazy<number>) => unknown, number]>([
  ['not before the first call', () => undefined, 0],
  ['at the first call of get', lazy => lazy.get(), 1],
  ['at the call of start', lazy => lazy.start(), 1],
  ['not by ifMade', lazy => lazy.ifMade(), 0],
  ['once for several calls', lazy => Promise.all([lazy.start().get(), lazy.get(), lazy.ifMade()]), 1]
])('a value is made %s', async (_, use, times) => {
  const {lazy, made} = createCounter()
  await use(lazy)
  expect(made()).toBe(times)
})

test('ifMade gives the value once something has asked for it', async () => {
  const {lazy} = createCounter()
  expect(await lazy.ifMade()).toBeUndefined()
  await lazy.get()
  expect(await lazy.ifMade()).toBe(1)
})

test('a failure after start is thrown by get, each time, and not before', async () => {
  const {lazy, made} = createCounter(true)
  const unhandled: unknown[] = []
  const listen = (error: unknown): void => {
    unhandled.push(error)
  }
  process.on('unhandledRejection', listen)
  lazy.start()
  await new Promise(resolve => setImmediate(resolve))
  process.off('unhandledRejection', listen)
  expect(unhandled).toEqual([])
  await expect(lazy.get()).rejects.toThrow('failure 1')
  await expect(lazy.get()).rejects.toThrow('failure 1')
  await expect(lazy.ifMade()).rejects.toThrow('failure 1')
  expect(made()).toBe(1)
})
