import {readFileSync} from 'node:fs'

import {App} from 'aws-cdk-lib'

import type {AccountDeployment, Selection} from '../lib/accounts.js'
import {accountsOf, parseSelection} from '../lib/accounts.js'
import type {DeployRun} from '../lib/deploy-run.js'
import {accessOf} from '../lib/deploy-run.js'
import {provision} from '../lib/provision.js'
import {reportFailure} from '../lib/report-failure.js'
import {loadStagesFiles, stagesFilePaths} from '../lib/stages-files.js'

/** `node --import tsx bin/accounts.ts [SELECTION]`, in infra/: prints the matrix of the workflow that deploys, as JSON. */
try {
  const selection = parseSelection(process.argv[2] ?? 'all')
  process.stdout.write(`${JSON.stringify(listAccounts(selection, deployRunOf(process.env)))}\n`)
} catch (error) {
  reportFailure(error)
}

function listAccounts(selection: Selection, run: DeployRun | undefined): AccountDeployment[] {
  const {context} = JSON.parse(readFileSync('cdk.json', 'utf8')) as {context?: Record<string, unknown>}
  const app = new App(context === undefined ? {} : {context})
  const stages = loadStagesFiles(stagesFilePaths(app.node.tryGetContext('stages-files')))
  provision(app, stages)
  const access = run === undefined ? {kind: 'granted' as const} : accessOf(run, stages.deployment)
  if (access.kind === 'granted') return accountsOf(app, stages.deployment, selection)
  process.stderr.write(`::notice title=No cdk diff::${access.reason}\n`)
  return []
}

/** The run of the workflow; undefined outside a workflow. */
function deployRunOf(env: NodeJS.ProcessEnv): DeployRun | undefined {
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
