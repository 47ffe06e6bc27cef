import {realpathSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'

import type {Setting} from '../core/setting.js'
import {OPTIONS} from '../core/setting.js'
import {locateContext, readIgnoreRules} from '../fingerprint/context.js'
import {leadsOut} from '../fingerprint/files.js'
import {listTree} from '../fingerprint/tree.js'
import type {BuildSettings} from '../run/build-settings.js'
import type {BuildOptions} from './options.js'
import {valueOf} from './options.js'
import type {WorkingTree} from './working-tree.js'

/** Settings that can make the image differ from the one that the commit's workflow builds. */
const VARIANTS: readonly Setting[] = [
  'context',
  'file',
  'target',
  'platforms',
  'build-args',
  'secret-envs',
  'secret-files'
]

/**
 * How the sources of a build deviate from the commit that is checked out. Such an image must not get the commit's tag.
 * @returns a clause, such as `with uncommitted changes`; undefined if the image is the commit's own
 */
export async function deviationFromCommit(
  tree: WorkingTree,
  options: BuildOptions,
  {context, file}: Pick<BuildSettings, 'context' | 'file'>
): Promise<string | undefined> {
  if (tree.isDirty) return 'with uncommitted changes'
  const variant = VARIANTS.find(setting => valueOf(options, setting) !== undefined)
  if (variant !== undefined) return `built with the option ${OPTIONS[variant]}`

  const place = locateContext(context, 'context', tree.directory)
  if (place.kind !== 'directory') return undefined
  const root = realpathSync(place.path)
  const top = realpathSync(tree.directory)
  if (leadsOut(relative(top, root))) return 'with a context outside the repository'
  const dockerfile = resolve(tree.directory, file ?? join(context, 'Dockerfile'))
  const tracked = await trackedFiles(tree, root)
  // listTree gives names in Latin-1: each byte is one character.
  const foreign = listTree(root, readIgnoreRules(place.path, tree.directory, dockerfile).patterns).find(
    ({path, kind}) => (kind === 'file' || kind === 'link') && tracked.get(path) !== 'as committed'
  )
  return foreign === undefined
    ? undefined
    : `with a file that does not come from the commit (${join(relative(top, root), Buffer.from(foreign.path, 'latin1').toString())})`
}

/** `unchecked`: git was told to ignore changes of the file, and does not report them. */
type TrackedState = 'as committed' | 'unchecked'

/** The files that git tracks in a directory, with their names in Latin-1. */
async function trackedFiles({git}: WorkingTree, directory: string): Promise<ReadonlyMap<string, TrackedState>> {
  const [flagged = '', inSubmodules = ''] = await Promise.all([
    git('-C', directory, 'ls-files', '-z', '-v'),
    git('-C', directory, 'ls-files', '-z', '--recurse-submodules')
  ])
  const entries = (text: string): string[] => text.split('\0').filter(name => name !== '')
  const tracked = new Map<string, TrackedState>(entries(inSubmodules).map(name => [latin1(name), 'as committed']))
  // https://git-scm.com/docs/git-ls-files: `H` is a tracked file, `S` is skip-worktree, lower case is assume-unchanged.
  for (const row of entries(flagged)) if (!row.startsWith('H ')) tracked.set(latin1(row.slice(2)), 'unchecked')
  return tracked
}

function latin1(name: string): string {
  return Buffer.from(name).toString('latin1')
}
