import {createHash} from 'node:crypto'
import type {Dirent} from 'node:fs'
import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'

/** The result of resolving the HEAD of a repository. */
export type Head =
  | {readonly kind: 'commit'; readonly id: string}
  /** HEAD names a branch that has no commit yet. */
  | {readonly kind: 'unborn'}
  | {readonly kind: 'unreadable'; readonly reason: string}
  /** The path is named `.git`, but is not a repository. */
  | {readonly kind: 'none'}

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/**
 * Reads HEAD from a `.git` directory, or from the file that replaces one in a worktree or a submodule. It does not call
 * git: the result must be the same if git is missing, or refuses a repository of another user.
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export function readHead(dotGit: string): Head {
  const directory = gitDirectory(dotGit)
  const head = directory === undefined ? undefined : readText(join(directory, 'HEAD'))
  if (directory === undefined || head === undefined) return {kind: 'none'}
  const shared = readText(join(directory, 'commondir'))
  const common = shared === undefined ? directory : resolve(directory, shared)
  return follow(head, ref => readText(join(directory, ref)) ?? readText(join(common, ref)) ?? packedRef(common, ref), 0)
}

/**
 * A digest of HEAD, of all refs and of the depth of a repository. A build may read them: `git describe` looks for tags, other
 * commands for branches, and `git rev-list --count` counts what a clone has.
 */
export function refsDigest(dotGit: string): string {
  const directory = gitDirectory(dotGit) ?? dotGit
  const shared = readText(join(directory, 'commondir'))
  const common = shared === undefined ? directory : resolve(directory, shared)
  const packed = (readText(join(common, 'packed-refs')) ?? '')
    .split('\n')
    .filter(line => !/^[#^]/.test(line) && line !== '')
  const refs = new Map(packed.map(line => [line.slice(line.indexOf(' ') + 1), line.split(' ', 1)[0]]))
  // A loose ref takes precedence over a packed one.
  for (const [name, value] of looseRefs(common, 'refs')) refs.set(name, value)
  const sorted = [...refs].sort(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify([
    readText(join(directory, 'HEAD')) ?? null,
    readText(join(common, 'shallow')) ?? null,
    sorted
  ])
  return createHash('sha256').update(text).digest('hex')
}

function looseRefs(common: string, name: string): [name: string, value: string][] {
  let entries: Dirent[]
  try {
    entries = readdirSync(join(common, name), {withFileTypes: true})
  } catch {
    return []
  }
  return entries.flatMap((entry): [string, string][] => {
    const path = `${name}/${entry.name}`
    return entry.isDirectory() ? looseRefs(common, path) : [[path, readText(join(common, path)) ?? '']]
  })
}

/** The directory of a repository: `.git` itself, or the one that a file of this name leads to; undefined if there is none. */
export function gitDirectory(dotGit: string): string | undefined {
  if (statSync(dotGit, {throwIfNoEntry: false})?.isDirectory() === true) return dotGit
  const link = /^gitdir: (.+)$/s.exec(readText(dotGit) ?? '')?.[1]
  return link === undefined ? undefined : resolve(dotGit, '..', link)
}

function follow(value: string, lookup: (ref: string) => string | undefined, depth: number): Head {
  if (COMMIT_ID.test(value)) return {kind: 'commit', id: value}
  const ref = /^ref: (refs\/.+)$/.exec(value)?.[1]
  // In the reftable format, HEAD names the impossible branch `.invalid`, and the refs are in a binary file. A name with `..`
  // could lead to any file, so neither is read, and the value is not shown.
  if (ref === undefined || ref === 'refs/heads/.invalid' || ref.split('/').includes('..') || depth > 5)
    return {kind: 'unreadable', reason: 'its HEAD has a form that is not read here'}
  const target = lookup(ref)
  return target === undefined ? {kind: 'unborn'} : follow(target, lookup, depth + 1)
}

function packedRef(common: string, ref: string): string | undefined {
  const line = readText(join(common, 'packed-refs'))
    ?.split('\n')
    .find(line => line.endsWith(` ${ref}`))
  return line?.split(' ', 1)[0]
}

function readText(path: string): string | undefined {
  try {
    // Reading a pipe waits for a writer, and nothing could stop that.
    if (!statSync(path).isFile()) return undefined
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
