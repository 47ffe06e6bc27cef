import {build} from '../build.js'
import {Failure} from '../failure.js'
import type {Stage} from '../stages/stage.js'
import type {LocalJob, Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {BuildOptions, CommonOptions} from './options.js'
import {reportOf} from './outcome-report.js'
import type {CommandReport} from './report.js'

/** Builds the image of what is checked out and pushes it, unless the stage has it already. */
export async function push(common: CommonOptions, settings: BuildOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, settings, machine, async job => {
    const {tree, log} = job
    const {stage = 'development'} = common
    refuse(stage, job)
    const from = tree.branch === undefined ? `commit ${tree.commit.id.slice(0, 12)}` : `branch ${tree.branch}`
    const reason = `By hand from ${from}${tree.isDirty ? ', with changes that are not committed' : ''}, to ${stage}.`
    log.info(reason)
    const revision = {commit: tree.commit.id, branch: tree.branch, pullRequest: undefined, version: undefined}
    return reportOf(await build({...job, reason, commit: tree.commit, isCommitted: !tree.isDirty, revision}, {target: job.targetOf(stage), identity: job.identity}))
  })
}

/** The same rules that hold in a workflow: only what is on the trunk reaches master, and release is never built. */
function refuse(stage: Stage, {tree, trunk}: LocalJob): void {
  if (stage === 'release') {
    throw new Failure('A release is never built: it is the image that master has.', {remedy: 'Promote it: `ecr-registry promote --stage release --version 1.2.3`.'})
  }
  if (stage === 'master' && (tree.branch !== trunk || tree.isDirty)) {
    const why = tree.branch === trunk ? 'there are changes that are not committed' : `${tree.branch ?? 'a detached HEAD'} is checked out`
    throw new Failure(`master takes the trunk ${trunk} alone, as it is committed, and ${why}.`, {remedy: 'Push to development (leave --stage out), and merge.'})
  }
}
