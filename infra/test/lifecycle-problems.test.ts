import {describe, expect, test} from '@jest/globals'

import {lifecycleProblems} from '../lib/lifecycle-problems.js'

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
      'a priority that is not an integer',
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
    ['a count as a string', [rule({...TAGGED, countNumber: '5'})], /countNumber is not a whole number/],
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
      'a description that is not a string',
      [rule({...TAGGED, tagPatternList: ['padding-that-makes-it-long-enough-*']}, EXPIRE, {description: 7})],
      /description is not a string/
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
    ['with a rule that is a string', JSON.stringify({rules: [rule(TAGGED), 'expire']}), /a rule is not an object/],
    ['with an unknown key', JSON.stringify({rules: [rule(TAGGED)], version: 1}), /version is unknown/]
  ])('a text %s', (_title, text, problem) => {
    expect(lifecycleProblems(text).join('\n')).toMatch(problem)
  })
})
