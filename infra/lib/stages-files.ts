import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

import {Failure} from '../../src/failure.js'
import type {Deployable} from './agreement.js'
import {together} from './agreement.js'
import {deployable} from './deployable-file.js'

/**
 * The stages files to deploy: those of the context `stages-files`, from infra/, or else whatever is in infra/stages/.
 * @param context `PATH[,PATH...]`
 */
export function stagesFilePaths(context: unknown): string[] {
  if (typeof context === 'string') return [...new Set(context.split(',').map(path => path.trim()).filter(path => path !== ''))]
  if (!existsSync('stages')) return []
  return readdirSync('stages').filter(name => /\.ya?ml$/i.test(name)).sort().map(name => join('stages', name))
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
    throw new Failure(`The stages file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      remedy: 'Put it there, or name another: `cdk` takes `-c stages-files=PATH[,PATH...]`, from infra/.'
    })
  }
}
