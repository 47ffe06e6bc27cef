import {describe, expect, test} from '@jest/globals'

import {formatPlan, partOf, readParts, readPlan} from '../../src/run/parts-plan.js'

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`
const subject = {
  version: '1.2.3',
  image: 'sample-image',
  variant: undefined,
  repository: 'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development',
  commit: 'c'.repeat(40)
}
const plan = {
  ...subject,
  fingerprint: 'f'.repeat(64),
  sources: {},
  rebuild: false,
  nonce: '4711.1',
  buildPlatform: 'linux/amd64',
  builder: undefined,
  platforms: ['linux/amd64', 'linux/arm64'],
  bases: [
    {reference: 'debian:12', digest: digest('a')},
    {reference: 'local:1', digest: undefined}
  ]
}
const text = formatPlan(plan)

test('a plan is read as it was written', () => {
  expect(readPlan(text, subject)).toEqual({format: 1, ...plan})
})

test.each([
  ['an empty object', '{}'],
  ['no JSON', 'sha256:1'],
  ['a list', '[]'],
  ['null', 'null'],
  ['another format', text.replace('"format":1', '"format":2')],
  ['a plan without platforms', text.replace('["linux/amd64","linux/arm64"]', '[]')],
  ['a plan whose platforms are one text', text.replace('["linux/amd64","linux/arm64"]', '"linux/amd64"')],
  ...[
    ['linux/amd64,linux/arm64'],
    ['linux/amd64', 'linux/amd64'],
    ['linux/arm64/v8'],
    ['linux/x'],
    ['__proto__'],
    [1]
  ].map((platforms): [string, string] => [
    `a plan whose platforms are ${JSON.stringify(platforms)}`,
    formatPlan({...plan, platforms: platforms as string[]})
  ]),
  ['a plan without fingerprint', text.replace('"fingerprint"', '"other"')],
  ['a plan whose sources are a text', text.replace('"sources":{}', '"sources":"all"')],
  ['a plan that does not tell whether it is a rebuild', text.replace('"rebuild":false,', '')],
  ['a plan with a base that is pinned to no digest', text.replace(digest('a'), 'latest')]
])('%s is no plan', (_, wrong) => {
  expect(() => readPlan(wrong, subject)).toThrow('The input `plan` is not a plan of this action: ')
})

test.each([
  ['version', '1.2.4', 'another version of this action: it has 1.2.3, and this run has 1.2.4.'],
  ['image', 'web', 'another image: it has sample-image, and this run has web.'],
  ['variant', 'alpine', 'another variant: it has none, and this run has alpine.'],
  ['repository', undefined, `another repository: it has ${subject.repository}, and this run has none.`],
  ['commit', 'd'.repeat(40), `another commit: it has ${subject.commit}, and this run has ${'d'.repeat(40)}.`]
])('a plan of another %s is refused', (name, value, told) => {
  expect(() => readPlan(text, {...subject, [name]: value})).toThrow(`The input \`plan\` is of ${told}`)
})

test('a part may have another name of its platform, and no platform that the plan does not have', () => {
  expect(partOf(plan, 'linux/arm64/v8')).toBe('linux/arm64')
  expect(() => partOf(plan, 'linux/arm/v7')).toThrow(
    'The plan has no part linux/arm/v7. Its platforms are linux/amd64, linux/arm64.'
  )
})

describe('the parts of a plan', () => {
  test('are in the order of the plan, as digests or with what is known of them', () => {
    const given = {'linux/arm64': {digest: digest('2'), comparable: 'false'}, 'linux/amd64': digest('1')}
    expect(readParts(JSON.stringify(given), plan)).toEqual([
      {platform: 'linux/amd64', digest: digest('1'), isComparable: true},
      {platform: 'linux/arm64', digest: digest('2'), isComparable: false}
    ])
  })

  test('may be what GitHub makes of the outputs of a matrix: names with dashes, and JSON as text', () => {
    const given = {
      'linux-amd64': JSON.stringify({digest: digest('1'), comparable: 'true'}),
      'linux-arm64': JSON.stringify({digest: digest('2'), comparable: 'false'})
    }
    expect(readParts(JSON.stringify(given), plan).map(({isComparable}) => isComparable)).toEqual([true, false])
  })

  test.each([
    ['42', 42],
    [42, 42],
    ['', undefined],
    ['long', undefined],
    [-1, undefined],
    [null, undefined],
    [undefined, undefined]
  ])('that took %j seconds took %p', (seconds, expected) => {
    const given = {'linux/amd64': {digest: digest('1'), seconds}, 'linux/arm64': digest('2')}
    expect(readParts(JSON.stringify(given), plan).map(part => part.seconds)).toEqual([expected, undefined])
  })

  test('of other platforms may be empty, as outputs that no job has set', () => {
    const given = {'linux-386': '', 'linux/amd64': digest('1'), 'linux/arm64': digest('2')}
    expect(readParts(JSON.stringify(given), plan)).toHaveLength(2)
  })

  test.each<[string, unknown, string]>([
    ['a list', [digest('1'), digest('2')], 'The input `parts` is no JSON object: '],
    ['a platform that is missing', {'linux/amd64': digest('1')}, 'The part for linux/arm64 has no digest.'],
    [
      'an empty digest',
      {'linux/amd64': {digest: '', comparable: ''}, 'linux/arm64': digest('2')},
      'The part for linux/amd64 has no digest.'
    ],
    [
      'a tag',
      {'linux/amd64': 'latest', 'linux/arm64': digest('2')},
      "The part for linux/amd64 has no valid digest: 'latest'."
    ],
    [
      'a number',
      {'linux/amd64': {digest: 1}, 'linux/arm64': digest('2')},
      'The part for linux/amd64 has no valid digest.'
    ],
    [
      'another platform',
      {'linux/amd64': digest('1'), 'linux/arm64': digest('2'), 'linux/386': digest('3')},
      'The input `parts` has linux/386, but the plan has linux/amd64, linux/arm64.'
    ],
    [
      'a platform twice',
      {'linux/amd64': digest('1'), 'linux/arm64': digest('2'), 'linux/arm64/v8': digest('3')},
      'The input `parts` has linux/arm64 twice.'
    ],
    [
      'a digest twice',
      {'linux/amd64': digest('1'), 'linux/arm64': digest('1')},
      `The input \`parts\` has the digest ${digest('1')} twice: for linux/amd64 and for linux/arm64.`
    ]
  ])('are refused with %s', (_, given, told) => {
    expect(() => readParts(JSON.stringify(given), plan)).toThrow(told)
  })
})
