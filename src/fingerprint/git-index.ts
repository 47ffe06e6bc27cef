import {messageOf} from '../core/failure.js'
import {runGit, withoutFilters} from '../core/git.js'
import type {ProcessEnv} from '../core/process-env.js'

/** Git's record of a file, no link, whose working copy is as it was checked out or added. */
export interface CleanFile {
  readonly id: string
  /** Bytes of what git stores. If the working copy has another size, git converted it, and no longer knows. */
  readonly size: number
}

export type CleanFiles =
  /** Keys are paths below the directory, one character per byte. */
  | {readonly kind: 'known'; readonly files: ReadonlyMap<string, CleanFile>}
  | {readonly kind: 'unknown'; readonly reason: string}

/**
 * Asks git for the unmodified tracked files and their ids. An unmodified file is left out if its working copy may still
 * differ from what git stores: files with a filter (LFS), an end-of-line or encoding attribute, submodules, and entries
 * that git was told not to check. So is a file that the last commit does not have, because its size is not known.
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
    const files = readIndex(index, tree)
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
  const listing = await git(['config', '-z', '--get-regexp', '^(core\\.|extensions\\.|filter\\.|lfs\\.extension\\.)'])
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
    hasOwnFilters:
      overrides.some(([key]) => !/^filter\.lfs\.[a-z]+$/.test(key)) ||
      [...settings.keys()].some(key => key.startsWith('lfs.extension.')),
    overrides
  }
}

/** Without extensions, the text that Git LFS stores for a file has at most 144 bytes. A file of that size could pass for it. */
const LFS_POINTER_BYTES = 256

/**
 * Reads the files of the index that the last commit has, too.
 * @param index rows of `H 100644 <40 hex digits> 0<tab><path>`, ordered by path
 * @param commit rows of `100644 blob <40 hex digits> <size><tab><path>`, in the same order
 */
function readIndex(index: string, commit: string): Map<string, CleanFile> {
  const files = new Map<string, CleanFile>()
  let row = rowAt(commit, 0)
  for (let start = 0, end = index.indexOf('\0'); end >= 0; start = end + 1, end = index.indexOf('\0', start)) {
    const path = index.slice(start + 52, end)
    while (row !== undefined && row.path < path) row = rowAt(commit, row.end + 1)
    if (row?.path !== path) continue
    // Any other letter marks an entry that is unmerged, removed, or not to be checked.
    if (!index.startsWith('H 100', start) || index.charAt(start + 50) !== '0') continue
    const id = index.slice(start + 9, start + 49)
    const size = Number(commit.slice(row.start + 52, row.tab))
    if (commit.startsWith(id, row.start + 12) && size > LFS_POINTER_BYTES) files.set(path, {id, size})
  }
  return files
}

/** The row of a listing that starts at an index; undefined at its end. */
function rowAt(listing: string, start: number): {start: number; tab: number; end: number; path: string} | undefined {
  const tab = listing.indexOf('\t', start)
  if (tab < 0) return undefined
  const end = listing.indexOf('\0', tab)
  return {start, tab, end, path: listing.slice(tab + 1, end)}
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
