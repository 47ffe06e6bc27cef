import type * as ecr from 'aws-cdk-lib/aws-ecr'

import type {LifecyclePolicy} from './lifecycle.js'
import {lifecycleProblems} from './lifecycle-problems.js'

/** @throws Error if ECR would refuse the policy */
export function setLifecyclePolicy(repository: ecr.Repository, name: string, policy: LifecyclePolicy): void {
  const text = JSON.stringify(policy)
  const problems = lifecycleProblems(text)
  if (problems.length > 0) throw new Error(`ECR would refuse the lifecycle policy of ${name}: ${problems.join('; ')}`)
  // CDK's own lifecycle rules do not support the archive storage class.
  const resource = repository.node.defaultChild as ecr.CfnRepository
  resource.lifecyclePolicy = {lifecyclePolicyText: text}
}
