import {readdir, readFile} from 'node:fs/promises'
import {basename, join} from 'node:path'

import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {IamPolicy} from '../../testbed/aws/iam.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {Ran, RunSettings} from './story.js'
import {BUILDX, imageIn, imageWith, PullRequest, StoryWorld} from './story.js'

const AMD64 = {platforms: 'linux/amd64'}
const CACHE = 'sample-image/cache'
const ROLE = 'arn:aws:iam::111122223333:role/sample-image-development-github'
const FORM = 'mode=max,image-manifest=true,oci-mediatypes=true'

let world: StoryWorld
let pull: PullRequest
let count = 0

beforeEach(async () => {
  pull = await PullRequest.open(world, ++count)
})

/** An entry of `cache-from` for a tag such as `cache:default-linux-amd64`. */
function from(tag: string, host = world.registry.host): string {
  return `type=registry,ref=${host}/sample-image/${tag},${FORM}`
}

function to(tag: string): string {
  return `${from(tag)},ignore-error=true`
}

/** The caches of the only build of a run. */
function cachesOf({builds, error}: Ran): {from: readonly string[]; to: readonly string[]} {
  const [build, ...others] = builds
  if (build === undefined || others.length > 0) throw new Error(`${builds.length} builds: ${error ?? ''}`)
  return {from: build.plan.cacheFrom, to: build.plan.cacheTo}
}

/** A run for a new commit on the trunk. */
async function onTrunk(settings: RunSettings): Promise<Ran> {
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': `echo trunk ${count}\n`})
  await world.sample.commit(`trunk ${count}`)
  return await world.run(await world.sample.push('master'), settings)
}

describe('with cache: true in the stages file', () => {
  beforeAll(async () => {
    world = await StoryWorld.start(`${STAGES_FILE}cache: true\n`)
  }, 60_000)
  afterAll(() => world.close())

  test('a pull request reads both caches, and writes its own', async () => {
    expect(cachesOf(await pull.build({inputs: AMD64}))).toEqual({
      from: [from('cache:default-linux-amd64'), from('cache-trunk:default-linux-amd64')],
      to: [to('cache:default-linux-amd64')]
    })
  })

  test('the trunk reads and writes only its own cache', async () => {
    expect(cachesOf(await onTrunk({inputs: AMD64}))).toEqual({
      from: [from('cache-trunk:default-linux-amd64')],
      to: [to('cache-trunk:default-linux-amd64')]
    })
  })

  test('several platforms in one job read the cache of all and of each, and write that of all', async () => {
    const inputs = {platforms: 'linux/amd64,linux/arm64/v8', target: 'runtime', variant: 'alpine'}
    await world.sample.checkout(pull.branch)
    await world.sample.write({Dockerfile: `FROM ${world.base} AS runtime\n`})
    await world.sample.commit('A target')
    const all = 'runtime-linux-amd64-linux-arm64-alpine'
    const tags = [all, 'runtime-linux-amd64-alpine', 'runtime-linux-arm64-alpine']
    expect(cachesOf(await pull.build({inputs}))).toEqual({
      from: [...tags.map(tag => from(`cache:${tag}`)), ...tags.map(tag => from(`cache-trunk:${tag}`))],
      to: [to(`cache:${all}`)]
    })
  })

  test('the entries of the user come first, and a cache that the user writes is the only one', async () => {
    const mine = {'cache-from': 'type=gha', ...AMD64}
    expect(cachesOf(await pull.build({inputs: mine}))).toEqual({
      from: ['type=gha', from('cache:default-linux-amd64'), from('cache-trunk:default-linux-amd64')],
      to: [to('cache:default-linux-amd64')]
    })
    await pull.commit('again')
    expect(cachesOf(await pull.build({inputs: {...mine, 'cache-to': 'type=gha,mode=max'}})).to).toEqual([
      'type=gha,mode=max'
    ])
  })

  test('the input turns the cache off, and the image is the same to the fingerprint', async () => {
    const {outcome, ...first} = await pull.build({inputs: {...AMD64, cache: 'none'}})
    expect(cachesOf({outcome, ...first})).toEqual({from: [], to: []})
    const again = await pull.build({inputs: AMD64})
    expect(again.outcome?.kind).toBe('unchanged')
    expect(imageIn(again.outcome).digest).toBe(imageIn(outcome).digest)
  })

  test('a part reads and writes the cache of its platform', async () => {
    const both = {platforms: 'linux/amd64,linux/arm64'}
    const planned = await pull.build({inputs: {...both, distribute: 'true'}})
    if (planned.outcome?.kind !== 'distributed') throw new Error(planned.error)
    world.images = [{...imageWith(`part ${count}`), platform: 'linux/arm64'}]
    const {plan} = planned.outcome
    expect(cachesOf(await pull.build({inputs: {...both, plan, part: 'linux/arm64'}}))).toEqual({
      from: [from('cache:default-linux-arm64'), from('cache-trunk:default-linux-arm64')],
      to: [to('cache:default-linux-arm64')]
    })
  })

  test('a run without credentials uses none', async () => {
    const event = await pull.event({fork: 'somebody/sample-image', permissions: {contents: 'read'}})
    expect(cachesOf(await world.run(event, {inputs: AMD64}))).toEqual({from: [], to: []})
  })

  test('a builder that cannot write a cache reads it, and a notice names what to add', async () => {
    const docker = {...world.docker, find: () => Promise.resolve({...BUILDX, exportsCache: false})}
    const ran = await pull.build({inputs: AMD64, docker})
    expect(ran.outcome?.kind).toBe('built')
    expect(cachesOf(ran)).toEqual({
      from: [from('cache:default-linux-amd64'), from('cache-trunk:default-linux-amd64')],
      to: []
    })
    expect(ran.notices).toEqual([
      'The builder of this machine cannot write a build cache, so this build reads the cache in ECR and does not write it.\nAdd docker/setup-buildx-action before this step. If the job calls image.yml, write `distribute: false` under its `with:` instead.'
    ])
  })

  test('a cache whose repository does not exist is left out, and a notice says what to deploy', async () => {
    const {repositories} = world.testbed.aws.registry('111122223333', 'eu-west-1')
    const cache = repositories.get(CACHE)
    if (cache === undefined) throw new Error('The cache is missing.')
    repositories.delete(CACHE)
    try {
      const ran = await pull.build({inputs: AMD64})
      expect(ran.outcome?.kind).toBe('built')
      expect(cachesOf(ran)).toEqual({from: [from('cache-trunk:default-linux-amd64')], to: []})
      expect(ran.notices).toEqual([
        expect.stringMatching(
          /^This build does not use the build cache sample-image\/cache\. The repository does not exist in account 111122223333, eu-west-1\.\nDeploy infra\/ with `cache: true`/
        )
      ])
    } finally {
      repositories.set(CACHE, cache)
    }
  })

  test('a cache that the role may not read is left out, and a notice names the permission', async () => {
    const {aws} = world.testbed
    const role = aws.role(ROLE)
    if (role === undefined) throw new Error('The role is missing.')
    const Resource = `arn:aws:ecr:eu-west-1:111122223333:repository/${CACHE}`
    const deny: IamPolicy = {
      Version: '2012-10-17',
      Statement: [{Effect: 'Deny', Action: 'ecr:BatchGetImage', Resource}]
    }
    aws.addRole({...role, policies: [...role.policies, deny]})
    try {
      const ran = await pull.build({inputs: AMD64})
      expect(cachesOf(ran)).toEqual({from: [from('cache-trunk:default-linux-amd64')], to: []})
      expect(ran.notices).toEqual([
        expect.stringMatching(
          /^This build does not use the build cache sample-image\/cache\. [^]*\n[^]*`ecr:BatchGetImage`[^]*Remove that Deny/
        )
      ])
    } finally {
      aws.addRole(role)
    }
  })

  test('a cache that was not deployed since the stages file turned it on is left out, and a notice says what to deploy', async () => {
    const {aws} = world.testbed
    const role = aws.role(ROLE)
    if (role === undefined) throw new Error('The role is missing.')
    const policies = role.policies.map(
      policy => JSON.parse(JSON.stringify(policy).replaceAll(`/${CACHE}`, '/none')) as IamPolicy
    )
    aws.addRole({...role, policies})
    try {
      const {notices} = await pull.build({inputs: AMD64})
      expect(notices).toHaveLength(2)
      for (const notice of notices) {
        expect(notice).toMatch(/^This build does not use the build cache sample-image\/cache(-trunk)?\. /)
        expect(notice).toMatch(/ deploy infra\/ again: .* the stages file has changed since\./)
      }
    } finally {
      aws.addRole(role)
    }
  })

  test('the input turns on the caches of a stages file that does not', async () => {
    await world.sample.checkout(pull.branch)
    await world.sample.write({'.github/ecr-registry.yml': STAGES_FILE})
    await world.sample.commit('No cache')
    expect(cachesOf(await pull.build({inputs: AMD64}))).toEqual({from: [], to: []})
    await pull.commit(`again ${count}`)
    expect(cachesOf(await pull.build({inputs: {...AMD64, cache: 'registry'}})).to).toEqual([
      to('cache:default-linux-amd64')
    ])
  })

  test('such a builder writes what the user says, without a notice', async () => {
    const docker = {...world.docker, find: () => Promise.resolve({...BUILDX, exportsCache: false})}
    const ran = await pull.build({inputs: {...AMD64, 'cache-to': 'type=inline'}, docker})
    expect([cachesOf(ran).to, ran.notices]).toEqual([['type=inline'], []])
  })

  test('Docker without buildx builds without the cache, and a notice says so', async () => {
    const docker = {...world.docker, find: () => Promise.resolve({kind: 'docker-build', client: [20, 10]} as const)}
    const ran = await pull.build({inputs: AMD64, docker})
    expect(cachesOf(ran)).toEqual({from: [], to: []})
    expect(ran.notices).toEqual([
      expect.stringMatching(/^Without buildx, Docker can neither read nor write the build cache in ECR\.\nInstall /)
    ])
  })
})

describe('without cache in the stages file', () => {
  beforeAll(async () => {
    world = await StoryWorld.start()
  }, 60_000)
  afterAll(() => world.close())

  test('a build uses none', async () => {
    expect(cachesOf(await pull.build({inputs: AMD64}))).toEqual({from: [], to: []})
  })

  test('and without a stages file, the input is refused before anything is built', async () => {
    await world.sample.checkout(pull.branch)
    await world.sample.git('rm', '--quiet', '.github/ecr-registry.yml')
    await world.sample.commit('No stages file')
    const arn = (service: string, name: string): string => `arn:aws:${service}:111122223333:${name}`
    const {error, builds} = await pull.build({
      inputs: {
        ...AMD64,
        cache: 'registry',
        'role-arn': arn('iam:', 'role/sample-image-development-github'),
        'repository-arn': arn('ecr:eu-west-1', 'repository/sample-image/development')
      }
    })
    expect(error).toMatch(/^The input `cache` is `registry`, and without a stages file .*\nAdd a stages file, or /)
    expect(builds).toEqual([])
  })
})

describe('with the repository of a stage that has the name of a cache', () => {
  beforeAll(async () => {
    world = await StoryWorld.start(`${STAGES_FILE}stages: {development: {repository: sample-image/cache-trunk}}\n`)
  }, 60_000)
  afterAll(() => world.close())

  test('the input is refused before the trunk reads what a branch may write', async () => {
    const {error, builds} = await onTrunk({inputs: {...AMD64, cache: 'registry'}})
    expect(error).toBe(
      'sample-image/cache-trunk is the repository of development, and would be a build cache too.\n' +
        'Choose another repository for development in .github/ecr-registry.yml, or leave out the input `cache`.'
    )
    expect(builds).toEqual([])
  })

  test('a build without the input uses no cache', async () => {
    expect(cachesOf(await onTrunk({inputs: AMD64}))).toEqual({from: [], to: []})
  })
})

describe('with master in another account', () => {
  const OTHER = '222233334444'
  const TRUNK_CACHE = 'sample-image/cache-trunk'

  beforeAll(async () => {
    world = await StoryWorld.start(`${STAGES_FILE}cache: true\nstages: {master: {account: '${OTHER}'}}\n`)
  }, 60_000)
  afterAll(() => world.close())

  /** The registries that a directory of Docker's config is logged in to. */
  async function loginsIn(directory = ''): Promise<string[]> {
    const text = await readFile(join(directory, 'config.json'), 'utf8')
    return Object.keys((JSON.parse(text) as {auths: object}).auths)
  }

  /** A pull request's build, and the registries that its Docker is logged in to. */
  async function buildWithLogins(inputs: Record<string, string> = {}): Promise<{ran: Ran; logins: string[]}> {
    let logins: string[] = []
    const docker: RunSettings['docker'] = {
      ...world.docker,
      build: async request => {
        logins = await loginsIn(request.environment['DOCKER_CONFIG'])
        return await world.docker.build(request)
      }
    }
    return {ran: await pull.build({inputs: {...AMD64, ...inputs}, docker}), logins}
  }

  test("a pull request is logged in to the registry of the trunk's cache too, and the later steps of its job are not", async () => {
    const {aws} = world.testbed
    const {host} = await world.testbed.registry(OTHER, 'eu-west-1')
    const {repositories} = aws.registry(OTHER, 'eu-west-1')
    const [role, cache] = [aws.role(ROLE), repositories.get(TRUNK_CACHE)]
    if (role === undefined || cache === undefined) throw new Error('The role or the cache is missing.')
    // The address of a registry of the testbed does not follow from its account, so this run has to ask for it.
    const asks = {Effect: 'Allow', Action: 'ecr:DescribeRepositories'} as const
    aws.addRole({...role, policies: [...role.policies, {Version: '2012-10-17', Statement: [{...asks, Resource: '*'}]}]})
    const Action = ['ecr:DescribeRepositories', 'ecr:BatchGetImage']
    const policy: IamPolicy = {Version: '2012-10-17', Statement: [{...asks, Action, Principal: {AWS: ROLE}}]}
    aws.addRepository({account: OTHER, region: 'eu-west-1', name: TRUNK_CACHE, policy})
    try {
      const {ran, logins} = await buildWithLogins()
      expect(logins).toEqual(expect.arrayContaining([world.registry.host, host]))
      expect(cachesOf(ran).from).toEqual([
        from('cache:default-linux-amd64'),
        from('cache-trunk:default-linux-amd64', host)
      ])

      await pull.commit(`logged in ${count}`)
      const shared = await buildWithLogins({'docker-login': 'true'})
      expect(shared.logins).toEqual(expect.arrayContaining([world.registry.host, host]))
      expect(await loginsIn(shared.ran.exported['DOCKER_CONFIG'])).toEqual([world.registry.host])
      expect(shared.ran.saved['docker-config']).toBe(shared.ran.exported['DOCKER_CONFIG'])
      const left = await readdir(world.temporary)
      expect(left.filter(name => name.startsWith('docker-config-'))).toEqual([
        basename(shared.ran.exported['DOCKER_CONFIG'] ?? '')
      ])
    } finally {
      aws.addRole(role)
      repositories.set(TRUNK_CACHE, cache)
    }
  })

  test('leaves out a cache whose registry it cannot reach, and builds', async () => {
    const {ran, logins} = await buildWithLogins()
    expect(ran.outcome?.kind).toBe('built')
    expect(logins).toEqual([world.registry.host])
    expect(cachesOf(ran)).toEqual({from: [from('cache:default-linux-amd64')], to: [to('cache:default-linux-amd64')]})
    expect(ran.notices).toEqual([
      expect.stringMatching(
        /^This build does not use the build cache sample-image\/cache-trunk\. Looking for the registry of the source sample-image\/cache-trunk in account 222233334444/
      )
    ])
  })
})
