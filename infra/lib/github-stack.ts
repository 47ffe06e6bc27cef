import type {StackProps} from 'aws-cdk-lib'
import {CfnOutput, DefaultStackSynthesizer, Stack, Validations} from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import type {Construct} from 'constructs'

import {Failure} from '../../src/core/failure.js'
import type {Partition} from '../../src/stages/partition.js'
import {audienceOf} from '../../src/stages/partition.js'
import type {TrustedJobs} from '../../src/stages/trust.js'
import {jobTrustPolicy, OIDC_PROVIDER} from '../../src/stages/trust.js'
import type {Deployment} from './deployment.js'
import {DEPLOYMENT_ROLE, DIFF_ROLE, providerArn} from './names.js'

/** IAM accepts 10,240 characters in all inline policies of a role. The rest of the policy takes some of them. */
const MAX_INLINE_POLICY = 10_000

export interface GitHubStackProps extends StackProps {
  account: string
  partition: Partition
  deployment: Deployment
  /** All stacks of this account, including this one, with their names in CloudFormation. */
  stacks: readonly DeployedStack[]
}

interface DeployedStack {
  name: string
  region: string
}

interface PolicyStatement {
  Sid: string
  Action: string[]
  Resource: string[]
}

/** One stack per account: the account's trust in GitHub, and the two roles of the repository that deploys. */
export class GitHubStack extends Stack {
  /** ARNs of the two roles, and the audience of the tokens that jobs assume them with. */
  readonly access: {deploymentRole: string; diffRole: string; audience: string}

  private readonly place: {partition: Partition; account: string}
  private readonly deployment: Deployment

  constructor(scope: Construct, id: string, {account, partition, deployment, stacks, ...props}: GitHubStackProps) {
    super(scope, id, {
      ...props,
      description: "This account's trust in GitHub, and the roles of the repository that deploys",
      terminationProtection: true
    })
    this.place = {partition, account}
    this.deployment = deployment
    this.access = {
      deploymentRole: this.roleArn(DEPLOYMENT_ROLE),
      diffRole: this.roleArn(DIFF_ROLE),
      audience: audienceOf(partition)
    }
    this.addProvider()
    this.addDeploymentRole(stacks)
    this.addDiffRole(stacks)
  }

  /** Adds GitHub's OIDC provider, unless the stages file names the one that the account already has. */
  private addProvider(): void {
    const {partition, account} = this.place
    if (this.deployment.oidcProviders.includes(providerArn(partition, account))) return
    new iam.OidcProviderNative(this, 'Provider', {
      url: `https://${OIDC_PROVIDER}`,
      clientIds: [audienceOf(partition)]
    })
  }

  private addDeploymentRole(stacks: readonly DeployedStack[]): void {
    const regions = [...new Set(stacks.map(({region}) => region))]
    const qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER
    this.addRole('Deployment', DEPLOYMENT_ROLE, `Deployments from ${this.deployment.repository}`, this.trunkJobs(), {
      Sid: 'Bootstrap',
      Action: ['sts:AssumeRole'],
      // CDK deploys with these two roles. The lookup role is left out, because it may read everything in the account, images too.
      Resource: regions.flatMap(region =>
        ['deploy', 'file-publishing'].map(kind =>
          this.roleArn(`cdk-${qualifier}-${kind}-role-${this.place.account}-${region}`)
        )
      )
    })
  }

  private addDiffRole(stacks: readonly DeployedStack[]): void {
    const templates = this.templateArns(stacks)
    const role = this.addRole(
      'Diff',
      DIFF_ROLE,
      `cdk diff for pull requests and deployments of ${this.deployment.repository}`,
      // The trunk is included, so that the person who approves a deployment can read its changes first.
      {...this.trunkJobs(), environment: undefined},
      {
        Sid: 'Templates',
        Action: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
        Resource: templates
      }
    )
    for (const template of templates) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${template}]`,
        reason: 'The ARN ends with an id that CloudFormation assigns when it creates the stack.'
      })
    }
  }

  /** @throws Failure if the policy of a role has no room for all of them */
  private templateArns(stacks: readonly DeployedStack[]): string[] {
    const {partition, account} = this.place
    const templates = stacks.map(
      ({name, region}) => `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/*`
    )
    if (JSON.stringify(templates).length <= MAX_INLINE_POLICY) return templates
    throw new Failure(
      `Account ${account} has ${stacks.length} stacks, and their names do not fit into the policy of ${DIFF_ROLE}. IAM accepts 10,240 characters.`,
      {
        remedy: 'Deploy fewer images into one account, or give them shorter names.'
      }
    )
  }

  private trunkJobs(): TrustedJobs {
    return {...this.deployment, refs: [`refs/heads/${this.deployment.trunk}`]}
  }

  private addRole(
    id: string,
    roleName: string,
    description: string,
    jobs: TrustedJobs,
    statement: PolicyStatement
  ): iam.Role {
    const [trust] = jobTrustPolicy(this.place, jobs).Statement
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

  private roleArn(name: string): string {
    return `arn:${this.place.partition}:iam::${this.place.account}:role/${name}`
  }
}
