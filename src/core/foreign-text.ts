// Text that a build, a registry, AWS, GitHub or a repository has written. A runner and a terminal must not obey it.

/** Control characters other than tab and line feed, and the characters that change the direction of text. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Shows control characters as escapes, such as `\x1b`. */
export function withVisibleControls(text: string): string {
  return text.replace(CONTROL, char => {
    const code = char.charCodeAt(0)
    if (char === '\r') return '\\r'
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** An address without the name and the password in it: `https://***@host/path`. A user of SSH alone is no secret. */
export function withoutPassword(text: string): string {
  return text
    .replaceAll(/(\bhttps?:\/\/)[^/?#\s]+@/gi, '$1***@')
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^/?#@:\s]*):[^/?#\s]*@/gi, '$1:***@')
}

/** JSON in which control characters are escapes of JSON, so that the values stay as they are. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2)
  return text.replace(CONTROL, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A line of a secret shorter than this is not masked: it could be a part of any output, as `}` is. */
const SHORTEST_LINE = 8

/**
 * A key of plain words, and the bracket behind it: `development:`, `"private_key": {`. A key with a digit or a blank may be a
 * value.
 */
const KEY = /^(["']?)[a-z]+(?:[._-][a-z]+)*\1:\s*(?<bracket>[[{]?)$/i
const BRACKETS = /^[[\]{},\s]+$/

/**
 * The values to mask for a secret. A value of several lines is masked line by line, because logs are printed line by line,
 * and as it looks with its control characters shown. GitHub drops every job output that contains a masked value.
 */
export function maskedValues(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/).filter(line => line.trim() !== '')
  const values = (lines.length > 1 ? tellingLines(lines) : lines).map(line => line.trim())
  return [...new Set(values.flatMap(value => [value, withVisibleControls(value)]))]
}

/** The lines of a value that are worth a mask. If each of them only opens something, the longest may be the value. */
function tellingLines(lines: readonly string[]): string[] {
  const isLong = (line: string): boolean => line.trim().length >= SHORTEST_LINE && !BRACKETS.test(line)
  const telling = lines.filter((line, index) => isLong(line) && !opensMore(line, lines[index + 1]))
  const longest = lines.filter(isLong).sort((one, other) => other.length - one.length)
  return telling.length > 0 ? telling : longest.slice(0, 1)
}

/**
 * Whether a line of a secret hides more than it protects, because it only opens a mapping or a list. `development:` has no
 * value, and is a part of each reference to a tag of `team/development`.
 * @param next the line below it. A word with a colon opens something only if that line is further in, or an item of a list.
 */
function opensMore(line: string, next = ''): boolean {
  const key = KEY.exec(line.trim())
  if (key === null) return false
  const depth = indentOf(next) - indentOf(line)
  return key.groups?.['bracket'] !== '' || depth > 0 || (depth === 0 && /^\s*- /.test(next))
}

function indentOf(line: string): number {
  return line.search(/\S|$/)
}
