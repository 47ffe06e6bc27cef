import type {EcrLogin} from '../aws/ecr.js'
import type {PrivateConfig} from '../docker/config.js'
import {findUserConfig, makePrivateConfig, warnOfUnreadConfig} from '../docker/config.js'
import type {Job} from './context.js'
import type {Session} from './session.js'

/**
 * Creates a Docker config for this run only, logged in to the registry of the target.
 * @param others logins to other registries that a build reaches
 * @param warns whether to warn if the user's config cannot be read. A run that counts the inputs of a build has done so.
 */
export async function openDockerConfig(
  {runner, environment, saveState, log}: Pick<Job, 'runner' | 'environment' | 'saveState' | 'log'>,
  session: Session,
  {warns = true, others = []}: {warns?: boolean; others?: readonly EcrLogin[]} = {}
): Promise<PrivateConfig> {
  if (warns) warnOfUnreadConfig(await findUserConfig(environment), log)
  const logins = [await session.login(), ...others]
  return await makePrivateConfig({
    temporaryDirectory: runner.temporaryDirectory,
    environment,
    logins: logins.map(({origin, username, password}) => ({registry: new URL(origin).host, username, password})),
    announce: directory => {
      saveState('docker-config', directory)
    }
  })
}

/** Leaves Docker logged in for the later steps of the job. The post step removes the login. */
export function shareLogin({exportVariable, log}: Job, {environment}: PrivateConfig): void {
  for (const [name, value] of Object.entries(environment)) exportVariable(name, value)
  log.info('Docker stays logged in for the later steps of this job.')
}
