import {OIDC_PROVIDER} from '../../src/stages/trust.js'

export const DEPLOYMENT_ROLE = 'ecr-registry-deployment'
export const DIFF_ROLE = 'ecr-registry-diff'

/** The ARN of GitHub's OIDC provider. An account has at most one provider per address. */
export function providerArn(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${OIDC_PROVIDER}`
}

/** The GitHub environment of the jobs that deploy, unless the stages file names another. */
export const DEPLOYMENT_ENVIRONMENT = 'Deployment'
