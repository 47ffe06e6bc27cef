import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'

import {codeOf, describeReadError, Failure} from '../core/failure.js'
import type {EcrRepository} from '../stages/arn.js'
import {parseRepositoryArn} from '../stages/arn.js'
import type {BuildCache} from '../stages/build-cache.js'
import {cachesOf} from '../stages/build-cache.js'
import {audienceOf} from '../stages/partition.js'
import type {Stage} from '../stages/stage.js'
import {sourceStage, STAGES} from '../stages/stage.js'
import type {ImageEntry, StagesFile, TrustedRepository} from '../stages/stages-file.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import {parseStagesFile} from '../stages/stages-file-parser.js'
import type {Target} from '../stages/target.js'
import {selectImage, targetOf, targetOfArns, withOverrides} from '../stages/target.js'
import {selectVariant} from '../stages/variant.js'
import {checkImagePaths, checkStagesFilePath, imageFromWorkspace} from './checkout.js'
import type {Job} from './context.js'
import type {Inputs} from './inputs.js'
import {baseOfStagesFile} from './stages-base.js'

/** The stages of a job: a stages file and one of its images, or else only ARNs in the inputs. */
export type JobStages = {file: StagesFile; image: ImageEntry} | {file: undefined; image: undefined}

/**
 * Reads the stages file of the workspace.
 * @throws Failure if the file is missing and needed, or invalid, or has no such image
 */
export async function readStages(job: Pick<Job, 'inputs' | 'runner'>): Promise<JobStages> {
  const file = await readStagesFile(job)
  if (file === undefined) return {file, image: undefined}
  const image = selectVariant(selectImage(file, job.inputs.image), job.inputs.variant, file.path)
  const {workspace} = job.runner
  const base = baseOfStagesFile(workspace, job.inputs.config)
  checkImagePaths(resolve(workspace, base), image, job.inputs.config)
  return {file, image: imageFromWorkspace(image, workspace, base)}
}

async function readStagesFile({inputs, runner}: Pick<Job, 'inputs' | 'runner'>): Promise<StagesFile | undefined> {
  checkStagesFilePath(runner.workspace, inputs.config)
  try {
    return parseStagesFile(await readFile(resolve(runner.workspace, inputs.config), 'utf8'), inputs.config)
  } catch (error) {
    if (error instanceof Failure) throw error
    const isMissing = codeOf(error) === 'ENOENT'
    const isNamed = inputs.config !== DEFAULT_STAGES_FILE || inputs.image !== undefined
    if (isMissing && !isNamed && inputs.roleArn !== undefined && inputs.repositoryArn !== undefined) return undefined
    throw new Failure(`Reading the stages file ${inputs.config}: ${describeReadError(error)}.`, {
      cause: error,
      remedy:
        'Check that actions/checkout ran before this step and that the file is in the repository. With `role-arn` and `repository-arn`, no stages file is needed.'
    })
  }
}

/** The repository and the role of a stage. Inputs override the stages file. */
export function targetFor(stage: Stage, {file, image}: JobStages, inputs: Inputs): Target {
  return file === undefined ? targetOfArns(stage, inputs) : withOverrides(targetOf(file, image, stage), inputs)
}

/** The repository whose jobs a role trusts. Undefined for a role that an input names: the stages file does not describe it. */
export function trustedBy({stage, role}: Target, {file, image}: JobStages): TrustedRepository | undefined {
  return file !== undefined && targetOf(file, image, stage).role.arn === role.arn ? file.github : undefined
}

/**
 * The build caches of a run. The input `cache` overrides the stages file.
 * @throws Failure if the input asks for caches and no stages file names them, or if a stage has the repository of one
 */
export function cachesFor({file, image}: JobStages, {cache}: Pick<Inputs, 'cache'>): BuildCache[] {
  if (cache === 'none') return []
  if (file !== undefined) {
    const caches = cachesOf(file, image, cache === 'registry' || file.cache)
    refuseRepositoryOfStage(file, image, caches)
    return caches
  }
  if (cache === 'auto') return []
  throw new Failure(
    'The input `cache` is `registry`, and without a stages file the repositories of the cache have no names.',
    {
      remedy: 'Add a stages file, or name a cache in `cache-from` and `cache-to`.'
    }
  )
}

/**
 * The roles of a stage may write its repository, and the trunk must not read what a branch has written. A stages file with
 * `cache: true` is refused for such names when it is read.
 */
function refuseRepositoryOfStage(file: StagesFile, image: ImageEntry, caches: readonly BuildCache[]): void {
  for (const stage of STAGES) {
    const {repository} = targetOf(file, image, stage)
    const cache = caches.find(one => one.repository.arn === repository.arn)
    if (cache === undefined) continue
    throw new Failure(`${repository.name} is the repository of ${stage}, and would be a build cache too.`, {
      remedy: `Choose another repository for ${stage} in ${file.path}, or leave out the input \`cache\`.`
    })
  }
}

/** The repository of the stage before, from which an image is promoted. */
export function sourceFor(stage: Stage, {file, image}: JobStages, {sourceRepositoryArn}: Inputs): EcrRepository {
  if (sourceRepositoryArn !== undefined) return parseRepositoryArn(sourceRepositoryArn, 'source-repository-arn')
  const before = sourceStage(stage)
  if (file !== undefined && before !== undefined) return targetOf(file, image, before).repository
  throw new Failure(`Promoting to ${stage} without a stages file needs the repository to promote from.`, {
    remedy: 'Set `source-repository-arn` beside `role-arn` and `repository-arn`.'
  })
}

/** The audience of GitHub's OIDC token: the name of STS in the partition of the stages. */
export function tokenAudience(
  {audience, roleArn}: Pick<Inputs, 'audience' | 'roleArn'>,
  {file}: {file: StagesFile | undefined}
): string {
  return audience ?? audienceOf(file?.partition ?? roleArn?.split(':')[1] ?? 'aws')
}
