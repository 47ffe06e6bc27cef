/** Grants as `<role> <action> <repository>`. */
export interface UsageRecord {
  granted: string[]
  used: string[]
}

/** A line for each role and repository with what was granted and not used. */
export function report(records: readonly UsageRecord[]): string

export default function globalTeardown(): void
