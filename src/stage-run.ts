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
  repository: Repository
}

/** One that builds. */
export interface BuildRun extends StageRun {
  /** What is checked out. */
  commit: Commit
  /** Whether that is what is built, and no change besides; a workflow builds nothing else. */
  isCommitted?: boolean
}

/** One that promotes. */
export interface PromotionRun extends StageRun {
  /** When the commit was made whose image is promoted; undefined where the clone does not have it. */
  committedAt: Date | undefined
}

/** Where the image goes, and the identity it goes there with. */
export interface Destination {
  target: Target
  identity: Identity
}

/** Of which commit an image is, as far as its tags say so. */
interface Provenance {
  /** Whether it is that of the run's commit: that one's tag never moves, and is on no image of anything else. */
  isOfCommit: boolean
  /** The time of the commit it is of, if that is known. */
  committedAt: Date | undefined
}

/** The tags of a run, those of the user's templates among them, each name once; the tag of the sources aside. */
export function tagsOf({revision, trunk, inputs, runner, log}: StageRun, stage: Stage, {isOfCommit, committedAt}: Provenance): Tag[] {
  const {commit: own, named} = tagsFor({...revision, stage, trunk})
  const commit = isOfCommit ? revision.commit : undefined
  const custom = inputs.tags.flatMap(template => {
    const expansion = expandTemplate(template, {...revision, commit, committedAt, stage, trunk, version: revision.version?.text, run: runner.runNumber})
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
