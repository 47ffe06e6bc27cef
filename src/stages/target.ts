import {Failure} from '../core/failure.js'
import {remedy} from '../core/remedy.js'
import {given, setting} from '../core/setting.js'
import type {EcrRepository, Role} from './arn.js'
import {parseRepositoryArn, parseRoleArn, repositoryOf, roleOf} from './arn.js'
import {defaultRepositoryName, defaultRoleName, stackName} from './names.js'
import {originsOf} from './origin.js'
import type {Stage} from './stage.js'
import type {ImageEntry, StagesFile} from './stages-file.js'

/** The repository of an image in a stage, and the role that GitHub's jobs assume to write to it. */
export interface Target {
  stage: Stage
  repository: EcrRepository
  role: Role
  /** The GitHub environment of the jobs that may assume the role. Unknown without a stages file. */
  environment: string | undefined
  /** The CloudFormation stack of the repository and the role. Unknown without a stages file. */
  stack: string | undefined
}

/** ARNs from inputs. They override the stages file. */
export interface ArnInputs {
  roleArn: string | undefined
  repositoryArn: string | undefined
}

/** A command line has no matrix, which would run once for each image. */
const MATRIX = {workflow: ' A matrix builds them all.', terminal: ''}

/**
 * The image of a run.
 * @param name of the image; may be undefined if the file has only one
 * @throws Failure that lists the images of the file
 */
export function selectImage(file: StagesFile, name: string | undefined): ImageEntry {
  const names = file.images.map(image => image.name)
  const image =
    name === undefined && names.length === 1 ? file.images[0] : file.images.find(entry => entry.name === name)
  if (image !== undefined) return image
  throw name === undefined
    ? new Failure(`${file.path} lists ${names.length} images (${names.join(', ')}), and none was named.`, {
        remedy: remedy`Set ${setting('image')} to one of them, as in ${given('image', names[0] ?? '')}.${MATRIX}`
      })
    : new Failure(`${file.path} has no image \`${name}\`. Its images: ${names.join(', ')}.`, {
        remedy: remedy`Change ${setting('image')}, or add the image to ${file.path}.`
      })
}

/** The target of an image in a stage, according to the stages file. */
export function targetOf(file: StagesFile, image: Pick<ImageEntry, 'name'>, stage: Stage): Target {
  const settings = file.stages[stage]
  const place = {partition: file.partition, account: settings.account, region: settings.region}
  const from = originsOf(file, image, stage)
  return {
    stage,
    repository: repositoryOf(place, settings.repository ?? defaultRepositoryName(image.name, stage), from.repository),
    role: roleOf(place, settings.role ?? defaultRoleName(image.name, stage), from.role),
    environment: settings.environment,
    stack: stackName(image.name, stage)
  }
}

/**
 * The target of a run without a stages file.
 * @throws Failure naming the ARN that is missing or malformed
 */
export function targetOfArns(stage: Stage, {roleArn, repositoryArn}: ArnInputs): Target {
  const missing = [
    ...(roleArn === undefined ? ['role-arn'] : []),
    ...(repositoryArn === undefined ? ['repository-arn'] : [])
  ]
  if (roleArn === undefined || repositoryArn === undefined) {
    throw new Failure(
      `Without a stages file, the run needs role-arn and repository-arn. Missing: ${missing.join(' and ')}.`,
      {
        remedy: `Add a stages file, or set ${missing.join(' and ')} under \`with:\`.`
      }
    )
  }
  const [role, repository] = [parseRoleArn(roleArn), parseRepositoryArn(repositoryArn)]
  return onePartition({stage, repository, role, environment: undefined, stack: undefined})
}

/** @throws Failure naming the ARN that is malformed */
export function withOverrides(target: Target, {roleArn, repositoryArn}: ArnInputs): Target {
  return onePartition({
    ...target,
    role: roleArn === undefined ? target.role : parseRoleArn(roleArn),
    repository: repositoryArn === undefined ? target.repository : parseRepositoryArn(repositoryArn)
  })
}

function onePartition(target: Target): Target {
  const {role, repository} = target
  if (role.partition === repository.partition) return target
  throw new Failure(
    `The role ${role.arn} is in the partition ${role.partition}, and the repository ${repository.arn} ` +
      `in ${repository.partition}. A role reaches only its own partition.`,
    {remedy: 'Correct `role-arn` or `repository-arn`, or the region in the stages file.'}
  )
}
