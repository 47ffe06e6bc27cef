import {describe, expect, test} from '@jest/globals'

import type {IgnorePattern, Matched} from '../../src/fingerprint/dockerignore.js'
import {excludingPattern, matchPatterns, mayReturnBelow, parseDockerignore} from '../../src/fingerprint/dockerignore.js'

const files = [
  '!bang',
  '#hash',
  'README.md',
  'a/1',
  'a/README.md',
  'a/b/2',
  'a/b/c/3',
  'a/b/c/x.md',
  'br[a]',
  'd*',
  'd/4',
  'd[]',
  'e.md',
  'foo/bar/q',
  'foobar',
  'sp ace',
  'top',
  'x/afoo',
  'x/foo',
  'ü/é'
]

/** Decides about a file as a walk does: directory by directory, without reading directories that can be skipped. */
function isSent(patterns: readonly IgnorePattern[], file: string): boolean {
  const segments = file.split('/')
  let above: Matched | undefined
  for (let depth = 1; depth <= segments.length; depth++) {
    const path = segments.slice(0, depth).join('/')
    const {excluded, matched} = matchPatterns(patterns, path, above)
    if (depth === segments.length) return !excluded
    if (excluded && !mayReturnBelow(patterns, path)) return false
    above = matched
  }
  return true
}

function missing(text: string): string[] {
  const patterns = parseDockerignore(text, '.dockerignore').patterns
  return files.filter(file => !isSent(patterns, file))
}

function without(...kept: string[]): string[] {
  return files.filter(file => !kept.includes(file))
}

// Each row was verified with a real Docker engine.
describe('excluded by', () => {
  const table: [text: string, files: string[]][] = [
    ['nothing', []],
    ['', []],
    ['.', []],
    ['/', []],
    ['../top', []],
    ['*', files],
    ['**', files],
    ['*\n!a/b', without('a/b/2', 'a/b/c/3', 'a/b/c/x.md')],
    ['*\n!a/b/c/*.md', without('a/b/c/x.md')],
    ['a\n!a/b/c', ['a/1', 'a/README.md', 'a/b/2']],
    ['!a\na', ['a/1', 'a/README.md', 'a/b/2', 'a/b/c/3', 'a/b/c/x.md']],
    ['**/b', ['a/b/2', 'a/b/c/3', 'a/b/c/x.md']],
    ['**foo', ['foo/bar/q', 'x/afoo', 'x/foo']],
    ['foo**', ['foo/bar/q', 'foobar']],
    ['foo/**', ['foo/bar/q']],
    ['*/foo', ['x/foo']],
    ['./top/', ['top']],
    ['/top', ['top']],
    ['  top \t', ['top']],
    ['\uFEFFtop', ['top']],
    ['top\r\ne.md\r\n', ['e.md', 'top']],
    ['a//b/../b/c', ['a/b/c/3', 'a/b/c/x.md']],
    ['#hash', []],
    [' #hash', ['#hash']],
    ['\\#hash\n\\!bang', ['!bang', '#hash']],
    ['! top', []],
    ['br[a]', []],
    ['br\\[a\\]', ['br[a]']],
    ['br[[]a]', ['br[a]']],
    ['*.md\n!README.md', ['e.md']],
    ['**/*.md\n!README.md', ['a/README.md', 'a/b/c/x.md', 'e.md']],
    ['*\n!**/c', without('a/b/c/3', 'a/b/c/x.md')],
    ['*\n!**/x.md', without('a/b/c/x.md')],
    ['*\n!*/b', without('a/b/2', 'a/b/c/3', 'a/b/c/x.md')],
    ['*\n!a\na/b\n!a/b/c/3', without('a/1', 'a/README.md', 'a/b/c/3')],
    ['a/b\n!a/b/2\na/b', ['a/b/c/3', 'a/b/c/x.md']],
    ['a/b/2\n!a/b', ['a/b/2']],
    ['a/b\n!a/b/*\na/*', ['a/1', 'a/README.md']],
    ['a/b\n!a/b/*\na', ['a/1', 'a/README.md', 'a/b/2', 'a/b/c/3', 'a/b/c/x.md']],
    ['d\\*', ['d*']],
    ['d?', ['d*']],
    ['d[*]', ['d[]']],
    ['d[^x]', ['d*']],
    ['sp ace', ['sp ace']],
    ['x/[^f]*', ['x/afoo']],
    ['x/[!f]*', ['x/foo']],
    ['**/**/3', ['a/b/c/3']],
    ['a/**/c', ['a/b/c/3', 'a/b/c/x.md']],
    ['*/*', ['a/1', 'a/README.md', 'a/b/2', 'a/b/c/3', 'a/b/c/x.md', 'd/4', 'foo/bar/q', 'x/afoo', 'x/foo', 'ü/é']],
    ['?/?', ['a/1', 'a/b/2', 'a/b/c/3', 'a/b/c/x.md', 'd/4', 'ü/é']],
    ['e.[a-m]d', ['e.md']],
    ['e+md', []]
  ]
  test.each(table)('%j', (text, expected) => {
    expect(missing(text)).toEqual(expected)
  })
})

test.each(['!', 'a\n[', 'a[', 'a\\', '[z-a]', '[]', '[]a]'])('%j is rejected, as Docker rejects it', text => {
  expect(() => parseDockerignore(text, 'x/.dockerignore')).toThrow(/x\/\.dockerignore:\d: “.+” is not a pattern/)
})

describe('an excluded directory is', () => {
  const table: [behaviour: string, exceptions: string, directory: string][] = [
    ['left out', '', 'node_modules'],
    ['left out', '!README.md', 'node_modules'],
    ['left out', '!src/**', 'node_modules'],
    ['left out', '!*.md', 'node_modules'],
    ['left out', '!node_modules_too', 'node_modules'],
    ['left out', '!a/*', 'a/b'],
    ['entered', '!a/*/*', 'a/b'],
    ['entered', '!node_modules/x', 'node_modules'],
    ['entered', '!a/b/c', 'a'],
    ['entered', '!**/*.md', 'node_modules'],
    ['entered', '!*/x', 'node_modules'],
    ['entered', '!a/**', 'a/b'],
    ['entered', '!a[^x]b', 'a']
  ]
  test.each(table)('%s with %j: %s', (behaviour, exceptions, directory) => {
    expect(mayReturnBelow(parseDockerignore(exceptions, 'x').patterns, directory)).toBe(behaviour === 'entered')
  })
})

describe('the line that excludes a path', () => {
  test.each<[string, string, number | undefined]>([
    ['# by name\n\napp', 'app', 3],
    ['app', 'app/hello.sh', 1],
    ['*\n!app\n*.sh\napp', 'app', 4],
    ['*\n!app', 'app', undefined],
    ['**\n!app', 'other', 1],
    ['app/x\napp', 'app/x/y', 2],
    ['top', 'app', undefined]
  ])('of %j, %s', (text, path, line) => {
    expect(excludingPattern(parseDockerignore(text, 'x/.dockerignore').patterns, path)?.location).toEqual(
      line === undefined ? undefined : {file: 'x/.dockerignore', line}
    )
  })
})
