import {Failure} from '../core/failure.js'
import {build} from '../run/build.js'
import {buildSettings} from '../run/build-settings.js'
import {stageRun} from '../run/context.js'
import {besideCommit} from './beside-commit.js'
import type {Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {BuildOptions, CommonOptions} from './options.js'
import {reportOf} from './outcome-report.js'
import type {CommandReport} from './report.js'
import {refuseBesideTrunk} from './trunk-only.js'
import {readWorkingTree} from './working-tree.js'

const INSTEAD = 'Push to development (leave --stage out), and merge'

/** Builds the image of what is checked out and pushes it, unless the stage has it already. */
export async function push(common: CommonOptions, settings: BuildOptions, machine: Machine): Promise<CommandReport> {
  return await inClone(common, settings, machine, async job => {
    const {log, identity} = job
    const {stage = 'development'} = common
    if (stage === 'release') {
      throw new Failure('A release is never built: it is the image that master has.', {
        remedy: 'Promote it: `ecr-registry promote --stage release --version 1.2.3`.'
      })
    }
    if (stage === 'master') await refuseBesideTrunk(job, job.tree, INSTEAD)
    const target = job.targetOf(stage)
    // A code may be asked for, and that may take long: what is checked out is looked at when it is over.
    await identity(target)
    const tree = await readWorkingTree(job.tree.directory, job.environment)
    if (stage === 'master') await refuseBesideTrunk(job, tree, INSTEAD)
    const beside = await besideCommit(tree, settings, buildSettings(job))

    const from = tree.branch === undefined ? `commit ${tree.commit.id.slice(0, 12)}` : `branch ${tree.branch}`
    const reason = `By hand from ${from}${beside === undefined ? '' : `, ${beside}`}, to ${stage}.`
    log.info(reason)
    const revision = {commit: tree.commit.id, branch: tree.branch, pullRequest: undefined, version: undefined}
    const {trunk, image, github} = job
    const run = stageRun(job, {stage, reason, revision, trunk, image, github})
    return reportOf(await build({...run, commit: tree.commit, isCommitted: beside === undefined}, {target, identity}))
  })
}
