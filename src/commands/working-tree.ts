import {execFile} from 'node:child_process'

import type {Environment} from '../environment.js'
import {Failure} from '../failure.js'
import type {Commit} from '../source/commit.js'
import {headOf} from '../source/commit.js'

/** The git repository that a command is run in. */
export interface WorkingTree {
  directory: string
  commit: Commit
  /** undefined where HEAD is detached. */
  branch: string | undefined
  /** Files that git tracks differ from HEAD, or there are files that it neither tracks nor ignores. */
  isDirty: boolean
  /** Runs git in it and returns what it printed; undefined where git failed. */
  git: (...args: string[]) => Promise<string | undefined>
}

/** @throws Failure outside of a git repository, or in one without a commit */
export async function readWorkingTree(from: string, environment: Environment): Promise<WorkingTree> {
  const at = (directory: string) => async (...args: string[]): Promise<string | undefined> => await output(directory, args, environment)
  const directory = await at(from)('rev-parse', '--show-toplevel')
  if (directory === undefined) {
    throw new Failure(`${from} is in no git repository, and the image's tags are to name a branch and a commit.`, {
      remedy: 'Run this in a clone of the image\'s repository, with git installed.'
    })
  }
  const git = at(directory)
  const [commit, branch, changes] = await Promise.all([
    headOf(directory, environment),
    git('symbolic-ref', '--quiet', '--short', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=normal')
  ])
  if (commit === undefined) throw new Failure(`The repository ${directory} has no commit yet, and the image's tags are to name one.`, {remedy: 'Commit first.'})
  return {directory, commit, branch, isDirty: changes !== '', git}
}

async function output(directory: string, args: string[], environment: Environment): Promise<string | undefined> {
  return await new Promise(resolve => {
    // Nobody is there to answer a question of git's that a command asks in passing.
    const env = {...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C'}
    execFile('git', ['-C', directory, ...args], {env, maxBuffer: 64 * 1024 * 1024}, (error, stdout) => {
      resolve(error === null ? stdout.trim() : undefined)
    })
  })
}
