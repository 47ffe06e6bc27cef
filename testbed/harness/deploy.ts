import {partitionOf} from '../../src/stages/partition.js'
import type {Mutability} from '../aws/stored-repository.js'
import {synthesized} from './synthesis.js'
import {deployedBy, resolveTemplate} from './templates.js'
import type {Testbed} from './testbed.js'

/**
 * Deploys the stacks that infra/ synthesizes from a stages file, so that roles have the same permissions as on AWS.
 * @param stagesFile the text of the file
 */
export async function deploy({aws}: Testbed, stagesFile: string): Promise<void> {
  const stacks = await synthesized(stagesFile)
  const templates = stacks.map(({template, account, region}) =>
    resolveTemplate(template, {account, region, partition: partitionOf(region)})
  )
  const {providers, roles, groups, repositories, mounting} = deployedBy(templates)
  for (const {account, audiences} of providers) aws.addOidcProvider(account, audiences)
  for (const role of roles) {
    aws.addRole(role)
    aws.usage.grant(role.name, role.policies)
  }
  for (const group of groups) aws.addGroup(group)
  for (const {account, region, name, mutability, filters, kmsKey, policy, lifecycle, scanOnPush} of repositories) {
    aws.addRepository({
      account,
      region,
      name,
      filters,
      mutability: mutability as Mutability,
      scanOnPush,
      ...(kmsKey === undefined ? {} : {encryption: 'KMS', kmsKey}),
      ...(policy === undefined ? {} : {policy}),
      ...(lifecycle === undefined ? {} : {lifecycle})
    })
  }
  for (const {account, region} of mounting) aws.setBlobMounting(account, region, true)
}
