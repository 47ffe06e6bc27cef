import {Failure} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import type {GitHubRepository} from '../github/repository.js'
import type {GitHubEvent} from '../stages/event.js'
import {originOfKey} from '../stages/origin.js'
import type {StagesFile} from '../stages/stages-file.js'
import type {Check} from './check.js'
import {bad, good, warning} from './check.js'

export interface TrunkRequest {
  trunk: string
  /** The setting that names it, for people; undefined if it is the repository's default branch. */
  origin: Remedy | undefined
  /** Whether the branch is known to exist. GitHub is not asked then. */
  isKnown: boolean
  github: Pick<GitHubRepository, 'hasBranch'>
}

const NAME = 'trunk'

/** Checks that the trunk is a branch. Otherwise, nothing is ever pushed to it, and nothing reaches master. */
export async function trunkCheck({trunk, origin, isKnown, github}: TrunkRequest): Promise<Check> {
  if (origin === undefined) return good(NAME, `${trunk}, the repository's default branch`)
  try {
    if (isKnown || (await github.hasBranch(trunk))) return good(NAME, `${trunk}, a branch of the repository`)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return warning(NAME, `not known: whether ${trunk} is a branch of the repository. ${error.message}`, error.remedy)
  }
  return bad(
    NAME,
    `${trunk}, but the repository has no such branch: no push counts as a push to the trunk, so nothing reaches master.`,
    remedy`Correct ${origin}, or push the branch.`
  )
}

/** The setting of the stages file that names the trunk; undefined if it names none. */
export function trunkOrigin(file: StagesFile | undefined): string | undefined {
  return file?.trunk === undefined ? undefined : originOfKey(file, 'trunk', file.trunk)
}

/** Whether an event proves that the branch exists. */
export function provesBranch(event: GitHubEvent, branch: string): boolean {
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
