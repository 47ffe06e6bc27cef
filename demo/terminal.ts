import process from 'node:process'
import {styleText} from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colours are for terminals only, and can be switched off (https://no-color.org). */
const coloured = process.stdout.isTTY && !process.env['NO_COLOR']
const styled =
  (style: Style) =>
  (text: string): string =>
    coloured ? styleText(style, text) : text

export const bold = styled('bold')
export const dim = styled('dim')
export const green = styled('green')

export function printHeading(text: string): void {
  process.stdout.write(`\n${bold(text)}\n`)
}

export function printLine(text = ''): void {
  process.stdout.write(text === '' ? '\n' : `  ${text}\n`)
}

/** Prints rows in aligned columns. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  for (const row of rows)
    printLine(
      `  ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('   ')}`
    )
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
