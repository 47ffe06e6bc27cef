/** Values that a careless pattern would match instead of this one. */
export function similarValues(value: string): string[] {
  const parts = value.split(/([:/@])/)
  const values = [
    ...[`${value}2`, `x${value}`, value.slice(0, -1), value.toUpperCase(), value.toLowerCase(), '*', ''],
    ...parts.flatMap((part, index) =>
      index % 2 === 1 ? [] : [`${part}2`, 'other', '*'].map(other => parts.with(index, other).join(''))
    )
  ]
  return [...new Set(values)].filter(one => one !== value)
}
