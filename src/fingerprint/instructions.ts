import {splitWords} from './dockerfile-words.js'

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
}

export interface Instructions {
  readonly instructions: readonly Instruction[]
  /** The frontend that `# syntax=` names, with its arguments if it has any. */
  readonly syntax?: string
  readonly escape: '\\' | '`'
}

const DIRECTIVE = /^(?:#|\/\/)\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/
const KNOWN_DIRECTIVES = ['syntax', 'escape', 'check']

/**
 * Splits a Dockerfile into instructions. An invalid Dockerfile is read as far as possible, and never rejected: Docker's
 * own errors explain more.
 * @see https://docs.docker.com/reference/dockerfile/#format
 */
export function readInstructions(text: string): Instructions {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const syntax = readSyntax(lines)
  const escape = readDirectives(lines).get('escape') === '`' ? '`' : '\\'
  return {
    instructions: joinLines(lines, escape).map(({line, text}) => parseInstruction(line, text, escape)),
    escape,
    ...(syntax === undefined ? {} : {syntax})
  }
}

/** Reads the directives at the very top. They end at a comment, a blank line or a directive of another name. */
function readDirectives(lines: readonly string[]): ReadonlyMap<string, string> {
  const directives = new Map<string, string>()
  for (const line of lines) {
    const [, name, value] = DIRECTIVE.exec(line) ?? []
    if (name === undefined || value === undefined || !KNOWN_DIRECTIVES.includes(name.toLowerCase())) break
    directives.set(name.toLowerCase(), value)
  }
  return directives
}

/** BuildKit looks for the frontend before it knows the language: after a `#!` line, in `//` comments, and in JSON. */
function readSyntax(lines: readonly string[]): string | undefined {
  const afterShebang = lines[0]?.startsWith('#!') === true ? lines.slice(1) : lines
  const directive = readDirectives(afterShebang).get('syntax')
  if (directive !== undefined || lines[0]?.trimStart().startsWith('{') !== true) return directive
  try {
    const document: unknown = JSON.parse(lines.join('\n'))
    if (typeof document !== 'object' || document === null || !('syntax' in document)) return undefined
    return typeof document.syntax === 'string' ? document.syntax : undefined
  } catch {
    return undefined
  }
}

interface LogicalLine {
  readonly line: number
  readonly text: string
}

function joinLines(lines: readonly string[], escape: '\\' | '`'): LogicalLine[] {
  const continued = escape === '\\' ? /(^|[^\\])\\[ \t]*$/ : /(^|[^`])`[ \t]*$/
  const isComment = (text: string): boolean => /^\s*#/.test(text)
  const joined: LogicalLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? ''
    if (first.trim() === '' || isComment(first)) continue
    const line = at + 1
    let text = first.trimStart()
    while (continued.test(text) && at + 1 < lines.length) {
      const next = lines[++at] ?? ''
      // Comments and blank lines between continued lines are dropped, and do not end the instruction.
      if (next.trim() === '' || isComment(next)) continue
      text = text.replace(continued, '$1') + next
    }
    joined.push({line, text: text.replace(continued, '$1')})
    for (const {name, tabs} of heredocs(text, escape)) {
      while (++at < lines.length && (tabs ? (lines[at] ?? '').replace(/^\t+/, '') : lines[at]) !== name);
    }
  }
  return joined
}

/** The heredocs that an instruction opens, in the order of their bodies. */
function heredocs(text: string, escape: string): {readonly name: string; readonly tabs: boolean}[] {
  if (!/^(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i.test(text)) return []
  return splitWords(text, escape).flatMap(word => {
    const [, tabs, quoted] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? []
    if (tabs === undefined || quoted === undefined) return []
    return [{name: quoted.replace(/['"]/g, ''), tabs: tabs === '-'}]
  })
}

function parseInstruction(line: number, text: string, escape: string): Instruction {
  const [, keyword = '', tail = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  const flags: Flag[] = []
  let rest = tail
  for (const word of splitWords(tail, escape)) {
    if (!word.startsWith('--')) break
    rest = rest.trimStart().slice(word.length)
    if (word === '--') break
    const [, name = '', value = ''] = /^--([^=]*)=?([\s\S]*)$/.exec(word) ?? []
    flags.push({name, value})
  }
  return {line, keyword: keyword.toUpperCase(), flags, rest: rest.trim()}
}

/** The instruction that an ONBUILD defers; undefined for any other instruction. */
export function onbuildTrigger(instruction: Instruction, escape: string): Instruction | undefined {
  return instruction.keyword === 'ONBUILD' ? parseInstruction(instruction.line, instruction.rest, escape) : undefined
}
