import {readFileSync} from 'node:fs'

import {App} from 'aws-cdk-lib'

import type {Account} from '../lib/accounts.js'
import {accountsOf, selectionOf} from '../lib/accounts.js'
import {provision} from '../lib/provision.js'
import {loadStagesFiles, stagesFilePaths} from '../lib/stages-files.js'
import {tellFailure} from '../lib/tell-failure.js'
import type {WorkflowRun} from '../lib/workflow-run.js'
import {accessOf} from '../lib/workflow-run.js'

/** `node --import tsx bin/accounts.ts [SELECTION]`, in infra/: a matrix for the workflow that deploys, as JSON. */
try {
  const selection = selectionOf(process.argv[2] ?? 'all')
  process.stdout.write(`${JSON.stringify(accounts(selection, workflowRun(process.env)))}\n`)
} catch (error) {
  tellFailure(error)
}

function accounts(selection: Parameters<typeof accountsOf>[2], run: WorkflowRun | undefined): Account[] {
  const {context} = JSON.parse(readFileSync('cdk.json', 'utf8')) as {context?: Record<string, unknown>}
  const app = new App(context === undefined ? {} : {context})
  const stages = loadStagesFiles(stagesFilePaths(app.node.tryGetContext('stages-files')))
  provision(app, stages)
  const access = run === undefined ? {kind: 'granted' as const} : accessOf(run, stages.deployment)
  if (access.kind === 'granted') return accountsOf(app, stages.deployment, selection)
  process.stderr.write(`::notice title=No cdk diff::${access.reason}\n`)
  return []
}

/** Outside a workflow there is none. */
function workflowRun(env: NodeJS.ProcessEnv): WorkflowRun | undefined {
  const event = env['GITHUB_EVENT_NAME']
  if (event !== 'pull_request' && event !== 'workflow_dispatch') return undefined
  return {
    event,
    repository: env['GITHUB_REPOSITORY'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    actor: env['GITHUB_ACTOR'] ?? '',
    headRepository: env['HEAD_REPOSITORY']
  }
}
