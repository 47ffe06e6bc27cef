import {expect, test} from '@jest/globals'

import {allInOrder} from '../../src/core/settle.js'

interface Deferred<T> {
  promise: Promise<T>
  resolve: (value: T) => void
  reject: (error: Error) => void
}

function createDeferred<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> | undefined
  const promise = new Promise<T>((resolve, reject) => {
    settle = {resolve, reject}
  })
  if (settle === undefined) throw new Error('A promise calls its executor at once.')
  return {promise, ...settle}
}

/** Promises that settle in the order of their ranks, not in that of the list. */
function createWork(outcomes: readonly (number | Error)[], ranks: readonly number[]): Promise<number>[] {
  const work = outcomes.map(() => createDeferred<number>())
  const inTime = outcomes.map((_, index) => index).sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0))
  let before = Promise.resolve()
  for (const index of inTime) {
    before = before.then(async () => {
      const outcome = outcomes[index]
      if (outcome instanceof Error) work[index]?.reject(outcome)
      else work[index]?.resolve(outcome ?? 0)
      await Promise.allSettled([work[index]?.promise])
    })
  }
  return work.map(({promise}) => promise)
}

const [EARLY, LATE] = [new Error('first in time'), new Error('first in the list')]

test.each<[string, (number | Error)[], number[], number[] | Error]>([
  ['nothing', [], [], []],
  ['values in the order of the list', [1, 2, 3], [3, 1, 2], [1, 2, 3]],
  ['the only error', [1, EARLY, 3], [1, 2, 3], EARLY],
  ['the first error in the list, though another was first in time', [1, LATE, EARLY], [1, 3, 2], LATE]
])('gives %s', async (_, outcomes, ranks, expected) => {
  const all = allInOrder(createWork(outcomes, ranks))
  if (expected instanceof Error) await expect(all).rejects.toBe(expected)
  else await expect(all).resolves.toEqual(expected)
})

test('waits for all of the work before it fails', async () => {
  const last = createDeferred<undefined>()
  let isSettled = false
  const all = allInOrder([Promise.reject(EARLY), last.promise]).catch((error: unknown) => {
    isSettled = true
    return error
  })
  await new Promise(resolve => setImmediate(resolve))
  expect(isSettled).toBe(false)
  last.resolve(undefined)
  expect(await all).toBe(EARLY)
})
