/** A value as one field of a record of CSV. Docker reads `--secret`, `--cache-from` and others as one such record. */
export function csvField(value: string): string {
  return /[",\r\n]|^\s/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
