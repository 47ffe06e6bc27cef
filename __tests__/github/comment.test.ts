import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {CommentContent, OwnComment, RunNumber} from '../../src/github/comment.js'
import {BODY_LIMIT, isLater, latestOf, marker, PullRequestComments, readMarker} from '../../src/github/comment.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

const REPOSITORY = 'my-org/sample-image'
const SUBJECT = 'sample-image/development'
const BOT = 'github-actions[bot]'

let testbed: Testbed
beforeEach(async () => {
  testbed = await startTestbed()
  testbed.github.addRepository({fullName: REPOSITORY, id: 123456789, ownerId: 987654})
  testbed.github.openPull({repository: REPOSITORY, number: 7, head: 'feature/hello', sha: '1'.repeat(40)})
})
afterEach(() => testbed.close())

function createContent(changes: Partial<CommentContent> = {}): CommentContent {
  return {pullRequest: 7, subject: SUBJECT, run: {id: 100, attempt: 1}, body: 'Hello', ...changes}
}

/** Opens the comments with the token of a job that has these permissions. */
function open(permissions: Record<string, 'read' | 'write'> = {'pull-requests': 'write'}) {
  const {env, token} = testbed.github.job({
    repository: REPOSITORY,
    ref: 'refs/pull/7/merge',
    sha: '1'.repeat(40),
    eventName: 'pull_request',
    permissions
  })
  return new PullRequestComments({
    token,
    apiUrl: env['GITHUB_API_URL']!,
    fullName: REPOSITORY,
    signal: new AbortController().signal
  })
}

const texts = () => testbed.github.comments(REPOSITORY, 7).map(({body}) => body.split('\n').slice(1).join('\n'))
const post = (author: string, run: RunNumber, body = 'Hello') =>
  testbed.github.addComment(REPOSITORY, 7, author, `${marker({subject: SUBJECT, run})}\n${body}`)

describe('one comment', () => {
  test('is created, and then updated by each later run and attempt', async () => {
    expect(await open().keep(createContent())).toBe('created')
    expect(await open().keep(createContent({run: {id: 100, attempt: 2}, body: 'Again'}))).toBe('updated')
    expect(await open().keep(createContent({run: {id: 101, attempt: 1}, body: 'Later'}))).toBe('updated')
    expect(texts()).toEqual(['Later'])
  })

  test('is kept per subject', async () => {
    await open().keep(createContent({subject: 'api/development', body: 'API'}))
    await open().keep(createContent({subject: 'web/development', body: 'Web'}))
    await open().keep(createContent({subject: 'api/development', body: 'API 2'}))
    expect(texts()).toEqual(['API 2', 'Web'])
  })

  test('stays unchanged if an earlier run comes late', async () => {
    await open().keep(createContent({run: {id: 101, attempt: 1}, body: 'Later'}))
    expect(await open().keep(createContent({body: 'Earlier'}))).toBe('superseded')
    expect(texts()).toEqual(['Later'])
  })

  test('is found after hundreds of others, with ids beyond 32 bits', async () => {
    for (let count = 0; count < 250; count++) testbed.github.addComment(REPOSITORY, 7, 'octocat', `Comment ${count}`)
    await open().keep(createContent())
    testbed.requests.length = 0
    expect(await open().keep(createContent({body: 'Again'}))).toBe('updated')
    expect(texts().filter(text => text !== '')).toEqual(['Again'])
    expect(testbed.requests.map(({method, path}) => `${method} ${path}`)).toEqual([
      'POST /graphql',
      'POST /graphql',
      'POST /graphql',
      expect.stringMatching(/^PATCH \/repos\/my-org\/sample-image\/issues\/comments\/3000000250$/)
    ])
  })

  test('is created again if somebody deleted it', async () => {
    post(BOT, {id: 99, attempt: 1})
    testbed.faults.add({
      match: {service: 'github', method: 'PATCH', path: /comments/},
      fault: {kind: 'status', status: 404, body: '{"message":"Not Found"}'}
    })
    expect(await open().keep(createContent({body: 'Again'}))).toBe('created')
    // The fault only pretends that the first comment is gone, so that one is removed as well.
    expect(texts()).toEqual(['Again'])
  })
})

describe('comments of others', () => {
  test.each([
    [
      'a person who forges the marker',
      'mallory',
      `${marker({subject: SUBJECT, run: {id: 999_999, attempt: 9}})}\nForged`
    ],
    [
      'a person who quotes the comment',
      'octocat',
      `> ${marker({subject: SUBJECT, run: {id: 1, attempt: 1}})}\n> Hello\n\nNice!`
    ],
    [
      'another workflow that quotes the comment',
      BOT,
      `Report of:\n${marker({subject: SUBJECT, run: {id: 1, attempt: 1}})}\nHello`
    ]
  ])('are never touched: one of %s', async (_, author, body) => {
    const other = testbed.github.addComment(REPOSITORY, 7, author, body)
    expect(await open().keep(createContent())).toBe('created')
    expect(await open().keep(createContent({body: 'Again'}))).toBe('updated')
    expect(testbed.github.comments(REPOSITORY, 7)).toMatchObject([{...other, body}, {author: BOT}])
  })
})

describe('two runs at once', () => {
  test('that both find no comment leave one, with the text of the latest', async () => {
    const ids = [3, 1, 4, 2]
    await Promise.all(ids.map(id => open().keep(createContent({run: {id, attempt: 1}, body: `Run ${id}`}))))
    expect(texts()).toEqual(['Run 4'])
  })

  test('the next run removes a second comment that is left over', async () => {
    post(BOT, {id: 1, attempt: 1})
    const second = post(BOT, {id: 2, attempt: 1})
    await open().keep(createContent({body: 'Third'}))
    expect(testbed.github.comments(REPOSITORY, 7)).toMatchObject([{id: second.id}])
    expect(testbed.requests.filter(({method}) => method === 'DELETE')).toMatchObject([{status: 204}])
    expect(texts()).toEqual(['Third'])
  })

  test('an earlier run that comes late removes a second comment, and keeps the later text', async () => {
    post(BOT, {id: 101, attempt: 1}, 'First')
    post(BOT, {id: 102, attempt: 1}, 'Second')
    expect(await open().keep(createContent())).toBe('superseded')
    expect(texts()).toEqual(['Second'])
  })
})

describe('the limits of GitHub', () => {
  test.each<[string, Record<string, 'read' | 'write'>]>([
    ['may not write', {'pull-requests': 'read'}],
    ['may not even read', {contents: 'read'}],
    ['may write only issues, and so cannot recognize its own comments', {issues: 'write'}]
  ])('a token that %s: the error names the permission', async (_, permissions) => {
    await expect(open(permissions).keep(createContent())).rejects.toMatchObject({
      message: expect.stringContaining('GitHub answered 403'),
      remedy: 'Add `pull-requests: write` to the `permissions:` of this job to have the comment.'
    })
    expect(testbed.github.comments(REPOSITORY, 7)).toEqual([])
  })

  test('a locked conversation: the error names the lock', async () => {
    testbed.github.openPull({
      repository: REPOSITORY,
      number: 7,
      head: 'feature/hello',
      sha: '1'.repeat(40),
      locked: true
    })
    await expect(open().keep(createContent())).rejects.toMatchObject({
      remedy: 'The conversation is locked: unlock it on GitHub.'
    })
  })

  test('a pull request that does not exist', async () => {
    await expect(open().keep(createContent({pullRequest: 8}))).rejects.toThrow(/#8: GitHub answered 404/)
  })

  test('the longest body is accepted', async () => {
    await open().keep(createContent({subject: 'a'.repeat(256), body: 'x'.repeat(BODY_LIMIT)}))
    expect(testbed.github.comments(REPOSITORY, 7)).toHaveLength(1)
  })

  test('a longer body is cut at the end of a line', async () => {
    const lines = Array.from({length: 1000}, (_, index) => `- ${index} ${'é'.repeat(100)}`)
    await open().keep(createContent({body: lines.join('\n')}))
    const [text = ''] = texts()
    expect(text.length).toBeGreaterThan(BODY_LIMIT - 200)
    expect(text.length).toBeLessThanOrEqual(BODY_LIMIT)
    const kept = text.split('\n')
    expect(kept.splice(-2)).toEqual(['', '…'])
    expect(kept).toEqual(lines.slice(0, kept.length))
  })

  test('a transient error is tried again', async () => {
    testbed.faults.add({match: {service: 'github', method: 'POST'}, fault: {kind: 'status', status: 502}, times: 2})
    expect(await open().keep(createContent())).toBe('created')
    expect(texts()).toEqual(['Hello'])
  })
})

describe('the marker', () => {
  test('is read back, but only for its subject', () => {
    const text = `${marker({subject: SUBJECT, run: {id: 12_345_678_901, attempt: 3}})}\nHello`
    expect(readMarker(text, SUBJECT)).toEqual({id: 12_345_678_901, attempt: 3})
    expect(readMarker(text, 'sample-image/develop')).toBeUndefined()
    expect(readMarker(`\n${text}`, SUBJECT)).toBeUndefined()
  })

  test.each([
    [[2, 1], [1, 9], true],
    [[1, 9], [2, 1], false],
    [[1, 2], [1, 1], true],
    [[1, 1], [1, 1], false]
  ] as const)('run %j is later than %j: %s', (one, other, later) => {
    expect(isLater({id: one[0], attempt: one[1]}, {id: other[0], attempt: other[1]})).toBe(later)
  })
})

describe('of several comments, the one that stays is', () => {
  const own = (...runs: number[]): OwnComment[] =>
    runs.map((run, index) => ({id: index + 1, run: {id: run, attempt: 1}}))
  test.each<[string, OwnComment[], number | undefined]>([
    ['none if there are none', own(), undefined],
    ['the only one', own(5), 1],
    ['the comment of the latest run', own(4, 6, 5), 2],
    ['the first of one run, in whatever order they come', own(5, 5).reverse(), 1]
  ])('%s', (_, comments, id) => {
    expect(latestOf(comments)?.id).toBe(id)
  })
})
