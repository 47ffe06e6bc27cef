import {dirname} from 'node:path'

import {runGit} from '../core/git.js'
import type {ProcessEnv} from '../core/process-env.js'

/** A commit of a clone. */
export interface Commit {
  /** 40 hexadecimal digits, 64 in a repository that uses SHA-256. */
  id: string
  /** When it was committed. */
  time: Date
}

/**
 * The commit at HEAD.
 * @returns undefined if the directory is not in a checkout or has no commit, or if git is missing
 */
export async function headOf(directory: string, environment: ProcessEnv): Promise<Commit | undefined> {
  return await commitAt('HEAD', [directory], environment)
}

/** The commits at HEAD of the checkouts that directories are in, in their order. */
export async function headsOf(directories: readonly string[], environment: ProcessEnv): Promise<Commit[]> {
  const heads = await Promise.all(directories.map(directory => headOf(directory, environment)))
  return heads.filter(head => head !== undefined)
}

/**
 * A commit by its id, or by another name that git knows.
 * @param directories the first with such a commit counts
 * @returns undefined if the clone does not have it; most checkouts have a single commit
 */
export async function commitAt(
  name: string,
  directories: readonly string[],
  environment: ProcessEnv
): Promise<Commit | undefined> {
  for (const directory of directories) {
    const found = await commitIn(name, directory, environment)
    if (found !== undefined) return found
  }
  return undefined
}

async function commitIn(name: string, directory: string, environment: ProcessEnv): Promise<Commit | undefined> {
  try {
    // In a container job, another user may own the checkout, and git would refuse it.
    const settings = withParents(directory).map(path => ['safe.directory', path] as const)
    const args = ['rev-list', '--max-count=1', '--timestamp', name, '--']
    const [, seconds, id] =
      /^(\d+) ([0-9a-f]{40,64})\s*$/.exec(await runGit(args, {directory, environment, settings})) ?? []
    return id === undefined ? undefined : {id, time: new Date(Number(seconds) * 1000)}
  } catch {
    return undefined
  }
}

/** A directory and those above it: the repository may begin at any of them. */
function withParents(directory: string): string[] {
  const parent = dirname(directory)
  return parent === directory ? [directory] : [directory, ...withParents(parent)]
}
