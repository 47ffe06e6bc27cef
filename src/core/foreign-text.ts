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

/** A line of a secret shorter than this is not masked: it could be a part of any output, as `}` is. */
const SHORTEST_LINE = 8

/**
 * The values to mask for a secret. A value of several lines is masked line by line, because logs are printed line by line.
 * GitHub drops every job output that contains a masked value.
 */
export function maskedValues(secret: string): string[] {
  const lines = secret
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(line => line !== '')
  return lines.length > 1 ? lines.filter(line => line.length >= SHORTEST_LINE) : lines
}
