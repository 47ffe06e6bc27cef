import {App, Validations} from 'aws-cdk-lib'
import {AwsSolutionsChecks} from 'cdk-nag'

import {provision} from '../lib/provision.js'
import {reportFailure} from '../lib/report-failure.js'
import {loadStagesFiles, stagesFilePaths} from '../lib/stages-files.js'

try {
  const app = new App()
  provision(app, loadStagesFiles(stagesFilePaths(app.node.tryGetContext('stages-files'))))
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
} catch (error) {
  reportFailure(error)
}
