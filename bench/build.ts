import {randomUUID} from 'node:crypto'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'

import {node24} from '../setup/node24.js'
import type {JobEvent} from '../testbed/harness/sample.js'
import type {Step} from '../testbed/workflow/runner.js'
import type {Figure} from './measure.js'
import {measure} from './measure.js'
import {resultOf, timed} from './processes.js'
import {commitTree, writeTree} from './tree.js'
import type {Workbench} from './workbench.js'

const LATENCIES = [0, 30]

/** A build that is needed and one that is not, the start of the step, the fingerprint of a big tree, and memory. */
export async function measureBuild(bench: Workbench): Promise<void> {
  const {services, world} = bench
  const step = async (event: JobEvent, operation: string, also?: Partial<Step>): Promise<number> =>
    (await bench.step(event, operation, also)).ms
  const docker = async (args: readonly string[]): Promise<number> => await bench.docker(args)

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
  await docker(warmBuild)

  await measure(
    'Unchanged image: the whole step, for the commit that was built and for a new one that changes the README alone,\n' +
      'beside a warm `docker buildx build --push` of the same tree to the same registry, which has that tag already',
    7,
    async () => {
      const figures: Figure[] = []
      for (const latency of LATENCIES) {
        await services.ask('latency', latency)
        const limit = 300 + 5 * latency
        const again = await step(await services.ask('push'), 'unchanged')
        const warm = await docker(warmBuild)
        const commit = await step(await services.ask('push', {'README.md': randomUUID()}), 'unchanged')
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

  await measure(
    'Changed image: the whole step, less the bare `docker buildx build --push` with the arguments that the step gives it,\n' +
      'each on a tree of its own with one other file in app/; in turn the one and the other first',
    5,
    async index => {
      const figures: Figure[] = []
      const change = (): Promise<JobEvent> => services.ask('push', {'app/change.txt': randomUUID()})
      const ours = async (): Promise<number> => await step(await change(), 'built')
      const bare = async (): Promise<number> => {
        await change()
        return await docker(bareBuild)
      }
      for (const latency of LATENCIES) {
        await services.ask('latency', latency)
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
  await services.ask('latency', 0)
  await step(await services.ask('push', {'app/change.txt': randomUUID()}), 'built')

  await measure(
    'Start: from the start of the process to the arrival of its first request, less the time `node -e 0` takes to its end',
    15,
    async () => {
      const node = await timed(node24(), ['-e', '0'])
      const event = await services.ask('push')
      await services.ask('requests')
      let end = NaN
      const whole = await step(event, 'unchanged', {
        onStart: child =>
          child.once('close', () => {
            end = Date.now()
          })
      })
      const [first] = await services.ask('requests')
      const request = (first?.at ?? NaN) - (end - whole)
      return [
        {what: 'first request', value: request, unit: 'ms'},
        {what: 'node -e 0', value: node, unit: 'ms'},
        {what: 'first request − node -e 0', value: request - node, unit: 'ms', limit: 120}
      ]
    }
  )

  const tree = join(bench.scratch, 'tree')
  writeTree(tree)
  const readWhole = await fingerprintOf(tree)
  /** The big tree's fingerprint, its ratio to tar's time, and the memory of a dry run that has the tree as its context. */
  const bigTree = async (what: string, limit: number): Promise<Figure[]> => {
    const {ms} = await fingerprintOf(tree)
    const tar = await timed('sh', ['-c', 'tar cf - --exclude=./.git . | sha256sum'], {cwd: tree})
    return [
      {what: `fingerprint, ${what}`, value: ms, unit: 'ms'},
      {what: 'tar c | sha256sum', value: tar, unit: 'ms'},
      {what: 'fingerprint / tar', value: ms / tar, unit: '×', limit},
      await bench.peak(
        'peak memory of a dry run',
        async environment =>
          await step(await services.ask('push'), 'planned', {environment, inputs: {context: tree, 'dry-run': 'true'}})
      )
    ]
  }

  await measure(
    'Fingerprint of 50,000 files and 1 GB, no git: readBuildMaterials and computeFingerprint in a process of their own, timed inside it once\n' +
      'the modules are loaded; beside `tar c | sha256sum` of the same tree, which is in the page cache; memory as below',
    5,
    async () => await bigTree('everything read', 0.6)
  )

  await commitTree(tree)
  if ((await fingerprintOf(tree)).value !== readWhole.value)
    throw new Error('With git the fingerprint is another than without.')

  await measure(
    'The same tree as a clean git repository, with the same fingerprint',
    5,
    async () => await bigTree('clean git tree', 0.1)
  )

  await measure("Memory: the most that the step's own process held at once", 3, async () => {
    const event = await services.ask('push', {'app/change.txt': randomUUID()})
    return [
      await bench.peak('changed image', environment => step(event, 'built', {environment})),
      await bench.peak('unchanged image', environment => step(event, 'unchanged', {environment}))
    ]
  })
}

async function fingerprintOf(directory: string): Promise<{value: string; ms: number}> {
  return await resultOf(join(import.meta.dirname, 'fingerprint.ts'), [directory])
}

/** Runs a step with a `docker` before Docker's on the PATH, and returns the arguments that its build was given. */
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
  // The step's own directory is gone by now.
  return args.map(arg =>
    arg.startsWith('--metadata-file=') ? `--metadata-file=${join(bench.scratch, 'metadata.json')}` : arg
  )
}
