/** Returns the value of a variable, or undefined if it is not set. */
export type Lookup = (name: string) => string | undefined

export interface ExpandedWord {
  readonly value: string
  /** Variables that the word uses and that have no value. */
  readonly unset: readonly string[]
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
      continue
    }
    word += char
    if (char === escape && quote !== "'" && at + 1 < text.length) word += text.charAt(++at)
    else if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) quote = char
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
  const value = reader.readUntil('')
  return {value, unset: reader.unset}
}

class WordReader {
  readonly unset: string[] = []
  private at = 0

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
    private readonly escape: string
  ) {}

  readUntil(stop: '' | '}' | '/'): string {
    let value = ''
    while (this.at < this.text.length) {
      const char = this.next()
      if (char === stop) return value
      if (char === "'") value += this.readSingleQuoted()
      else if (char === '"') value += this.readDoubleQuoted()
      else if (char === '$') value += this.readVariable()
      else if (char === this.escape && this.at < this.text.length) value += this.next()
      else value += char
    }
    return value
  }

  private next(): string {
    return this.text.charAt(this.at++)
  }

  private readSingleQuoted(): string {
    const end = this.text.indexOf("'", this.at)
    const value = this.text.slice(this.at, end < 0 ? undefined : end)
    this.at = end < 0 ? this.text.length : end + 1
    return value
  }

  private readDoubleQuoted(): string {
    let value = ''
    while (this.at < this.text.length) {
      const char = this.next()
      if (char === '"') break
      if (char === '$') value += this.readVariable()
      else if (char === this.escape && /["$]/.test(this.text.charAt(this.at))) value += this.next()
      else if (char === this.escape && this.text.charAt(this.at) === this.escape) value += this.next()
      else value += char
    }
    return value
  }

  private readVariable(): string {
    if (this.text.charAt(this.at) !== '{') {
      const name = /^(?:[A-Za-z_]\w*|\d)/.exec(this.text.slice(this.at))?.[0]
      if (name === undefined) return '$'
      this.at += name.length
      return this.valueOf(name)
    }
    this.at++
    const name = /^\w+/.exec(this.text.slice(this.at))?.[0] ?? ''
    this.at += name.length
    return this.readModifier(name)
  }

  private readModifier(name: string): string {
    const modifier = /^(?::?[-+?]|##?|%%?|\/\/?|\})/.exec(this.text.slice(this.at))?.[0]
    if (name === '' || modifier === undefined) {
      // BuildKit rejects this form, and its error names the mistake. The text that is kept never parses as a reference.
      const rest = this.text.slice(this.at)
      this.at = this.text.length
      return `\${${name}${rest}`
    }
    this.at += modifier.length
    if (modifier === '}') return this.valueOf(name)
    if (modifier.startsWith('/')) {
      const pattern = this.readUntil('/')
      return replaceGlob(this.valueOf(name), pattern, this.readUntil('}'), modifier === '//')
    }
    if (/[#%]/.test(modifier)) return trimGlob(this.valueOf(name), modifier, this.readUntil('}'))
    // The word is always read, but an unset variable in it counts only if the word is used.
    const before = this.unset.length
    const word = this.readUntil('}')
    const value = this.lookup(name)
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

function globExpression(glob: string, lazy: boolean): string {
  const many = lazy ? '.*?' : '.*'
  return glob.replace(/[\\^$.|+()[\]{}*?]/g, char => (char === '*' ? many : char === '?' ? '.' : `\\${char}`))
}

function trimGlob(value: string, modifier: string, glob: string): string {
  const lazy = modifier.length === 1
  if (modifier.startsWith('#')) return value.replace(new RegExp(`^${globExpression(glob, lazy)}`, 's'), '')
  // Finds the shortest tail by trying its start from the end, and the longest from the front.
  const whole = new RegExp(`^${globExpression(glob, lazy)}$`, 's')
  const starts = Array.from({length: value.length + 1}, (_, at) => (lazy ? value.length - at : at))
  const start = starts.find(at => whole.test(value.slice(at)))
  return start === undefined ? value : value.slice(0, start)
}

function replaceGlob(value: string, glob: string, replacement: string, all: boolean): string {
  if (glob === '') return value
  return value.replace(new RegExp(globExpression(glob, false), all ? 'gs' : 's'), () => replacement)
}
