import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {openRepository} from '../../src/github/repository.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

const REPOSITORY = 'my-org/sample-image'

let testbed: Testbed
beforeEach(async () => {
  testbed = await startTestbed()
  testbed.github.addRepository({fullName: REPOSITORY, id: 123456789, ownerId: 987654})
})
afterEach(() => testbed.close())

/** The repository as a job with these permissions may ask about it. */
function open(permissions: Record<string, 'read' | 'write'> = {contents: 'read'}) {
  const {env, token} = testbed.github.job({
    repository: REPOSITORY,
    ref: 'refs/tags/v1.5.1',
    sha: '1'.repeat(40),
    eventName: 'push',
    permissions
  })
  return openRepository({
    token,
    apiUrl: env['GITHUB_API_URL']!,
    fullName: REPOSITORY,
    signal: new AbortController().signal
  })
}

describe('whether a git tag is a pre-release', () => {
  test.each([
    ['published as one', {prerelease: true}, 'yes'],
    ['published as none', {prerelease: false}, 'no'],
    ['not published yet', {prerelease: true, draft: true}, 'no']
  ])('%s', async (_, release, expected) => {
    testbed.github.setRelease(REPOSITORY, {tag: 'v1.6.0', ...release})
    expect(await open().isPrerelease('v1.6.0')).toEqual({kind: expected})
  })

  test('a tag without a release is none', async () => {
    expect(await open().isPrerelease('v1.6.0')).toEqual({kind: 'no'})
  })

  test('is asked once for each tag', async () => {
    testbed.github.setRelease(REPOSITORY, {tag: 'v1.6.0', prerelease: true})
    const repository = open()
    for (const tag of ['v1.6.0', 'v1.5.0', 'v1.6.0']) await repository.isPrerelease(tag)
    expect(testbed.requests.map(({path}) => path)).toEqual(
      ['v1.6.0', 'v1.5.0'].map(tag => `/repos/${REPOSITORY}/releases/tags/${tag}`)
    )
  })

  test('is not known where the job may not ask', async () => {
    expect(await open({'pull-requests': 'read'}).isPrerelease('v1.6.0')).toEqual({
      kind: 'unknown',
      because:
        'Asking whether the release v1.6.0 is a pre-release: GitHub answered 403: Resource not accessible by integration - https://docs.github.com/rest ' +
        'Add `contents: read` to the `permissions:` of this job.'
    })
  })

  test('is not known where GitHub does not answer', async () => {
    testbed.faults.add({match: {service: 'github'}, fault: {kind: 'status', status: 502}})
    expect(await open().isPrerelease('v1.6.0')).toEqual({
      kind: 'unknown',
      because: expect.stringMatching(
        /^Asking whether the release v1\.6\.0 is a pre-release: GitHub answered 502.*githubstatus/
      )
    })
  })
})
