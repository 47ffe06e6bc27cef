/** A heredoc that an instruction opens. */
export interface Heredoc {
  /** The line that ends its body. */
  readonly name: string
  /** Whether tabs before that line are ignored (`<<-`). */
  readonly tabs: boolean
}

export type ReadHeredocs =
  | {readonly kind: 'read'; readonly heredocs: readonly Heredoc[]}
  /** The form, as a noun with its article. It may open a heredoc or not. */
  | {readonly kind: 'unread'; readonly form: string}

/**
 * A word of a line as BuildKit splits it for heredocs, always with `\` as escape. `<<` takes the blanks that follow it into
 * its word. Of `${...}` only forms without blanks and quotes are read: others can be split, or can fail.
 */
const VARIABLE = String.raw`\$\{(?:\d+|[A-Za-z_]\w*)(?::?[-+?][\w./:@-]*)?\}|\$(?!\{)`
const WORD = new RegExp(
  String.raw`(?:<<[ \t]*|\\[^]|'[^']*'|"(?:\\[^]|${VARIABLE}|[^"\\$])*"|${VARIABLE}|[^\s\\'"$<]|<(?!<))+`,
  'y'
)

/** The name of a heredoc: plain, or with parts in quotes or after `\`. */
const NAME = /^(?:[^\s'"\\$]|\\[^\s$]|'[^'"$\\]*'|"[^'"$\\]*")+$/

/** Reads the heredocs of an instruction in shell form, in the order of their bodies. */
export function readHeredocs(text: string): ReadHeredocs {
  if (!text.includes('<<')) return {kind: 'read', heredocs: []}
  const words = splitWords(text)
  if (words === undefined) return {kind: 'unread', form: 'quotes or variables beside “<<”'}
  const heredocs: Heredoc[] = []
  for (const word of words) {
    const [, dash, quoted = ''] = /^\d*<<(-?)\s*([^<]*)$/.exec(word) ?? []
    if (dash === undefined || quoted === '') continue
    if (!NAME.test(quoted)) return {kind: 'unread', form: `the heredoc “${word}”`}
    const name = quoted.replace(/\\([^])|['"]/g, '$1')
    if (name !== '') heredocs.push({name, tabs: dash === '-'})
  }
  return {kind: 'read', heredocs}
}

/** @returns undefined if quotes are not closed, or a variable has a form that is not read */
function splitWords(text: string): string[] | undefined {
  const words: string[] = []
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text.charAt(at))) {
      at++
      continue
    }
    WORD.lastIndex = at
    const [word] = WORD.exec(text) ?? []
    if (word === undefined) return undefined
    words.push(word)
    at = WORD.lastIndex
    if (at < text.length && !/\s/.test(text.charAt(at))) return undefined
  }
  return words
}
