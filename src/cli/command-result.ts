import {outputsOf} from '../report/outputs.js'
import {conclusion} from '../report/summary.js'
import type {Outcome} from '../run/outcome.js'

/** The result of a command: lines for people, and the same as data for programs. */
export interface CommandResult {
  lines: string[]
  /** The lines have colours already, and every text of others in them is escaped. */
  isStyled?: true
  json: Record<string, unknown>
  /** 0 if it is left out. */
  exitCode?: number
}

/** The outputs that are not plain text. The action has to write each of them as a string. */
const PARSERS: Readonly<Partial<Record<string, (text: string) => unknown>>> = {
  changed: text => text === 'true',
  tags: text => (text === '' ? [] : text.split('\n')),
  vulnerabilities: text => JSON.parse(text) as unknown,
  metadata: text => JSON.parse(text) as unknown
}

/** The result of a push or a promotion. Its JSON has the names of the action's outputs. */
export function resultOf(outcome: Outcome): CommandResult {
  const json = Object.fromEntries(
    Object.entries(outputsOf(outcome)).map(([name, text]) => [name, PARSERS[name]?.(text) ?? text])
  )
  const headline = 'stage' in outcome && outcome.stage !== undefined ? [`${outcome.stage} · ${outcome.kind}`] : []
  return {lines: [...headline, ...conclusion(outcome)], json}
}
