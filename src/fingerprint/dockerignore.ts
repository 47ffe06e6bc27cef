import {posix} from 'node:path'

import type {Location} from '../core/failure.js'
import {Failure} from '../core/failure.js'
import {UNUSUAL_CHARACTER} from './unusual-character.js'

/** One line of a .dockerignore file. */
export interface IgnorePattern {
  /** Without its `!`, cleaned as a path. */
  readonly text: string
  /** It includes paths again that earlier patterns excluded. */
  readonly exception: boolean
  readonly location: Location
  readonly matches: (path: string) => boolean
}

/** A .dockerignore file. */
export interface IgnoreRules {
  readonly patterns: readonly IgnorePattern[]
  /** Patterns that Docker may read in another way, so they are not among the others. Each is a sentence. */
  readonly unread: readonly string[]
}

/**
 * Reads a .dockerignore file. Docker cleans each pattern twice, so `/!x` is an exception.
 * @param name the file, for errors
 * @throws Failure for a pattern that Docker rejects too
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function parseDockerignore(text: string, name: string): IgnoreRules {
  const patterns: IgnorePattern[] = []
  const unread: string[] = []
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const written = trimmed(line)
    if (line.startsWith('#') || written === '') continue
    const location = {file: name, line: index + 1}
    const cleaned = cleanTwice(written)
    if (cleaned === '') continue
    const exception = cleaned.startsWith('!')
    const pattern = exception ? cleaned.slice(1) : cleaned
    const matcher = UNUSUAL_CHARACTER.test(written) ? 'unread' : matcherOf(pattern)
    // Only the first pattern is sure to be tried. Later ones are skipped if they change nothing.
    const isTried = patterns.length + unread.length === 0 && !exception
    if (matcher === 'rejected' || (matcher === 'unusable' && isTried)) throw rejectedPattern(written, location)
    if (typeof matcher === 'string')
      unread.push(`${name}:${index + 1} has the pattern “${written}”, a form that is not read here.`)
    else patterns.push({text: pattern, exception, location, matches: matcher})
  }
  return {patterns, unread}
}

function rejectedPattern(written: string, location: Location & {line: number}): Failure {
  return new Failure(`${location.file}:${location.line}: “${written}” is not a pattern that Docker accepts.`, {
    remedy: 'Close its brackets, or write a literal bracket as \\[. “!” requires a pattern after it.',
    location
  })
}

/** Blanks are removed, and the path is cleaned, before and after the `!` is known. */
function cleanTwice(written: string): string {
  const inverted = written.startsWith('!')
  const path = cleanPath(inverted ? trimmed(written.slice(1)) : written)
  const relative = path.length > 1 ? path.replace(/^\//, '') : path
  return cleanPath(trimmed(inverted ? `!${relative}` : relative))
}

function trimmed(text: string): string {
  return text.replace(/^[ \t\r]+|[ \t\r]+$/g, '')
}

function cleanPath(path: string): string {
  return path === '' ? '' : posix.normalize(path).replace(/(?<=.)\/$/, '')
}

/** Whether each pattern matched a path or a directory above it, in the order of the patterns. */
export type Matched = readonly boolean[]

export interface PatternMatch {
  readonly excluded: boolean
  readonly matched: Matched
}

/**
 * Decides whether one path is excluded. The last pattern that matches the path or its directory wins.
 *
 * A pattern is tried only if it would change the result so far. A skipped pattern counts as no match for the paths below.
 * Docker does the same, and the difference is visible: of `a`, `!a/b`, `a` the last is skipped for `a` itself, so `a/b` is
 * sent.
 * @param path relative to the context, with `/`
 * @param above the patterns that matched its directory; undefined at the top
 */
export function matchPatterns(patterns: readonly IgnorePattern[], path: string, above?: Matched): PatternMatch {
  let excluded = false
  const matched = patterns.map(({exception, matches}, index) => {
    const isMatch = above?.[index] === true || (exception === excluded && matches(path))
    if (isMatch) excluded = !exception
    return isMatch
  })
  return {excluded, matched}
}

/** The pattern that excludes a path or a directory above it; undefined if the path is sent. */
export function excludingPattern(patterns: readonly IgnorePattern[], path: string): IgnorePattern | undefined {
  const segments = path.split('/')
  let match: PatternMatch = {excluded: false, matched: []}
  for (const index of segments.keys())
    match = matchPatterns(patterns, segments.slice(0, index + 1).join('/'), match.matched)
  return match.excluded ? patterns[match.matched.lastIndexOf(true)] : undefined
}

/** Whether an exception may include anything below an excluded directory. If not, the directory need not be read. */
export function mayReturnBelow(patterns: readonly IgnorePattern[], directory: string): boolean {
  return patterns.some(({exception, text}) => exception && reachesBelow(text, directory))
}

function reachesBelow(pattern: string, directory: string): boolean {
  const literal = /^[^*?[\\]*/.exec(pattern)?.[0] ?? ''
  const below = `${directory}/`
  if (!(literal.startsWith(below) || below.startsWith(literal))) return false
  // Only ** and a negated [...] match a slash. Any other pattern matches paths with as many slashes as it has itself.
  if (/\*\*|\[/.test(pattern)) return true
  return pattern.split('/').length > directory.split('/').length
}

/**
 * Translates a pattern as Docker's matcher does, including its quirks. If `**` is the only wildcard and stands at an end,
 * the rest is a plain suffix or prefix, so `**foo` matches `barfoo`. In the middle, `**` stands for zero or more
 * directories.
 * @returns `rejected` for a pattern that Docker rejects, `unusable` for a pattern that it rejects once it tries it on a
 * path, `unread` for a pattern that it may read in another way
 * @see https://github.com/moby/patternmatcher
 */
function matcherOf(pattern: string): ((path: string) => boolean) | 'rejected' | 'unusable' | 'unread' {
  const tail = pattern.startsWith('**') ? pattern.slice(2) : pattern
  if (pattern.startsWith('**') && !/[*?[\]\\]/.test(tail)) {
    return path => path.endsWith(tail) || (tail.startsWith('/') && path === tail.slice(1))
  }
  if (pattern === '') return 'rejected'
  if (!/[*?[\]\\]/.test(pattern)) return path => path === pattern
  const head = pattern.slice(0, -2)
  if (pattern.endsWith('**') && !/[*?[\]\\]/.test(head)) return path => path.startsWith(head)
  if (!LISTED.test(pattern)) return /^\**[^*]*$/.test(pattern) && !VALID.test(pattern) ? 'rejected' : 'unread'
  const expression = expressionOf(pattern)
  return expression === undefined ? 'unusable' : path => expression.test(path)
}

/**
 * The patterns with wildcards that are read. Docker turns a pattern into a Go expression, and does not escape `|`, `^` and
 * the `{2}` of a repetition in it. After `\`, a letter or a digit is an escape sequence of Go.
 */
const LISTED = /^(?:\\[^A-Za-z0-9]|\[\^?(?:[^\\[\]|{}^/]|\[(?!:))+\]|[^\\[|{^]|\{(?![\d,]))+$/u

/** The syntax that Docker checks, up to the second run of stars. */
const VALID = /^(?:\\[^]|\[\^?(?:(?:\\[^]|[^\\\]-])(?:-(?:\\[^]|[^\\\]-]))?)+\]|[^\\[])*$/u

function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^${scriptExpression(goExpression(pattern))}$`, 'u')
  } catch {
    return undefined
  }
}

/** The expression that Docker builds, in Go's syntax. Docker translates `*` and `?` even within brackets, which breaks those. */
function goExpression(pattern: string): string {
  const tokens = pattern.match(/\*\*\/?|\\[^]|[^]/gu) ?? []
  return tokens
    .map((token, index) => {
      if (token.startsWith('**')) return index === tokens.length - 1 ? '[^\n]*' : '([^\n]*/)?'
      if (token === '*') return '[^/]*'
      if (token === '?') return '[^/]'
      return /^[.+()$]$/.test(token) ? `\\${token}` : token
    })
    .join('')
}

/** Rewrites a Go expression so that JavaScript reads it the same way: brackets need escapes that Go does not require. */
function scriptExpression(source: string): string {
  return source.replace(
    /\\([^])|\[(\^?)((?:\\[^]|[^\\\]])+)\]|[^]/gu,
    (token, escaped?: string, negated?: string, members?: string) => {
      if (escaped !== undefined) return literal(escaped)
      if (members === undefined) return /[\]{}]/.test(token) ? literal(token) : token
      const written = members.replace(/\\([^])|[^]/gu, (member, char?: string) =>
        char !== undefined ? literal(char) : member === '-' ? '-' : literal(member)
      )
      return `[${negated ?? ''}${written}]`
    }
  )
}

function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\u{${char.charCodeAt(0).toString(16)}}` : char
}
