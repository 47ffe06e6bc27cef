import {existsSync, lstatSync, realpathSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'

import type {Setting} from '../core/setting.js'
import {OPTIONS} from '../core/setting.js'
import {locateContext, readIgnoreRules} from '../fingerprint/context.js'
import {leadsOut} from '../fingerprint/files.js'
import {listTree} from '../fingerprint/tree.js'
import type {BuildSettings} from '../run/build-settings.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import {differenceOf, readCommittedFiles} from './committed-files.js'
import type {BuildOptions} from './options.js'
import {valueOf} from './options.js'
import type {WorkingTree} from './working-tree.js'

/** Settings that can make the image differ from the one that the commit's workflow builds. */
const DEVIATING: readonly Setting[] = [
  'context',
  'file',
  'target',
  'platforms',
  'build-args',
  'secret-envs',
  'secret-files'
]

/** Options of `deviationFromCommit`. */
export interface DeviationOptions {
  /** The stages file, relative to the top of the clone. */
  config?: string
  /** The variant of the build, if the stages file does not say what differs for it. */
  unlistedVariant?: string | undefined
}

/**
 * How the sources of a build deviate from the commit that is checked out. Such an image must not get the commit's tag.
 * @returns a clause, such as `with uncommitted changes`; undefined if the image is the commit's own
 */
export async function deviationFromCommit(
  tree: WorkingTree,
  options: BuildOptions,
  {context, file}: Pick<BuildSettings, 'context' | 'file'>,
  {config = DEFAULT_STAGES_FILE, unlistedVariant}: DeviationOptions = {}
): Promise<string | undefined> {
  if (tree.isDirty) return 'with uncommitted changes'
  const option = DEVIATING.find(setting => valueOf(options, setting) !== undefined)
  if (option !== undefined) return `built with the option ${OPTIONS[option]}`
  if (unlistedVariant !== undefined)
    return `of the variant ${unlistedVariant}, whose settings the stages file does not list`

  const place = locateContext(context, 'context', tree.directory)
  if (place.kind !== 'directory') return undefined
  const root = realpathSync.native(place.path)
  const top = realpathSync.native(tree.directory)
  if (leadsOut(relative(top, root))) return 'with a context outside the repository'
  const dockerfile = resolve(top, file ?? join(context, 'Dockerfile'))
  const committed = await readCommittedFiles(tree)
  const inside = relative(top, root)
  // listTree gives names in Latin-1: each byte is one character.
  const prefix = inside === '' ? '' : `${Buffer.from(inside).toString('latin1')}/`
  const entries = listTree(root, readIgnoreRules(place.path, tree.directory, dockerfile).patterns).map(
    ({path, kind}) => ({path: `${prefix}${path}`, kind})
  )
  for (const {path, kind} of [...entries, ...rulesOf(top, [dockerfile, root, resolve(top, config)])]) {
    const difference = differenceOf(top, path, kind, committed)
    if (difference !== undefined) return difference
  }
  return undefined
}

/** The files inside the repository that decide what is built, wherever the context is. */
function rulesOf(top: string, paths: readonly string[]): {path: string; kind: 'file' | 'link'}[] {
  return paths
    .flatMap(path => [path, `${path}.dockerignore`, join(path, '.dockerignore')])
    .filter(path => existsSync(path) && !lstatSync(path).isDirectory() && !leadsOut(relative(top, path)))
    .map(path => ({
      path: Buffer.from(relative(top, path)).toString('latin1'),
      kind: lstatSync(path).isSymbolicLink() ? 'link' : 'file'
    }))
}
