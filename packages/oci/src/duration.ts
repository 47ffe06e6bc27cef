/** A duration to read: `200 ms`, `1.5 s`, `90 min`, `2 h`. */
export function durationText(ms: number): string {
  const units = [
    ['ms', 1],
    ['s', 1000],
    ['min', 60_000],
    ['h', 3_600_000]
  ] as const
  // Below two minutes or two hours, the smaller unit is easier to read: 90 s, 90 min.
  const [unit, length] = units[ms < 1000 ? 0 : ms < 120_000 ? 1 : ms < 7_200_000 ? 2 : 3]
  return `${Math.round((ms / length) * 10) / 10} ${unit}`
}
