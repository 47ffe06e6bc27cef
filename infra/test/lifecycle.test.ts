import {describe, expect, test} from '@jest/globals'

import type {Stage} from '../../src/stages/stage.js'
import {readDeployableFile} from '../lib/deployable-file.js'
import type {LifecyclePolicy} from '../lib/lifecycle.js'
import {lifecyclePolicyFor} from '../lib/lifecycle.js'
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

test.each(['development', 'master', 'release'] as const)('ECR accepts the policy of %s', stage => {
  expect(lifecycleProblems(JSON.stringify(policyOf(stage)))).toEqual([])
})

const TAGGED = {tagStatus: 'tagged', tagPatternList: ['prod*'], countType: 'imageCountMoreThan', countNumber: 5}
const UNTAGGED = {tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14}
const ARCHIVED = {
  tagStatus: 'any',
  storageClass: 'archive',
  countType: 'sinceImageTransitioned',
  countUnit: 'days',
  countNumber: 90
}
const UNUSED = {tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 30}
const EXPIRE = {type: 'expire'}
const ARCHIVE = {type: 'transition', targetStorageClass: 'archive'}

function rule(selection: object, action: object = EXPIRE, rest: object = {}): object {
  return {
    rulePriority: 1,
    description: 'As an example of a rule that is long enough for the policy',
    selection,
    action,
    ...rest
  }
}

function problemsOf(...rules: object[]): string[] {
  return lifecycleProblems(
    JSON.stringify({
      rules: rules.map((one, index) => ({
        ...one,
        rulePriority:
          (one as {rulePriority: unknown}).rulePriority === 1
            ? index + 1
            : (one as {rulePriority: unknown}).rulePriority
      }))
    })
  )
}

describe('ECR accepts a lifecycle policy with', () => {
  test.each<[string, object[]]>([
    ['a count of tagged images', [rule(TAGGED)]],
    ['prefixes', [rule({...TAGGED, tagPatternList: undefined, tagPrefixList: ['prod', 'v1.']})]],
    ['four wildcards', [rule({...TAGGED, tagPatternList: ['*a*b*c*']})]],
    [
      'patterns and prefixes in different rules',
      [rule(TAGGED), rule({...TAGGED, tagPatternList: undefined, tagPrefixList: ['dev']})]
    ],
    ['days without a pull, to archive', [rule(UNUSED, ARCHIVE)]],
    ['a count, to archive', [rule(TAGGED, ARCHIVE)]],
    ['90 days in the archive', [rule(ARCHIVED)]],
    ['any image of each storage class', [rule(UNUSED, ARCHIVE), rule(ARCHIVED)]],
    ['the storage class by name', [rule({...UNTAGGED, storageClass: 'standard'})]],
    ['any as the last rule', [rule(TAGGED), rule(UNTAGGED), rule(UNUSED, ARCHIVE)]],
    ['priorities with gaps', [rule(TAGGED, EXPIRE, {rulePriority: 10}), rule(UNTAGGED, EXPIRE, {rulePriority: 5})]],
    ['50 rules', Array.from({length: 50}, (_, index) => rule({...TAGGED, tagPatternList: [`p${index}-*`]}))]
  ])('%s', (_title, rules) => {
    expect(problemsOf(...rules)).toEqual([])
  })
})

describe('ECR refuses a lifecycle policy with', () => {
  test.each<[string, object[], RegExp]>([
    ['no rules', [], /characters/],
    ['51 rules', Array.from({length: 51}, (_, index) => rule({...TAGGED, tagPatternList: [`p${index}-*`]})), /1 to 50/],
    ['a priority of zero', [rule(TAGGED, EXPIRE, {rulePriority: 0})], /rulePriority is not a whole number/],
    [
      'a priority that is no integer',
      [rule(TAGGED, EXPIRE, {rulePriority: 1.5})],
      /rulePriority is not a whole number/
    ],
    [
      'a priority twice',
      [rule(TAGGED, EXPIRE, {rulePriority: 7}), rule(UNTAGGED, EXPIRE, {rulePriority: 7})],
      /same rulePriority/
    ],
    ['any before another rule', [rule(UNUSED, ARCHIVE), rule(TAGGED)], /any comes before/],
    ['two rules for untagged images', [rule(UNTAGGED), rule({...UNTAGGED, countNumber: 7})], /same images/],
    ['two rules for any image', [rule(UNUSED, ARCHIVE), rule({...UNUSED, countNumber: 7}, ARCHIVE)], /same images/],
    [
      'the same patterns twice',
      [rule({...TAGGED, tagPatternList: ['a', 'b']}), rule({...TAGGED, tagPatternList: ['b', 'a']})],
      /same images/
    ],
    ['tagged without tags', [rule({...TAGGED, tagPatternList: undefined})], /either tagPatternList or tagPrefixList/],
    ['tagged with both lists', [rule({...TAGGED, tagPrefixList: ['prod']})], /either tagPatternList or tagPrefixList/],
    ['an empty list of tags', [rule({...TAGGED, tagPatternList: []})], /list of tags is empty/],
    ['five wildcards', [rule({...TAGGED, tagPatternList: ['*a*b*c*d*']})], /cannot match a tag/],
    [
      'a wildcard in a prefix',
      [rule({...TAGGED, tagPatternList: undefined, tagPrefixList: ['prod*']})],
      /cannot match a tag/
    ],
    ['a pattern that matches no tag', [rule({...TAGGED, tagPatternList: ['feature/x']})], /cannot match a tag/],
    ['untagged with tags', [rule({...UNTAGGED, tagPatternList: ['prod*']})], /allows no list of tags/],
    ['any with tags', [rule({...UNUSED, tagPrefixList: ['prod']}, ARCHIVE)], /allows no list of tags/],
    ['an unknown tag status', [rule({...TAGGED, tagStatus: 'all'})], /must be tagged, untagged or any/],
    ['an unknown way of counting', [rule({...UNTAGGED, countType: 'sinceImageBuilt'})], /countType must be one of/],
    ['a count of zero', [rule({...TAGGED, countNumber: 0})], /countNumber is not a whole number/],
    ['a count below zero', [rule({...TAGGED, countNumber: -1})], /countNumber is not a whole number/],
    ['a count as text', [rule({...TAGGED, countNumber: '5'})], /countNumber is not a whole number/],
    ['days without their unit', [rule({...UNTAGGED, countUnit: undefined})], /countUnit days/],
    ['another unit', [rule({...UNTAGGED, countUnit: 'hours'})], /countUnit days/],
    ['a unit beside a count', [rule({...TAGGED, countUnit: 'days'})], /no countUnit/],
    ['expiry by pulls', [rule(UNUSED)], /sinceImagePulled requires the action transition/],
    ['a transition of archived images', [rule(ARCHIVED, ARCHIVE)], /sinceImageTransitioned requires the action expire/],
    ['89 days in the archive', [rule({...ARCHIVED, countNumber: 89})], /at least 90 days, and countNumber is 89/],
    [
      'time in the archive, for the standard class',
      [rule({...ARCHIVED, storageClass: 'standard'})],
      /requires the storage class archive/
    ],
    [
      'time in the archive, for no class',
      [rule({...ARCHIVED, storageClass: undefined})],
      /requires the storage class archive/
    ],
    [
      'days since the push, for the archive',
      [rule({...UNTAGGED, storageClass: 'archive'})],
      /requires the storage class standard/
    ],
    ['a count, for the archive', [rule({...TAGGED, storageClass: 'archive'})], /requires the storage class standard/],
    ['a transition without a target', [rule(UNUSED, {type: 'transition'})], /targetStorageClass must be archive/],
    [
      'a transition to the standard class',
      [rule(UNUSED, {...ARCHIVE, targetStorageClass: 'standard'})],
      /targetStorageClass must be archive/
    ],
    ['expiry with a target', [rule(TAGGED, {...EXPIRE, targetStorageClass: 'archive'})], /absent for any other/],
    ['an unknown action', [rule(TAGGED, {type: 'delete'})], /requires the action/],
    ['null as a value', [rule({...TAGGED, storageClass: null})], /storageClass is null/],
    ['an unknown key of a rule', [rule(TAGGED, EXPIRE, {enabled: true})], /enabled is unknown/],
    ['an unknown key of a selection', [rule({...TAGGED, tagList: ['prod']})], /tagList is unknown/],
    ['an unknown key of an action', [rule(TAGGED, {...EXPIRE, after: 5})], /after is unknown/],
    [
      'a description that is not a text',
      [rule({...TAGGED, tagPatternList: ['padding-that-makes-it-long-enough-*']}, EXPIRE, {description: 7})],
      /description is not a text/
    ],
    ['no selection', [rule(TAGGED, EXPIRE, {selection: undefined})], /selection is not an object/],
    ['no action', [rule(TAGGED, EXPIRE, {action: undefined})], /action is not an object/]
  ])('%s', (_title, rules, problem) => {
    expect(problemsOf(...rules).join('\n')).toMatch(problem)
  })

  test.each([
    ['that is too short', '{"rules":[]}', /12 characters; ECR accepts 100 to 30720/],
    [
      'that is too long',
      JSON.stringify({rules: [rule(TAGGED, EXPIRE, {description: 'x'.repeat(31_000)})]}),
      /100 to 30720/
    ],
    ['that is not JSON', 'x'.repeat(200), /not the JSON/],
    ['that is a list', JSON.stringify([rule(TAGGED)]), /not the JSON of an object/],
    ['without rules', JSON.stringify({rule: [rule(TAGGED)]}), /rules is not a list/],
    ['with a rule that is a text', JSON.stringify({rules: [rule(TAGGED), 'expire']}), /a rule is not an object/],
    ['with an unknown key', JSON.stringify({rules: [rule(TAGGED)], version: 1}), /version is unknown/]
  ])('a text %s', (_title, text, problem) => {
    expect(lifecycleProblems(text).join('\n')).toMatch(problem)
  })
})
