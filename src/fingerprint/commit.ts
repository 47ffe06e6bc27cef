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
 * The workspace's HEAD.
 * @returns undefined where there is no commit to see: no checkout, or no git
 */
export async function headOf(workspace: string, environment: ProcessEnv): Promise<Commit | undefined> {
  return await commitAt('HEAD', workspace, environment)
}

/**
 * A commit by its id, or by what git calls it.
 * @returns undefined where the workspace does not have it: a checkout has one commit most often
 */
export async function commitAt(name: string, workspace: string, environment: ProcessEnv): Promise<Commit | undefined> {
  return await new Promise(resolve => {
    // A checkout made by another user, as in a container job, is still this job's.
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
    // What a partial clone lacks, git would fetch.
    execFile('git', args, {env: {...environment, GIT_NO_LAZY_FETCH: '1'}}, (error, stdout) => {
      const [, id, seconds] = /^([0-9a-f]{40,64}) (\d+)\s*$/.exec(stdout) ?? []
      resolve(error !== null || id === undefined ? undefined : {id, time: new Date(Number(seconds) * 1000)})
    })
  })
}
