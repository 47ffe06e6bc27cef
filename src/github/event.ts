import {readFileSync} from 'node:fs'

import {Failure, messageOf} from '../core/failure.js'
import type {GitHubEvent} from '../stages/event.js'
import {eventFrom} from '../stages/payload.js'

/** What the runner says of the event, https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export interface EventSource {
  eventName: string
  /** File with the webhook's payload. */
  eventPath: string
  ref: string
  sha: string
  /** Login of who set the run off. */
  actor: string
  /** `owner/name` */
  repository: string
  repositoryId: string | undefined
}

/** What set off this run, and the repository's default branch where the payload names it. */
export function readEvent(runner: EventSource): {event: GitHubEvent; defaultBranch: string | undefined} {
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

/** The webhook's payload, which the runner keeps in a file. The toolkit's context has it too, at the price of loading its client. */
function readPayload(path: string): object {
  try {
    const payload: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof payload === 'object' && payload !== null) return payload
    throw new TypeError('it is no JSON object')
  } catch (error) {
    throw new Failure(
      `Reading the event of this run, ${path === '' ? 'GITHUB_EVENT_PATH' : path}: ${messageOf(error)}`,
      {
        cause: error,
        remedy: 'This step runs as part of a GitHub Actions job, which sets it.'
      }
    )
  }
}
