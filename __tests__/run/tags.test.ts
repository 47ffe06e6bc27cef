import {describe, expect, test} from '@jest/globals'
import {RegistryError} from '@org/oci/errors'

import {readInputs} from '../../src/action/inputs.js'
import {readRunner} from '../../src/action/runner.js'
import type {StageRepository} from '../../src/run/session.js'
import type {Holder, TagPlan} from '../../src/run/tags.js'
import {commitTagOptions, planTag, tagStagedImage} from '../../src/run/tags.js'
import type {Stage} from '../../src/stages/stage.js'
import type {Tag} from '../../src/stages/tags.js'
import {tagsFor} from '../../src/stages/tags.js'

const LATER = 'b'.repeat(40)

function tagNamed(stage: Stage, name: string): Tag {
  const {commit, named} = tagsFor({
    stage,
    commit: 'a'.repeat(40),
    branch: 'feature/x',
    pullRequest: 12,
    version: {text: '1.2.3', prerelease: false},
    trunk: 'master'
  })
  return [commit, ...named].find(tag => tag.name === name)!
}

test.each<[Stage, string, Holder, string | undefined, TagPlan['kind']]>([
  ['development', 'sha-aaaaaaaaaaaa', 'nothing', undefined, 'put'],
  ['development', 'sha-aaaaaaaaaaaa', 'this image', undefined, 'already'],
  ['development', 'sha-aaaaaaaaaaaa', 'another image', undefined, 'keep'],
  ['master', 'sha-aaaaaaaaaaaa', 'another image', undefined, 'rename'],
  ['release', 'v1.2.3', 'another image', undefined, 'fail'],
  ['release', 'v1.2.3', 'this image', undefined, 'already'],
  ['development', 'pr-12', 'another image', undefined, 'put'],
  ['development', 'pr-12', 'another image', LATER, 'keep'],
  ['development', 'feature-x', 'another image', LATER, 'keep'],
  ['development', 'feature-x', 'this image', LATER, 'already'],
  ['master', 'master', 'nothing', undefined, 'put'],
  ['master', 'master', 'another image', undefined, 'put'],
  ['master', 'master', 'another image', LATER, 'keep'],
  // A later commit does not affect the commit's own tag.
  ['master', 'sha-aaaaaaaaaaaa', 'nothing', LATER, 'put']
])('%s: %s that names %s, a later commit here: %s -> %s', (stage, name, holder, later, kind) => {
  expect(planTag(stage, tagNamed(stage, name), holder, later).kind).toBe(kind)
})

test.each([
  ['push', true],
  ['pull_request', true],
  ['merge_group', true],
  ['workflow_run', true],
  ['schedule', false],
  ['workflow_dispatch', false]
])('another recipe of a commit is noticed in a run for %s: %j', (name, isNoticed) => {
  const environment = {
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: '/event.json',
    GITHUB_REF: 'refs/heads/master',
    GITHUB_REPOSITORY: 'my-org/sample-image',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_WORKSPACE: '/work',
    RUNNER_TEMP: '/temp'
  }
  const revision = {commit: 'a'.repeat(40), branch: 'master', pullRequest: undefined, version: undefined}
  const run = {
    revision,
    runner: readRunner(environment),
    inputs: readInputs(environment, () => undefined),
    image: undefined
  }
  expect(commitTagOptions(run, true).recipe !== undefined).toBe(isNoticed)
})

describe('a tag on an image that stays incomplete in the repository', () => {
  const MANIFEST = {
    digest: `sha256:${'a'.repeat(64)}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    bytes: Buffer.from('{}')
  }
  const refusal = new RegistryError({
    purpose: 'tagging a:src-1',
    origin: 'https://registry.example',
    answer: '404 BLOB_UPLOAD_UNKNOWN: Layers do not exist',
    status: 404,
    needsBuild: true,
    remedy: 'Build and push the image again.'
  })
  const target = {client: {tag: () => Promise.reject(refusal)}} as unknown as Pick<StageRepository, 'client'>

  test('fails a build, and the remedy is the input that builds an unchanged image again', async () => {
    await expect(tagStagedImage(target, 'src-1', {manifest: MANIFEST})).rejects.toMatchObject({
      message: refusal.message,
      needsBuild: true,
      remedy: {
        workflow: 'Build the image again, with the input `rebuild`: a part of it is missing in the registry.',
        terminal: 'Build the image again, with `--rebuild`: a part of it is missing in the registry.'
      }
    })
  })

  test('fails a copy with the error of the registry', async () => {
    const sendAgain = () => Promise.resolve()
    await expect(tagStagedImage(target, 'master', {manifest: MANIFEST, sendAgain})).rejects.toBe(refusal)
  })
})
