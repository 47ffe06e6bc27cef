import {existsSync, lstatSync, realpathSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'

import type {Setting} from '../core/setting.js'
import {OPTIONS} from '../core/setting.js'
import {locateContext, readIgnoreRules} from '../fingerprint/context.js'
import type {IgnorePattern} from '../fingerprint/dockerignore.js'
import {excludingPattern} from '../fingerprint/dockerignore.js'
import {leadsOut} from '../fingerprint/files.js'
import {fromBytes, listTree} from '../fingerprint/tree.js'
import type {BuildSettings} from '../run/build-settings.js'
import {buildSettings} from '../run/build-settings.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import type {CommittedFiles} from './committed-files.js'
import {absenceFrom, differenceOf, readCommittedFiles} from './committed-files.js'
import type {LocalJob} from './local-job.js'
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
  const rules = [dockerfile, `${dockerfile}.dockerignore`, join(root, '.dockerignore'), resolve(top, config)]
  const {patterns} = readIgnoreRules(place.path, tree.directory, dockerfile)
  return differenceOfFiles({top, root, patterns, rules}, await readCommittedFiles(tree))
}

/** Like `deviationFromCommit`, for the build that the settings of a job describe. */
export async function deviationOfJob(
  job: Pick<LocalJob, 'inputs' | 'image' | 'environment'>,
  tree: WorkingTree,
  options: BuildOptions
): Promise<string | undefined> {
  const {inputs, image} = job
  const isListed = inputs.variant === undefined || Object.hasOwn(image.variants, inputs.variant)
  const unlistedVariant = isListed ? undefined : inputs.variant
  return await deviationFromCommit(tree, options, buildSettings(job), {config: inputs.config, unlistedVariant})
}

/** The files that decide on an image. Paths are absolute, with links followed. */
interface BuildFiles {
  /** The top of the working tree. */
  top: string
  /** The context, which is inside. */
  root: string
  patterns: readonly IgnorePattern[]
  /** Files that decide what is built, wherever the context is. They need not exist, nor be inside. */
  rules: readonly string[]
}

function differenceOfFiles({top, root, patterns, rules}: BuildFiles, committed: CommittedFiles): string | undefined {
  const inside = pathBelow(top, root)
  const prefix = inside === '' ? '' : `${inside}/`
  const entries = listTree(root, patterns).map(({path, kind}) => ({path: `${prefix}${path}`, kind}))
  // Of a link, its target counts too.
  const ruling = [...new Set(rules.flatMap(path => (existsSync(path) ? [path, realpathSync(path)] : [path])))].filter(
    path => !leadsOut(relative(top, path))
  )
  const present = ruling.filter(path => existsSync(path) && !lstatSync(path).isDirectory())
  for (const {path, kind} of [...entries, ...present.map(path => entryOf(top, path))]) {
    const difference = differenceOf(top, path, kind, committed)
    if (difference !== undefined) return difference
  }

  const isSent = (path: string): boolean =>
    path.startsWith(prefix) && excludingPattern(patterns, fromBytes(path.slice(prefix.length))) === undefined
  const missing = new Set(ruling.filter(path => !existsSync(path)).map(path => pathBelow(top, path)))
  const listed = new Set(entries.map(({path}) => path))
  return absenceFrom(path => listed.has(path) || !(isSent(path) || missing.has(path)), committed)
}

function entryOf(top: string, path: string): {path: string; kind: 'file' | 'link'} {
  return {path: pathBelow(top, path), kind: lstatSync(path).isSymbolicLink() ? 'link' : 'file'}
}

/** As listTree gives names, in Latin-1: each byte is one character. */
function pathBelow(top: string, path: string): string {
  return Buffer.from(relative(top, path)).toString('latin1')
}
