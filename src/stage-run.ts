import type {LaterCommits, Repository} from './github/repository.js'
import type {Identity} from './identity.js'
import type {Job} from './job.js'
import type {Commit} from './source/commit.js'
import type {Revision} from './stages/decision.js'
import type {ImageEntry} from './stages/file.js'
import type {Stage} from './stages/stage.js'
import type {Tag} from './stages/tags.js'
import {tagsFor} from './stages/tags.js'
import type {Target} from './stages/target.js'
import {expandTemplate} from './stages/template.js'

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

/**
 * The tags of a run, those of the user's templates among them, each name once; the tag of the sources aside.
 * @param isOfCommit whether the image is that of the run's commit: its tag never moves, and is on no image of anything else
 */
export function tagsOf({revision, trunk, inputs, runner, log, commit, isCommitted = true}: StageRun, stage: Stage, isOfCommit: boolean): Tag[] {
  const {commit: own, named} = tagsFor({...revision, stage, trunk})
  const custom = inputs.tags.flatMap(template => {
    const expansion = expandTemplate(template, {
      ...revision, commit: isCommitted ? revision.commit : undefined, stage, trunk, committedAt: commit.time, version: revision.version?.text, run: runner.runNumber
    })
    if (expansion.kind === 'tag') return [expansion.tag]
    log.notice(expansion.notice)
    return []
  })
  const all = [...(isOfCommit ? [own] : []), ...named, ...custom]
  return all.filter((tag, index) => all.findIndex(({name}) => name === tag.name) === index)
}

/** What the branch has beyond the commit of this run. */
export async function laterCommits({repository, revision: {commit, branch}, phases}: StageRun): Promise<LaterCommits> {
  return branch === undefined ? {kind: 'known', commits: [], total: 0, contains: true} : await phases.time('GitHub', () => repository.laterCommits(commit, branch))
}
