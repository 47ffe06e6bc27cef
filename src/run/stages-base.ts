import {lstatSync} from 'node:fs'
import {dirname, join, relative, resolve, sep} from 'node:path'

import {leadsOut} from '../fingerprint/files.js'
import {gitDirectory} from '../fingerprint/git-head.js'

/**
 * The directory from which the paths in the stages file start: its checkout.
 * @param config the stages file: relative to the workspace, or absolute
 * @returns relative to the workspace; `.` for the workspace itself
 */
export function baseOfStagesFile(workspace: string, config: string): string {
  return checkoutOf(workspace, dirname(resolve(workspace, config)))
}

/**
 * The checkout that holds a path. With `path`, `actions/checkout` puts one below the workspace, and the workspace may be
 * another checkout. A submodule belongs to the checkout that has it.
 * @returns relative to the workspace; `.` for the workspace itself, and for a path elsewhere
 */
export function checkoutOf(workspace: string, path: string): string {
  const below = relative(workspace, path)
  if (below === '' || leadsOut(below)) return '.'
  const names = below.split(sep)
  const directories = names.map((_, index) => names.slice(0, index + 1).join(sep))
  // A link belongs to the checkout before it, whatever it leads to.
  const end = directories.findIndex(one => !isDirectory(join(workspace, one)))
  const own = end === -1 ? directories : directories.slice(0, end)
  return own.findLast(one => isCheckout(join(workspace, one))) ?? '.'
}

/** Whether a path is a directory, and no link to one. */
function isDirectory(path: string): boolean {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The `.git` of a submodule is a file. It leads to the directory `modules` of the other repository. */
const OF_SUBMODULE = /[\\/]\.git[\\/](?:.*[\\/])?modules[\\/]/s

function isCheckout(directory: string): boolean {
  const repository = gitDirectory(join(directory, '.git'))
  return repository !== undefined && !OF_SUBMODULE.test(repository)
}
