import {existsSync} from 'node:fs'
import {dirname, join, relative, resolve, sep} from 'node:path'

import {leadsOut} from '../fingerprint/files.js'

/**
 * The directory from which the paths in the stages file start: its checkout. With `path`, `actions/checkout` puts one below
 * the workspace.
 * @param config the stages file: relative to the workspace, or absolute
 * @returns relative to the workspace; `.` for the workspace itself
 */
export function baseOfStagesFile(workspace: string, config: string): string {
  const isCheckout = (directory: string): boolean => existsSync(join(directory, '.git'))
  const below = relative(workspace, dirname(resolve(workspace, config)))
  if (isCheckout(workspace) || leadsOut(below)) return '.'
  const names = below.split(sep)
  // A checkout may have submodules, so the outermost one counts.
  const directories = names.map((_, index) => names.slice(0, index + 1).join(sep))
  return directories.find(directory => isCheckout(join(workspace, directory))) ?? '.'
}
