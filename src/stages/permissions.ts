import type {EcrRepository, Role} from './arn.js'
import type {BuildCache} from './build-cache.js'
import type {CachingStage, Stage} from './stage.js'
import type {Target} from './target.js'

/** A group of actions on a repository. All of them require a token, which `authorize` permits. */
export type Level = 'authorize' | 'read' | 'write' | 'metadata'

/**
 * If Amazon Inspector scans the registry, ECR asks it for findings with the permissions of ECR's caller. In IAM, these actions
 * support no resource.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
export const INSPECTOR_ACTIONS: readonly string[] = ['inspector2:ListCoverage', 'inspector2:ListFindings']

export type Grantee = 'developers' | 'endUsers' | 'github'

/** The IAM actions of each level. `write` is the list that AWS documents for a push, which checks for layers before it uploads. */
export const ACTIONS: Readonly<Record<Level, readonly string[]>> = {
  authorize: ['ecr:GetAuthorizationToken'],
  read: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
  write: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:InitiateLayerUpload',
    'ecr:UploadLayerPart',
    'ecr:CompleteLayerUpload',
    'ecr:PutImage',
    'ecr:BatchGetImage'
  ],
  metadata: [
    'ecr:DescribeRepositories',
    'ecr:DescribeImages',
    'ecr:ListImages',
    'ecr:DescribeImageScanFindings',
    'ecr:ListTagsForResource',
    'ecr:GetLifecyclePolicy',
    'ecr:GetLifecyclePolicyPreview',
    'ecr:GetRepositoryPolicy'
  ]
}

/** The levels of each grantee in each stage. */
export const GRANTS: Readonly<Record<Stage, Readonly<Record<Grantee, readonly Level[]>>>> = {
  development: {
    developers: ['authorize', 'read', 'write', 'metadata'],
    endUsers: [],
    github: ['authorize', 'read', 'write', 'metadata']
  },
  master: {
    developers: ['authorize', 'read', 'metadata'],
    endUsers: [],
    github: ['authorize', 'write']
  },
  release: {
    developers: ['authorize', 'read', 'metadata'],
    endUsers: ['authorize', 'read'],
    github: ['authorize', 'write']
  }
}

/** The levels of a stage's GitHub role in the repository of the preceding stage, to promote from it. */
export const SOURCE_GRANTS: readonly Level[] = ['read', 'metadata']

/**
 * The levels of each stage's GitHub role in each build cache. A cache goes by the stage whose builds write it. Whoever may write
 * a cache may change what its readers build, so only the trunk's builds write what the trunk's builds read.
 */
export const CACHE_GRANTS: Readonly<Record<CachingStage, Readonly<Record<Stage, readonly Level[]>>>> = {
  development: {development: ['read', 'write'], master: [], release: []},
  master: {development: ['read'], master: ['read', 'write'], release: []}
}

export interface IdentityPolicy {
  Version: '2012-10-17'
  Statement: PolicyStatement[]
}

export interface PolicyStatement {
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string
}

/** The scan setting of the registry, on which permissions depend. */
export interface Scanning {
  /** Whether Amazon Inspector scans the registry. */
  enhanced: boolean
}

/**
 * The IAM policy of a stage's GitHub role.
 * @param source the target of the preceding stage, if there is one
 * @param caches the build caches of the image
 */
export function policyFor(
  target: {stage: Stage; repository: Pick<EcrRepository, 'arn' | 'account'>},
  source?: {repository: Pick<EcrRepository, 'arn' | 'account'>},
  scanning?: Scanning,
  caches: readonly BuildCache[] = []
): IdentityPolicy {
  const policy = policyOf(GRANTS[target.stage].github, target.repository, source?.repository, scanning)
  const cached = caches.flatMap(cache => {
    const levels = CACHE_GRANTS[cache.stage][target.stage]
    const sid = cache.stage === 'master' ? 'TrunkCache' : 'Cache'
    return levels.length === 0 ? [] : [statement(sid, levels, cache.repository.arn)]
  })
  return {...policy, Statement: [...policy.Statement, ...cached]}
}

export interface RepositoryPolicy {
  Version: '2012-10-17'
  Statement: [
    {
      Sid: string
      Effect: 'Allow'
      Principal: {AWS: string}
      Action: string[]
      Condition: {StringEquals: {'aws:PrincipalArn': string}}
    }
  ]
}

/**
 * The policy of the repository itself, which lets the GitHub role of the next stage promote from it. Between two accounts,
 * IAM requires it in addition to the policy of the role.
 * @param next the target of the next stage
 * @returns undefined if both stages are in one account
 */
export function repositoryPolicyFor(
  target: {repository: Pick<EcrRepository, 'account'>},
  next: {stage: Stage; role: Pick<Role, 'account' | 'partition' | 'arn'>}
): RepositoryPolicy | undefined {
  const {role} = next
  if (role.account === target.repository.account) return undefined
  return policyForRole('NextStage', role, SOURCE_GRANTS)
}

/**
 * The policy of the repository of a build cache, for the role of another stage that reads it from another account.
 * @param targets of all stages
 * @returns undefined if there is no such role
 */
export function cachePolicyFor(
  {stage, repository}: BuildCache,
  targets: readonly Pick<Target, 'stage' | 'role'>[]
): RepositoryPolicy | undefined {
  const reader = targets.find(
    one => CACHE_GRANTS[stage][one.stage].length > 0 && one.role.account !== repository.account
  )
  return reader && policyForRole('Cache', reader.role, CACHE_GRANTS[stage][reader.stage])
}

function policyForRole(
  sid: string,
  {partition, account, arn}: Pick<Role, 'account' | 'partition' | 'arn'>,
  levels: readonly Level[]
): RepositoryPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: sid,
        Effect: 'Allow',
        // A principal that is a role must already exist, but its stage is deployed later. So the principal is the account,
        // and the condition names the role.
        Principal: {AWS: `arn:${partition}:iam::${account}:root`},
        Action: actionsOf(levels),
        Condition: {StringEquals: {'aws:PrincipalArn': arn}}
      }
    ]
  }
}

/** The IAM policy of a stage's group. It also serves as a permission set of IAM Identity Center. */
export function groupPolicyFor(
  group: Exclude<Grantee, 'github'>,
  {stage, repository}: {stage: Stage; repository: Pick<EcrRepository, 'arn' | 'account'>},
  scanning?: Scanning
): IdentityPolicy {
  return policyOf(GRANTS[stage][group], repository, undefined, scanning)
}

function policyOf(
  levels: readonly Level[],
  repository: Pick<EcrRepository, 'arn' | 'account'>,
  source: Pick<EcrRepository, 'arn' | 'account'> | undefined,
  {enhanced}: Scanning = {enhanced: false}
): IdentityPolicy {
  // One token serves every registry, so this action supports no resource.
  const authorize = levels.includes('authorize') ? [statement('Authorize', ['authorize'], '*')] : []
  const own = statement(
    'Repository',
    levels.filter(level => level !== 'authorize'),
    repository.arn
  )
  const before = source === undefined ? [] : [statement('SourceRepository', SOURCE_GRANTS, source.arn)]
  // Inspector gives no account the findings of another.
  const asksForFindings = levels.includes('metadata') || source?.account === repository.account
  const inspector: PolicyStatement[] =
    enhanced && asksForFindings
      ? [{Sid: 'Inspector', Effect: 'Allow', Action: [...INSPECTOR_ACTIONS], Resource: '*'}]
      : []
  return {Version: '2012-10-17', Statement: [...authorize, own, ...before, ...inspector]}
}

function statement(sid: string, levels: readonly Level[], resource: string): PolicyStatement {
  return {Sid: sid, Effect: 'Allow', Action: actionsOf(levels), Resource: resource}
}

/** The actions of the levels, each one once: levels overlap. */
export function actionsOf(levels: readonly Level[]): string[] {
  return [...new Set(levels.flatMap(level => ACTIONS[level]))]
}

/** The tag mutability of ECR: all tags are mutable, except those that match a filter. */
export function tagMutability(stage: Stage): {mutability: 'MUTABLE_WITH_EXCLUSION'; filters: string[]} {
  // Outside release, v* would freeze the tags of branches such as vue-upgrade.
  return {mutability: 'MUTABLE_WITH_EXCLUSION', filters: stage === 'release' ? ['sha-*', 'v*'] : ['sha-*']}
}
