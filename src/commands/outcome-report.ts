import type {Outcome} from '../outcome.js'
import {outputsOf} from '../report/outputs.js'
import {conclusion} from '../report/summary.js'
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
  const json = Object.fromEntries(Object.entries(outputsOf(outcome)).map(([name, text]) => [name, PARSED[name]?.(text) ?? text]))
  const lines = outcome.kind === 'planned' ? planned(outcome) : conclusion(outcome)
  const headline = 'stage' in outcome ? [`${outcome.stage} · ${outcome.kind}`] : []
  return {lines: [...headline, ...lines], json}
}

function planned({plan}: Extract<Outcome, {kind: 'planned'}>): string[] {
  const place = `${plan.registry}/${plan.repository}`
  const would = {
    'tag only': `would tag the unchanged image of ${place}`, 'build and push': `would build, and push to ${place}`, copy: `would copy ${plan.source ?? ''} to ${place}`
  }
  return [
    would[plan.action],
    ...plan.tags.map(tag => `  ${tag.tag}${tag.kind === 'kept' ? ` would stay where it is: ${tag.because}` : tag.kind === 'already' ? ' (was there)' : ''}`)
  ]
}
