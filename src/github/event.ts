import {readFileSync} from 'node:fs'

import {Failure, messageOf} from '../core/failure.js'
import type {GitHubEvent} from '../stages/event.js'
import {eventFrom} from '../stages/payload.js'

/** The event as the runner's variables describe it: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export interface RunnerEvent {
  eventName: string
  /** Path of the file with the webhook's payload. */
  eventPath: string
  ref: string
  sha: string
  /** Login of the user who started the run. */
  actor: string
  /** `owner/name` */
  repository: string
  repositoryId: string | undefined
}

/** Reads the event of this run, and the repository's default branch if the payload names it. */
export function readEvent(runner: RunnerEvent): {event: GitHubEvent; defaultBranch: string | undefined} {
  const {eventName: name, ref, sha, actor} = runner
  const payload = readPayload(runner.eventPath)
  const {repository} = payload as {repository?: {default_branch?: unknown}}
  const named = repository?.default_branch
  return {
    event: eventFrom({
      name,
      payload,
      ref,
      sha,
      actor,
      repository: {fullName: runner.repository, id: runner.repositoryId}
    }),
    defaultBranch: typeof named === 'string' && named !== '' ? named : undefined
  }
}

/** Reads the payload from the runner's file. The toolkit's context has the payload too, but it would load GitHub's client. */
function readPayload(path: string): object {
  try {
    const payload: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof payload === 'object' && payload !== null) return payload
    throw new TypeError('it is not a JSON object')
  } catch (error) {
    throw new Failure(
      `Reading the event of this run, ${path === '' ? 'GITHUB_EVENT_PATH' : path}: ${messageOf(error)}`,
      {
        cause: error,
        remedy: 'Run this step in a GitHub Actions job, which sets GITHUB_EVENT_PATH.'
      }
    )
  }
}
