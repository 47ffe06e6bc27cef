import {createHash} from 'node:crypto'
import type {Dirent} from 'node:fs'
import {constants, lstatSync, readdirSync} from 'node:fs'

import type {Blob} from './blob.js'
import {blobId, createBlobReader, linkId, unreadable} from './blob.js'
import type {IgnorePattern, Matched} from './dockerignore.js'
import {matchPatterns, mayReturnBelow} from './dockerignore.js'
import type {Head} from './git-head.js'
import {readHead} from './git-head.js'
import type {CleanFile, CleanFiles} from './git-index.js'

/** One entry of a build context. A directory is an entry only if it is empty. */
export interface TreeEntry {
  /** Relative to the root. Each byte of the name is one character, because names need not be UTF-8. */
  readonly path: string
  readonly kind: 'file' | 'link' | 'empty directory' | 'repository' | 'socket' | 'pipe' | 'device'
}

export interface Tree {
  /** SHA-256, in hex. */
  readonly digest: string
  /** Repositories (`.git`) in the context. Each counts as the commit of its HEAD. */
  readonly repositories: readonly {readonly path: string; readonly head: Head}[]
}

/** The path of an entry on disk. */
function pathOf(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')])
}

/**
 * Lists a directory as Docker would send it, in an order that depends only on the bytes of the names.
 * @param root absolute, no symbolic link
 * @throws Failure that names a directory that cannot be read
 */
export function listTree(root: string, patterns: readonly IgnorePattern[]): TreeEntry[] {
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
      } else if (entry.isDirectory()) {
        if (excluded && !mayReturnBelow(patterns, fromBytes(path))) continue
        const before = entries.length
        list(path, matched)
        if (!excluded && entries.length === before) entries.push({path, kind: 'empty directory'})
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

function fromBytes(path: string): string {
  return /[\x80-\xff]/.test(path) ? Buffer.from(path, 'latin1').toString() : path
}

function kindOf(entry: Dirent): TreeEntry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO()) return 'pipe'
  return entry.isSocket() ? 'socket' : 'device'
}

/**
 * Hashes a directory as Docker would send it: paths, contents, the executable bit of the owner, targets of links and empty
 * directories, but neither times nor owners. If git knows that a file is unmodified, its id comes from git and the file is
 * not opened. The result is the same.
 * @param root absolute, no symbolic link
 * @param entries as `listTree` returns them
 * @throws Failure that names a file that cannot be read, or that changes while it is read
 */
export function hashTree(root: string, entries: readonly TreeEntry[], clean: CleanFiles): Tree {
  const repositories: {path: string; head: Head}[] = []
  const readBlob = createBlobReader()
  const hash = createHash('sha256')
  let records = ''

  const describe = ({path, kind}: TreeEntry): string => {
    switch (kind) {
      case 'file':
      case 'link':
        return describeFile(root, path, kind, clean, readBlob)
      case 'empty directory':
        return 'directory'
      case 'pipe':
        return 'pipe'
      case 'repository': {
        const head = readHead(`${root}/${fromBytes(path)}`)
        repositories.push({path: fromBytes(path), head})
        return `repository ${head.kind === 'commit' ? head.id : head.kind}`
      }
      case 'socket':
        // BuildKit sends a socket as an empty file.
        return `${isExecutable(root, path) ? '100755' : '100644'} ${blobId(Buffer.alloc(0))}`
      case 'device':
        return `device ${lstatSync(pathOf(root, path)).rdev}`
    }
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

function describeFile(
  root: string,
  path: string,
  kind: 'file' | 'link',
  clean: CleanFiles,
  readBlob: (path: Buffer) => Blob
): string {
  const known = clean.kind === 'known' ? clean.files.get(path) : undefined
  if (known !== undefined && (known.mode === '120000') === (kind === 'link'))
    return describeClean(root, path, known, clean)
  const file = pathOf(root, path)
  if (kind === 'link') return `120000 ${linkId(file)}`
  const {id, executable} = readBlob(file)
  return `${executable ? '100755' : '100644'} ${id}`
}

function describeClean(root: string, path: string, {id, mode}: CleanFile, clean: CleanFiles): string {
  if (mode === '120000' || (clean.kind === 'known' && clean.modes)) return `${mode} ${id}`
  return `${isExecutable(root, path) ? '100755' : '100644'} ${id}`
}

function isExecutable(root: string, path: string): boolean {
  return (lstatSync(pathOf(root, path)).mode & constants.S_IXUSR) !== 0
}
