import {execFile} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {EngineKind} from '../../setup/engine.js'
import {ensureJudge} from '../../setup/machine.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import type {WorkflowRun} from '../../testbed/workflow/run-workflow.js'
import {imageStore} from './engine.js'
import type {PartsWorld} from './parts-world.js'
import {AMD, ARM, JOIN, PLAN, PLATFORMS, startPartsWorld, stepOf} from './parts-world.js'

let world: PartsWorld
let store: EngineKind['store']
beforeAll(async () => {
  world = await startPartsWorld()
  store = await imageStore()
}, 60_000)
afterAll(() => world.close())

/** The jobs as GitHub lists them, in no order: `name conclusion`. */
function jobsOf({jobs}: WorkflowRun): string[] {
  return jobs.map(({name, conclusion}) => `${name} ${conclusion}`).sort()
}

/** The event of the pull request of a feature, after another commit. */
async function changeAgain(name: string): Promise<JobEvent> {
  await world.sample.checkout(`feature/${name}`)
  await world.sample.write({'app/hello.sh': `echo "${name} again"\n`})
  await world.sample.commit('Change it again')
  return await world.update(name)
}

interface Index {
  annotations?: Record<string, string>
  manifests: {digest: string; platform: {os: string; architecture: string}}[]
}

function indexOf(repository: string, digest: string): Index {
  return world.registry.manifest(repository, digest) as unknown as Index
}

const ALL_SUCCEEDED = [PLAN, JOIN, AMD, ARM].map(name => `${name} success`).sort()

describe('an image for several platforms', () => {
  test('is built a platform a runner, joined into one index, and promoted as a whole', async () => {
    const opened = await world.run(await world.feature('hello'))
    expect(jobsOf(opened)).toEqual(ALL_SUCCEEDED)
    expect(stepOf(opened, PLAN).outputs).toMatchObject({operation: 'distributed', stage: 'development'})
    expect(stepOf(opened, AMD).outputs).toMatchObject({operation: 'part', stage: 'development'})
    expect(stepOf(opened, JOIN)).toMatchObject({
      outputs: {operation: 'built', stage: 'development', changed: 'true'},
      annotations: []
    })
    const {digest = ''} = stepOf(opened, JOIN).outputs
    const {manifests} = indexOf('sample-image/development', digest)
    expect(manifests.map(({platform}) => `${platform.os}/${platform.architecture}`)).toEqual(PLATFORMS)
    expect(manifests.map(one => one.digest)).toEqual(
      [AMD, ARM].map(name => stepOf(opened, name).outputs['part-digest'])
    )
    expect(world.registry.tags('sample-image/development')).toMatchObject({'feature-hello': digest})

    await world.sample.merge('feature/hello')
    const merged = await world.run(await world.sample.push('master'))
    expect(jobsOf(merged)).toEqual(ALL_SUCCEEDED)
    const {digest: trunk = ''} = stepOf(merged, JOIN).outputs
    expect(world.registry.tags('sample-image/master')).toMatchObject({master: trunk})

    await world.sample.git('tag', 'v1.0.0')
    const released = await world.run(
      await world.sample.event('push', 'refs/tags/v1.0.0', {ref: 'refs/tags/v1.0.0', deleted: false})
    )
    expect(jobsOf(released)).toEqual([`${PLAN} success`, `${JOIN} skipped`, 'image / part skipped'])
    expect(world.registry.tags('sample-image/release')).toMatchObject({'v1.0.0': trunk, '1.0': trunk, latest: trunk})
    expect(indexOf('sample-image/release', trunk).manifests).toHaveLength(2)
  }, 180_000)

  test('starts no part for sources that are built', async () => {
    await world.sample.checkout('master')
    const again = await world.run(await world.sample.push('master'))
    expect(jobsOf(again)).toEqual([`${PLAN} success`, `${JOIN} skipped`, 'image / part skipped'])
    expect(stepOf(again, PLAN).outputs).toMatchObject({operation: 'unchanged', matrix: '{"include":[]}'})
  }, 60_000)

  test('that was joined tells the next build of the branch what changed', async () => {
    await world.run(await world.feature('changed'))
    const changed = await world.run(await changeAgain('changed'))
    expect(stepOf(changed, JOIN).outputs['reason']).toMatch(/ Built because the context changed\.$/)
  }, 120_000)

  test("is built in one job, if the workflow is asked not to distribute it; an engine with Docker's own image store cannot", async () => {
    await world.sample.checkout('master')
    const path = '.github/workflows/image.yml'
    const caller = await readFile(join(world.sample.directory, path), 'utf8')
    const first = await world.run(await world.feature('one-job', {[path]: `${caller}    with: {distribute: false}\n`}))
    const changed = await world.run(await changeAgain('one-job'))
    const expected = {
      containerd: {
        conclusion: 'success',
        reason: expect.stringMatching(/ Built because the context changed\.$/),
        errors: []
      },
      docker: {
        conclusion: 'failure',
        reason: undefined,
        errors: [
          expect.stringMatching(
            /^The build failed: index annotations [^]*\nAdd docker\/setup-buildx-action before this step/
          )
        ]
      }
    }[store]
    for (const result of [first, changed]) {
      expect(jobsOf(result)).toEqual([`${PLAN} ${expected.conclusion}`, `${JOIN} skipped`, 'image / part skipped'])
      const errors = stepOf(result, PLAN).annotations.filter(({kind}) => kind === 'error')
      expect(errors.map(({message}) => message)).toEqual(expected.errors)
    }
    expect(stepOf(changed, PLAN).outputs['reason']).toEqual(expected.reason)
  }, 120_000)

  test('is built and not pushed for a fork, and its join says so', async () => {
    await world.feature('forked')
    const forked = await world.run(await world.update('forked', {fork: 'stranger/sample-image'}))
    expect(jobsOf(forked)).toEqual(ALL_SUCCEEDED)
    expect(stepOf(forked, AMD).outputs).toMatchObject({operation: 'part', changed: 'false'})
    expect(stepOf(forked, JOIN).outputs).toMatchObject({changed: 'false'})
    expect(stepOf(forked, JOIN).log).toMatch(/fork/)
  }, 120_000)
})

test('an index that was joined is what skopeo reads, and what Docker reads and runs', async () => {
  const result = await world.run(await world.feature('judged'))
  const {image = ''} = stepOf(result, JOIN).outputs
  const user = world.testbed.aws.addUser({
    arn: 'arn:aws:iam::111122223333:user/judge',
    policies: [{Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}]
  })
  const {password} = world.testbed.aws.issueToken(user, 'eu-west-1')
  const login = promisify(execFile)('docker', ['login', '--username=AWS', '--password-stdin', world.registry.host])
  login.child.stdin?.end(password)
  await login
  try {
    const docker = async (...args: string[]): Promise<string> => (await promisify(execFile)('docker', args)).stdout
    const raw = await docker('buildx', 'imagetools', 'inspect', '--raw', image)
    const [, digest = ''] = image.split('@')
    const stored = world.registry.manifest('sample-image/development', digest)
    expect(JSON.parse(raw)).toEqual(stored)
    const skopeo = ensureJudge('skopeo')
    const inspect = ['inspect', '--raw', '--tls-verify=false', `--creds=AWS:${password}`, `docker://${image}`]
    const {stdout} = await promisify(execFile)(skopeo.path, inspect, {env: {...process.env, ...skopeo.environment}})
    expect(JSON.parse(stdout)).toEqual(stored)
    expect(await docker('run', '--rm', '--platform=linux/amd64', image)).toBe('judged\n')
    // Docker's own image store keeps one platform under a digest.
    await docker('image', 'rm', image)
    await docker('pull', '--quiet', '--platform=linux/arm64', image)
    const reference = `${image.split('@')[0] ?? ''}@${indexOf('sample-image/development', digest).manifests[1]?.digest ?? ''}`
    await docker('pull', '--quiet', '--platform=linux/arm64', reference)
    expect((await docker('image', 'inspect', '--format={{.Architecture}}', reference)).trim()).toBe('arm64')
  } finally {
    await promisify(execFile)('docker', ['logout', world.registry.host])
  }
}, 120_000)

test('an index that was joined has the layers and settings that one job builds', async () => {
  await world.sample.checkout('master')
  const path = '.github/workflows/image.yml'
  const caller = await readFile(join(world.sample.directory, path), 'utf8')
  const joined = stepOf(await world.run(await world.feature('parts')), JOIN).outputs
  // An engine with Docker's own image store builds one platform at a time.
  const builds = {containerd: [PLATFORMS.join()], docker: PLATFORMS}[store]
  const built: unknown[] = []
  for (const [index, platforms] of builds.entries()) {
    // The argument, which the Dockerfile does not use, makes it another build.
    const event = await world.feature(`one-job-${index}`, {
      [path]: `${caller}    with: {distribute: false, platforms: "${platforms}", build-args: UNUSED=1}\n`,
      'app/hello.sh': 'echo "parts"\n'
    })
    const {operation, digest = ''} = stepOf(await world.run(event), PLAN).outputs
    expect(operation).toBe('built')
    built.push(...(await contentsOf(digest)))
  }
  expect(await contentsOf(joined['digest'] ?? '')).toEqual(built)
  expect(built).toHaveLength(PLATFORMS.length)
}, 120_000)

/** The content of each image under a digest, without the labels that name its commit. */
async function contentsOf(digest: string): Promise<unknown[]> {
  const {manifests = [{digest}]} = indexOf('sample-image/development', digest) as Partial<Index>
  return await Promise.all(manifests.map(async image => await contentOf(image.digest)))
}

async function contentOf(digest: string): Promise<unknown> {
  const {config, layers} = world.registry.manifest('sample-image/development', digest) as {
    config: {digest: string}
    layers: {digest: string}[]
  }
  const blob = await world.registry.blob('sample-image/development', config.digest)
  const {os, architecture, rootfs, ...described} = JSON.parse(String(blob)) as {
    config: {Labels: Record<string, string>}
    rootfs: unknown
    os: string
    architecture: string
  }
  const {Labels, ...settings} = described.config
  const labels = Object.keys(Labels).sort()
  return {layers: layers.map(layer => layer.digest), settings, labels, rootfs, os, architecture}
}
