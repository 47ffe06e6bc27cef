import {mkdir, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {DEVELOPMENT, imageIn, imageWith, PullRequest, StoryWorld} from './story.js'

let world: StoryWorld
let pull: PullRequest
let config: string
let count = 0

beforeAll(async () => {
  world = await StoryWorld.start()
  config = join(world.temporary, '.docker', 'config.json')
}, 60_000)
afterAll(() => world.close())
beforeEach(async () => {
  pull = await PullRequest.open(world, ++count)
  await mkdir(join(world.temporary, '.docker'))
})
afterEach(async () => {
  world.testbed.publicRegistry.fail('base/tiny', undefined)
  await rm(join(world.temporary, '.docker'), {recursive: true})
})

const GOES_ON = 'This run goes on without the logins and proxies in it.'

describe("a config of the user's Docker that cannot be read", () => {
  test.each<[string, () => Promise<unknown>, string, string]>([
    [
      'is cut off',
      () => writeFile(config, '{"auths": '),
      'is not a JSON object.',
      'Correct it, or remove it and log in again.'
    ],
    ['is a list', () => writeFile(config, '[]'), 'is not a JSON object.', 'Correct it, or remove it and log in again.'],
    [
      'is a directory',
      () => mkdir(config),
      'cannot be read: it is a directory.',
      'Make it readable for this user, or remove it.'
    ]
  ])('causes a warning, and the image is built: it %s', async (_, write, problem, remedy) => {
    await write()
    const {outcome, warnings, notices, builds} = await pull.build()
    expect(outcome?.kind).toBe('built')
    expect(warnings).toEqual([`Docker's config ${config} ${problem} ${GOES_ON}\n${remedy}`])
    expect([builds.length, notices]).toEqual([1, []])
    expect((await pull.build()).outcome?.kind).toBe('unchanged')
  })

  test('causes a warning where nothing is pushed', async () => {
    await writeFile(config, 'nothing')
    const event = await pull.event({fork: 'somebody/sample-image', permissions: {contents: 'read'}})
    const {outcome, warnings} = await world.run(event)
    expect(outcome?.kind).toBe('built-only')
    expect(warnings).toEqual([expect.stringContaining(GOES_ON)])
  })

  test('is an error that names the base image, if the image needs a login', async () => {
    await writeFile(config, 'nothing')
    world.testbed.publicRegistry.fail('base/tiny', 401)
    const {error, failure, builds} = await pull.build()
    expect(error).toMatch(
      /^The base image 127\.0\.0\.1:\d+\/base\/tiny:1\.0 needs a login, because its registry denied it without one: .* Docker's config .* is not a JSON object\.\nCorrect it, or remove it and log in again\.$/
    )
    expect(failure?.location).toEqual({file: 'Dockerfile', line: 1})
    expect(builds).toEqual([])
  })

  test('is not needed for a base image in the registry of the run', async () => {
    await writeFile(config, 'nothing')
    world.registry.addImage(DEVELOPMENT, ['base'], imageWith('a base in ECR'))
    await world.sample.write({Dockerfile: `FROM ${world.registry.host}/${DEVELOPMENT}:base\n`})
    await world.sample.commit('A base of our own')
    const {outcome} = await pull.build()
    expect(imageIn(outcome).bases).toEqual([
      {reference: `${world.registry.host}/${DEVELOPMENT}:base`, digest: world.tags(DEVELOPMENT)['base']}
    ])
  })

  test.each([
    ['is not read by a promotion', 'false', []],
    ['causes a warning if a promotion leaves Docker logged in', 'true', [expect.stringContaining(GOES_ON)]]
  ])('%s', async (_, login, expected) => {
    await writeFile(config, 'nothing')
    world.registry.addImage(DEVELOPMENT, ['chosen'], imageWith(`chosen ${count}`))
    await world.sample.checkout('master')
    const {error, warnings} = await world.run(await world.sample.push('master'), {
      inputs: {operation: 'promote', source: 'chosen', 'docker-login': login}
    })
    expect([error, warnings]).toEqual([undefined, expected])
  })

  test.each([{auth: 5}, null, 'text', {username: 1, password: 2}])(
    'has no login in a malformed entry: %j',
    async entry => {
      await writeFile(config, JSON.stringify({auths: {[world.testbed.publicRegistry.host]: entry}}))
      expect(await pull.build()).toMatchObject({outcome: {kind: 'built'}, warnings: []})
    }
  )
})
