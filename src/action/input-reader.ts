import {parse as parseCsv} from 'csv-parse/sync'

import {codeOf, Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import {csvField} from '../docker/csv-field.js'

export type Reader = ReturnType<typeof reader>

/** A line of a list, or several lines if quotes hold them together. */
export interface Entry {
  fields: readonly string[]
  /** The text of the entry before commas and quotes were read. */
  source: string
}

/** Inputs by name: text, flags, and lists as docker/build-push-action reads them. */
export function reader(environment: ProcessEnv) {
  /** Reads a variable under the runner's name for it: spaces become underscores, and letters become capitals. */
  const raw = (name: string): string => environment[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? ''
  const text = (name: string): string | undefined => raw(name).trim() || undefined

  const entries = (name: string): Entry[] => {
    const text = raw(name)
    // Most lists are empty, and the parser is slow to start.
    if (text === '') return []
    try {
      // A file with line ends of Windows leaves a carriage return at the end of each line.
      const plain = text.replace(/\r+(?=\n|$)/g, '')
      const options = {relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true, raw: true} as const
      const parsed = parseCsv(plain, options) as unknown as {record: string[]; raw: string}[]
      return parsed
        .map(({record, raw: source}) => ({fields: record, source: source.replace(/^\n+|\n$/g, '')}))
        .filter(({source}) => source.trim() !== '')
    } catch (error) {
      // The parser's message may quote a secret's value, so only its code is shown.
      const code = codeOf(error) ?? 'CSV'
      throw new Failure(`Input ${name} cannot be read: a quote is opened or closed in the wrong place (${code}).`, {
        remedy: `Put one entry on each line. Put an entry with line breaks in double quotes as a whole, and write "" for a quote inside it.`
      })
    }
  }
  /** One entry per line; commas belong to the entry. */
  const lines = (name: string): string[] =>
    entries(name)
      .map(({fields}) => fields.join(',').trim())
      .filter(entry => entry !== '')
  /** Entries that are separated by line ends or commas. */
  const list = (name: string): string[] =>
    entries(name)
      .flatMap(({fields}) => fields)
      .map(entry => entry.trim())
      .filter(entry => entry !== '')

  return {
    text,
    lines,
    list,
    entries,
    /** The lines of an input as they are written. */
    source: (name: string): string[] => raw(name).split(/[\r\n]+/),
    /** One entry per line, each a record of CSV itself. A field keeps the quotes that it needs. */
    csvLines: (name: string): string[] =>
      entries(name)
        .map(({fields}) => (fields.length === 1 ? fields.join() : fields.map(csvField).join(',')).trim())
        .filter(entry => entry !== ''),
    flag(name: string): boolean {
      const value = text(name)?.toLowerCase() ?? 'false'
      if (value !== 'true' && value !== 'false') throw invalid(name, value, '`true` or `false`')
      return value === 'true'
    },
    oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
      const value = text(name) ?? fallback
      const found = allowed.find(candidate => candidate === value)
      if (found === undefined) throw invalid(name, value, `one of ${allowed.join(', ')}`)
      return found
    },
    /** @param asInDocker whether a name may have no value, and the last of two wins, as for labels in Docker */
    pairs(name: string, form: string, {asInDocker = false} = {}): Record<string, string> {
      const pairs = new Map<string, string>()
      for (const line of lines(name)) {
        const [key, value = asInDocker ? '' : undefined] = split(line)
        if (key === '' || value === undefined || (value === '' && !asInDocker))
          throw invalid(name, line, `\`${form}\``, true)
        if (pairs.has(key) && !asInDocker) throw invalid(name, line, `each name once, but ${key} occurs twice`)
        pairs.set(key, value)
      }
      return Object.fromEntries(pairs)
    }
  }
}

/** An input does not have the form that it requires. */
export class InvalidInput extends Failure {
  constructor(
    readonly input: string,
    /** `` `yes`; expected `true` or `false` `` */
    readonly problem: string,
    /** Whether the input is a list with one entry on each line. */
    eachLine: boolean
  ) {
    super(`Input ${input} is ${problem}${eachLine ? ' on each line' : ''}.`, {
      remedy: `Change \`${input}:\` under \`with:\`.`
    })
  }
}

/** @param form that the input requires: `` `true` or `false` `` */
export function invalid(name: string, value: string, form: string, eachLine = false): InvalidInput {
  return new InvalidInput(name, `\`${value}\`; expected ${form}`, eachLine)
}

/** Splits at the first equals sign. Without an equals sign, the value is undefined. */
export function split(line: string): [string, string | undefined] {
  const at = line.indexOf('=')
  return at === -1 ? [line.trim(), undefined] : [line.slice(0, at).trim(), line.slice(at + 1)]
}
