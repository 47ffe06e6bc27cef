import {posix} from 'node:path'

import type {Location} from '../core/failure.js'
import {Failure} from '../core/failure.js'

/** One line of a .dockerignore file. */
export interface IgnorePattern {
  /** Without its `!`, cleaned as a path. */
  readonly text: string
  /** It takes back what patterns before it excluded. */
  readonly exception: boolean
  readonly location: Location
  readonly matches: (path: string) => boolean
}

/**
 * Reads a .dockerignore file.
 * @param name the file, for errors
 * @throws Failure at a pattern that Docker refuses as well
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
      throw new Failure(`${name}:${index + 1}: “${trimmed}” is no pattern that Docker accepts.`, {
        remedy: 'Close its brackets, or escape a literal one as \\[; behind “!” there has to be a pattern.',
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

/** Which of the patterns matched a path or a directory above it, in the patterns' order. */
export type Matched = readonly boolean[]

export interface Verdict {
  readonly excluded: boolean
  readonly matched: Matched
}

/**
 * Decides on one path, from what was decided on its directory: the last pattern that matches wins. A pattern is tried
 * only where it would change the verdict so far, and what is skipped counts as no match for the paths below. That is
 * how Docker does it, and it shows: of `a`, `!a/b`, `a` the last is skipped for `a` itself, so `a/b` is sent.
 * @param path relative to the context, with `/`
 * @param above what matched its directory; undefined at the top
 */
export function judge(patterns: readonly IgnorePattern[], path: string, above?: Matched): Verdict {
  let excluded = false
  const matched = patterns.map(({exception, matches}, index) => {
    const isMatch = above?.[index] === true || (exception === excluded && matches(path))
    if (isMatch) excluded = !exception
    return isMatch
  })
  return {excluded, matched}
}

/** The pattern by which a path is excluded, itself or with a directory above it; undefined where it is sent. */
export function excluding(patterns: readonly IgnorePattern[], path: string): IgnorePattern | undefined {
  const segments = path.split('/')
  let verdict: Verdict = {excluded: false, matched: []}
  for (const index of segments.keys())
    verdict = judge(patterns, segments.slice(0, index + 1).join('/'), verdict.matched)
  return verdict.excluded ? patterns[verdict.matched.lastIndexOf(true)] : undefined
}

/** Whether an exception may bring back anything below an excluded directory: if not, nobody has to look there. */
export function mayReturnBelow(patterns: readonly IgnorePattern[], directory: string): boolean {
  return patterns.some(({exception, text}) => exception && reachesBelow(text, directory))
}

function reachesBelow(pattern: string, directory: string): boolean {
  const literal = /^[^*?[\\]*/.exec(pattern)?.[0] ?? ''
  const below = `${directory}/`
  if (!(literal.startsWith(below) || below.startsWith(literal))) return false
  // Only ** and a negated [...] match a slash: without them a pattern reaches as deep as it has slashes itself.
  if (/\*\*|\[/.test(pattern)) return true
  return pattern.split('/').length > directory.split('/').length
}

/**
 * Translates a pattern as Docker's matcher does, oddities included: `**` alone at an end is a plain suffix or prefix
 * (so `**foo` takes `barfoo`), and in the middle it stands for whole directories, none of them too.
 * @returns undefined for a pattern that Docker refuses
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

/** The very expression that Docker builds, in Go's syntax. It translates `*` and `?` even within brackets, which spoils those. */
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

/** Rewrites an expression of Go's so that JavaScript reads it alike: brackets need escapes where Go wants none. */
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

/** `\d` and its like are classes of characters to Go, even where a pattern only meant to escape a letter. */
function escapeSequence(char: string): string {
  return /[dDsSwW]/.test(char) ? `\\${char}` : literal(char)
}

function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\u{${char.charCodeAt(0).toString(16)}}` : char
}
