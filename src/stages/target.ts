import {Failure} from '../core/failure.js'
import type {EcrRepository, Role} from './arn.js'
import {parseRepositoryArn, parseRoleArn, repositoryOf, roleOf} from './arn.js'
import {defaultRepositoryName, defaultRoleName, stackName} from './names.js'
import {originsOf} from './origin.js'
import type {Stage} from './stage.js'
import type {ImageEntry, StagesFile} from './stages-file.js'

/** Where a stage keeps an image, and who GitHub becomes to put it there. */
export interface Target {
  stage: Stage
  repository: EcrRepository
  role: Role
  /** GitHub environment of the jobs that may assume the role; unknown without a stages file. */
  environment: string | undefined
  /** CloudFormation stack that provisions the two; unknown without a stages file. */
  stack: string | undefined
}

/** ARNs given as inputs, which come before what the stages file says. */
export interface ArnInputs {
  roleArn: string | undefined
  repositoryArn: string | undefined
}

/**
 * The image that a run is about.
 * @param name as in the input `image`; may be left out where the file has one image
 * @throws Failure that lists the images there are
 */
export function selectImage(file: StagesFile, name: string | undefined): ImageEntry {
  const names = file.images.map(image => image.name)
  const image =
    name === undefined && names.length === 1 ? file.images[0] : file.images.find(entry => entry.name === name)
  if (image !== undefined) return image
  throw name === undefined
    ? new Failure(`${file.path} holds ${names.length} images (${names.join(', ')}) and none was named.`, {
        remedy: `Set the input image to one of them, as in \`with: {image: ${names[0] ?? ''}}\`; a matrix builds them all.`
      })
    : new Failure(
        `Input image is \`${name}\`, and ${file.path} has no image of that name; it has ${names.join(', ')}.`,
        {
          remedy: `Change \`image:\` under \`with:\`, or add the image to ${file.path}.`
        }
      )
}

/** Derives from the stages file where a stage keeps an image. */
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
      `Without a stages file the run needs role-arn and repository-arn; it lacks ${missing.join(' and ')}.`,
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
    `The role ${role.arn} is of the partition ${role.partition}, and the repository ${repository.arn} ` +
      `of ${repository.partition}; a role reaches its own partition alone.`,
    {remedy: 'Correct role-arn or repository-arn, or the region in the stages file.'}
  )
}
