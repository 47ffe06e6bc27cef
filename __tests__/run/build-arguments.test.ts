import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {DEVELOPMENT, imageIn, imageWith, MASTER, PullRequest, StoryWorld} from './story.js'

let world: StoryWorld
let pull: PullRequest
let count = 0

beforeAll(async () => {
  world = await StoryWorld.start()
}, 60_000)
afterAll(() => world.close())
beforeEach(async () => {
  pull = await PullRequest.open(world, ++count)
})

/** The environment of a job has no such variable. */
const inputs = {'build-args': 'NOT_SET'}
const PROBLEM = 'The build argument `NOT_SET` has no value, and the environment has no variable of that name.'

describe('a build argument without a value is an error', () => {
  test('before Docker is asked, and a variable of that name corrects it', async () => {
    const {error, builds} = await pull.build({inputs})
    expect(error?.split('\n')[0]).toBe(PROBLEM)
    expect(builds).toEqual([])
    const corrected = await pull.build({inputs, environment: {NOT_SET: 'x'}})
    expect(corrected.builds[0]?.plan.buildArgs).toEqual({NOT_SET: 'x'})
  })

  test('even if the image may be unchanged, because its value counts', async () => {
    expect(imageIn((await pull.build()).outcome).digest).toBeDefined()
    expect((await pull.build({inputs})).error).toContain(PROBLEM)
  })

  test('on a pull request from a fork as well: a variable that comes from a secret is set there, and empty', async () => {
    const fork = await pull.event({fork: 'somebody/sample-image', permissions: {contents: 'read'}})
    expect((await world.run(fork, {inputs})).error).toContain(PROBLEM)
    const {outcome, builds} = await world.run(fork, {inputs, environment: {NOT_SET: ''}})
    expect(outcome?.kind).toBe('built-only')
    expect(builds[0]?.plan.buildArgs).toEqual({NOT_SET: ''})
  })

  test('for a promotion that finds the image by its fingerprint', async () => {
    await world.sample.checkout('master')
    const {error} = await world.run(await world.sample.push('master'), {inputs: {...inputs, operation: 'promote'}})
    expect(error).toContain(PROBLEM)
  })
})

describe('a run that builds nothing needs no value for a build argument', () => {
  test('because it is skipped', async () => {
    const branch = `feature/skipped-${count}`
    await world.sample.checkout('master')
    await world.sample.branch(branch)
    const {outcome, error} = await world.run(await world.sample.push(branch), {inputs})
    expect([error, outcome?.kind]).toEqual([undefined, 'skipped'])
  })

  test('because it promotes what is named', async () => {
    world.registry.addImage(DEVELOPMENT, ['chosen'], imageWith('chosen'))
    await world.sample.checkout('master')
    const {outcome, error} = await world.run(await world.sample.push('master'), {
      inputs: {...inputs, operation: 'promote', source: 'chosen'},
      // Docker is not asked for its platforms either.
      environment: {DOCKER_DEFAULT_PLATFORM: 'windows/amd64'}
    })
    expect([error, outcome?.kind]).toEqual([undefined, 'promoted'])
  })

  test('because it releases what master has', async () => {
    await world.sample.checkout('master')
    const commit = await world.sample.git('rev-parse', 'HEAD')
    world.registry.addImage(MASTER, [`sha-${commit.slice(0, 12)}`], imageWith('released'))
    const ref = 'refs/tags/v1.2.3'
    await world.sample.git('tag', 'v1.2.3')
    const event = await world.sample.event('push', ref, {ref, deleted: false}, {environment: 'Release'})
    const {outcome, error} = await world.run(event, {inputs})
    expect([error, outcome?.kind]).toEqual([undefined, 'promoted'])
  })
})
