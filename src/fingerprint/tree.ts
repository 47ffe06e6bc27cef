import {createHash} from 'node:crypto'
import type {Dirent, Stats} from 'node:fs'
import {lstatSync, readdirSync} from 'node:fs'
import {setImmediate} from 'node:timers/promises'

import {blobId, createBlobReader, linkId, PERMISSIONS, unreadable} from './blob.js'
import type {IgnorePattern, Matched} from './dockerignore.js'
import {matchPatterns, mayReturnBelow} from './dockerignore.js'
import type {Head} from './git-head.js'
import {readHead, refsDigest} from './git-head.js'
import type {CleanFiles} from './git-index.js'

/** One entry of a build context. A directory is an entry after its content. */
export interface TreeEntry {
  /** Relative to the root. Each byte of the name is one character, because names need not be UTF-8. */
  readonly path: string
  readonly kind: 'file' | 'link' | 'directory' | 'repository' | 'socket' | 'pipe' | 'device'
}

export interface Tree {
  /** SHA-256, in hex. */
  readonly digest: string
  /** Repositories (`.git`) in the context. Each counts as the commit of its HEAD and its refs. */
  readonly repositories: readonly {readonly path: string; readonly head: Head}[]
}

/** The path of an entry on disk. */
export function pathOf(root: string, path: string): Buffer | string {
  // For tens of thousands of files it counts that Node converts text faster.
  if (!BEYOND_ASCII.test(path)) return `${root}/${path}`
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')])
}

const BEYOND_ASCII = /[\x80-\xff]/

/**
 * Lists a directory as Docker would send it, in an order that depends only on the bytes of the names.
 * @param root absolute, no symbolic link
 * @param openRepositories whether the files of a repository (`.git`) are listed too, after its own entry. The fingerprint
 * does not count them, because they change with every fetch.
 * @throws Failure that names a directory that cannot be read
 */
export function listTree(
  root: string,
  patterns: readonly IgnorePattern[],
  {openRepositories = false} = {}
): TreeEntry[] {
  const entries: TreeEntry[] = []

  // If `.git/*` is excluded, the commit does not change what is sent.
  const isHeadSent = (path: string, entry: Dirent, matched: Matched): boolean =>
    !entry.isDirectory() || !matchPatterns(patterns, `${fromBytes(path)}/HEAD`, matched).excluded

  const list = (directory: string, above: Matched | undefined): void => {
    for (const entry of readDirectory(root, directory)) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`
      const {excluded, matched} = matchPatterns(patterns, fromBytes(path), above)
      if (entry.name === '.git' && !excluded && isRepository(root, path, entry) && isHeadSent(path, entry, matched)) {
        entries.push({path, kind: 'repository'})
        if (!openRepositories) continue
      }
      if (entry.isDirectory()) {
        if (excluded && !mayReturnBelow(patterns, fromBytes(path))) continue
        const before = entries.length
        list(path, matched)
        // Docker also sends an excluded directory if it sends something in it.
        if (!excluded || entries.length > before) entries.push({path, kind: 'directory'})
      } else if (!excluded) entries.push({path, kind: kindOf(entry)})
    }
  }

  list('', undefined)
  return entries
}

function readDirectory(root: string, directory: string): Dirent[] {
  const path = pathOf(root, directory)
  try {
    const entries = readdirSync(path, {withFileTypes: true, encoding: 'latin1'})
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    throw unreadable(path, error)
  }
}

function isRepository(root: string, path: string, entry: Dirent): boolean {
  return !entry.isSymbolicLink() && readHead(`${root}/${fromBytes(path)}`).kind !== 'none'
}

/** The name of an entry as text. Bytes that are not UTF-8 are replaced. */
export function fromBytes(path: string): string {
  return BEYOND_ASCII.test(path) ? Buffer.from(path, 'latin1').toString() : path
}

function kindOf(entry: Dirent): TreeEntry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO()) return 'pipe'
  return entry.isSocket() ? 'socket' : 'device'
}

/** A tree of which only the files are not read yet whose content git may know. */
export interface DescribedTree {
  readonly root: string
  readonly entries: readonly DescribedEntry[]
  readonly repositories: Tree['repositories']
}

/** An entry of which all that counts is known, or a file. */
type DescribedEntry = {readonly path: string} & (
  | {readonly kind: 'known'; readonly description: string}
  | {readonly kind: 'file'; readonly size: number; readonly mode: number}
)

/** After so many entries, git's output is read: git waits while its pipe is full. */
const ENTRIES_AT_ONCE = 500

/**
 * Describes all entries of a directory.
 * @param root absolute, no symbolic link
 * @param entries as `listTree` returns them
 * @throws Failure that names an entry that cannot be read
 */
export async function describeTree(root: string, entries: readonly TreeEntry[]): Promise<DescribedTree> {
  const repositories: {path: string; head: Head}[] = []

  const describe = (path: string, kind: Exclude<TreeEntry['kind'], 'file'>): string => {
    switch (kind) {
      case 'link':
        return `link ${linkId(pathOf(root, path))}`
      case 'directory':
      case 'pipe':
        return `${kind} ${octal(statusOf(root, path).mode)}`
      case 'repository': {
        const head = readHead(`${root}/${fromBytes(path)}`)
        repositories.push({path: fromBytes(path), head})
        return `repository ${head.kind === 'commit' ? head.id : head.kind} ${refsDigest(`${root}/${fromBytes(path)}`)}`
      }
      case 'socket':
        // BuildKit sends a socket as an empty file.
        return describeFile(statusOf(root, path).mode, blobId(Buffer.alloc(0)))
      case 'device':
        return `device ${octal(statusOf(root, path).mode)} ${statusOf(root, path).rdev}`
    }
  }

  const described: DescribedEntry[] = []
  for (const {path, kind} of entries) {
    if (kind === 'file') {
      const {size, mode} = statusOf(root, path)
      described.push({path, kind, size, mode})
    } else described.push({path, kind: 'known', description: describe(path, kind)})
    if (described.length % ENTRIES_AT_ONCE === 0) await setImmediate()
  }
  return {root, entries: described, repositories}
}

/**
 * Hashes a directory as Docker would send it: paths, contents, all permission bits and targets of links, but neither times
 * nor owners. If git knows that a file is unmodified, its id comes from git and the file is not opened. The result is the
 * same.
 * @throws Failure that names a file that cannot be read, or that changes while it is read
 */
export function hashTree({root, entries, repositories}: DescribedTree, clean: CleanFiles): Tree {
  const readBlob = createBlobReader()
  const hash = createHash('sha256')
  let records = ''

  const describe = (entry: DescribedEntry): string => {
    if (entry.kind === 'known') return entry.description
    const known = clean.kind === 'known' ? clean.files.get(entry.path) : undefined
    // A file of another size was converted when it was checked out, and git does not notice.
    if (known?.size === entry.size) return describeFile(entry.mode, known.id)
    const {id, mode} = readBlob(pathOf(root, entry.path))
    return describeFile(mode, id)
  }

  for (const entry of entries) {
    // A path may contain any byte, so its length marks the end of the record.
    records += `${describe(entry)} ${entry.path.length}:${entry.path}\n`
    if (records.length > 1 << 16) {
      hash.update(records, 'latin1')
      records = ''
    }
  }
  return {digest: hash.update(records, 'latin1').digest('hex'), repositories}
}

function describeFile(mode: number, id: string): string {
  return `file ${octal(mode)} ${id}`
}

function statusOf(root: string, path: string): Stats {
  const file = pathOf(root, path)
  try {
    return lstatSync(file)
  } catch (error) {
    throw unreadable(file, error)
  }
}

function octal(mode: number): string {
  return (mode & PERMISSIONS).toString(8)
}
