import {createHash} from 'node:crypto'
import type {Dirent} from 'node:fs'
import {lstatSync, readdirSync} from 'node:fs'

import type {Blob} from './blob.js'
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
export function pathOf(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')])
}

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
  return /[\x80-\xff]/.test(path) ? Buffer.from(path, 'latin1').toString() : path
}

function kindOf(entry: Dirent): TreeEntry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO()) return 'pipe'
  return entry.isSocket() ? 'socket' : 'device'
}

/**
 * Hashes a directory as Docker would send it: paths, contents, all permission bits and targets of links, but neither times
 * nor owners. If git knows that a file is unmodified, its id comes from git and the file is not opened. The result is the
 * same.
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
      case 'directory':
      case 'pipe':
        return `${kind} ${permissions(root, path)}`
      case 'repository': {
        const head = readHead(`${root}/${fromBytes(path)}`)
        repositories.push({path: fromBytes(path), head})
        return `repository ${head.kind === 'commit' ? head.id : head.kind} ${refsDigest(`${root}/${fromBytes(path)}`)}`
      }
      case 'socket':
        // BuildKit sends a socket as an empty file.
        return `file ${permissions(root, path)} ${blobId(Buffer.alloc(0))}`
      case 'device':
        return `device ${permissions(root, path)} ${lstatSync(pathOf(root, path)).rdev}`
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
  const file = pathOf(root, path)
  const known = clean.kind === 'known' ? clean.files.get(path) : undefined
  if (kind === 'link') return `link ${known?.mode === '120000' ? known.id : linkId(file)}`
  if (known !== undefined && known.mode !== '120000') {
    const {mode, size} = lstatSync(file)
    // A file of another size was converted when it was checked out, and git does not notice.
    if (size === known.size) return `file ${octal(mode)} ${known.id}`
  }
  const {id, mode} = readBlob(file)
  return `file ${octal(mode)} ${id}`
}

function permissions(root: string, path: string): string {
  return octal(lstatSync(pathOf(root, path)).mode)
}

function octal(mode: number): string {
  return (mode & PERMISSIONS).toString(8)
}
