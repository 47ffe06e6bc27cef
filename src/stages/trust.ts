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

/** Jobs of one repository on GitHub. */
export interface TrustedJobs {
  /** `owner/name` */
  repository: string
  repositoryId: string | undefined
  ownerId: string | undefined
  /** Jobs of this environment; without one, jobs that name none: those of pull requests, and those of the refs. */
  environment: string | undefined
  /** Full refs of which one must be the run's, with `*` for any characters beside an environment; empty where any will do. */
  refs: readonly string[]
}

/** The conditions by claim, in the order in which they are worth comparing with a denied token's claims. */
export function trustConditions(partition: string, subject: TrustSubject): Record<string, ClaimCondition> {
  return conditionsOn(partition, jobsOf(subject))
}

function jobsOf({stage, trunk, ...repository}: TrustSubject): TrustedJobs {
  const refs = {development: [], master: [`refs/heads/${trunk}`], release: [`refs/heads/${trunk}`, 'refs/tags/v*']}
  return {...repository, refs: refs[stage]}
}

function conditionsOn(partition: string, jobs: TrustedJobs): Record<string, ClaimCondition> {
  const {repositoryId, ownerId, environment, refs} = jobs
  const equals = (...values: string[]): ClaimCondition => ({operator: 'equals', values})
  return {
    aud: equals(audienceOf(partition)),
    sub: equals(...subjects(jobs)),
    ...(repositoryId === undefined ? {} : {repository_id: equals(repositoryId)}),
    ...(ownerId === undefined ? {} : {repository_owner_id: equals(ownerId)}),
    ...(environment === undefined ? {} : {environment: equals(environment)}),
    // The subject names the environment and not the branch, also on a pull request; without an environment it names the ref.
    ...(refs.length === 0 || environment === undefined
      ? {}
      : {ref: {operator: refs.some(ref => ref.includes('*')) ? 'like' : 'equals', values: [...refs]}})
  }
}

/**
 * Both forms of the token's subject: with names, and with ids beside them, as repositories have it that were created,
 * renamed or moved since 15 July 2026.
 */
function subjects({repository, repositoryId, ownerId, environment, refs}: TrustedJobs): string[] {
  const [owner = '', name = ''] = repository.split('/').map(escaped)
  const names = [
    `${owner}/${name}`,
    ...(repositoryId === undefined || ownerId === undefined ? [] : [`${owner}@${ownerId}/${name}@${repositoryId}`])
  ]
  const jobs =
    environment === undefined
      ? ['pull_request', ...refs.map(ref => `ref:${ref}`)]
      : [`environment:${escaped(environment)}`]
  return jobs.flatMap(job => names.map(repo => `repo:${repo}:${job}`))
}

function escaped(value: string): string {
  return value.replaceAll(':', '%3A')
}

/** The trust policy of a stage's role. */
export function trustPolicy(role: Pick<Role, 'partition' | 'account'>, subject: TrustSubject): TrustPolicyDocument {
  return policyTrusting(role, jobsOf(subject))
}

/** The trust policy of a role of these jobs. */
export function policyTrusting(role: Pick<Role, 'partition' | 'account'>, jobs: TrustedJobs): TrustPolicyDocument {
  const conditions = Object.entries(conditionsOn(role.partition, jobs))
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
