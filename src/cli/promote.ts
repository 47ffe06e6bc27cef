import {Failure} from '../core/failure.js'
import {stageRun} from '../run/context.js'
import {promote as promoteImage} from '../run/promote.js'
import {sourceStage} from '../stages/stage.js'
import type {Version} from '../stages/version.js'
import {versionOfInput, versionOfTag} from '../stages/version.js'
import {tagsOfHead} from './clone.js'
import type {CommandResult} from './command-result.js'
import {resultOf} from './command-result.js'
import {deviationOfJob} from './deviation.js'
import type {Invocation} from './invocation.js'
import type {LocalJob} from './local-job.js'
import {withLocalJob} from './local-job.js'
import type {CommonOptions, PromoteOptions} from './options.js'
import {requireOnTrunk, requireTrunk} from './trunk-rule.js'

/** Copies the image of the current commit from the previous stage, by its digest. */
export async function promoteFromClone(
  common: CommonOptions,
  settings: PromoteOptions,
  invocation: Invocation
): Promise<CommandResult> {
  return await withLocalJob(common, settings, invocation, async job => {
    const {tree, trunk, log, inputs} = job
    const {stage} = common
    const source = stage === undefined ? undefined : sourceStage(stage)
    if (stage === undefined || source === undefined) {
      throw new Failure('A promotion needs a target stage: release (from master), or master (from development).', {
        remedy: 'Add `--stage release --version 1.2.3`, or `--stage master`.'
      })
    }
    if (tree.isDirty && inputs.source === undefined) {
      throw new Failure('There are uncommitted changes, and a promotion takes the image of a commit.', {
        remedy: 'Commit or stash them, or name the image with --source.'
      })
    }
    if (stage === 'master') {
      const steps = `Merge the change, then promote from the trunk: \`git switch ${trunk}\` and \`git pull\` first`
      await requireTrunk(job, tree, steps)
      if (inputs.source === undefined) await requireCommitted(job)
    }
    const version = stage === 'release' ? await versionOf(job) : undefined
    if (stage === 'release' && inputs.source === undefined) await requireOnTrunk(job, tree)
    const reason = `By hand, to ${stage} from ${source}${version === undefined ? '' : ` as v${version.text}`}.`
    log.info(reason)
    const revision = {
      commit: tree.commit.id,
      branch: stage === 'master' ? trunk : tree.branch,
      pullRequest: undefined,
      version
    }
    const destination = {target: job.targetOf(stage), source: job.targetOf(source).repository, identity: job.identity}
    const {image, github, file} = job
    const run = stageRun(job, {stage, reason, revision, trunk, image, runners: file.runners, github})
    return resultOf(await promoteImage({...run, committedAt: tree.commit.time}, destination))
  })
}

/** The image is found by the fingerprint of the files here, and gets the tag of the commit. So they have to be the commit's. */
async function requireCommitted(job: LocalJob): Promise<void> {
  const deviation = await deviationOfJob(job, job.tree, {})
  if (deviation === undefined) return
  throw new Failure(
    `A promotion to master takes the image of the trunk ${job.trunk}, as it is committed, and this would be an image ${deviation}.`,
    {remedy: 'Promote from a fresh clone, or correct this, or name the image with --source.'}
  )
}

/** The version given with --version, or else that of the git tag of the current commit. */
async function versionOf({inputs, tree}: LocalJob): Promise<Version> {
  if (inputs.version !== undefined) {
    const reading = versionOfInput(inputs.version)
    if (reading.kind === 'version') return reading.version
    const reason = reading.kind === 'unusable' ? reading.reason : 'it is not a semantic version.'
    throw new Failure(`--version is \`${inputs.version}\`: ${reason}`, {remedy: 'Give a version such as 1.2.3.'})
  }
  const tags = await tagsOfHead(tree.git)
  const versions = tags.map(versionOfTag).flatMap(reading => (reading.kind === 'version' ? [reading.version] : []))
  const [only] = versions
  if (only !== undefined && versions.length === 1) return only
  const found = only === undefined ? 'no git tag such as v1.2.3' : `${versions.length} git tags such as v1.2.3`
  throw new Failure(`A release needs one version, and the current commit has ${found}.`, {
    remedy: 'Give the version with --version 1.2.3.'
  })
}
