import {withVisibleControls} from './foreign-text.js'

// GitHub's Markdown. Text from outside can contain anything, and none of it may be read as Markdown or HTML.

export type Row = readonly [name: string, value: string]

/** Control characters, line ends, and the marks that change the direction of the text after them. */
const UNPRINTED = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** Text that is shown unchanged, on one line. */
export function escaped(text: string): string {
  // GitHub looks for mentions in the rendered text, in which the entity is `@` again. A zero-width space breaks the mention.
  return literal(text).replaceAll('&#64;', '&#64;&#8203;')
}

/** Marks of Markdown and HTML, and the parts of a web address that turn it into a link without markup. */
const MARKS = /[\\`*_{}[\]<>()#+!|~@&$]|:(?=\/\/)|(?<=www)\./gi

function literal(text: string): string {
  return text.replaceAll(UNPRINTED, ' ').replaceAll(MARKS, character => `&#${character.charCodeAt(0)};`)
}

/** Text in a code font. It is HTML, because a table cell cannot hold `|` between backticks. GitHub ignores mentions in code. */
export function code(text: string): string {
  return `<code>${literal(text)}</code>`
}

/** A block of text with its line ends. It extends to its end tag. */
export function preformatted(text: string): string {
  return `<pre>${withVisibleControls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`
}

/** Longest encoded address, in characters, that is made a link. People do not write longer ones. */
const MAX_ADDRESS_LENGTH = 300

/** A link if `webAddress` accepts the address, else the text alone. */
export function link(text: string, address: string | undefined): string {
  const url = address === undefined ? undefined : webAddress(address)
  return url === undefined ? escaped(text) : `[${escaped(text)}](${url})`
}

/** A web address with its Markdown characters encoded. Undefined for any other text, and for an address that is too long. */
export function webAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const {protocol, href} = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  const encoded = href.replaceAll(/[()<>|\\`]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return encoded.length > MAX_ADDRESS_LENGTH ? undefined : encoded
}

/** A block with a command to copy. */
export function shell(command: string): string {
  return `\`\`\`sh\n${command}\n\`\`\``
}

/** A table of names and values. Rows without a value are left out. */
export function table(rows: readonly Row[]): string {
  const filled = rows.filter(([, value]) => value !== '')
  return ['| | |', '|---|---|', ...filled.map(([name, value]) => `| ${name} | ${value} |`)].join('\n')
}

/** The largest summary of a step that GitHub accepts, in bytes. */
export const SUMMARY_LIMIT = 1024 * 1024

/**
 * As many whole lines of the text as fit.
 * @param limit bytes at most
 * @param cut the last line of a text that does not fit as a whole
 */
export function cutToLines(text: string, limit: number, cut: string): string {
  if (Buffer.byteLength(text) <= limit) return text
  const kept = Buffer.from(text).subarray(0, Math.max(0, limit - Buffer.byteLength(`\n${cut}`)))
  return `${kept.subarray(0, Math.max(0, kept.lastIndexOf('\n'))).toString('utf8')}\n${cut}`
}
