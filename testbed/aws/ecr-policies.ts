import {EcrError} from './ecr-error.js'
import {type Input, matching} from './ecr-input.js'
import type {StoredRepository} from './stored-repository.js'

export function getLifecyclePolicy(repository: StoredRepository): unknown {
  const {lifecycle} = repository.settings
  if (lifecycle === undefined) throw absent('LifecyclePolicyNotFoundException', 'Lifecycle policy', repository)
  return {...names(repository), lifecyclePolicyText: lifecycle, lastEvaluatedAt: 0}
}

/** The testbed cannot start a preview, so no preview ever exists. */
export function getLifecyclePolicyPreview(repository: StoredRepository): never {
  throw absent('LifecyclePolicyPreviewNotFoundException', 'Lifecycle policy preview', repository)
}

export function getRepositoryPolicy(repository: StoredRepository): unknown {
  const {policy} = repository.settings
  if (policy === undefined) throw absent('RepositoryPolicyNotFoundException', 'Repository policy', repository)
  return {...names(repository), policyText: JSON.stringify(policy)}
}

/** The repository of a call that takes an ARN instead of a name. */
export function repositoryOfArn(input: Input): {account: string; region: string; name: string} {
  const form = /^arn:aws[a-z-]*:ecr:[a-z0-9-]+:\d{12}:repository\/.+$/
  const [, , , region = '', account = '', resource = ''] = matching(input, 'resourceArn', form).split(':')
  return {account, region, name: resource.replace(/^repository\//, '')}
}

function names({settings: {account, name}}: StoredRepository): {registryId: string; repositoryName: string} {
  return {registryId: account, repositoryName: name}
}

function absent(code: string, what: string, {settings: {account, name}}: StoredRepository): EcrError {
  return new EcrError(
    code,
    `${what} does not exist for the repository with name '${name}' in the registry with id '${account}'`
  )
}
