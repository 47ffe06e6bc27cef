import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {deploy} from '../../testbed/harness/deploy.js'
import {SampleRepository} from '../../testbed/harness/sample.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {RegistryHandle} from '../../testbed/registry/registry-handle.js'
import type {JobResult, WorkflowResult} from '../../testbed/workflow/run-workflow.js'
import {actionResults} from '../../testbed/workflow/run-workflow.js'

interface Place {
  testbed: Testbed
  sample: SampleRepository
  registry: RegistryHandle
  close: () => Promise<void>
}

/** A copy of an example, with its stages deployed. */
async function copyOf(example: string, platforms: readonly string[] = []): Promise<Place> {
  const testbed = await startTestbed()
  const sample = await SampleRepository.create(testbed, await SampleRepository.addBase(testbed, {platforms}), example)
  await deploy(testbed, await readFile(join(sample.directory, '.github/ecr-registry.yml'), 'utf8'))
  const registry = await testbed.registry('111122223333', 'eu-west-1')
  return {
    testbed,
    sample,
    registry,
    async close() {
      await sample.remove()
      await testbed.close()
    }
  }
}

function jobsOf(run: WorkflowResult): JobResult[] {
  if (run.kind === 'ignored') throw new Error(run.reason)
  return run.jobs
}

/** The jobs that were not skipped. */
function ranIn(run: WorkflowResult): JobResult[] {
  return jobsOf(run).filter(({conclusion}) => conclusion !== 'skipped')
}

const said = (run: WorkflowResult): unknown[] =>
  actionResults(run).map(({outputs: {stage, operation}, annotations}) => ({stage, operation, annotations}))
const did = (stage: string, operation: string): unknown => ({stage, operation, annotations: []})

let place: Place

describe('a sample image', () => {
  beforeAll(async () => {
    place = await copyOf('sample-image')
    await place.sample.branch('feature/hello')
    await place.sample.write({'app/hello.sh': 'echo "Hello from a feature"\n'})
    await place.sample.commit('Say hello from a feature')
  }, 60_000)
  afterAll(() => place.close())

  test('goes to development with a pull request, to master with its merge, to release with a tag', async () => {
    const {sample, registry} = place
    const opened = await sample.workflow(await sample.pullRequest(12, 'feature/hello', {action: 'opened'}))
    expect(opened).toMatchObject({
      kind: 'ran',
      conclusion: 'success',
      jobs: [{name: 'image', environment: 'Development', conclusion: 'success'}]
    })
    expect(said(opened)).toEqual([did('development', 'built')])

    await sample.merge('feature/hello')
    const merged = await sample.workflow(await sample.push('master'))
    expect(jobsOf(merged)).toMatchObject([{environment: 'Master'}])
    expect(said(merged)).toEqual([did('master', 'built')])

    await sample.git('tag', 'v1.0.0')
    const released = await sample.workflow(
      await sample.event('push', 'refs/tags/v1.0.0', {ref: 'refs/tags/v1.0.0', deleted: false})
    )
    expect(jobsOf(released)).toMatchObject([{environment: 'Release'}])
    expect(said(released)).toEqual([did('release', 'promoted')])
    expect(actionResults(released)[0]?.outputs['digest']).toBe(actionResults(merged)[0]?.outputs['digest'])
    expect(jobsOf(released)[0]?.outputs['image']).toBe(actionResults(released)[0]?.outputs['image'])
    expect(Object.keys(registry.tags('sample-image/release'))).toEqual(
      expect.arrayContaining(['v1.0.0', '1.0', '1', 'latest'])
    )
  }, 120_000)

  test('is released by hand under the given version', async () => {
    const {sample, registry} = place
    await sample.checkout('master')
    const released = await sample.workflow(
      await sample.event('workflow_dispatch', 'refs/heads/master', {inputs: {version: '1.1.0'}})
    )
    expect(jobsOf(released)).toMatchObject([{environment: 'Release', conclusion: 'success'}])
    expect(said(released)).toEqual([did('release', 'promoted')])
    expect(registry.tags('sample-image/release')['v1.1.0']).toBe(registry.tags('sample-image/master')['master'])
  }, 60_000)

  test('is built in a merge queue, for development', async () => {
    const {sample} = place
    await sample.checkout('master')
    const sha = await sample.git('rev-parse', 'HEAD')
    const ref = 'refs/heads/gh-readonly-queue/master/pr-12'
    const queued = await sample.workflow(
      await sample.event('merge_group', ref, {
        action: 'checks_requested',
        merge_group: {head_ref: ref, head_sha: sha, base_ref: 'refs/heads/master'}
      })
    )
    expect(jobsOf(queued)).toMatchObject([{environment: 'Development', conclusion: 'success'}])
    expect(said(queued)).toEqual([did('development', 'unchanged')])
  }, 60_000)

  test("is built and not pushed for a fork's pull request", async () => {
    const run = await place.sample.workflow(
      await place.sample.pullRequest(13, 'feature/hello', {fork: 'stranger/sample-image'})
    )
    expect(run).toMatchObject({kind: 'ran', conclusion: 'success'})
    expect(actionResults(run)).toMatchObject([{exitCode: 0, outputs: {operation: 'built', changed: 'false'}}])
  }, 60_000)

  test('is not built for any other push', async () => {
    expect(await place.sample.workflow(await place.sample.push('feature/hello'))).toMatchObject({kind: 'ignored'})
  })

  test('leaves nothing behind on the runner', async () => {
    const run = await place.sample.workflow(await place.sample.push('master'))
    expect(jobsOf(run)[0]?.steps.map(({post}) => post?.exitCode)).toEqual([undefined, 0])
  }, 60_000)
})

describe('a monorepo', () => {
  const path = '.github/workflows/images.yml'
  beforeAll(async () => {
    place = await copyOf('monorepo')
  }, 60_000)
  afterAll(() => place.close())

  test('builds, merges and releases each of its images in its own job', async () => {
    const {sample, registry} = place
    await sample.branch('feature/hello')
    await sample.write({'services/web/web.sh': 'echo "Hello from a feature"\n'})
    await sample.commit('Say hello')
    const opened = await sample.workflow(await sample.pullRequest(12, 'feature/hello'), path)
    expect(jobsOf(opened)).toMatchObject([
      {name: 'api', environment: 'Development'},
      {name: 'web', environment: 'Development'}
    ])
    expect(said(opened)).toEqual([did('development', 'built'), did('development', 'built')])

    await sample.merge('feature/hello')
    expect(said(await sample.workflow(await sample.push('master'), path))).toEqual([
      did('master', 'built'),
      did('master', 'built')
    ])
    await sample.git('tag', 'v1.0.0')
    const released = await sample.workflow(
      await sample.event('push', 'refs/tags/v1.0.0', {ref: 'refs/tags/v1.0.0', deleted: false}),
      path
    )
    expect(said(released)).toEqual([did('release', 'promoted'), did('release', 'promoted')])
    expect(registry.tags('api/release')['v1.0.0']).not.toBe(registry.tags('web/release')['v1.0.0'])
  }, 120_000)

  test('builds only the image that a change affects', async () => {
    const {sample} = place
    await sample.checkout('master')
    await sample.branch('feature/api')
    await sample.write({'services/api/api.sh': 'echo "Another"\n'})
    await sample.commit('Change the API alone')
    expect(said(await sample.workflow(await sample.pullRequest(13, 'feature/api'), path))).toEqual([
      did('development', 'built'),
      did('development', 'unchanged')
    ])
  }, 60_000)
})

describe('the reusable workflow, called in six lines', () => {
  const CALLER = `on: {pull_request: , push: {branches: [master], tags: ['v*']}}
jobs:
  image:
    uses: org/ecr-registry-action/.github/workflows/image.yml@v1
    permissions: {contents: read, id-token: write, pull-requests: read}
`
  beforeAll(async () => {
    place = await copyOf('sample-image')
  }, 60_000)
  afterAll(() => place.close())

  test('takes an image through its stages', async () => {
    const {sample} = place
    await sample.branch('feature/hello')
    await sample.write({'.github/workflows/image.yml': CALLER})
    await sample.commit('Call the workflow')
    const opened = await sample.workflow(await sample.pullRequest(12, 'feature/hello'))
    expect(jobsOf(opened)).toMatchObject([
      {name: 'image / image', environment: 'Development', conclusion: 'success'},
      {name: 'image / part', conclusion: 'skipped'},
      {name: 'image / join', conclusion: 'skipped'}
    ])
    expect(said(opened)).toEqual([did('development', 'built')])
    await sample.merge('feature/hello')
    expect(said(await sample.workflow(await sample.push('master')))).toEqual([did('master', 'built')])
    await sample.git('tag', 'v1.0.0')
    const released = await sample.workflow(
      await sample.event('push', 'refs/tags/v1.0.0', {ref: 'refs/tags/v1.0.0', deleted: false})
    )
    expect(said(released)).toEqual([did('release', 'promoted')])
  }, 120_000)

  test('releases the image of a push to the trunk, if a job names the stage and the version', async () => {
    const {sample} = place
    await sample.checkout('master')
    await sample.write({
      'app/hello.sh': 'echo "Released at once"\n',
      '.github/workflows/image.yml': `${CALLER}  release:
    needs: image
    uses: org/ecr-registry-action/.github/workflows/image.yml@v1
    permissions: {contents: read, id-token: write, pull-requests: read}
    with: {stage: release, version: 1.1.0}
`
    })
    await sample.commit('Release each merge')
    const pushed = await sample.workflow(await sample.push('master'))
    expect(ranIn(pushed)).toMatchObject([{environment: 'Master'}, {environment: 'Release', conclusion: 'success'}])
    expect(said(pushed)).toEqual([did('master', 'built'), did('release', 'promoted')])
  }, 120_000)

  test('passes its outputs to later jobs, and takes inputs', async () => {
    const {sample} = place
    await sample.checkout('master')
    await sample.write({
      'app/hello.sh': 'echo "Another"\n',
      '.github/workflows/image.yml': `${CALLER}    with: {dry-run: true}
  deploy:
    needs: image
    runs-on: ubuntu-24.04
    steps:
      - run: echo "$STAGE $OPERATION" > "$GITHUB_STEP_SUMMARY"
        env: {STAGE: "\${{ needs.image.outputs.stage }}", OPERATION: "\${{ needs.image.outputs.operation }}"}
`
    })
    await sample.commit('Deploy after it')
    const jobs = ranIn(await sample.workflow(await sample.push('master')))
    expect(jobs).toMatchObject([
      {name: 'image / image', conclusion: 'success'},
      {name: 'deploy', conclusion: 'success'}
    ])
    expect(jobs[1]?.steps[0]?.result?.summary).toBe('master planned\n')
  }, 60_000)

  test('refuses a caller that grants fewer permissions than it needs', async () => {
    const {sample} = place
    await sample.write({'.github/workflows/image.yml': CALLER.replace(', pull-requests: read', '')})
    await sample.commit('Grant less')
    await expect(sample.workflow(await sample.push('master'))).rejects.toThrow(
      "The nested job 'image' is requesting 'pull-requests: read', but is only allowed 'pull-requests: none'."
    )
  })
})
