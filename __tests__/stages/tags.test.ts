import {describe, expect, test} from '@jest/globals'

import type {TagSubject} from '../../src/stages/tags.js'
import {fingerprintTag, movementOf, rebuiltCommitTag, tagsFor, takenTagPolicy} from '../../src/stages/tags.js'
import type {TemplateValues} from '../../src/stages/template.js'
import {expandTemplate} from '../../src/stages/template.js'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'

function createSubject(changes: Partial<TagSubject> = {}): TagSubject {
  return {
    ...{stage: 'development', commit: COMMIT, branch: 'feature/hello', pullRequest: 12, trunk: 'master'},
    version: undefined,
    ...changes
  }
}

const names = (subject: TagSubject): string[] => tagsFor(subject).named.map(({name}) => name)

describe('the tags of a run', () => {
  test('name the fingerprint and the commit in every stage', () => {
    const {commit} = tagsFor(createSubject())
    expect(fingerprintTag('development', 'f'.repeat(64))).toMatchObject({
      name: `src-${'f'.repeat(64)}`,
      kind: 'fingerprint',
      movement: 'freely'
    })
    expect(commit).toEqual({name: 'sha-0123456789ab', kind: 'commit', movement: 'never'})
  })

  test.each<[string, Partial<TagSubject>, string[]]>([
    ['development', {}, ['pr-12', 'feature-hello']],
    ['development', {pullRequest: undefined}, ['feature-hello']],
    ['development', {pullRequest: undefined, branch: undefined}, []],
    ['development', {pullRequest: undefined, branch: 'master'}, ['master']],
    ['master', {branch: 'master', pullRequest: undefined}, ['master']],
    ['master', {trunk: 'release/main', branch: undefined}, ['release-main']],
    ['release', {version: {text: '1.2.3', prerelease: false}}, ['v1.2.3']],
    ['release', {version: {text: '1.2.3-rc.1', prerelease: true}}, ['v1.2.3-rc.1']],
    ['release', {version: {text: '1.2.3', prerelease: true}}, ['v1.2.3']],
    ['release', {}, []]
  ])('in %s with %j are %j', (stage, changes, expected) => {
    expect(names(createSubject({...changes, stage: stage as TagSubject['stage']}))).toEqual(expected)
  })

  test('have a movement that depends on their kind', () => {
    const moves = (subject: TagSubject) => tagsFor(subject).named.map(({name, movement}) => [name, movement])
    expect(moves(createSubject())).toEqual([
      ['pr-12', 'with-commits'],
      ['feature-hello', 'with-commits']
    ])
    expect(moves(createSubject({stage: 'release', version: {text: '1.2.3', prerelease: false}}))).toEqual([
      ['v1.2.3', 'never']
    ])
  })

  test('of the user move, except those that the release repository freezes', () => {
    expect(movementOf('master', 'custom', 'vue')).toBe('freely')
    expect(movementOf('release', 'custom', 'vue')).toBe('never')
    expect(movementOf('release', 'custom', 'nightly')).toBe('freely')
  })

  test('of another image of a commit in master contain the run and the attempt', () => {
    expect(rebuiltCommitTag(COMMIT, {number: 31, attempt: 2})).toBe('sha-0123456789ab-31.2')
  })

  test.each([
    ['development', 'commit', 'keep'],
    ['master', 'commit', 'rename'],
    ['release', 'commit', 'keep'],
    ['release', 'version', 'fail'],
    ['release', 'custom', 'keep']
  ] as const)('in %s, a %s tag that names another image: %s', (stage, kind, outcome) => {
    expect(takenTagPolicy(stage, kind)).toBe(outcome)
  })
})

function createValues(changes: Partial<TemplateValues> = {}): TemplateValues {
  return {
    ...{stage: 'development', commit: COMMIT, committedAt: new Date('2026-01-31T23:30:00-05:00'), trunk: 'master'},
    ...{branch: 'feature/hello', pullRequest: 12, version: undefined, run: 31},
    ...changes
  }
}

function expand(template: string, changes: Partial<TemplateValues> = {}): string | undefined {
  const expansion = expandTemplate(template, createValues(changes))
  return expansion.kind === 'tag' ? expansion.tag.name : undefined
}

describe('a tag template', () => {
  test.each<[string, Partial<TemplateValues>, string]>([
    ['nightly', {}, 'nightly'],
    ['nightly-{{date}}', {}, 'nightly-20260201'],
    ['{{date}}', {}, '20260201'],
    ['{{branch}}', {}, 'feature-hello'],
    ['{{ branch }}.{{run}}', {}, 'feature-hello.31'],
    ['{{sha}}', {}, '0123456789ab'],
    ['{{sha}}', {commit: '1'.repeat(40)}, '111111111111'],
    ['{{stage}}-{{pr}}', {}, 'development-12'],
    ['app-{{version}}', {version: '1.2.3-rc.1'}, 'app-1.2.3-rc.1'],
    ['{{branch}}', {stage: 'master', branch: 'master'}, 'master'],
    ['{{branch}}', {branch: 'master', trunk: 'main'}, 'master']
  ])('%s with %j gives %s', (template, changes, tag) => {
    expect(expand(template, changes)).toBe(tag)
  })

  test.each<[string, Partial<TemplateValues>, RegExp]>([
    ['{{branch}}-{{sha}}', {branch: 'x'.repeat(300)}, /^x{104}-[0-9a-f]{10}-0123456789ab$/],
    ['{{branch}}.{{branch}}', {branch: 'x'.repeat(300)}, /^x{52}-[0-9a-f]{10}\.x{52}-[0-9a-f]{10}$/],
    ['{{branch}}-{{run}}', {branch: 'pr'}, /^branch-pr-[0-9a-f]{10}-31$/],
    ['{{branch}}-x', {branch: '$(reboot)'}, /^reboot-[0-9a-f]{10}-x$/]
  ])('%s accepts any branch: %j', (template, changes, tag) => {
    expect(expand(template, changes)).toMatch(tag)
  })

  test.each<[string, Partial<TemplateValues>, string]>([
    ['{{branch}}-{{pr}}', {pullRequest: undefined}, '{{pr}}'],
    ['{{branch}}', {branch: undefined}, '{{branch}}'],
    ['app-{{version}}', {}, '{{version}}'],
    ['{{run}}-x', {run: undefined}, '{{run}}'],
    ['nightly-{{date}}', {committedAt: undefined}, '{{date}}']
  ])('%s is left out if this run has no value for it: %j', (template, changes, name) => {
    const notice = `The tag template ${template} is left out: this run has no ${name}.`
    expect(expandTemplate(template, createValues(changes))).toEqual({kind: 'left-out', notice})
  })

  test.each<[string, Partial<TemplateValues>, RegExp]>([
    ['{{tag}}', {}, /template `\{\{tag\}\}` uses \{\{tag\}\}, which does not exist/],
    ['{{}}', {}, /uses \{\{\}\}, which does not exist/],
    ['{{tag}}-{{pr}}', {pullRequest: undefined}, /uses \{\{tag\}\}/],
    ['{{branch', {}, /gives `\{\{branch`, which is not a tag/],
    ['', {}, /gives ``, which is not a tag/],
    ['-{{pr}}', {}, /gives `-12`, which is not a tag/],
    ['a b', {}, /gives `a b`, which is not a tag/],
    ['a:b', {}, /gives `a:b`, which is not a tag/],
    [
      'ghcr.io/org/app:v1',
      {},
      /gives `ghcr\.io\/org\/app:v1`, which is a whole reference: leave it out, because its tag is `v1`, which reads as a version/
    ],
    [
      'ghcr.io/org/app:nightly',
      {},
      /which is a whole reference: write only its tag, `nightly`, because the repository follows from the stage\.$/
    ],
    ['registry:5000/app:x@sha256:' + 'a'.repeat(64), {}, /is a whole reference: write only its tag, `x`, because/],
    [
      'ghcr.io/org/app:{{branch}}',
      {},
      /gives `ghcr\.io\/org\/app:feature-hello`, .* write only its tag, `{{branch}}`, because/
    ],
    [
      'org/app:main',
      {trunk: 'main'},
      /leave it out, because its tag is `main`, which the action itself sets in master\.$/
    ],
    ['org/app:latest', {}, /leave it out, because its tag is `latest`, which the action itself sets in release\.$/],
    ['app:nightly', {}, /which is not a tag but a reference: write only its tag, `nightly`, because/],
    [
      'sha256:' + 'a'.repeat(64),
      {},
      /gives `sha256:a{64}`, which is the digest of an image: leave it out, because a digest cannot be a tag\.$/
    ],
    ['sha512:' + 'a'.repeat(128), {}, /which is the digest of an image/],
    ['sha256:{{sha}}', {}, /gives `sha256:0123456789ab`, which is the digest of an image/],
    ['ghcr.io/org/app', {}, /which is an image without a tag: leave it out, because the repository follows/],
    ['localhost/app@sha256:' + 'a'.repeat(64), {}, /which is an image without a tag: leave it out/],
    ['type=ref', {}, /^The tag template `type=ref` is a part of a rule of docker\/metadata-action\.$/],
    ['pattern={{version}}', {}, /^The tag template `pattern={{version}}` is a part of a rule of docker/],
    ['type=semver', {}, /is a part of a rule of docker\/metadata-action\.$/],
    [`${'x'.repeat(127)}{{pr}}`, {}, /gives `x+12`, which has 129 characters, and a tag has at most 128/],
    [`${'x'.repeat(127)}{{branch}}`, {}, /which has \d+ characters/],
    [
      'sha-{{sha}}',
      {},
      /gives `sha-0123456789ab`, which reads as the tag of a commit: the action itself sets such tags\./
    ],
    ['sha256-x', {}, /which reads as the tag of an attachment of an image, such as its signature\./],
    ['src-x', {}, /which reads as the fingerprint tag of an image: the action itself sets such tags\./],
    ['pr-{{pr}}', {}, /which reads as the tag of a pull request: the action itself sets such tags in development\./],
    ['sha-{{branch}}', {}, /which reads as the tag of a commit/],
    [
      'v{{version}}',
      {version: '1.2.3'},
      /gives `v1.2.3`, which reads as a version: the action itself sets such tags in release\./
    ],
    ['v{{run}}', {}, /which reads as a version/],
    ['{{version}}', {version: '1.2.3'}, /which reads as a version/],
    ['{{run}}', {}, /which reads as a version/],
    ['1.{{run}}', {}, /which reads as a version/],
    ['latest', {}, /gives `latest`, which the action itself sets in release\./],
    ['master', {}, /gives `master`, which the action itself sets in master\./]
  ])('%s is an error: %j', (template, changes, message) => {
    expect(() => expand(template, changes)).toThrow(message)
  })
})
