/** GitHub's Markdown. Text from outside may hold anything: nothing of it is to be read as Markdown or HTML. */

export type Row = readonly [name: string, value: string]

/** Control characters and ends of lines, and what turns the direction of the text after it. */
const UNPRINTED = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** Text that shows as it is, on one line. */
export function escaped(text: string): string {
  // GitHub looks for people to notify in what it has rendered, where an entity is the character again.
  return literal(text).replaceAll('&#64;', '&#64;&#8203;')
}

/** Marks of Markdown and HTML, and what makes an address of the web a link by itself. */
const MARKS = /[\\`*_{}[\]<>()#+!|~@&$]|:(?=\/\/)|(?<=www)\./gi

function literal(text: string): string {
  return text.replaceAll(UNPRINTED, ' ').replaceAll(MARKS, character => `&#${character.charCodeAt(0)};`)
}

/** The same in the type of code: in HTML, since backticks take no `|` in a table. Nobody is notified from there. */
export function code(text: string): string {
  return `<code>${literal(text)}</code>`
}

/** A block that is read up to its end tag, line by line. */
export function preformatted(text: string): string {
  return `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`
}

/** Encoded, longer addresses are none that people write. */
const ADDRESS = 300

/** A link, where the address is one of the web, of a length that people write; else the text alone. */
export function link(text: string, address: string | undefined): string {
  const url = address === undefined ? undefined : webAddress(address)
  return url === undefined ? escaped(text) : `[${escaped(text)}](${url})`
}

/** An address of the web with what Markdown would read in it encoded; undefined for any other. */
export function webAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const {protocol, href} = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  const encoded = href.replaceAll(/[()<>|\\`]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return encoded.length > ADDRESS ? undefined : encoded
}

/** A command to copy. */
export function shell(command: string): string {
  return `\`\`\`sh\n${command}\n\`\`\``
}

/** A table of names and values; what has no value is left out. */
export function table(rows: readonly Row[]): string {
  const filled = rows.filter(([, value]) => value !== '')
  return ['| | |', '|---|---|', ...filled.map(([name, value]) => `| ${name} | ${value} |`)].join('\n')
}

/** Bytes that GitHub takes for the summary of a step. */
export const SUMMARY_LIMIT = 1024 * 1024

/**
 * The text up to the end of a line.
 * @param limit bytes at most
 * @param cut the last line, where not all of it fits
 */
export function cutToLines(text: string, limit: number, cut: string): string {
  if (Buffer.byteLength(text) <= limit) return text
  const kept = Buffer.from(text).subarray(0, Math.max(0, limit - Buffer.byteLength(`\n${cut}`)))
  return `${kept.subarray(0, Math.max(0, kept.lastIndexOf('\n'))).toString('utf8')}\n${cut}`
}
