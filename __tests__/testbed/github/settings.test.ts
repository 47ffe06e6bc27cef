import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {PersonalToken} from '../../../testbed/github/settings.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {createTestbed, request} from '../sample.js'

const repository = 'my-org/sample-image'

let testbed: Testbed
beforeEach(async () => {
  testbed = await createTestbed()
  testbed.github.settings.addAccount({login: 'octocat', id: 1, roles: {[repository]: 'admin'}})
  testbed.github.settings.addAccount({login: 'hubot', id: 2, roles: {[repository]: 'maintain'}})
  testbed.github.settings.addAccount({login: 'stranger', id: 3})
})
afterEach(() => testbed.close())

async function call(method: string, path: string, body?: unknown, login = 'octocat', token?: PersonalToken) {
  const authorization = `Bearer ${testbed.github.settings.createToken(login, token)}`
  const answer = await request(method, `${testbed.github.origin}/repos/${repository}${path}`, {
    headers: {authorization},
    ...(body === undefined ? {} : {body: JSON.stringify(body)})
  })
  return {
    status: answer.status,
    headers: answer.headers,
    json: (answer.text === '' ? {} : JSON.parse(answer.text)) as Record<string, unknown>
  }
}

const custom = {deployment_branch_policy: {protected_branches: false, custom_branch_policies: true}}
const reviewers = [{type: 'User', id: 2}]

describe('environments', () => {
  test.each<[string, unknown, string]>([
    ['an unknown key', {reviewer: []}, '"reviewer" is not a permitted key.'],
    ['a value of another type', {wait_timer: -1}, 'Invalid property /wait_timer'],
    [
      'no self-review without reviewers',
      {prevent_self_review: true},
      'must have at least one reviewer to set prevent_self_review'
    ],
    ['a reviewer who does not exist', {reviewers: [{type: 'User', id: 99}]}, 'Validation Failed'],
    ['seven reviewers', {reviewers: Array(7).fill(reviewers[0])}, 'at most 6'],
    [
      'both kinds of refs',
      {deployment_branch_policy: {protected_branches: true, custom_branch_policies: true}},
      'cannot have the same value'
    ]
  ])('refuse %s', async (_, body, message) => {
    const {status, json} = await call('PUT', '/environments/Release', body)
    expect({status, message: json['message']}).toEqual({status: 422, message: expect.stringContaining(message)})
  })

  test('are replaced as a whole, except for the refs that they list', async () => {
    await call('PUT', '/environments/Release', {
      ...custom,
      reviewers,
      prevent_self_review: true,
      can_admins_bypass: false,
      wait_timer: 5
    })
    await call('POST', '/environments/Release/deployment-branch-policies', {name: 'v*', type: 'tag'})
    const {json} = await call('PUT', '/environments/release', custom)
    expect(json).toMatchObject({name: 'Release', can_admins_bypass: true, protection_rules: [{type: 'branch_policy'}]})
    const listed = await call('GET', '/environments/Release/deployment-branch-policies')
    expect(listed.json).toMatchObject({total_count: 1, branch_policies: [{name: 'v*', type: 'tag'}]})
  })

  test('list refs only with custom policies, and each ref once', async () => {
    await call('PUT', '/environments/Release', {})
    expect((await call('GET', '/environments/Release/deployment-branch-policies')).status).toBe(404)
    await call('PUT', '/environments/Release', custom)
    expect((await call('POST', '/environments/Release/deployment-branch-policies', {name: 'master'})).status).toBe(200)
    expect((await call('POST', '/environments/Release/deployment-branch-policies', {name: 'master'})).status).toBe(303)
  })

  test.each<['team' | 'free', unknown, number]>([
    ['team', custom, 200],
    ['team', {...custom, reviewers}, 422],
    ['team', {reviewers: null}, 422],
    ['free', {deployment_branch_policy: null}, 200],
    ['free', custom, 422]
  ])('exist after a PUT on the plan %s of a private repository: %j is answered with %d', async (plan, body, status) => {
    testbed.github.settings.setPlan('my-org', plan)
    expect((await call('PUT', '/environments/Release', body)).status).toBe(status)
    expect((await call('GET', '/environments/Release')).status).toBe(200)
  })
})

describe('rulesets', () => {
  const ruleset = {
    name: 'Tags',
    target: 'tag',
    enforcement: 'active',
    rules: [{type: 'creation'}],
    conditions: {ref_name: {include: ['refs/tags/v*'], exclude: []}},
    bypass_actors: [{actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always'}]
  }

  test('are listed without their rules, and show their bypass actors to administrators alone', async () => {
    const id = String((await call('POST', '/rulesets', ruleset)).json['id'])
    expect((await call('GET', '/rulesets')).json).toEqual([expect.not.objectContaining({rules: expect.anything()})])
    expect((await call('GET', `/rulesets/${id}`)).json).toMatchObject(ruleset)
    expect((await call('GET', `/rulesets/${id}`, undefined, 'hubot')).json).not.toHaveProperty('bypass_actors')
  })

  test.each<[string, unknown]>([
    ['a name twice', ruleset],
    ['an unknown rule', {...ruleset, name: 'Other', rules: [{type: 'moving'}]}],
    ['an unknown actor', {...ruleset, name: 'Other', bypass_actors: [{actor_type: 'Admin'}]}],
    ['refs without exclude', {...ruleset, name: 'Other', conditions: {ref_name: {include: []}}}]
  ])('refuse %s', async (_, body) => {
    await call('POST', '/rulesets', ruleset)
    expect((await call('POST', '/rulesets', body)).status).toBe(422)
  })

  test('are refused on a private repository of a free account', async () => {
    testbed.github.settings.setPlan('my-org', 'free')
    expect((await call('GET', '/rulesets')).json).toMatchObject({
      status: '403',
      message: expect.stringContaining('Upgrade to GitHub Pro')
    })
  })
})

test.each<[string, string, PersonalToken | undefined, number]>([
  ['an administrator', 'octocat', undefined, 200],
  ['a maintainer', 'hubot', undefined, 403],
  ['a stranger', 'stranger', undefined, 404],
  ['an administrator without the scope', 'octocat', {kind: 'classic', scopes: ['gist']}, 404],
  [
    'an administrator without the permission',
    'octocat',
    {kind: 'fine-grained', permissions: {administration: 'read'}},
    403
  ],
  [
    'an administrator with the permission',
    'octocat',
    {kind: 'fine-grained', permissions: {administration: 'write'}},
    200
  ]
])('the answer to %s who writes settings', async (_, login, token, status) => {
  expect((await call('PUT', '/environments/Release', {}, login, token)).status).toBe(status)
})
