import {App, Validations} from 'aws-cdk-lib'
import {AwsSolutionsChecks} from 'cdk-nag'

import {Failure} from '../../src/failure.js'
import {provision} from '../lib/provision.js'
import {loadStagesFiles, stagesFilePaths} from '../lib/stages-files.js'

try {
  const app = new App()
  provision(app, loadStagesFiles(stagesFilePaths(app.node.tryGetContext('stages-files'))))
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
} catch (error) {
  if (!(error instanceof Failure)) throw error
  process.stderr.write(`${error.message}\n${error.remedy === undefined ? '' : `${error.remedy}\n`}`)
  process.exitCode = 1
}
