import {Failure} from '../core/failure.js'
import {repositoryName, roleName} from './grammar.js'
import type {RepositoryOrigin, RoleOrigin} from './origin.js'
import {originOfInput} from './origin.js'
import {partitionOf} from './partition.js'

export interface Role {
  name: string
  account: string
  partition: string
  arn: string
  from: RoleOrigin
}

export interface EcrRepository {
  name: string
  account: string
  region: string
  partition: string
  arn: string
  from: RepositoryOrigin
}

const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([^/]+)$/
const REPOSITORY = /^arn:(aws[a-z-]*):ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/

export function roleOf(place: {partition: string; account: string}, name: string, from: RoleOrigin): Role {
  const {partition, account} = place
  return {name, account, partition, arn: `arn:${partition}:iam::${account}:role/${name}`, from}
}

export function repositoryOf(
  place: {partition: string; account: string; region: string},
  name: string,
  from: RepositoryOrigin
): EcrRepository {
  const {partition, account, region} = place
  return {name, account, region, partition, arn: `arn:${partition}:ecr:${region}:${account}:repository/${name}`, from}
}

/**
 * @param input the input that holds the ARN, for the error
 * @throws Failure for a malformed ARN
 */
export function parseRoleArn(arn: string, input = 'role-arn'): Role {
  const [, partition, account, name] = ROLE.exec(arn) ?? []
  if (partition === undefined || account === undefined || name === undefined || roleName(name) !== undefined) {
    throw malformed(
      input,
      arn,
      'the ARN of an IAM role',
      'arn:aws:iam::111122223333:role/sample-image-development-github'
    )
  }
  return {name, account, partition, arn, from: originOfInput(input)}
}

/**
 * @param input the input that holds the ARN, for the error
 * @throws Failure for a malformed ARN
 */
export function parseRepositoryArn(arn: string, input = 'repository-arn'): EcrRepository {
  const [, partition, region, account, name] = REPOSITORY.exec(arn) ?? []
  if (partition === undefined || region === undefined || account === undefined || name === undefined) {
    throw malformed(
      input,
      arn,
      'the ARN of an ECR repository',
      'arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/development'
    )
  }
  const wrong =
    repositoryName(name) ??
    (partitionOf(region) === partition
      ? undefined
      : `${region} is in the partition ${partitionOf(region)}, not in ${partition}`)
  if (wrong !== undefined)
    throw new Failure(`Input ${input} is \`${arn}\`: ${wrong}.`, {remedy: `Change \`${input}:\` under \`with:\`.`})
  return {name, account, region, partition, arn, from: originOfInput(input)}
}

function malformed(input: string, arn: string, what: string, example: string): Failure {
  return new Failure(`Input ${input} is \`${arn}\`, which is not ${what}. The form is ${example}.`, {
    remedy: `Change \`${input}:\` under \`with:\`.`
  })
}
