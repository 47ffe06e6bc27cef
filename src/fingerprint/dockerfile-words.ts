/** Returns the value of a variable, or undefined if it is not set. */
export type Lookup = (name: string) => string | undefined

/**
 * Replaces a value that the base image may set, so that it is not known before the build. Text with this character never
 * parses as a reference. No Dockerfile that is read can contain it.
 */
export const UNKNOWN_VALUE = '\0'

export interface ExpandedWord {
  readonly value: string
  /** Variables that the word uses and that have no value. */
  readonly unset: readonly string[]
  /** Whether all forms of the word are read here. If not, the value is a guess. */
  readonly isRead: boolean
}

/** Splits text at blanks outside quotes, as BuildKit's Dockerfile parser does. Quotes and escapes stay in the words. */
export function splitWords(text: string, escape: string): string[] {
  const words: string[] = []
  let word = ''
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (quote === '' && /\s/.test(char)) {
      if (word !== '') words.push(word)
      word = ''
    } else if (char === escape && quote !== "'") {
      // An escape at the very end is dropped.
      if (at + 1 < text.length) word += char + text.charAt(++at)
    } else {
      word += char
      if (char === quote) quote = ''
      else if (quote === '' && (char === '"' || char === "'")) quote = char
    }
  }
  if (word !== '') words.push(word)
  return words
}

/**
 * Expands the variables of a word and removes its quotes.
 * @see https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expandWord(word: string, lookup: Lookup, escape: string): ExpandedWord {
  const reader = new WordReader(word, lookup, escape)
  const value = reader.read()
  return {value, unset: reader.unset, isRead: reader.isRead}
}

class WordReader {
  readonly unset: string[] = []
  isRead = true
  private at = 0

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
    private readonly escape: string
  ) {}

  read(): string {
    return this.readUntil('', false)
  }

  /** @param keepsEscapes whether escapes stay in the value, as in patterns */
  private readUntil(stop: '' | '}' | '/', keepsEscapes: boolean): string {
    let value = ''
    while (this.at < this.text.length) {
      const char = this.next()
      if (char === stop) return value
      if (char === "'") value += this.readSingleQuoted()
      else if (char === '"') value += this.readDoubleQuoted(keepsEscapes)
      else if (char === '$') value += this.readVariable()
      else if (char === this.escape) value += (keepsEscapes ? char : '') + this.next()
      else value += char
    }
    return stop === '' ? value : this.unread(value)
  }

  private next(): string {
    return this.text.charAt(this.at++)
  }

  /** Gives up: BuildKit rejects the word, or reads a form that is not listed here. */
  private unread(value: string): string {
    this.isRead = false
    this.at = this.text.length
    return value
  }

  private readSingleQuoted(): string {
    const end = this.text.indexOf("'", this.at)
    if (end < 0) return this.unread('')
    const value = this.text.slice(this.at, end)
    this.at = end + 1
    return value
  }

  private readDoubleQuoted(keepsEscapes: boolean): string {
    let value = ''
    while (this.at < this.text.length) {
      const char = this.next()
      if (char === '"') return value
      if (char === '$') value += this.readVariable()
      else if (char !== this.escape) value += char
      else if (keepsEscapes || this.at === this.text.length) return this.unread(value)
      else value += ['"', '$', this.escape].includes(this.text.charAt(this.at)) ? this.next() : char
    }
    return this.unread(value)
  }

  private readVariable(): string {
    if (this.text.charAt(this.at) !== '{') {
      const name = /^(?:\d+|[@*#?\-$!]|[A-Za-z_]\w*)/.exec(this.text.slice(this.at))?.[0]
      // Go knows letters of all alphabets in names.
      if (name === undefined) return /^[^\0-\x7f]/.test(this.text.slice(this.at)) ? this.unread('') : '$'
      this.at += name.length
      if (/^\w/.test(name) && /^[^\0-\x7f]/.test(this.text.slice(this.at))) return this.unread('')
      return this.valueOf(name)
    }
    this.at++
    const name = /^[A-Za-z_]\w*/.exec(this.text.slice(this.at))?.[0]
    if (name === undefined) return this.unread('')
    this.at += name.length
    return this.readModifier(name)
  }

  private readModifier(name: string): string {
    const modifier = /^(?::?[-+?]|##?|%%?|\/\/?|\})/.exec(this.text.slice(this.at))?.[0]
    if (modifier === undefined) return this.unread('')
    this.at += modifier.length
    if (modifier === '}') return this.valueOf(name)
    if (modifier.startsWith('/')) return this.readReplacement(name, modifier === '//')
    if (/[#%]/.test(modifier)) return this.readTrim(name, modifier)
    return this.readAlternative(name, modifier)
  }

  private readReplacement(name: string, all: boolean): string {
    const glob = this.readGlob('/')
    const replacement = this.readUntil('}', true)
    // Go expands `$1` in the replacement.
    if (glob === undefined || /[\\$]/.test(replacement) || (all && /^\**$/.test(glob))) return this.unread('')
    const value = this.valueOf(name)
    if (HALF.test(value)) return this.unread('')
    return value.includes(UNKNOWN_VALUE)
      ? UNKNOWN_VALUE
      : value.replace(new RegExp(globExpression(glob, false), all ? 'g' : ''), () => replacement)
  }

  private readTrim(name: string, modifier: string): string {
    const glob = this.readGlob('}')
    if (glob === undefined) return this.unread('')
    const value = this.valueOf(name)
    if (HALF.test(value)) return this.unread('')
    return value.includes(UNKNOWN_VALUE) ? UNKNOWN_VALUE : trimGlob(value, modifier, glob)
  }

  /** A pattern of plain characters, `*` and `?`; undefined for any other. A `/` or `}` in it is escaped. */
  private readGlob(stop: '}' | '/'): string | undefined {
    const glob = this.readUntil(stop, true).replace(/\\([/}])/g, '$1')
    return /^[\w ./:@,~=&{}()[\]|^+*?-]+$/.test(glob) ? glob : undefined
  }

  private readAlternative(name: string, modifier: string): string {
    // The word is always read, but an unset variable in it counts only if the word is used.
    const before = this.unset.length
    const word = this.readUntil('}', false)
    const value = this.lookup(name)
    if (value?.includes(UNKNOWN_VALUE) === true) return UNKNOWN_VALUE
    const isSet = value !== undefined && !(modifier.startsWith(':') && value === '')
    const usesWord = isSet === modifier.endsWith('+')
    if (!usesWord || modifier.endsWith('?')) this.unset.length = before
    if (!isSet && modifier.endsWith('?')) this.unset.push(name)
    if (modifier.endsWith('+')) return isSet ? word : ''
    return isSet ? value : modifier.endsWith('-') ? word : ''
  }

  private valueOf(name: string): string {
    const value = this.lookup(name)
    if (value === undefined) this.unset.push(name)
    return value ?? ''
  }
}

/** One half of a character that Go counts as one. */
const HALF = /[\ud800-\udfff]/

function globExpression(glob: string, lazy: boolean): string {
  const many = lazy ? '[^\\n]*?' : '[^\\n]*'
  return glob.replace(/[\\^$.|+()[\]{}*?]/g, char => (char === '*' ? many : char === '?' ? '[^\\n]' : `\\${char}`))
}

function trimGlob(value: string, modifier: string, glob: string): string {
  const lazy = modifier.length === 1
  if (modifier.startsWith('#')) return value.replace(new RegExp(`^${globExpression(glob, lazy)}`), '')
  // Finds the shortest tail by trying its start from the end, and the longest from the front.
  const whole = new RegExp(`^${globExpression(glob, lazy)}$`)
  const starts = Array.from({length: value.length + 1}, (_, at) => (lazy ? value.length - at : at))
  const start = starts.find(at => whole.test(value.slice(at)))
  return start === undefined ? value : value.slice(0, start)
}
