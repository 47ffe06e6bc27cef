/** A quantity that was measured once. */
export interface Figure {
  what: string
  value: number
  unit: 'ms' | 'kB' | 'MB' | 'requests' | '×'
  /** The highest median that is acceptable; a figure without limit is printed for comparison. */
  limit?: number
}

/** Prints a title, measures in several rounds, and prints a line for each figure. */
export async function measure(
  title: string,
  rounds: number,
  round: (index: number) => Promise<Figure[]>
): Promise<void> {
  process.stdout.write(`\n${title} (${rounds} ${rounds === 1 ? 'round' : 'rounds'})\n`)
  const figures: Figure[] = []
  for (let index = 0; index < rounds; index++) figures.push(...(await round(index)))
  const names = [...new Set(figures.map(({what}) => what))]
  const lines = names.map(name =>
    line(
      name,
      figures.filter(({what}) => what === name)
    )
  )
  process.stdout.write(aligned([['', 'median', 'min', 'max', 'limit', 'of limit', ''], ...lines]))
}

/** Runs each contender once, beginning with another one in each round, and returns their results by name. */
export async function inTurn<Name extends string>(
  round: number,
  contenders: Readonly<Record<Name, () => Promise<number>>>
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[]
  const values = Object.fromEntries(names.map(name => [name, NaN])) as Record<Name, number>
  for (const index of names.keys()) {
    const name = names[(index + round) % names.length]
    if (name !== undefined) values[name] = await contenders[name]()
  }
  return values
}

/** @throws RangeError if there are no values */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (upper === undefined || lower === undefined) throw new RangeError('nothing was measured')
  return (lower + upper) / 2
}

/** The cells of a line: one figure over all rounds. */
function line(what: string, figures: readonly Figure[]): string[] {
  const {unit, limit} = figures[0] ?? {unit: 'ms'}
  const values = figures.map(({value}) => value)
  const shown = (value: number): string => `${unit === '×' ? value.toFixed(2) : Math.round(value)} ${unit}`
  const typical = median(values)
  const judged =
    limit === undefined
      ? []
      : [shown(limit), `${Math.round((100 * typical) / limit)} %`, typical <= limit ? 'ok' : 'over']
  return [what, ...[typical, Math.min(...values), Math.max(...values)].map(shown), ...judged]
}

/** Aligns the first and the last column to the left, and the numbers between them to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const [heading = []] = rows
  const widths = heading.map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  const text = rows.map(row =>
    row.map((cell, column) =>
      column === 0 || column === heading.length - 1
        ? cell.padEnd(widths[column] ?? 0)
        : cell.padStart(widths[column] ?? 0)
    )
  )
  return text.map(cells => `  ${cells.join('  ').trimEnd()}\n`).join('')
}
