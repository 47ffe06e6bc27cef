import {code, escaped} from '../core/markdown.js'
import type {Edge} from '../core/remedy.js'
import {remedyAt} from '../core/remedy.js'
import type {Check, CheckState} from '../doctor/check.js'

/** Puts colour on a part of a line: the sign of a check, or its remedy. */
export type Paint = (part: CheckState | 'remedy', text: string) => string

const SIGNS: Readonly<Record<CheckState, string>> = {good: '✓', bad: '✗', warning: '!', 'not-looked-at': '–', told: '·'}

/** The checklist in lines: sign, name and finding of each check, and its remedy below. */
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

/** `14 good, 1 bad, 2 not looked at` */
export function tally(checks: readonly Check[]): string {
  const words: readonly [CheckState, string][] = [
    ['good', 'good'],
    ['bad', 'bad'],
    ['warning', 'to look into'],
    ['not-looked-at', 'not looked at']
  ]
  const counted = words.map(([state, word]) => [checks.filter(check => check.state === state).length, word] as const)
  return counted
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')
}

/** What is bad, as one error: how much of it, and the first, from which the rest often follows; undefined where nothing is. */
export function complaintOf(checks: readonly Check[], edge: Edge): string | undefined {
  const found = checks.filter(({state}) => state === 'bad')
  const [first] = found
  if (first === undefined) return undefined
  const count =
    found.length === 1
      ? 'The doctor found one thing that is bad'
      : `The doctor found ${found.length} things that are bad, the first of them`
  return `${count}: ${first.name}: ${first.says}${first.remedy === undefined ? '' : `\n${remedyAt(edge, first.remedy)}`}`
}

const EMOJI: Readonly<Record<CheckState, string>> = {
  good: '✅',
  bad: '❌',
  warning: '⚠️',
  'not-looked-at': '➖',
  told: 'ℹ️'
}

/** The checklist as a table of GitHub's Markdown. The names stay on one line each, whatever the width of what was found. */
export function checklistTable(checks: readonly Check[]): string {
  const rows = checks.map(({name, state, says, remedy}) => {
    const found = inCell(says) + (remedy === undefined ? '' : `<br>→ ${inCell(remedyAt('workflow', remedy))}`)
    return `| ${EMOJI[state]} | ${inCell(name).replaceAll(' ', '&nbsp;')} | ${found} |`
  })
  return ['| | Check | Found |', '|---|:---|:---|', ...rows].join('\n')
}

/** Lines stay lines, and what is written as code stays code, in backticks or indented; nothing else is read as Markdown or HTML. */
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
