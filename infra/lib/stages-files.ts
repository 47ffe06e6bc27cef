import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'

import {describeReadError, Failure} from '../../src/core/failure.js'
import type {Deployable} from './agreement.js'
import {together} from './agreement.js'
import {deployable} from './deployable-file.js'

/**
 * The stages files to deploy: those of the context `stages-files`, from infra/, or else whatever is in infra/stages/.
 * @param context `PATH[,PATH...]`
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
  return ownStagesFiles()
}

/** Whatever is in infra/stages/, as paths from here. */
export function ownStagesFiles(): string[] {
  const folder = relative('.', fileURLToPath(new URL('../stages', import.meta.url)))
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => /\.ya?ml$/i.test(name))
    .sort()
    .map(name => join(folder, name))
}

/**
 * Reads the stages files that are deployed together.
 * @throws StagesFileError, or Failure where the files do not go together or cannot be read
 */
export function loadStagesFiles(paths: readonly string[]): Deployable {
  return together(paths.map(path => deployable(textOf(path), path)))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure(`The stages file ${path} cannot be read: ${describeReadError(error)}.`, {
      cause: error,
      remedy: 'Put it there, or name another: `cdk` takes `-c stages-files=PATH[,PATH...]`, from infra/.'
    })
  }
}
