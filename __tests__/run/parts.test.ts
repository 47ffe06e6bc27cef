import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'
import {digestOf} from '@org/oci/manifest'

import type {Outcome} from '../../src/run/outcome.js'
import type {ImageSettings} from '../../testbed/registry/image.js'
import {inMemory} from '../../testbed/server/spool.js'
import type {Ran, RunSettings} from './story.js'
import {DEVELOPMENT, imageIn, imageWith, PullRequest, StoryWorld} from './story.js'

const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const
type Platform = (typeof PLATFORMS)[number]

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

const both = {platforms: PLATFORMS.join(',')}

type OutcomeOf<Kind extends Outcome['kind']> = Extract<Outcome, {kind: Kind}>

function outcomeOf<Kind extends Outcome['kind']>({outcome, error}: Ran, kind: Kind): OutcomeOf<Kind> {
  if (outcome?.kind !== kind) throw new Error(`${outcome?.kind ?? 'an error'} instead of ${kind}: ${error ?? ''}`)
  return outcome as OutcomeOf<Kind>
}

async function plan(inputs: Record<string, string> = {}): Promise<Ran> {
  return await pull.build({inputs: {...both, distribute: 'true', ...inputs}})
}

function imageFor(platform: Platform, content: string): ImageSettings {
  return {...imageWith(`${content} for ${platform}`), platform}
}

async function part(planned: string, platform: Platform, inputs: Record<string, string> = {}): Promise<Ran> {
  world.images = [imageFor(platform, `image ${count}`)]
  return await pull.build({inputs: {...both, plan: planned, part: platform, ...inputs}})
}

/** A part in the input `parts`. A job's outputs are text. */
interface Given {
  digest: string
  comparable: string
  seconds: string
}

/** Builds all parts of a plan, and returns the input `parts`. */
async function parts(planned: string): Promise<Record<Platform, Given>> {
  const entries = []
  for (const platform of PLATFORMS) {
    const {built} = outcomeOf(await part(planned, platform), 'part')
    const {digest = '', isComparable, seconds} = built ?? {}
    entries.push([platform, {digest, comparable: String(isComparable), seconds: String(seconds)}] as const)
  }
  return Object.fromEntries(entries) as Record<Platform, Given>
}

/** A part with another content than that of the first build. */
async function anotherPart(planned: string, platform: Platform): Promise<Given> {
  world.images = [imageFor(platform, `another image ${count}`)]
  const {built} = outcomeOf(await pull.build({inputs: {...both, plan: planned, part: platform}}), 'part')
  return {digest: built?.digest ?? '', comparable: 'true', seconds: '1'}
}

async function join(planned: string, given: object, inputs: Record<string, string> = {}): Promise<Ran> {
  return await pull.build({inputs: {...both, plan: planned, parts: JSON.stringify(given), ...inputs}})
}

function readIndex(digest: string): {
  manifests: {digest: string; platform?: object; annotations?: Record<string, string>}[]
  annotations: Record<string, string>
} {
  return world.registry.manifest(DEVELOPMENT, digest) as ReturnType<typeof readIndex>
}

/**
 * Adds an image whose configuration is this text, and returns its digest. A registry takes any text.
 * @param more fields of the manifest
 */
function addConfigured(text: string, more: object = {}): string {
  const repository = world.registry.repository(DEVELOPMENT)
  const found = world.registry.image(DEVELOPMENT, world.registry.addImage(DEVELOPMENT, [], imageWith(text)))
  if (found === undefined) throw new Error('The image is missing.')
  const bytes = Buffer.from(text)
  const digest = digestOf(bytes)
  repository.layers.set(digest, inMemory(bytes, digest))
  const manifest = JSON.parse(String(found.bytes)) as {config: object}
  const config = {...manifest.config, digest, size: bytes.length}
  const changed = Buffer.from(JSON.stringify({...manifest, config, ...more}))
  repository.put(changed, found.mediaType, {})
  return digestOf(changed)
}

describe('an image for two kinds of runners', () => {
  test('is planned without Docker, and no tag moves', async () => {
    const before = world.tags(DEVELOPMENT)
    const {outcome, builds, saved} = await plan()
    expect(outcome).toMatchObject({
      kind: 'distributed',
      stage: 'development',
      matrix: [
        {platform: 'linux/amd64', name: 'linux-amd64', runner: 'ubuntu-24.04'},
        {platform: 'linux/arm64', name: 'linux-arm64', runner: 'ubuntu-24.04-arm'}
      ]
    })
    expect([builds, saved]).toEqual([[], {}])
    expect(world.tags(DEVELOPMENT)).toEqual(before)
  })

  test('is built in parts, each for its platform on the bases of the plan, under no tag', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    const before = world.tags(DEVELOPMENT)
    const ran = await part(planned, 'linux/arm64')
    expect(ran.builds.map(({plan: {platforms, pins, push}}) => ({platforms, pins, push: push?.kind}))).toEqual([
      {platforms: ['linux/arm64'], pins: {[world.base]: expect.stringContaining('@sha256:')}, push: 'digest'}
    ])
    expect(outcomeOf(ran, 'part')).toMatchObject({platform: 'linux/arm64', built: {isComparable: true}})
    expect(world.tags(DEVELOPMENT)).toEqual(before)
  })

  test('is joined into one index, which gets the tags of the run and is found as unchanged', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    const given = await parts(planned)
    const ran = await join(planned, given)
    const image = imageIn(ran.outcome)
    expect(ran.builds).toEqual([])
    expect(ran.outcome).toMatchObject({
      kind: 'built',
      changed: true,
      parts: PLATFORMS.map(platform => ({platform, seconds: Number(given[platform].seconds)}))
    })
    expect(image.platforms).toEqual([...PLATFORMS])
    for (const {tag} of image.tags) expect(world.tags(DEVELOPMENT)[tag]).toBe(image.digest)
    expect(image.tags.map(({tag}) => tag.replace(/-.*/, ''))).toEqual(['src', 'sha', 'pr', 'feature'])
    const index = readIndex(image.digest)
    expect(index.manifests.map(({digest, platform}) => ({digest, platform}))).toEqual([
      {digest: given['linux/amd64'].digest, platform: {architecture: 'amd64', os: 'linux'}},
      {digest: given['linux/arm64'].digest, platform: {architecture: 'arm64', os: 'linux'}}
    ])
    expect(index.annotations).toMatchObject({'org.opencontainers.image.title': 'sample-image'})

    const again = await plan()
    expect(again.outcome).toMatchObject({kind: 'unchanged', image: {digest: image.digest}})
    // The join that is started again finds its own image.
    expect((await join(planned, given)).outcome).toMatchObject({kind: 'unchanged', image: {digest: image.digest}})
  })

  test('is built again if the plan asks for a rebuild, and its join needs no input for that', async () => {
    const first = outcomeOf(await plan(), 'distributed').plan
    await join(first, await parts(first))
    const planned = outcomeOf(await plan({rebuild: 'true'}), 'distributed').plan
    const given = await parts(planned)
    const {outcome} = await join(planned, {...given, 'linux/arm64': await anotherPart(planned, 'linux/arm64')})
    expect(outcome).toMatchObject({kind: 'built', changed: true})
  })

  test('leaves Docker logged in after each of its jobs, if docker-login is set', async () => {
    const login = {'docker-login': 'true'}
    const planned = await plan(login)
    const built = await part(outcomeOf(planned, 'distributed').plan, 'linux/amd64', login)
    for (const {exported} of [planned, built]) expect(exported).toHaveProperty('DOCKER_CONFIG')
  })

  test('is joined from a part whose annotations are a text, which say nothing', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    const digest = addConfigured(JSON.stringify({os: 'linux', architecture: 'arm64'}), {annotations: 'none'})
    const {outcome} = await join(planned, {...(await parts(planned)), 'linux/arm64': digest})
    expect(outcome?.kind).toBe('built')
  })

  test('is never found as unchanged if the build of one part read more than was counted', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    const given = await parts(planned)
    const {outcome} = await join(planned, {...given, 'linux/arm64': {...given['linux/arm64'], comparable: 'false'}})
    expect(imageIn(outcome).tags.map(({tag}) => tag.replace(/-.*/, ''))).toEqual(['sha', 'pr', 'feature'])
    expect((await plan()).outcome).toMatchObject({kind: 'distributed'})
  })

  test('gets annotations on the index, on its entries and in the parts', async () => {
    const annotations = 'own=1\nindex:whole=2\nmanifest-descriptor[linux/arm64]:entry=3'
    const planned = outcomeOf(await plan({annotations}), 'distributed').plan
    const given = []
    for (const platform of PLATFORMS) {
      const ran = await part(planned, platform, {annotations})
      expect(ran.builds[0]?.plan.annotations).toEqual({own: '1'})
      given.push([platform, outcomeOf(ran, 'part').built?.digest])
    }
    const {digest} = imageIn((await join(planned, Object.fromEntries(given) as object, {annotations})).outcome)
    const index = readIndex(digest)
    expect(index.annotations).toMatchObject({whole: '2'})
    expect(index.manifests.map(entry => entry.annotations)).toEqual([undefined, {entry: '3'}])
  })

  test('is built in one job if nobody asks for parts', async () => {
    world.images = [{platforms: PLATFORMS.map(platform => imageFor(platform, 'one job'))}]
    const {builds} = await pull.build({inputs: both})
    expect(builds.map(({plan: {platforms}}) => platforms)).toEqual([[...PLATFORMS]])
  })
})

describe('a part on another builder than that of the plan', () => {
  const elsewhere = {environment: {DOCKER_HOST: 'tcp://arm.example.com'}}
  /** A build whose builder writes no provenance. */
  const silent = (): RunSettings => {
    const digest = world.registry.addImage(DEVELOPMENT, [], imageFor('linux/arm64', `silent ${count}`))
    return {docker: {...world.docker, build: () => Promise.resolve({digest, metadata: {}})}}
  }

  test.each<[instruction: string, isTold: boolean, settings: RunSettings, isComparable: boolean]>([
    ['ARG BUILDARCH', false, elsewhere, false],
    ['ARG BUILD\\\nARCH', false, elsewhere, false],
    ['ARG BUILDARCH', true, elsewhere, true],
    ['ARG BUILDARCH', false, {}, true],
    ['ARG TARGETARCH', false, elsewhere, true]
  ])(
    'under %j, with its reads told: %j, in %j is comparable: %j',
    async (instruction, isTold, settings, isComparable) => {
      await world.sample.write({Dockerfile: `FROM ${world.base}\n${instruction}\nCOPY app /\n`})
      await world.sample.commit('Another Dockerfile')
      const planned = outcomeOf(await plan(), 'distributed').plan
      world.images = [imageFor('linux/arm64', `told ${count}`)]
      const ran = await pull.build({
        ...settings,
        ...(isTold ? {} : silent()),
        inputs: {...both, plan: planned, part: 'linux/arm64'}
      })
      expect(outcomeOf(ran, 'part').built?.isComparable).toBe(isComparable)
      expect(ran.warnings).toEqual(
        isComparable ? [] : [expect.stringContaining('the Dockerfile names the platform of its builder')]
      )
    }
  )
})

test('an image for one kind of runner is built by the job that plans', async () => {
  const {outcome, builds} = await pull.build({inputs: {platforms: 'linux/amd64', distribute: 'true'}})
  expect(outcome?.kind).toBe('built')
  expect(builds).toHaveLength(1)
})

test('with a builder of the user, the plan builds all platforms itself', async () => {
  const {outcome, builds} = await plan({builder: 'remote'})
  expect(outcome).toMatchObject({kind: 'built'})
  expect(builds.map(({plan: {builder, platforms}}) => [builder, platforms])).toEqual([
    ['remote', ['linux/amd64', 'linux/arm64']]
  ])
})

test('a dry run with distribute shows what would be built, and has no parts', async () => {
  expect((await plan({'dry-run': 'true'})).outcome?.kind).toBe('planned')
})

describe('a part is refused before anything is pushed', () => {
  test('if its sources are not those of the plan', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    await world.sample.write({'app/written-by-an-earlier-step': ''})
    const {error, builds} = await part(planned, 'linux/arm64')
    await world.sample.git('clean', '--quiet', '--force')
    expect(error).toMatch(
      /^The sources in this job are not those of the plan: their fingerprint is [0-9a-f]{12}, and the plan has [0-9a-f]{12}; the context changed\.\n/
    )
    expect(builds).toEqual([])
  })

  test('if it has other inputs of the build', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    const {error} = await part(planned, 'linux/arm64', {'build-args': 'A=b'})
    expect(error).toMatch(/^The sources in this job are not those of the plan: .*; the build arguments changed\.\n/)
  })

  test('if the plan is of another commit', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    await pull.commit(`another change ${count}`)
    expect((await part(planned, 'linux/arm64')).error).toMatch(/^The input `plan` is of another commit: it has/)
  })

  test('if the run promotes', async () => {
    const {sample} = world
    const commit = await sample.checkout('master').then(() => sample.git('rev-parse', 'HEAD'))
    const event = await sample.event('push', 'refs/tags/v9.9.9', {ref: 'refs/tags/v9.9.9', deleted: false})
    await sample.git('tag', 'v9.9.9', commit)
    const {error} = await world.run(event, {inputs: {plan: 'garbage', part: 'linux/arm64'}})
    expect(error).toMatch(/A promotion builds nothing, so it has no parts to build or to join\./)
  })

  test('if the plan is of other platforms', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan.replace(
      '["linux/amd64","linux/arm64"]',
      '["linux/arm64"]'
    )
    expect((await part(planned, 'linux/arm64')).error).toMatch(
      'The sources in this job are not those of the plan: the platforms are linux/amd64, linux/arm64, and the plan has linux/arm64.'
    )
  })

  test('if the plan does not have it', async () => {
    const planned = outcomeOf(await plan(), 'distributed').plan
    const {error} = await pull.build({inputs: {...both, plan: planned, part: 'linux/386'}})
    expect(error).toMatch(/^The plan has no part linux\/386\. Its platforms are linux\/amd64, linux\/arm64\.\n/)
  })
})

describe('a join is refused, and nothing is tagged,', () => {
  async function refusal(change: (given: Awaited<ReturnType<typeof parts>>) => object): Promise<string | undefined> {
    const planned = outcomeOf(await plan(), 'distributed').plan
    const given = await parts(planned)
    const before = world.tags(DEVELOPMENT)
    const {error} = await join(planned, change(given))
    expect(world.tags(DEVELOPMENT)).toEqual(before)
    return error
  }

  test('if a part is not in the repository', async () => {
    const digest = `sha256:${'0'.repeat(64)}`
    expect(await refusal(given => ({...given, 'linux/arm64': digest}))).toMatch(
      `The part for linux/arm64 cannot be joined: ${DEVELOPMENT} does not have ${digest}. Nothing was tagged.\n`
    )
  })

  test('if a part is of another platform', async () => {
    const other = world.registry.addImage(DEVELOPMENT, [], imageFor('linux/amd64', 'a foreign image'))
    expect(await refusal(given => ({...given, 'linux/arm64': other}))).toMatch(
      `The part for linux/arm64 cannot be joined: ${other} is an image for linux/amd64.`
    )
  })

  test.each([
    ['annotations', true],
    ['labels', 'labels']
  ] as const)('if the %s of a part, of the right platform, are those of other sources', async (_, describes) => {
    world.describes = describes
    const before = outcomeOf(await part(outcomeOf(await plan(), 'distributed').plan, 'linux/arm64'), 'part').built
    await pull.commit(`changed sources ${count}`)
    const told = await refusal(given => ({...given, 'linux/arm64': before?.digest}))
    world.describes = false
    expect(told).toMatch(
      `The part for linux/arm64 cannot be joined: ${before?.digest} was built from other sources than those of the plan.`
    )
  })

  test.each([
    ['is no JSON', '<html>'],
    ['has labels that are a text', {os: 'linux', architecture: 'arm64', config: {Labels: 'none'}}],
    ['has fields that are a text', {os: 'linux', architecture: 'arm64', config: 'none'}]
  ])('if the configuration of a part %s', async (_, configuration) => {
    const digest = addConfigured(typeof configuration === 'string' ? configuration : JSON.stringify(configuration))
    expect(await refusal(given => ({...given, 'linux/arm64': digest}))).toMatch(
      `The part for linux/arm64 cannot be joined: the configuration of ${digest} is not that of an image. Nothing was tagged.`
    )
  })

  test.each(['null', '[]', '5'])('if the configuration of a part is %s', async configuration => {
    const digest = addConfigured(configuration)
    expect(await refusal(given => ({...given, 'linux/arm64': digest}))).toMatch(
      `The part for linux/arm64 cannot be joined: ${digest} is an image for unknown/unknown.`
    )
  })

  test('if a part is an index of several images', async () => {
    const index = world.registry.addImage(DEVELOPMENT, [], {
      platforms: PLATFORMS.map(platform => imageFor(platform, 'several'))
    })
    expect(await refusal(given => ({...given, 'linux/arm64': index}))).toMatch(
      `The part for linux/arm64 cannot be joined: ${index} is an index of 2 images.`
    )
  })
})

test('in master, whose role may read no configuration, parts in exchanged places are refused by their annotations', async () => {
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': 'echo "exchanged"\n'})
  await world.sample.commit('Say exchanged')
  const event = await world.sample.push('master')
  const run = async (inputs: Record<string, string>): Promise<Ran> =>
    await world.run(event, {inputs: {...both, ...inputs}})
  const planned = outcomeOf(await run({distribute: 'true'}), 'distributed').plan
  world.describes = true
  const given: Record<string, unknown> = {}
  for (const platform of PLATFORMS) {
    world.images = [imageFor(platform, 'exchanged')]
    given[platform] = outcomeOf(await run({plan: planned, part: platform}), 'part').built?.digest
  }
  const exchanged = {'linux/amd64': given['linux/arm64'], 'linux/arm64': given['linux/amd64']}
  const {error} = await run({plan: planned, parts: JSON.stringify(exchanged)})
  const {outcome} = await run({plan: planned, parts: JSON.stringify(given)})
  world.describes = false
  expect(error).toMatch(
    `The part for linux/amd64 cannot be joined: ${String(given['linux/arm64'])} is an image for linux/arm64. Nothing was tagged.\n`
  )
  expect(imageIn(outcome).platforms).toEqual([...PLATFORMS])
})
