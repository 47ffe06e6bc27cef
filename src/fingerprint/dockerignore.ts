import {posix} from 'node:path'

import type {Location} from '../core/failure.js'
import {Failure} from '../core/failure.js'

/** One line of a .dockerignore file. */
export interface IgnorePattern {
  /** Without its `!`, cleaned as a path. */
  readonly text: string
  /** It includes paths again that earlier patterns excluded. */
  readonly exception: boolean
  readonly location: Location
  readonly matches: (path: string) => boolean
}

/**
 * Reads a .dockerignore file.
 * @param name the file, for errors
 * @throws Failure for a pattern that Docker rejects too
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function parseDockerignore(text: string, name: string): IgnorePattern[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  return lines.flatMap((line, index) => {
    const trimmed = line.startsWith('#') ? '' : line.trim()
    if (trimmed === '') return []
    const exception = trimmed.startsWith('!')
    const pattern = cleanPattern(exception ? trimmed.slice(1).trim() : trimmed)
    const matches = pattern === '' ? undefined : matcher(pattern)
    const location = {file: name, line: index + 1}
    if (matches === undefined) {
      throw new Failure(`${name}:${index + 1}: “${trimmed}” is not a pattern that Docker accepts.`, {
        remedy: 'Close its brackets, or write a literal bracket as \\[. “!” requires a pattern after it.',
        location
      })
    }
    return [{text: pattern, exception, location, matches}]
  })
}

function cleanPattern(pattern: string): string {
  if (pattern === '') return ''
  const normal = posix.normalize(pattern)
  return normal === '/' ? normal : normal.replace(/\/$/, '').replace(/^\//, '')
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
 * @returns undefined for a pattern that Docker rejects
 */
function matcher(pattern: string): ((path: string) => boolean) | undefined {
  const tail = pattern.startsWith('**') ? pattern.slice(2) : pattern
  if (pattern.startsWith('**') && !/[*?[\]\\]/.test(tail)) {
    return path => path.endsWith(tail) || (tail.startsWith('/') && path === tail.slice(1))
  }
  if (!/[*?[\]\\]/.test(pattern)) return path => path === pattern
  const head = pattern.slice(0, -2)
  if (pattern.endsWith('**') && !/[*?[\]\\]/.test(head)) return path => path.startsWith(head)
  const expression = patternExpression(pattern)
  return expression === undefined ? undefined : path => expression.test(path)
}

function patternExpression(pattern: string): RegExp | undefined {
  if (pattern.replace(/\\[^]/g, '').endsWith('\\')) return undefined
  try {
    return new RegExp(`^${scriptExpression(goExpression(pattern))}$`, 'su')
  } catch {
    return undefined
  }
}

/** The expression that Docker builds, in Go's syntax. Docker translates `*` and `?` even within brackets, which breaks those. */
function goExpression(pattern: string): string {
  const tokens = pattern.match(/\*\*\/?|\\[^]|[^]/gu) ?? []
  return tokens
    .map((token, index) => {
      if (token.startsWith('**')) return index === tokens.length - 1 ? '.*' : '(.*/)?'
      if (token === '*') return '[^/]*'
      if (token === '?') return '[^/]'
      return /^[.+()|{}$]$/.test(token) ? `\\${token}` : token
    })
    .join('')
}

/** Rewrites a Go expression so that JavaScript reads it the same way: brackets need escapes that Go does not require. */
function scriptExpression(source: string): string {
  return source.replace(
    /\\([^])|\[(\^?)((?:\\[^]|[^\\\]])+)\]|[^]/gu,
    (token, escaped?: string, negated?: string, members?: string) => {
      if (escaped !== undefined) return escapeSequence(escaped)
      if (members === undefined) return token === ']' ? literal(token) : token
      const written = members.replace(/\\([^])|[^]/gu, (member, char?: string) =>
        char !== undefined ? escapeSequence(char) : member === '-' ? '-' : literal(member)
      )
      return `[${negated ?? ''}${written}]`
    }
  )
}

/** In Go, `\d` and similar are character classes, even if a pattern only meant to escape a letter. */
function escapeSequence(char: string): string {
  return /[dDsSwW]/.test(char) ? `\\${char}` : literal(char)
}

function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\u{${char.charCodeAt(0).toString(16)}}` : char
}
