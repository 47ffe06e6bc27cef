import {relative} from 'node:path'

import {findBuildStart} from '../fingerprint/build-materials.js'
import type {BuildSettings} from '../run/build-settings.js'
import {ownPlatform} from '../run/build-settings.js'
import type {Check} from './check.js'
import {attempt} from './check.js'

/**
 * Checks the starting point of a build: its settings, its contexts, and a readable Dockerfile that contains the target stage.
 * @param readSettings throws a Failure if they are wrong
 * @param directory the workspace
 */
export async function dockerfileCheck(readSettings: () => BuildSettings, directory: string): Promise<Check> {
  const {check} = await attempt(
    'Dockerfile',
    () => {
      const build = readSettings()
      return {build, ...findBuildStart(build, {directory, buildPlatform: ownPlatform()})}
    },
    ({build, dockerfile}) => {
      const file = dockerfile === undefined ? 'fetched when the build runs' : relative(directory, dockerfile.name)
      return `${file}${build.target === undefined ? '' : `, stage ${build.target}`}; the context is ${build.context}`
    }
  )
  return check
}
