import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {stsErrorBody} from '../../testbed/aws/sts.js'
import type {FaultPattern} from '../../testbed/server/faults.js'
import type {Fault} from '../../testbed/server/log.js'
import type {World} from './world.js'
import {DEVELOPMENT, startWorld} from './world.js'

let world: World
/** The number of requests of a run with a new commit and an unchanged image. */
let requests: number
beforeAll(async () => {
  world = await startWorld()
  await world.sample.branch('feature/hello')
  await runOfNewCommit()
  await runOfNewCommit()
  requests = world.testbed.requests.length
}, 60_000)
afterAll(() => world.close())

async function runOfNewCommit(fault?: (index: number) => boolean, what: Fault = {kind: 'reset'}) {
  await world.sample.checkout('feature/hello')
  const commit = await world.sample.commit('Nothing of the image')
  const event = await world.sample.pullRequest(12, 'feature/hello')
  world.testbed.requests.length = 0
  let index = 0
  const active =
    fault === undefined ? undefined : world.testbed.faults.add({match: () => fault(index++), fault: what, times: 1})
  const result = await world.run(event)
  active?.remove()
  return {result, tag: `sha-${commit.slice(0, 12)}`}
}

const PASSING: Fault[] = [
  {kind: 'status', status: 500},
  {kind: 'status', status: 429},
  {kind: 'reset'},
  {kind: 'lost-reply'}
]
test.each(PASSING.map(fault => ({name: fault.kind === 'status' ? String(fault.status) : fault.kind, fault})))(
  '$name on any request is overcome without a trace',
  async ({fault}) => {
    for (let hit = 0; hit < requests; hit++) {
      const {result, tag} = await runOfNewCommit(index => index === hit, fault)
      expect([hit, result.exitCode, result.annotations, result.outputs['operation']]).toEqual([hit, 0, [], 'unchanged'])
      expect(world.registry.tags(DEVELOPMENT)).toMatchObject({
        [tag]: result.outputs['digest'],
        'pr-12': result.outputs['digest']
      })
    }
  },
  120_000
)

test('a denial of any request ends the run with a clear error, or does not matter', async () => {
  for (let hit = 0; hit < requests; hit++) {
    const before = world.registry.tags(DEVELOPMENT)['pr-12']
    const {result} = await runOfNewCommit(index => index === hit, {kind: 'status', status: 403})
    const errors = result.annotations.filter(({kind}) => kind === 'error').map(({message}) => message)
    expect(errors).toHaveLength(result.exitCode)
    // The first line has the attempt and the answer, and the next line has the remedy.
    if (result.exitCode !== 0)
      expect(errors[0]).toMatch(/^(Asking|Assuming|Logging in|Looking for|Tagging) .*403.*\n\S/)
    expect(world.registry.tags(DEVELOPMENT)['pr-12']).toBe(before)
  }
}, 60_000)

describe('a passing failure is tried again', () => {
  test.each<[string, FaultPattern, Fault]>([
    ['an answer of GitHub that is cut short', {service: 'oidc'}, {kind: 'cut', afterBytes: 5}],
    [
      'an STS that cannot reach GitHub',
      {service: 'sts'},
      {kind: 'status', status: 400, body: stsErrorBody('IDPCommunicationError', 'timed out')}
    ],
    [
      'an STS that cannot fetch a key of GitHub',
      {service: 'sts'},
      {
        kind: 'status',
        status: 400,
        body: stsErrorBody(
          'InvalidIdentityToken',
          "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements"
        )
      }
    ],
    ['bytes that are damaged on the way', {service: 'registry', method: 'GET'}, {kind: 'wrong-bytes'}]
  ])(
    '%s',
    async (_, match, fault) => {
      const active = world.testbed.faults.add({match, fault, times: 1})
      const {result} = await runOfNewCommit()
      active.remove()
      expect(active.hits).toBe(1)
      expect(result).toMatchObject({exitCode: 0, annotations: []})
    },
    60_000
  )
})

test('an expired token is reported as expired, and STS is not asked again', async () => {
  world.testbed.faults.add({
    match: {service: 'sts'},
    fault: {
      kind: 'status',
      status: 400,
      body: stsErrorBody(
        'ExpiredTokenException',
        'Token expired: current date/time must be before the expiration date/time'
      )
    }
  })
  const {result} = await runOfNewCommit()
  world.testbed.faults.clear()
  expect(result.annotations[0]?.message).toMatch(/ExpiredTokenException: Token expired[^]*clock/)
  expect(world.testbed.requests.filter(({service}) => service === 'sts')).toHaveLength(1)
}, 30_000)
