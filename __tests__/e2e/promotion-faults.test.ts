import type {ChildProcess} from 'node:child_process'
import {fork} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'

import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {SampleRepository} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {Fault} from '../../testbed/server/log.js'
import type {Step} from '../../testbed/workflow/runner.js'
import {RunnerMachine} from '../../testbed/workflow/runner.js'
import type {Case, CaseResult, Ended, ReleaseCheckout} from './release.js'
import {RehearsedRelease} from './release.js'

const FAULTS: [string, Fault][] = [
  ...[403, 404, 429, 500, 503].map((status): [string, Fault] => [`a ${status}`, {kind: 'status', status}]),
  ['a reset', {kind: 'reset'}],
  ['a reset in the body', {kind: 'reset', afterBytes: 1}],
  ['a body cut short', {kind: 'cut', afterBytes: 3}],
  ['wrong bytes', {kind: 'wrong-bytes'}],
  ['a lost reply', {kind: 'lost-reply'}]
]

/** The number of processes that run releases, one after another. While one waits for a retry, the others go on. */
const PROCESSES = 8
/** The number of steps of `dist/` that wait at the same time for an answer that does not come. */
const STALLS = 24

let testbed: Testbed
let sample: SampleRepository
let checkout: ReleaseCheckout
let processes: ChildProcess[]
let stalls: Promise<CaseResult[]>
/** Each request of a release, by name. Requests for blobs are listed twice: for mounted and for streamed blobs. */
let requests: Pick<Case, 'mounts' | 'request'>[]

beforeAll(async () => {
  testbed = await startTestbed()
  sample = await SampleRepository.create(testbed, 'base/busybox:1.0')
  checkout = {workspace: sample.directory, commit: await sample.git('rev-parse', 'HEAD')}
  const release = await RehearsedRelease.prepare(checkout)
  const [mounting, streaming] = [await release.requests(true, runDist), await release.requests(false, runDist)]
  await release.close()
  requests = [
    ...mounting.map(request => ({mounts: true, request})),
    ...streaming.filter(request => request.includes('/blobs/')).map(request => ({mounts: false, request}))
  ]
  // These take long, but need little of the processor. So they start before the rest, and are awaited after it.
  stalls = inTurns(STALLS, requests, one => sufferDist({...one, fault: {kind: 'stall'}}))
  stalls.catch(() => undefined)
  processes = await Promise.all(
    Array.from({length: PROCESSES}, async () => {
      const child = fork(join(import.meta.dirname, 'release-process.ts'), [JSON.stringify(checkout)], {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc']
      })
      await once(child, 'message')
      return child
    })
  )
}, 120_000)

afterAll(async () => {
  for (const child of processes) child.disconnect()
  await stalls
  await sample.remove()
  await testbed.close()
}, 240_000)

/** The action's step as the runner runs it. */
async function runDist(step: Step): Promise<Ended> {
  const job = await RunnerMachine.start()
  try {
    const {exitCode, annotations, raw} = await job.step(step)
    const ofKind = (kind: string): string[] => annotations.filter(one => one.kind === kind).map(({message}) => message)
    const defects = /\n\s+at /.test(raw) ? ['a stack trace'] : []
    return {exitCode, errors: [...ofKind('error'), ...defects], warnings: ofKind('warning')}
  } finally {
    await job.end()
  }
}

async function sufferDist(one: Case): Promise<CaseResult> {
  const release = await RehearsedRelease.prepare(checkout)
  try {
    return await release.suffer(one, runDist)
  } finally {
    await release.close()
  }
}

/** Works on all items, with a limited number at the same time. */
async function inTurns<T, R>(
  places: number,
  all: readonly T[],
  work: (one: T, place: number) => Promise<R>
): Promise<R[]> {
  const results: R[] = []
  const left = all.values()
  await Promise.all(
    Array.from({length: places}, async (_, place) => {
      for (const one of left) results.push(await work(one, place))
    })
  )
  return results
}

async function inProcesses(fault: Fault): Promise<CaseResult[]> {
  return await inTurns(PROCESSES, requests, async (one, place) => {
    const child = processes[place]!
    child.send({...one, fault})
    const [result] = (await once(child, 'message')) as [CaseResult]
    return result
  })
}

test.each(FAULTS)(
  '%s on any request of a release: the release is complete or fails with a clear error, and the next run completes it',
  async (what, fault) => {
    expect(requests.length).toBeGreaterThan(75)
    const results = await inProcesses(fault)
    expect(results.flatMap(({problems}) => problems)).toEqual([])
    if (isOvercome(what)) expect(errorsOf(results)).toEqual([])
  },
  240_000
)

test('a stall on any request of a release is overcome by `dist/`', async () => {
  const results = await stalls
  expect(results.flatMap(({problems}) => problems)).toEqual([])
  expect(errorsOf(results)).toEqual([])
}, 240_000)

test.each([
  /^oidc /,
  /^sts /,
  /^ecr .*GetAuthorizationToken/,
  /^registry GET .*master.manifests.sha-/,
  /^registry GET .*master.referrers/,
  /^registry PUT .*release.manifests.v/,
  /^registry PUT .*release.manifests.latest/,
  /^github /
])(
  'a refusal of %s is one error of `dist/`',
  async pattern => {
    const one = requests.find(({request}) => pattern.test(request))!
    const {problems, ended} = await sufferDist({...one, fault: {kind: 'status', status: 403}})
    expect(problems).toEqual([])
    expect(ended).toMatchObject({exitCode: 1, errors: [expect.stringContaining('403')]})
  },
  60_000
)

/** Passing faults and detectable damage are overcome. A refusal may end the run, and so may damage to an answer that AWS does not sign. */
function isOvercome(what: string): boolean {
  return !/403|404|wrong bytes/.test(what)
}

function errorsOf(results: readonly CaseResult[]): string[] {
  return results.flatMap(({ended}) => (ended.exitCode === 0 ? [] : ended.errors))
}
