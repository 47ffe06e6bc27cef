import {describe, expect, test} from '@jest/globals'

import type {ProbeResult} from '../../src/aws/probes.js'
import type {Check} from '../../src/doctor/check.js'
import type {ActionPermissions} from '../../src/doctor/permissions.js'
import {accessCheck, findingsChecks, personChecks, repositoryCheck, roleChecks} from '../../src/doctor/permissions.js'
import {originOfInput} from '../../src/stages/origin.js'
import type {Level} from '../../src/stages/permissions.js'
import {actionsOf, GRANTS, SOURCE_GRANTS} from '../../src/stages/permissions.js'
import {STAGES} from '../../src/stages/stage.js'

const LEVELS = ['read', 'write', 'metadata'] as const satisfies readonly Level[]
const DENIED: ProbeResult = {
  kind: 'denied',
  because:
    'User: arn:aws:iam::111122223333:user/ada is not authorized to perform: ecr:X on resource: Y because no identity-based policy allows it'
}
const UNKNOWN: ProbeResult = {kind: 'unknown', because: 'ThrottlingException: Rate exceeded'}

/** These actions are allowed, and all others denied. */
function permissions(
  allowed: readonly string[],
  other: Record<string, ProbeResult> = {},
  levels: readonly Level[] = LEVELS
): ActionPermissions {
  return new Map(
    actionsOf(levels).map((action): [string, ProbeResult] => [
      action,
      other[action] ?? (allowed.includes(action) ? {kind: 'allowed'} : DENIED)
    ])
  )
}

function states(checks: readonly Check[]): string {
  return checks.map(({name, state}) => `${name} ${state}`).join(', ')
}

describe('the role', () => {
  const checks = (expected: readonly Level[], found: ActionPermissions) =>
    roleChecks({prefix: '', repository: 'sample-image/release', expected, levels: LEVELS, permissions: found})

  test.each([
    ...STAGES.map(stage => [`of ${stage}`, GRANTS[stage].github] as const),
    ['on the source', SOURCE_GRANTS] as const
  ])('%s with the levels that it should have is good in every level', (_, expected) => {
    expect(states(checks(expected, permissions(actionsOf(expected))))).toBe('read good, write good, metadata good')
  })

  const write = actionsOf(['write'])
  test.each<[string, string[], string, RegExp]>([
    [
      'without one action of a level that it should have',
      write.filter(action => action !== 'ecr:PutImage'),
      'read good, write bad, metadata good',
      /^partly denied on sample-image\/release: ecr:PutImage$/
    ],
    [
      'without any action of it',
      [],
      'read good, write bad, metadata good',
      /^denied on sample-image\/release: ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, /
    ],
    [
      'with more levels than it should have',
      [...write, 'ecr:GetDownloadUrlForLayer', 'ecr:ListImages'],
      'read warning, write good, metadata warning',
      /^granted on sample-image\/release$/
    ]
  ])('%s', (_, allowed, expected, says) => {
    const found = checks(['authorize', 'write'], permissions(allowed))
    expect(states(found)).toBe(expected)
    expect(found[1]?.says).toMatch(says)
  })

  test('an action that is not known counts neither as missing nor as extra', () => {
    const found = checks(
      ['authorize', 'write'],
      permissions(write, {'ecr:PutImage': UNKNOWN, 'ecr:ListImages': UNKNOWN})
    )
    expect(states(found)).toBe('read good, write warning, metadata warning')
    expect(found[1]).toMatchObject({
      says: 'not known: ecr:PutImage on sample-image/release: ThrottlingException: Rate exceeded',
      remedy: 'Run the doctor again.'
    })
  })

  test('a denial counts even if another action is not known', () => {
    expect(states(checks(['write'], permissions([], {'ecr:PutImage': UNKNOWN})))).toBe(
      'read good, write bad, metadata good'
    )
  })

  test('a denial in unknown words is quoted', () => {
    expect(
      checks(['write'], permissions([], {'ecr:BatchCheckLayerAvailability': {kind: 'denied', because: 'Not today'}}))[1]
        ?.remedy
    ).toBe('AWS answered: Not today')
  })
})

describe('a person', () => {
  const checks = (found: ActionPermissions) =>
    personChecks({prefix: 'source: ', repository: 'sample-image/release', levels: LEVELS, permissions: found})

  test.each<[string, readonly Level[], string]>([
    ['all levels', LEVELS, 'source: read good, source: write good, source: metadata good'],
    ['one that overlaps another', ['read'], 'source: read good, source: write info, source: metadata info'],
    ['none', [], 'source: read info, source: write info, source: metadata info']
  ])('with %s', (_, levels, expected) => {
    expect(states(checks(permissions(actionsOf(levels))))).toBe(expected)
  })

  test('a level counts as denied if only another level grants some of its actions, and as partly denied otherwise', () => {
    expect(checks(permissions(actionsOf(['read'])))[1]?.says).toBe('denied on sample-image/release')
    expect(checks(permissions([...actionsOf(['read']), 'ecr:PutImage']))[1]?.says).toBe(
      'partly denied on sample-image/release: ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload'
    )
  })
})

describe('the findings of Inspector', () => {
  const checks = (found: ActionPermissions) =>
    findingsChecks({prefix: 'source: ', repository: 'sample-image/master', permissions: found})
  const denial = (because: string): ActionPermissions =>
    new Map([...permissions(actionsOf(LEVELS)), ['inspector2:ListFindings', {kind: 'denied', because}]])

  test('cause a warning if AWS denies them, with a remedy', () => {
    const because =
      'User: arn:aws:sts::111122223333:assumed-role/sample-image-release-github/run is not authorized to perform: inspector2:ListFindings on resource: arn:findings because no identity-based policy allows the inspector2:ListFindings action'
    expect(checks(denial(because))).toEqual([
      {
        name: 'source: findings',
        state: 'warning',
        says: 'not readable: Amazon Inspector scans sample-image/master, but AWS denies inspector2:ListFindings. The findings stay unknown, so a promotion with a severity limit fails',
        remedy: expect.stringMatching(
          /^The role sample-image-release-github of account 111122223333 needs `inspector2:ListFindings` on arn:findings, because Amazon Inspector scans the registry\. With `enhanced-scanning: true` /
        )
      }
    ])
    expect(checks(denial('Not today'))[0]?.remedy).toBe('AWS answered: Not today')
  })

  test('give no check otherwise, whatever is granted', () => {
    for (const granted of [[], actionsOf(LEVELS)]) expect(checks(permissions(granted))).toEqual([])
  })

  test('do not count when a person is compared with groups', () => {
    const all = ['authorize', ...LEVELS] as const
    const found = new Map([...permissions(actionsOf(all), {}, all), ...denial('')])
    expect(accessCheck({image: undefined, stage: 'master', permissions: found})).toMatchObject({state: 'good'})
  })
})

describe("a person's access, compared with the groups of infra/", () => {
  const all = ['authorize', ...LEVELS] as const
  const check = (stage: (typeof STAGES)[number], allowed: readonly string[], other: Record<string, ProbeResult> = {}) =>
    accessCheck({image: 'team/sample-image', stage, permissions: permissions(allowed, other, all)})

  test.each<[(typeof STAGES)[number], readonly Level[], Check['state'], RegExp, RegExp | undefined]>([
    ['development', all, 'good', /^All permissions of the developers of development\.$/, undefined],
    [
      'development',
      ['authorize', 'read', 'metadata'],
      'bad',
      /^Closest to the developers of development, but without ecr:InitiateLayerUpload, .*ecr:PutImage\.$/,
      /group team-sample-image-development-developers /
    ],
    ['master', ['authorize', 'read', 'metadata'], 'good', /^All permissions of the developers of master\.$/, undefined],
    [
      'master',
      all,
      'good',
      /^All permissions of the developers of master, and more: ecr:InitiateLayerUpload, /,
      undefined
    ],
    [
      'release',
      ['authorize', 'read', 'metadata'],
      'good',
      /^All permissions of the developers of release\.$/,
      undefined
    ],
    [
      'release',
      ['authorize', 'read'],
      'good',
      /^All permissions of the end users of release; its developers also have metadata\.$/,
      /group team-sample-image-release-developers /
    ],
    [
      'release',
      ['read'],
      'bad',
      /^Closest to the end users of release, but without ecr:GetAuthorizationToken\.$/,
      /group team-sample-image-release-end-users /
    ],
    ['release', [], 'bad', /^None of the permissions of the end users of release \(authorize, read\)\.$/, /end-users/]
  ])('in %s with %j is %s', (stage, levels, state, says, remedy) => {
    const found = check(stage, actionsOf(levels))
    expect(found.state).toBe(state)
    expect(found.says).toMatch(says)
    if (remedy === undefined) expect(found).not.toHaveProperty('remedy')
    else expect(found.remedy).toMatch(remedy)
  })

  test('is not compared if some permissions are not known', () => {
    expect(check('release', actionsOf(all), {'ecr:PutImage': UNKNOWN})).toMatchObject({
      state: 'warning',
      says: expect.stringContaining('Not compared')
    })
  })

  test('names no group without a stages file', () => {
    expect(
      accessCheck({image: undefined, stage: 'development', permissions: permissions([], {}, all)}).remedy
    ).toContain('the developers of development')
  })
})

const QUESTION = 'Is it the right repository? It comes from the input `repository-arn`.'

test.each<[string, ProbeResult[], Check['state'], RegExp, string | undefined]>([
  ['something is allowed', [{kind: 'allowed'}, DENIED, UNKNOWN], 'good', /^arn:repository$/, undefined],
  [
    'ECR reports that it does not exist',
    [DENIED, {kind: 'no-repository'}],
    'bad',
    /does not exist/,
    `${QUESTION} If it is: Deploy.`
  ],
  ['everything is denied to a person', [DENIED, DENIED], 'warning', /denies every request/, QUESTION],
  [
    'some requests were not answered',
    [DENIED, UNKNOWN],
    'warning',
    /^not known: .*Rate exceeded$/,
    'Run the doctor again.'
  ]
])('checks a repository: %s', (_, answers, state, says, remedy) => {
  const repository = {arn: 'arn:repository', from: originOfInput('repository-arn')}
  const found = repositoryCheck('repository', {
    repository,
    deploy: 'Deploy.',
    permissions: new Map(answers.map((answer, index) => [String(index), answer])),
    principal: 'person'
  })
  expect(found.state).toBe(state)
  expect(found.says).toMatch(says)
  expect(found.remedy).toBe(remedy)
})

test('a repository on which everything is denied to a role is bad, and the remedy first asks whether it is the right one', () => {
  const because =
    'User: arn:aws:sts::111122223333:assumed-role/sample-image-development-github/run is not authorized to perform: ecr:BatchGetImage on resource: arn:repository because no identity-based policy allows it'
  const repository = {arn: 'arn:repository', from: originOfInput('repository-arn')}
  expect(
    repositoryCheck('repository', {
      repository,
      deploy: 'Deploy.',
      permissions: permissions([], {'ecr:BatchGetImage': {kind: 'denied', because}}),
      principal: 'role'
    })
  ).toEqual({
    name: 'repository',
    state: 'bad',
    says: 'AWS denies every request for arn:repository, whether it exists or not.',
    remedy: `${QUESTION}\nThe role sample-image-development-github of account 111122223333 needs \`ecr:BatchGetImage\` on arn:repository. If this is the role of a stage, deploy infra/ again: somebody changed the role by hand, or the stages file has changed since. Any other role needs the permissions of the stage's group.`
  })
})

test('the remedy names no group to a person of another account', () => {
  const because =
    'User: arn:aws:iam::444455556666:user/ada is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development'
  const check = accessCheck({
    image: 'sample-image',
    stage: 'development',
    permissions: permissions([], {'ecr:BatchGetImage': {kind: 'denied', because}}, ['authorize', ...LEVELS])
  })
  expect(check).toMatchObject({
    state: 'bad',
    remedy: expect.stringMatching(
      /^arn:aws:iam::444455556666:user\/ada belongs to another account, .*\. Use credentials of account 111122223333: /
    )
  })
})
