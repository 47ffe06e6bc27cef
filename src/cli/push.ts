import {Failure} from '../core/failure.js'
import {build} from '../run/build.js'
import {stageRun} from '../run/context.js'
import type {CommandResult} from './command-result.js'
import {resultOf} from './command-result.js'
import {deviationOfJob} from './deviation.js'
import type {Invocation} from './invocation.js'
import {withLocalJob} from './local-job.js'
import type {BuildOptions, CommonOptions} from './options.js'
import {requireTrunk} from './trunk-rule.js'
import {readWorkingTree} from './working-tree.js'

const ALTERNATIVE = 'Push to development (leave --stage out), and merge'

/** Builds the image of the current files and pushes it, unless the stage has it already. */
export async function push(
  common: CommonOptions,
  settings: BuildOptions,
  invocation: Invocation
): Promise<CommandResult> {
  return await withLocalJob(common, settings, invocation, async job => {
    const {log, identity} = job
    const {stage = 'development'} = common
    if (stage === 'release') {
      throw new Failure('A release is never built: it is the image that master has.', {
        remedy: 'Promote it: `ecr-registry promote --stage release --version 1.2.3`.'
      })
    }
    if (stage === 'master') await requireTrunk(job, job.tree, ALTERNATIVE)
    const target = job.targetOf(stage)
    // This may wait for somebody to type an MFA code, so the working tree is read again afterwards.
    await identity(target)
    const tree = await readWorkingTree(job.tree.directory, job.environment)
    if (stage === 'master') await requireTrunk(job, tree, ALTERNATIVE)
    const deviation = await deviationOfJob(job, tree, settings)
    if (stage === 'master' && deviation !== undefined) {
      throw new Failure(
        `master takes only the trunk ${job.trunk}, as it is committed, and this build is ${deviation}.`,
        {
          remedy: `Check out a fresh clone, or correct this. ${ALTERNATIVE}.`
        }
      )
    }

    const from = tree.branch === undefined ? `commit ${tree.commit.id.slice(0, 12)}` : `branch ${tree.branch}`
    const reason = `By hand from ${from}${deviation === undefined ? '' : `, ${deviation}`}, to ${stage}.`
    log.info(reason)
    const revision = {commit: tree.commit.id, branch: tree.branch, pullRequest: undefined, version: undefined}
    const {trunk, image, github, file} = job
    const run = stageRun(job, {stage, reason, revision, trunk, image, runners: file.runners, github})
    const checkout = {commit: tree.commit, isCommitted: deviation === undefined}
    // Only the roles of GitHub's jobs may use the build caches.
    return resultOf(await build({...run, ...checkout}, {target, identity, caches: []}))
  })
}
