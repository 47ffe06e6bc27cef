import type {StackProps} from 'aws-cdk-lib'
import {CfnOutput, RemovalPolicy, Stack} from 'aws-cdk-lib'
import * as ecr from 'aws-cdk-lib/aws-ecr'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kms from 'aws-cdk-lib/aws-kms'
import type {Construct} from 'constructs'

import type {BuildCache} from '../../src/stages/build-cache.js'
import {cachePolicyFor} from '../../src/stages/permissions.js'
import type {CachingStage} from '../../src/stages/stage.js'
import type {Target} from '../../src/stages/target.js'
import {cacheLifecyclePolicy} from './lifecycle.js'
import {KEY_ALIAS} from './registry-stack.js'
import {setLifecyclePolicy} from './repository-lifecycle.js'

export interface CacheStackProps extends StackProps {
  image: string
  cache: BuildCache
  /** The image in each stage. */
  targets: readonly Target[]
}

/** The repository of a build cache. Nothing in it is needed for good, so it goes with its stack. */
export class CacheStack extends Stack {
  /** The stage whose builds write the cache. */
  readonly stage: CachingStage

  constructor(scope: Construct, id: string, {image, cache, targets, ...props}: CacheStackProps) {
    super(scope, id, {...props, description: `${image}: build cache of ${cache.stage}`})
    this.stage = cache.stage
    const {name} = cache.repository
    const repository = new ecr.Repository(this, 'Repository', {
      repositoryName: name,
      // A cache is no image that anybody runs.
      imageScanOnPush: false,
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: kms.Alias.fromAliasName(this, 'Key', KEY_ALIAS),
      imageTagMutability: ecr.TagMutability.MUTABLE,
      removalPolicy: RemovalPolicy.DESTROY,
      emptyOnDelete: true
    })
    for (const statement of cachePolicyFor(cache, targets)?.Statement ?? [])
      repository.addToResourcePolicy(iam.PolicyStatement.fromJson(statement))
    setLifecyclePolicy(repository, name, cacheLifecyclePolicy())
    new CfnOutput(this, 'RepositoryUri', {value: repository.repositoryUri})
  }
}
