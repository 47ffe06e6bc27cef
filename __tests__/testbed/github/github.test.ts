import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'
import {createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify} from 'jose'

import type {JobSettings, TokenPermissions} from '../../../testbed/github/repository.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {createTestbed, request, TOKEN_ISSUER} from '../sample.js'

const repository = 'my-org/sample-image'
const sha = (digit: number): string => String(digit).repeat(40)

let testbed: Testbed
beforeEach(async () => {
  testbed = await createTestbed()
})
afterEach(() => testbed.close())

function createJob(job: Partial<JobSettings> = {}): JobSettings {
  return {
    repository,
    ref: 'refs/heads/feature/hello',
    sha: sha(1),
    eventName: 'push',
    permissions: {'id-token': 'write'},
    ...job
  }
}

async function getToken(job: Partial<JobSettings> = {}, audience?: string): Promise<string> {
  const {env} = testbed.github.job(createJob(job))
  const query = audience === undefined ? '' : `&audience=${encodeURIComponent(audience)}`
  const url = `${env['ACTIONS_ID_TOKEN_REQUEST_URL']}${query}`
  const {text} = await request('GET', url, {
    headers: {authorization: `Bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`}
  })
  return (JSON.parse(text) as {value: string}).value
}

describe('OIDC tokens', () => {
  test('verify against the published keys', async () => {
    const {env} = testbed.github.job(createJob())
    const {origin} = new URL(env['ACTIONS_ID_TOKEN_REQUEST_URL']!)
    const configuration = JSON.parse((await request('GET', `${origin}/.well-known/openid-configuration`)).text) as {
      issuer: string
      jwks_uri: string
    }
    const keys = JSON.parse((await request('GET', configuration.jwks_uri)).text) as JSONWebKeySet
    const {payload} = await jwtVerify(await getToken({}, 'sts.amazonaws.com'), createLocalJWKSet(keys), {
      issuer: configuration.issuer,
      audience: 'sts.amazonaws.com'
    })
    expect(payload).toMatchObject({
      iss: `https://${TOKEN_ISSUER}`,
      repository,
      repository_id: '123456789',
      repository_owner_id: '987654',
      ref: 'refs/heads/feature/hello',
      ref_type: 'branch',
      event_name: 'push',
      sha: sha(1)
    })
    expect(payload).not.toHaveProperty('environment')
  })

  test.each<[string, Partial<JobSettings>, boolean]>([
    ['repo:my-org/sample-image:ref:refs/heads/feature/hello', {}, false],
    ['repo:my-org/sample-image:pull_request', {eventName: 'pull_request', ref: 'refs/pull/7/merge'}, false],
    [
      'repo:my-org/sample-image:environment:Development',
      {eventName: 'pull_request', environment: 'Development'},
      false
    ],
    ['repo:my-org/sample-image:environment:a%3Ab', {environment: 'a:b'}, false],
    ['repo:my-org@987654/sample-image@123456789:environment:Release', {environment: 'Release'}, true],
    ['repo:my-org@987654/sample-image@123456789:ref:refs/tags/v1.0.0', {ref: 'refs/tags/v1.0.0'}, true]
  ])('have the subject %s', async (subject, job, immutableSubject) => {
    testbed.github.addRepository({fullName: repository, id: 123456789, ownerId: 987654, immutableSubject})
    expect(decodeJwt(await getToken(job)).sub).toBe(subject)
  })

  test('have the owner as their audience, if the request names none', async () => {
    expect(decodeJwt(await getToken()).aud).toBe('https://github.com/my-org')
  })

  test.each<[string, Partial<JobSettings>]>([
    ['without the permission', {permissions: {contents: 'read'}}],
    ['with id-token: read', {permissions: {'id-token': 'read'}}],
    ['from a fork', {fromFork: true}]
  ])('cannot be requested %s', (_, job) => {
    const {env} = testbed.github.job(createJob(job))
    expect(env).not.toHaveProperty('ACTIONS_ID_TOKEN_REQUEST_URL')
    expect(env).not.toHaveProperty('ACTIONS_ID_TOKEN_REQUEST_TOKEN')
  })

  test('are refused for a wrong request token', async () => {
    const {env} = testbed.github.job(createJob())
    expect(
      (await request('GET', env['ACTIONS_ID_TOKEN_REQUEST_URL']!, {headers: {authorization: 'Bearer x'}})).status
    ).toBe(401)
  })
})

async function call(path: string, permissions: TokenPermissions = {}, method = 'GET', body?: string) {
  const {env, token} = testbed.github.job(createJob({permissions}))
  const options = {headers: {authorization: `Bearer ${token}`}, ...(body === undefined ? {} : {body})}
  const answer = await request(method, `${env['GITHUB_API_URL']}${path}`, options)
  return {...answer, json: JSON.parse(answer.text) as Record<string, unknown>}
}

describe('permissions of the REST API', () => {
  test.each([
    ['pull-requests', `/repos/${repository}/pulls`],
    ['pull-requests', `/repos/${repository}/commits/${sha(1)}/pulls`],
    ['contents', `/repos/${repository}/compare/a...b`],
    ['contents', `/repos/${repository}/commits/${sha(1)}`],
    ['contents', `/repos/${repository}/git/matching-refs/tags/`],
    ['contents', `/repos/${repository}/releases/tags/v1.0.0`]
  ])('%s: read for %s', async (permission, path) => {
    testbed.github.setRelease(repository, {tag: 'v1.0.0'})
    testbed.github.setRef(repository, 'refs/heads/a', sha(1))
    testbed.github.setRef(repository, 'refs/heads/b', sha(1))
    const denied = await call(path, {issues: 'write'})
    expect(denied.status).toBe(403)
    expect(denied.json).toMatchObject({message: 'Resource not accessible by integration', status: '403'})
    expect((await call(path, {[permission]: 'read'})).status).toBe(200)
    expect((await call(path, {[permission]: 'write'})).status).toBe(200)
  })

  test('a release is found by its tag once it is published', async () => {
    const path = `/repos/${repository}/releases/tags/v1.0.0`
    const read = async () => await call(path, {contents: 'read'})
    expect(await read()).toMatchObject({status: 404, json: {message: 'Not Found'}})
    testbed.github.setRelease(repository, {tag: 'v1.0.0', prerelease: true, draft: true})
    expect((await read()).status).toBe(404)
    testbed.github.setRelease(repository, {tag: 'v1.0.0', prerelease: true})
    expect(await read()).toMatchObject({status: 200, json: {tag_name: 'v1.0.0', prerelease: true, draft: false}})
  })

  test('a wrong token', async () => {
    const {env} = testbed.github.job(createJob())
    const {status, text} = await request('GET', `${env['GITHUB_API_URL']}/repos/${repository}`, {
      headers: {authorization: 'Bearer x'}
    })
    expect(status).toBe(401)
    expect(JSON.parse(text)).toMatchObject({message: 'Bad credentials'})
  })

  test('another private repository is answered with 404, a public one is served', async () => {
    testbed.github.addRepository({fullName: 'my-org/other', id: 2, ownerId: 987654})
    expect((await call('/repos/my-org/other')).status).toBe(404)
    testbed.github.addRepository({fullName: 'my-org/other', id: 2, ownerId: 987654, visibility: 'public'})
    expect((await call('/repos/my-org/other/pulls')).status).toBe(200)
  })

  test('the rate limit of the hour is reached', async () => {
    testbed.github.rateLimitRemaining = 1
    const first = await call(`/repos/${repository}`)
    expect({status: first.status, left: first.headers.get('x-ratelimit-remaining')}).toEqual({status: 200, left: '0'})
    const second = await call(`/repos/${repository}`)
    expect(second.status).toBe(403)
    expect(second.json).toMatchObject({message: 'API rate limit exceeded for installation.'})
  })
})

describe('pull requests', () => {
  const numbers = async (query: string) => {
    const {text} = await call(`/repos/${repository}/pulls?${query}`, {'pull-requests': 'read'})
    return (JSON.parse(text) as {number: number}[]).map(({number}) => number)
  }
  beforeEach(() => {
    testbed.github.openPull({repository, number: 7, head: 'feature/hello', sha: sha(1)})
    testbed.github.openPull({repository, number: 8, head: 'feature/hello', sha: sha(2), state: 'closed'})
    testbed.github.openPull({
      repository,
      number: 9,
      head: 'feature/hello',
      sha: sha(3),
      headRepository: 'stranger/sample-image'
    })
    testbed.github.openPull({repository, number: 10, head: 'other', sha: sha(4), base: 'next'})
  })

  test.each<[string, number[]]>([
    ['head=my-org:feature/hello&state=open', [7]],
    ['head=my-org:feature/hello&state=all', [8, 7]],
    ['head=stranger:feature/hello', [9]],
    ['head=feature/hello', [10, 9, 7]],
    ['head=my-org:none', []],
    ['base=next', [10]],
    ['per_page=2&page=2', [7]]
  ])('%s: %j', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected)
  })

  test('of a fork name the fork', async () => {
    const {text} = await call(`/repos/${repository}/pulls?head=stranger:feature/hello`, {'pull-requests': 'read'})
    expect(JSON.parse(text)).toMatchObject([
      {head: {label: 'stranger:feature/hello', repo: {fork: true, full_name: 'stranger/sample-image'}}}
    ])
  })

  test('of a commit', async () => {
    const {text} = await call(`/repos/${repository}/commits/${sha(9)}/pulls`, {'pull-requests': 'read'})
    expect(text).toContain('No commit found for SHA')
    testbed.github.addCommits(repository, [{sha: sha(1), parents: []}])
    expect((await call(`/repos/${repository}/commits/${sha(1)}/pulls`, {'pull-requests': 'read'})).text).toContain(
      '"number":7'
    )
  })

  test('take comments from a token that may write', async () => {
    const path = `/repos/${repository}/issues/7/comments`
    expect((await call(path, {'pull-requests': 'read'}, 'POST', '{"body":"Hello"}')).status).toBe(403)
    const created = await call(path, {'pull-requests': 'write'}, 'POST', '{"body":"Hello"}')
    expect(created.status).toBe(201)
    const id = String(created.json['id'])
    await call(
      `/repos/${repository}/issues/comments/${id}`,
      {'pull-requests': 'write'},
      'PATCH',
      '{"body":"Hello again"}'
    )
    expect(testbed.github.comments(repository, 7)).toMatchObject([{body: 'Hello again'}])
    expect((await call(`/repos/${repository}/issues/comments/${id}`, {'pull-requests': 'read'}, 'GET')).status).toBe(
      404
    )
    const {env, token} = testbed.github.job(createJob({permissions: {issues: 'write'}}))
    const deleted = await request('DELETE', `${env['GITHUB_API_URL']}/repos/${repository}/issues/comments/${id}`, {
      headers: {authorization: `Bearer ${token}`}
    })
    expect(deleted).toMatchObject({status: 204, text: ''})
    expect(testbed.github.comments(repository, 7)).toEqual([])
  })

  test.each([
    ['too long', 'x'.repeat(65_537), 422, 'Body is too long (maximum is 65536 characters)'],
    ['empty', '', 422, "Body can't be blank"]
  ])('refuse a comment that is %s', async (_, body, status, message) => {
    const answer = await call(
      `/repos/${repository}/issues/7/comments`,
      {'pull-requests': 'write'},
      'POST',
      JSON.stringify({body})
    )
    expect(answer).toMatchObject({status, json: {errors: [{message}]}})
  })

  test('refuse comments if they are locked', async () => {
    testbed.github.openPull({repository, number: 7, head: 'feature/hello', sha: sha(1), locked: true})
    const answer = await call(
      `/repos/${repository}/issues/7/comments`,
      {'pull-requests': 'write'},
      'POST',
      '{"body":"Hello"}'
    )
    expect(answer).toMatchObject({status: 403, json: {message: 'Unable to create comment because issue is locked.'}})
  })
})

describe('comments over GraphQL', () => {
  const query = (fields: string, first = 2) =>
    `query ($owner: String!, $repo: String!, $number: Int!, $after: String) { repository(owner: $owner, name: $repo) { pullRequest(number: $number) { comments(first: ${first}, after: $after) { ${fields} } } } }`
  interface Asked {
    permissions?: TokenPermissions
    after?: string | null
    number?: number
    first?: number
  }
  const ask = (
    fields: string,
    {permissions = {'pull-requests': 'read'}, after = null, number = 7, first = 2}: Asked = {}
  ) =>
    call(
      '/graphql',
      permissions,
      'POST',
      JSON.stringify({query: query(fields, first), variables: {owner: 'my-org', repo: 'sample-image', number, after}})
    )
  beforeEach(() => {
    testbed.github.openPull({repository, number: 7, head: 'feature/hello', sha: sha(1)})
    for (const author of ['octocat', 'github-actions[bot]', 'octocat'])
      testbed.github.addComment(repository, 7, author, `By ${author}`)
  })

  test('come in pages with the fields of the query, and show whether the viewer wrote them', async () => {
    const fields = 'nodes { viewerDidAuthor databaseId fullDatabaseId } pageInfo { hasNextPage endCursor }'
    const {comments} = (
      (await ask(fields)).json as {
        data: {repository: {pullRequest: {comments: {nodes: unknown[]; pageInfo: {endCursor: string}}}}}
      }
    ).data.repository.pullRequest
    expect(comments).toEqual({
      // Their ids no longer fit into 32 bits.
      nodes: [
        {viewerDidAuthor: false, databaseId: null, fullDatabaseId: '3000000000'},
        {viewerDidAuthor: true, databaseId: null, fullDatabaseId: '3000000001'}
      ],
      pageInfo: {hasNextPage: true, endCursor: expect.any(String)}
    })
    expect((await ask(fields, {after: comments.pageInfo.endCursor})).json).toMatchObject({
      data: {
        repository: {
          pullRequest: {
            comments: {nodes: [{fullDatabaseId: '3000000002'}], pageInfo: {hasNextPage: false, endCursor: null}}
          }
        }
      }
    })
  })

  test.each<[string, Parameters<typeof ask>, Record<string, unknown>]>([
    [
      'without the permission',
      ['totalCount', {permissions: {contents: 'read'}}],
      {type: 'FORBIDDEN', message: 'Resource not accessible by integration'}
    ],
    ['of a pull request that does not exist', ['totalCount', {number: 8}], {type: 'NOT_FOUND'}],
    ['too many at once', ['totalCount', {first: 101}], {type: 'EXCESSIVE_PAGINATION'}],
    ['with an unknown field', ['nodes { login }'], {message: "Field 'login' doesn't exist on type"}]
  ])('are refused %s, with status 200', async (_, args, error) => {
    expect(await ask(...args)).toMatchObject({status: 200, json: {errors: [error]}})
  })
})

describe('comparing', () => {
  // 1 ── 2 ── 3   trunk
  //      └── 4 ── 5   feature
  beforeEach(() => {
    const parents = [[], [1], [2], [2], [4]]
    testbed.github.addCommits(
      repository,
      parents.map((of, index) => ({sha: sha(index + 1), parents: of.map(sha)}))
    )
    testbed.github.addCommits(repository, [{sha: sha(9), parents: []}])
    testbed.github.setRef(repository, 'refs/heads/trunk', sha(3))
    testbed.github.setRef(repository, 'refs/heads/feature', sha(5))
    testbed.github.setRef(repository, 'refs/tags/v1.0.0', sha(1))
  })
  const compare = (range: string, query = '') =>
    call(`/repos/${repository}/compare/${range}${query}`, {contents: 'read'})

  test.each<[string, string, number[]]>([
    [`${sha(1)}...${sha(3)}`, 'ahead', [2, 3]],
    [`${sha(3)}...${sha(1)}`, 'behind', []],
    ['trunk...feature', 'diverged', [4, 5]],
    [`trunk...${sha(3)}`, 'identical', []],
    ['v1.0.0...trunk', 'ahead', [2, 3]]
  ])('%s: %s', async (range, status, commits) => {
    const {json} = await compare(range)
    expect(json).toMatchObject({status, total_commits: commits.length, commits: commits.map(one => ({sha: sha(one)}))})
  })

  test('lists commits in pages, oldest first', async () => {
    const {json, headers} = await compare('v1.0.0...trunk', '?per_page=1&page=2')
    expect(json).toMatchObject({total_commits: 2, commits: [{sha: sha(3)}]})
    expect(headers.has('link')).toBe(false)
    expect((await compare('v1.0.0...trunk', '?per_page=1')).headers.get('link')).toContain('rel="next"')
  })

  test('refuses an unknown commit, and one without common history', async () => {
    expect((await compare(`${sha(8)}...trunk`)).status).toBe(404)
    expect((await compare(`${sha(9)}...trunk`)).json['message']).toContain('No common ancestor')
  })

  test('tags are listed by prefix', async () => {
    const {text} = await call(`/repos/${repository}/git/matching-refs/tags/v`, {contents: 'read'})
    expect(JSON.parse(text)).toMatchObject([{ref: 'refs/tags/v1.0.0', object: {sha: sha(1)}}])
  })

  test('the repository names its default branch', async () => {
    expect((await call(`/repos/${repository}`)).json).toMatchObject({default_branch: 'master', id: 123456789})
  })
})
