import type {StackProps} from 'aws-cdk-lib'
import {CfnOutput, RemovalPolicy, Stack, Validations} from 'aws-cdk-lib'
import * as ecr from 'aws-cdk-lib/aws-ecr'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as kms from 'aws-cdk-lib/aws-kms'
import * as logs from 'aws-cdk-lib/aws-logs'
import {AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId} from 'aws-cdk-lib/custom-resources'
import type {Construct} from 'constructs'

/** All stages of an account and region share one key, because ECR mounts a layer only between repositories with the same key. */
export const KEY_ALIAS = 'alias/ecr-registry'

export interface RegistryStackProps extends StackProps {
  blobMounting: boolean
  enhancedScanning: boolean
}

/**
 * The resources that all repositories of one account and region share. Settings of the whole registry are applied on
 * request, and never reverted.
 */
export class RegistryStack extends Stack {
  constructor(scope: Construct, id: string, {blobMounting, enhancedScanning, ...props}: RegistryStackProps) {
    super(scope, id, {
      ...props,
      description: 'Resources that the ECR repositories of this account and region share',
      terminationProtection: true
    })
    const key = new kms.Key(this, 'Key', {
      description: 'Container images',
      alias: KEY_ALIAS,
      enableKeyRotation: true,
      // Every image is lost without its key.
      removalPolicy: RemovalPolicy.RETAIN
    })
    new CfnOutput(this, 'KeyArn', {value: key.keyArn})
    if (blobMounting) this.addBlobMounting()
    if (enhancedScanning) this.addEnhancedScanning()
  }

  /** CloudFormation has no type for the settings of an account's registry. */
  private addBlobMounting(): void {
    const call = {
      service: 'ECR',
      action: 'putAccountSetting',
      parameters: {name: 'BLOB_MOUNTING', value: 'ENABLED'},
      physicalResourceId: PhysicalResourceId.of('BLOB_MOUNTING')
    }
    // The function gets a role of its own, because the role that CDK makes may write every log of the account.
    const role = new iam.Role(this, 'BlobMountingRole', {assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com')})
    const logGroup = new logs.LogGroup(this, 'BlobMountingLog', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY
    })
    logGroup.grantWrite(role)
    const setting = new AwsCustomResource(this, 'BlobMounting', {
      role,
      logGroup,
      onCreate: call,
      onUpdate: call,
      policy: AwsCustomResourcePolicy.fromSdkCalls({resources: AwsCustomResourcePolicy.ANY_RESOURCE}),
      installLatestAwsSdk: false
    })
    Validations.of(setting).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:PutAccountSetting does not support resource-level permissions.'
    })
  }

  private addEnhancedScanning(): void {
    // With enhanced scanning, ECR does not scan a repository that no filter selects.
    new ecr.CfnRegistryScanningConfiguration(this, 'EnhancedScanning', {
      scanType: 'ENHANCED',
      rules: [{scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{filter: '*', filterType: 'WILDCARD'}]}]
    })
  }
}
