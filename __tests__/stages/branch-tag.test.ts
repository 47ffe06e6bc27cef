import {describe, expect, test} from '@jest/globals'
import fc from 'fast-check'

import {branchTag, qualifiedBranchTag, reservedTagReason, trunkTag} from '../../src/stages/branch-tag.js'
import {isTag} from '../../src/stages/grammar.js'
import {inVariant} from '../../src/stages/variant.js'

const HASH = '[0-9a-f]{10}'

describe("a branch's tag", () => {
  test.each([
    ['feature/hello', 'feature-hello'],
    ['main', 'main'],
    ['vue-upgrade', 'vue-upgrade'],
    ['12-fix-the-login', '12-fix-the-login'],
    ['1.2.x', '1.2.x'],
    ['Feature_A.b', 'Feature_A.b'],
    ['fix--twice', 'fix--twice'],
    ['shadow', 'shadow'],
    ['prefix', 'prefix'],
    ['deploy-20260131', 'deploy-20260131'],
    ['20260131', '20260131'],
    ['dependabot/npm_and_yarn/left-pad-1.3.0', 'dependabot-npm_and_yarn-left-pad-1.3.0'],
    ['x'.repeat(128), 'x'.repeat(128)]
  ])('%s is %s', (branch, tag) => {
    expect(branchTag(branch, 'master')).toBe(tag)
  })

  test.each([
    ['$(reboot)', `reboot-${HASH}`],
    ['-rf', `rf-${HASH}`],
    ['.hidden', `hidden-${HASH}`],
    ['ünï/코드', `uni-${HASH}`],
    ['코드', `branch-${HASH}`],
    ['feature/#12 hello!', `feature-12-hello-${HASH}`],
    ['a@{b', `a-b-${HASH}`],
    ['x'.repeat(300), `x{117}-${HASH}`],
    [`${'y'.repeat(116)}/${'z'.repeat(100)}`, `y{116}-${HASH}`],
    // These would read as another kind of tag.
    ['sha-1234', `branch-sha-1234-${HASH}`],
    ['sha/1234', `branch-sha-1234-${HASH}`],
    ['sha256-1234', `branch-sha256-1234-${HASH}`],
    ['src-1234', `branch-src-1234-${HASH}`],
    ['pr-7', `branch-pr-7-${HASH}`],
    ['v2', `branch-v2-${HASH}`],
    ['v1.2.3', `branch-v1.2.3-${HASH}`],
    ['1.2.3', `branch-1.2.3-${HASH}`],
    ['1.2', `branch-1.2-${HASH}`],
    ['1', `branch-1-${HASH}`],
    ['1.2.3-rc.1', `branch-1.2.3-rc.1-${HASH}`],
    ['latest', `branch-latest-${HASH}`],
    ['-sha-1', `branch-sha-1-${HASH}`],
    [`sha-${'x'.repeat(300)}`, `branch-sha-x{106}-${HASH}`],
    // This would read as the hashed tag of another branch.
    ['rf-0123456789', `rf-0123456789-${HASH}`]
  ])('%s is %s', (branch, tag) => {
    expect(branchTag(branch, 'master')).toMatch(new RegExp(`^${tag}$`))
  })

  test.each([
    ['master', 'master'],
    ['release/main', 'release-main'],
    ['1.2.3', `branch-1.2.3-${HASH}`],
    ['ünï', `uni-${HASH}`],
    ['latest', `branch-latest-${HASH}`]
  ])('of the trunk %s is %s', (trunk, tag) => {
    expect(trunkTag(trunk)).toMatch(new RegExp(`^${tag}$`))
    expect(branchTag(trunk, trunk)).toBe(trunkTag(trunk))
  })

  test("is never the trunk's, even if the names are alike", () => {
    expect(branchTag('release-main', 'release/main')).toMatch(new RegExp(`^branch-release-main-${HASH}$`))
    expect(branchTag('release-main', 'main')).toBe('release-main')
  })

  test('of a branch with the name of another tag differs from that tag', () => {
    for (const branch of ['$(reboot)', '-rf', 'sha-1', 'ünï/코드', 'x'.repeat(300), '코드']) {
      const tag = branchTag(branch, 'master')
      expect(branchTag(tag, 'master')).not.toBe(tag)
    }
  })
})

describe('for every branch', () => {
  const word = fc.constantFrom(
    'sha',
    'sha256',
    'src',
    'pr',
    'part',
    'v',
    'v1',
    '1',
    '1.2',
    '1.2.3',
    'latest',
    'branch',
    'master',
    'feature'
  )
  const mark = fc.constantFrom('-', '/', '.', '_', '--', '//', '+', '#', ' ', '$', 'é', '코')
  const hex = fc.string({unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 8, maxLength: 12})
  const posing = fc.array(fc.oneof(word, mark, hex), {minLength: 1, maxLength: 6}).map(parts => parts.join(''))
  const simple = fc.oneof(
    posing,
    fc.string({minLength: 1}),
    fc.string({unit: 'binary', minLength: 1}),
    fc.string({unit: 'grapheme', minLength: 100, maxLength: 300}),
    fc.string({unit: fc.constantFrom('a', '-', '/', '.', '_', '!'), minLength: 1, maxLength: 12}),
    fc.string({unit: fc.constantFrom('a', '-', '/', '.'), minLength: 115, maxLength: 135})
  )
  const trunk = fc.oneof(fc.constantFrom('master', 'main', 'release/main', 'latest', 'v1', 'feature'), simple)
  /** Names made from the tags of other branches: their slug, hashed form or qualified form, shortened or extended. */
  const crafted = fc
    .tuple(simple, fc.constantFrom('', '!', '-', 'x', '/'))
    .chain(([name, suffix]) =>
      fc.constantFrom(
        branchTag(name, 'master') + suffix,
        qualifiedBranchTag(name) + suffix,
        branchTag(branchTag(name, 'master'), 'master'),
        branchTag(name, 'master').replace('-', '/'),
        branchTag(name, 'master').slice(0, -1)
      )
    )
  const branch = fc.oneof(simple, crafted).filter(name => name !== '')
  /** Pairs that could share a tag: the second name is made from the first. */
  const pair = fc.oneof(
    fc.tuple(branch, branch),
    branch.chain(first =>
      fc.tuple(
        fc.constant(first),
        fc.constantFrom(
          branchTag(first, 'master'),
          qualifiedBranchTag(first),
          first.replaceAll('/', '-'),
          first.replaceAll('-', '/'),
          first.toLowerCase(),
          first.normalize('NFD'),
          first.replaceAll(/[^A-Za-z0-9]+/g, '-'),
          first.slice(0, 128),
          `${first}.`,
          `-${first}`
        )
      )
    )
  )
  const runs = {numRuns: 3000}

  test('a registry accepts the tag', () => {
    fc.assert(
      fc.property(branch, trunk, (name, of) => isTag(branchTag(name, of))),
      runs
    )
  })

  test('the tag reads as no other kind of tag', () => {
    fc.assert(
      fc.property(branch, trunk, (name, of) => reservedTagReason(branchTag(name, of)) === undefined),
      runs
    )
  })

  test('the tag with the name of a variant at its end is one that a registry accepts, and reads as no other kind of tag', () => {
    const variant = fc.constantFrom('alpine', 'abcdef012345', 'linux-amd64', 'rc.1', 'a'.repeat(32))
    fc.assert(
      fc.property(branch, trunk, variant, (name, of, end) => {
        const tags = [branchTag(name, of, {variant: end}), trunkTag(of, {variant: end})].map(tag => `${tag}-${end}`)
        return tags.every(tag => isTag(tag) && reservedTagReason(tag, [end]) === undefined)
      }),
      runs
    )
  })

  test('the tags of all variants name one variant of one branch, or of those that share a tag', () => {
    const variants = ['alpine', 'slim', 'slim-alpine']
    const ends = ['', '-slim', '/alpine', '-slim-alpine']
    const named = fc.tuple(pair, fc.constantFrom(...ends), fc.constantFrom(...ends))
    const variant = fc.constantFrom(undefined, ...variants)
    fc.assert(
      fc.property(named, variant, variant, ([[a, b], endOfA, endOfB], ofA, ofB) => {
        const tags = [
          inVariant(branchTag(a + endOfA, 'master', {variant: ofA, variants}), ofA),
          inVariant(branchTag(b + endOfB, 'master', {variant: ofB, variants}), ofB)
        ]
        const alike = (a + endOfA).replaceAll('/', '-') === (b + endOfB).replaceAll('/', '-')
        return tags[0] !== tags[1] || (alike && ofA === ofB)
      }),
      runs
    )
  })

  test("the tag is not the trunk's", () => {
    const near = fc.tuple(pair, fc.boolean()).map(([[a, b], swap]) => (swap ? ([b, a] as const) : ([a, b] as const)))
    fc.assert(
      fc.property(near, ([name, of]) => name === of || branchTag(name, of) !== trunkTag(of)),
      runs
    )
  })

  test('branches share a tag only if their names differ in nothing but / and -', () => {
    const alike = (name: string): string => name.replaceAll('/', '-')
    fc.assert(
      fc.property(pair, trunk, ([a, b], of) => branchTag(a, of) !== branchTag(b, of) || alike(a) === alike(b)),
      runs
    )
  })

  test('a plain name is the tag itself', () => {
    const plain = fc.stringMatching(/^[a-z]{1,8}(?:[/_-][a-z]{1,6}){0,3}$/)
    const posing = /^(?:sha|src|pr|latest|master)(?:$|-)/
    fc.assert(
      fc.property(plain, name => {
        const tag = name.replaceAll('/', '-')
        fc.pre(!posing.test(tag))
        return branchTag(name, 'master') === tag
      })
    )
  })

  test('the tag is never longer than its limit', () => {
    fc.assert(
      fc.property(branch, trunk, fc.integer({min: 32, max: 128}), (name, of, limit) => {
        const tag = branchTag(name, of, {limit})
        return isTag(tag) && tag.length <= limit && qualifiedBranchTag(name, limit).length <= limit
      }),
      runs
    )
  })
})
