import {realpathSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'

import {locateContext, readIgnorePatterns} from '../fingerprint/context.js'
import {leadsOut} from '../fingerprint/files.js'
import {listTree} from '../fingerprint/tree.js'
import type {BuildSettings} from '../run/build-settings.js'
import type {BuildOptions} from './options.js'
import {spelled} from './options.js'
import type {WorkingTree} from './working-tree.js'

/** Options that make another image of a commit than its workflow does. */
const VARIANTS = [
  'context',
  'file',
  'target',
  'platform',
  'buildArg',
  'secretEnv',
  'secretFile'
] as const satisfies readonly (keyof BuildOptions)[]

/**
 * What goes into the image and is not of the commit that is checked out; the commit's tag is then not its.
 * @returns a clause, or undefined where all of it is
 */
export async function besideCommit(
  tree: WorkingTree,
  options: BuildOptions,
  {context, file}: Pick<BuildSettings, 'context' | 'file'>
): Promise<string | undefined> {
  if (tree.isDirty) return 'with changes that are not committed'
  const variant = VARIANTS.find(name => options[name] !== undefined)
  if (variant !== undefined) return `built by options of its own (${spelled(variant)})`

  const place = locateContext(context, 'context', tree.directory)
  if (place.kind !== 'directory') return undefined
  const root = realpathSync(place.path)
  const top = realpathSync(tree.directory)
  if (leadsOut(relative(top, root))) return 'with a context that is outside of the repository'
  const dockerfile = resolve(tree.directory, file ?? join(context, 'Dockerfile'))
  const tracked = await trackedBelow(tree, root)
  // As listTree has it: each byte of a name is one character.
  const foreign = listTree(root, readIgnorePatterns(place.path, tree.directory, dockerfile)).find(
    ({path, kind}) => (kind === 'file' || kind === 'link') && tracked.get(path) !== 'as committed'
  )
  return foreign === undefined
    ? undefined
    : `with a file that is not the commit's (${join(relative(top, root), Buffer.from(foreign.path, 'latin1').toString())})`
}

/** The files that git tracks in a directory; of those it was told to pass over it does not say whether they changed. */
async function trackedBelow(
  {git}: WorkingTree,
  directory: string
): Promise<ReadonlyMap<string, 'as committed' | 'passed over'>> {
  const [flagged = '', inSubmodules = ''] = await Promise.all([
    git('-C', directory, 'ls-files', '-z', '-v'),
    git('-C', directory, 'ls-files', '-z', '--recurse-submodules')
  ])
  const names = (text: string): string[] => text.split('\0').filter(name => name !== '')
  const tracked = new Map<string, 'as committed' | 'passed over'>(
    names(inSubmodules).map(name => [latin(name), 'as committed'])
  )
  // `H` is a tracked file; lower case is assumed to be unchanged, `S` left out of the working tree.
  for (const row of names(flagged)) if (!row.startsWith('H ')) tracked.set(latin(row.slice(2)), 'passed over')
  return tracked
}

function latin(name: string): string {
  return Buffer.from(name).toString('latin1')
}
