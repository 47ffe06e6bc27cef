import type {LaterCommits, Repository} from './github/repository.js'
import type {Identity} from './identity.js'
import type {Job} from './job.js'
import type {Commit} from './source/commit.js'
import type {Revision} from './stages/decision.js'
import type {ImageEntry} from './stages/file.js'
import type {Target} from './stages/target.js'

/** A run that is decided on. */
export interface StageRun extends Job {
  reason: string
  revision: Revision
  trunk: string
  image: ImageEntry | undefined
  /** What is checked out. */
  commit: Commit
  /** Whether that is what is built, and no change besides; a workflow builds nothing else. */
  isCommitted?: boolean
  repository: Repository
}

/** Where the image goes, and the identity it goes there with. */
export interface Destination {
  target: Target
  identity: Identity
}

/** What the branch has beyond the commit of this run. */
export async function laterCommits({repository, revision: {commit, branch}, phases}: StageRun): Promise<LaterCommits> {
  return branch === undefined ? {kind: 'known', commits: [], total: 0, contains: true} : await phases.time('GitHub', () => repository.laterCommits(commit, branch))
}
