import {describe, expect, test} from '@jest/globals'

import type {Stage} from '../../src/stages/stage.js'
import {tagsFor} from '../../src/stages/tags.js'
import {readDeployableFile} from '../lib/deployable-file.js'
import type {LifecyclePolicy} from '../lib/lifecycle.js'
import {cacheLifecyclePolicy, lifecyclePolicyFor} from '../lib/lifecycle.js'
import {lifecycleProblems} from '../lib/lifecycle-problems.js'
import {DEFAULT_FILE} from './default-file.js'
import type {Fate, Image} from './lifecycle-simulation.js'
import {simulate} from './lifecycle-simulation.js'

function policyOf(stage: Stage, stages = '{}'): LifecyclePolicy {
  const file = readDeployableFile(`${DEFAULT_FILE}stages: ${stages}\n`, 'stages.yml')
  return lifecyclePolicyFor(stage, file.stages[stage], file.trunk)
}

const FOREVER = 4000
const sha = (index: number): string => `sha-${String(index).padStart(12, '0')}`

describe.each<[Stage, string, Record<string, Image>, number, Record<string, Fate>]>([
  [
    'development',
    'an image in use stays, however old it is',
    {a: {tags: [sha(1), 'pr-7', 'feature-x'], pushed: -900, isInUse: true}},
    FOREVER,
    {a: 'kept'}
  ],
  [
    'development',
    'an image without a pull for 30 days stays',
    {a: {tags: [sha(1), 'feature-x'], pushed: -400, pulled: 0}},
    30,
    {a: 'kept'}
  ],
  [
    'development',
    'an image without a pull for longer is archived',
    {a: {tags: [sha(1), 'feature-x'], pushed: -400, pulled: 0}},
    31,
    {a: 'archived'}
  ],
  [
    'development',
    'the days of an image that was never pulled count from its push',
    {a: {tags: [sha(1)], pushed: 0}, b: {tags: [sha(2)], pushed: -1}},
    30,
    {a: 'kept', b: 'archived'}
  ],
  [
    'development',
    'an image that was archived 180 days ago stays in the archive',
    {a: {tags: [sha(1)], pushed: -400, archived: 0}},
    180,
    {a: 'archived'}
  ],
  [
    'development',
    'an image that was archived earlier expires',
    {a: {tags: [sha(1)], pushed: -400, archived: 0}},
    181,
    {a: 'expired'}
  ],
  [
    'development',
    'untagged images are treated the same way',
    {a: {pushed: 0}, b: {pushed: -1}, c: {pushed: -400, archived: -180}},
    30,
    {a: 'kept', b: 'archived', c: 'expired'}
  ],
  [
    'development',
    'an archived index loses none of its parts',
    {a: {tags: [sha(1)], pushed: 0, children: ['b']}, b: {pushed: 0}},
    31 + 179,
    {a: 'archived', b: 'archived'}
  ],
  [
    'development',
    'a part of an index in use stays',
    {a: {tags: [sha(1)], pushed: -400, isInUse: true, children: ['b']}, b: {pushed: -400}},
    FOREVER,
    {a: 'kept', b: 'kept'}
  ],
  [
    'development',
    'an index expires with its parts',
    {a: {tags: [sha(1)], pushed: 0, children: ['b']}, b: {pushed: 0}},
    FOREVER,
    {a: 'expired', b: 'expired'}
  ],
  [
    'development',
    'a signature follows its image',
    {a: {tags: [sha(1)], pushed: 0}, s: {pushed: 0, subject: 'a'}},
    31,
    {a: 'archived', s: 'archived'}
  ],

  [
    'master',
    'the newest 200 images stay, and older ones expire',
    newest(201),
    FOREVER,
    {i0: 'expired', i1: 'kept', i200: 'kept'}
  ],
  [
    'master',
    'the image of the trunk stays, however many are newer',
    {...newest(500), i0: {tags: [sha(0), 'master'], pushed: -9000}},
    FOREVER,
    {i0: 'kept', i1: 'expired', i499: 'kept'}
  ],
  [
    'master',
    'images that nobody pulls stay while they are among the newest',
    newest(200),
    FOREVER,
    {i0: 'kept', i199: 'kept'}
  ],
  [
    'master',
    'a tag of another branch protects nothing',
    {...newest(201), i0: {tags: [sha(0), 'master-2', 'old-master'], pushed: -9000}},
    0,
    {i0: 'expired', i1: 'kept'}
  ],
  [
    'master',
    'parts of an index do not count',
    {...newest(200), ...parts(200)},
    FOREVER,
    {i0: 'kept', p0: 'kept', p199: 'kept'}
  ],
  [
    'master',
    'parts of an index expire after it',
    {...newest(201), i0: {tags: [sha(0)], pushed: -9000, children: ['p']}, p: {pushed: -9000}},
    1,
    {i0: 'expired', p: 'expired'}
  ],
  [
    'master',
    'an untagged image expires after 14 days',
    {a: {pushed: 0}, b: {pushed: -1}},
    14,
    {a: 'kept', b: 'expired'}
  ],

  [
    'release',
    'the image with the tag latest stays, even if nobody pulls it',
    {a: {tags: ['v1.2.3', sha(1), '1.2', '1', 'latest'], pushed: -9000}},
    FOREVER,
    {a: 'kept'}
  ],
  [
    'release',
    'images with other moving tags are archived if nobody pulls them',
    {a: {tags: ['v1.2.3', '1.2', '1'], pushed: 0}, b: {tags: ['v1.1.0', '1.1'], pushed: 0, isInUse: true}},
    FOREVER,
    {a: 'archived', b: 'kept'}
  ],
  ['release', 'an image without a pull for a year stays', {a: {tags: ['v1.2.3'], pushed: 0}}, 365, {a: 'kept'}],
  [
    'release',
    'an image without a pull for longer is archived',
    {a: {tags: ['v1.2.3'], pushed: 0}},
    366,
    {a: 'archived'}
  ],
  [
    'release',
    'an archived index loses none of its parts',
    {a: {tags: ['v1.2.3'], pushed: -9000, children: ['b']}, b: {pushed: -9000}},
    FOREVER,
    {a: 'archived', b: 'archived'}
  ],
  [
    'release',
    'a platform that nobody pulls stays with an index in use',
    {a: {tags: ['v1.2.3'], pushed: -9000, isInUse: true, children: ['b']}, b: {pushed: -9000}},
    FOREVER,
    {a: 'kept', b: 'kept'}
  ],
  [
    'release',
    'nothing expires, tagged or not',
    {a: {tags: ['v1.2.3'], pushed: -9000}, b: {pushed: -9000}, c: {tags: ['sha256-0a1b.sig'], pushed: -9000}},
    FOREVER,
    {a: 'archived', b: 'archived', c: 'archived'}
  ]
])('in %s', (stage, title, images, days, expected) => {
  test(title, () => {
    expect(simulate(policyOf(stage), images, days)).toMatchObject(expected)
  })
})

function newest(count: number): Record<string, Image> {
  return Object.fromEntries(
    Array.from({length: count}, (_, index) => [
      `i${index}`,
      {tags: [sha(index)], pushed: index - count, children: [`p${index}`]}
    ])
  )
}

function parts(count: number): Record<string, Image> {
  return Object.fromEntries(Array.from({length: count}, (_, index) => [`p${index}`, {pushed: index - count}]))
}

test.each<[string, Record<string, Image>, number, Record<string, Fate>]>([
  [
    'a cache stays until 30 days after its last push',
    {a: {tags: ['default-linux-amd64'], pushed: 0}, b: {tags: ['runtime-linux-arm64-alpine'], pushed: -1}},
    30,
    {a: 'kept', b: 'expired'}
  ],
  [
    'a cache that a newer one replaced expires after 7 days',
    {a: {pushed: 0}, b: {pushed: -1}},
    7,
    {a: 'kept', b: 'expired'}
  ],
  ['pulls do not make a cache stay', {a: {tags: ['default-linux-amd64'], pushed: 0, isInUse: true}}, 31, {a: 'expired'}]
])('in a build cache, %s', (_, images, days, expected) => {
  expect(simulate(cacheLifecyclePolicy(), images, days)).toEqual(expected)
})

test('ECR accepts the policy of a build cache', () => {
  expect(lifecycleProblems(JSON.stringify(cacheLifecyclePolicy()))).toEqual([])
})

test('the stages file sets the numbers', () => {
  const development = policyOf('development', '{development: {archive-after-days: 7, expire-after-days: 90}}')
  const old = {a: {tags: [sha(1)], pushed: 0}, b: {pushed: 0}}
  expect(simulate(development, old, 8 + 90)).toEqual({a: 'archived', b: 'archived'})
  expect(simulate(development, old, 8 + 91)).toEqual({a: 'expired', b: 'expired'})
  expect(simulate(policyOf('master', '{master: {expire-untagged-after-days: 3}}'), old, 4)).toEqual({
    a: 'kept',
    b: 'expired'
  })
  expect(simulate(policyOf('master', '{master: {keep: 3}}'), newest(5), 0)).toEqual({
    i0: 'expired',
    i1: 'expired',
    i2: 'kept',
    i3: 'kept',
    i4: 'kept'
  })
  expect(simulate(policyOf('release', '{release: {archive-after-days: 100}}'), old, 101)).toEqual({
    a: 'archived',
    b: 'archived'
  })
})

test.each(['feature/x', 'v-next', '1.x', 'a'.repeat(100)])('the tag of the trunk %s protects its image', trunk => {
  const {stages} = readDeployableFile(DEFAULT_FILE, 'stages.yml')
  const policy = lifecyclePolicyFor('master', {...stages.master, keep: 1}, trunk)
  expect(lifecycleProblems(JSON.stringify(policy))).toEqual([])
  const [tag = ''] = policy.rules[0]?.selection.tagPatternList ?? []
  expect(simulate(policy, {a: {tags: [sha(1), tag], pushed: -9}, b: {tags: [sha(2)], pushed: 0}}, FOREVER)).toEqual({
    a: 'kept',
    b: 'kept'
  })
})

test.each(['master', 'sha', 'a'.repeat(128)])(
  'the tags that the variants of the trunk %s get protect their images',
  trunk => {
    const {stages} = readDeployableFile(DEFAULT_FILE, 'stages.yml')
    const variants = ['alpine', 'slim']
    const {rules} = lifecyclePolicyFor('master', stages.master, trunk, variants)
    const revision = {commit: 'c'.repeat(40), branch: trunk, pullRequest: undefined, version: undefined}
    const tags = [undefined, ...variants].flatMap(variant =>
      tagsFor({...revision, stage: 'master', trunk, variant, variants}).named.map(({name}) => [name])
    )
    expect(rules.slice(0, tags.length).map(({selection}) => selection.tagPatternList)).toEqual(tags)
  }
)

test.each(['development', 'master', 'release'] as const)('ECR accepts the policy of %s', stage => {
  expect(lifecycleProblems(JSON.stringify(policyOf(stage)))).toEqual([])
})
