import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {Developer} from '../../testbed/developer.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, startWorld} from './world.js'

const DEVELOPERS = ['sample-image-development-developers', 'sample-image-master-developers', 'sample-image-release-developers']

let world: World
let developer: Developer
beforeAll(async () => {
  world = await startWorld()
  developer = await Developer.create(world.testbed, DEVELOPERS)
}, 60_000)
afterAll(async () => {
  await developer.leave()
  await world.close()
})

describe('a developer, by hand', () => {
  let first: {digest: string; fingerprint: string; tags: string[]}

  test('pushes the branch as it is committed: its tag, the commit and what it was built from', async () => {
    await world.sample.branch('feature/by-hand')
    await world.sample.write({'app/hello.sh': 'echo "By hand"\n'})
    const commit = await world.sample.commit('By hand')

    const {exitCode, stdout, stderr} = await developer.ecrRegistry(world.sample.directory, ['push', '--json'])

    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: expect.stringContaining('By hand from branch feature/by-hand, to development.') as string})
    first = JSON.parse(stdout) as typeof first
    const {digest, fingerprint} = first
    expect(first).toMatchObject({stage: 'development', operation: 'built', changed: true})
    expect(world.registry.tags(DEVELOPMENT)).toEqual({[`src-${fingerprint}`]: digest, [`sha-${commit.slice(0, 12)}`]: digest, 'feature-by-hand': digest})
  }, 60_000)

  test('pushes it again: unchanged, and no Docker is needed to find that out', async () => {
    const {exitCode, stdout} = await developer.ecrRegistry(world.sample.directory, ['push'], {DOCKER_HOST: 'tcp://127.0.0.1:1'})
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')[0]).toBe('development · unchanged')
    expect(stdout).toContain(first.digest)
  }, 60_000)

  test('edits, and pushes what is not committed: under the tag of the branch, under no commit', async () => {
    const before = world.registry.tags(DEVELOPMENT)
    await world.sample.write({'app/hello.sh': 'echo "By hand, edited"\n'})

    const {exitCode, stdout, stderr} = await developer.ecrRegistry(world.sample.directory, ['push', '--json'])

    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: expect.stringContaining('with changes that are not committed') as string})
    const {digest, fingerprint} = JSON.parse(stdout) as typeof first
    expect(digest).not.toBe(first.digest)
    expect(world.registry.tags(DEVELOPMENT)).toEqual({...before, [`src-${fingerprint}`]: digest, 'feature-by-hand': digest})
  }, 60_000)

  test("pulls the branch's image, and runs it", async () => {
    const pulled = await developer.ecrRegistry(world.sample.directory, ['pull'])
    expect({...pulled, stderr: ''}).toMatchObject({exitCode: 0})
    expect(pulled.stdout).toContain(`the image of branch feature/by-hand:\n${world.registry.host}/${DEVELOPMENT}:feature-by-hand\n`)
    const run = await developer.ecrRegistry(world.sample.directory, ['run'])
    expect(run).toMatchObject({exitCode: 0, stdout: 'By hand, edited\n'})
    const command = await developer.ecrRegistry(world.sample.directory, ['run', '--', '/bin/busybox', 'sh', '-c', 'exit 7'])
    expect(command.exitCode).toBe(7)
  }, 60_000)

  test("without an image of the branch gets the trunk's from master, and is told so", async () => {
    await world.sample.git('stash', '--quiet')
    await world.run(await world.sample.push('master'))
    await world.sample.branch('feature/nothing-pushed')

    const {exitCode, stdout, stderr} = await developer.ecrRegistry(world.sample.directory, ['pull'])

    expect({exitCode, stdout}).toEqual({
      exitCode: 0,
      stdout: `the trunk's image, from master:\n${world.registry.host}/${MASTER}:master\n  ${world.registry.tags(MASTER)['master'] ?? ''}\n`
    })
    expect(stderr).toContain(`There is no ${DEVELOPMENT}:feature-nothing-pushed.`)
  }, 60_000)

  test('leaves no login behind, but where it is asked for', async () => {
    const config = join(developer.home, 'docker')
    await developer.ecrRegistry(world.sample.directory, ['pull'], {DOCKER_CONFIG: config})
    await expect(readFile(join(config, 'config.json'))).rejects.toThrow('ENOENT')

    const {exitCode, stdout} = await developer.ecrRegistry(world.sample.directory, ['login'], {DOCKER_CONFIG: config})
    expect({exitCode, stdout}).toEqual({exitCode: 0, stdout: `Docker is logged in to ${world.registry.host} for 12 hours.\n`})
    expect(JSON.parse(await readFile(join(config, 'config.json'), 'utf8'))).toHaveProperty(['auths', world.registry.host])
  }, 60_000)
})
