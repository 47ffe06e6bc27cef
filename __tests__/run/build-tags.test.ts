import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {JobEvent} from '../../testbed/harness/sample.js'
import type {RunSettings} from './story.js'
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

describe('the tags of a branch', () => {
  test('stay on the image of a later commit', async () => {
    const early = await pull.event()
    const late = await pull.commit('a later change')
    const later = imageIn((await pull.build()).outcome)
    world.images = [imageWith('the earlier one')]
    await world.sample.git('checkout', '--quiet', early.event.sha)
    const {outcome} = await world.run(early)
    const because = `commit ${late.slice(0, 12)} is later on the branch and has an image here.`
    expect(imageIn(outcome).tags.slice(2)).toEqual([
      {tag: `pr-${pull.number}`, kind: 'kept', because},
      {tag: `feature-build-${pull.number}`, kind: 'kept', because}
    ])
    expect(world.tags(DEVELOPMENT)[`pr-${pull.number}`]).toBe(later.digest)
  })

  test('stay, with a warning, if GitHub does not list the later commits', async () => {
    await pull.build()
    await pull.commit('a second change')
    world.images = [imageWith('second')]
    const event = await pull.event({
      permissions: {'id-token': 'write', 'pull-requests': 'read'}
    })
    const {outcome, warnings} = await world.run(event)
    expect(imageIn(outcome).tags[2]).toMatchObject({kind: 'kept', because: expect.stringContaining('it is not known')})
    expect(warnings).toEqual([
      expect.stringMatching(/^It is not known whether a later commit of the branch has an image here.*contents: read/s)
    ])
  })

  test('move if no later commit has an image', async () => {
    await pull.build()
    const second = await pull.event()
    await pull.commit('a later change')
    world.images = [imageWith('second')]
    await world.sample.checkout(pull.branch)
    await world.sample.git('checkout', '--quiet', second.event.sha)
    const {outcome} = await world.run(second, {inputs: {rebuild: 'true'}})
    expect(imageIn(outcome).tags[2]).toEqual({tag: `pr-${pull.number}`, kind: 'put'})
  })
})

describe('in master', () => {
  test('another image of a commit gets a tag with the number of its run', async () => {
    await world.sample.checkout('master')
    await world.sample.commit('On the trunk')
    const event = await world.sample.push('master')
    const first = await world.run(event)
    world.images = [imageWith('the base image moved')]
    const {outcome} = await world.run(event, {inputs: {rebuild: 'true'}, runNumber: 43})
    const tag = `sha-${event.event.sha.slice(0, 12)}`
    expect(imageIn(outcome).tags).toContainEqual({tag: `${tag}-43.1`, kind: 'put'})
    expect(world.tags(MASTER)[tag]).toBe(imageIn(first.outcome).digest)
  })

  test('a third image of a commit in one run gets no such tag: the tag of the run is taken, and never moves', async () => {
    await world.sample.checkout('master')
    await world.sample.commit('On the trunk, in a matrix')
    const event = await world.sample.push('master')
    world.images = [imageWith('first job'), imageWith('second job'), imageWith('third job')]
    const rebuild = {inputs: {rebuild: 'true'}, runNumber: 46}
    await world.run(event, rebuild)
    const second = imageIn((await world.run(event, rebuild)).outcome)
    const {outcome, error} = await world.run(event, rebuild)
    const tag = `sha-${event.event.sha.slice(0, 12)}-46.1`
    expect(error).toBeUndefined()
    expect(imageIn(outcome).tags).toContainEqual({
      tag,
      kind: 'kept',
      because: 'it names another image of this commit, and it never moves.'
    })
    expect(world.tags(MASTER)[tag]).toBe(second.digest)
  })

  test('an image that master already has gets no tag with the number of the run', async () => {
    await world.sample.checkout('master')
    await world.sample.commit('On the trunk')
    const event = await world.sample.push('master')
    world.images = [imageWith('first'), imageWith('second')]
    await world.run(event)
    await world.run(event, {inputs: {rebuild: 'true'}, runNumber: 44})
    const {outcome} = await world.run(event, {runNumber: 45})
    expect(imageIn(outcome).tags).toContainEqual({
      tag: expect.stringMatching(/^sha-\w{12}$/),
      kind: 'kept',
      because: expect.stringContaining('never moves')
    })
    expect(Object.keys(world.tags(MASTER))).not.toContain(`sha-${event.event.sha.slice(0, 12)}-45.1`)
  })
})

describe('the comment on a pull request', () => {
  const compared: RunSettings = {inputs: {comment: 'true', 'scan-timeout': '1s'}}

  test('has no previous image to compare the first one with', async () => {
    const {outcome} = await pull.build(compared)
    expect(imageIn(outcome)).toMatchObject({previous: {kind: 'none'}, scans: expect.anything()})
  })

  test('recognizes the image as the previous one', async () => {
    await pull.build()
    expect(imageIn((await pull.build(compared)).outcome).previous).toEqual({kind: 'same'})
  })

  test('compares with the image that the pull request had before', async () => {
    const first = imageIn((await pull.build()).outcome)
    await pull.commit('a second change')
    world.images = [imageWith('second')]
    expect(imageIn((await pull.build(compared)).outcome).previous).toMatchObject({
      kind: 'other',
      tag: `pr-${pull.number}`,
      digest: first.digest,
      size: expect.any(Number),
      scans: expect.anything()
    })
  })
})

test('a template that this run has no value for is left out, with a notice', async () => {
  const {outcome, notices} = await pull.build({inputs: {tags: 'build-{{run}}\nversion-{{version}}'}})
  expect(imageIn(outcome).tags).toContainEqual({tag: 'build-7', kind: 'put'})
  expect(notices).toEqual([expect.stringContaining('version-{{version}}')])
})

/** The push of a trunk commit whose image master does not have. */
async function onTrunk(change: string): Promise<JobEvent> {
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': `echo ${change}\n`})
  await world.sample.commit(change)
  return await world.sample.push('master')
}

describe('two runs at once', () => {
  /** Puts another image under a tag, just before this run does. */
  function race(repository: string, tag: string, content: string): void {
    const fault = world.testbed.faults.add({
      match: ({method, path}) => {
        if (method !== 'PUT' || !path.endsWith(`/manifests/${tag}`)) return false
        fault.remove()
        world.registry.addImage(repository, [tag], imageWith(content))
        return false
      },
      fault: {kind: 'reset'}
    })
  }

  test("that put the same image under a commit's tag both succeed", async () => {
    const event = await pull.event()
    const tag = `sha-${(await world.sample.git('rev-parse', pull.branch)).slice(0, 12)}`
    race(DEVELOPMENT, tag, `image ${pull.number}`)
    expect(imageIn((await world.run(event)).outcome).tags).toContainEqual({tag, kind: 'already'})
  })

  test("that put different images under a commit's tag keep both: the later one gets a tag with the number of its run", async () => {
    const event = await onTrunk(`raced ${pull.number}`)
    const tag = `sha-${event.event.sha.slice(0, 12)}`
    race(MASTER, tag, 'what the other run built')
    const {outcome} = await world.run(event, {runNumber: 50})
    expect(imageIn(outcome).tags).toContainEqual({tag: `${tag}-50.1`, kind: 'put'})
  })

  test("that put different images under a commit's tag leave it on the first, if the second image has a tag already", async () => {
    await world.run(await onTrunk(`named ${pull.number}`))
    await world.sample.commit('Nothing that is built')
    const event = await world.sample.push('master')
    const tag = `sha-${event.event.sha.slice(0, 12)}`
    race(MASTER, tag, 'what the other run built')
    const {outcome} = await world.run(event)
    expect(imageIn(outcome).tags).toContainEqual({tag, kind: 'kept', because: expect.stringContaining('never moves')})
  })
})

test('a tag that has to move, but was made immutable, is an error', async () => {
  const repository = world.registry.repository(DEVELOPMENT)
  const settings = {...repository.settings}
  await pull.build()
  await pull.commit('another')
  world.images = [imageWith('another')]
  Object.assign(repository.settings, {filters: [...(settings.filters ?? []), 'pr-*']})
  const {error} = await pull.build()
  Object.assign(repository.settings, {filters: settings.filters})
  expect(error).toContain(`Tagging ${DEVELOPMENT}:pr-${pull.number}: the repository keeps this tag immutable`)
})

test('a rebuild says so if the tag of its fingerprint was made immutable and stays on the image before', async () => {
  const {outcome} = await pull.build()
  const [before] = imageIn(outcome).tags
  world.images = [imageWith('rebuilt')]
  const {settings} = world.registry.repository(DEVELOPMENT)
  const {filters = []} = settings
  Object.assign(settings, {filters: [...filters, 'src-*']})
  const {error} = await pull.build({inputs: {rebuild: 'true'}})
  Object.assign(settings, {filters})
  expect(error).toContain(`Tagging ${DEVELOPMENT}:${before?.tag ?? ''}: the repository keeps this tag immutable`)
})

test('a branch that is far ahead keeps its tags, because only its newest commits are checked', async () => {
  await pull.build()
  const early = await pull.event()
  await world.sample.checkout(pull.branch)
  for (let commits = 0; commits < 101; commits++)
    await world.sample.git('commit', '--quiet', '--allow-empty', '-m', 'more')
  await world.sample.commit('the last')
  world.images = [imageWith('early')]
  await world.sample.git('checkout', '--quiet', early.event.sha)
  const {outcome} = await world.run(early, {inputs: {rebuild: 'true'}})
  expect(imageIn(outcome).tags[2]).toEqual({
    tag: `pr-${pull.number}`,
    kind: 'kept',
    because: expect.stringMatching(/^the branch is 102 commits ahead, and only the newest 100 /)
  })
})
