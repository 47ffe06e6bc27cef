/** Returns the README with its tables of inputs and outputs made from action.yml. Throws if a marker is missing. */
export function withTables(readme: string, actionYaml: string): string

export interface PermissionsTable {
  /** Levels by stage and grantee. */
  grants: Readonly<
    Record<string, {developers: readonly string[]; endUsers: readonly string[]; github: readonly string[]}>
  >
  /** Levels of the GitHub role of each stage, by the repository of a build cache. */
  cacheGrants: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** IAM actions by level. */
  actions: Readonly<Record<string, readonly string[]>>
}

/** Returns the README with its tables of permissions. Throws if a marker is missing. */
export function withPermissions(readme: string, permissions: PermissionsTable): string
