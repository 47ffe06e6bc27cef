import {execFile} from 'node:child_process'

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
 * @returns undefined if the directory is not a checkout or has no commit, or if git is missing
 */
export async function headOf(workspace: string, environment: ProcessEnv): Promise<Commit | undefined> {
  return await commitAt('HEAD', workspace, environment)
}

/**
 * A commit by its id, or by another name that git knows.
 * @returns undefined if the clone does not have it; most checkouts have a single commit
 */
export async function commitAt(name: string, workspace: string, environment: ProcessEnv): Promise<Commit | undefined> {
  return await new Promise(resolve => {
    // In a container job, another user may own the checkout, and git would refuse it.
    const args = [
      '-c',
      `safe.directory=*`,
      '-C',
      workspace,
      'log',
      '-1',
      '--no-show-signature',
      '--format=%H %ct',
      name
    ]
    // Without this setting, git would fetch a commit that a partial clone lacks.
    execFile('git', args, {env: {...environment, GIT_NO_LAZY_FETCH: '1'}}, (error, stdout) => {
      const [, id, seconds] = /^([0-9a-f]{40,64}) (\d+)\s*$/.exec(stdout) ?? []
      resolve(error !== null || id === undefined ? undefined : {id, time: new Date(Number(seconds) * 1000)})
    })
  })
}
