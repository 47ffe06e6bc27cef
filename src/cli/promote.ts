import {Failure} from '../core/failure.js'
import {stageRun} from '../run/context.js'
import {promote as promoteImage} from '../run/promote.js'
import {sourceStage} from '../stages/stage.js'
import type {Version} from '../stages/version.js'
import {versionOfInput, versionOfTag} from '../stages/version.js'
import type {LocalJob, Machine} from './local-job.js'
import {inClone} from './local-job.js'
import type {CommonOptions, PromoteOptions} from './options.js'
import {reportOf} from './outcome-report.js'
import type {CommandReport} from './report.js'
import {refuseBesideTrunk} from './trunk-only.js'

/** Copies the image of what is checked out from the stage before, by its digest. */
export async function promote(
  common: CommonOptions,
  settings: PromoteOptions,
  machine: Machine
): Promise<CommandReport> {
  return await inClone(common, settings, machine, async job => {
    const {tree, trunk, log, inputs} = job
    const {stage} = common
    const source = stage === undefined ? undefined : sourceStage(stage)
    if (stage === undefined || source === undefined) {
      throw new Failure(
        'Promoting wants the stage to promote to: release (from master), or master (from development).',
        {
          remedy: 'Add `--stage release --version 1.2.3`, or `--stage master`.'
        }
      )
    }
    if (tree.isDirty && inputs.source === undefined) {
      throw new Failure('There are changes that are not committed, and it is the image of a commit that is promoted.', {
        remedy: 'Commit or stash them, or name the image with --source.'
      })
    }
    if (stage === 'master')
      await refuseBesideTrunk(
        job,
        tree,
        `Merge what is to be promoted, and promote from the trunk: \`git switch ${trunk}\` and \`git pull\` first`
      )
    const version = stage === 'release' ? await versionOf(job) : undefined
    const reason = `By hand, to ${stage} from ${source}${version === undefined ? '' : ` as v${version.text}`}.`
    log.info(reason)
    const revision = {
      commit: tree.commit.id,
      branch: stage === 'master' ? trunk : tree.branch,
      pullRequest: undefined,
      version
    }
    const destination = {target: job.targetOf(stage), source: job.targetOf(source).repository, identity: job.identity}
    const {image, github} = job
    const run = stageRun(job, {stage, reason, revision, trunk, image, github})
    return reportOf(await promoteImage({...run, committedAt: tree.commit.time}, destination))
  })
}

/** The version that was asked for, or the git tag of what is checked out. */
async function versionOf({inputs, tree}: LocalJob): Promise<Version> {
  if (inputs.version !== undefined) {
    const reading = versionOfInput(inputs.version)
    if (reading.kind === 'version') return reading.version
    throw new Failure(
      `--version is \`${inputs.version}\`: ${reading.kind === 'unusable' ? reading.reason : 'it is no semantic version.'}`,
      {remedy: 'Give one such as 1.2.3.'}
    )
  }
  const tags = (await tree.git('tag', '--points-at', 'HEAD'))?.split('\n') ?? []
  const versions = tags.map(versionOfTag).flatMap(reading => (reading.kind === 'version' ? [reading.version] : []))
  const [only] = versions
  if (only !== undefined && versions.length === 1) return only
  throw new Failure(
    `A release needs a version, and ${only === undefined ? 'no git tag such as v1.2.3 is' : `${versions.length} such git tags are`} on what is checked out.`,
    {
      remedy: 'Give one with --version 1.2.3.'
    }
  )
}
