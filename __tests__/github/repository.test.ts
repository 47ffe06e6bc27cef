import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {GitHubApiRepository} from '../../src/github/repository.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

const REPOSITORY = 'my-org/sample-image'

let testbed: Testbed
beforeEach(async () => {
  testbed = await startTestbed()
  testbed.github.addRepository({fullName: REPOSITORY, id: 123456789, ownerId: 987654})
})
afterEach(() => testbed.close())

/** Opens the repository with the token of a job that has these permissions. */
function open(permissions: Record<string, 'read' | 'write'> = {contents: 'read'}) {
  const {env, token} = testbed.github.job({
    repository: REPOSITORY,
    ref: 'refs/tags/v1.5.1',
    sha: '1'.repeat(40),
    eventName: 'push',
    permissions
  })
  return new GitHubApiRepository({
    token,
    apiUrl: env['GITHUB_API_URL']!,
    fullName: REPOSITORY,
    signal: new AbortController().signal
  })
}

describe('the pre-release state of a git tag', () => {
  test.each([
    ['published as a pre-release', {prerelease: true}, 'yes'],
    ['published as a full release', {prerelease: false}, 'no'],
    ['not published yet', {prerelease: true, draft: true}, 'no']
  ])('is that of its release: %s', async (_, release, expected) => {
    testbed.github.setRelease(REPOSITORY, {tag: 'v1.6.0', ...release})
    expect(await open().isPrerelease('v1.6.0')).toEqual({kind: expected})
  })

  test('is no for a tag without a release', async () => {
    expect(await open().isPrerelease('v1.6.0')).toEqual({kind: 'no'})
  })

  test('is requested once per tag', async () => {
    testbed.github.setRelease(REPOSITORY, {tag: 'v1.6.0', prerelease: true})
    const repository = open()
    for (const tag of ['v1.6.0', 'v1.5.0', 'v1.6.0']) await repository.isPrerelease(tag)
    expect(testbed.requests.map(({path}) => path)).toEqual(
      ['v1.6.0', 'v1.5.0'].map(tag => `/repos/${REPOSITORY}/releases/tags/${tag}`)
    )
  })

  test('is unknown if the job may not ask', async () => {
    expect(await open({'pull-requests': 'read'}).isPrerelease('v1.6.0')).toEqual({
      kind: 'unknown',
      because:
        'Asking whether the release v1.6.0 is a pre-release: GitHub answered 403: Resource not accessible by integration - https://docs.github.com/rest',
      remedy: 'Add `contents: read` to the `permissions:` of this job.'
    })
  })

  test('is unknown if GitHub does not answer', async () => {
    testbed.faults.add({match: {service: 'github'}, fault: {kind: 'status', status: 502}})
    expect(await open().isPrerelease('v1.6.0')).toEqual({
      kind: 'unknown',
      because: expect.stringMatching(/^Asking whether the release v1\.6\.0 is a pre-release: GitHub answered 502/),
      remedy: {
        workflow: expect.stringMatching(/^Run the job again\. .*githubstatus/),
        terminal: expect.stringMatching(/^Try again\. .*githubstatus/)
      }
    })
  })
})

describe('the commits that a branch has after a commit', () => {
  const sha = (digit: number): string => String(digit).repeat(40)
  beforeEach(() => {
    testbed.github.addCommits(REPOSITORY, [
      {sha: sha(1), parents: []},
      {sha: sha(2), parents: [sha(1)]},
      {sha: sha(3), parents: [sha(1)]}
    ])
    testbed.github.setRef(REPOSITORY, 'refs/heads/master', sha(2))
  })

  test('are those of the branch, also if a tag has the name of the branch', async () => {
    testbed.github.setRef(REPOSITORY, 'refs/tags/master', sha(3))
    expect(await open().laterCommits(sha(1), 'master')).toMatchObject({commits: [sha(2)], contains: true})
    expect(await open().laterCommits(sha(3), 'master')).toMatchObject({contains: false})
  })

  test('are none for its newest commit, which takes one request', async () => {
    testbed.requests.length = 0
    expect(await open().laterCommits(sha(2), 'master')).toEqual({
      kind: 'known',
      commits: [],
      total: 0,
      contains: true
    })
    expect(testbed.requests.map(({path}) => path)).toEqual([expect.stringContaining('/git/ref/heads%2Fmaster')])
  })

  test('are not known if the branch does not exist', async () => {
    testbed.github.setRef(REPOSITORY, 'refs/tags/gone', sha(3))
    expect(await open().laterCommits(sha(1), 'gone')).toMatchObject({
      kind: 'unknown',
      because: expect.stringContaining('Asking for the newest commit of gone: GitHub answered 404')
    })
  })
})
