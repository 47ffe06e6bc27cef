import {execFile} from 'node:child_process'

import {Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Commit} from '../fingerprint/commit.js'
import {headOf} from '../fingerprint/commit.js'

/** The git repository that a command is run in. */
export interface WorkingTree {
  directory: string
  commit: Commit
  /** undefined if HEAD is detached. */
  branch: string | undefined
  /** The remote of the branch; without one, the only remote; if there are several, `origin`. */
  remote: string | undefined
  /** Whether tracked files differ from HEAD, or there are files that git neither tracks nor ignores. */
  isDirty: boolean
  /** Runs git in the directory and returns what it printed; undefined if git failed. */
  git: (...args: string[]) => Promise<string | undefined>
}

/** @throws Failure outside a git repository, or in one without a commit */
export async function readWorkingTree(from: string, environment: ProcessEnv): Promise<WorkingTree> {
  const directory = await topOf(from, environment)
  const git = async (...args: string[]): Promise<string | undefined> =>
    await runGit(directory, args, environment).catch(() => undefined)
  const [commit, head, changes, remotes = ''] = await Promise.all([
    headOf(directory, environment),
    git('symbolic-ref', '--quiet', 'HEAD'),
    // The build reads a submodule's changes even if git is configured to ignore them.
    git('status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=none'),
    git('remote')
  ])
  if (commit === undefined)
    throw new Failure(`The repository ${directory} has no commit yet, and the tags of an image name a commit.`, {
      remedy: 'Commit first.'
    })
  const branch = head?.replace(/^refs\/heads\//, '')
  const configured = branch === undefined ? undefined : await git('config', '--get', `branch.${branch}.remote`)
  const names = remotes.split('\n').filter(name => name !== '')
  const remote = [configured, names.length === 1 ? names[0] : undefined, 'origin'].find(
    name => name !== undefined && names.includes(name)
  )
  return {directory, commit, branch, remote, isDirty: changes !== '', git}
}

async function topOf(from: string, environment: ProcessEnv): Promise<string> {
  try {
    return await runGit(from, ['rev-parse', '--show-toplevel'], environment)
  } catch (error) {
    const isMissing = (error as {code?: unknown}).code === 'ENOENT'
    const reason = isMissing ? 'git is not installed' : reasonOf(error)
    throw new Failure(`Looking for the git repository of ${from}: ${reason}`, {
      cause: error,
      remedy: isMissing
        ? 'Install git: the tags of an image name a branch and a commit.'
        : "Run this in a clone of the image's repository, with its files checked out."
    })
  }
}

async function runGit(directory: string, args: string[], environment: ProcessEnv): Promise<string> {
  return await new Promise((resolve, reject) => {
    // A prompt of git would wait forever here, because nobody sees it.
    const env = {...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C'}
    execFile(
      'git',
      // Otherwise, git refuses a clone that belongs to another user.
      ['-c', 'safe.directory=*', '-C', directory, ...args],
      {env, maxBuffer: 64 * 1024 * 1024},
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout.trim())
          return
        }
        const failed: Error = Object.assign(error, {stderr})
        reject(failed)
      }
    )
  })
}

/** The first line that git printed, without its label. */
function reasonOf(error: unknown): string {
  const {stderr = ''} = error as {stderr?: string}
  const [first = ''] = stderr.trim().split('\n')
  return first.replace(/^fatal: /, '') || messageOf(error)
}
