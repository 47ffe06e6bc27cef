import type {App} from 'aws-cdk-lib'
import {Stack} from 'aws-cdk-lib'

import {Failure} from '../../src/core/failure.js'
import {STAGES} from '../../src/stages/stage.js'
import {CacheStack} from './cache-stack.js'
import type {Deployment} from './deployment.js'
import {GitHubStack} from './github-stack.js'
import {StageStack} from './stage-stack.js'

/** The part of the app to deploy: everything, the stacks that stages share, or one stage with its build cache and its shared stacks. */
export const SELECTIONS = ['all', 'shared', ...STAGES] as const

export type Selection = (typeof SELECTIONS)[number]

/** The deployment to one account, for a matrix of the workflow that deploys. */
export interface AccountDeployment {
  account: string
  /** The region of the stack with the roles, for commands that require a region. */
  region: string
  deploymentRole: string
  diffRole: string
  /** The audience of the OIDC token. */
  audience: string
  /** The GitHub environment of the job that deploys. */
  environment: string
  /** Ids of the selected stacks. A stack comes after the stacks that it depends on. */
  stacks: string[]
}

/** The accounts in which the app has selected stacks. A stage includes the stacks that it depends on. */
export function accountsOf(app: App, {environment}: Deployment, selection: Selection): AccountDeployment[] {
  const stacks = app.node.children.filter(child => Stack.isStack(child))
  const wanted = new Set(
    stacks.filter(stack => isSelected(stack, selection)).flatMap(stack => [...stack.dependencies, stack])
  )
  return stacks
    .filter(stack => stack instanceof GitHubStack)
    .map(({account, region, access}) => ({
      account,
      region,
      ...access,
      environment,
      stacks: stacks.filter(stack => wanted.has(stack) && stack.account === account).map(({node}) => node.id)
    }))
    .filter(({stacks}) => stacks.length > 0)
}

function isSelected(stack: Stack, selection: Selection): boolean {
  if (selection === 'all') return true
  return stack instanceof StageStack || stack instanceof CacheStack ? stack.stage === selection : selection === 'shared'
}

/** @throws Failure that lists the possible selections */
export function parseSelection(text: string): Selection {
  const selection = SELECTIONS.find(one => one === text)
  if (selection !== undefined) return selection
  throw new Failure(`${JSON.stringify(text)} is not a part of the app.`, {
    remedy: `Select one of ${SELECTIONS.join(', ')}.`
  })
}
