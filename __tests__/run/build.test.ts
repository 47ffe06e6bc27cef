import {existsSync, readdirSync} from 'node:fs'

import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {Failure} from '../../src/core/failure.js'
import type {DockerClient} from '../../src/docker/build.js'
import type {Outcome} from '../../src/run/outcome.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import type {Ran, RunSettings} from './story.js'
import {DEVELOPMENT, imageWith, MASTER, StoryWorld} from './story.js'

const ROLE = 'arn:aws:iam::111122223333:role/sample-image-development-github'

let world: StoryWorld
let branch: string
let number: number
let count = 0

beforeAll(async () => {
  world = await StoryWorld.start()
}, 60_000)
afterAll(() => world.close())
beforeEach(async () => {
  number = ++count
  branch = `feature/build-${number}`
  world.images = [imageWith(`image ${number}`)]
  await world.sample.checkout('master')
  await world.sample.branch(branch)
  await commit(`change ${number}`)
})

/** Commits a change of the sample on the branch. */
async function commit(change: string): Promise<string> {
  await world.sample.checkout(branch)
  await world.sample.write({'app/hello.sh': `echo ${change}\n`})
  return await world.sample.commit(change)
}

/** A run on the pull request of the branch, as it is now. */
async function build(settings: RunSettings = {}): Promise<Ran> {
  return await world.run(await world.sample.pullRequest(number, branch), settings)
}

function imageIn(outcome: Outcome | undefined) {
  if (outcome?.kind !== 'built' && outcome?.kind !== 'unchanged')
    throw new Error(`no image: ${JSON.stringify(outcome)}`)
  return outcome.image
}

/** What the role of development lacks while something is done. */
async function without<T>(action: string, work: () => Promise<T>): Promise<T> {
  return await world.without(ROLE, action, work)
}

describe('an image that the stage does not have', () => {
  test('is built, pushed under its fingerprint, and tagged when it is complete', async () => {
    const sha = await world.sample.git('rev-parse', branch)
    const {outcome, builds, infos, notices, warnings} = await build()
    const image = imageIn(outcome)
    const source = `src-${image.fingerprint ?? ''}`
    expect(outcome).toMatchObject({
      kind: 'built',
      stage: 'development',
      changed: true,
      subject: {commit: sha, pullRequest: number}
    })
    expect(image).toMatchObject({
      name: 'sample-image',
      dockerfile: 'Dockerfile',
      registry: world.registry.host,
      repository: DEVELOPMENT,
      platforms: [expect.stringMatching(/^linux\//)],
      size: expect.any(Number),
      bases: [{reference: world.base, digest: expect.stringMatching(/^sha256:/)}]
    })
    expect(image.tags).toEqual(
      [source, `sha-${sha.slice(0, 12)}`, `pr-${number}`, `feature-build-${number}`].map(tag => ({tag, kind: 'put'}))
    )
    for (const {tag} of image.tags) expect(world.tags(DEVELOPMENT)[tag]).toBe(image.digest)
    expect(builds).toHaveLength(1)
    expect(builds[0]?.plan).toMatchObject({
      push: `${world.registry.host}/${DEVELOPMENT}:${source}`,
      pins: {[world.base]: expect.stringContaining('@sha256:')},
      descriptions: {'org.opencontainers.image.revision': sha, 'org.opencontainers.image.title': 'sample-image'}
    })
    expect(infos).toContain(`No image of this fingerprint ${image.fingerprint?.slice(0, 12) ?? ''} yet.`)
    expect([notices, warnings]).toEqual([[], []])
  })

  test('leaves nothing behind: neither a login nor files of the build', async () => {
    const before = readdirSync(world.temporary)
    const {saved, exported} = await build()
    expect(existsSync(saved['docker-config']!)).toBe(false)
    expect(exported).toEqual({})
    expect(readdirSync(world.temporary).filter(name => !before.includes(name) && !name.startsWith('event-'))).toEqual(
      []
    )
  })

  test('that comes out as one of its tags named before has not changed', async () => {
    await build()
    await commit('another script, and the same image')
    expect((await build()).outcome).toMatchObject({kind: 'built', changed: false})
  })
})

describe('an image that the stage has', () => {
  test('is not built again, and gets the tags of the run', async () => {
    const first = imageIn((await build()).outcome)
    const sha = await world.sample.checkout(branch).then(() => world.sample.commit('Nothing that is built'))
    const {outcome, builds, saved} = await build()
    expect(outcome).toMatchObject({
      kind: 'unchanged',
      stage: 'development',
      image: {digest: first.digest, scans: expect.anything()}
    })
    expect(imageIn(outcome).tags).toEqual([
      {tag: `src-${first.fingerprint ?? ''}`, kind: 'already'},
      {tag: `sha-${sha.slice(0, 12)}`, kind: 'put'},
      {tag: `pr-${number}`, kind: 'already'},
      {tag: `feature-build-${number}`, kind: 'already'}
    ])
    expect([builds, saved]).toEqual([[], {}])
  })

  test('is built again if rebuild asks for it', async () => {
    await build()
    world.images = [imageWith('rebuilt')]
    const {outcome, builds, infos} = await build({inputs: {rebuild: 'true'}})
    expect(builds).toHaveLength(1)
    expect(infos).toContainEqual(
      expect.stringMatching(/^An image of this fingerprint \w{12} is there, and rebuild asks for another\.$/)
    )
    // The commit names the first image for ever.
    expect(imageIn(outcome).tags).toContainEqual({
      tag: expect.stringMatching(/^sha-/),
      kind: 'kept',
      because: expect.stringContaining('never moves')
    })
  })

  test('is built again if its build reads what no fingerprint can know', async () => {
    await world.sample.write({Dockerfile: `FROM ${world.base}\nADD https://example.com/file /\n`})
    await world.sample.commit('Fetches a file')
    await build()
    const {builds, infos} = await build()
    expect(builds).toHaveLength(1)
    expect(infos).toContainEqual(expect.stringMatching(/^Never taken for unchanged: /))
  })
})

describe('a dry run', () => {
  test('plans a build, and writes nothing', async () => {
    const before = world.tags(DEVELOPMENT)
    const {outcome, builds, saved} = await build({inputs: {'dry-run': 'true'}})
    expect(outcome).toMatchObject({
      kind: 'planned',
      subject: {pullRequest: number},
      plan: {
        action: 'build and push',
        because: expect.stringContaining('No image of this fingerprint'),
        repository: DEVELOPMENT
      }
    })
    expect(outcome?.kind === 'planned' && outcome.plan.tags.map(({kind}) => kind)).toEqual(['put', 'put', 'put', 'put'])
    expect([builds, saved, world.tags(DEVELOPMENT)]).toEqual([[], {}, before])
  })

  test('plans the tags alone of an image that is unchanged', async () => {
    await build()
    const {outcome} = await build({inputs: {'dry-run': 'true'}})
    expect(outcome).toMatchObject({kind: 'planned', plan: {action: 'tag only'}})
    expect(outcome?.kind === 'planned' && outcome.plan.tags.map(({kind}) => kind)).toEqual([
      'already',
      'already',
      'already',
      'already'
    ])
  })

  test('names the image that a tag moves away from', async () => {
    const first = imageIn((await build()).outcome)
    await commit('a second change')
    const {outcome} = await build({inputs: {'dry-run': 'true'}})
    expect(outcome?.kind === 'planned' && outcome.plan.tags).toContainEqual({
      tag: `pr-${number}`,
      kind: 'move',
      from: first.digest
    })
  })
})

describe('the login of later steps', () => {
  test('is shared by a run that builds', async () => {
    const {exported, infos} = await build({inputs: {'docker-login': 'true'}})
    expect(Object.keys(exported)).toEqual(['DOCKER_CONFIG', 'BUILDX_CONFIG'])
    expect(existsSync(exported['DOCKER_CONFIG']!)).toBe(true)
    expect(infos).toContain('Docker stays logged in for the later steps of this job.')
  })

  test('is shared by a run that builds nothing', async () => {
    await build()
    const {exported, builds} = await build({inputs: {'docker-login': 'true'}})
    expect(Object.keys(exported)).toEqual(['DOCKER_CONFIG', 'BUILDX_CONFIG'])
    expect(builds).toEqual([])
  })
})

describe('a build that fails', () => {
  const failing = (fails: Partial<DockerClient>): DockerClient => ({
    find: () => Promise.resolve({kind: 'buildx', buildx: [0, 29]}),
    build: () => Promise.reject(new Failure('RUN failed', {remedy: 'Fix it.'})),
    ...fails
  })

  test('is the error of the run: nothing is tagged, and the login is removed', async () => {
    const before = world.tags(DEVELOPMENT)
    const {error, saved} = await build({docker: failing({})})
    expect(error).toBe('RUN failed\nFix it.')
    expect(world.tags(DEVELOPMENT)).toEqual(before)
    expect(existsSync(saved['docker-config']!)).toBe(false)
  })

  test('without Docker fails before anything is asked of the registry', async () => {
    const find = () => Promise.reject(new Failure('No Docker.'))
    expect((await build({docker: failing({find})})).error).toBe('No Docker.')
  })

  test.each<[string, string | undefined]>([
    ['no digest', undefined],
    [`sha256:${'0'.repeat(64)}`, `sha256:${'0'.repeat(64)}`]
  ])('that pushed %s to a registry that has no such image is an error', async (named, digest) => {
    const {error} = await build({docker: failing({build: () => Promise.resolve({digest, metadata: {}})})})
    expect(error).toMatch(`Docker pushed ${named} to ${DEVELOPMENT}, and the registry does not have it.\n`)
  })
})

describe('a role that lacks a permission', () => {
  test('to look for the image names it', async () => {
    const {error} = await without('ecr:BatchGetImage', () => build())
    expect(error).toMatch(/^Looking for \S+ in /)
    expect(error).toContain('`ecr:BatchGetImage`')
  })

  test('to push fails before the build', async () => {
    const {error, builds} = await without('ecr:InitiateLayerUpload', () => build())
    expect(error).toMatch(/^Starting an upload to sample-image\/development /)
    expect(builds).toEqual([])
  })

  test('to read back what was pushed says so', async () => {
    const {aws} = world.testbed
    const role = aws.role(ROLE)!
    const docker: DockerClient = {
      find: () => Promise.resolve({kind: 'buildx', buildx: [0, 29]}),
      build: () => {
        const digest = world.registry.addImage(DEVELOPMENT, ['src-pushed'], imageWith('pushed'))
        aws.addRole({...role, policies: []})
        return Promise.resolve({digest, metadata: {}})
      }
    }
    const {error} = await build({docker})
    aws.addRole(role)
    expect(error).toMatch(/^Reading sha256:\w{64} back from sample-image\/development, where it was just pushed: /)
  })

  test('for a repository that does not exist asks whether it is the right one', async () => {
    const {repositories} = world.testbed.aws.registry('111122223333', 'eu-west-1')
    const repository = repositories.get(DEVELOPMENT)!
    repositories.delete(DEVELOPMENT)
    const {error} = await build()
    repositories.set(DEVELOPMENT, repository)
    expect(error).toContain(
      'The repository sample-image/development does not exist in account 111122223333, eu-west-1.'
    )
    expect(error).toContain('deploy infra/ for the stage development')
  })
})

describe('the tags of a branch', () => {
  test('stay on the image of a later commit', async () => {
    const early = await world.sample.pullRequest(number, branch)
    const late = await commit('a later change')
    const later = imageIn((await build()).outcome)
    world.images = [imageWith('the earlier one')]
    await world.sample.git('checkout', '--quiet', early.event.sha)
    const {outcome} = await world.run(early)
    const because = `commit ${late.slice(0, 12)} is later on the branch and has an image here.`
    expect(imageIn(outcome).tags.slice(2)).toEqual([
      {tag: `pr-${number}`, kind: 'kept', because},
      {tag: `feature-build-${number}`, kind: 'kept', because}
    ])
    expect(world.tags(DEVELOPMENT)[`pr-${number}`]).toBe(later.digest)
  })

  test('stay if GitHub does not tell of later commits, with a warning', async () => {
    await build()
    await commit('a second change')
    world.images = [imageWith('second')]
    const event = await world.sample.pullRequest(number, branch, {
      permissions: {'id-token': 'write', 'pull-requests': 'read'}
    })
    const {outcome, warnings} = await world.run(event)
    expect(imageIn(outcome).tags[2]).toMatchObject({kind: 'kept', because: expect.stringContaining('it is not known')})
    expect(warnings).toEqual([
      expect.stringMatching(/^It is not known whether a later commit of the branch has an image here.*contents: read/s)
    ])
  })

  test('move if no later commit has an image', async () => {
    await build()
    const second = await world.sample.pullRequest(number, branch)
    await commit('a later change')
    world.images = [imageWith('second')]
    await world.sample.checkout(branch)
    await world.sample.git('checkout', '--quiet', second.event.sha)
    const {outcome} = await world.run(second, {inputs: {rebuild: 'true'}})
    expect(imageIn(outcome).tags[2]).toEqual({tag: `pr-${number}`, kind: 'put'})
  })
})

describe('in master', () => {
  test('another image of a commit gets a name of its run', async () => {
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

  test('an image that was there before gets no second name', async () => {
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
  const compared: RunSettings = {inputs: {comment: 'true', 'scan-timeout': '5s'}}

  test('has no previous image for the first', async () => {
    const {outcome} = await build(compared)
    expect(imageIn(outcome)).toMatchObject({previous: {kind: 'none'}, scans: expect.anything()})
  })

  test('knows that the image is the previous one', async () => {
    await build()
    expect(imageIn((await build(compared)).outcome).previous).toEqual({kind: 'same'})
  })

  test('compares with the image that the pull request had before', async () => {
    const first = imageIn((await build()).outcome)
    await commit('a second change')
    world.images = [imageWith('second')]
    expect(imageIn((await build(compared)).outcome).previous).toMatchObject({
      kind: 'other',
      tag: `pr-${number}`,
      digest: first.digest,
      size: expect.any(Number),
      scans: expect.anything()
    })
  })
})

test('annotations that the builder drops are warned of', async () => {
  const {warnings} = await build({inputs: {annotations: 'org.example.team=a'}})
  expect(warnings).toEqual([expect.stringMatching(/^The builder dropped the annotations org\.example\.team\./)])
})

test('a platform that is probably misspelt is warned of', async () => {
  const {warnings} = await build({inputs: {platforms: 'linux/arm46'}})
  expect(warnings).toEqual([expect.stringContaining('linux/arm46')])
})

test("the values of a build's secrets are masked before anything can fail", async () => {
  await world.sample.write({'secret.txt': 'a very secret value\n'})
  const {masked} = await build({
    inputs: {'secret-files': 'token=secret.txt'},
    docker: {find: () => Promise.reject(new Failure('No Docker.')), build: () => Promise.reject(new Error())}
  })
  expect(masked).toContain('a very secret value')
})

test('a base image in the registry of the run is looked up with its login', async () => {
  world.registry.addImage(DEVELOPMENT, ['base'], imageWith('a base in ECR'))
  await world.sample.write({Dockerfile: `FROM ${world.registry.host}/${DEVELOPMENT}:base\n`})
  await world.sample.commit('A base of our own')
  const {outcome} = await build()
  expect(imageIn(outcome).bases).toEqual([
    {reference: `${world.registry.host}/${DEVELOPMENT}:base`, digest: world.tags(DEVELOPMENT)['base']}
  ])
})

test('a stage of the Dockerfile that is called as its base image is told of', async () => {
  await world.sample.write({
    Dockerfile: `FROM ${world.base} AS one\nFROM one AS ${world.base.split('/').at(-1)!.split(':')[0]!}\n`
  })
  await world.sample.commit('Stages')
  expect((await build()).error).toBeUndefined()
})

const events: [string, () => Promise<JobEvent>][] = [
  [
    'a pull request of Dependabot',
    () => world.sample.pullRequest(number, branch, {actor: 'dependabot[bot]', permissions: {contents: 'read'}})
  ]
]
test.each(events)('%s is built and not pushed', async (_, event) => {
  const {outcome, builds} = await world.run(await event())
  expect(outcome).toMatchObject({kind: 'built-only'})
  expect(builds.map(({plan}) => plan.push)).toEqual([undefined])
})

describe('a base image', () => {
  const from = async (...lines: string[]): Promise<Ran> => {
    await world.sample.write({Dockerfile: `${lines.join('\n')}\n`})
    await world.sample.commit('Another base')
    return await build()
  }

  test('that its registry does not show counts by its name, with a notice', async () => {
    const {host} = world.testbed.publicRegistry
    const {outcome, notices} = await from(`FROM ${host}/no/such:1`)
    expect(imageIn(outcome).bases).toEqual([{reference: `${host}/no/such:1`, digest: undefined}])
    expect(notices).toEqual([
      expect.stringMatching(/no\/such:1 counts by its name, not by its digest: \S+ denied it: 401 /)
    ])
  })

  test('at a digest is asked of no registry', async () => {
    const pinned = `${world.base.replace(/:[^:]*$/, '')}@sha256:${'0'.repeat(64)}`
    expect(imageIn((await from(`FROM ${pinned}`)).outcome).bases).toEqual([
      {reference: pinned, digest: `sha256:${'0'.repeat(64)}`}
    ])
  })

  test('whose registry has no address is an error that names the line', async () => {
    const {error, failure} = await from('# A comment', 'FROM registry.invalid/base:1')
    expect(error).toMatch(/^Asking for the digest of the base image registry\.invalid\/base:1 of Dockerfile:2: /)
    expect(error).toContain('Check the spelling of registry.invalid')
    expect(failure?.location).toEqual({file: 'Dockerfile', line: 2})
  })

  test('whose registry fails is an error that says to try again', async () => {
    const fault = world.testbed.faults.add({match: {service: 'public'}, fault: {kind: 'status', status: 400}})
    const {error} = await build()
    fault.remove()
    expect(error).toMatch(
      /^Asking for the digest of the base image .*\nRun the job again, and check that this runner reaches /s
    )
  })
})

test('a template that this run has no value for is left out, with a notice', async () => {
  const {outcome, notices} = await build({inputs: {tags: 'build-{{run}}\nversion-{{version}}'}})
  expect(imageIn(outcome).tags).toContainEqual({tag: 'build-7', kind: 'put'})
  expect(notices).toEqual([expect.stringContaining('version-{{version}}')])
})

/** The push of a commit of the trunk whose image master does not have. */
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
    const event = await world.sample.pullRequest(number, branch)
    const tag = `sha-${(await world.sample.git('rev-parse', branch)).slice(0, 12)}`
    race(DEVELOPMENT, tag, `image ${number}`)
    expect(imageIn((await world.run(event)).outcome).tags).toContainEqual({tag, kind: 'already'})
  })

  test("that put another image under a commit's tag keep both: the later one is named after its run", async () => {
    const event = await onTrunk(`raced ${number}`)
    const tag = `sha-${event.event.sha.slice(0, 12)}`
    race(MASTER, tag, 'what the other run built')
    const {outcome} = await world.run(event, {runNumber: 50})
    expect(imageIn(outcome).tags).toContainEqual({tag: `${tag}-50.1`, kind: 'put'})
  })

  test("that put another image under a commit's tag keep that, if this run's image has a name already", async () => {
    await world.run(await onTrunk(`named ${number}`))
    await world.sample.commit('Nothing that is built')
    const event = await world.sample.push('master')
    const tag = `sha-${event.event.sha.slice(0, 12)}`
    race(MASTER, tag, 'what the other run built')
    const {outcome} = await world.run(event)
    expect(imageIn(outcome).tags).toContainEqual({tag, kind: 'kept', because: expect.stringContaining('never moves')})
  })

  test('find that a tag which is to move was made immutable', async () => {
    const repository = world.registry.repository(DEVELOPMENT)
    const settings = {...repository.settings}
    await build()
    await commit('another')
    world.images = [imageWith('another')]
    Object.assign(repository.settings, {filters: [...(settings.filters ?? []), 'pr-*']})
    const {error} = await build()
    Object.assign(repository.settings, {filters: settings.filters})
    expect(error).toContain(`Tagging ${DEVELOPMENT}:pr-${number}: the repository keeps this tag immutable`)
  })
})

test('a branch that is far ahead keeps its tags: not all of its commits are looked for', async () => {
  await build()
  const early = await world.sample.pullRequest(number, branch)
  await world.sample.checkout(branch)
  for (let commits = 0; commits < 101; commits++)
    await world.sample.git('commit', '--quiet', '--allow-empty', '-m', 'more')
  await world.sample.commit('the last')
  world.images = [imageWith('early')]
  await world.sample.git('checkout', '--quiet', early.event.sha)
  const {outcome} = await world.run(early, {inputs: {rebuild: 'true'}})
  expect(imageIn(outcome).tags[2]).toEqual({
    tag: `pr-${number}`,
    kind: 'kept',
    because: expect.stringMatching(/^the branch is 102 commits ahead, and only the newest 100 /)
  })
})

test('an index is described by the sizes of its images', async () => {
  const {layers = []} = imageWith('one') as {layers?: never[]}
  world.images = [
    {
      platforms: [
        {platform: 'linux/amd64', layers},
        {platform: 'linux/arm64', layers}
      ]
    }
  ]
  const {outcome} = await build({inputs: {platforms: 'linux/amd64,linux/arm64'}})
  expect(imageIn(outcome)).toMatchObject({platforms: ['linux/amd64', 'linux/arm64'], size: expect.any(Number)})
})
