import {Failure} from '../core/failure.js'
import type {GitHubRepository} from '../github/repository.js'
import type {GitHubEvent} from '../stages/event.js'
import {originOfKey} from '../stages/origin.js'
import type {StagesFile} from '../stages/stages-file.js'
import type {Check} from './check.js'
import {bad, good, warning} from './check.js'

export interface TrunkRequest {
  trunk: string
  /** What names it, for people; undefined where it is the repository's default branch. */
  named: string | undefined
  /** Whether it is known to be there: then nobody is asked. */
  isSeen: boolean
  github: Pick<GitHubRepository, 'hasBranch'>
}

const NAME = 'trunk'

/** Whether the trunk is a branch at all: where it is none, nothing is ever pushed to it, and nothing reaches master. */
export async function trunkCheck({trunk, named, isSeen, github}: TrunkRequest): Promise<Check> {
  if (named === undefined) return good(NAME, `${trunk}, the repository's default branch`)
  try {
    if (isSeen || (await github.hasBranch(trunk))) return good(NAME, `${trunk}, a branch of the repository`)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return warning(NAME, `not known: whether ${trunk} is a branch of the repository. ${error.message}`, error.remedy)
  }
  return bad(
    NAME,
    `${trunk}, and the repository has no such branch: no push is one to the trunk, and nothing reaches master.`,
    `Correct ${named}, or push the branch.`
  )
}

/** What a stages file names it by. */
export function trunkIn(file: StagesFile | undefined): string | undefined {
  return file?.trunk === undefined ? undefined : originOfKey(file, 'trunk', file.trunk)
}

/** Whether an event shows that there is this branch. */
export function isOf(event: GitHubEvent, branch: string): boolean {
  switch (event.kind) {
    case 'pull_request':
      return event.baseRef === branch
    case 'push':
      return event.branch === branch && !event.deleted
    case 'manual':
      return event.ref.kind === 'branch' && event.ref.name === branch
    default:
      return false
  }
}
