/** What set off the run, as far as it decides where the image goes. Branches and tags go by their short names. */
export type GitHubEvent = {
  /** As GitHub names it: `pull_request`, `push`, ... */
  name: string
  /** Login of who set it off. */
  actor: string
} & (
  | {
      kind: 'pull_request'
      action: string
      /** undefined where one is only thought of: GitHub always tells it. */
      number: number | undefined
      /** The head is in another repository, or in one that is gone. */
      fork: boolean
      headRef: string
      headSha: string
      /** The commit that GitHub merged to try the pull request; what a checkout gets. */
      mergeSha: string
      baseRef: string
    }
  | {kind: 'push'; branch: string; sha: string; deleted: boolean}
  | {kind: 'tag'; tag: string; sha: string; deleted: boolean}
  | {kind: 'merge_group'; sha: string}
  | {kind: 'release'; action: string; tag: string; prerelease: boolean; sha: string}
  | {kind: 'delete'}
  /** `workflow_dispatch`, `schedule`, `repository_dispatch` */
  | {kind: 'manual'; ref: BranchOrTag; sha: string; version: string | undefined}
  | {kind: 'workflow_run'; fromThisRepository: boolean; headEvent: string; headBranch: string | undefined; sha: string}
  | {kind: 'other'}
)

export interface BranchOrTag {
  kind: 'branch' | 'tag'
  name: string
}

/** The commits that the workspace may be at: on a pull request the merge or the head; empty where nothing is built. */
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
