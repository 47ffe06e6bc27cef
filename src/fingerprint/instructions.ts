import type {Heredoc} from './heredocs.js'
import {readHeredocs} from './heredocs.js'
import {UNUSUAL_CHARACTER} from './unusual-character.js'

export interface Flag {
  readonly name: string
  readonly value: string
}

/** One instruction: its continuation lines are joined, its comments and heredoc bodies left out. */
export interface Instruction {
  /** The line of its keyword, counted from 1. */
  readonly line: number
  /** In upper case. */
  readonly keyword: string
  readonly flags: readonly Flag[]
  /** The text after the flags. */
  readonly rest: string
  /** Whether ONBUILD deferred it, and another stage runs it. Its line is then that of the other stage's FROM. */
  readonly isTrigger?: boolean
}

/** A form that was not tried against BuildKit, so its meaning is not known here. */
export interface UnreadForm {
  readonly line: number
  /** A noun with its article. */
  readonly form: string
}

export interface Instructions {
  readonly instructions: readonly Instruction[]
  /** The frontend that `# syntax=` names, with its arguments if it has any. */
  readonly syntax?: string
  /** The line of that directive; undefined if it is not a line of its own. */
  readonly syntaxLine?: number
  readonly escape: '\\' | '`'
  readonly unread: readonly UnreadForm[]
}

const DIRECTIVE = /^\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/
const KNOWN_DIRECTIVES = ['syntax', 'escape', 'check']

/**
 * The flags of each instruction. An instruction or a flag that is not listed may belong to a newer BuildKit, and may read
 * anything.
 * @see https://docs.docker.com/reference/dockerfile/
 */
const KNOWN_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ADD', ['checksum', 'chmod', 'chown', 'exclude', 'keep-git-dir', 'link', 'unpack']],
  ['ARG', []],
  ['CMD', []],
  ['COPY', ['chmod', 'chown', 'exclude', 'from', 'link', 'parents']],
  ['ENTRYPOINT', []],
  ['ENV', []],
  ['EXPOSE', []],
  ['FROM', ['platform']],
  ['HEALTHCHECK', ['interval', 'retries', 'start-interval', 'start-period', 'timeout']],
  ['LABEL', []],
  ['MAINTAINER', []],
  ['ONBUILD', []],
  ['RUN', ['device', 'mount', 'network', 'security']],
  ['SHELL', []],
  ['STOPSIGNAL', []],
  ['USER', []],
  ['VOLUME', []],
  ['WORKDIR', []]
])

/**
 * Splits a Dockerfile into instructions, as BuildKit's parser does. An invalid Dockerfile is read as far as possible, and
 * never rejected: Docker's own errors explain more.
 * @see https://docs.docker.com/reference/dockerfile/#format
 */
export function readInstructions(text: string): Instructions {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map(line => line.replace(/\r+$/, ''))
  const {syntax, syntaxLine} = readSyntax(lines)
  const unread: UnreadForm[] = []
  const escape = readDirectives(lines.map(line => line.trimStart())).get('escape')?.value === '`' ? '`' : '\\'
  const instructions = joinLines(lines, escape, unread).map(joined => parseInstruction(joined, escape, unread))
  const directive = lines.slice(0, instructions[0]?.line ?? lines.length).findIndex(isUnusualDirective)
  if (directive >= 0) unread.push({line: directive + 1, form: 'a directive with an unusual character'})
  return {
    instructions,
    escape,
    unread,
    ...(syntax === undefined ? {} : {syntax}),
    ...(syntaxLine === undefined ? {} : {syntaxLine})
  }
}

function isUnusualDirective(line: string): boolean {
  return UNUSUAL_CHARACTER.test(line) && /(?:syntax|escape|check)\s*=/i.test(line)
}

/** Reads the directives at the very top. They end at a comment, a blank line or a directive of another name. */
function readDirectives(lines: readonly string[], comment = '#'): ReadonlyMap<string, {value: string; index: number}> {
  const directives = new Map<string, {value: string; index: number}>()
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith(comment)) break
    const [, name = '', value = ''] = DIRECTIVE.exec(line.slice(comment.length)) ?? []
    const known = name.toLowerCase()
    if (!KNOWN_DIRECTIVES.includes(known) || directives.has(known)) break
    directives.set(known, {value, index})
  }
  return directives
}

/** BuildKit looks for the frontend before it knows the language: after a `#!` line, in `//` comments, and in JSON. */
function readSyntax(lines: readonly string[]): Pick<Instructions, 'syntax' | 'syntaxLine'> {
  const skipped = lines[0]?.startsWith('#!') === true ? 1 : 0
  const afterShebang = lines.slice(skipped)
  const directive = readDirectives(afterShebang).get('syntax') ?? readDirectives(afterShebang, '//').get('syntax')
  if (directive !== undefined) return {syntax: directive.value, syntaxLine: directive.index + skipped + 1}
  if (lines[0]?.trimStart().startsWith('{') !== true) return {}
  try {
    const document: unknown = JSON.parse(lines.join('\n'))
    if (typeof document !== 'object' || document === null || !('syntax' in document)) return {}
    return typeof document.syntax === 'string' ? {syntax: document.syntax} : {}
  } catch {
    return {}
  }
}

interface LogicalLine {
  readonly line: number
  readonly text: string
}

function joinLines(lines: readonly string[], escape: '\\' | '`', unread: UnreadForm[]): LogicalLine[] {
  const continued = escape === '\\' ? /([^\\])\\[ \t]*$|^\\[ \t]*$/ : /([^`])`[ \t]*$|^`[ \t]*$/
  const isSkipped = (text: string): boolean => /^[ \t]*(?:#|$)/.test(text)
  const joined: LogicalLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? ''
    if (isSkipped(first)) continue
    const line = at + 1
    let text = first.replace(/^[ \t]+/, '').replace(continued, '$1')
    let isOpen = continued.test(first)
    while (isOpen && at + 1 < lines.length) {
      const next = lines[++at] ?? ''
      // Comments and blank lines between continued lines are dropped, and do not end the instruction.
      if (isSkipped(next)) continue
      isOpen = continued.test(next)
      text += next.replace(continued, '$1')
    }
    if (UNUSUAL_CHARACTER.test(text)) unread.push({line, form: 'an unusual character'})
    joined.push({line, text: text.trim()})
    const heredocs = openedHeredocs(text, escape)
    if (heredocs.kind === 'unread') unread.push({line, form: heredocs.form})
    else {
      for (const heredoc of heredocs.heredocs) {
        const end = endOf(heredoc, lines, at)
        // Frontends before heredocs read the lines that follow.
        if (end < 0) unread.push({line, form: `a heredoc without its end “${heredoc.name}”`})
        at = end < 0 ? lines.length : end
      }
    }
  }
  return joined
}

/** The index of the line that ends the body of a heredoc; -1 if there is none. */
function endOf({name, tabs}: Heredoc, lines: readonly string[], opened: number): number {
  const isEnd = (line: string): boolean => (tabs ? line.replace(/^\t+/, '') : line) === name
  return lines.findIndex((line, at) => at > opened && isEnd(line))
}

/** The heredocs that an instruction opens, in the order of their bodies. An instruction in JSON form opens none. */
function openedHeredocs(text: string, escape: string): ReturnType<typeof readHeredocs> {
  if (/^\s*ONBUILD\s+--/i.test(text)) return {kind: 'unread', form: 'a flag of ONBUILD'}
  const [, command = ''] = /^\s*(?:ONBUILD\s+)?((?:RUN|COPY|ADD)\s[^]*)$/i.exec(text) ?? []
  const {rest, isAmbiguous} = splitFlags(command.replace(/^\S+/, ''), escape)
  if (isAmbiguous) return {kind: 'unread', form: AMBIGUOUS_FLAG}
  if (jsonWords(rest) !== undefined) return {kind: 'read', heredocs: []}
  // Frontends before 1.9 read the array and ignore what follows it. Later ones read all of it as words.
  if (beginsWithArray(rest)) return {kind: 'unread', form: 'text after a JSON array'}
  return readHeredocs(command)
}

function parseInstruction({line, text}: LogicalLine, escape: string, unread: UnreadForm[]): Instruction {
  const [, keyword = '', tail = ''] = /^(\S+)\s*([^]*)$/.exec(text) ?? []
  const known = KNOWN_FLAGS.get(keyword.toUpperCase())
  const {words, rest, isAmbiguous} = splitFlags(tail, escape)
  if (isAmbiguous) unread.push({line, form: AMBIGUOUS_FLAG})
  const flags = words.map(word => {
    const [, name = '', value = ''] = /^--([^=]*)=?([^]*)$/.exec(word) ?? []
    // BuildKit looks for the end of a flag byte by byte, and takes some bytes of other letters for blanks.
    if (/[^\0-\x7f]/.test(word)) unread.push({line, form: `the flag “${word}”`})
    if (known?.includes(name) === false) unread.push({line, form: `the flag “--${name}” of ${keyword.toUpperCase()}`})
    return {name, value}
  })
  if (known === undefined) unread.push({line, form: `the instruction “${keyword}”`})
  return {line, keyword: keyword.toUpperCase(), flags, rest: rest.trim()}
}

const AMBIGUOUS_FLAG = 'a flag with “\\” or “`” below “# escape=`”'

interface SplitFlags {
  readonly words: readonly string[]
  readonly rest: string
  /** Whether frontends differ: those before 1.15 read `\` as the escape of a flag, later ones that of the directive. */
  readonly isAmbiguous: boolean
}

/** Takes the words that begin with `--` from the front of a text, without their quotes and escapes. */
function splitFlags(text: string, escape: string): SplitFlags {
  const words: string[] = []
  let at = 0
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++
    if (!text.startsWith('--', at)) break
    const {word, end} = readFlag(text, at)
    at = end
    if (word === '--') break
    words.push(word)
  }
  return {words, rest: text.slice(at), isAmbiguous: escape === '`' && /[\\`]/.test(text.slice(0, at))}
}

function readFlag(text: string, start: number): {word: string; end: number} {
  let word = ''
  let quote = ''
  let at = start
  for (; at < text.length; at++) {
    const char = text.charAt(at)
    if (quote === '' && /\s/.test(char)) break
    if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) quote = char
    else if (char === '\\') word += text.charAt(++at)
    else word += char
  }
  return {word, end: at}
}

/**
 * The instruction that an ONBUILD defers; undefined for any other instruction.
 * @param escape of the file's directive
 */
export function onbuildTrigger(
  {line, keyword, rest}: Instruction,
  escape: string,
  unread: UnreadForm[]
): Instruction | undefined {
  if (keyword !== 'ONBUILD') return undefined
  // BuildKit parses the trigger as a file of its own, without the directives of this one, and expands its words with them.
  if (escape === '`' && rest.includes('\\')) unread.push({line, form: 'a trigger with “\\” below “# escape=`”'})
  if (rest.endsWith('\\')) unread.push({line, form: 'a trigger that ends with “\\”'})
  if (rest.includes('`')) unread.push({line, form: 'a trigger with “`”'})
  return parseInstruction({line, text: rest}, '\\', unread)
}

const JSON_STRING = String.raw`"(?:[^"\\]|\\.)*"`
const ARRAY_OF_STRINGS = new RegExp(String.raw`^\s*\[\s*(?:${JSON_STRING}\s*(?:,\s*${JSON_STRING}\s*)*)?\]`, 's')

/** Whether a text begins with a JSON array of strings, whatever follows it. */
function beginsWithArray(text: string): boolean {
  return ARRAY_OF_STRINGS.test(text)
}

/** The words of an instruction in JSON form; undefined for the other form. */
export function jsonWords(text: string): string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined
  try {
    const words: unknown = JSON.parse(text)
    return Array.isArray(words) && words.every(word => typeof word === 'string') ? words : undefined
  } catch {
    return undefined
  }
}
