/** Grants as `<role> <action> <repository>`. */
export interface UsageRecord {
  granted: string[]
  used: string[]
}

/** Lists the grants that no test used, with a line for each role and repository. */
export function reportUnusedGrants(records: readonly UsageRecord[]): string

export default function globalTeardown(): void
