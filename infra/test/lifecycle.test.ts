import {describe, expect, test} from '@jest/globals'

import type {Stage} from '../../src/stages/stage.js'
import {deployable} from '../lib/deployable-file.js'
import type {LifecyclePolicy} from '../lib/lifecycle.js'
import {lifecyclePolicy} from '../lib/lifecycle.js'
import {lifecycleProblems} from '../lib/lifecycle-problems.js'
import {DEFAULT_FILE} from './default-file.js'
import type {Fate, Image} from './lifecycle-simulation.js'
import {simulate} from './lifecycle-simulation.js'

function policyOf(stage: Stage, stages = '{}'): LifecyclePolicy {
  const file = deployable(`${DEFAULT_FILE}stages: ${stages}\n`, 'stages.yml')
  return lifecyclePolicy(stage, file.stages[stage], file.trunk)
}

const FOREVER = 4000
const sha = (index: number): string => `sha-${String(index).padStart(12, '0')}`

describe.each<[Stage, string, Record<string, Image>, number, Record<string, Fate>]>([
  [
    'development',
    'what is in use stays, however old',
    {a: {tags: [sha(1), 'pr-7', 'feature-x'], pushed: -900, isInUse: true}},
    FOREVER,
    {a: 'kept'}
  ],
  [
    'development',
    'what nobody pulled for 30 days stays',
    {a: {tags: [sha(1), 'feature-x'], pushed: -400, pulled: 0}},
    30,
    {a: 'kept'}
  ],
  [
    'development',
    'what nobody pulled for longer is archived',
    {a: {tags: [sha(1), 'feature-x'], pushed: -400, pulled: 0}},
    31,
    {a: 'archived'}
  ],
  [
    'development',
    'what nobody ever pulled counts from its push',
    {a: {tags: [sha(1)], pushed: 0}, b: {tags: [sha(2)], pushed: -1}},
    30,
    {a: 'kept', b: 'archived'}
  ],
  [
    'development',
    'what was archived 180 days ago stays in the archive',
    {a: {tags: [sha(1)], pushed: -400, archived: 0}},
    180,
    {a: 'archived'}
  ],
  [
    'development',
    'what was archived before that expires',
    {a: {tags: [sha(1)], pushed: -400, archived: 0}},
    181,
    {a: 'expired'}
  ],
  [
    'development',
    'what has no tag goes the same way',
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
    'an index goes with its parts',
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
    'the newest 200 stay, and older ones expire',
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
    'images stay that nobody pulls, while they are among the newest',
    newest(200),
    FOREVER,
    {i0: 'kept', i199: 'kept'}
  ],
  [
    'master',
    "another branch's name is no shield",
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
  ['master', 'what has no tag expires after 14 days', {a: {pushed: 0}, b: {pushed: -1}}, 14, {a: 'kept', b: 'expired'}],

  [
    'release',
    'what latest names is never taken, though nobody pulls it',
    {a: {tags: ['v1.2.3', sha(1), '1.2', '1', 'latest'], pushed: -9000}},
    FOREVER,
    {a: 'kept'}
  ],
  [
    'release',
    'other moving tags are, when nobody pulls them',
    {a: {tags: ['v1.2.3', '1.2', '1'], pushed: 0}, b: {tags: ['v1.1.0', '1.1'], pushed: 0, isInUse: true}},
    FOREVER,
    {a: 'archived', b: 'kept'}
  ],
  ['release', 'a year without a pull is not yet enough', {a: {tags: ['v1.2.3'], pushed: 0}}, 365, {a: 'kept'}],
  ['release', 'more than a year is', {a: {tags: ['v1.2.3'], pushed: 0}}, 366, {a: 'archived'}],
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

test('the numbers are those of the stages file', () => {
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

test.each(['feature/x', 'v-next', '1.x', 'a'.repeat(100)])('the trunk %s is spared by its tag', trunk => {
  const {stages} = deployable(DEFAULT_FILE, 'stages.yml')
  const policy = lifecyclePolicy('master', {...stages.master, keep: 1}, trunk)
  expect(lifecycleProblems(JSON.stringify(policy))).toEqual([])
  const [tag = ''] = policy.rules[0]?.selection.tagPatternList ?? []
  expect(simulate(policy, {a: {tags: [sha(1), tag], pushed: -9}, b: {tags: [sha(2)], pushed: 0}}, FOREVER)).toEqual({
    a: 'kept',
    b: 'kept'
  })
})

test.each(['development', 'master', 'release'] as const)('ECR takes the policy of %s', stage => {
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

describe('lifecycle policies that ECR takes', () => {
  test.each<[string, object[]]>([
    ['a count of tagged images', [rule(TAGGED)]],
    ['prefixes', [rule({...TAGGED, tagPatternList: undefined, tagPrefixList: ['prod', 'v1.']})]],
    ['four wildcards', [rule({...TAGGED, tagPatternList: ['*a*b*c*']})]],
    [
      'patterns and prefixes in rules apart',
      [rule(TAGGED), rule({...TAGGED, tagPatternList: undefined, tagPrefixList: ['dev']})]
    ],
    ['days without a pull, archived', [rule(UNUSED, ARCHIVE)]],
    ['a count, archived', [rule(TAGGED, ARCHIVE)]],
    ['90 days in the archive', [rule(ARCHIVED)]],
    ['any image of each storage class', [rule(UNUSED, ARCHIVE), rule(ARCHIVED)]],
    ['the storage class by name', [rule({...UNTAGGED, storageClass: 'standard'})]],
    ['any after the rest', [rule(TAGGED), rule(UNTAGGED), rule(UNUSED, ARCHIVE)]],
    ['priorities with gaps', [rule(TAGGED, EXPIRE, {rulePriority: 10}), rule(UNTAGGED, EXPIRE, {rulePriority: 5})]],
    ['50 rules', Array.from({length: 50}, (_, index) => rule({...TAGGED, tagPatternList: [`p${index}-*`]}))]
  ])('%s', (_title, rules) => {
    expect(problemsOf(...rules)).toEqual([])
  })
})

describe('lifecycle policies that ECR refuses', () => {
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
      /one rulePriority/
    ],
    ['any before another', [rule(UNUSED, ARCHIVE), rule(TAGGED)], /any comes before/],
    ['two rules for untagged images', [rule(UNTAGGED), rule({...UNTAGGED, countNumber: 7})], /same images/],
    ['two rules for any image', [rule(UNUSED, ARCHIVE), rule({...UNUSED, countNumber: 7}, ARCHIVE)], /same images/],
    [
      'the same patterns twice',
      [rule({...TAGGED, tagPatternList: ['a', 'b']}), rule({...TAGGED, tagPatternList: ['b', 'a']})],
      /same images/
    ],
    ['tagged without tags', [rule({...TAGGED, tagPatternList: undefined})], /one of tagPatternList and tagPrefixList/],
    ['tagged with both lists', [rule({...TAGGED, tagPrefixList: ['prod']})], /one of tagPatternList and tagPrefixList/],
    ['an empty list of tags', [rule({...TAGGED, tagPatternList: []})], /list of tags is empty/],
    ['five wildcards', [rule({...TAGGED, tagPatternList: ['*a*b*c*d*']})], /selects no tag/],
    [
      'a wildcard in a prefix',
      [rule({...TAGGED, tagPatternList: undefined, tagPrefixList: ['prod*']})],
      /selects no tag/
    ],
    ['a pattern that no tag is', [rule({...TAGGED, tagPatternList: ['feature/x']})], /selects no tag/],
    ['untagged with tags', [rule({...UNTAGGED, tagPatternList: ['prod*']})], /goes with no list of tags/],
    ['any with tags', [rule({...UNUSED, tagPrefixList: ['prod']}, ARCHIVE)], /goes with no list of tags/],
    ['an unknown tag status', [rule({...TAGGED, tagStatus: 'all'})], /none of tagged, untagged and any/],
    ['an unknown way of counting', [rule({...UNTAGGED, countType: 'sinceImageBuilt'})], /countType is none of/],
    ['a count of zero', [rule({...TAGGED, countNumber: 0})], /countNumber is not a whole number/],
    ['a count below zero', [rule({...TAGGED, countNumber: -1})], /countNumber is not a whole number/],
    ['a count as text', [rule({...TAGGED, countNumber: '5'})], /countNumber is not a whole number/],
    ['days without their unit', [rule({...UNTAGGED, countUnit: undefined})], /countUnit days/],
    ['another unit', [rule({...UNTAGGED, countUnit: 'hours'})], /countUnit days/],
    ['a unit beside a count', [rule({...TAGGED, countUnit: 'days'})], /no countUnit/],
    ['expiring by pulls', [rule(UNUSED)], /sinceImagePulled goes with the action transition/],
    ['archiving what is archived', [rule(ARCHIVED, ARCHIVE)], /sinceImageTransitioned goes with the action expire/],
    ['89 days in the archive', [rule({...ARCHIVED, countNumber: 89})], /at least 90 days, and countNumber is 89/],
    [
      'time in the archive of the standard class',
      [rule({...ARCHIVED, storageClass: 'standard'})],
      /selects the storage class archive/
    ],
    [
      'time in the archive of no class',
      [rule({...ARCHIVED, storageClass: undefined})],
      /selects the storage class archive/
    ],
    [
      'days since the push of the archive',
      [rule({...UNTAGGED, storageClass: 'archive'})],
      /selects the storage class standard/
    ],
    ['a count of the archive', [rule({...TAGGED, storageClass: 'archive'})], /selects the storage class standard/],
    ['a transition to nowhere', [rule(UNUSED, {type: 'transition'})], /targetStorageClass is archive/],
    [
      'a transition to the standard class',
      [rule(UNUSED, {...ARCHIVE, targetStorageClass: 'standard'})],
      /targetStorageClass is archive/
    ],
    ['expiring into a class', [rule(TAGGED, {...EXPIRE, targetStorageClass: 'archive'})], /stands with no other/],
    ['an unknown action', [rule(TAGGED, {type: 'delete'})], /goes with the action/],
    ['null for no value', [rule({...TAGGED, storageClass: null})], /storageClass is null/],
    ['an unknown key of a rule', [rule(TAGGED, EXPIRE, {enabled: true})], /enabled is unknown/],
    ['an unknown key of a selection', [rule({...TAGGED, tagList: ['prod']})], /tagList is unknown/],
    ['an unknown key of an action', [rule(TAGGED, {...EXPIRE, after: 5})], /after is unknown/],
    [
      'a description that is no text',
      [rule({...TAGGED, tagPatternList: ['padding-that-makes-it-long-enough-*']}, EXPIRE, {description: 7})],
      /description is not a text/
    ],
    ['no selection', [rule(TAGGED, EXPIRE, {selection: undefined})], /selection is not an object/],
    ['no action', [rule(TAGGED, EXPIRE, {action: undefined})], /action is not an object/]
  ])('%s', (_title, rules, problem) => {
    expect(problemsOf(...rules).join('\n')).toMatch(problem)
  })

  test.each([
    ['too short', '{"rules":[]}', /12 characters; ECR takes 100 to 30720/],
    ['too long', JSON.stringify({rules: [rule(TAGGED, EXPIRE, {description: 'x'.repeat(31_000)})]}), /100 to 30720/],
    ['no JSON', 'x'.repeat(200), /not the JSON/],
    ['a list', JSON.stringify([rule(TAGGED)]), /not the JSON of an object/],
    ['without rules', JSON.stringify({rule: [rule(TAGGED)]}), /rules is not a list/],
    ['with a rule that is a text', JSON.stringify({rules: [rule(TAGGED), 'expire']}), /a rule is not an object/],
    ['with a key that is unknown', JSON.stringify({rules: [rule(TAGGED)], version: 1}), /version is unknown/]
  ])('a text %s', (_title, text, problem) => {
    expect(lifecycleProblems(text).join('\n')).toMatch(problem)
  })
})
