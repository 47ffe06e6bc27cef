import {relative} from 'node:path'

import {findBuildStart} from '../fingerprint/build-materials.js'
import type {BuildSettings} from '../run/build-settings.js'
import {ownPlatform} from '../run/build-settings.js'
import type {Check} from './check.js'
import {attempt} from './check.js'

/**
 * Whether there is what a build starts from: its contexts, and a Dockerfile that can be read and has the stage to build.
 * @param directory the workspace
 */
export async function dockerfileCheck(build: BuildSettings, directory: string): Promise<Check> {
  const {check} = await attempt(
    'Dockerfile',
    () => findBuildStart(build, {directory, buildPlatform: ownPlatform()}),
    ({dockerfile}) => {
      const file = dockerfile === undefined ? 'fetched when the build runs' : relative(directory, dockerfile.name)
      return `${file}${build.target === undefined ? '' : `, its stage ${build.target}`}; the context is ${build.context}`
    }
  )
  return check
}
