import {readFileSync} from 'node:fs'

import {Failure, messageOf} from '../failure.js'
import type {Runner} from '../inputs.js'
import type {GitHubEvent} from '../stages/event.js'
import {eventFrom} from '../stages/payload.js'

/** What set off this run, and the repository's default branch where the payload names it. */
export function readEvent(runner: Runner): {event: GitHubEvent; defaultBranch: string | undefined} {
  const {eventName: name, ref, sha, actor} = runner
  const payload = readPayload(runner.eventPath)
  const {repository} = payload as {repository?: {default_branch?: unknown}}
  const named = repository?.default_branch
  return {
    event: eventFrom({name, payload, ref, sha, actor, repository: {fullName: runner.repository, id: runner.repositoryId}}),
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
    throw new Failure(`Reading the event of this run, ${path === '' ? 'GITHUB_EVENT_PATH' : path}: ${messageOf(error)}`, {
      cause: error, remedy: 'This step runs as part of a GitHub Actions job, which sets it.'
    })
  }
}
