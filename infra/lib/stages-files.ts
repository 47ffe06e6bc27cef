import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'

import {describeReadError, Failure} from '../../src/core/failure.js'
import {readDeployableFile} from './deployable-file.js'
import type {Deployable} from './deployment.js'
import {combineFiles} from './deployment.js'

/**
 * The stages files to deploy: those that the context `stages-files` names, or else all files in infra/stages/.
 * @param context `PATH[,PATH...]`, relative to infra/
 */
export function stagesFilePaths(context: unknown): string[] {
  if (typeof context === 'string')
    return [
      ...new Set(
        context
          .split(',')
          .map(path => path.trim())
          .filter(path => path !== '')
      )
    ]
  return listOwnStagesFiles()
}

/** The stages files in infra/stages/, as paths relative to the working directory. */
export function listOwnStagesFiles(): string[] {
  const folder = relative('.', fileURLToPath(new URL('../stages', import.meta.url)))
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => /\.ya?ml$/i.test(name))
    .sort()
    .map(name => join(folder, name))
}

/**
 * Reads stages files that are deployed together.
 * @throws StagesFileError if a file has errors, Failure if the files conflict or cannot be read
 */
export function loadStagesFiles(paths: readonly string[]): Deployable {
  return combineFiles(paths.map(path => readDeployableFile(readText(path), path)))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure(`The stages file ${path} cannot be read: ${describeReadError(error)}.`, {
      cause: error,
      remedy: 'Create the file, or name another. In infra/, `cdk` takes `-c stages-files=PATH[,PATH...]`.'
    })
  }
}
