import {randomUUID} from 'node:crypto'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'

import {node24} from '../setup/node24.js'
import type {JobEvent} from '../testbed/harness/sample.js'
import type {Step} from '../testbed/workflow/runner.js'
import type {Figure} from './measure.js'
import {measure} from './measure.js'
import {resultOfProcess, timed} from './processes.js'
import {commitTree, writeTree} from './tree.js'
import type {Workbench} from './workbench.js'

const LATENCIES = [0, 30]

/** Measures builds of changed and unchanged images, the start of the step, the fingerprint of a big tree, and memory. */
export async function measureBuild(bench: Workbench): Promise<void> {
  const {services, world} = bench
  // The first builds fill the caches.
  const bareBuild = await recordedBuild(bench, await services.ask('push'))
  const warmBuild = [
    'buildx',
    'build',
    '--push',
    '--provenance=false',
    `--tag=${world.registry}/sample-image/master:bench`,
    '.'
  ]
  await bench.docker(warmBuild)

  await unchangedImage(bench, warmBuild)
  await changedImage(bench, bareBuild)
  await services.ask('latency', 0)
  await step(bench, await changed(bench), 'built')
  await startOfStep(bench)
  await bigTree(bench)
  await memory(bench)
}

async function unchangedImage(bench: Workbench, warmBuild: readonly string[]): Promise<void> {
  const {services} = bench
  await measure(
    'Unchanged image: the whole step, for the commit that was built and for a new one that only changes the README, beside a warm\n' +
      '`docker buildx build --push` of the same tree to the same registry, which has that tag already',
    7,
    async () => {
      const figures: Figure[] = []
      for (const latency of LATENCIES) {
        await services.ask('latency', latency)
        const limit = 300 + 5 * latency
        const again = await step(bench, await services.ask('push'), 'unchanged')
        const warm = await bench.docker(warmBuild)
        const commit = await step(bench, await services.ask('push', {'README.md': randomUUID()}), 'unchanged')
        figures.push(
          {what: `step, same commit, ${latency} ms a round trip`, value: again, unit: 'ms', limit},
          {what: `step, new commit, ${latency} ms a round trip`, value: commit, unit: 'ms', limit},
          {what: `docker buildx build --push, ${latency} ms`, value: warm, unit: 'ms'},
          {what: `step, same commit / docker buildx, ${latency} ms`, value: again / warm, unit: '×'}
        )
      }
      return figures
    }
  )
}

async function changedImage(bench: Workbench, bareBuild: readonly string[]): Promise<void> {
  await measure(
    'Changed image: the whole step, less the bare `docker buildx build --push` with the same arguments as in the step. Each builds a tree\n' +
      'with another file in app/, and the two take turns to be first',
    5,
    async index => {
      const figures: Figure[] = []
      const ours = async (): Promise<number> => await step(bench, await changed(bench), 'built')
      const bare = async (): Promise<number> => {
        await changed(bench)
        return await bench.docker(bareBuild)
      }
      for (const latency of LATENCIES) {
        await bench.services.ask('latency', latency)
        const times =
          index % 2 === 0 ? {ours: await ours(), bare: await bare()} : {bare: await bare(), ours: await ours()}
        figures.push(
          {what: `step, ${latency} ms a round trip`, value: times.ours, unit: 'ms'},
          {what: `docker buildx build --push, ${latency} ms`, value: times.bare, unit: 'ms'},
          {
            what: `step − docker buildx, ${latency} ms`,
            value: times.ours - times.bare,
            unit: 'ms',
            limit: 500 + 10 * latency
          },
          {what: `step / docker buildx, ${latency} ms`, value: times.ours / times.bare, unit: '×'}
        )
      }
      return figures
    }
  )
}

async function startOfStep(bench: Workbench): Promise<void> {
  const {services} = bench
  await measure(
    'Start: the whole step for an unchanged image, and its part from the start of the process to the arrival of its first request,\n' +
      'beside bare node, which is the time that `node -e 0` takes',
    15,
    async () => {
      const node = await timed(node24(), ['-e', '0'])
      const event = await services.ask('push')
      await services.ask('requests')
      let end = NaN
      const whole = await step(bench, event, 'unchanged', {
        onStart: child =>
          child.once('close', () => {
            end = Date.now()
          })
      })
      const [first] = await services.ask('requests')
      const request = (first?.at ?? NaN) - (end - whole)
      return [
        {what: 'bare node', value: node, unit: 'ms'},
        {what: 'unchanged step', value: whole, unit: 'ms'},
        {what: 'first request', value: request, unit: 'ms'},
        {what: 'first request − bare node', value: request - node, unit: 'ms', limit: 120}
      ]
    }
  )
}

async function bigTree(bench: Workbench): Promise<void> {
  const tree = join(bench.scratch, 'tree')
  writeTree(tree)
  const readWhole = await fingerprintOf(tree)
  /** The fingerprint, its ratio to the time of tar, and the memory of a dry run that has the tree as its context. */
  const figuresOf = async (what: string, limit: number): Promise<Figure[]> => {
    const {ms} = await fingerprintOf(tree)
    const tar = await timed('sh', ['-c', 'tar cf - --exclude=./.git . | sha256sum'], {cwd: tree})
    return [
      {what: `fingerprint, ${what}`, value: ms, unit: 'ms'},
      {what: 'tar c | sha256sum', value: tar, unit: 'ms'},
      {what: 'fingerprint / tar', value: ms / tar, unit: '×', limit},
      await bench.peak(
        'peak memory of a dry run',
        async environment =>
          await step(bench, await bench.services.ask('push'), 'planned', {
            environment,
            inputs: {context: tree, 'dry-run': 'true'}
          })
      )
    ]
  }

  await measure(
    'Fingerprint of 50,000 files and 1 GB without git: readBuildMaterials and computeFingerprint in a process of their own, without\n' +
      'loading the modules; beside `tar c | sha256sum` of the same tree, which is in the page cache; memory as below',
    5,
    async () => await figuresOf('everything read', 0.6)
  )

  await commitTree(tree)
  if ((await fingerprintOf(tree)).value !== readWhole.value)
    throw new Error('The fingerprint with git differs from the one without git.')

  await measure(
    'The same tree as a clean git repository, with the same fingerprint',
    5,
    async () => await figuresOf('clean git tree', 0.1)
  )
}

async function memory(bench: Workbench): Promise<void> {
  await measure("Memory: the peak of the step's own process", 3, async () => {
    const event = await changed(bench)
    return [
      await bench.peak('changed image', environment => step(bench, event, 'built', {environment})),
      await bench.peak('unchanged image', environment => step(bench, event, 'unchanged', {environment}))
    ]
  })
}

/** Runs the action's step, and returns the milliseconds that it takes. */
async function step(bench: Workbench, event: JobEvent, operation: string, also?: Partial<Step>): Promise<number> {
  return (await bench.step(event, operation, also)).ms
}

/** Pushes a commit that changes the image. */
async function changed({services}: Workbench): Promise<JobEvent> {
  return await services.ask('push', {'app/change.txt': randomUUID()})
}

async function fingerprintOf(directory: string): Promise<{value: string; ms: number}> {
  return await resultOfProcess(join(import.meta.dirname, 'fingerprint.ts'), [directory])
}

/** Runs a step with a `docker` of our own on the PATH, and returns the arguments of its build. */
async function recordedBuild(bench: Workbench, event: JobEvent): Promise<string[]> {
  const directory = join(bench.scratch, 'recorder')
  const file = join(directory, 'arguments')
  mkdirSync(directory)
  writeFileSync(
    join(directory, 'docker'),
    `#!/bin/sh\n[ "$2" = build ] && printf '%s\\n' "$@" >'${file}'\nPATH='${process.env['PATH'] ?? ''}'\nexec docker "$@"\n`,
    {mode: 0o755}
  )
  await bench.step(event, 'built', {environment: {PATH: `${directory}${delimiter}${process.env['PATH'] ?? ''}`}})
  const args = readFileSync(file, 'utf8').trimEnd().split('\n')
  // The step has removed its own directory by now.
  return args.map(arg =>
    arg.startsWith('--metadata-file=') ? `--metadata-file=${join(bench.scratch, 'metadata.json')}` : arg
  )
}
