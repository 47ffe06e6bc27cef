import {context} from '@actions/github'

import type {Runner} from '../inputs.js'
import type {GitHubEvent} from '../stages/event.js'
import {eventFrom} from '../stages/payload.js'

/** What set off this run, and the repository's default branch where the payload names it. */
export function readEvent(runner: Runner): {event: GitHubEvent; defaultBranch: string | undefined} {
  const {eventName, payload, ref, sha, actor} = context
  const repository = {fullName: runner.repository, id: runner.repositoryId}
  const named: unknown = payload.repository?.['default_branch']
  return {
    event: eventFrom({name: eventName, payload, ref, sha, actor, repository}),
    defaultBranch: typeof named === 'string' && named !== '' ? named : undefined
  }
}
