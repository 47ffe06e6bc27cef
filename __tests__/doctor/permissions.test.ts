import {describe, expect, test} from '@jest/globals'

import type {ProbeResult} from '../../src/aws/probes.js'
import type {Check} from '../../src/doctor/check.js'
import type {Permissions} from '../../src/doctor/permissions.js'
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
): Permissions {
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

describe("a stage's role", () => {
  const checks = (expected: readonly Level[], found: Permissions) =>
    roleChecks({prefix: '', repository: 'sample-image/release', expected, levels: LEVELS, permissions: found})

  test.each([
    ...STAGES.map(stage => [`of ${stage}`, GRANTS[stage].github] as const),
    ['on the source', SOURCE_GRANTS] as const
  ])('%s with what it is to have is good in every level', (_, expected) => {
    expect(states(checks(expected, permissions(actionsOf(expected))))).toBe('read good, write good, metadata good')
  })

  const write = actionsOf(['write'])
  test.each<[string, string[], string, RegExp]>([
    [
      'without one action of a level it is to have',
      write.filter(action => action !== 'ecr:PutImage'),
      'read good, write bad, metadata good',
      /^withheld in part on sample-image\/release: ecr:PutImage$/
    ],
    [
      'without any of it',
      [],
      'read good, write bad, metadata good',
      /^withheld on sample-image\/release: ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, /
    ],
    [
      'with more than it is to have',
      [...write, 'ecr:GetDownloadUrlForLayer', 'ecr:ListImages'],
      'read warning, write good, metadata warning',
      /^granted on sample-image\/release$/
    ]
  ])('%s', (_, allowed, expected, says) => {
    const found = checks(['authorize', 'write'], permissions(allowed))
    expect(states(found)).toBe(expected)
    expect(found[1]?.says).toMatch(says)
  })

  test('what is not known is neither missing nor too much', () => {
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

  test('a denial counts though something else is not known', () => {
    expect(states(checks(['write'], permissions([], {'ecr:PutImage': UNKNOWN})))).toBe(
      'read good, write bad, metadata good'
    )
  })

  test('a denial in other words is told as it is', () => {
    expect(
      checks(['write'], permissions([], {'ecr:BatchCheckLayerAvailability': {kind: 'denied', because: 'Not today'}}))[1]
        ?.remedy
    ).toBe('AWS says: Not today')
  })
})

describe('somebody', () => {
  const checks = (found: Permissions) =>
    personChecks({prefix: 'source: ', repository: 'sample-image/release', levels: LEVELS, permissions: found})

  test.each<[string, readonly Level[], string]>([
    ['all levels', LEVELS, 'source: read good, source: write good, source: metadata good'],
    ['one that another overlaps', ['read'], 'source: read good, source: write told, source: metadata told'],
    ['none', [], 'source: read told, source: write told, source: metadata told']
  ])('with %s', (_, levels, expected) => {
    expect(states(checks(permissions(actionsOf(levels))))).toBe(expected)
  })

  test('a level counts as withheld though another gives some of its actions, and in part where none does', () => {
    expect(checks(permissions(actionsOf(['read'])))[1]?.says).toBe('withheld on sample-image/release')
    expect(checks(permissions([...actionsOf(['read']), 'ecr:PutImage']))[1]?.says).toBe(
      'withheld in part on sample-image/release: ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload'
    )
  })
})

describe('what Inspector found', () => {
  const checks = (found: Permissions) =>
    findingsChecks({prefix: 'source: ', repository: 'sample-image/master', permissions: found})
  const denial = (because: string): Permissions =>
    new Map([...permissions(actionsOf(LEVELS)), ['inspector2:ListFindings', {kind: 'denied', because}]])

  test('is warned of where AWS denies it, with what gives it', () => {
    const because =
      'User: arn:aws:sts::111122223333:assumed-role/sample-image-release-github/run is not authorized to perform: inspector2:ListFindings on resource: arn:findings because no identity-based policy allows the inspector2:ListFindings action'
    expect(checks(denial(because))).toEqual([
      {
        name: 'source: findings',
        state: 'warning',
        says: 'not readable: Amazon Inspector scans sample-image/master, and AWS denies inspector2:ListFindings: what it finds stays unknown, and the input `fail-on-severity` promotes nothing then',
        remedy: expect.stringMatching(
          /^The role sample-image-release-github of account 111122223333 needs `inspector2:ListFindings` on arn:findings, because Amazon Inspector scans the registry\. With `enhanced-scanning: true` /
        )
      }
    ])
    expect(checks(denial('Not today'))[0]?.remedy).toBe('AWS says: Not today')
  })

  test('is not spoken of otherwise, whatever is granted', () => {
    for (const granted of [[], actionsOf(LEVELS)]) expect(checks(permissions(granted))).toEqual([])
  })

  test('is no part of what people are compared by', () => {
    const all = ['authorize', ...LEVELS] as const
    const found = new Map([...permissions(actionsOf(all), {}, all), ...denial('')])
    expect(accessCheck({image: undefined, stage: 'master', permissions: found})).toMatchObject({state: 'good'})
  })
})

describe("somebody's access, compared with what people get", () => {
  const all = ['authorize', ...LEVELS] as const
  const check = (stage: (typeof STAGES)[number], allowed: readonly string[], other: Record<string, ProbeResult> = {}) =>
    accessCheck({image: 'team/sample-image', stage, permissions: permissions(allowed, other, all)})

  test.each<[(typeof STAGES)[number], readonly Level[], Check['state'], RegExp, RegExp | undefined]>([
    ['development', all, 'good', /^All that the developers of development have\.$/, undefined],
    [
      'development',
      ['authorize', 'read', 'metadata'],
      'bad',
      /^Nearest to the developers of development, without ecr:InitiateLayerUpload, .*ecr:PutImage\.$/,
      /group team-sample-image-development-developers /
    ],
    ['master', ['authorize', 'read', 'metadata'], 'good', /^All that the developers of master have\.$/, undefined],
    ['master', all, 'good', /^All that the developers of master have, and more: ecr:InitiateLayerUpload, /, undefined],
    ['release', ['authorize', 'read', 'metadata'], 'good', /^All that the developers of release have\.$/, undefined],
    [
      'release',
      ['authorize', 'read'],
      'good',
      /^All that the end users of release have; its developers have metadata as well\.$/,
      /group team-sample-image-release-developers /
    ],
    [
      'release',
      ['read'],
      'bad',
      /^Nearest to the end users of release, without ecr:GetAuthorizationToken\.$/,
      /group team-sample-image-release-end-users /
    ],
    ['release', [], 'bad', /^Nothing of what the end users of release have \(authorize, read\)\.$/, /end-users/]
  ])('in %s with %j is %s', (stage, levels, state, says, mend) => {
    const found = check(stage, actionsOf(levels))
    expect(found.state).toBe(state)
    expect(found.says).toMatch(says)
    if (mend === undefined) expect(found).not.toHaveProperty('mend')
    else expect(found.remedy).toMatch(mend)
  })

  test('is not compared where some of it is not known', () => {
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

const ASK = 'Is it the right repository? It comes from the input `repository-arn`.'

test.each<[string, ProbeResult[], Check['state'], RegExp, string | undefined]>([
  ['something is allowed', [{kind: 'allowed'}, DENIED, UNKNOWN], 'good', /^arn:repository$/, undefined],
  ['ECR says that it is not', [DENIED, {kind: 'no-repository'}], 'bad', /does not exist/, `${ASK} If it is: Deploy.`],
  ['all is denied to somebody', [DENIED, DENIED], 'warning', /denies all/, ASK],
  ['some of it was not answered', [DENIED, UNKNOWN], 'warning', /^not known: .*Rate exceeded$/, 'Run the doctor again.']
])('of a repository where %s, the check is right', (_, answers, state, says, mend) => {
  const repository = {arn: 'arn:repository', from: originOfInput('repository-arn')}
  const found = repositoryCheck('repository', {
    repository,
    deploy: 'Deploy.',
    permissions: new Map(answers.map((answer, index) => [String(index), answer])),
    who: 'person'
  })
  expect(found.state).toBe(state)
  expect(found.says).toMatch(says)
  expect(found.remedy).toBe(mend)
})

test('a repository of which all is denied to a role is bad, with what to ask first and what it lacks', () => {
  const because =
    'User: arn:aws:sts::111122223333:assumed-role/sample-image-development-github/run is not authorized to perform: ecr:BatchGetImage on resource: arn:repository because no identity-based policy allows it'
  const repository = {arn: 'arn:repository', from: originOfInput('repository-arn')}
  expect(
    repositoryCheck('repository', {
      repository,
      deploy: 'Deploy.',
      permissions: permissions([], {'ecr:BatchGetImage': {kind: 'denied', because}}),
      who: 'role'
    })
  ).toEqual({
    name: 'repository',
    state: 'bad',
    says: 'AWS denies all that is asked of arn:repository, whether it is there or not.',
    remedy: `${ASK}\nThe role sample-image-development-github of account 111122223333 needs \`ecr:BatchGetImage\` on arn:repository. If this is the role of a stage that somebody changed by hand, deploy infra/ again. Any other role needs what the stage's group gives.`
  })
})

test("somebody's access is given by no group where the account is another", () => {
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
