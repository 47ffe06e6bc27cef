import type {Role} from './arn.js'
import {audienceOf} from './partition.js'
import type {Stage} from './stage.js'

export const OIDC_PROVIDER = 'token.actions.githubusercontent.com'

/** The jobs that a stage's role trusts. */
export interface TrustSubject {
  stage: Stage
  /** `owner/name` on GitHub */
  repository: string
  /** Ids stay unique if names are reused. An unknown id is left out of the conditions. */
  repositoryId: string | undefined
  ownerId: string | undefined
  environment: string
  trunk: string
}

/** The values of a token's claim that a role accepts. With `like`, `*` stands for any characters. */
export interface ClaimCondition {
  operator: 'equals' | 'like'
  values: string[]
}

export interface TrustPolicy {
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

/** Jobs of one GitHub repository that a role trusts. */
export interface TrustedJobs {
  /** `owner/name` */
  repository: string
  repositoryId: string | undefined
  ownerId: string | undefined
  /** The environment of the jobs. If undefined, the role trusts jobs without one: those of pull requests and those of `refs`. */
  environment: string | undefined
  /** Full refs, one of which must be the run's. Empty for any ref. With an environment, `*` stands for any characters. */
  refs: readonly string[]
}

/**
 * The conditions by claim, in the order in which to compare them with the claims of a denied token. `repository_owner_id` is
 * not among the condition keys that AWS has published, and a condition on an unknown key never matches. The subject with
 * ids names the owner.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function trustConditions(partition: string, subject: TrustSubject): Record<string, ClaimCondition> {
  return conditionsOn(partition, jobsOf(subject))
}

function jobsOf({stage, trunk, ...repository}: TrustSubject): TrustedJobs {
  const refs = {development: [], master: [`refs/heads/${trunk}`], release: [`refs/heads/${trunk}`, 'refs/tags/v*']}
  return {...repository, refs: refs[stage]}
}

function conditionsOn(partition: string, jobs: TrustedJobs): Record<string, ClaimCondition> {
  const {repositoryId, environment, refs} = jobs
  const equals = (...values: string[]): ClaimCondition => ({operator: 'equals', values})
  return {
    aud: equals(audienceOf(partition)),
    sub: equals(...subjects(jobs)),
    ...(repositoryId === undefined ? {} : {repository_id: equals(repositoryId)}),
    ...(environment === undefined ? {} : {environment: equals(environment)}),
    // With an environment, the subject names the environment and not the ref, even for a pull request. Without an
    // environment, it names the ref.
    ...(refs.length === 0 || environment === undefined
      ? {}
      : {ref: {operator: refs.some(ref => ref.includes('*')) ? 'like' : 'equals', values: [...refs]}})
  }
}

/**
 * Both forms of the token's subject: with names, and with names and ids. Repositories that were created, renamed or moved since
 * 15 July 2026 have the second form.
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
export function stageTrustPolicy(role: Pick<Role, 'partition' | 'account'>, subject: TrustSubject): TrustPolicy {
  return jobTrustPolicy(role, jobsOf(subject))
}

/** The trust policy of a role for these jobs. */
export function jobTrustPolicy(role: Pick<Role, 'partition' | 'account'>, jobs: TrustedJobs): TrustPolicy {
  const conditions = Object.entries(conditionsOn(role.partition, jobs))
  const conditionsWith = (wanted: ClaimCondition['operator']): Record<string, string | string[]> =>
    Object.fromEntries(
      conditions
        .filter(([, {operator}]) => operator === wanted)
        .map(([claim, {values}]) => [`${OIDC_PROVIDER}:${claim}`, values.length === 1 ? (values[0] ?? '') : values])
    )
  const like = conditionsWith('like')
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {Federated: `arn:${role.partition}:iam::${role.account}:oidc-provider/${OIDC_PROVIDER}`},
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: conditionsWith('equals'),
          ...(Object.keys(like).length === 0 ? {} : {StringLike: like})
        }
      }
    ]
  }
}
