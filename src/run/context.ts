import {Lazy} from '../core/lazy.js'
import type {Log} from '../core/log.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Timings} from '../core/timings.js'
import type {DockerClient} from '../docker/build.js'
import type {Commit} from '../fingerprint/commit.js'
import type {GitHubRepository, LaterCommits} from '../github/repository.js'
import type {BuildCache} from '../stages/build-cache.js'
import type {Revision} from '../stages/decision.js'
import type {Runners} from '../stages/runners.js'
import type {Stage} from '../stages/stage.js'
import type {ImageEntry} from '../stages/stages-file.js'
import type {Target} from '../stages/target.js'
import type {Identity} from './identity.js'
import type {Inputs} from './inputs.js'
import type {Runner} from './runner.js'

/** Everything that a run receives from outside. */
export interface Job {
  inputs: Inputs
  runner: Runner
  environment: ProcessEnv
  log: Log
  timings: Timings
  docker: DockerClient
  signal: AbortSignal
  /** Tells the post step what to remove. */
  saveState: (name: string, value: string) => void
  /** Sets a variable for the later steps of the job. */
  exportVariable: (name: string, value: string) => void
}

/** The decisions for a job, made before it builds or promotes. */
export interface Decided {
  stage: Stage
  reason: string
  revision: Revision
  trunk: string
  /** The entry of the image in the stages file; undefined without a stages file. */
  image: ImageEntry | undefined
  /** The runners of builds in parts. */
  runners: Runners
  github: GitHubRepository
}

/** A run whose stage is decided. */
export interface StageRun extends Job, Decided {
  /** The commits of the branch after the commit of this run. GitHub is asked at most once. */
  laterCommits: Lazy<LaterCommits>
}

/** The sources of a build. */
export interface Checkout {
  /** The commit that is checked out. */
  commit: Commit
  /** Whether the build reads exactly that commit. In a workflow it always does. */
  isCommitted: boolean
}

/** A run that builds for a stage. */
export type BuildRun = StageRun & Checkout

/** A run that only tests whether the image builds. It pushes nothing. */
export type TrialRun = Job & Omit<Decided, 'stage'> & Checkout

/** A run that promotes. */
export interface PromotionRun extends StageRun {
  /** The time of the promoted commit; undefined if the clone does not have that commit. */
  committedAt: Date | undefined
}

/** The target of a run, and the identity that reaches it. */
export interface Destination {
  target: Target
  identity: Identity
}

/** The destination of a build. */
export interface BuildDestination extends Destination {
  /** The build caches of the image. The stage decides which of them a build uses. */
  caches: readonly BuildCache[]
}

/** Combines a job with the decisions for it. */
export function stageRun(job: Job, decided: Decided): StageRun {
  const {commit, branch} = decided.revision
  const nothing: LaterCommits = {kind: 'known', commits: [], total: 0, contains: true}
  const laterCommits = new Lazy(async () => {
    return branch === undefined
      ? nothing
      : await job.timings.time('GitHub', () => decided.github.laterCommits(commit, branch))
  })
  return {...job, ...decided, laterCommits}
}
