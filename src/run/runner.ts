/** The runner's description of the job: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export interface Runner {
  workspace: string
  temporaryDirectory: string
  /** `owner/name` */
  repository: string
  repositoryId: string | undefined
  eventName: string
  /** File with the webhook's payload. */
  eventPath: string
  /** `refs/heads/...`, `refs/tags/...`, `refs/pull/<number>/merge` */
  ref: string
  sha: string
  /** Login of the user who started the run. */
  actor: string
  /** `https://github.com` */
  serverUrl: string
  apiUrl: string
  /** Whether the job has `id-token: write`. Only then does the runner provide the URL for token requests. */
  mayAskForToken: boolean
  runId: string
  runNumber: number
  runAttempt: number
}

/** Page of the run on GitHub; undefined at a terminal. */
export function runUrl({serverUrl, repository, runId, runAttempt}: Runner): string | undefined {
  return runId === '0' ? undefined : `${serverUrl}/${repository}/actions/runs/${runId}/attempts/${runAttempt}`
}
