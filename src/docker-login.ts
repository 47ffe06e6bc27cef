import type {PrivateConfig} from './builder/config.js'
import {makePrivateConfig} from './builder/config.js'
import type {Job} from './job.js'
import type {Session} from './session.js'

/** Docker's config of this run alone, logged in to the stage's registry. */
export async function privateConfig({runner, environment, saveState}: Job, {registry, login}: Session): Promise<PrivateConfig> {
  return await makePrivateConfig({
    temporaryDirectory: runner.temporaryDirectory,
    environment,
    registry: registry.host,
    username: login.username,
    password: login.password,
    announce: directory => {
      saveState('docker-config', directory)
    }
  })
}

/** Later steps find the login where their own docker looks; the post step removes it. */
export function shareLogin({exportVariable, log}: Job, {environment}: PrivateConfig): void {
  for (const [name, value] of Object.entries(environment)) exportVariable(name, value)
  log.info('Docker stays logged in for the later steps of this job.')
}
