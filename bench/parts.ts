import {randomUUID} from 'node:crypto'

import type {JobEvent} from '../testbed/harness/sample.js'
import type {StepResult} from '../testbed/workflow/runner.js'
import type {Figure} from './measure.js'
import {measure} from './measure.js'
import {timed} from './processes.js'
import type {Workbench} from './workbench.js'

const LATENCIES = [0, 30]
const PLATFORMS = ['linux/amd64', 'linux/arm64']
const SEVERAL = {platforms: PLATFORMS.join()}

/** Some seconds of work, on every core, as compilers do. */
const WORK =
  "for core in $(busybox seq $(busybox nproc)); do busybox awk 'BEGIN {for (n = 0; n < 20000000; n++) sum += n}' & done; wait"

/** Measures builds in parts, and builds with the cache in ECR. */
export async function measureParts(bench: Workbench): Promise<void> {
  const base = bench.world.severalPlatforms
  await useDockerfile(bench, [`FROM ${base}`, 'COPY app/ /app/'])
  await planAndJoin(bench)
  await useDockerfile(bench, [`FROM ${base}`, 'COPY app/ /app/', `RUN ${WORK}`])
  await wholeBuild(bench)
  await useDockerfile(bench, [
    `FROM ${base}`,
    `RUN ${WORK}; busybox dd if=/dev/urandom of=/dependencies bs=1M count=20`,
    'COPY app/ /app/'
  ])
  await cachedBuild(bench)
}

async function planAndJoin(bench: Workbench): Promise<void> {
  const {services} = bench
  await measure(
    'Image of two platforms in parts: the whole step that plans an unchanged image, and the whole step that joins the two parts of a\n' +
      'changed one',
    7,
    async () => {
      const figures: Figure[] = []
      for (const latency of LATENCIES) {
        await services.ask('latency', latency)
        const parts = await buildInParts(bench)
        const unchanged = await plan(bench, await services.ask('push'), 'unchanged')
        figures.push(
          {
            what: `plan, unchanged image, ${latency} ms a round trip`,
            value: unchanged.ms,
            unit: 'ms',
            limit: 300 + 5 * latency
          },
          {what: `join, ${latency} ms a round trip`, value: parts.join, unit: 'ms', limit: 500 + 10 * latency}
        )
      }
      await services.ask('latency', 0)
      return figures
    }
  )
}

async function wholeBuild(bench: Workbench): Promise<void> {
  await measure(
    'Build of two platforms, with a step that keeps every core busy for some seconds: in parts, which are built on this machine one\n' +
      'after the other, so that the slower one counts; beside one job for both. Nothing is emulated. The two take turns to be first',
    3,
    async index => {
      const whole = async (): Promise<number> => (await bench.step(await changed(bench), 'built', {inputs: SEVERAL})).ms
      const times =
        index % 2 === 0
          ? {parts: await buildInParts(bench), whole: await whole()}
          : {whole: await whole(), parts: await buildInParts(bench)}
      const {plan, slower, join} = times.parts
      const sum = plan + slower + join
      return [
        {what: 'plan', value: plan, unit: 'ms'},
        {what: 'slower part', value: slower, unit: 'ms'},
        {what: 'join', value: join, unit: 'ms'},
        {what: 'plan + slower part + join', value: sum, unit: 'ms'},
        {what: 'one job', value: times.whole, unit: 'ms'},
        {what: 'in parts / one job', value: sum / times.whole, unit: '×', limit: 0.75}
      ]
    }
  )
}

async function cachedBuild(bench: Workbench): Promise<void> {
  if (!bench.machine.engine.isTemporary) {
    process.stdout.write(
      "\nThe build with the cache in ECR is left out: it empties the builder, and this engine is the machine's own.\n"
    )
    return
  }
  const latency = 30
  await bench.services.ask('latency', latency)
  const build = async (cache: 'none' | 'registry'): Promise<number> => {
    const event = await changed(bench)
    await emptyBuilder()
    return (await bench.step(event, 'built', {inputs: {cache}})).ms
  }
  await build('registry')
  await measure(
    'Build from an empty builder, of a Dockerfile whose dependencies take some seconds and have 20 MB, after a change of the sources:\n' +
      `with the cache in ECR, which is read and written, beside no cache, ${latency} ms a round trip. The two take turns to be first`,
    3,
    async index => {
      const times =
        index % 2 === 0
          ? {cached: await build('registry'), bare: await build('none')}
          : {bare: await build('none'), cached: await build('registry')}
      return [
        {what: 'step with the cache', value: times.cached, unit: 'ms'},
        {what: 'step without a cache', value: times.bare, unit: 'ms'},
        {what: 'cache / no cache', value: times.cached / times.bare, unit: '×', limit: 0.6}
      ]
    }
  )
  await bench.services.ask('latency', 0)
}

/** Milliseconds of the steps of a build in parts. */
interface PartsTimes {
  plan: number
  slower: number
  join: number
}

/** Builds a changed image in parts, one after the other. */
async function buildInParts(bench: Workbench): Promise<PartsTimes> {
  const event = await changed(bench)
  const planned = await plan(bench, event, 'distributed')
  const inputs = {...SEVERAL, plan: planned.outputs['plan'] ?? ''}
  const parts: StepResult[] = []
  for (const part of PLATFORMS) parts.push(await bench.step(event, 'part', {inputs: {...inputs, part}}))
  const digests: unknown = Object.fromEntries(
    parts.map(({outputs}, index) => [
      PLATFORMS[index],
      {digest: outputs['part-digest'], comparable: outputs['part-comparable'] === 'true'}
    ])
  )
  const join = await bench.step(event, 'built', {inputs: {...inputs, parts: JSON.stringify(digests)}})
  return {plan: planned.ms, slower: Math.max(...parts.map(({ms}) => ms)), join: join.ms}
}

async function plan(bench: Workbench, event: JobEvent, operation: 'distributed' | 'unchanged'): Promise<StepResult> {
  return await bench.step(event, operation, {inputs: {...SEVERAL, distribute: 'true'}})
}

/** Commits a Dockerfile with these lines. */
async function useDockerfile({services}: Workbench, lines: readonly string[]): Promise<void> {
  await services.ask('push', {Dockerfile: `${lines.join('\n')}\n`})
}

/** Pushes a commit that changes the sources. */
async function changed({services}: Workbench): Promise<JobEvent> {
  return await services.ask('push', {'app/change.txt': randomUUID()})
}

/** Removes everything that an earlier build has left in the engine, as on a new runner. */
async function emptyBuilder(): Promise<void> {
  await timed('sh', [
    '-c',
    'docker image ls --quiet --no-trunc | sort -u | xargs --no-run-if-empty docker image rm --force'
  ])
  await timed('docker', ['builder', 'prune', '--all', '--force'])
}
