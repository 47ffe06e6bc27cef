export interface ReleaseInput {
  /** `v1.2.3` */
  tag: string
  /** The version in package.json. */
  packageVersion: string
  /** The text of CHANGELOG.md. */
  changelog: string
  /** The version that each of the tags `v1`, `v2`, ... names. */
  majorTags: ReadonlyMap<string, string>
}

export interface ActionRelease {
  /** Without `v`. */
  version: string
  prerelease: boolean
  /** Whether this is the highest released version. */
  latest: boolean
  /** The tag, such as `v1`, if it moves to this release. It never moves to a pre-release, and never back. */
  majorTag: string | undefined
  /** The tag on npm. */
  distTag: string
  /** Markdown. */
  notes: string
}

/** Describes the release of a git tag. Throws if tag, package.json and CHANGELOG.md disagree. */
export function releaseOf(input: ReleaseInput): ActionRelease

/** Formats outputs of a step for the file that GITHUB_OUTPUT names. */
export function stepOutputs(outputs: Readonly<Record<string, string>>): string
