import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals'

import type {World} from './world.js'
import {startWorld} from './world.js'

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.sample.branch('feature/hello')
}, 60_000)
afterAll(() => world.close())
afterEach(() => {
  world.testbed.faults.clear()
})

// BuildKit of Docker 26 itself tries four more times. The action tries again if that was not enough.
test.each([
  ['429', 3, {kind: 'status', status: 429, body: '{"errors":[{"code":"TOOMANYREQUESTS","message":"Rate exceeded"}]}'}],
  ['503', 7, {kind: 'status', status: 503}],
  ['a dropped connection', 3, {kind: 'reset'}]
] as const)(
  'a push that fails with %s, %i times, is tried again',
  async (name, times, fault) => {
    await world.sample.checkout('feature/hello')
    await world.sample.write({'app/hello.sh': `echo ${name}\n`})
    await world.sample.commit('Change')
    const event = await world.sample.pullRequest(12, 'feature/hello')
    const active = world.testbed.faults.add({
      match: {service: 'registry', method: 'PUT', path: /\/manifests\/part-/},
      fault,
      times
    })
    const result = await world.run(event)
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
    expect(active.hits).toBe(times)
    expect(result.log.includes('The push failed with an error that may be temporary. Trying again')).toBe(times > 5)
  },
  90_000
)
