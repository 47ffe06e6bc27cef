/** The event that started the run, as far as it decides on the stage. Branches and tags have their short names. */
export type GitHubEvent = {
  /** GitHub's name: `pull_request`, `push`, ... */
  name: string
  /** Login of the person or app that caused it. */
  actor: string
} & (
  | {
      kind: 'pull_request'
      action: string
      /** Undefined for a pull request that is only planned. GitHub's events always have it. */
      number: number | undefined
      /** Whether the head is in another repository, or in one that was deleted. */
      fork: boolean
      headRef: string
      headSha: string
      /** The commit of GitHub's test merge, which actions/checkout checks out. */
      mergeSha: string
      baseRef: string
    }
  | {kind: 'push'; branch: string; sha: string; deleted: boolean}
  | {kind: 'tag'; tag: string; sha: string; deleted: boolean}
  | {kind: 'merge_group'; sha: string}
  | {
      kind: 'release'
      action: string
      tag: string
      prerelease: boolean
      /** Whether the release was edited, and was a pre-release before. */
      wasPrerelease: boolean
      sha: string
    }
  | {kind: 'delete'}
  /** `workflow_dispatch`, `schedule`, `repository_dispatch` */
  | {kind: 'manual'; ref: BranchOrTag; sha: string; version: string | undefined}
  | {
      kind: 'workflow_run'
      fromThisRepository: boolean
      headEvent: string
      headBranch: string | undefined
      /** How the other run ended: `success`, `failure`, ...; undefined if it has not ended. */
      conclusion: string | undefined
      sha: string
    }
  | {kind: 'other'}
)

export interface BranchOrTag {
  kind: 'branch' | 'tag'
  name: string
}

/** The commits that the workspace may be at: for a pull request the merge or the head. Empty if nothing is built. */
export function expectedHeads(event: GitHubEvent): string[] {
  switch (event.kind) {
    case 'pull_request':
      return [event.mergeSha, event.headSha]
    case 'delete':
    case 'other':
      return []
    default:
      return [event.sha]
  }
}
