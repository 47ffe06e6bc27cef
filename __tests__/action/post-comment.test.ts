import {readFileSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

import {formatHandedComment} from '../../src/action/handed-comment.js'
import type {PostTarget} from '../../src/action/post-comment.js'
import {postComment, postTarget, readPostInputs} from '../../src/action/post-comment.js'
import {readRunner} from '../../src/action/runner.js'
import {Timings} from '../../src/core/timings.js'
import {marker} from '../../src/github/comment.js'
import type {GitHubEvent} from '../../src/stages/event.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import type {WorkflowEvent} from '../../testbed/workflow/event.js'
import {pullRequestEvent, pushEvent} from '../../testbed/workflow/event.js'

const action = parse(readFileSync('action.yml', 'utf8')) as {inputs: Record<string, {default?: string}>}

describe('a step with `post-comment`', () => {
  /** Reads the inputs with the environment that the runner makes from `with:` and the defaults in action.yml. */
  function read(given: Record<string, string>) {
    const masked: string[] = []
    const variables: Record<string, string> = {}
    for (const [name, {default: fallback = ''}] of Object.entries(action.inputs))
      variables[`INPUT_${name.toUpperCase()}`] = given[name] ?? (name === 'github-token' ? 'ghs_token' : fallback)
    return {inputs: () => readPostInputs(variables, value => masked.push(value)), masked}
  }

  test('has its comment and a token, beside the defaults of all other inputs', () => {
    const {inputs, masked} = read({'post-comment': '{}'})
    expect(inputs()).toEqual({comment: '{}', githubToken: 'ghs_token'})
    expect(masked).toEqual(['ghs_token'])
  })

  test.each(['', ' \n'])('is another step, if the input is %j', comment => {
    expect(read({'post-comment': comment, plan: '{}'}).inputs()).toBeUndefined()
  })

  test.each<[Record<string, string>, string]>([
    [{plan: '{}', part: 'linux/amd64'}, '`part`, `plan`'],
    [{plan: '{}', parts: '{}'}, '`parts`, `plan`'],
    [{distribute: 'true'}, '`distribute`'],
    [{operation: 'doctor'}, '`operation`'],
    [{operation: 'build'}, '`operation`'],
    [{stage: 'master'}, '`stage`'],
    [{comment: 'true'}, '`comment`'],
    [{comment: 'output'}, '`comment`'],
    [{'dry-run': 'true'}, '`dry-run`'],
    [{image: 'api'}, '`image`'],
    [{secrets: 'key=hunter2'}, '`secrets`'],
    [{config: 'other.yml'}, '`config`'],
    [{'scan-timeout': '1m'}, '`scan-timeout`'],
    [{'fail-on-severity': 'high'}, '`fail-on-severity`']
  ])('refuses %j beside it', (given, named) => {
    expect(read({'post-comment': '{}', ...given}).inputs).toThrow(
      expect.objectContaining({
        message: `A step with \`post-comment\` only posts the comment, and this one also has ${named}.`,
        remedy: expect.stringContaining('Give this step `post-comment` alone.')
      })
    )
  })
})

describe('a comment is for the pull request', () => {
  const by = {name: 'pull_request', actor: 'octocat'}
  const pullRequest = (number: number | undefined): GitHubEvent => ({
    ...by,
    kind: 'pull_request',
    action: 'synchronize',
    number,
    fork: false,
    headRef: 'feature/hello',
    headSha: '1'.repeat(40),
    mergeSha: '2'.repeat(40),
    baseRef: 'master'
  })
  const push: GitHubEvent = {
    ...by,
    name: 'push',
    kind: 'push',
    branch: 'feature/hello',
    sha: '1'.repeat(40),
    deleted: false
  }
  const other = (name: string): GitHubEvent => ({...by, name, kind: 'other'})
  const refused = (reason: string): PostTarget => ({
    kind: 'refused',
    reason: `The input \`post-comment\` is for pull request #12, and ${reason}.`
  })

  test.each<[string, GitHubEvent, number | undefined, PostTarget]>([
    ['of the event', pullRequest(12), undefined, {kind: 'own'}],
    ['of another event', pullRequest(13), undefined, refused('this run belongs to #13')],
    ['of no event', pullRequest(undefined), undefined, refused('a run on pull_request has none')],
    ['of the pushed branch', push, 12, {kind: 'own'}],
    ['of another branch', push, 13, refused('this run belongs to #13')],
    [
      'of a branch whose pull request was closed',
      push,
      undefined,
      {kind: 'gone', reason: 'Branch feature/hello has no open pull request: there is nowhere to comment.'}
    ],
    [
      'of a merge queue',
      {...by, name: 'merge_group', kind: 'merge_group', sha: ''},
      undefined,
      refused('a run on merge_group has none')
    ],
    ['of a tag', {...push, kind: 'tag', tag: 'v1.0.0'}, undefined, refused('a run on push has none')],
    [
      'of an event that gives outside code a token',
      other('pull_request_target'),
      undefined,
      refused('a run on pull_request_target has none')
    ]
  ])('%s', (_, event, open, expected) => {
    expect(postTarget(12, event, open)).toEqual(expected)
  })
})

describe('posting', () => {
  const REPOSITORY = {fullName: 'my-org/sample-image', id: 123456789, ownerId: 987654, defaultBranch: 'master'}
  const SUBJECT = 'sample-image/development'
  const [HEAD, MERGE] = ['1'.repeat(40), '2'.repeat(40)] as const

  let testbed: Testbed
  let directory: string
  beforeEach(async () => {
    testbed = await startTestbed()
    testbed.github.addRepository(REPOSITORY)
    directory = await mkdtemp(join(tmpdir(), 'post-comment-'))
  })
  afterEach(async () => {
    await testbed.close()
    await rm(directory, {recursive: true})
  })

  const opened = (number = 12, state: 'open' | 'closed' = 'open'): void => {
    testbed.github.openPull({repository: REPOSITORY.fullName, number, head: 'feature/hello', sha: HEAD, state})
  }
  const pullRequest = (number = 12): WorkflowEvent =>
    pullRequestEvent(REPOSITORY, {number, branch: 'feature/hello', sha: HEAD, merge: MERGE})
  const branch = (): WorkflowEvent => pushEvent(REPOSITORY, 'refs/heads/feature/hello', HEAD)
  const texts = (number = 12) => testbed.github.comments(REPOSITORY.fullName, number).map(({body}) => body)

  async function post(
    event: WorkflowEvent,
    body = 'Hello',
    permissions: Record<string, 'read' | 'write'> = {'pull-requests': 'write'}
  ) {
    const path = join(directory, 'event.json')
    await writeFile(path, JSON.stringify(event.payload))
    const {env, token} = testbed.github.job({
      ...event,
      eventName: event.name,
      repository: REPOSITORY.fullName,
      permissions
    })
    return await postComment({
      runner: readRunner({...env, GITHUB_EVENT_PATH: path}),
      timings: new Timings(),
      signal: new AbortController().signal,
      githubToken: token,
      comment: formatHandedComment({repository: REPOSITORY.fullName, pullRequest: 12, subject: SUBJECT, body})
    })
  }

  test.each([
    ['a pull request', pullRequest],
    ['a push to its branch', branch]
  ])('creates the comment and updates it, in a run on %s', async (_, event) => {
    opened()
    expect(await post(event())).toEqual({kind: 'commented', reason: 'Commented on pull request #12.'})
    expect(await post(event(), 'Again')).toEqual({
      kind: 'commented',
      reason: 'Updated the comment on pull request #12.'
    })
    expect(texts()).toEqual([expect.stringMatching(/^<!-- .* -->\nAgain$/)])
  })

  test('leaves the comment of a later run as it is', async () => {
    opened()
    const later = `${marker({subject: SUBJECT, run: {id: 999_999_999, attempt: 1}})}\nLater`
    testbed.github.addComment(REPOSITORY.fullName, 12, 'github-actions[bot]', later)
    expect(await post(pullRequest())).toEqual({
      kind: 'commented',
      reason: 'The comment on pull request #12 stays: a later run has already written it.'
    })
    expect(texts()).toEqual([later])
  })

  test('does nothing if the pull request of the branch was closed', async () => {
    opened(12, 'closed')
    expect(await post(branch())).toMatchObject({kind: 'skipped'})
    expect(texts()).toEqual([])
  })

  test("refuses another run's comment", async () => {
    opened()
    opened(13)
    await expect(post(pullRequest(13))).rejects.toThrow('is for pull request #12, and this run belongs to #13.')
    expect([...texts(12), ...texts(13)]).toEqual([])
  })

  test('fails without the permission, which it names', async () => {
    opened()
    await expect(post(pullRequest(), 'Hello', {'pull-requests': 'read'})).rejects.toMatchObject({
      message: expect.stringContaining('GitHub answered 403'),
      remedy: expect.stringContaining('Add `pull-requests: write`')
    })
    expect(texts()).toEqual([])
  })
})
