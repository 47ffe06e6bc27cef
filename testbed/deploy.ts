import {policyFor, tagMutability} from '../src/stages/permissions.js'
import {sourceStage, STAGES} from '../src/stages/stage.js'
import type {StagesFile} from '../src/stages/file.js'
import {targetOf} from '../src/stages/target.js'
import {trustPolicy} from '../src/stages/trust.js'
import type {Testbed} from './testbed.js'

/** Puts into the stand-in of AWS what a stages file calls for: repositories, roles with their policies, the OIDC provider. */
export function deploy({aws}: Testbed, file: StagesFile): void {
  const {repository: fullName = '', repositoryId, ownerId} = file.github
  for (const account of new Set(STAGES.map(stage => file.stages[stage].account))) aws.addOidcProvider(account)
  for (const image of file.images) {
    for (const stage of STAGES) {
      const target = targetOf(file, image, stage)
      const before = sourceStage(stage)
      const source = before === undefined ? undefined : targetOf(file, image, before)
      aws.addRepository({...target.repository, ...tagMutability(stage)})
      aws.addRole({
        arn: target.role.arn,
        trust: trustPolicy(target.role, {
          stage, repositoryId, ownerId, repository: fullName, environment: file.stages[stage].environment, trunk: file.trunk ?? 'main'
        }),
        policies: [policyFor(target, source)]
      })
    }
  }
}
