import {existsSync, readdirSync} from 'node:fs'

import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {Failure} from '../../src/core/failure.js'
import type {DockerClient} from '../../src/docker/build.js'
import type {Ran, RunSettings} from './story.js'
import {BUILDX, DEVELOPMENT, imageIn, imageWith, PullRequest, StoryWorld} from './story.js'

const ROLE = 'arn:aws:iam::111122223333:role/sample-image-development-github'

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

/** Does something while the role of development is denied an action. */
async function without<T>(action: string, work: () => Promise<T>): Promise<T> {
  return await world.without(ROLE, action, work)
}

describe('an image that the stage does not have', () => {
  test('is built, pushed under its fingerprint, and tagged when it is complete', async () => {
    const sha = await world.sample.git('rev-parse', pull.branch)
    const {outcome, builds, infos, notices, warnings} = await pull.build()
    const image = imageIn(outcome)
    const source = `src-${image.fingerprint ?? ''}`
    expect(outcome).toMatchObject({
      kind: 'built',
      stage: 'development',
      changed: true,
      subject: {commit: sha, pullRequest: pull.number}
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
      [source, `sha-${sha.slice(0, 12)}`, `pr-${pull.number}`, `feature-build-${pull.number}`].map(tag => ({
        tag,
        kind: 'put'
      }))
    )
    for (const {tag} of image.tags) expect(world.tags(DEVELOPMENT)[tag]).toBe(image.digest)
    expect(builds).toHaveLength(1)
    expect(builds[0]?.plan).toMatchObject({
      push: {kind: 'digest', repository: `${world.registry.host}/${DEVELOPMENT}`},
      pins: {[world.base]: expect.stringContaining('@sha256:')},
      descriptions: {'org.opencontainers.image.revision': sha, 'org.opencontainers.image.title': 'sample-image'}
    })
    expect(infos).toContain(`No image of this fingerprint ${image.fingerprint?.slice(0, 12) ?? ''} yet.`)
    expect([notices, warnings]).toEqual([[], []])
  })

  test('leaves nothing behind: neither a login nor files of the build', async () => {
    const before = readdirSync(world.temporary)
    const {saved, exported} = await pull.build()
    expect(existsSync(saved['docker-config']!)).toBe(false)
    expect(exported).toEqual({})
    expect(readdirSync(world.temporary).filter(name => !before.includes(name) && !name.startsWith('event-'))).toEqual(
      []
    )
  })

  test('is unchanged if one of its tags already named the image that the build gives', async () => {
    await pull.build()
    await pull.commit('another script, and the same image')
    expect((await pull.build()).outcome).toMatchObject({kind: 'built', changed: false})
  })
})

test('a build whose files change while it runs is never found as unchanged, and a warning says so', async () => {
  world.beforeBuild = () => world.sample.write({'app/hello.sh': 'echo "saved meanwhile"\n'})
  const {outcome, warnings} = await pull.build()
  world.beforeBuild = undefined
  await world.sample.git('checkout', '--quiet', '.')
  expect(imageIn(outcome).tags.map(({tag}) => tag.replace(/-.*/, ''))).toEqual(['sha', 'pr', 'feature'])
  expect(warnings).toEqual([expect.stringMatching(/^Files of the build changed while it ran\. It is unknown which/)])
  expect((await pull.build()).builds).toHaveLength(1)
})

describe('a build that read more than was counted', () => {
  test('gets its tags for people, but is never found as unchanged, and a warning names what was read', async () => {
    world.reads = [{uri: 'https://example.com/file', digest: {sha256: '1'.repeat(64)}}]
    const {outcome, warnings} = await pull.build()
    world.reads = []
    expect(imageIn(outcome).tags.map(({tag}) => tag.replace(/-.*/, ''))).toEqual(['sha', 'pr', 'feature'])
    expect(imageIn(outcome).fingerprint).toBeUndefined()
    expect(warnings).toEqual([
      'The build read more than this action counted: https://example.com/file. So its image is never found as unchanged, and is built every time.\n' +
        'If the Dockerfile names it, please report this as a defect of the action, with the Dockerfile.'
    ])
    expect((await pull.build()).builds).toHaveLength(1)
  })

  test.each<[what: string, provenance: Record<string, unknown>]>([
    ['one of two platforms', {'buildx.build.provenance/linux/amd64': {buildType: 'x'}}],
    ['an unknown form', {'buildx.build.provenance': {}, 'buildx.build.provenance/linux/arm64': {buildType: 'x'}}],
    [
      'an unknown material',
      {
        'buildx.build.provenance/linux/amd64': {buildType: 'x', materials: [{}]},
        'buildx.build.provenance/linux/arm64': {buildType: 'x'}
      }
    ]
  ])('may be one whose provenance is not understood: %s', async (_, metadata) => {
    const {outcome, warnings} = await buildElsewhere(metadata, {inputs: {platforms: 'linux/amd64,linux/arm64'}})
    expect(imageIn(outcome).tags.map(({tag}) => tag.replace(/-.*/, ''))).toEqual(['sha', 'pr', 'feature'])
    expect(imageIn(outcome).fingerprint).toBeUndefined()
    expect(warnings).toEqual([
      expect.stringMatching(
        /^It is not known what the build read: the provenance that buildx wrote .+\. So no later run finds this image as unchanged\.\n/
      )
    ])
  })
})

describe('a build from an OCI layout', () => {
  const digest = '5'.repeat(64)
  const inputs = {'build-contexts': 'base=oci-layout://layout'}
  beforeEach(async () => {
    await world.sample.write({
      'layout/index.json': JSON.stringify({manifests: [{digest: `sha256:${digest}`}]}),
      Dockerfile: 'FROM base\n'
    })
    await world.sample.commit('An image in a layout')
  })
  const LAYOUT = 'pkg:oci/base?digest=sha256%3A'

  test.each<[uri: string, digest: string, isCounted: boolean]>([
    [LAYOUT + digest, digest, true],
    [`docker.io/library/base@sha256:${digest}`, digest, true],
    [LAYOUT + '6'.repeat(64), '6'.repeat(64), false],
    [`docker.io/library/base@sha256:${'6'.repeat(64)}`, '6'.repeat(64), false],
    [`pkg:docker/base?digest=sha256%3A${digest}`, digest, false]
  ])('reads the material %s with the digest %s: it is counted: %j', async (uri, sha256, isCounted) => {
    world.reads = [{uri, digest: {sha256}}]
    const {outcome, warnings} = await pull.build({inputs})
    world.reads = []
    expect(warnings).toEqual(isCounted ? [] : [expect.stringContaining(`counted: ${uri}.`)])
    expect(imageIn(outcome).fingerprint !== undefined).toBe(isCounted)
    if (isCounted) expect((await pull.build({inputs})).outcome?.kind).toBe('unchanged')
  })

  test('is never found as unchanged if the builder does not tell what it read: the image may have triggers', async () => {
    const {outcome, warnings} = await buildElsewhere({}, {inputs})
    expect(imageIn(outcome).fingerprint).toBeUndefined()
    expect(warnings).toEqual([expect.stringContaining('the triggers of an image in an OCI layout')])
  })
})

describe('a build whose builder writes no provenance', () => {
  const triggers: [trigger: string, readsElsewhere: boolean][] = [
    ['ADD https://example.com/file /', true],
    [' add file /', true],
    ['COPY --from=x / /', true],
    ['COPY --link --"from"=x / /', true],
    ['RUN --mount=type=bind,from=x,target=/m true', true],
    ['RUN --mount="from=x,target=/m" true', true],
    ['RUN --mount=type=bind,fr\\om=x,target=/m true', true],
    ['COPY . .', false],
    ['COPY --chown=1 ["a", "b"]', false],
    ['RUN --mount=type=cache,target=/m make', false]
  ]
  test.each(triggers)(
    'has a base image with the trigger “%s”, which reads elsewhere: %j',
    async (trigger, elsewhere) => {
      const base = await onBase({OnBuild: ['RUN true', trigger]})
      const {outcome, warnings} = await buildElsewhere({})
      expect(imageIn(outcome).fingerprint === undefined).toBe(elsewhere)
      expect(warnings).toEqual(elsewhere ? [expect.stringContaining(`ONBUILD ${trigger} of ${base}.`)] : [])
    }
  )

  test('has a base image whose triggers cannot be read', async () => {
    const base = await onBase({OnBuild: ['COPY . .']})
    const {publicRegistry} = world.testbed
    const {outcome, warnings} = await buildElsewhere({}, {}, () => {
      publicRegistry.fail('base/triggers', 404)
    })
    publicRegistry.fail('base/triggers', undefined)
    expect(imageIn(outcome).fingerprint).toBeUndefined()
    expect(warnings).toEqual([expect.stringContaining(`the triggers of ${base}, which cannot be read (`)])
  })

  /** Builds the sample on a base image with this configuration from now on. */
  async function onBase(config: {OnBuild: string[]}): Promise<string> {
    const {publicRegistry} = world.testbed
    publicRegistry.addImage('base/triggers', '1', {layers: [], config: {...config}})
    const base = `${publicRegistry.host}/base/triggers:1`
    await world.sample.write({Dockerfile: `FROM ${base}\n`})
    await world.sample.commit('A base with triggers')
    return base
  }
})

/** A build with this metadata. Something may happen while it runs. */
async function buildElsewhere(
  metadata: Record<string, unknown>,
  settings: RunSettings = {},
  meanwhile: () => void = () => undefined
): Promise<Ran> {
  const digest = world.registry.addImage(DEVELOPMENT, [], imageWith(`build ${count}`))
  const build = () => {
    meanwhile()
    return Promise.resolve({digest, metadata})
  }
  return await pull.build({...settings, docker: {find: () => Promise.resolve(BUILDX), build}})
}

describe('an image that the stage has', () => {
  test('is not built again, and gets the tags of the run', async () => {
    const first = imageIn((await pull.build()).outcome)
    const sha = await world.sample.checkout(pull.branch).then(() => world.sample.commit('Nothing that is built'))
    const {outcome, builds, saved} = await pull.build()
    expect(outcome).toMatchObject({
      kind: 'unchanged',
      stage: 'development',
      image: {digest: first.digest, scans: expect.anything()}
    })
    expect(imageIn(outcome).tags).toEqual([
      {tag: `src-${first.fingerprint ?? ''}`, kind: 'already'},
      {tag: `sha-${sha.slice(0, 12)}`, kind: 'put'},
      {tag: `pr-${pull.number}`, kind: 'already'},
      {tag: `feature-build-${pull.number}`, kind: 'already'}
    ])
    expect([builds, saved]).toEqual([[], {}])
  })

  test('is built again if rebuild asks for it', async () => {
    await pull.build()
    world.images = [imageWith('rebuilt')]
    const {outcome, builds, infos} = await pull.build({inputs: {rebuild: 'true'}})
    expect(builds).toHaveLength(1)
    expect(infos).toContainEqual(
      expect.stringMatching(/^An image of this fingerprint \w{12} exists, but rebuild requires another\.$/)
    )
    // The tag of the commit never moves, so it keeps the first image.
    expect(imageIn(outcome).tags).toContainEqual({
      tag: expect.stringMatching(/^sha-/),
      kind: 'kept',
      because: expect.stringContaining('never moves')
    })
  })

  test('is built again if its build fetches a file, which no fingerprint covers', async () => {
    await world.sample.write({Dockerfile: `FROM ${world.base}\nADD https://example.com/file /\n`})
    await world.sample.commit('Fetches a file')
    await pull.build()
    const {builds, infos, outcome, notices} = await pull.build()
    expect(builds).toHaveLength(1)
    expect(infos).toContainEqual(expect.stringMatching(/^Not comparable, so it is built every time: /))
    expect(outcome).toMatchObject({
      reason: expect.stringMatching(/goes to development\. The build is not comparable: The Dockerfile fetches /)
    })
    expect(notices).toEqual([])
  })

  test('is built again if a form of its Dockerfile is not read, with a notice that names the line', async () => {
    await world.sample.write({Dockerfile: `FROM ${world.base}\nRUN --new=flag true\n`})
    await world.sample.commit('A new flag')
    const {builds, notices} = await pull.build()
    expect(builds).toHaveLength(1)
    expect(notices).toEqual([
      'The Dockerfile has the flag “--new” of RUN in line 2, a form that is not read here. So the image is built every time.'
    ])
  })
})

describe('a dry run', () => {
  test('plans a build, and writes nothing', async () => {
    const before = world.tags(DEVELOPMENT)
    const {outcome, builds, saved} = await pull.build({inputs: {'dry-run': 'true'}})
    expect(outcome).toMatchObject({
      kind: 'planned',
      subject: {pullRequest: pull.number},
      plan: {
        action: 'build and push',
        because: expect.stringContaining('No image of this fingerprint'),
        repository: DEVELOPMENT
      }
    })
    expect(outcome?.kind === 'planned' && outcome.plan.tags.map(({kind}) => kind)).toEqual(['put', 'put', 'put', 'put'])
    expect([builds, saved, world.tags(DEVELOPMENT)]).toEqual([[], {}, before])
  })

  test('plans only the tags of an unchanged image', async () => {
    await pull.build()
    const {outcome} = await pull.build({inputs: {'dry-run': 'true'}})
    expect(outcome).toMatchObject({kind: 'planned', plan: {action: 'tag only'}})
    expect(outcome?.kind === 'planned' && outcome.plan.tags.map(({kind}) => kind)).toEqual([
      'already',
      'already',
      'already',
      'already'
    ])
  })

  test('names the image that a tag moves away from', async () => {
    const first = imageIn((await pull.build()).outcome)
    await pull.commit('a second change')
    const {outcome} = await pull.build({inputs: {'dry-run': 'true'}})
    expect(outcome?.kind === 'planned' && outcome.plan.tags).toContainEqual({
      tag: `pr-${pull.number}`,
      kind: 'move',
      from: first.digest
    })
  })
})

describe('the login for later steps', () => {
  test('stays after a run that builds', async () => {
    const {exported, infos} = await pull.build({inputs: {'docker-login': 'true'}})
    expect(Object.keys(exported)).toEqual(['DOCKER_CONFIG', 'BUILDX_CONFIG'])
    expect(existsSync(exported['DOCKER_CONFIG']!)).toBe(true)
    expect(infos).toContain('Docker stays logged in for the later steps of this job.')
  })

  test('stays after a run that builds nothing', async () => {
    await pull.build()
    const {exported, builds} = await pull.build({inputs: {'docker-login': 'true'}})
    expect(Object.keys(exported)).toEqual(['DOCKER_CONFIG', 'BUILDX_CONFIG'])
    expect(builds).toEqual([])
  })
})

describe('a build that fails', () => {
  const failing = (fails: Partial<DockerClient>): DockerClient => ({
    find: () => Promise.resolve(BUILDX),
    build: () => Promise.reject(new Failure('RUN failed', {remedy: 'Fix it.'})),
    ...fails
  })

  test('ends the run with its error: nothing is tagged, and the login is removed', async () => {
    const before = world.tags(DEVELOPMENT)
    const {error, saved} = await pull.build({docker: failing({})})
    expect(error).toBe('RUN failed\nFix it.')
    expect(world.tags(DEVELOPMENT)).toEqual(before)
    expect(existsSync(saved['docker-config']!)).toBe(false)
  })

  test('because Docker is missing fails before anything is written to the registry', async () => {
    const find = () => Promise.reject(new Failure('No Docker.'))
    world.testbed.requests.length = 0
    expect((await pull.build({docker: failing({find})})).error).toBe('No Docker.')
    const registry = world.testbed.requests.filter(({service}) => service === 'registry')
    expect(registry.filter(({method}) => !['GET', 'HEAD'].includes(method))).toEqual([])
  })

  const digest = `sha256:${'0'.repeat(64)}`
  test.each<[string, string | undefined, string]>([
    [
      'whose push printed no digest',
      undefined,
      `Docker printed no digest for its push to ${DEVELOPMENT}, and the registry has no image there.\n`
    ],
    [
      'that pushed to a registry without such an image',
      digest,
      `Docker pushed ${digest} to ${DEVELOPMENT}, but the registry does not have it.\n`
    ]
  ])('%s is an error', async (_, pushed, expected) => {
    const {error} = await pull.build({docker: failing({build: () => Promise.resolve({digest: pushed, metadata: {}})})})
    expect(error).toMatch(expected)
  })
})

describe('a push by tag, while another build on the machine uses the same tag', () => {
  const byTag: DockerClient = {
    find: () => Promise.resolve({...BUILDX, pushesByDigest: false}),
    build: request => world.docker.build(request)
  }

  test('is repeated until the registry has the image of this build', async () => {
    world.takeTag = [imageWith('another build'), imageWith('one more')]
    const {outcome, notices} = await pull.build({docker: byTag})
    const image = imageIn(outcome)
    expect(world.registry.manifest(DEVELOPMENT, image.digest)).toBeDefined()
    expect(world.tags(DEVELOPMENT)[`src-${image.fingerprint ?? ''}`]).toBe(image.digest)
    expect(world.tags(DEVELOPMENT)['part-linux-amd64']).toBe(image.digest)
    expect(notices).toEqual([
      expect.stringMatching(/^Docker pushed another image to \S+:part-linux-amd64 than it built\..*\(1 of 4\)\.$/),
      expect.stringContaining('(2 of 4)')
    ])
  })

  test('fails if it never succeeds, and puts no tag on the other image', async () => {
    world.takeTag = Array.from({length: 5}, (_, index) => imageWith(`another build ${index}`))
    const {error} = await pull.build({docker: byTag})
    expect(error).toMatch(
      /than it built\. Another build.*while no other build runs\.\nOr add docker\/setup-buildx-action/s
    )
    expect(Object.keys(world.tags(DEVELOPMENT))).not.toContain(`pr-${pull.number}`)
  }, 60_000)
})

describe('the error about', () => {
  test('a missing permission to look for the image names the permission', async () => {
    const {error} = await without('ecr:BatchGetImage', () => pull.build())
    expect(error).toMatch(/^Looking for \S+ in /)
    expect(error).toContain('`ecr:BatchGetImage`')
  })

  test('a missing permission to push comes before the build', async () => {
    const {error, builds} = await without('ecr:InitiateLayerUpload', () => pull.build())
    expect(error).toMatch(/^Starting an upload to sample-image\/development /)
    expect(builds).toEqual([])
  })

  test('a missing permission to read the pushed image names that image', async () => {
    const {aws} = world.testbed
    const role = aws.role(ROLE)!
    const docker: DockerClient = {
      find: () => Promise.resolve(BUILDX),
      build: () => {
        const digest = world.registry.addImage(DEVELOPMENT, ['src-pushed'], imageWith('pushed'))
        aws.addRole({...role, policies: []})
        return Promise.resolve({digest, metadata: {}})
      }
    }
    const {error} = await pull.build({docker})
    aws.addRole(role)
    expect(error).toMatch(/^Reading sha256:\w{64} back from sample-image\/development, where it was just pushed: /)
  })

  test('a repository that does not exist asks whether it is the right one', async () => {
    const {repositories} = world.testbed.aws.registry('111122223333', 'eu-west-1')
    const repository = repositories.get(DEVELOPMENT)!
    repositories.delete(DEVELOPMENT)
    const {error} = await pull.build()
    repositories.set(DEVELOPMENT, repository)
    expect(error).toContain(
      'The repository sample-image/development does not exist in account 111122223333, eu-west-1.'
    )
    expect(error).toContain('deploy infra/ for the stage development')
  })
})

test('annotations that the builder drops cause a warning', async () => {
  const {warnings} = await pull.build({inputs: {annotations: 'org.example.team=a'}})
  expect(warnings).toEqual([expect.stringMatching(/^The builder dropped the annotations org\.example\.team\./)])
})

test.each([
  ['context', '{{defaultContext}}', 'The build context', '.'],
  ['context', '{{ defaultContext }}:services/api', 'The build context', 'services/api'],
  ['build-contexts', 'lib={{defaultContext}}:lib', 'The build context', 'lib'],
  ['file', '{{defaultContext}}', 'The Dockerfile', 'Dockerfile'],
  ['file', '{{defaultContext}}/docker/Dockerfile', 'The Dockerfile', 'docker/Dockerfile']
])('%s: %s is an error that says what to write', async (input, value, subject, instead) => {
  const {error, builds} = await pull.build({inputs: {[input]: value}})
  expect(error?.split('\n')).toEqual([
    `${subject} is “${value.replace('lib=', '')}”, with a template of docker/build-push-action.`,
    `Write \`${instead}\` in the input \`${input}\` instead: this action builds the files that are checked out. If the stages file names it, correct it there.`
  ])
  expect(builds).toEqual([])
})

test('labels and annotations that each commit changes cause a notice', async () => {
  const {notices} = await pull.build({
    inputs: {
      labels: 'org.opencontainers.image.created=2026-01-31T00:00:00Z\norg.opencontainers.image.title=x',
      annotations: 'manifest:org.opencontainers.image.revision=abc'
    }
  })
  expect(notices).toEqual([
    expect.stringContaining(
      'set org.opencontainers.image.created, org.opencontainers.image.revision. Their values count'
    )
  ])
})

test.each(['linux/arm46', 'linux/foo', 'windows/amd64'])(
  'the platform %s is refused, and nothing is built',
  async platforms => {
    const {error, builds} = await pull.build({inputs: {platforms}})
    expect(error).toContain(`Input platforms is \`${platforms}\`; expected `)
    expect(builds).toEqual([])
  }
)

test("the values of a build's secrets are masked before anything can fail", async () => {
  await world.sample.write({'secret.txt': 'a very secret value\n'})
  const {masked} = await pull.build({
    inputs: {'secret-files': 'token=secret.txt'},
    docker: {find: () => Promise.reject(new Failure('No Docker.')), build: () => Promise.reject(new Error())}
  })
  expect(masked).toContain('a very secret value')
})

test('a base image in the registry of the run is looked up with its login', async () => {
  world.registry.addImage(DEVELOPMENT, ['base'], imageWith('a base in ECR'))
  await world.sample.write({Dockerfile: `FROM ${world.registry.host}/${DEVELOPMENT}:base\n`})
  await world.sample.commit('A base of our own')
  const {outcome} = await pull.build()
  expect(imageIn(outcome).bases).toEqual([
    {reference: `${world.registry.host}/${DEVELOPMENT}:base`, digest: world.tags(DEVELOPMENT)['base']}
  ])
})

test('a base image is pinned even if a stage has the last part of its name', async () => {
  const [name = ''] = world.base.split('/').at(-1)!.split(':')
  await world.sample.write({Dockerfile: `FROM ${world.base} AS one\nFROM one AS ${name}\n`})
  await world.sample.commit('Stages')
  const {builds, notices} = await pull.build()
  expect(Object.keys(builds[0]!.plan.pins)).toEqual([world.base])
  expect(notices).toEqual([])
})

test('a pull request of Dependabot is built and not pushed', async () => {
  const event = await pull.event({actor: 'dependabot[bot]', permissions: {contents: 'read'}})
  const {outcome, builds} = await world.run(event)
  expect(outcome).toMatchObject({kind: 'built-only'})
  expect(builds.map(({plan}) => plan.push)).toEqual([undefined])
})

describe('a base image', () => {
  const from = async (...lines: string[]): Promise<Ran> => {
    await world.sample.write({Dockerfile: `${lines.join('\n')}\n`})
    await world.sample.commit('Another base')
    return await pull.build()
  }

  test('to which its registry denies access is built every time, with a notice', async () => {
    const {host} = world.testbed.publicRegistry
    const {outcome, notices} = await from(`FROM ${host}/no/such:1`)
    expect(imageIn(outcome).bases).toEqual([{reference: `${host}/no/such:1`, digest: undefined}])
    expect(notices).toEqual([
      expect.stringMatching(/^The digest of the base image \S+no\/such:1 is not known: \S+ denied it: 401 /)
    ])
  })

  test('with a digest is looked up in no registry', async () => {
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
    const {error} = await pull.build()
    fault.remove()
    expect(error).toMatch(
      /^Asking for the digest of the base image .*\nRun the job again, and check that this runner reaches /s
    )
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
  const {outcome} = await pull.build({inputs: {platforms: 'linux/amd64,linux/arm64'}})
  expect(imageIn(outcome)).toMatchObject({platforms: ['linux/amd64', 'linux/arm64'], size: expect.any(Number)})
})
