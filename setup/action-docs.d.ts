/** The README with its tables of inputs and outputs as action.yml has them; throws where a marker is missing. */
export function withTables(readme: string, actionYaml: string): string

export interface Permissions {
  /** Levels by stage and grantee. */
  grants: Readonly<
    Record<string, {developers: readonly string[]; endUsers: readonly string[]; github: readonly string[]}>
  >
  /** IAM's actions by level. */
  actions: Readonly<Record<string, readonly string[]>>
}

/** The README with its table of permissions; throws where a marker is missing. */
export function withPermissions(readme: string, permissions: Permissions): string
