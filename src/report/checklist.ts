import {code, escaped} from '../core/markdown.js'
import type {Edge} from '../core/remedy.js'
import {remedyAt} from '../core/remedy.js'
import type {Check, CheckState} from '../doctor/check.js'

/** Colours a part of a line: the sign of a check, or its remedy. */
export type Paint = (part: CheckState | 'remedy', text: string) => string

const SIGNS: Readonly<Record<CheckState, string>> = {good: '✓', bad: '✗', warning: '!', 'not-checked': '–', info: '·'}

/** The checklist in lines: sign, name and finding of each check, with its remedy below. */
export function checklistLines(checks: readonly Check[], edge: Edge, paint: Paint = (_, text) => text): string[] {
  const width = Math.max(0, ...checks.map(({name}) => name.length))
  const indent = ' '.repeat(width + 4)
  return checks.flatMap(({name, state, says, remedy}) => {
    const [first = '', ...rest] = says.split('\n')
    const remedyLines = remedy === undefined ? [] : remedyAt(edge, remedy).split('\n')
    return [
      `${paint(state, SIGNS[state])} ${name.padEnd(width)}  ${first}`,
      ...rest.map(line => indent + line),
      ...remedyLines.map((line, index) => `${indent}${paint('remedy', `${index === 0 ? '→ ' : '  '}${line}`)}`)
    ]
  })
}

/** `14 good, 1 bad, 2 not checked` */
export function tally(checks: readonly Check[]): string {
  const words: readonly [state: CheckState, one: string, many: string][] = [
    ['good', 'good', 'good'],
    ['bad', 'bad', 'bad'],
    ['warning', 'warning', 'warnings'],
    ['not-checked', 'not checked', 'not checked']
  ]
  return words
    .map(([state, one, many]) => {
      const {length} = checks.filter(check => check.state === state)
      return length === 0 ? '' : `${length} ${length === 1 ? one : many}`
    })
    .filter(text => text !== '')
    .join(', ')
}

/** One error for all bad checks: their number, and the first, which often causes the others; undefined if none is bad. */
export function complaintOf(checks: readonly Check[], edge: Edge): string | undefined {
  const found = checks.filter(({state}) => state === 'bad')
  const [first] = found
  if (first === undefined) return undefined
  const count =
    found.length === 1 ? 'The doctor found 1 problem' : `The doctor found ${found.length} problems, the first of them`
  return `${count}: ${first.name}: ${first.says}${first.remedy === undefined ? '' : `\n${remedyAt(edge, first.remedy)}`}`
}

const EMOJI: Readonly<Record<CheckState, string>> = {
  good: '✅',
  bad: '❌',
  warning: '⚠️',
  'not-checked': '➖',
  info: 'ℹ️'
}

/** The checklist as a table in GitHub's Markdown. Each name stays on one line, however long the findings are. */
export function checklistTable(checks: readonly Check[]): string {
  const rows = checks.map(({name, state, says, remedy}) => {
    const found = inCell(says) + (remedy === undefined ? '' : `<br>→ ${inCell(remedyAt('workflow', remedy))}`)
    return `| ${EMOJI[state]} | ${inCell(name).replaceAll(' ', '&nbsp;')} | ${found} |`
  })
  return ['| | Check | Found |', '|---|:---|:---|', ...rows].join('\n')
}

/** Keeps lines, and code in backticks or with an indent. Everything else is escaped. */
function inCell(text: string): string {
  return text
    .split('\n')
    .map(line => {
      const [indent = ''] = /^ +/.exec(line) ?? []
      return indent === '' ? inLine(line) : '&nbsp;'.repeat(indent.length) + code(line.slice(indent.length))
    })
    .join('<br>')
}

function inLine(line: string): string {
  return line
    .split(/(`[^`]+`)/)
    .map(part => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : escaped(part)))
    .join('')
}
