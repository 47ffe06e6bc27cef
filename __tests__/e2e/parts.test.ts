import type {ChildProcess} from 'node:child_process'
import {execFile} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {ensureJudge} from '../../setup/machine.js'
import {deploy} from '../../testbed/harness/deploy.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import {SampleRepository} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'
import type {JobResult, WorkflowRun} from '../../testbed/workflow/run-workflow.js'
import {actionResults} from '../../testbed/workflow/run-workflow.js'

const PLATFORMS = ['linux/amd64', 'linux/arm64']
const PLAN = 'image / image'
const [AMD, ARM] = ['image / linux/amd64', 'image / linux/arm64']
const JOIN = 'image / join'

let testbed: Testbed
let sample: SampleRepository
let registry: RegistryHandle

beforeAll(async () => {
  testbed = await startTestbed()
  const base = await SampleRepository.addBase(testbed, {platforms: PLATFORMS})
  sample = await SampleRepository.create(testbed, base, 'several-platforms')
  await deploy(testbed, await readFile(join(sample.directory, '.github/ecr-registry.yml'), 'utf8'))
  registry = await testbed.registry('111122223333', 'eu-west-1')
}, 60_000)
afterAll(async () => {
  await sample.remove()
  await testbed.close()
})

async function run(event: JobEvent, settings: Parameters<SampleRepository['workflow']>[2] = {}): Promise<WorkflowRun> {
  const result = await sample.workflow(event, undefined, settings)
  if (result.kind === 'ignored') throw new Error(result.reason)
  return result
}

/** The jobs as GitHub lists them, in no order: `name conclusion`. */
function jobsOf({jobs}: WorkflowRun): string[] {
  return jobs.map(({name, conclusion}) => `${name} ${conclusion}`).sort()
}

function jobOf({jobs}: WorkflowRun, name: string): JobResult {
  const found = jobs.find(job => job.name === name)
  if (found === undefined) throw new Error(`no job ${name}`)
  return found
}

/** What the action's step of a job said. */
function stepOf(result: WorkflowRun, name: string): NonNullable<JobResult['steps'][number]['result']> {
  const [step] = actionResults({...result, jobs: [jobOf(result, name)]})
  if (step === undefined) throw new Error(`the job ${name} has no step of the action`)
  return step
}

interface Index {
  annotations?: Record<string, string>
  manifests: {digest: string; platform: {os: string; architecture: string}}[]
}

function indexOf(repository: string, digest: string): Index {
  return registry.manifest(repository, digest) as unknown as Index
}

/** A feature branch whose image prints these words. */
async function feature(name: string, files: Record<string, string> = {}): Promise<JobEvent> {
  await sample.checkout('master')
  await sample.branch(`feature/${name}`)
  await sample.write({'app/hello.sh': `echo "${name}"\n`, ...files})
  await sample.commit(`Say ${name}`)
  return await sample.pullRequest(numberOf(name), `feature/${name}`)
}

const names: string[] = []
function numberOf(name: string): number {
  if (!names.includes(name)) names.push(name)
  return 100 + names.indexOf(name)
}

const ALL_SUCCEEDED = [PLAN, JOIN, AMD, ARM].map(name => `${name} success`).sort()

describe('an image for several platforms', () => {
  test('is built a platform a runner, joined into one index, and promoted as a whole', async () => {
    const opened = await run(await feature('hello'))
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
    expect(registry.tags('sample-image/development')).toMatchObject({'feature-hello': digest})

    await sample.merge('feature/hello')
    const merged = await run(await sample.push('master'))
    expect(jobsOf(merged)).toEqual(ALL_SUCCEEDED)
    const {digest: trunk = ''} = stepOf(merged, JOIN).outputs
    expect(registry.tags('sample-image/master')).toMatchObject({master: trunk})

    await sample.git('tag', 'v1.0.0')
    const released = await run(
      await sample.event('push', 'refs/tags/v1.0.0', {ref: 'refs/tags/v1.0.0', deleted: false})
    )
    expect(jobsOf(released)).toEqual([`${PLAN} success`, `${JOIN} skipped`, 'image / part skipped'])
    expect(registry.tags('sample-image/release')).toMatchObject({'v1.0.0': trunk, '1.0': trunk, latest: trunk})
    expect(indexOf('sample-image/release', trunk).manifests).toHaveLength(2)
  }, 180_000)

  test('starts no part for sources that are built', async () => {
    await sample.checkout('master')
    const again = await run(await sample.push('master'))
    expect(jobsOf(again)).toEqual([`${PLAN} success`, `${JOIN} skipped`, 'image / part skipped'])
    expect(stepOf(again, PLAN).outputs).toMatchObject({operation: 'unchanged', matrix: '{"include":[]}'})
  }, 60_000)

  test('is the same index for any order of its parts', async () => {
    const inOrder = await run(await feature('ordered'))
    const expected = indexOf('sample-image/development', stepOf(inOrder, JOIN).outputs['digest'] ?? '')
    for (const legs of ['reversed', 'side by side'] as const) {
      const result = await run(await feature(legs.replaceAll(' ', '-')), {legs})
      const index = indexOf('sample-image/development', stepOf(result, JOIN).outputs['digest'] ?? '')
      expect(index.manifests.map(({platform}) => platform)).toEqual(expected.manifests.map(({platform}) => platform))
      expect(Object.keys(index.annotations ?? {})).toEqual(Object.keys(expected.annotations ?? {}))
    }
  }, 180_000)

  test.each([
    ['joined', '', JOIN],
    ['built in one job', '    with: {distribute: false}\n', PLAN]
  ])(
    'that was %s tells the next build of the branch what changed',
    async (title, more, last) => {
      await sample.checkout('master')
      const path = '.github/workflows/image.yml'
      const caller = await readFile(join(sample.directory, path), 'utf8')
      const name = `changed-${title.replaceAll(' ', '-')}`
      await run(await feature(name, {[path]: `${caller}${more}`}))
      await sample.checkout(`feature/${name}`)
      await sample.write({'app/hello.sh': `echo "${name} again"\n`})
      await sample.commit('Change it again')
      const changed = await run(await sample.pullRequest(numberOf(name), `feature/${name}`))
      expect(stepOf(changed, last).outputs['reason']).toMatch(/ Built because the context changed\.$/)
    },
    120_000
  )

  test('is built in one job, if the workflow is asked not to distribute it', async () => {
    await sample.checkout('master')
    const path = '.github/workflows/image.yml'
    const caller = await readFile(join(sample.directory, path), 'utf8')
    const result = await run(await feature('one-job', {[path]: `${caller}    with: {distribute: false}\n`}))
    expect(jobsOf(result)).toEqual([`${PLAN} success`, `${JOIN} skipped`, 'image / part skipped'])
    expect(stepOf(result, PLAN).outputs).toMatchObject({operation: 'built'})
  }, 60_000)

  test('is built and not pushed for a fork, and its join says so', async () => {
    await feature('forked')
    const forked = await run(
      await sample.pullRequest(numberOf('forked'), 'feature/forked', {fork: 'stranger/sample-image'})
    )
    expect(jobsOf(forked)).toEqual(ALL_SUCCEEDED)
    expect(stepOf(forked, AMD).outputs).toMatchObject({operation: 'part', changed: 'false'})
    expect(stepOf(forked, JOIN).outputs).toMatchObject({changed: 'false'})
    expect(stepOf(forked, JOIN).log).toMatch(/fork/)
  }, 120_000)
})

describe('a runner that is lost', () => {
  /** Each job of a build in parts, with the number of steps after which its runner is lost. */
  const places = [PLAN, AMD, ARM, JOIN].flatMap(job =>
    Array.from({length: job === PLAN || job === JOIN ? 3 : 4}, (_, completes): [string, number] => [job, completes])
  )

  test.each(places)(
    '(%s, after %i steps) leaves no tag too early, and the failed jobs alone run again',
    async (job, completes) => {
      const name = `lost-${places.findIndex(place => place[0] === job && place[1] === completes)}`
      const event = await feature(name)
      const lost = await run(event, {lost: {[job]: completes}})
      expect(lost.conclusion).toBe('failure')
      const isTagged = (): boolean => `feature-${name}` in registry.tags('sample-image/development')
      expect(isTagged()).toBe(job === JOIN && completes >= 2)

      const again = await run(event, {again: lost})
      expect(again).toMatchObject({conclusion: 'success', attempt: 2})
      for (const {name, conclusion, attempt} of lost.jobs) {
        if (conclusion === 'success') expect([name, jobOf(again, name).attempt]).toEqual([name, attempt])
      }
      expect(isTagged()).toBe(true)
    },
    120_000
  )
})

describe('a runner that is lost at a request', () => {
  const requests: [what: string, job: string, request: RegExp][] = [
    ['while a part pushes its layers', ARM, /^registry (?:PATCH|PUT|POST) .*blobs/],
    ['when a part pushes its manifest', ARM, /^registry PUT .*manifests/],
    ['when the join reads the parts', JOIN, /^registry GET .*manifests.sha256/],
    ['when the join puts the index', JOIN, /^registry PUT .*manifests.sha256/],
    ['when the join puts the tag of the fingerprint', JOIN, /^registry PUT .*manifests.src-/]
  ]

  test.each(requests)(
    '%s, leaves no tag for people, and the failed jobs alone run again',
    async (_, job, pattern) => {
      const name = `killed-${requests.findIndex(row => row[2] === pattern)}`
      const event = await feature(name)
      let step: ChildProcess | undefined
      const fault = testbed.faults.add({
        match: ({service, method, path}) =>
          step !== undefined && pattern.test(`${service} ${method} ${path}`) && step.kill('SIGKILL'),
        fault: {kind: 'reset'},
        times: 1
      })
      const lost = await run(event, {
        onStart: (process, of) => {
          if (of === job) step = process
        }
      })
      fault.remove()
      expect([lost.conclusion, fault.hits]).toEqual(['failure', 1])
      expect(registry.tags('sample-image/development')).not.toHaveProperty(`feature-${name}`)
      const again = await run(event, {again: lost})
      expect(again.conclusion).toBe('success')
      expect(jobOf(again, AMD).attempt).toBe(1)
      expect(registry.tags('sample-image/development')).toHaveProperty(`feature-${name}`)
    },
    120_000
  )
})

test("a part's digest that was exchanged is refused, with the name of the platform", async () => {
  const foreign = await run(await feature('foreign'))
  const event = await feature('exchanged')
  const lost = await run(event, {lost: {[JOIN]: 0}})
  const own = jobOf(lost, ARM).outputs['linux-arm64'] ?? ''
  const other = jobOf(foreign, ARM).outputs['linux-arm64'] ?? ''
  expect(other).not.toBe(own)
  const jobs = lost.jobs.map(one =>
    one.name === ARM ? {...one, outputs: {...one.outputs, 'linux-arm64': other}} : one
  )
  const again = await run(event, {again: {...lost, jobs}})
  expect(stepOf(again, JOIN)).toMatchObject({
    exitCode: 1,
    annotations: [{kind: 'error', message: expect.stringMatching(/linux\/arm64.*was built from other sources/)}]
  })
  expect(registry.tags('sample-image/development')).not.toHaveProperty('feature-exchanged')
}, 120_000)

test('an index that was joined is what skopeo reads, and what Docker reads and runs', async () => {
  const result = await run(await feature('judged'))
  const {image = ''} = stepOf(result, JOIN).outputs
  const user = testbed.aws.addUser({
    arn: 'arn:aws:iam::111122223333:user/judge',
    policies: [{Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}]
  })
  const {password} = testbed.aws.issueToken(user, 'eu-west-1')
  const login = promisify(execFile)('docker', ['login', '--username=AWS', '--password-stdin', registry.host])
  login.child.stdin?.end(password)
  await login
  try {
    const docker = async (...args: string[]): Promise<string> => (await promisify(execFile)('docker', args)).stdout
    const raw = await docker('buildx', 'imagetools', 'inspect', '--raw', image)
    const [, digest = ''] = image.split('@')
    const stored = registry.manifest('sample-image/development', digest)
    expect(JSON.parse(raw)).toEqual(stored)
    const skopeo = ensureJudge('skopeo')
    const inspect = ['inspect', '--raw', '--tls-verify=false', `--creds=AWS:${password}`, `docker://${image}`]
    const {stdout} = await promisify(execFile)(skopeo.path, inspect, {env: {...process.env, ...skopeo.environment}})
    expect(JSON.parse(stdout)).toEqual(stored)
    expect(await docker('run', '--rm', '--platform=linux/amd64', image)).toBe('judged\n')
    await docker('pull', '--quiet', '--platform=linux/arm64', image)
    const reference = `${image.split('@')[0] ?? ''}@${indexOf('sample-image/development', digest).manifests[1]?.digest ?? ''}`
    await docker('pull', '--quiet', '--platform=linux/arm64', reference)
    expect((await docker('image', 'inspect', '--format={{.Architecture}}', reference)).trim()).toBe('arm64')
  } finally {
    await promisify(execFile)('docker', ['logout', registry.host])
  }
}, 120_000)

test('an index that was joined has the layers and settings of one that was built in one go', async () => {
  await sample.checkout('master')
  const path = '.github/workflows/image.yml'
  const caller = await readFile(join(sample.directory, path), 'utf8')
  const joined = stepOf(await run(await feature('parts')), JOIN).outputs
  // The argument, which the Dockerfile does not use, makes it another build.
  const oneJob = await feature('one-go', {
    [path]: `${caller}    with: {distribute: false, build-args: UNUSED=1}\n`,
    'app/hello.sh': 'echo "parts"\n'
  })
  const built = stepOf(await run(oneJob), PLAN).outputs
  expect([joined['operation'], built['operation']]).toEqual(['built', 'built'])
  const contents = async ({digest = ''}: Record<string, string>): Promise<unknown[]> =>
    await Promise.all(indexOf('sample-image/development', digest).manifests.map(contentOf))
  const ofJoined = await contents(joined)
  expect(ofJoined).toEqual(await contents(built))
  expect(ofJoined).toHaveLength(PLATFORMS.length)
}, 120_000)

/** The content of an image, without the labels that name its commit. */
async function contentOf({digest, platform}: Index['manifests'][number]): Promise<unknown> {
  const {config, layers} = registry.manifest('sample-image/development', digest) as {
    config: {digest: string}
    layers: unknown
  }
  const blob = await registry.blob('sample-image/development', config.digest)
  const {
    config: {Labels, ...settings},
    rootfs,
    os,
    architecture
  } = JSON.parse(String(blob)) as {
    config: {Labels: Record<string, string>}
    rootfs: unknown
    os: string
    architecture: string
  }
  return {platform, layers, settings, labels: Object.keys(Labels).sort(), rootfs, os, architecture}
}
