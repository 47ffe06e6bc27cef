import {describe, expect, test} from '@jest/globals'

import {isTag, MAX_TAG_LENGTH} from '../../src/stages/grammar.js'
import {guessedVersionTags, nearestVersionTags, versionLines} from '../../src/stages/releases.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import type {TagSubject} from '../../src/stages/tags.js'
import {commitTag, isRebuiltCommitTag, partTag, rebuiltCommitTag, tagsFor} from '../../src/stages/tags.js'
import type {TemplateValues} from '../../src/stages/template.js'
import {expandTemplate} from '../../src/stages/template.js'
import {selectVariant, variantName} from '../../src/stages/variant.js'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const PATH = '.github/ecr-registry.yml'

test.each(['alpine', 'alpine3.20', 'slim-bookworm', 'node22_alpine', 'a'.repeat(32)])('%s names a variant', name => {
  expect(variantName(name)).toBeUndefined()
})

test.each(['', '7.1', '22-alpine', 'Alpine', '-alpine', 'alpine-', 'al..pine', 'al/pine', 'a b', 'a'.repeat(33)])(
  '“%s” does not name a variant',
  name => {
    expect(variantName(name)).toContain('write a lower-case letter')
  }
)

describe('the tags of a variant', () => {
  const tagsOf = (changes: Partial<TagSubject>): string[] => {
    const subject = {
      stage: 'development',
      commit: COMMIT,
      branch: 'feature/hello',
      pullRequest: 7,
      trunk: 'master'
    } as const
    const {commit, named} = tagsFor({...subject, version: undefined, variant: 'alpine', ...changes})
    return [commit, ...named].map(({name}) => name)
  }
  const version = {text: '1.2.3', prerelease: false}

  test.each<[string, Partial<TagSubject>, string[]]>([
    ['development', {}, ['sha-0123456789ab-alpine', 'pr-7-alpine', 'feature-hello-alpine']],
    ['master', {stage: 'master', branch: 'master'}, ['sha-0123456789ab-alpine', 'master-alpine']],
    ['release', {stage: 'release', version}, ['sha-0123456789ab-alpine', 'v1.2.3-alpine']],
    ['development, without a variant', {variant: undefined}, ['sha-0123456789ab', 'pr-7', 'feature-hello']]
  ])('end with its name, in %s', (_, changes, expected) => {
    expect(tagsOf(changes)).toEqual(expected)
  })

  test.each(['x'.repeat(128), `feature/${'ü'.repeat(200)}`, `sha-${'x'.repeat(300)}`])(
    'are tags for a branch with a long name: %s',
    branch => {
      const tags = [...tagsOf({branch, variant: 'a'.repeat(32)}), ...tagsOf({stage: 'master', trunk: branch})]
      expect(tags.filter(tag => !isTag(tag) || tag.length > MAX_TAG_LENGTH)).toEqual([])
      expect(tags).toContainEqual(expect.stringMatching(/-a{32}$/))
    }
  )

  test('are not those of a branch whose name ends like the variant', () => {
    const variants = ['alpine', 'slim']
    const plain = tagsOf({branch: 'feature/hello-alpine', variant: undefined, variants})
    expect(plain[2]).toMatch(/^feature-hello-alpine-[0-9a-f]{10}$/)
    expect(tagsOf({branch: 'feature/hello', variants})[2]).toBe('feature-hello-alpine')
  })

  test('are not those of a longer variant with the same end', () => {
    const variants = ['slim', 'alpine-slim']
    const ofSlim = tagsOf({branch: 'feature-alpine', variant: 'slim', variants})[2]
    expect(ofSlim).toMatch(/^feature-alpine-[0-9a-f]{10}-slim$/)
    expect(tagsOf({branch: 'feature', variant: 'alpine-slim', variants})[2]).toBe('feature-alpine-slim')
  })

  test.each([
    ['sha', 'alpine'],
    ['sha', 'abcdef012345'],
    ['sha256', 'alpine'],
    ['src', 'alpine'],
    ['pr', 'alpine'],
    ['part', 'linux-amd64'],
    ['1.2.3-', 'alpine']
  ])('are those of a branch for the branch %s in the variant %s, with the hash of its name', (branch, variant) => {
    const tag = `branch-${branch.replace(/-$/, '')}-[0-9a-f]{10}`
    expect(tagsOf({branch, variant})[2]).toMatch(new RegExp(`^${tag}-${variant}$`))
    expect(tagsOf({stage: 'master', trunk: branch, variant})[1]).toMatch(new RegExp(`^${tag}-${variant}$`))
    expect(tagsOf({branch, variant: undefined})[2]).toBe(branch)
    expect(tagsOf({stage: 'master', trunk: branch, variant: undefined})[1]).toBe(branch)
  })

  test('of the lines of a release end with its name', () => {
    expect(versionLines(version, 'alpine').map(({tag}) => tag)).toEqual(['1.2-alpine', '1-alpine', 'latest-alpine'])
    expect(nearestVersionTags(version, ['v1.2.2', 'v1.2.4'], 'alpine')).toEqual([
      {tag: 'v1.2.4-alpine', version: '1.2.4'},
      {tag: 'v1.2.2-alpine', version: '1.2.2'}
    ])
    expect(guessedVersionTags(version, 'alpine')).toEqual(
      expect.arrayContaining([
        {tag: 'v1.2.4-alpine', version: '1.2.4'},
        {tag: '1.3-alpine', version: '1.3.0'},
        {tag: '2-alpine', version: '2.0.0'}
      ])
    )
  })

  test('of a build for one platform end with its name', () => {
    expect(partTag('linux/arm64', 'alpine')).toBe('part-linux-arm64-alpine')
  })

  test('of later builds of the commit are told from those of other variants', () => {
    const later = rebuiltCommitTag(COMMIT, {number: 31, attempt: 2}, 'alpine')
    expect(later).toBe('sha-0123456789ab-31.2-alpine')
    expect(isRebuiltCommitTag(later, COMMIT, 'alpine')).toBe(true)
    expect(isRebuiltCommitTag('sha-0123456789ab-31.2', COMMIT)).toBe(true)
    for (const tag of [later, commitTag(COMMIT, 'alpine'), commitTag(COMMIT)])
      expect(isRebuiltCommitTag(tag, COMMIT)).toBe(false)
    expect(isRebuiltCommitTag('sha-0123456789ab-31.2', COMMIT, 'alpine')).toBe(false)
  })
})

describe('a tag template of a variant', () => {
  const expand = (template: string, changes: Partial<TemplateValues> = {}): string | undefined => {
    const expansion = expandTemplate(template, {
      ...{stage: 'development', commit: COMMIT, committedAt: undefined, trunk: 'master', branch: 'feature/hello'},
      ...{pullRequest: 7, version: undefined, run: 31, variant: 'alpine'},
      ...changes
    })
    return expansion.kind === 'tag' ? expansion.tag.name : undefined
  }

  test('gives a tag that ends with the name of the variant', () => {
    expect(expand('build-{{run}}')).toBe('build-31-alpine')
    expect(expand('{{branch}}')).toBe('feature-hello-alpine')
    expect(expand('x-{{branch}}', {branch: 'y'.repeat(300)})).toMatch(/^x-y+-[0-9a-f]{10}-alpine$/)
    expect(expand('x-{{branch}}', {branch: 'y'.repeat(300)})).toHaveLength(MAX_TAG_LENGTH)
  })

  test('gives no tag of another variant', () => {
    const changes = {branch: 'feature-alpine', variant: undefined, variants: ['alpine']}
    expect(expand('{{branch}}', changes)).toMatch(/^feature-alpine-[0-9a-f]{10}$/)
  })

  test('leaves room for the name of the variant', () => {
    expect(() => expand('x'.repeat(122))).toThrow('-alpine`, which has 129 characters, and a tag has at most 128.')
    expect(expand('x'.repeat(121))).toHaveLength(MAX_TAG_LENGTH)
  })

  test.each(['latest', '1.2', 'sha-1', 'pr-7', 'part-x', 'master'])('may not give %s', template => {
    expect(() => expand(template)).toThrow('The tag template')
  })

  test.each(['sha', 'sha256', 'src', 'pr', 'part'])(
    'may not give %s, which reads as another tag with the variant',
    name => {
      const wrong = new RegExp(`template \`${name}\` gives \`${name}-abcdef012345\`, which reads as the \\w+`)
      expect(() => expand(name, {variant: 'abcdef012345'})).toThrow(wrong)
      expect(expand(name, {variant: undefined})).toBe(name)
    }
  )

  test.each<[string, Partial<TemplateValues>, RegExp]>([
    ['latest-alpine', {}, /gives `latest-alpine`, which the action itself sets in release\./],
    ['1.2-alpine', {}, /which reads as a version: the action itself sets such tags in release\./],
    ['1-alpine', {}, /which reads as a version/],
    ['master-alpine', {}, /gives `master-alpine`, which the action itself sets in master\./],
    ['{{branch}}-alpine', {branch: 'master'}, /gives `master-alpine`, which the action itself sets/],
    ['{{branch}}-alpine', {}, /gives `feature-hello-alpine`, which the action itself sets in development\./],
    ['feature-hello-{{stage}}', {variants: ['development']}, /which the action itself sets in development\./],
    ['sha-alpine', {}, /which reads as the tag of a commit/],
    ['{{branch}}-alpine', {branch: 'sha'}, /gives `branch-sha-[0-9a-f]{10}-alpine`, which the action itself sets/],
    // The longest of the endings counts, and so does each other one.
    ['latest-slim-alpine', {}, /gives `latest-slim-alpine`, which the action itself sets in release\./],
    ['latest-slim', {variant: 'alpine'}, /gives `latest-slim-alpine`, which the action itself sets in release\./],
    ['{{branch}}-slim', {variant: 'alpine'}, /gives `feature-hello-slim-alpine`, which the action itself sets/],
    ['master-slim', {variant: 'alpine'}, /gives `master-slim-alpine`, which the action itself sets in master\./],
    ['master', {variant: 'alpine', trunk: 'master-alpine'}, /gives `master-alpine`, which the action itself sets/],
    ['org/app:latest-alpine', {}, /its tag is `latest-alpine`, which the action itself sets in release\./]
  ])('%s may not take the tag of another variant: %j', (template, changes, message) => {
    const variants = ['alpine', 'slim-alpine']
    expect(() => expand(template, {variant: undefined, variants, ...changes})).toThrow(message)
  })

  test.each<[string, Partial<TemplateValues>, string]>([
    ['nightly-alpine', {}, 'nightly-alpine'],
    ['alpine', {}, 'alpine'],
    ['latest-debian', {}, 'latest-debian'],
    ['latest-ALPINE', {}, 'latest-ALPINE'],
    ['latest-alpine', {variants: []}, 'latest-alpine'],
    ['{{branch}}', {variant: 'alpine'}, 'feature-hello-alpine'],
    ['nightly-alpine', {variant: 'alpine'}, 'nightly-alpine-alpine']
  ])('%s is a tag that no other variant has: %j', (template, changes, tag) => {
    const variants = ['alpine', 'slim-alpine']
    expect(expand(template, {variant: undefined, variants, ...changes})).toBe(tag)
  })
})

describe('the variants of a stages file', () => {
  const file = (variants: string) =>
    parseStagesFile(
      `images:
  - name: app
    file: app/Dockerfile
    target: prod
    build-args: {BASE: debian, SHARED: yes}
    variants: ${variants}
aws: {account: '111122223333', region: eu-west-1}`,
      PATH
    )
  const select = (variants: string, name: string | undefined) => selectVariant(file(variants).images[0]!, name, PATH)

  test('differ from their image in what they name', () => {
    const variants =
      '{alpine: {build-args: {BASE: alpine}}, debug: {file: app/debug.Dockerfile, target: debug}, slim: }'
    expect(select(variants, 'alpine')).toMatchObject({
      file: 'app/Dockerfile',
      target: 'prod',
      buildArgs: {BASE: 'alpine', SHARED: 'yes'}
    })
    expect(select(variants, 'debug')).toMatchObject({file: 'app/debug.Dockerfile', target: 'debug'})
    expect(select(variants, 'slim')).toMatchObject({target: 'prod', buildArgs: {BASE: 'debian'}})
    expect(select(variants, undefined)).toMatchObject({target: 'prod', buildArgs: {BASE: 'debian'}})
  })

  test('are any, if the file lists none', () => {
    expect(select('', 'alpine')).toMatchObject({target: 'prod'})
  })

  test('are the only ones, if the file lists any', () => {
    const variants = '{alpine: {target: alpine}, slim: {target: slim}}'
    expect(() => select(variants, 'toString')).toThrow('has no variant `toString`. Its variants: alpine, slim.')
  })

  test.each([
    ['[alpine]', 'images[0].variants'],
    ['{Alpine: {target: x}}', 'images[0].variants.Alpine'],
    ['{alpine: {platforms: linux/arm64}}', 'images[0].variants.alpine.platforms'],
    ['{alpine: {context: other}}', 'images[0].variants.alpine.context'],
    ['{alpine: {file: ""}}', 'images[0].variants.alpine.file'],
    ['{alpine: prod}', 'images[0].variants.alpine']
  ])('%s is an error at %s', (variants, key) => {
    expect(() => file(variants)).toThrow(key)
  })
})
