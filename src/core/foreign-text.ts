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
    .replaceAll(/(\bhttps?:\/\/)[^/?#@\s]+@/gi, '$1***@')
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^/?#@:\s]*):[^/?#@\s]*@/gi, '$1:***@')
}

/** JSON in which control characters are escapes of JSON, so that the values stay as they are. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2)
  return text.replace(CONTROL, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A line of a secret shorter than this is not masked: it could be a part of any output, as `}` is. */
const SHORTEST_LINE = 8

/**
 * The values to mask for a secret. A value of several lines is masked line by line, because logs are printed line by line,
 * and as it looks with its control characters shown. GitHub drops every job output that contains a masked value.
 */
export function maskedValues(secret: string): string[] {
  const lines = secret
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(line => line !== '')
  const values = lines.length > 1 ? lines.filter(line => line.length >= SHORTEST_LINE) : lines
  return [...new Set(values.flatMap(value => [value, withVisibleControls(value)]))]
}
