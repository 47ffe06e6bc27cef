import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {BODY_LIMIT} from '../../src/github/comment.js'
import {deploy} from '../../testbed/harness/deploy.js'
import type {JobEvent} from '../../testbed/harness/sample.js'
import {SampleRepository} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {WorkflowRun} from '../../testbed/workflow/run-workflow.js'
import {actionResults} from '../../testbed/workflow/run-workflow.js'
import type {StepResult} from '../../testbed/workflow/runner.js'
import {RunnerMachine} from '../../testbed/workflow/runner.js'

const REPOSITORY = 'my-org/sample-image'
const PLATFORMS = ['linux/amd64', 'linux/arm64']
const PATH = '.github/workflows/image.yml'

/** A workflow with a job that builds and a job that comments. */
const caller = (inputs = '{comment: true}', granted = 'write'): string => `on: {pull_request: , push: }
permissions: {}
jobs:
  image:
    uses: org/ecr-registry-action/.github/workflows/image.yml@v1
    permissions: {contents: read, id-token: write, pull-requests: read}
    with: ${inputs}
  comment:
    needs: image
    uses: org/ecr-registry-action/.github/workflows/image-comment.yml@v1
    permissions: {pull-requests: ${granted}}
    with: {comment: "\${{ needs.image.outputs.comment }}"}
`

let testbed: Testbed
let sample: SampleRepository

beforeAll(async () => {
  testbed = await startTestbed()
  testbed.aws.scanSeconds = 0
  const base = await SampleRepository.addBase(testbed, {platforms: PLATFORMS})
  sample = await SampleRepository.create(testbed, base, 'several-platforms')
  await deploy(testbed, await readFile(join(sample.directory, '.github/ecr-registry.yml'), 'utf8'))
  await sample.write({[PATH]: caller()})
  await sample.commit('Call the workflows')
}, 60_000)
afterAll(async () => {
  await sample.remove()
  await testbed.close()
})

async function run(event: JobEvent): Promise<WorkflowRun> {
  const result = await sample.workflow(event)
  if (result.kind === 'ignored') throw new Error(result.reason)
  return result
}

/** The commits of a new branch, one after another. */
async function branch(name: string): Promise<void> {
  await sample.checkout('master')
  await sample.branch(name)
  await sample.write({'app/hello.sh': `echo "${name}"\n`})
  await sample.commit('Change')
}

const ended = ({jobs}: WorkflowRun): Record<string, string> =>
  Object.fromEntries(jobs.map(({name, conclusion}) => [name, conclusion]))
const last = (result: WorkflowRun): StepResult | undefined => actionResults(result).at(-1)
const comments = (number: number) => testbed.github.comments(REPOSITORY, number)
const textOf = (number: number): string => comments(number)[0]?.body ?? ''
/** The testbed's scan finds what this label says. */
const FINDING = 'LABEL testbed.finding=CRITICAL\n'

describe('a job that builds, and a job that comments', () => {
  const said = (number: number, result: 'Commented on' | 'Updated the comment on') => ({
    exitCode: 0,
    annotations: [],
    outputs: {operation: 'commented', reason: `${result} pull request #${number}.`, changed: 'false'}
  })

  test('keep one comment on the pull request, which the next push updates', async () => {
    await branch('feature/hello')
    const opened = await run(await sample.pullRequest(12, 'feature/hello'))
    expect(ended(opened)).toEqual({
      'image / image': 'success',
      'image / linux/amd64': 'success',
      'image / linux/arm64': 'success',
      'image / join': 'success',
      'comment / comment': 'success'
    })
    expect(last(opened)).toMatchObject(said(12, 'Commented on'))
    const [first] = comments(12)
    expect(first?.body).toContain('| Vulnerabilities | none found |')
    expect(first?.body).toContain('<code>linux/amd64</code>, <code>linux/arm64</code>')

    await sample.checkout('feature/hello')
    const dockerfile = await readFile(join(sample.directory, 'Dockerfile'), 'utf8')
    await sample.write({Dockerfile: `${dockerfile}${FINDING}`})
    await sample.commit('Add a finding')
    expect(last(await run(await sample.pullRequest(12, 'feature/hello')))).toMatchObject(
      said(12, 'Updated the comment on')
    )
    expect(comments(12)).toMatchObject([{id: first?.id, author: 'github-actions[bot]'}])
    expect(textOf(12)).toMatch(/\| Vulnerabilities \| critical \d+ · \*\*\d+ new\*\*, 0 fixed \|/)
    expect(textOf(12)).toContain('the previous image of <code>pr-12</code>')
  }, 180_000)

  test('post the text that `comment: true` posts, also for a push to the branch', async () => {
    const pushed = await run(await sample.push('feature/hello'))
    expect(ended(pushed)).toMatchObject({'image / part': 'skipped', 'comment / comment': 'success'})
    const text = textOf(12)
    expect(text).toContain('sample-image/development · unchanged')
    expect(comments(12)).toHaveLength(1)

    const permissions = {'id-token': 'write', contents: 'read', 'pull-requests': 'write'} as const
    const event = await sample.push('feature/hello', {permissions})
    expect(await step(event, {comment: 'true'}, sample.directory)).toMatchObject({exitCode: 0})
    expect(comments(12)).toHaveLength(1)
    expect(textOf(12)).toBe(text)
  }, 120_000)

  test('comment on an image that is built in one job', async () => {
    await branch('feature/one-job')
    await sample.write({[PATH]: caller('{comment: true, distribute: false}')})
    await sample.commit('One job')
    expect(last(await run(await sample.pullRequest(13, 'feature/one-job')))).toMatchObject(said(13, 'Commented on'))
    expect(textOf(13)).toContain('sample-image/development · built and pushed')
  }, 120_000)

  test('comment on nothing for a fork, on the trunk, and unless they are asked to', async () => {
    await branch('feature/forked')
    const fork = await run(await sample.pullRequest(14, 'feature/forked', {fork: 'stranger/sample-image'}))
    const trunk = await run(await sample.push('master'))
    await branch('feature/quiet')
    await sample.write({[PATH]: caller('{comment: false, distribute: false}')})
    await sample.commit('Comment on nothing')
    const quiet = await run(await sample.pullRequest(15, 'feature/quiet'))
    for (const result of [fork, trunk, quiet]) {
      expect(result.conclusion).toBe('success')
      expect(ended(result)).toMatchObject({'image / image': 'success', 'comment / comment': 'skipped'})
    }
    expect([...comments(14), ...comments(15)]).toEqual([])
  }, 180_000)

  test('need a caller that grants the one job the right to write', async () => {
    await branch('feature/less')
    await sample.write({[PATH]: caller('{comment: true}', 'read')})
    await sample.commit('Grant less')
    await expect(run(await sample.pullRequest(16, 'feature/less'))).rejects.toThrow(
      "The nested job 'comment' is requesting 'pull-requests: write', but is only allowed 'pull-requests: read'."
    )
  })
})

/** Runs the action's step alone. */
async function step(
  event: JobEvent,
  inputs: Record<string, string>,
  workspace: string,
  environment: Record<string, string> = {}
): Promise<StepResult> {
  const machine = await RunnerMachine.start()
  try {
    return await machine.step({
      ...event,
      inputs,
      workspace,
      environment: {...event.environment, ...environment}
    })
  } finally {
    await machine.end()
  }
}

describe('a step that posts the text of another job', () => {
  let event: JobEvent
  let workspace: string
  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'no-checkout-'))
    await branch('feature/posted')
    event = await sample.pullRequest(20, 'feature/posted', {permissions: {'pull-requests': 'write'}})
  })
  afterAll(() => rm(workspace, {recursive: true}))

  /** Runs it without a checkout and without any program. */
  const post = async (comment: string, inputs: Record<string, string> = {}): Promise<StepResult> =>
    await step(event, {'post-comment': comment, ...inputs}, workspace, {PATH: '/nowhere'})
  const output = (changes: Record<string, unknown> = {}): string =>
    JSON.stringify({
      ...{format: 1, repository: REPOSITORY, pullRequest: 20, subject: 'sample-image/development', body: 'Hello'},
      ...changes
    })
  const HOSTILE = '::error::forged\n##[error]forged\n::add-mask::forged\n\u001b[31m\u202e'

  test('posts it without a checkout, asks GitHub alone, and never shows the text in the log', async () => {
    testbed.requests.length = 0
    const result = await post(output({body: HOSTILE}))
    expect(new Set(testbed.requests.map(({service}) => service))).toEqual(new Set(['github']))
    expect(result).toMatchObject({
      exitCode: 0,
      annotations: [],
      masked: [event.githubToken],
      log: expect.stringMatching(/^Commented on pull request #20\.\s*$/),
      outputs: {operation: 'commented'},
      summary: expect.stringContaining('### 📦 Commented\n\nCommented on pull request &#35;20.')
    })
    expect(textOf(20)).toBe(`<!-- ecr-registry-action sample-image/development run 1001.1 -->\n${HOSTILE}`)
  })

  test.each<[string, string, Record<string, string>, RegExp]>([
    [
      'that is not JSON',
      HOSTILE,
      {},
      /^The input `post-comment` is no JSON object\.\nPass the output `comment` of the job/
    ],
    [
      'for another pull request',
      output({pullRequest: 12}),
      {},
      /is for pull request #12, and this run belongs to #20\.\nPass the output `comment`/
    ],
    [
      'that is too long',
      output({body: 'x'.repeat(BODY_LIMIT + 1)}),
      {},
      /has a text of 65001 characters, and a comment takes 65000\./
    ],
    ['with an unknown key', output({[HOSTILE]: 1}), {}, /has the key "::error::forged\\n##\[error\]forged/],
    [
      'beside inputs of another step',
      output(),
      {image: 'sample-image', operation: 'build'},
      /only posts the comment.* also has `image`, `operation`\./
    ]
  ])('fails for a text %s, and posts nothing', async (_, comment, inputs, message) => {
    const before = comments(20)
    testbed.requests.length = 0
    const result = await post(comment, inputs)
    expect(testbed.requests).toEqual([])
    expect(result).toMatchObject({
      exitCode: 1,
      annotations: [{kind: 'error', message: expect.stringMatching(message)}],
      masked: [event.githubToken],
      outputs: {}
    })
    expect(comments(20)).toEqual(before)
  })
})
