import {outputsOf} from '../report/outputs.js'
import {conclusion} from '../report/summary.js'
import type {Outcome} from '../run/outcome.js'
import type {CommandReport} from './report.js'

/** Outputs that are no text of their own: as an output of a step each is one. */
const PARSED: Readonly<Partial<Record<string, (text: string) => unknown>>> = {
  changed: text => text === 'true',
  tags: text => (text === '' ? [] : text.split('\n')),
  vulnerabilities: text => JSON.parse(text) as unknown,
  metadata: text => JSON.parse(text) as unknown
}

/** How a push or a promotion ended, by the names of the action's outputs. */
export function reportOf(outcome: Outcome): CommandReport {
  const json = Object.fromEntries(
    Object.entries(outputsOf(outcome)).map(([name, text]) => [name, PARSED[name]?.(text) ?? text])
  )
  const headline = 'stage' in outcome ? [`${outcome.stage} · ${outcome.kind}`] : []
  return {lines: [...headline, ...conclusion(outcome)], json}
}
