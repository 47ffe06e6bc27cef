import type {StackProps} from 'aws-cdk-lib'
import {CfnOutput, RemovalPolicy, Stack, Validations} from 'aws-cdk-lib'
import * as ecr from 'aws-cdk-lib/aws-ecr'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kms from 'aws-cdk-lib/aws-kms'
import type {Construct} from 'constructs'

import type {BuildCache} from '../../src/stages/build-cache.js'
import {groupName} from '../../src/stages/names.js'
import type {Grantee, IdentityPolicy, Scanning} from '../../src/stages/permissions.js'
import {GRANTS, groupPolicyFor, policyFor, repositoryPolicyFor, tagMutability} from '../../src/stages/permissions.js'
import type {Stage} from '../../src/stages/stage.js'
import {sourceStage, STAGES} from '../../src/stages/stage.js'
import type {ImageEntry} from '../../src/stages/stages-file.js'
import type {Target} from '../../src/stages/target.js'
import {targetOf} from '../../src/stages/target.js'
import {stageTrustPolicy} from '../../src/stages/trust.js'
import type {DeployableFile} from './deployable-file.js'
import {lifecyclePolicyFor} from './lifecycle.js'
import {KEY_ALIAS} from './registry-stack.js'
import {setLifecyclePolicy} from './repository-lifecycle.js'

export interface StageStackProps extends StackProps {
  file: DeployableFile
  image: ImageEntry
  stage: Stage
  /** How the registries of all stages scan images. */
  scanning: Scanning
  /** The build caches of the image. */
  caches: readonly BuildCache[]
}

/** One image in one stage: its repository, the groups of people who may use it, and the role of the jobs that push to it. */
export class StageStack extends Stack {
  readonly stage: Stage

  constructor(scope: Construct, id: string, {file, image, stage, scanning, caches, ...props}: StageStackProps) {
    super(scope, id, {
      ...props,
      description: `${image.name} in ${stage}: repository, groups and GitHub's role`,
      terminationProtection: stage !== 'development'
    })
    this.stage = stage
    const target = targetOf(file, image, stage)
    const before = sourceStage(stage)
    const after = STAGES.find(other => sourceStage(other) === stage)
    this.addRepository(target, file, image, after === undefined ? undefined : targetOf(file, image, after))
    for (const group of ['developers', 'endUsers'] as const) {
      if (GRANTS[stage][group].length > 0) this.addGroup(target, image, group, scanning)
    }
    const source = before === undefined ? undefined : targetOf(file, image, before)
    this.addRole(target, file, policyFor(target, source, scanning, caches))
  }

  private addRepository(target: Target, file: DeployableFile, image: ImageEntry, next: Target | undefined): void {
    const {stage} = target
    const isKept = stage !== 'development'
    const repository = new ecr.Repository(this, 'Repository', {
      repositoryName: target.repository.name,
      imageScanOnPush: true,
      encryption: ecr.RepositoryEncryption.KMS,
      // The key is named by its alias, because a reference would tie the stacks together, and the key outlives them all.
      encryptionKey: kms.Alias.fromAliasName(this, 'Key', KEY_ALIAS),
      imageTagMutability: ecr.TagMutability.MUTABLE_WITH_EXCLUSION,
      imageTagMutabilityExclusionFilters: tagMutability(stage).filters.map(filter =>
        ecr.ImageTagMutabilityExclusionFilter.wildcard(filter)
      ),
      removalPolicy: isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      emptyOnDelete: !isKept
    })
    const policy = next === undefined ? undefined : repositoryPolicyFor(target, next)
    for (const statement of policy?.Statement ?? [])
      repository.addToResourcePolicy(iam.PolicyStatement.fromJson(statement))

    const lifecycle = lifecyclePolicyFor(stage, file.stages[stage], file.trunk, Object.keys(image.variants))
    setLifecyclePolicy(repository, target.repository.name, lifecycle)

    this.output('RepositoryUri', repository.repositoryUri)
  }

  private addGroup(target: Target, image: ImageEntry, group: Exclude<Grantee, 'github'>, scanning: Scanning): void {
    const name = groupName(image.name, target.stage, group)
    const id = group === 'developers' ? 'Developers' : 'EndUsers'
    const people = new iam.Group(this, id, {groupName: name})
    // The policy is a managed one, so that a permission set of IAM Identity Center can name it. People who sign in there are in no group.
    const policy = new iam.ManagedPolicy(this, `${id}Policy`, {
      managedPolicyName: name,
      document: iam.PolicyDocument.fromJson(groupPolicyFor(group, target, scanning)),
      groups: [people]
    })
    this.acknowledgeToken(policy)
    this.output(`${id}Group`, people.groupName)
    this.output(`${id}PolicyArn`, policy.managedPolicyArn)
  }

  private addRole(target: Target, file: DeployableFile, policy: IdentityPolicy): void {
    const {stage} = target
    const [trust] = stageTrustPolicy(target.role, {
      stage,
      trunk: file.trunk,
      environment: file.stages[stage].environment,
      ...file.github
    }).Statement
    const role = new iam.Role(this, 'GitHub', {
      roleName: target.role.name,
      description: `Jobs of ${file.github.repository} that push ${target.repository.name}`,
      assumedBy: new iam.FederatedPrincipal(trust.Principal.Federated, trust.Condition, trust.Action),
      inlinePolicies: {Stage: iam.PolicyDocument.fromJson(policy)}
    })
    this.acknowledgeToken(role)
    this.output('RoleArn', role.roleArn)
  }

  private acknowledgeToken(construct: Construct): void {
    Validations.of(construct).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'ecr:GetAuthorizationToken and the actions of Inspector do not support resource-level permissions. The other statements limit the use of the token.'
    })
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, {value})
  }
}
