import {isUtf8} from 'node:buffer'
import {lstatSync, readlinkSync} from 'node:fs'

import {PERMISSIONS, unreadable} from './blob.js'
import type {IgnorePattern} from './dockerignore.js'
import {readHead} from './git-head.js'
import type {Tree, TreeEntry} from './tree.js'
import {fromBytes, listTree, pathOf} from './tree.js'

/** A file of a context, or another entry, as Docker would send it. */
export interface SentFile {
  /** Relative to the context, with `/`. */
  readonly path: string
  /** The bytes of the path, if they are not UTF-8. The path then has replacement characters. */
  readonly bytes?: Buffer
  readonly type: Exclude<TreeEntry['kind'], 'repository'>
  /** Bytes of the content; 0 for anything but a file. */
  readonly size: number
  /** The permission bits. */
  readonly mode: number
  /** The target of a link. */
  readonly target?: string
}

export interface SentTree {
  /** In the order of their paths, by code unit. */
  readonly files: readonly SentFile[]
  readonly repositories: Tree['repositories']
}

/**
 * Lists a directory as Docker would send it, with the files of its repositories. No file is opened.
 * @param root absolute, no symbolic link
 * @throws Failure that names a directory that cannot be read
 */
export function listSentFiles(root: string, patterns: readonly IgnorePattern[]): SentTree {
  const entries = listTree(root, patterns, {openRepositories: true})
  return {
    files: entries
      .flatMap(entry => describeEntry(root, entry) ?? [])
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    repositories: entries
      .filter(({kind}) => kind === 'repository')
      .map(({path}) => ({path: fromBytes(path), head: readHead(`${root}/${fromBytes(path)}`)}))
  }
}

/**
 * Describes one entry.
 * @returns undefined if it is gone, or is a repository, whose files are entries of their own
 */
export function describeEntry(root: string, {path, kind}: TreeEntry): SentFile | undefined {
  if (kind === 'repository') return undefined
  const file = pathOf(root, path)
  try {
    const stats = lstatSync(file, {throwIfNoEntry: false})
    if (stats === undefined) return undefined
    const bytes = Buffer.from(path, 'latin1')
    return {
      path: fromBytes(path),
      ...(isUtf8(bytes) ? {} : {bytes}),
      type: kind,
      size: kind === 'file' ? stats.size : 0,
      mode: stats.mode & PERMISSIONS,
      ...(kind === 'link' ? {target: readlinkSync(file)} : {})
    }
  } catch (error) {
    throw unreadable(file, error)
  }
}
