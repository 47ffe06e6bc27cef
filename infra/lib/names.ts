import {OIDC_PROVIDER} from '../../src/stages/trust.js'

export const DEPLOYMENT_ROLE = 'ecr-registry-deployment'
export const DIFF_ROLE = 'ecr-registry-diff'

/** GitHub's OIDC provider: AWS takes one of an address in an account. */
export function providerArn(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${OIDC_PROVIDER}`
}

/** The environment that the deployment's jobs have, where the stages file does not name it. */
export const DEPLOYMENT_ENVIRONMENT = 'Deployment'
