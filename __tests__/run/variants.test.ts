import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {JobEvent} from '../../testbed/harness/sample.js'
import type {Ran, RunSettings} from './story.js'
import {DEVELOPMENT, imageIn, imageWith, MASTER, PullRequest, RELEASE, StoryWorld} from './story.js'

let world: StoryWorld
let pull: PullRequest
let count = 0

beforeAll(async () => {
  world = await StoryWorld.start()
  world.describes = true
}, 60_000)
afterAll(() => world.close())
beforeEach(async () => {
  pull = await PullRequest.open(world, ++count)
})

/** The commit of the pull request's branch. */
async function head(): Promise<string> {
  return await world.sample.git('rev-parse', pull.branch)
}

/** A commit on the trunk, and a push of it. */
async function pushed(): Promise<JobEvent & {sha: string}> {
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': `echo trunk ${count}\n`})
  const sha = await world.sample.commit(`On the trunk ${count}`)
  return {...(await world.sample.push('master')), sha}
}

/** The push of a version's git tag, on the commit that is checked out. */
async function tagged(version = `${count}.0.0`): Promise<JobEvent> {
  const ref = `refs/tags/v${version}`
  await world.sample.git('tag', `v${version}`)
  return await world.sample.event('push', ref, {ref, deleted: false}, {environment: 'Release'})
}

async function runAs(variant: string | undefined, event: JobEvent, {inputs, ...more}: RunSettings = {}): Promise<Ran> {
  const named = variant === undefined ? {} : {variant}
  return await world.run(event, {inputs: {...inputs, ...named, 'build-args': `BASE=${variant ?? 'debian'}`}, ...more})
}

const namesIn = ({outcome}: Ran): string[] =>
  imageIn(outcome)
    .tags.filter(({kind}) => kind !== 'kept')
    .map(({tag}) => tag)

describe('a variant', () => {
  test('of a pull request has tags of its own', async () => {
    world.images = [imageWith(`debian ${count}`), imageWith(`alpine ${count}`)]
    const event = await pull.event()
    const sha = `sha-${(await head()).slice(0, 12)}`
    const [debian, alpine] = [
      await runAs(undefined, event),
      await runAs('alpine', event, {inputs: {tags: 'try-{{pr}}'}})
    ]
    const branch = `feature-build-${count}`
    expect(alpine.error).toBeUndefined()
    expect(namesIn(alpine).slice(1)).toEqual([
      ...[`${sha}-alpine`, `pr-${count}-alpine`, `${branch}-alpine`],
      `try-${count}-alpine`
    ])
    expect(namesIn(debian).slice(1)).toEqual([sha, `pr-${count}`, branch])
    expect(world.tags(DEVELOPMENT)[branch]).toBe(imageIn(debian.outcome).digest)
    expect(alpine.warnings).toEqual([])
  })

  test('of the trunk is promoted to tags and lines of its own', async () => {
    world.images = [imageWith(`debian ${count}`), imageWith(`alpine ${count}`)]
    const event = await pushed()
    const [debian, alpine] = [await runAs(undefined, event), await runAs('alpine', event)]
    const release = await tagged()
    const plain = await runAs(undefined, release)
    const released = await runAs('alpine', release)
    expect(plain.error).toBeUndefined()
    expect(released.error).toBeUndefined()
    expect(namesIn(released)).toEqual([
      ...[`sha-${event.sha.slice(0, 12)}-alpine`, `v${count}.0.0-alpine`],
      ...[`${count}.0-alpine`, `${count}-alpine`, 'latest-alpine']
    ])
    expect(imageIn(released.outcome).digest).toBe(imageIn(alpine.outcome).digest)
    const tags = world.tags(RELEASE)
    expect(tags['latest']).toBe(imageIn(debian.outcome).digest)
    expect(tags['latest-alpine']).toBe(imageIn(alpine.outcome).digest)
  })

  test('has lines that follow its own versions', async () => {
    world.images = [imageWith(`alpine ${count}`), imageWith(`debian ${count}`)]
    const event = await pushed()
    await runAs('alpine', event)
    await runAs(undefined, event)
    await runAs(undefined, await tagged(`${count}.1.0`))
    const {outcome} = await runAs('alpine', await tagged(`${count}.0.0`))
    // The higher version has no image of this variant.
    expect(imageIn(outcome).tags).toContainEqual({tag: `${count}-alpine`, kind: 'put'})
    expect(world.tags(RELEASE)[`${count}-alpine`]).toBe(imageIn(outcome).digest)
  })

  test('that master does not have is not released', async () => {
    const event = await pushed()
    await runAs(undefined, event)
    const {error} = await runAs('alpine', await tagged())
    expect(error).toContain(`There is no image sha-${event.sha.slice(0, 12)}-alpine in the source ${MASTER}`)
  })

  test('has a later build of its own, which a release of it mentions', async () => {
    world.images = [imageWith(`first ${count}`), imageWith(`again ${count}`), imageWith(`debian ${count}`)]
    const event = await pushed()
    const first = await runAs('alpine', event)
    await runAs('alpine', event, {inputs: {rebuild: 'true'}, runNumber: 43})
    await runAs(undefined, event)
    const release = await tagged()
    const {outcome, notices} = await runAs('alpine', release)
    expect(imageIn(outcome).digest).toBe(imageIn(first.outcome).digest)
    expect(notices).toContainEqual(expect.stringContaining(`(sha-${event.sha.slice(0, 12)}-43.1-alpine)`))
    expect((await runAs(undefined, release)).notices).toEqual([])
  })

  test('named in a wrong form is an error that shows the form', async () => {
    const {error} = await runAs('Alpine', await pull.event())
    expect(error).toMatch(/^Input variant is `Alpine`; expected a name such as `alpine`: a lower-case letter/)
  })
})

describe('two images of one commit without variants', () => {
  /** Two jobs of a workflow, which differ in their build arguments. */
  async function twoJobs(event: JobEvent): Promise<[Ran, Ran]> {
    world.images = [imageWith(`debian ${count}`), imageWith(`alpine ${count}`)]
    const first = await world.run(event, {inputs: {'build-args': 'BASE=debian'}})
    return [first, await world.run(event, {inputs: {'build-args': 'BASE=alpine', tags: 'alpine-{{sha}}'}})]
  }

  test('are told apart: the tags of the branch stay on the first, and a warning names the input variant', async () => {
    const event = await pull.event()
    const [first, second] = await twoJobs(event)
    expect(namesIn(second).slice(1)).toEqual([`alpine-${(await head()).slice(0, 12)}`])
    expect(world.tags(DEVELOPMENT)[`pr-${count}`]).toBe(imageIn(first.outcome).digest)
    expect(second.warnings).toEqual([
      expect.stringMatching(
        /already has another image of this commit.*the tags of the branch stay on it.*`variant`.*`rebuild`/s
      )
    ])
  })

  test.each<[string, () => [Record<string, string>, Record<string, string>]]>([
    ['contexts', () => [{context: 'one'}, {context: 'two'}]],
    [
      'named contexts',
      () => [
        {'build-contexts': `base=docker-image://${world.base}`},
        {'build-contexts': `base=docker-image://${world.base.replace(':1.0', ':2.0')}`}
      ]
    ],
    ['platforms', () => [{platforms: 'linux/amd64'}, {platforms: 'linux/arm64'}]]
  ])('are told apart by their %s', async (_, inputsOf) => {
    world.testbed.publicRegistry.addImage('base/tiny', '2.0', imageWith('another base'))
    const dockerfile = `FROM ${world.base}\n`
    await world.sample.checkout('master')
    await world.sample.write({'one/Dockerfile': dockerfile, 'two/Dockerfile': dockerfile, 'two/more': ''})
    const event = await pushed()
    world.images = [imageWith(`one ${count}`), imageWith(`two ${count}`)]
    const [one, two] = inputsOf()
    const first = await world.run(event, {inputs: one})
    const second = await world.run(event, {inputs: two})
    expect(second.warnings).toEqual([expect.stringContaining('the tags of the branch stay on it')])
    expect(world.tags(MASTER)['master']).toBe(imageIn(first.outcome).digest)
    expect((await world.run(await tagged())).error).toContain('two different images of commit')
  })

  test('cannot be released, because it is not known which of them was meant', async () => {
    const event = await pushed()
    const [first, second] = await twoJobs(event)
    expect(world.tags(MASTER)['master']).toBe(imageIn(first.outcome).digest)
    const release = await tagged()
    const {error} = await world.run(release, {inputs: {tags: 'alpine-{{version}}'}})
    const sha = `sha-${event.sha.slice(0, 12)}`
    expect(error).toContain(
      `${MASTER} has two different images of commit ${event.sha}: ${sha} (${imageIn(first.outcome).digest}) and ${sha}-7.1 (${imageIn(second.outcome).digest}).`
    )
    expect(error).toMatch(/input `source`.*input `variant`/s)
    expect(world.tags(RELEASE)).not.toHaveProperty(`alpine-${count}.0.0`)
    const named = await world.run(release, {inputs: {source: `${sha}-7.1`}})
    expect(imageIn(named.outcome).digest).toBe(imageIn(second.outcome).digest)
  })

  test('cannot be released either if the builder drops annotations, because labels tell them apart', async () => {
    const event = await pushed()
    world.describes = 'labels'
    await twoJobs(event)
    world.describes = true
    const {error} = await world.run(await tagged())
    expect(error).toContain('two different images of commit')
  })

  test('cannot be released either if one of them cannot be asked for its settings', async () => {
    const event = await pushed()
    const [, second] = await twoJobs(event)
    const {digest} = imageIn(second.outcome)
    const active = world.testbed.faults.add({
      match: ({service, path}) => service === 'registry' && path === `/v2/${MASTER}/manifests/${digest}`,
      fault: {kind: 'status', status: 400}
    })
    const {error} = await world.run(await tagged())
    active.remove()
    expect(error).toMatch(`The commit has another image, sha-${event.sha.slice(0, 12)}-7.1 in ${MASTER} (${digest}).`)
    expect(error).toContain('It cannot be asked for its settings')
    expect(error).toMatch(/name it with the input `source`\.$/)
    expect(world.tags(RELEASE)).not.toHaveProperty(`v${count}.0.0`)
  })

  test('cannot be released either if both were found unchanged on that commit', async () => {
    await twoJobs(await pushed())
    await world.sample.git('commit', '--quiet', '--allow-empty', '--message', `Nothing new ${count}`)
    const event = await world.sample.push('master')
    const sha = `sha-${event.event.sha.slice(0, 12)}`
    const first = await world.run(event, {inputs: {'build-args': 'BASE=debian'}})
    const second = await world.run(event, {inputs: {'build-args': 'BASE=alpine'}})
    expect([first.outcome?.kind, second.outcome?.kind]).toEqual(['unchanged', 'unchanged'])
    expect(namesIn(second)).toContain(`${sha}-7.1`)
    expect((await world.run(await tagged())).error).toContain('two different images of commit')
  })

  test('that are built at the same time are told apart when the second gets its tags', async () => {
    const event = await pushed()
    world.images = [imageWith(`debian ${count}`), imageWith(`alpine ${count}`)]
    let first: Ran | undefined
    // The second job has looked up the tags before the first puts them.
    world.beforeBuild = async () => {
      world.beforeBuild = undefined
      first = await world.run(event, {inputs: {'build-args': 'BASE=debian'}})
    }
    const second = await world.run(event, {inputs: {'build-args': 'BASE=alpine'}})
    expect(world.tags(MASTER)['master']).toBe(imageIn(first?.outcome).digest)
    expect(second.warnings).toEqual([expect.stringContaining('the tags of the branch stay on it')])
  })

  test('are one image in a nightly run, whose build arguments are others each time', async () => {
    const event = await pushed()
    world.images = [imageWith(`first ${count}`), imageWith(`nightly ${count}`)]
    await world.run(event, {inputs: {'build-args': 'DATE=monday'}})
    const nightly = await world.sample.event('schedule', 'refs/heads/master', {}, {environment: 'Master'})
    const {outcome, error, warnings} = await world.run(nightly, {inputs: {'build-args': 'DATE=tuesday'}})
    expect(error).toBeUndefined()
    expect(world.tags(MASTER)['master']).toBe(imageIn(outcome).digest)
    expect(warnings).toEqual([])
  })

  test('are one image if the second replaces the first', async () => {
    const event = await pushed()
    world.images = [imageWith(`first ${count}`), imageWith(`second ${count}`)]
    await world.run(event, {inputs: {'build-args': 'DATE=monday'}})
    const {outcome, warnings} = await world.run(event, {inputs: {'build-args': 'DATE=tuesday', rebuild: 'true'}})
    expect(world.tags(MASTER)['master']).toBe(imageIn(outcome).digest)
    expect(warnings).toEqual([])
  })

  test('are one image if only a base image moved', async () => {
    const event = await pushed()
    world.images = [imageWith(`first ${count}`), imageWith(`second ${count}`)]
    await world.run(event)
    const {testbed, base} = world
    testbed.publicRegistry.addImage('base/tiny', '1.0', imageWith(`a newer base ${count}`))
    const {outcome, warnings, infos} = await world.run(event, {runNumber: 43})
    expect(world.tags(MASTER)['master']).toBe(imageIn(outcome).digest)
    expect(warnings).toEqual([])
    expect(infos).toContain(`Built because the base image ${base} moved.`)
    const release = await world.run(await tagged())
    expect(release.notices).toContainEqual(expect.stringContaining('also has later builds of this commit'))
  })
})

describe('the reason of a build', () => {
  test('says which parts changed since the image of the branch', async () => {
    world.images = [imageWith(`one ${count}`), imageWith(`two ${count}`)]
    const first = await pull.build()
    await pull.commit(`another change ${count}`)
    const second = await pull.build({inputs: {target: '', 'build-args': 'A=b'}})
    expect(first.outcome).toMatchObject({reason: expect.not.stringContaining('Built because')})
    expect(second.outcome).toMatchObject({
      kind: 'built',
      reason: expect.stringMatching(/\. Built because the context changed and the build arguments changed\.$/)
    })
    expect(second.infos).toContain('Built because the context changed and the build arguments changed.')
  })

  test.each([':1.0', ''])('names a base image that is pinned, with the tag “%s”', async tag => {
    const name = world.base.replace(/:1\.0$/, tag)
    const pin = async (content: string) => {
      const digest = world.testbed.publicRegistry.addImage('base/tiny', '1.0', imageWith(content))
      await world.sample.checkout(pull.branch)
      await world.sample.write({Dockerfile: `FROM ${name}@${digest}\n`})
      await world.sample.commit(`Pin ${content}`)
    }
    world.images = [imageWith(`one ${count}`), imageWith(`two ${count}`)]
    await pin(`first base ${count}`)
    await pull.build()
    await pin(`second base ${count}`)
    const {infos} = await pull.build()
    expect(infos).toContainEqual(expect.stringContaining(`Built because the base image ${name} moved, `))
  })

  test('says nothing if the image of the branch does not tell its parts', async () => {
    world.images = [imageWith(`one ${count}`), imageWith(`two ${count}`)]
    world.describes = 'labels'
    await pull.build()
    await pull.commit(`another change ${count}`)
    const {outcome} = await pull.build()
    world.describes = true
    expect(outcome).toMatchObject({kind: 'built', reason: expect.not.stringContaining('Built because')})
  })
})
