import {createHash} from 'node:crypto'
import {existsSync, lstatSync, readFileSync, readlinkSync} from 'node:fs'
import {join} from 'node:path'

import {createBlobReader, PERMISSIONS} from '../fingerprint/blob.js'
import type {TreeEntry} from '../fingerprint/tree.js'
import type {WorkingTree} from './working-tree.js'

/** A file of a commit, as git stores it. */
interface StoredFile {
  /** `100644`, `100755`, or `120000` for a link */
  mode: string
  id: string
}

/** The content of a commit. Names are in Latin-1: each byte is one character. */
export interface CommittedFiles {
  files: ReadonlyMap<string, StoredFile>
  /** The directories that a checkout makes: those of files, and the places of submodules. */
  directories: ReadonlySet<string>
}

/**
 * Reads the files of a commit, those of its submodules included. The index is not asked: it can be told to hide changes
 * (assume-unchanged, skip-worktree, core.fileMode, a submodule that is ignored).
 */
export async function readCommittedFiles({git, directory, commit}: WorkingTree): Promise<CommittedFiles> {
  const files = new Map<string, StoredFile>()
  const directories = new Set<string>()

  const read = async (inside: string, id: string): Promise<void> => {
    const rows = (await git('-C', join(directory, inside), 'ls-tree', '-r', '-z', '--full-tree', id)) ?? ''
    for (const row of rows.split('\0')) {
      const [, mode = '', , object = '', name] = /^(\d+) (\w+) ([0-9a-f]+)\t([^]+)$/.exec(row) ?? []
      if (name === undefined) continue
      const path = join(inside, name)
      addParents(latin1(path), directories)
      if (mode !== '160000') files.set(latin1(path), {mode, id: object})
      else {
        directories.add(latin1(path))
        // A submodule that was not cloned is an empty directory.
        if (existsSync(join(directory, path, '.git'))) await read(path, object)
      }
    }
  }

  await read('', commit.id)
  return {files, directories}
}

function addParents(path: string, directories: Set<string>): void {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    directories.add(path.slice(0, end))
}

function latin1(name: string): string {
  return Buffer.from(name).toString('latin1')
}

/**
 * How an entry of a build context differs from a fresh checkout of the commit.
 * @param top the top of the working tree, with links followed
 * @param path relative to the top, in Latin-1
 * @returns a clause, such as `with a file that does not come from the commit`; undefined if it does not differ
 */
export function differenceOf(
  top: string,
  path: string,
  kind: TreeEntry['kind'],
  {files, directories}: CommittedFiles
): string | undefined {
  const place = Buffer.concat([Buffer.from(`${top}/`), Buffer.from(path, 'latin1')])
  const named = (what: string, detail = ''): string => `${what} (${Buffer.from(path, 'latin1').toString()}${detail})`
  switch (kind) {
    case 'directory':
      return directories.has(path)
        ? permissionsOf(place, 0o755, named)
        : named('with a directory that git does not keep, because no file of the commit is in it')
    case 'file':
    case 'link': {
      const stored = files.get(path)
      if (
        stored === undefined ||
        (kind === 'link') !== (stored.mode === '120000') ||
        idOf(place, kind, stored.id) !== stored.id
      )
        return named('with a file that does not come from the commit')
      return kind === 'link' ? undefined : permissionsOf(place, stored.mode === '100755' ? 0o755 : 0o644, named)
    }
    case 'repository':
      return undefined
    case 'socket':
    case 'pipe':
    case 'device':
      return named(`with a ${kind}, which git does not keep`)
  }
}

/**
 * How files of the commit are missing: a sparse checkout leaves them out, and git can be told not to notice (skip-worktree,
 * assume-unchanged).
 * @param isPresent whether an entry of the commit is on disk, or the build would not read it anyway; of a path in Latin-1
 * @returns a clause, such as `without a file of the commit (app/main)`; undefined if none is missing
 */
export function absenceFrom(
  isPresent: (path: string) => boolean,
  {files, directories}: CommittedFiles
): string | undefined {
  const of = (paths: Iterable<string>, what: string): string | undefined => {
    for (const path of paths)
      if (!isPresent(path)) return `without a ${what} of the commit (${Buffer.from(path, 'latin1').toString()})`
    return undefined
  }
  return of(files.keys(), 'file') ?? of(directories, 'directory')
}

/** The build reads all permission bits of a file. Git keeps one of them, and a checkout in a workflow gives the others. */
function permissionsOf(
  place: Buffer,
  expected: number,
  named: (what: string, detail: string) => string
): string | undefined {
  const mode = lstatSync(place).mode & PERMISSIONS
  const octal = (bits: number): string => bits.toString(8).padStart(4, '0')
  return mode === expected
    ? undefined
    : named('with permissions that the commit does not have', `: ${octal(mode)} instead of ${octal(expected)}`)
}

/** Git's id of what is on disk, without any conversion. A repository names objects by SHA-1, or by SHA-256. */
function idOf(place: Buffer, kind: 'file' | 'link', like: string): string {
  if (kind === 'file' && like.length === 40) return createBlobReader()(place).id
  const content = kind === 'link' ? readlinkSync(place, {encoding: 'buffer'}) : readFileSync(place)
  return createHash(like.length === 40 ? 'sha1' : 'sha256')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex')
}
