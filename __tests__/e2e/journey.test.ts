import {execFile} from 'node:child_process'
import {promisify} from 'node:util'

import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {ownPlatform} from '../../src/run/build-settings.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, requestsOf, startWorld} from './world.js'

const execute = promisify(execFile)

describe('from a pull request to master', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
    await world.sample.branch('feature/hello')
  }, 60_000)
  afterAll(() => world.close())
  beforeEach(() => {
    world.testbed.requests.length = 0
  })

  let first: string
  test('a pull request is built, pushed to development and tagged', async () => {
    const {sample, registry} = world
    await sample.write({'app/hello.sh': 'echo "Hello from a feature"\n'})
    const commit = await sample.commit('Say hello from a feature')

    const result = await world.workflow(await sample.pullRequest(12, 'feature/hello'))

    expect(result.log).not.toContain('Error')
    expect(result).toMatchObject({exitCode: 0, annotations: []})
    expect(result.outputs).toMatchObject({
      stage: 'development',
      operation: 'built',
      changed: 'true',
      repository: DEVELOPMENT,
      registry: registry.host,
      reason: 'Pull request #12 from branch feature/hello of this repository goes to development.'
    })
    const {digest = '', fingerprint = ''} = result.outputs
    expect(registry.tags(DEVELOPMENT)).toEqual({
      [`src-${fingerprint}`]: digest,
      [`sha-${commit.slice(0, 12)}`]: digest,
      [`part-${ownPlatform().replace('/', '-')}`]: digest,
      'pr-12': digest,
      'feature-hello': digest
    })
    expect(result.outputs['tags']?.split('\n')).toEqual(
      [`src-${fingerprint}`, `sha-${commit.slice(0, 12)}`, 'pr-12', 'feature-hello'].map(
        tag => `${registry.host}/${DEVELOPMENT}:${tag}`
      )
    )
    expect(result.outputs['image']).toBe(`${registry.host}/${DEVELOPMENT}@${digest}`)
    expect(JSON.parse(result.outputs['metadata'] ?? '')).toMatchObject({'containerimage.digest': digest})
    first = digest
  }, 60_000)

  test('the image has the labels and annotations of the OCI image specification', async () => {
    const {registry, sample} = world
    const commit = await sample.git('rev-parse', 'feature/hello')
    const time = new Date(Number(await sample.git('show', '-s', '--format=%ct', 'HEAD')) * 1000)
      .toISOString()
      .replace('.000Z', 'Z')
    const said = {
      'org.opencontainers.image.source': 'https://github.com/my-org/sample-image',
      'org.opencontainers.image.url': 'https://github.com/my-org/sample-image',
      'org.opencontainers.image.revision': commit,
      'org.opencontainers.image.version': 'feature/hello',
      'org.opencontainers.image.created': time,
      'org.opencontainers.image.title': 'sample-image'
    }
    const hash = expect.stringMatching(/^[0-9a-f]{16}$/) as unknown
    const recipe = {'ecr-registry.recipe': hash}
    const manifest = registry.manifest(DEVELOPMENT, 'pr-12') as {annotations: unknown; config: {digest: string}}
    expect(manifest.annotations).toEqual({
      ...said,
      ...recipe,
      'ecr-registry.fingerprint.context': hash,
      'ecr-registry.fingerprint.dockerfile': hash,
      'ecr-registry.fingerprint.arguments': hash,
      'ecr-registry.fingerprint.settings': hash,
      'ecr-registry.fingerprint.bases': expect.stringMatching(/^\S+@sha256:[0-9a-f]{64}$/)
    })
    const config = JSON.parse(String(await registry.blob(DEVELOPMENT, manifest.config.digest))) as {
      config: {Labels: unknown}
    }
    expect(config.config.Labels).toEqual({...said, ...recipe})
  })

  test('the second run of an unchanged commit starts no docker and sends at most ten requests', async () => {
    const result = await world.run(await world.sample.pullRequest(12, 'feature/hello'), {
      environment: {PATH: await pathWith(world, 'git')}
    })
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: {operation: 'unchanged', changed: 'false', digest: first, stage: 'development'}
    })
    const own = requestsOf(world).filter(request => !request.startsWith('public'))
    expect(own.length).toBeLessThanOrEqual(10)
    expect(own.filter(request => request.includes('PUT'))).toEqual([])
    expect(result.log).toContain('Unchanged')
    expect(result.summary).toContain('unchanged')
  }, 30_000)

  test('a commit that does not change the image gets its tags on the existing image', async () => {
    const {sample, registry} = world
    await sample.checkout('feature/hello')
    await sample.write({'README.md': '# Sample image\n\nEdited.\n'})
    const commit = await sample.commit('Edit the README')
    const result = await world.workflow(await sample.pullRequest(12, 'feature/hello'))
    expect(result.outputs).toMatchObject({operation: 'unchanged', digest: first})
    expect(registry.tags(DEVELOPMENT)).toMatchObject({[`sha-${commit.slice(0, 12)}`]: first, 'pr-12': first})
  }, 30_000)

  test('rebuild builds an unchanged image as well', async () => {
    const result = await world.run(await world.sample.pullRequest(12, 'feature/hello'), {inputs: {rebuild: 'true'}})
    expect(result.outputs).toMatchObject({operation: 'built'})
    expect(result.log).toContain('rebuild requires another')
  }, 60_000)

  test('a push to a branch with an open pull request goes to the stage of the pull request', async () => {
    const result = await world.run(await world.sample.push('feature/hello'))
    expect(result.outputs).toMatchObject({operation: 'unchanged', stage: 'development'})
    expect(result.outputs['tags']).toContain(':pr-12')
    expect(requestsOf(world).filter(request => !request.startsWith('public')).length).toBeLessThanOrEqual(10)
  }, 30_000)

  test('a push to a branch without a pull request is skipped', async () => {
    await world.sample.branch('feature/alone')
    const result = await world.run(await world.sample.push('feature/alone'))
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'skipped', changed: 'false'}})
    expect(result.outputs['reason']).toBe(
      'Branch feature/alone has no open pull request: nothing is built until it has one.'
    )
    expect(result.summary).toContain('Skipped')
  }, 30_000)

  test('a merge is built and pushed to master, under the role of master', async () => {
    const {sample, registry, testbed} = world
    const merge = await sample.merge('feature/hello')
    testbed.requests.length = 0
    const result = await world.workflow(await sample.push('master'))
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built', stage: 'master', repository: MASTER}})
    const {digest = '', fingerprint = ''} = result.outputs
    expect(registry.tags(MASTER)).toEqual({
      [`part-${ownPlatform().replace('/', '-')}`]: digest,
      [`src-${fingerprint}`]: digest,
      [`sha-${merge.slice(0, 12)}`]: digest,
      master: digest
    })
    const roles = new Set(
      testbed.requests
        .filter(({service}) => service === 'registry' || service === 'ecr')
        .flatMap(({principal}) => principal ?? [])
    )
    expect([...roles]).toEqual([expect.stringContaining('assumed-role/sample-image-master-github/')])
  }, 60_000)

  test('docker pulls and runs the pushed image, with the login of a developer', async () => {
    const {registry, testbed} = world
    const session = testbed.aws.addUser({
      arn: 'arn:aws:iam::111122223333:user/developer',
      groups: ['sample-image-master-developers']
    })
    const {password} = testbed.aws.issueToken(session, 'eu-west-1')
    const image = `${registry.host}/${MASTER}:master`
    const child = execute('docker', ['login', '--username', 'AWS', '--password-stdin', registry.host])
    child.child.stdin?.end(password)
    await child
    try {
      await execute('docker', ['pull', '--quiet', image])
      const {stdout} = await execute('docker', ['run', '--rm', '--network=none', image])
      expect(stdout).toBe('Hello from a feature\n')
    } finally {
      await execute('docker', ['logout', registry.host])
      await execute('docker', ['image', 'rm', '--force', image])
    }
  }, 60_000)
})
