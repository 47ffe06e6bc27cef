import {messageOf} from '../core/failure.js'
import {runGit, withoutFilters} from '../core/git.js'
import type {ProcessEnv} from '../core/process-env.js'

/** Git's record of a file whose working copy is exactly as it was added. */
export interface CleanFile {
  readonly id: string
  readonly mode: '100644' | '100755' | '120000'
  /** Bytes of what git stores; undefined if that is not known. */
  readonly size: number | undefined
}

export type CleanFiles =
  /** Keys are paths below the directory, one character per byte. */
  | {readonly kind: 'known'; readonly files: ReadonlyMap<string, CleanFile>}
  | {readonly kind: 'unknown'; readonly reason: string}

/**
 * Asks git for the unmodified tracked files and their ids. An unmodified file is left out if its working copy may still
 * differ from what git stores: files with a filter (LFS), an end-of-line or encoding attribute, submodules, and entries
 * that git was told not to check.
 *
 * Git only reads, and runs no program that the repository's configuration names. The promise resolves as soon as git is
 * running, so that the caller can list the directory in the meantime.
 */
export async function askForCleanFiles(
  directory: string,
  environment: ProcessEnv
): Promise<{readonly answer: Promise<CleanFiles>}> {
  try {
    const settings = await readSettings(directory, environment)
    return {answer: answer(directory, environment, settings)}
  } catch (error) {
    return {answer: Promise.resolve({kind: 'unknown', reason: messageOf(error)})}
  }
}

async function answer(directory: string, environment: ProcessEnv, settings: Settings): Promise<CleanFiles> {
  if (settings.objectFormat !== 'sha1')
    return {kind: 'unknown', reason: `the repository's ids are ${settings.objectFormat}`}
  // Git would compare other files than those of the directory. In a submodule it would not, but only the setting tells.
  if (settings.hasOtherFiles) return {kind: 'unknown', reason: 'core.worktree is set'}
  if (settings.convertsLineEndings) return {kind: 'unknown', reason: 'core.autocrlf is set'}
  if (settings.hasOwnFilters) return {kind: 'unknown', reason: 'a filter is configured'}
  const git = gitIn(directory, environment, settings.overrides)
  try {
    const [index, modified, tree] = await Promise.all([
      git(['ls-files', '-v', '-s', '-z', '--', ...UNCONVERTED]),
      git(['diff-files', '--name-only', '--relative', '--ignore-submodules=all', '--no-ext-diff', '-z']),
      git(['ls-tree', '-r', '-l', '-z', 'HEAD']).catch(() => '')
    ])
    const files = readIndex(index, readSizes(tree))
    for (const path of modified.split('\0')) files.delete(path)
    return {kind: 'known', files}
  } catch (error) {
    return {kind: 'unknown', reason: messageOf(error)}
  }
}

/** Git stores these files byte by byte: they are marked as binary (`-text`), or no attribute converts them. */
const UNCONVERTED = [
  ':(attr:!text !crlf !eol !ident !filter !working-tree-encoding)',
  ':(attr:-text !ident !filter !working-tree-encoding)'
]

interface Settings {
  readonly objectFormat: string
  readonly hasOtherFiles: boolean
  readonly convertsLineEndings: boolean
  /** Whether a filter other than that of Git LFS is configured. Another branch may have used it when a file was checked out. */
  readonly hasOwnFilters: boolean
  /** Settings that disable the filters that the configuration would have git run. */
  readonly overrides: readonly (readonly [name: string, value: string])[]
}

async function readSettings(directory: string, environment: ProcessEnv): Promise<Settings> {
  const git = gitIn(directory, environment, [])
  const listing = await git(['config', '-z', '--get-regexp', '^(core\\.|extensions\\.|filter\\.)'])
  const settings = new Map<string, string>()
  for (const entry of listing.split('\0')) {
    const [, key, value] = /^([^\n]+)(?:\n(.*))?$/s.exec(entry) ?? []
    // A key without a value stands for true.
    if (key !== undefined) settings.set(key, value ?? 'true')
  }
  const isFalse = (key: string): boolean => /^(?:false|no|off|0|)$/i.test(settings.get(key) ?? 'no')
  // If a file was added within the current clock tick, git compares its content, and runs it through filters first.
  const overrides = withoutFilters([...settings.keys()])
  return {
    objectFormat: settings.get('extensions.objectformat') ?? 'sha1',
    hasOtherFiles: settings.has('core.worktree'),
    convertsLineEndings: !isFalse('core.autocrlf'),
    hasOwnFilters: overrides.some(([key]) => !/^filter\.lfs\.[a-z]+$/.test(key)),
    overrides
  }
}

/** Sizes by id. A row is `<mode> blob <id> <size><tab><path>`. */
function readSizes(listing: string): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const [, id, size] of listing.matchAll(/[0-7]{6} blob ([0-9a-f]{40}) +(\d+)\t[^\0]*\0/g)) {
    if (id !== undefined) sizes.set(id, Number(size))
  }
  return sizes
}

/** Git LFS replaces a file by a text of about 130 bytes. A file of that size could pass for its text. */
const LFS_POINTER_BYTES = 1024

function readIndex(listing: string, sizes: ReadonlyMap<string, number>): Map<string, CleanFile> {
  const files = new Map<string, CleanFile>()
  for (let start = 0, end = listing.indexOf('\0'); end >= 0; start = end + 1, end = listing.indexOf('\0', start)) {
    // `H 100644 <40 hex digits> 0<tab>path`. Any other letter marks an entry that is unmerged, removed, or not to be checked.
    const mode = listing.slice(start + 2, start + 8)
    if (listing.charAt(start) !== 'H' || listing.charAt(start + 50) !== '0') continue
    if (mode !== '100644' && mode !== '100755' && mode !== '120000') continue
    const id = listing.slice(start + 9, start + 49)
    const size = sizes.get(id)
    // Small files are read at once, so nothing is lost by not trusting git with them.
    const trusted = size !== undefined && (size > LFS_POINTER_BYTES || mode === '120000') ? size : undefined
    files.set(listing.slice(start + 52, end), {id, mode, size: trusted})
  }
  return files
}

/** Creates a function that runs git in a directory and returns its output, one character per byte. */
function gitIn(directory: string, environment: ProcessEnv, overrides: Settings['overrides']) {
  return async (command: readonly string[]): Promise<string> =>
    await runGit(command, {directory, environment, settings: [...STRICT, ...overrides]})
}

/** The configuration may relax these checks, but a file counts as unmodified only if it passes all of them. */
const STRICT = [
  ['core.checkStat', 'default'],
  ['core.trustctime', 'true'],
  ['core.ignoreStat', 'false']
] as const
