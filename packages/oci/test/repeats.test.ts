import {expect, test} from '@jest/globals'

import {Repeats} from '../src/repeats.js'

test('work is repeated once for all losses before it began, and again for a later loss', async () => {
  const repeats = new Repeats()
  const ran: string[] = []
  const run = (name: string, lostAt: number) =>
    repeats.run(name, lostAt, () => {
      ran.push(name)
      return Promise.resolve()
    })
  const lostAt = performance.now() - 1
  await Promise.all([run('a', lostAt), run('a', lostAt), run('b', lostAt), run('a', lostAt)])
  expect(ran).toEqual(['a', 'b'])
  await run('a', performance.now() + 1)
  expect(ran).toEqual(['a', 'b', 'a'])
})
