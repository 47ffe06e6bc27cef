import type {Role} from './arn.js'
import {audienceOf} from './partition.js'
import type {Stage} from './stage.js'

export const OIDC_PROVIDER = 'token.actions.githubusercontent.com'

/** The jobs that a stage's role trusts. */
export interface TrustSubject {
  stage: Stage
  /** `owner/name` on GitHub */
  repository: string
  /** The ids hold where names are recycled. Unknown ones are left out of the conditions. */
  repositoryId: string | undefined
  ownerId: string | undefined
  environment: string
  trunk: string
}

/** What is demanded of the token's claims: one of the values; with `like`, `*` stands for any characters. */
export interface ClaimCondition {
  operator: 'equals' | 'like'
  values: string[]
}

export interface TrustPolicyDocument {
  Version: '2012-10-17'
  Statement: [
    {
      Effect: 'Allow'
      Principal: {Federated: string}
      Action: 'sts:AssumeRoleWithWebIdentity'
      Condition: {StringEquals: Record<string, string | string[]>; StringLike?: Record<string, string | string[]>}
    }
  ]
}

/** The conditions by claim, in the order in which they are worth comparing with a denied token's claims. */
export function trustConditions(partition: string, subject: TrustSubject): Record<string, ClaimCondition> {
  const {stage, repositoryId, ownerId, environment, trunk} = subject
  const equals = (...values: string[]): ClaimCondition => ({operator: 'equals', values})
  return {
    aud: equals(audienceOf(partition)),
    sub: equals(...subjects(subject)),
    ...(repositoryId === undefined ? {} : {repository_id: equals(repositoryId)}),
    ...(ownerId === undefined ? {} : {repository_owner_id: equals(ownerId)}),
    environment: equals(environment),
    // The subject names the environment and not the branch, also on a pull request.
    ...(stage === 'master' ? {ref: equals(`refs/heads/${trunk}`)} : {}),
    ...(stage === 'release' ? {ref: {operator: 'like', values: [`refs/heads/${trunk}`, 'refs/tags/v*']} as const} : {})
  }
}

/**
 * Both forms of the token's subject: with names, and with ids beside them, as repositories have it that were created,
 * renamed or moved since 15 July 2026.
 */
function subjects({repository, repositoryId, ownerId, environment}: TrustSubject): string[] {
  const [owner = '', name = ''] = repository.split('/').map(escaped)
  const job = `environment:${escaped(environment)}`
  const named = `repo:${owner}/${name}:${job}`
  return repositoryId === undefined || ownerId === undefined
    ? [named]
    : [named, `repo:${owner}@${ownerId}/${name}@${repositoryId}:${job}`]
}

function escaped(value: string): string {
  return value.replaceAll(':', '%3A')
}

/** The trust policy of a stage's role. */
export function trustPolicy(role: Pick<Role, 'partition' | 'account'>, subject: TrustSubject): TrustPolicyDocument {
  const conditions = Object.entries(trustConditions(role.partition, subject))
  const of = (wanted: ClaimCondition['operator']): Record<string, string | string[]> =>
    Object.fromEntries(
      conditions
        .filter(([, {operator}]) => operator === wanted)
        .map(([claim, {values}]) => [`${OIDC_PROVIDER}:${claim}`, values.length === 1 ? (values[0] ?? '') : values])
    )
  const like = of('like')
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {Federated: `arn:${role.partition}:iam::${role.account}:oidc-provider/${OIDC_PROVIDER}`},
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {StringEquals: of('equals'), ...(Object.keys(like).length === 0 ? {} : {StringLike: like})}
      }
    ]
  }
}
