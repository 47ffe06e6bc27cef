import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {describe, expect, test} from '@jest/globals'

import type {Value} from '../testbed/workflow/expression.js'
import {asMapping, evaluateToken, text} from '../testbed/workflow/expression.js'
import {readWorkflow} from '../testbed/workflow/file.js'

const ROOT = join(import.meta.dirname, '..')
/** GitHub starts no run with a longer group. */
const LONGEST_GROUP = 400

interface Run {
  file?: string
  id?: number
  pullRequest?: number
  branch?: string
  inputs?: Record<string, Value>
}

/** The concurrency group of a run. */
async function groupOf(
  path: string,
  {file = 'image.yml', id = 4711, pullRequest, branch = 'master', inputs = {}}: Run
): Promise<string> {
  const {concurrency} = await readWorkflow(path, readFileSync(join(ROOT, path), 'utf8'))
  const ref = pullRequest === undefined ? `refs/heads/${branch}` : `refs/pull/${pullRequest}/merge`
  const github = {
    workflow: 'Image',
    workflow_ref: `my-org/sample-image/.github/workflows/${file}@${ref}`,
    run_id: String(id),
    event: pullRequest === undefined ? {} : {pull_request: {number: pullRequest}}
  }
  const unset = {
    image: '',
    variant: '',
    stage: 'auto',
    platforms: '',
    version: '',
    'fail-on-severity': 'none',
    'dry-run': false,
    environment: '',
    context: '',
    file: '',
    target: ''
  }
  const settings =
    concurrency === undefined
      ? {}
      : asMapping(
          evaluateToken(concurrency, {
            contexts: {github, inputs: {...unset, ...inputs}},
            status: {success: true, failure: false}
          })
        )
  expect(settings).toEqual({group: expect.any(String), 'cancel-in-progress': true})
  return text(settings['group'] ?? '')
}

describe.each([
  '.github/workflows/image.yml',
  'examples/sample-image/.github/workflows/image.yml',
  'examples/several-platforms/.github/workflows/image.yml',
  'examples/monorepo/.github/workflows/images.yml'
])('a run of %s', path => {
  test('is cancelled by a newer run for the same pull request', async () => {
    expect(await groupOf(path, {pullRequest: 12, id: 4712})).toBe(await groupOf(path, {pullRequest: 12}))
  })

  test.each<[string, Run, Run]>([
    ['for another pull request', {pullRequest: 12}, {pullRequest: 13}],
    ['for another commit of the trunk', {id: 4711}, {id: 4712}],
    ['of another workflow file of the same name', {pullRequest: 12}, {pullRequest: 12, file: 'other.yml'}]
  ])('is not cancelled by one %s', async (_, one, other) => {
    expect(await groupOf(path, one)).not.toBe(await groupOf(path, other))
  })
})

describe('jobs of one run that call the workflow', () => {
  const path = '.github/workflows/image.yml'

  test.each<[string, Record<string, Value>, Record<string, Value>]>([
    ['for different images', {image: 'api'}, {image: 'web'}],
    ['for different variants', {variant: 'alpine'}, {}],
    ['for different stages', {stage: 'release'}, {}],
    ['for different platforms', {platforms: 'linux/amd64'}, {platforms: 'linux/arm64'}],
    ['for a dry run and for the real run', {'dry-run': true}, {'dry-run': false}],
    ['in different environments', {environment: 'Development'}, {environment: 'Development-2'}],
    ['of different versions', {version: '1.2.3'}, {version: '1.2.4'}],
    ['of different contexts', {context: 'api'}, {context: 'web'}],
    ['of different Dockerfiles', {file: 'api.dockerfile'}, {file: 'web.dockerfile'}],
    ['of different stages of the Dockerfile', {target: 'api'}, {target: 'web'}],
    ['with different values that are equal when joined', {image: 'a-b'}, {image: 'a', platforms: 'b'}]
  ])('%s do not cancel each other', async (_, one, other) => {
    for (const run of [{pullRequest: 12}, {}])
      expect(await groupOf(path, {...run, inputs: one})).not.toBe(await groupOf(path, {...run, inputs: other}))
  })

  test('are not refused because of a long branch name', async () => {
    const inputs = {
      image: 'i'.repeat(64),
      platforms: 'linux/amd64,linux/arm64,linux/arm/v7',
      environment: 'Development'
    }
    expect((await groupOf(path, {branch: 'b'.repeat(240), inputs})).length).toBeLessThanOrEqual(LONGEST_GROUP)
  })
})
