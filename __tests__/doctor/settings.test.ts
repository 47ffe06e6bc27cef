import {describe, expect, test} from '@jest/globals'

import type {RepositorySetup} from '../../src/aws/repository-setup.js'
import {remedyAt} from '../../src/core/remedy.js'
import {
  encryptionCheck,
  lifecycleCheck,
  mountingCheck,
  mountingObstacle,
  mutabilityCheck,
  scanCheck
} from '../../src/doctor/settings.js'
import {parseRepositoryArn} from '../../src/stages/arn.js'
import type {Stage} from '../../src/stages/stage.js'

const createSettings = (settings: Partial<RepositorySetup> = {}): RepositorySetup => ({
  mutability: 'MUTABLE_WITH_EXCLUSION',
  filters: ['sha-*'],
  scanOnPush: true,
  encryption: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  ...settings
})
const DEPLOY = 'Deploy infra/.'

describe('tag mutability', () => {
  test.each<[Stage, Partial<RepositorySetup>, 'good' | 'bad', string]>([
    ['development', {}, 'good', 'sha-* never move, other tags do'],
    ['release', {filters: ['v*', 'sha-*']}, 'good', 'sha-*, v* never move, other tags do'],
    [
      'release',
      {},
      'bad',
      'MUTABLE_WITH_EXCLUSION (sha-*), but release requires MUTABLE_WITH_EXCLUSION (sha-*, v*): anyone who may push can move tags such as v* to another image.'
    ],
    [
      'master',
      {filters: ['sha-*', 'v*']},
      'bad',
      'MUTABLE_WITH_EXCLUSION (sha-*, v*), but master requires MUTABLE_WITH_EXCLUSION (sha-*): tags such as v* cannot move.'
    ],
    [
      'master',
      {mutability: 'MUTABLE', filters: []},
      'bad',
      'MUTABLE, but master requires MUTABLE_WITH_EXCLUSION (sha-*): anyone who may push can move any tag to another image.'
    ],
    [
      'master',
      {mutability: 'IMMUTABLE', filters: []},
      'bad',
      'IMMUTABLE, but master requires MUTABLE_WITH_EXCLUSION (sha-*): a tag that must move cannot.'
    ],
    [
      'master',
      {mutability: 'IMMUTABLE_WITH_EXCLUSION'},
      'bad',
      'IMMUTABLE_WITH_EXCLUSION (sha-*), but master requires MUTABLE_WITH_EXCLUSION (sha-*): a tag that must move cannot.'
    ]
  ])('of %s with %j is %s', (stage, settings, state, says) => {
    expect(mutabilityCheck(stage, createSettings(settings), DEPLOY)).toEqual({
      name: 'tag mutability',
      state,
      says,
      ...(state === 'bad' ? {remedy: DEPLOY} : {})
    })
  })
})

describe('the lifecycle policy', () => {
  const rules = [
    {
      rulePriority: 1,
      description: 'Keep the newest 200 images',
      selection: {tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 200},
      action: {type: 'expire'}
    },
    {
      rulePriority: 2,
      selection: {tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14},
      action: {type: 'expire'}
    }
  ]

  test('is described by its rules', () => {
    expect(lifecycleCheck(JSON.stringify({rules}), DEPLOY)).toEqual({
      name: 'lifecycle',
      state: 'good',
      says: 'Keep the newest 200 images; expire untagged by sinceImagePushed 14'
    })
  })

  test.each([
    [undefined, 'no policy'],
    ['{"rules": []}', 'without any rule'],
    ['nonsense', 'without any rule']
  ])('%j causes a warning', (policy, says) => {
    expect(lifecycleCheck(policy, DEPLOY)).toEqual({
      name: 'lifecycle',
      state: 'warning',
      says: expect.stringContaining(says),
      remedy: DEPLOY
    })
  })
})

test.each([
  [true, 'good'],
  [false, 'warning']
])('scan on push %s is %s', (scanOnPush, state) => {
  expect(scanCheck(createSettings({scanOnPush}), DEPLOY).state).toBe(state)
})

test.each([
  ['arn:aws:kms:eu-west-1:111122223333:key/1', 'good'],
  ['AES256', 'warning']
])('a source that is encrypted with %s is %s', (encryption, state) => {
  expect(encryptionCheck(createSettings(), createSettings({encryption})).state).toBe(state)
})

test.each([
  ['eu-west-1', '111122223333', undefined],
  ['eu-west-1', '444455556666', /another account/],
  ['us-east-1', '111122223333', /another region/]
])('layers of a source in %s of account %s can be mounted, unless there is an obstacle', (region, account, reason) => {
  const repository = (where: string): ReturnType<typeof parseRepositoryArn> =>
    parseRepositoryArn(`arn:aws:ecr:${where}:repository/sample-image/master`)
  const obstacle = mountingObstacle(repository('eu-west-1:111122223333'), repository(`${region}:${account}`))
  if (reason === undefined) expect(obstacle).toBeUndefined()
  else expect(obstacle).toMatch(reason)
})

test.each([
  ['ENABLED', 'good'],
  ['DISABLED', 'warning'],
  [undefined, 'info']
] as const)('mounting %s is %s', (setting, state) => {
  const check = mountingCheck(setting, 'eu-west-1')
  expect(check.state).toBe(state)
  if (setting !== 'ENABLED')
    expect(`${check.says} ${remedyAt('terminal', check.remedy ?? '')}`).toContain(
      '-account-setting --region eu-west-1 --name BLOB_MOUNTING'
    )
})
