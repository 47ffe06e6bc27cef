import {join} from 'node:path'

import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {JobEvent} from '../../testbed/harness/sample.js'
import {DEVELOPMENT, imageIn, PullRequest, StoryWorld} from './story.js'

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

/** Each input that lacks something, with the sentence that names it. */
const MISSING: [input: string, value: string, problem: string][] = [
  ['secrets', 'token=', 'The build secret `token` has an empty value in the input `secrets`.'],
  [
    'secret-envs',
    'npm=NPM_TOKEN',
    'The build secret `npm` comes from the variable NPM_TOKEN, which is not set or is empty.'
  ],
  ['secret-envs', 'npm=', 'The build secret `npm` has no variable in the input `secret-envs`.'],
  ['secret-files', 'cert=', 'The build secret `cert` has an empty path in the input `secret-files`.'],
  ['secret-files', 'cert=no/such, file', 'The file no/such, file of the build secret `cert` cannot be read: ENOENT'],
  ['secret-files', 'cert=app', 'The file app of the build secret `cert` cannot be read: EISDIR'],
  ['ssh', 'default', 'The build uses the SSH agent `default`, and SSH_AUTH_SOCK is not set or is empty.'],
  ['ssh', 'key=', 'The SSH key `key` of the build has an empty path.'],
  ['ssh', 'key=no/key', 'The file no/key of the SSH key `key` of the build cannot be read: ENOENT'],
  ['ssh', 'key=app', 'The file app of the SSH key `key` of the build cannot be read: EISDIR: it is a directory.']
]
const ALL = {
  secrets: 'token=\ngood=hunter2',
  'secret-envs': 'npm=NPM_TOKEN',
  'secret-files': 'cert=no/file',
  ssh: 'default'
}

/** A pull request from a fork. Its jobs have no secrets and no OIDC token. */
async function fork(): Promise<JobEvent> {
  return await pull.event({fork: 'somebody/sample-image', permissions: {contents: 'read'}})
}

describe('a build that lacks a secret', () => {
  test.each(MISSING)('is an error before Docker is asked: %s: %s', async (input, value, problem) => {
    const {error, builds, saved} = await pull.build({inputs: {[input]: value}})
    expect(error?.split('\n')[0]).toContain(problem)
    expect(error?.split('\n')).toHaveLength(2)
    expect([builds, saved]).toEqual([[], {}])
  })

  test('names each of them, masks the others, and is told the same by a dry run', async () => {
    const {error, masked} = await pull.build({inputs: ALL})
    expect(error?.split('\n').slice(0, 4)).toEqual([
      expect.stringContaining('`token`'),
      expect.stringContaining('`npm`'),
      expect.stringContaining('`cert`'),
      expect.stringContaining('`default`')
    ])
    expect(masked).toContain('hunter2')
    expect((await pull.build({inputs: {...ALL, 'dry-run': 'true'}})).error).toBe(error)
  })

  test.each(MISSING)('builds without it where the run has no credentials: %s: %s', async (input, value, problem) => {
    const {outcome, warnings, builds} = await world.run(await fork(), {inputs: {[input]: value}})
    expect(outcome?.kind).toBe('built-only')
    expect(warnings).toEqual([expect.stringContaining(problem)])
    expect(builds.map(({plan: {secrets, ssh}}) => [secrets, ssh])).toEqual([[[], []]])
  })

  test('keeps the secrets that the run of a fork has', async () => {
    await world.sample.write({'there.txt': 'x'})
    const path = join(world.sample.directory, 'there.txt')
    const {warnings, builds} = await world.run(await fork(), {
      inputs: {...ALL, 'secret-files': 'cert=no/file\nthere=there.txt', ssh: `default,key=${path}`},
      environment: {SSH_AUTH_SOCK: ''}
    })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]?.split('\n').slice(1)).toHaveLength(4)
    expect(builds[0]?.plan).toMatchObject({
      secrets: [
        {id: 'good', from: 'value', value: 'hunter2'},
        {id: 'there', from: 'file', path: 'there.txt'}
      ],
      ssh: [`key=${path}`]
    })
  })

  test('builds without it for Dependabot, whose jobs have no token', async () => {
    const event = await pull.event({actor: 'dependabot[bot]', permissions: {contents: 'read'}})
    const {outcome, warnings} = await world.run(event, {inputs: {'secret-envs': 'npm=NPM_TOKEN'}})
    expect(outcome?.kind).toBe('built-only')
    expect(warnings).toEqual([expect.stringContaining('`npm`')])
  })
})

describe('a run that builds nothing does not look for secrets', () => {
  test('because the image is unchanged', async () => {
    const all = {secrets: 'token=x\ngood=hunter2', 'secret-envs': 'npm=NPM_TOKEN', 'secret-files': 'cert=Dockerfile'}
    const built = await pull.build({inputs: all, environment: {NPM_TOKEN: 'npm_x'}})
    expect(imageIn(built.outcome).digest).toBeDefined()
    const inputs = {...ALL, 'secret-files': 'cert=no/file', ssh: ''}
    for (const more of [{}, {'dry-run': 'true'}]) {
      const {outcome, error, warnings} = await pull.build({inputs: {...inputs, ...more}})
      expect([error, warnings]).toEqual([undefined, []])
      expect(outcome?.kind).toBe('dry-run' in more ? 'planned' : 'unchanged')
    }
  })

  test('because it is skipped', async () => {
    const branch = `feature/skipped-${count}`
    await world.sample.checkout('master')
    await world.sample.branch(branch)
    const {outcome, error, warnings} = await world.run(await world.sample.push(branch), {inputs: ALL})
    expect([error, warnings]).toEqual([undefined, []])
    expect(outcome?.kind).toBe('skipped')
  })

  test('because it promotes', async () => {
    world.registry.addImage(DEVELOPMENT, ['chosen'], {layers: []})
    await world.sample.checkout('master')
    const {error, warnings} = await world.run(await world.sample.push('master'), {
      inputs: {...ALL, operation: 'promote', source: 'chosen'}
    })
    expect([error, warnings]).toEqual([undefined, []])
  })
})
