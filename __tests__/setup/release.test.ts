import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {describe, expect, test} from '@jest/globals'

import type {ReleaseInput} from '../../setup/release.js'
import {releaseOf, stepOutputs} from '../../setup/release.js'

const CHANGELOG = `# Changelog

## [Unreleased]

## [2.0.0-rc.1] - 2026-03-01

- A candidate.

## [1.10.0] - 2026-02-01

### Added

- Something, see [the guide](https://example.com).

## [1.9.1] - 2026-01-31

- The first.

## [1.8.0] - 2026-01-30

[Unreleased]: https://example.com/compare/v1.10.0...HEAD
`

function release(version: string, majorTags: Record<string, string> = {}, changes: Partial<ReleaseInput> = {}) {
  return releaseOf({
    tag: `v${version}`,
    packageVersion: version,
    changelog: CHANGELOG,
    majorTags: new Map(Object.entries(majorTags)),
    ...changes
  })
}

describe('a release', () => {
  test('has the section of its version as notes', () => {
    expect(release('1.10.0').notes).toBe('### Added\n\n- Something, see [the guide](https://example.com).')
    expect(release('1.9.1').notes).toBe('- The first.')
  })

  test.each<[string, string, Record<string, string>, string | undefined, boolean, string]>([
    ['the first one', '1.9.1', {}, 'v1', true, 'latest'],
    ['the next one', '1.10.0', {v1: '1.9.1'}, 'v1', true, 'latest'],
    ['one that is released again', '1.10.0', {v1: '1.10.0'}, 'v1', true, 'latest'],
    ['a lower one of the same major version', '1.9.1', {v1: '1.10.0'}, undefined, false, 'latest-1'],
    ['one of an older major version', '1.10.0', {v1: '1.9.1', v2: '2.0.0'}, 'v1', false, 'latest-1'],
    ['a pre-release', '2.0.0-rc.1', {v1: '1.10.0'}, undefined, false, 'next']
  ])('%s moves only the tags that it may move', (_, version, majorTags, majorTag, latest, distTag) => {
    expect(release(version, majorTags)).toMatchObject({
      version,
      majorTag,
      latest,
      distTag,
      prerelease: version.includes('-')
    })
  })

  test.each<[string, string, Partial<ReleaseInput>, string]>([
    [
      'a tag that differs from package.json',
      '1.10.0',
      {packageVersion: '1.9.1'},
      'differs from the version 1.9.1 in package.json'
    ],
    ['a tag that is not a version', '1.10', {}, 'The tag v1.10 is not a version'],
    ['a tag with build metadata', '1.10.0+5', {}, 'The tag v1.10.0+5 is not a version'],
    ['a tag without v', '1.10.0', {tag: '1.10.0'}, 'The tag 1.10.0 is not a version'],
    ['a version that the changelog lacks', '1.10.1', {}, 'CHANGELOG.md has no text under `## [1.10.1] - <date>`'],
    ['an empty section', '1.8.0', {}, 'CHANGELOG.md has no text under `## [1.8.0] - <date>`']
  ])('%s is refused', (_, version, changes, message) => {
    expect(() => release(version, {}, changes)).toThrow(message)
  })
})

test('outputs keep their lines, and no value can end another output', () => {
  const [first = '', ...rest] = stepOutputs({version: '1.2.3', notes: 'one\nEOF\ntwo'}).split('\n')
  const delimiter = first.replace('version<<', '')
  expect(rest).toEqual(['1.2.3', delimiter, `notes<<${delimiter}`, 'one', 'EOF', 'two', delimiter, ''])
})

test('the program prints why this repository cannot release a version', () => {
  const program = fileURLToPath(new URL('../../setup/release.js', import.meta.url))
  const elsewhere = mkdtempSync(join(tmpdir(), 'release-'))
  const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  try {
    spawnSync('git', ['init', '--quiet'], {cwd: elsewhere})
    const result = spawnSync(process.execPath, [program, 'v999.0.0'], {cwd: elsewhere, encoding: 'utf8'})
    const message = `The tag v999.0.0 differs from the version ${version} in package.json. Tag the commit that sets the version.`
    expect(result).toMatchObject({status: 1, stdout: '', stderr: `::error::${message}\n`})
  } finally {
    rmSync(elsewhere, {recursive: true})
  }
})
