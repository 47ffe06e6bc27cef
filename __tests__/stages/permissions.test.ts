import {describe, expect, test} from '@jest/globals'

import {cachesOf} from '../../src/stages/build-cache.js'
import type {DeniedRequest} from '../../src/stages/denial.js'
import {explainDenial} from '../../src/stages/denial.js'
import type {IdentityPolicy} from '../../src/stages/permissions.js'
import {
  actionsOf,
  cachePolicyFor,
  GRANTS,
  groupPolicyFor,
  policyFor,
  tagMutability
} from '../../src/stages/permissions.js'
import type {Stage} from '../../src/stages/stage.js'
import {sourceStage, STAGES} from '../../src/stages/stage.js'
import type {StagesFile} from '../../src/stages/stages-file.js'
import {targetOf} from '../../src/stages/target.js'
import type {TrustSubject} from '../../src/stages/trust.js'
import {stageTrustPolicy} from '../../src/stages/trust.js'
import {createStagesFile} from './stages-file.js'

const file = createStagesFile('github: {repository: my-org/sample-image, repository-id: 42, owner-id: 7}')
const target = (stage: Stage) => targetOf(file, {name: 'sample-image'}, stage)

function policy(stage: Stage) {
  const source = sourceStage(stage)
  return policyFor(target(stage), source === undefined ? undefined : target(source))
}

const READ = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability']
const PUSH = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage']

describe("the policy of a stage's GitHub role", () => {
  test.each(['development', 'master', 'release'] as const)('of %s may get a token', stage => {
    expect(policy(stage).Statement[0]).toEqual({
      ...{Sid: 'Authorize', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*'}
    })
  })

  test('of development allows to read, write and describe its own repository, and no other', () => {
    const [, own, ...others] = policy('development').Statement
    expect(others).toEqual([])
    expect(own?.Resource).toBe('arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development')
    expect(own?.Action).toEqual(expect.arrayContaining([...READ, ...PUSH, 'ecr:DescribeImages']))
    expect(new Set(own?.Action).size).toBe(own?.Action.length)
  })

  test.each([
    ['master', 'development'],
    ['release', 'master']
  ] as const)('of %s allows to write its own repository and to read that of %s', (stage, source) => {
    const [, own, from] = policy(stage).Statement
    expect(own?.Resource).toMatch(new RegExp(`/${stage}$`))
    expect(own?.Action.toSorted()).toEqual([...PUSH, 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'].toSorted())
    expect(from?.Resource).toMatch(new RegExp(`/${source}$`))
    expect(from?.Action).toEqual(expect.arrayContaining([...READ, 'ecr:DescribeImages', 'ecr:ListImages']))
    expect(from?.Action.filter(action => PUSH.includes(action))).toEqual([])
  })
})

describe('the permission to ask Inspector for findings', () => {
  const INSPECTOR = {
    Sid: 'Inspector',
    Effect: 'Allow',
    Action: ['inspector2:ListCoverage', 'inspector2:ListFindings'],
    Resource: '*'
  }
  const last = ({Statement}: IdentityPolicy) => Statement.at(-1)
  const elsewhere = targetOf(
    createStagesFile('stages: {master: {account: "444455556666"}}'),
    {name: 'sample-image'},
    'master'
  )

  test.each([true, false])(
    'belongs to everyone who may read findings, if Inspector scans the registry: %s',
    enhanced => {
      const policies = [
        policyFor(target('development'), undefined, {enhanced}),
        policyFor(target('release'), target('master'), {enhanced}),
        groupPolicyFor('developers', target('release'), {enhanced})
      ]
      expect(policies.map(one => last(one)?.Sid === 'Inspector')).toEqual([enhanced, enhanced, enhanced])
      if (enhanced) expect(policies.map(last)).toEqual([INSPECTOR, INSPECTOR, INSPECTOR])
    }
  )

  test('does not extend to findings of another account, or to people who may only read images', () => {
    const policies = [
      policyFor(target('release'), elsewhere, {enhanced: true}),
      groupPolicyFor('endUsers', target('release'), {enhanced: true})
    ]
    expect(policies.map(one => last(one)?.Sid)).toEqual(['SourceRepository', 'Repository'])
  })
})

describe('a build cache', () => {
  const cached = (more = '') => createStagesFile(`cache: true\n${more}`)
  const elsewhere = cached("stages: {master: {account: '444455556666'}}")
  const image = {name: 'sample-image'}
  const CACHE = 'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/cache'
  const BOTH = [...READ, ...PUSH]

  test.each([
    [
      'development',
      [
        [CACHE, BOTH],
        [`${CACHE}-trunk`, READ]
      ]
    ],
    ['master', [[`${CACHE}-trunk`, BOTH]]],
    ['release', []]
  ] as const)('gives the role of %s what its builds need, and nothing else', (stage, expected) => {
    const {Statement} = policyFor(target(stage), undefined, undefined, cachesOf(cached(), image))
    const own = Statement.filter(({Resource}) => Resource.includes('/cache'))
    expect(own.map(({Resource, Action}) => [Resource, Action.toSorted()])).toEqual(
      expected.map(([resource, actions]) => [resource, actions.toSorted()])
    )
  })

  test('leaves every policy as it is if the stages file wants none', () => {
    for (const stage of STAGES)
      expect(policyFor(target(stage), undefined, undefined, cachesOf(file, image))).toEqual(policyFor(target(stage)))
  })

  const policies = (of: StagesFile) =>
    cachesOf(of, image).map(cache =>
      cachePolicyFor(
        cache,
        STAGES.map(stage => targetOf(of, image, stage))
      )
    )

  test('has no policy of its own in one account', () => {
    expect(policies(cached())).toEqual([undefined, undefined])
    expect(policies(cached("stages: {release: {account: '444455556666'}}"))).toEqual([undefined, undefined])
  })

  test("of the trunk lets development's role read it from another account", () => {
    expect(policies(elsewhere)).toEqual([
      undefined,
      {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Cache',
            Effect: 'Allow',
            Principal: {AWS: 'arn:aws:iam::111122223333:root'},
            Action: READ,
            Condition: {
              StringEquals: {
                'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/sample-image-development-github'
              }
            }
          }
        ]
      }
    ])
  })
})

test('people write only to development, and end users read only releases', () => {
  const table = Object.entries(GRANTS).map(([stage, grants]) => [
    stage,
    grants.developers,
    grants.endUsers,
    grants.github
  ])
  expect(table).toEqual([
    ['development', ['authorize', 'read', 'write', 'metadata'], [], ['authorize', 'read', 'write', 'metadata']],
    ['master', ['authorize', 'read', 'metadata'], [], ['authorize', 'write']],
    ['release', ['authorize', 'read', 'metadata'], ['authorize', 'read'], ['authorize', 'write']]
  ])
  expect(actionsOf(['read']).sort()).toEqual([...READ].sort())
})

test.each([
  ['development', ['sha-*']],
  ['master', ['sha-*']],
  ['release', ['sha-*', 'v*']]
] as const)('the tags that never move in %s are %j', (stage, filters) => {
  expect(tagMutability(stage)).toEqual({mutability: 'MUTABLE_WITH_EXCLUSION', filters})
})

function createTrust(changes: Partial<TrustSubject> = {}): TrustSubject {
  return {
    ...{stage: 'development', repository: 'my-org/sample-image', repositoryId: '42', ownerId: '7'},
    ...{environment: 'Development', trunk: 'master'},
    ...changes
  }
}

describe('the trust policy', () => {
  const aws = {partition: 'aws', account: '111122223333'}
  const claim = (name: string) => `token.actions.githubusercontent.com:${name}`

  test('of development accepts both forms of the subject, and no other', () => {
    expect(stageTrustPolicy(aws, createTrust())).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'},
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [claim('aud')]: 'sts.amazonaws.com',
              [claim('sub')]: [
                'repo:my-org/sample-image:environment:Development',
                'repo:my-org@7/sample-image@42:environment:Development'
              ],
              [claim('repository_id')]: '42',
              [claim('environment')]: 'Development'
            }
          }
        }
      ]
    })
  })

  test('of master accepts only the trunk', () => {
    const [{Condition}] = stageTrustPolicy(aws, createTrust({stage: 'master', trunk: 'release/main'})).Statement
    expect(Condition.StringEquals[claim('ref')]).toBe('refs/heads/release/main')
    expect(Condition).not.toHaveProperty('StringLike')
  })

  test("of release accepts only the trunk and versions' tags", () => {
    const [{Condition}] = stageTrustPolicy(aws, createTrust({stage: 'release'})).Statement
    expect(Condition.StringLike).toEqual({[claim('ref')]: ['refs/heads/master', 'refs/tags/v*']})
    expect(Condition.StringEquals).not.toHaveProperty([claim('ref')])
  })

  test('accepts only the first form if an id is unknown', () => {
    const [{Condition}] = stageTrustPolicy(aws, createTrust({ownerId: undefined})).Statement
    expect(Condition.StringEquals[claim('sub')]).toBe('repo:my-org/sample-image:environment:Development')
    expect(Condition.StringEquals).toHaveProperty([claim('repository_id')], '42')
    expect(Condition.StringEquals).not.toHaveProperty([claim('repository_owner_id')])
  })

  test('escapes colons in the subject, and nowhere else', () => {
    const [{Condition}] = stageTrustPolicy(aws, createTrust({environment: 'a:b', ownerId: undefined})).Statement
    expect(Condition.StringEquals[claim('sub')]).toBe('repo:my-org/sample-image:environment:a%3Ab')
    expect(Condition.StringEquals[claim('environment')]).toBe('a:b')
  })

  test('has the audience and the partition of China there', () => {
    const [{Condition, Principal}] = stageTrustPolicy({...aws, partition: 'aws-cn'}, createTrust()).Statement
    expect(Condition.StringEquals[claim('aud')]).toBe('sts.amazonaws.com.cn')
    expect(Principal.Federated).toMatch(/^arn:aws-cn:iam::/)
  })
})

describe('a denial', () => {
  const claims = {
    ...{aud: 'sts.amazonaws.com', sub: 'repo:my-org/sample-image:environment:Master', environment: 'Master'},
    ...{repository_id: '42', repository_owner_id: '7', ref: 'refs/heads/master'}
  }
  const denied = (changes: object, request: Partial<DeniedRequest> = {}): string =>
    explainDenial({
      target: target('master'),
      trunk: 'master',
      github: file.github,
      claims: {...claims, ...changes},
      ...request
    })

  test('compares the claims with the conditions of the role', () => {
    expect(denied({ref: 'refs/heads/feature/x'}).split('\n')).toEqual([
      'The claims of the token, and the conditions of its role according to the stages file:',
      '  aud: sts.amazonaws.com; the role requires sts.amazonaws.com',
      '  sub: repo:my-org/sample-image:environment:Master; the role requires repo:my-org/sample-image:environment:Master or repo:my-org@7/sample-image@42:environment:Master',
      '  repository_id: 42; the role requires 42',
      '  environment: Master; the role requires Master',
      '  ref: refs/heads/feature/x; the role requires refs/heads/master  <- differs',
      'Likely cause: the run is on a branch or a tag that this stage does not accept.'
    ])
  })

  test.each([
    [{aud: 'me'}, /aud: me; .*<- differs\n[^]*Likely cause: the input `audience`/],
    [
      {environment: undefined, sub: 'repo:my-org/sample-image:ref:refs/heads/master'},
      /environment: \(none\); .*<- differs[^]*Write `environment: Master`/
    ],
    [{repository_id: '43'}, /Likely cause: the ids in the stages file are another repository's/],
    [{sub: 'repo:my-org/new:environment:Master'}, /Likely cause: the repository was renamed or moved/],
    [{}, /Likely cause: the role arn:aws:iam::111122223333:role\/sample-image-master-github does not exist/]
  ])('of %j names the likely cause', (changes, message) => {
    expect(denied(changes)).toMatch(message)
  })

  test('in release accepts a version tag, and no other tag', () => {
    const release = {environment: 'Release', sub: 'repo:my-org/sample-image:environment:Release'}
    expect(denied({...release, ref: 'refs/tags/v1.2.3'}, {target: target('release')})).not.toContain('differs')
    expect(denied({...release, ref: 'refs/tags/nightly'}, {target: target('release')})).toMatch(/ref: .*<- differs/)
  })

  test('without a stages file shows only the claims', () => {
    const text = denied({}, {github: undefined})
    expect(text).toMatch(/^The claims of the token:\n {2}aud: sts.amazonaws.com\n/)
    expect(text).not.toContain('requires')
    expect(text).toMatch(
      /\nIs it the right role\? .* If it is, check that arn:aws:iam::111122223333:role\/sample-image-master-github exists, and that its trust policy admits these claims\.$/
    )
    expect(text).not.toContain('infra/')
  })
})
