import type {App} from 'aws-cdk-lib'
import {Stack} from 'aws-cdk-lib'

import {Failure} from '../../src/core/failure.js'
import {STAGES} from '../../src/stages/stage.js'
import type {Deployment} from './agreement.js'
import {GitHubStack} from './github-stack.js'
import {StageStack} from './stage-stack.js'

/** What of the app is deployed: all of it, what stages share, or one stage with what it shares. */
export const SELECTIONS = ['all', 'shared', ...STAGES] as const

export type Selection = (typeof SELECTIONS)[number]

/** An account, as the workflow that deploys goes about it. */
export interface Account {
  account: string
  /** Of the stack with the roles, for the commands that want some region. */
  region: string
  deploymentRole: string
  diffRole: string
  /** That the token is asked for. */
  audience: string
  /** GitHub environment of the job that deploys. */
  environment: string
  /** Ids of the selected stacks, those that others depend on first. */
  stacks: string[]
}

/** The accounts where an app has stacks of a selection. A stage comes with the stacks that it depends on. */
export function accountsOf(app: App, {environment}: Deployment, selection: Selection): Account[] {
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
  return stack instanceof StageStack ? stack.stage === selection : selection === 'shared'
}

/** @throws Failure naming what there is to select */
export function selectionOf(text: string): Selection {
  const selection = SELECTIONS.find(one => one === text)
  if (selection !== undefined) return selection
  throw new Failure(`There is nothing to deploy that is called ${JSON.stringify(text)}.`, {
    remedy: `Write one of ${SELECTIONS.join(', ')}.`
  })
}
