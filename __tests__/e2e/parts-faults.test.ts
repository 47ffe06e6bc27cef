import type {ChildProcess} from 'node:child_process'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {PartsWorld} from './parts-world.js'
import {AMD, ARM, jobOf, JOIN, PLAN, startPartsWorld, stepOf} from './parts-world.js'

let world: PartsWorld
beforeAll(async () => {
  world = await startPartsWorld()
}, 60_000)
afterAll(() => world.close())

interface Index {
  annotations?: Record<string, string>
  manifests: {digest: string; platform: {os: string; architecture: string}}[]
}

function indexOf(repository: string, digest: string): Index {
  return world.registry.manifest(repository, digest) as unknown as Index
}

test('an image is the same index for any order of its parts', async () => {
  const inOrder = await world.run(await world.feature('ordered'))
  const expected = indexOf('sample-image/development', stepOf(inOrder, JOIN).outputs['digest'] ?? '')
  for (const legs of ['reversed', 'side by side'] as const) {
    const result = await world.run(await world.feature(legs.replaceAll(' ', '-')), {legs})
    const index = indexOf('sample-image/development', stepOf(result, JOIN).outputs['digest'] ?? '')
    expect(index.manifests.map(({platform}) => platform)).toEqual(expected.manifests.map(({platform}) => platform))
    expect(Object.keys(index.annotations ?? {})).toEqual(Object.keys(expected.annotations ?? {}))
  }
}, 180_000)

describe('a runner that is lost', () => {
  /** Each job of a build in parts, with the number of steps after which its runner is lost. */
  const places = [PLAN, AMD, ARM, JOIN].flatMap(job =>
    Array.from({length: job === PLAN || job === JOIN ? 3 : 4}, (_, completes): [string, number] => [job, completes])
  )

  test.each(places)(
    '(%s, after %i steps) leaves no tag too early, and the failed jobs alone run again',
    async (job, completes) => {
      const name = `lost-${places.findIndex(place => place[0] === job && place[1] === completes)}`
      const event = await world.feature(name)
      const lost = await world.run(event, {lost: {[job]: completes}})
      expect(lost.conclusion).toBe('failure')
      const isTagged = (): boolean => `feature-${name}` in world.registry.tags('sample-image/development')
      expect(isTagged()).toBe(job === JOIN && completes >= 2)

      const again = await world.run(event, {again: lost})
      expect(again).toMatchObject({conclusion: 'success', attempt: 2})
      for (const {name, conclusion, attempt} of lost.jobs) {
        if (conclusion === 'success') expect([name, jobOf(again, name).attempt]).toEqual([name, attempt])
      }
      expect(isTagged()).toBe(true)
    },
    120_000
  )
})

describe('a runner that is lost at a request', () => {
  const requests: [what: string, job: string, request: RegExp][] = [
    ['while a part pushes its layers', ARM, /^registry (?:PATCH|PUT|POST) .*blobs/],
    ['when a part pushes its manifest', ARM, /^registry PUT .*manifests/],
    ['when the join reads the parts', JOIN, /^registry GET .*manifests.sha256/],
    ['when the join puts the index', JOIN, /^registry PUT .*manifests.sha256/],
    ['when the join puts the tag of the fingerprint', JOIN, /^registry PUT .*manifests.src-/]
  ]

  test.each(requests)(
    '%s, leaves no tag for people, and the failed jobs alone run again',
    async (_, job, pattern) => {
      const name = `killed-${requests.findIndex(row => row[2] === pattern)}`
      const event = await world.feature(name)
      let step: ChildProcess | undefined
      const fault = world.testbed.faults.add({
        match: ({service, method, path}) =>
          step !== undefined && pattern.test(`${service} ${method} ${path}`) && step.kill('SIGKILL'),
        fault: {kind: 'reset'},
        times: 1
      })
      const lost = await world.run(event, {
        onStart: (process, of) => {
          if (of === job) step = process
        }
      })
      fault.remove()
      expect([lost.conclusion, fault.hits]).toEqual(['failure', 1])
      expect(world.registry.tags('sample-image/development')).not.toHaveProperty(`feature-${name}`)
      const again = await world.run(event, {again: lost})
      expect(again.conclusion).toBe('success')
      expect(jobOf(again, AMD).attempt).toBe(1)
      expect(world.registry.tags('sample-image/development')).toHaveProperty(`feature-${name}`)
    },
    120_000
  )
})

test("a part's digest that was exchanged is refused, with the name of the platform", async () => {
  const foreign = await world.run(await world.feature('foreign'))
  const event = await world.feature('exchanged')
  const lost = await world.run(event, {lost: {[JOIN]: 0}})
  const own = jobOf(lost, ARM).outputs['linux-arm64'] ?? ''
  const other = jobOf(foreign, ARM).outputs['linux-arm64'] ?? ''
  expect(other).not.toBe(own)
  const jobs = lost.jobs.map(one =>
    one.name === ARM ? {...one, outputs: {...one.outputs, 'linux-arm64': other}} : one
  )
  const again = await world.run(event, {again: {...lost, jobs}})
  expect(stepOf(again, JOIN)).toMatchObject({
    exitCode: 1,
    annotations: [{kind: 'error', message: expect.stringMatching(/linux\/arm64.*was built from other sources/)}]
  })
  expect(world.registry.tags('sample-image/development')).not.toHaveProperty('feature-exchanged')
}, 120_000)
