import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {ACCOUNT, ecrEnd, OTHER_ACCOUNT, REGION, stored} from '../../packages/oci/test/world.js'
import {openEcrClient} from '../../src/aws/ecr.js'
import {probePermissions} from '../../src/aws/probes.js'
import {parseRepositoryArn} from '../../src/stages/arn.js'
import type {Level} from '../../src/stages/permissions.js'
import {ACTIONS, actionsOf} from '../../src/stages/permissions.js'
import type {IamPolicy} from '../../testbed/aws/iam.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'
import {makeLayer} from '../../testbed/registry/image.js'

const REPOSITORY = parseRepositoryArn(`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/sample-image/development`)
const LEVELS = ['read', 'write', 'metadata'] as const satisfies readonly Level[]
const ALL = actionsOf(LEVELS)

let testbed: Testbed
beforeAll(async () => {
  testbed = await startTestbed()
  // A doctor stays far below the quotas. These tests make many calls a second.
  for (const action of ALL) testbed.aws.setQuota(action, Infinity)
  // The SDK reads the endpoints from there.
  Object.assign(process.env, testbed.env)
  await ecrEnd(testbed, REPOSITORY.name)
  const registry = await testbed.registry(ACCOUNT, REGION)
  registry.addImage(REPOSITORY.name, ['sha-0123456789ab', 'latest'], {layers: [makeLayer({file: 'content'})]})
})
afterAll(() => testbed.close())
beforeEach(() => {
  testbed.requests.length = 0
})

function policy(actions: readonly string[], resource = REPOSITORY.arn): IamPolicy {
  return {
    Version: '2012-10-17',
    Statement: actions.length === 0 ? [] : [{Effect: 'Allow', Action: [...actions], Resource: resource}]
  }
}

async function permissions(granted: IamPolicy, {account = ACCOUNT, repository = REPOSITORY, actions = ALL} = {}) {
  const user = testbed.aws.addUser({arn: `arn:aws:iam::${account}:user/somebody`, policies: [granted]})
  const client = openEcrClient(REGION, user, testbed.env)
  try {
    return await probePermissions(client, repository, actions, new AbortController().signal)
  } finally {
    client.destroy()
  }
}

async function allowed(actions: readonly string[]): Promise<string[]> {
  return [...(await permissions(policy(actions)))]
    .filter(([, {kind}]) => kind === 'allowed')
    .map(([action]) => action)
    .sort()
}

/** Everything in a repository. */
function contents(): unknown {
  const {images, tags, layers, settings} = stored(testbed, REPOSITORY.name)
  return structuredClone({
    images: [...images].map(([digest, {status, pushedAt, lastPulledAt}]) => [digest, status, pushedAt, lastPulledAt]),
    tags,
    layers: [...layers.keys()],
    settings
  })
}

test('every action of every level on a repository has a probe', async () => {
  const found = await permissions(policy(ALL))
  expect([...found.entries()]).toEqual(ALL.map(action => [action, {kind: 'allowed'}]))
})

describe('the result is that of the policy', () => {
  test.each(ALL)('granted %s alone', async action => {
    expect(await allowed([action])).toEqual([action])
  })

  test.each(ALL)('granted all but %s', async action => {
    const others = ALL.filter(other => other !== action)
    expect(await allowed(others)).toEqual(others.toSorted())
  })

  test.each(LEVELS)('granted %s alone', async level => {
    expect(await allowed(ACTIONS[level])).toEqual(ACTIONS[level].toSorted())
  })

  test('granted nothing', async () => {
    const found = await permissions(policy([]))
    for (const [action, permission] of found) {
      expect(permission).toEqual({
        kind: 'denied',
        because: expect.stringContaining(
          `user/somebody is not authorized to perform: ${action} on resource: ${REPOSITORY.arn} because no identity-based policy`
        )
      })
    }
  })

  test('granted on another repository', async () => {
    const found = await permissions(policy(ALL, `${REPOSITORY.arn}-of-others`))
    expect([...found.values()].map(({kind}) => kind)).toEqual(ALL.map(() => 'denied'))
  })

  test("granted to another account's user, without a policy of the repository", async () => {
    const found = await permissions(policy(ALL), {account: OTHER_ACCOUNT})
    for (const permission of found.values())
      expect(permission).toEqual({kind: 'denied', because: expect.stringContaining('no resource-based policy')})
  })
})

test('nothing in the repository changes, whatever is granted', async () => {
  const before = contents()
  await permissions(policy(ALL))
  expect(contents()).toEqual(before)
  expect(testbed.requests).toHaveLength(ALL.length)
})

test('tells a missing repository from a forbidden one', async () => {
  const missing = parseRepositoryArn(`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/sample-image/missing`)
  const found = await permissions(policy(ALL, '*'), {repository: missing})
  expect([...found.values()]).toEqual(ALL.map(() => ({kind: 'no-repository'})))
  // A registry can be configured to create a repository on push.
  expect(
    testbed.requests
      .map(({headers}) => String(headers['x-amz-target']))
      .filter(target => /Upload|PutImage/.test(target))
  ).toEqual([])
})

test.each([
  [
    'throttled',
    {
      kind: 'status',
      status: 400,
      headers: {'content-type': 'application/x-amz-json-1.1'},
      body: JSON.stringify({__type: 'ThrottlingException', message: 'Rate exceeded'})
    },
    'ThrottlingException: Rate exceeded'
  ],
  ['that ECR cannot answer', {kind: 'status', status: 500}, /500/],
  [
    'that ECR finds malformed',
    {
      kind: 'status',
      status: 400,
      headers: {'content-type': 'application/x-amz-json-1.1'},
      body: JSON.stringify({__type: 'InvalidParameterException', message: 'no'})
    },
    'InvalidParameterException: no'
  ]
] as const)(
  'a call %s proves nothing',
  async (_, fault, because) => {
    const active = testbed.faults.add({
      match: ({headers}) => String(headers['x-amz-target']).endsWith('.PutImage'),
      fault
    })
    const found = await permissions(policy(ALL))
    active.remove()
    expect(found.get('ecr:PutImage')).toEqual({
      kind: 'unknown',
      because: typeof because === 'string' ? because : expect.stringMatching(because)
    })
    expect([...found.values()].filter(({kind}) => kind === 'allowed')).toHaveLength(ALL.length - 1)
    // If ECR throttles it, the SDK waits before each attempt.
  },
  20_000
)

test('an action without a probe is unknown', async () => {
  expect([...(await permissions(policy(['ecr:*']), {actions: ['ecr:DeleteRepository']}))]).toEqual([
    ['ecr:DeleteRepository', {kind: 'unknown', because: expect.any(String)}]
  ])
  expect(testbed.requests).toEqual([])
})

test('a cancelled run ends at once', async () => {
  const user = testbed.aws.addUser({arn: `arn:aws:iam::${ACCOUNT}:user/somebody`, policies: [policy(ALL)]})
  const cancelled = AbortSignal.abort(new Error('Cancelled'))
  await expect(probePermissions(openEcrClient(REGION, user, testbed.env), REPOSITORY, ALL, cancelled)).rejects.toThrow(
    'Cancelled'
  )
})
