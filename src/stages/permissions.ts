import type {EcrRepository, Role} from './arn.js'
import type {Stage} from './stage.js'

/** What may be done with a repository. Who does it gets a token first: `authorize`. */
export type Level = 'authorize' | 'read' | 'write' | 'metadata'

/**
 * What ECR asks Amazon Inspector as whoever asks it for findings, where that scans the registry. IAM knows no resource for it.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
export const INSPECTOR_ACTIONS: readonly string[] = ['inspector2:ListCoverage', 'inspector2:ListFindings']

export type Grantee = 'developers' | 'endUsers' | 'github'

/** IAM's actions; `write` is what AWS documents for a push, which looks before it uploads. */
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

/** Who may do what in each stage. */
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

/** What a stage's GitHub role may do in the repository of the stage before, to promote from it. */
export const SOURCE_GRANTS: readonly Level[] = ['read', 'metadata']

export interface PolicyDocument {
  Version: '2012-10-17'
  Statement: PolicyStatement[]
}

export interface PolicyStatement {
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string
}

/** A setting of the registry that permissions follow from. */
export interface Scanning {
  /** Whether Amazon Inspector scans it. */
  enhanced: boolean
}

/** The IAM policy of a stage's GitHub role. `source` is the target of the stage before, where there is one. */
export function policyFor(
  target: {stage: Stage; repository: Pick<EcrRepository, 'arn' | 'account'>},
  source?: {repository: Pick<EcrRepository, 'arn' | 'account'>},
  scanning?: Scanning
): PolicyDocument {
  return policyOf(GRANTS[target.stage].github, target.repository, source?.repository, scanning)
}

export interface RepositoryPolicyDocument {
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
 * The policy of the repository itself, which lets the GitHub role of the next stage promote from it: between two accounts
 * IAM wants that beside the role's own policy.
 * @param next the target of the next stage
 * @returns undefined where both stages are of one account
 */
export function repositoryPolicyFor(
  target: {repository: Pick<EcrRepository, 'account'>},
  next: {stage: Stage; role: Pick<Role, 'account' | 'partition' | 'arn'>}
): RepositoryPolicyDocument | undefined {
  const {role} = next
  if (role.account === target.repository.account) return undefined
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NextStage',
        Effect: 'Allow',
        // By its account and a condition: a role named as the principal must exist already, and its stage is deployed later.
        Principal: {AWS: `arn:${role.partition}:iam::${role.account}:root`},
        Action: actionsOf(SOURCE_GRANTS),
        Condition: {StringEquals: {'aws:PrincipalArn': role.arn}}
      }
    ]
  }
}

/** The IAM policy of a stage's group, which its people may also get as a permission set of IAM Identity Center. */
export function groupPolicyFor(
  group: Exclude<Grantee, 'github'>,
  {stage, repository}: {stage: Stage; repository: Pick<EcrRepository, 'arn' | 'account'>},
  scanning?: Scanning
): PolicyDocument {
  return policyOf(GRANTS[stage][group], repository, undefined, scanning)
}

function policyOf(
  levels: readonly Level[],
  repository: Pick<EcrRepository, 'arn' | 'account'>,
  source: Pick<EcrRepository, 'arn' | 'account'> | undefined,
  {enhanced}: Scanning = {enhanced: false}
): PolicyDocument {
  // One token serves every registry: the action knows no resource.
  const authorize = levels.includes('authorize') ? [statement('Authorize', ['authorize'], '*')] : []
  const own = statement(
    'Repository',
    levels.filter(level => level !== 'authorize'),
    repository.arn
  )
  const before = source === undefined ? [] : [statement('SourceRepository', SOURCE_GRANTS, source.arn)]
  // Inspector tells nobody of the findings of another account.
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

/** Each action once, as levels overlap. */
export function actionsOf(levels: readonly Level[]): string[] {
  return [...new Set(levels.flatMap(level => ACTIONS[level]))]
}

/** ECR's tag mutability: tags are mutable but for those that these filters match. */
export function tagMutability(stage: Stage): {mutability: 'MUTABLE_WITH_EXCLUSION'; filters: string[]} {
  // Outside release v* would freeze the tags of branches such as vue-upgrade.
  return {mutability: 'MUTABLE_WITH_EXCLUSION', filters: stage === 'release' ? ['sha-*', 'v*'] : ['sha-*']}
}
