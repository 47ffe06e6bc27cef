import {readFile} from 'node:fs/promises'

import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals'

import {marker} from '../../src/github/comment.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import {RunnerMachine} from '../../testbed/workflow/runner.js'
import type {Sarif} from '../report/sarif-rules.js'
import {categoryOf, problemsOf} from '../report/sarif-rules.js'
import {until} from '../until.js'
import type {World} from './world.js'
import {DEVELOPMENT, startWorld} from './world.js'

const REPOSITORY = 'my-org/sample-image'
const MAY_COMMENT = {'id-token': 'write', contents: 'read', 'pull-requests': 'write'} as const
/** The testbed scans nothing by itself, so runs do not wait for a scan. */
const COMMENT = {inputs: {comment: 'true', 'scan-timeout': '0'}}

const finding = (name: string, severity: string, of: string) => ({
  name,
  severity,
  uri: `https://nvd.nist.gov/vuln/detail/${name}`,
  description: `A flaw of ${of}.`,
  attributes: [
    {key: 'package_name', value: of},
    {key: 'package_version', value: '1.0'}
  ]
})

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.sample.branch('feature/hello')
}, 60_000)
afterAll(() => world.close())
afterEach(() => {
  world.testbed.faults.clear()
})

const bodies = (number: number) => world.testbed.github.comments(REPOSITORY, number).map(({body}) => body)

let counter = 0
/** A new commit of the pull request. */
async function pushed(number: number, options: {permissions?: Record<string, 'read' | 'write'>} = {}) {
  await world.sample.checkout('feature/hello')
  await world.sample.write({'app/hello.sh': `echo ${++counter}\n`})
  await world.sample.commit('Change')
  return await world.sample.pullRequest(number, 'feature/hello', {permissions: MAY_COMMENT, ...options})
}

function scan(digest: string, ...findings: ReturnType<typeof finding>[]): void {
  world.testbed.aws.setScan(world.registry.repository(DEVELOPMENT), digest, {status: 'COMPLETE', findings})
}

describe('the comment on a pull request', () => {
  let first: StepResult
  test('is created when the pull request is opened', async () => {
    first = await world.run(await pushed(12), COMMENT)
    expect(first).toMatchObject({exitCode: 0, annotations: [], outputs: {operation: 'built'}})
    expect(first.log).toContain('Commented on pull request #12.')
    const [body = '', ...others] = bodies(12)
    expect(others).toEqual([])
    expect(body).toContain(`docker pull ${first.outputs['image'] ?? ''}`)
    expect(body).toContain('sample-image/development · built and pushed')
    expect(body).toContain('<code>pr-12</code> <code>feature-hello</code>')
    expect(body).toContain('not known: it has not been scanned')
    expect(body).toContain('the first image of this branch')
    expect(body).toMatch(/\[run 1\]\(https:\/\/github\.com\/my-org\/sample-image\/actions\/runs\/1001\/attempts\/1\)/)
  }, 60_000)

  test('is updated by the next push with the difference, once the scan has ended', async () => {
    const [{id} = {id: 0}] = world.testbed.github.comments(REPOSITORY, 12)
    scan(first.outputs['digest'] ?? '', finding('CVE-2026-1', 'HIGH', 'openssl'), finding('CVE-2026-2', 'LOW', 'zlib'))
    const event = await pushed(12)
    const running = world.run(event, {inputs: {comment: 'true', 'scan-timeout': '5m'}})
    // ECR scans an image some time after its push.
    const pushedDigest = (): string => world.registry.tags(DEVELOPMENT)['pr-12'] ?? ''
    await until(() => pushedDigest() !== first.outputs['digest'], running)
    const digest = pushedDigest()
    scan(digest, finding('CVE-2026-2', 'LOW', 'zlib'), finding('CVE-2026-3', 'CRITICAL', 'expat'))
    const second = await running

    expect(second).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {digest, vulnerabilities: '{"LOW":1,"CRITICAL":1}'}
    })
    expect(world.testbed.github.comments(REPOSITORY, 12)).toMatchObject([{id}])
    const [body = ''] = bodies(12)
    expect(body).toContain('| Vulnerabilities | critical 1, low 1 · **1 new**, 1 fixed |')
    expect(body).toMatch(/New since the previous image<\/summary>\n\n- critical \[CVE-2026-3\]/)
    expect(body).toMatch(/Fixed since the previous image<\/summary>\n\n- high \[CVE-2026-1\]/)
    expect(body).toMatch(/\| Size \| \d+(\.\d+)? [kM]?B compressed( \([+−]|, as before)/)
    expect(body).toContain('the previous image of <code>pr-12</code>')
  }, 90_000)

  test('reports that an image is unchanged', async () => {
    const result = await world.run(
      await world.sample.pullRequest(12, 'feature/hello', {permissions: MAY_COMMENT}),
      COMMENT
    )
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'unchanged'}})
    expect(bodies(12)).toEqual([
      expect.stringMatching(/sample-image\/development · unchanged[^]*the same image as before/)
    ])
  }, 60_000)

  test('is updated by a run for the branch as well', async () => {
    const result = await world.run(await world.sample.push('feature/hello', {permissions: MAY_COMMENT}), COMMENT)
    expect(result.log).toContain('Updated the comment on pull request #12.')
    expect(bodies(12)).toHaveLength(1)
  }, 60_000)

  test('is not looked for in comments of others that forge its marker', async () => {
    const forged = `${marker({subject: DEVELOPMENT, run: {id: 999_999_999, attempt: 1}})}\nPull from evil.example`
    const event = await pushed(13)
    world.testbed.github.addComment(REPOSITORY, 13, 'mallory', forged)
    expect(await world.run(event, COMMENT)).toMatchObject({exitCode: 0, annotations: []})
    expect(world.testbed.github.comments(REPOSITORY, 13)).toMatchObject([
      {author: 'mallory', body: forged},
      {author: 'github-actions[bot]'}
    ])
  }, 60_000)

  test('is not written in a dry run, on the trunk, or for a fork', async () => {
    const dry = await world.run(await pushed(14), {inputs: {...COMMENT.inputs, 'dry-run': 'true'}})
    const trunk = await world.run(await world.sample.push('master', {permissions: MAY_COMMENT}), COMMENT)
    await world.sample.checkout('feature/hello')
    const fork = await world.run(
      await world.sample.pullRequest(15, 'feature/hello', {fork: 'stranger/sample-image', permissions: MAY_COMMENT}),
      COMMENT
    )
    expect([dry, trunk, fork].map(({exitCode, annotations}) => ({exitCode, annotations}))).toEqual(
      Array(3).fill({exitCode: 0, annotations: []})
    )
    expect([...bodies(14), ...bodies(15)]).toEqual([])
    expect(trunk.log).toContain('This run belongs to no pull request: there is nowhere to comment.')
    expect(fork.log).toContain('Nothing was pushed: there is no image to comment on.')
  }, 90_000)
})

describe('a comment that cannot be written is a warning with its remedy, and the run succeeds', () => {
  const warned = async (step: Partial<Step>, options: Parameters<typeof pushed>[1] = {}) => {
    const result = await world.run(await pushed(16, options), {...COMMENT, ...step})
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
    expect(bodies(16)).toEqual([])
    return result.annotations.filter(({message}) =>
      message.startsWith('The comment on pull request #16 is not up to date.')
    )
  }

  test('no permission', async () => {
    expect(await warned({}, {permissions: {...MAY_COMMENT, 'pull-requests': 'read'}})).toMatchObject([
      {
        kind: 'warning',
        message: expect.stringMatching(
          /GitHub answered 403[^]*Add `pull-requests: write` to the `permissions:` of this job/
        )
      }
    ])
  }, 60_000)

  test('no token', async () => {
    expect(await warned({inputs: {...COMMENT.inputs, 'github-token': ''}})).toMatchObject([
      {kind: 'warning', message: expect.stringContaining('github-token is empty')}
    ])
  }, 60_000)

  test('a locked conversation', async () => {
    const event = await pushed(16)
    world.testbed.github.openPull({
      repository: REPOSITORY,
      number: 16,
      head: 'feature/hello',
      sha: event.event.sha,
      locked: true
    })
    const result = await world.run(event, COMMENT)
    expect(result).toMatchObject({
      exitCode: 0,
      annotations: [{kind: 'warning', message: expect.stringContaining('The conversation is locked')}]
    })
  }, 60_000)

  test('a failure of GitHub', async () => {
    world.testbed.faults.add({match: {service: 'github', path: /graphql/}, fault: {kind: 'status', status: 503}})
    expect(await warned({})).toMatchObject([{kind: 'warning', message: expect.stringContaining('GitHub answered 503')}])
  }, 60_000)
})

test('each image of a monorepo has its own comment and its own alerts', async () => {
  const file = STAGES_FILE.replace(
    'image: sample-image',
    'images:\n  - {name: api}\n  - {name: web, file: web/Dockerfile}'
  )
  const monorepo = await startWorld(file)
  try {
    await monorepo.sample.branch('feature/both')
    await monorepo.sample.write({'web/Dockerfile': `FROM ${monorepo.base}\nCOPY app/ /web/\n`})
    await monorepo.sample.commit('Two images')
    const event = await monorepo.sample.pullRequest(12, 'feature/both', {permissions: MAY_COMMENT})
    const job = await RunnerMachine.start()
    try {
      const [api, web] = await Promise.all(
        ['api', 'web'].map(async image => {
          const step = {...event, workspace: monorepo.sample.directory, inputs: {...COMMENT.inputs, image}}
          const {outputs} = await job.step(step)
          monorepo.testbed.aws.setScan(monorepo.registry.repository(`${image}/development`), outputs['digest'] ?? '', {
            status: 'COMPLETE',
            findings: [finding('CVE-2026-1', 'HIGH', image)]
          })
          return await job.step(step)
        })
      )
      const comments = monorepo.testbed.github.comments(REPOSITORY, 12).map(({body}) => /### 📦 (\S+)/.exec(body)?.[1])
      expect(comments.sort()).toEqual(['api/development', 'web/development'])
      const files = await Promise.all([api, web].map(result => readFile(result?.outputs['sarif-file'] ?? '', 'utf8')))
      expect(files.flatMap(problemsOf)).toEqual([])
      const runs = files.map(text => (JSON.parse(text) as Sarif).runs[0]!)
      expect(runs.map(categoryOf)).toEqual(['container-image/api', 'container-image/web'])
      expect(runs.map(({results}) => results[0]?.locations[0]?.physicalLocation.artifactLocation.uri)).toEqual([
        'Dockerfile',
        'web/Dockerfile'
      ])
    } finally {
      await job.end()
    }
  } finally {
    await monorepo.close()
  }
}, 120_000)

test('a new image is declared to the runner, and an unchanged image is not', async () => {
  const event = await pushed(17)
  const job = await RunnerMachine.start()
  const artifacts = `${job.root}/artifacts`
  const step = {
    ...event,
    workspace: world.sample.directory,
    environment: {...event.environment, GITHUB_ARTIFACTS: artifacts}
  }
  try {
    const {outputs} = await job.step(step)
    const line = await readFile(artifacts, 'utf8')
    expect(line).toMatch(/^oci:\/\/\S+:sha-[0-9a-f]{12}@sha256:[0-9a-f]{64}\n$/)
    expect(line).toContain(`@${outputs['digest'] ?? ''}`)
    expect(await job.step(step)).toMatchObject({outputs: {operation: 'unchanged'}})
    expect(await readFile(artifacts, 'utf8')).toBe(line)
  } finally {
    await job.end()
  }
}, 90_000)
