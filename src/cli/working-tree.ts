import {existsSync, realpathSync} from 'node:fs'
import {join, resolve} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'
import {filterSettings, GitError, OldGit, runGit, runGitOutside} from '../core/git.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Commit} from '../fingerprint/commit.js'
import {headOf} from '../fingerprint/commit.js'
import {gitDirectory} from '../fingerprint/git-head.js'

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
  /**
   * Lists refs of a remote: `git ls-remote` with one option and patterns; undefined if git failed. It runs outside the
   * repository, so that only the user's own ssh and credential programs run.
   */
  listRemote: (remote: string, option: string, ...patterns: string[]) => Promise<string | undefined>
}

/** @throws Failure outside a git repository, or in one without a commit */
export async function readWorkingTree(from: string, environment: ProcessEnv): Promise<WorkingTree> {
  const directory = await topOfWorkTree(from, environment)
  const git = gitIn(directory, environment)
  const [commit, head, isDirty, remotes = ''] = await Promise.all([
    headOf(directory, environment),
    git('symbolic-ref', '--quiet', 'HEAD'),
    hasChanges(directory, environment).catch((cause: unknown) => {
      throw new Failure(`Looking for changes in ${directory}: ${messageOf(cause)}.`, {
        cause,
        remedy:
          'Run `git status` there, and correct its error. If it has none, rename the filter in `.git/config` in ASCII.'
      })
    }),
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
  return {directory, commit, branch, remote, isDirty, git, listRemote: listRemoteOf(git, directory, environment)}
}

/**
 * Whether a repository or one of its submodules has changes. The build reads the changes of a submodule even if git is
 * configured to ignore them. Git would look into submodules itself, but with the filters of their own configuration.
 */
async function hasChanges(directory: string, environment: ProcessEnv): Promise<boolean> {
  const options = {directory, environment, settings: await filterSettings({directory, environment})}
  const [changes, index] = await Promise.all([
    runGit(['status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=dirty'], options),
    runGit(['ls-files', '-s', '-z'], options)
  ])
  if (changes !== '') return true
  const submodules = index.split('\0').flatMap(row => /^160000 [^\t]*\t([^]+)$/.exec(row)?.[1] ?? [])
  for (const path of submodules) {
    const submodule = join(directory, utf8(path))
    // A submodule that was not cloned is an empty directory.
    if (existsSync(join(submodule, '.git')) && (await hasChanges(submodule, environment))) return true
  }
  return false
}

function gitIn(directory: string, environment: ProcessEnv): WorkingTree['git'] {
  return async (...args) => {
    try {
      return utf8(await runGit(args, {directory, environment})).trim()
    } catch {
      return undefined
    }
  }
}

function listRemoteOf(git: WorkingTree['git'], directory: string, environment: ProcessEnv): WorkingTree['listRemote'] {
  return async (remote, ...args) => {
    const url = await git('remote', 'get-url', remote)
    if (url === undefined) return undefined
    try {
      const located = /^\.{1,2}(?:\/|$)/.test(url) ? resolve(directory, url) : url
      return utf8(
        await runGitOutside(['ls-remote', '--quiet', ...args.slice(0, 1), '--', located, ...args.slice(1)], environment)
      ).trim()
    } catch {
      return undefined
    }
  }
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString()
}

/**
 * The top directory of the git repository that a command is run in.
 * @throws Failure outside a work tree, or if the repository claims the files of another directory
 */
export async function topOfWorkTree(from: string, environment: ProcessEnv): Promise<string> {
  const ask = async (option: string): Promise<string> =>
    utf8(await runGit(['rev-parse', option], {directory: from, environment})).trim()
  const [top, repository] = await Promise.all([ask('--show-toplevel'), ask('--absolute-git-dir')]).catch(
    (error: unknown) => {
      throw notInClone(from, error)
    }
  )
  // The `.git` of a submodule and of a linked work tree is a file that leads to the repository.
  const own = gitDirectory(join(top, '.git'))
  if (own !== undefined && realpathSync.native(own) === realpathSync.native(repository)) return top
  throw new Failure(
    `Looking for the git repository of ${from}: its setting core.worktree makes ${top} the top of the clone, but ${join(top, '.git')} does not lead to ${repository}.`,
    {
      remedy: `If the files beside \`.git\` are meant, remove the setting: \`git config --file ${join(repository, 'config')} --unset core.worktree\`.`
    }
  )
}

function notInClone(from: string, error: unknown): Failure {
  const isMissing = (error as {code?: unknown}).code === 'ENOENT'
  const reason = isMissing ? 'git is not installed' : error instanceof GitError ? error.reason : messageOf(error)
  const tried = `Looking for the git repository of ${from}`
  if (error instanceof OldGit) return new Failure(`${tried}: ${reason}.`, {cause: error, remedy: error.remedy})
  return new Failure(`${tried}: ${reason}`, {
    cause: error,
    remedy: isMissing
      ? 'Install git: the tags of an image name a branch and a commit.'
      : reason.includes('dubious ownership')
        ? 'Another user owns this repository. If you trust its files, allow it: `git config --global --add safe.directory <directory>`.'
        : "Run this in a clone of the image's repository, with its files checked out."
  })
}
