import {readdirSync} from 'node:fs'
import {join} from 'node:path'

import {App} from 'aws-cdk-lib'
import {Validations} from 'aws-cdk-lib'
import {AwsSolutionsChecks} from 'cdk-nag'

import {Failure} from '../../src/failure.js'
import {provision} from '../lib/provision.js'
import {loadStagesFiles} from '../lib/stages-files.js'

try {
  const app = new App()
  provision(app, loadStagesFiles(pathsOf(app.node.tryGetContext('stages-files'))))
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
} catch (error) {
  if (!(error instanceof Failure)) throw error
  process.stderr.write(`${error.message}\n${error.remedy === undefined ? '' : `${error.remedy}\n`}`)
  process.exitCode = 1
}

/** `-c stages-files=PATH[,PATH...]`, from infra/; or else whatever is in infra/stages/. */
function pathsOf(context: unknown): string[] {
  if (typeof context === 'string') return context.split(',')
  return readdirSync('stages').filter(name => /\.ya?ml$/.test(name)).sort().map(name => join('stages', name))
}
