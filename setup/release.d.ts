export interface ReleaseInput {
  /** `v1.2.3` */
  tag: string
  /** As package.json has it. */
  packageVersion: string
  /** Text of CHANGELOG.md. */
  changelog: string
  /** The version that each of the tags `v1`, `v2`, ... stands at. */
  majorTags: ReadonlyMap<string, string>
}

export interface Release {
  /** Without `v`. */
  version: string
  prerelease: boolean
  /** Whether no higher version is released. */
  latest: boolean
  /** `v1`, where it is to move to this release; never for a pre-release, and never back. */
  majorTag: string | undefined
  /** npm's. */
  distTag: string
  /** Markdown. */
  notes: string
}

/** What is published under a tag, and what moves to it; throws where tag, package.json and CHANGELOG.md disagree. */
export function releaseOf(input: ReleaseInput): Release

/** Outputs of a step, as they are appended to the file that GITHUB_OUTPUT names. */
export function stepOutputs(outputs: Readonly<Record<string, string>>): string
