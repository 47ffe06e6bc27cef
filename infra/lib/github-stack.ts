import type {StackProps} from 'aws-cdk-lib'
import {CfnOutput, DefaultStackSynthesizer, Stack, Validations} from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import type {Construct} from 'constructs'

import {Failure} from '../../src/core/failure.js'
import type {Partition} from '../../src/stages/partition.js'
import {audienceOf} from '../../src/stages/partition.js'
import type {TrustedJobs} from '../../src/stages/trust.js'
import {jobTrustPolicy, OIDC_PROVIDER} from '../../src/stages/trust.js'
import type {Deployment} from './agreement.js'
import {DEPLOYMENT_ROLE, DIFF_ROLE, providerArn} from './names.js'

/** IAM takes 10,240 characters in all inline policies of a role; what is around the resources takes some. */
const MAX_INLINE_POLICY = 10_000

export interface GitHubStackProps extends StackProps {
  account: string
  partition: Partition
  deployment: Deployment
  /** Stacks of this account, as CloudFormation names them, this one among them. */
  stacks: readonly {name: string; region: string}[]
}

/** Once for an account: its trust in GitHub, and the two roles of the repository that deploys. */
export class GitHubStack extends Stack {
  /** ARNs; and the audience of the tokens that the roles are assumed with. */
  readonly access: {deploymentRole: string; diffRole: string; audience: string}

  constructor(scope: Construct, id: string, {account, partition, deployment, stacks, ...props}: GitHubStackProps) {
    super(scope, id, {
      ...props,
      description: "This account's trust in GitHub, and the roles of the repository that deploys",
      terminationProtection: true
    })
    const place = {partition, account}
    const roleArn = (name: string): string => `arn:${partition}:iam::${account}:role/${name}`
    this.access = {
      deploymentRole: roleArn(DEPLOYMENT_ROLE),
      diffRole: roleArn(DIFF_ROLE),
      audience: audienceOf(partition)
    }
    const arn = providerArn(partition, account)
    if (!deployment.oidcProviders.includes(arn)) {
      new iam.OidcProviderNative(this, 'Provider', {
        url: `https://${OIDC_PROVIDER}`,
        clientIds: [audienceOf(partition)]
      })
    }
    const regions = [...new Set(stacks.map(({region}) => region))]
    const qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER
    this.addRole(
      'Deployment',
      DEPLOYMENT_ROLE,
      `Deployments from ${deployment.repository}`,
      place,
      {
        ...deployment,
        refs: [`refs/heads/${deployment.trunk}`]
      },
      {
        Sid: 'Bootstrap',
        Action: ['sts:AssumeRole'],
        // What CDK deploys with. Not the lookup role, which may read whatever is in the account, images as well.
        Resource: regions.flatMap(region =>
          ['deploy', 'file-publishing'].map(kind => roleArn(`cdk-${qualifier}-${kind}-role-${account}-${region}`))
        )
      }
    )
    const templates = stacks.map(
      ({name, region}) => `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/*`
    )
    // On the trunk as well: who approves a deployment reads first what it would change.
    if (JSON.stringify(templates).length > MAX_INLINE_POLICY) {
      throw new Failure(
        `${stacks.length} stacks are in account ${account}: their names do not fit into the policy of ${DIFF_ROLE}, of which IAM takes 10,240 characters.`,
        {
          remedy: 'Deploy fewer images into one account, or give them shorter names.'
        }
      )
    }
    const diff = this.addRole(
      'Diff',
      DIFF_ROLE,
      `cdk diff for pull requests and deployments of ${deployment.repository}`,
      place,
      {
        ...deployment,
        environment: undefined,
        refs: [`refs/heads/${deployment.trunk}`]
      },
      {
        Sid: 'Templates',
        Action: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
        Resource: templates
      }
    )
    for (const template of templates) {
      Validations.of(diff).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${template}]`,
        reason: 'The end of the ARN is an id that CloudFormation gives a stack when it makes it.'
      })
    }
  }

  private addRole(
    id: string,
    roleName: string,
    description: string,
    place: {partition: string; account: string},
    jobs: TrustedJobs,
    statement: {Sid: string; Action: string[]; Resource: string[]}
  ): iam.Role {
    const [trust] = jobTrustPolicy(place, jobs).Statement
    const role = new iam.Role(this, id, {
      roleName,
      description,
      assumedBy: new iam.FederatedPrincipal(trust.Principal.Federated, trust.Condition, trust.Action),
      inlinePolicies: {
        [statement.Sid]: iam.PolicyDocument.fromJson({
          Version: '2012-10-17',
          Statement: [{Effect: 'Allow', ...statement}]
        })
      }
    })
    new CfnOutput(this, `${id}RoleArn`, {value: role.roleArn})
    return role
  }
}
