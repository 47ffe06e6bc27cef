import {readFileSync, statSync} from 'node:fs'
import {resolve} from 'node:path'
import {platform} from 'node:process'

import {codeOf, describeReadError} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'

/** A build secret: its value, or the path of the file that holds it. A value is masked before it gets here. */
export type Secret = {id: string; from: 'value'; value: string} | {id: string; from: 'file'; path: string}

/** A secret that the run should have and does not have. An event of a fork, for example, may not read it. */
export interface MissingSecret {
  id: string
  from: 'nowhere'
  /** A sentence that names the secret and the place where it should be. */
  problem: string
  remedy: Remedy
}

/** A build secret as the run got it. */
export type GivenSecret = Secret | MissingSecret

/** Whether a secret is there. */
export function isPresent(secret: GivenSecret): secret is Secret {
  return secret.from !== 'nowhere'
}

/** Reads the files of build secrets, and masks their contents. A file that cannot be read makes its secret a missing one. */
export function maskSecretFiles(
  secrets: readonly GivenSecret[],
  workspace: string,
  mask: (value: string) => void
): GivenSecret[] {
  return secrets.map(secret => {
    if (secret.from !== 'file') return secret
    try {
      const content = readFileSync(resolve(workspace, secret.path), 'utf8').trim()
      if (content !== '') mask(content)
      return secret
    } catch (error) {
      return {
        id: secret.id,
        from: 'nowhere',
        problem: `The file ${secret.path} of the build secret \`${secret.id}\` cannot be read: ${reasonOf(error)}.`,
        remedy: fileRemedy(secret)
      }
    }
  })
}

function fileRemedy({id, path}: {id: string; path: string}): Remedy {
  const quotes = path.includes('"') ? ' Put quotes around the whole entry, as in "id=path", not around the path.' : ''
  return {
    workflow: `Give the path of \`${id}\` from the workspace, and write the file in a step before this one.${quotes}`,
    terminal: `Give the path of \`${id}\` from the current directory.${quotes}`
  }
}

/**
 * Finds what is missing of the SSH agents and keys of a build.
 * @param ssh `id` for the agent of the machine, or `id=path` with the path of a socket or a key; several paths have commas
 * @see https://docs.docker.com/reference/cli/docker/buildx/build/#ssh
 */
export function missingAgents(ssh: readonly string[], workspace: string, environment: ProcessEnv): MissingSecret[] {
  return ssh.flatMap(entry => {
    const [id = '', ...rest] = entry.split('=')
    const paths = rest.join('=')
    const problem =
      rest.length === 0 ? agentProblem(id, workspace, environment) : pathProblem(id, paths.split(','), workspace)
    return problem === undefined ? [] : [{id, from: 'nowhere' as const, ...problem}]
  })
}

function agentProblem(
  id: string,
  workspace: string,
  environment: ProcessEnv
): Pick<MissingSecret, 'problem' | 'remedy'> | undefined {
  // On Windows an agent listens at a named pipe that no variable names.
  if (platform === 'win32') return undefined
  const remedy = {
    workflow: `Start an SSH agent in a step before this one, and set SSH_AUTH_SOCK for this step. For a key in a file, write \`${id}=path\`.`,
    terminal: 'Start an SSH agent, and set SSH_AUTH_SOCK.'
  }
  const socket = environment['SSH_AUTH_SOCK']?.trim() ?? ''
  if (socket === '')
    return {problem: `The build uses the SSH agent \`${id}\`, and SSH_AUTH_SOCK is not set or is empty.`, remedy}
  const missing = whyMissing(socket, workspace)
  if (missing === undefined) return undefined
  return {problem: `The build uses the SSH agent \`${id}\` at ${socket} (SSH_AUTH_SOCK): ${missing}.`, remedy}
}

function pathProblem(
  id: string,
  paths: readonly string[],
  workspace: string
): Pick<MissingSecret, 'problem' | 'remedy'> | undefined {
  const remedy = {
    workflow: `Give \`${id}\` the path of a socket or a key from the workspace, and create it in a step before this one.`,
    terminal: `Give \`${id}\` the path of a socket or a key from the current directory.`
  }
  for (const path of paths) {
    if (path.trim() === '') return {problem: `The SSH key \`${id}\` of the build has an empty path.`, remedy}
    const missing = whyMissing(path, workspace)
    if (missing !== undefined)
      return {problem: `The file ${path} of the SSH key \`${id}\` of the build cannot be read: ${missing}.`, remedy}
  }
  return undefined
}

function whyMissing(path: string, workspace: string): string | undefined {
  try {
    return statSync(resolve(workspace, path)).isDirectory() ? 'EISDIR: it is a directory' : undefined
  } catch (error) {
    return reasonOf(error)
  }
}

/** `ENOENT: there is no such file` */
function reasonOf(error: unknown): string {
  const [code = '', reason] = [codeOf(error), describeReadError(error)]
  return reason.includes(code) ? reason : `${code}: ${reason}`
}
