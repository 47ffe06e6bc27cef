import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {StepResult} from '../../testbed/workflow/runner.js'
import {forget} from './builder-records.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, startWorld} from './world.js'

const CACHE = 'sample-image/cache'
const TRUNK_CACHE = 'sample-image/cache-trunk'
const TAG = 'default-linux-amd64'

let world: World
/** In every step of this suite's Dockerfiles. Other suites build on the same engine. */
const mark = `cache-of-suite-${process.pid}`
let count = 0

beforeAll(async () => {
  world = await startWorld(`${STAGES_FILE}cache: true\n`)
  await world.sample.write({'app/hello.sh': 'echo trunk\n'})
}, 60_000)
afterAll(() => world.close())

/** A Dockerfile with a step that makes another layer each time it runs, before the step for the application. */
function dockerfileWith(dependencies: string): string {
  const install = `echo ${mark} ${dependencies}; read -r id </proc/sys/kernel/random/uuid; echo "$id" >/${mark}`
  return `FROM ${world.base}\nRUN ["/bin/sh", "-c", ${JSON.stringify(install)}]\nCOPY app/ /${mark}-app/\n`
}

/** A new commit of a pull request changes the application, and these files. */
async function pullRequest(files: Record<string, string> = {}, inputs: Record<string, string> = {}) {
  const name = `feature/cache-${++count}`
  await world.sample.checkout('master')
  await world.sample.branch(name)
  await world.sample.write({'app/hello.sh': `echo ${count}\n`, ...files})
  await world.sample.commit(`Say ${count}`)
  return await run(await world.sample.pullRequest(count, name), inputs)
}

async function trunk(files: Record<string, string> = {}) {
  await world.sample.checkout('master')
  await world.sample.write({'app/hello.sh': `echo ${++count}\n`, ...files})
  await world.sample.commit(`Say ${count}`)
  return await run(await world.sample.push('master'))
}

/** Runs the job on a runner whose builder is empty, as that of a new machine. */
async function run(event: Parameters<World['run']>[0], inputs: Record<string, string> = {}): Promise<StepResult> {
  await forget(mark)
  return await world.run(event, {inputs: {platforms: 'linux/amd64', ...inputs}})
}

/** The digest of the layer that the dependencies made. */
function dependenciesOf(repository: string, {outputs, log}: StepResult): string | undefined {
  if (outputs['operation'] !== 'built') throw new Error(log)
  const {layers} = world.registry.manifest(repository, outputs['digest'] ?? '') as {layers: {digest: string}[]}
  return layers.at(-2)?.digest
}

test('a new runner reuses the steps that an earlier runner built, and other dependencies are built', async () => {
  const first = await pullRequest({Dockerfile: dockerfileWith('1')})
  expect(first.annotations).toEqual([])
  const again = await pullRequest({Dockerfile: dockerfileWith('1')})
  const without = await pullRequest({Dockerfile: dockerfileWith('1')}, {cache: 'none'})
  const other = await pullRequest({Dockerfile: dockerfileWith('2')})
  const layers = [first, again, without, other].map(ran => dependenciesOf(DEVELOPMENT, ran))
  expect(layers[1]).toBe(layers[0])
  expect(new Set(layers).size).toBe(3)
  expect(Object.keys(world.registry.tags(CACHE))).toEqual([TAG])
}, 120_000)

test('a branch reuses the steps of the trunk, and the trunk never those of a branch', async () => {
  const branch = await pullRequest({Dockerfile: dockerfileWith('3')})
  const merged = await trunk({Dockerfile: dockerfileWith('3')})
  expect(dependenciesOf(MASTER, merged)).not.toBe(dependenciesOf(DEVELOPMENT, branch))
  const later = await trunk()
  expect(dependenciesOf(MASTER, later)).toBe(dependenciesOf(MASTER, merged))

  // The branches' own cache has other dependencies by now.
  await trunk({Dockerfile: dockerfileWith('4')})
  const own = await pullRequest({Dockerfile: dockerfileWith('5')})
  const based = await pullRequest()
  expect(dependenciesOf(DEVELOPMENT, own)).not.toBe(dependenciesOf(DEVELOPMENT, based))
  const {layers} = world.registry.manifest(MASTER, 'master') as {layers: {digest: string}[]}
  expect(dependenciesOf(DEVELOPMENT, based)).toBe(layers.at(-2)?.digest)
}, 120_000)

test('the role of a pull request cannot write what the trunk reads', async () => {
  const before = world.registry.tags(TRUNK_CACHE)
  const ref = `${world.registry.host}/${TRUNK_CACHE}:${TAG}`
  const to = `type=registry,ref=${ref},mode=max,image-manifest=true,oci-mediatypes=true`
  const {exitCode, log} = await pullRequest({Dockerfile: dockerfileWith('6')}, {'cache-to': to})
  expect(exitCode).toBe(1)
  expect(log).toMatch(/cache-trunk.*(?:denied|403)/i)
  expect(world.registry.tags(TRUNK_CACHE)).toEqual(before)
}, 60_000)

test('a registry that refuses the cache does not stop the build', async () => {
  const path = new RegExp(`/${CACHE}/manifests/`)
  const refused = world.testbed.faults.add({
    match: {service: 'registry', method: 'PUT', path},
    fault: {kind: 'status', status: 500}
  })
  try {
    const ran = await pullRequest({Dockerfile: dockerfileWith('7')})
    expect(ran.outputs['operation']).toBe('built')
    expect(refused.hits).toBeGreaterThan(0)
    expect(world.registry.tags(DEVELOPMENT)).toMatchObject({[`pr-${count}`]: ran.outputs['digest']})
  } finally {
    world.testbed.faults.clear()
  }
}, 120_000)
