/** What a command ends with: lines for people, the same as data for programs, and its exit code where that is not 0. */
export interface CommandReport {
  lines: string[]
  json: Record<string, unknown>
  exitCode?: number
}
