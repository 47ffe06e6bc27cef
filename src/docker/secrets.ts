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

/** Reads the files of build secrets, and masks their contents. A file that is empty or cannot be read makes its secret a missing one. */
export function maskSecretFiles(
  secrets: readonly GivenSecret[],
  workspace: string,
  mask: (value: string) => void
): GivenSecret[] {
  return secrets.map(secret => {
    if (secret.from !== 'file') return secret
    const read = readSecretFile(resolve(workspace, secret.path))
    if (read.kind === 'content') {
      mask(read.text)
      return secret
    }
    return {
      id: secret.id,
      from: 'nowhere',
      problem: `The file ${secret.path} of the build secret \`${secret.id}\` ${read.problem}.`,
      remedy: fileRemedy(secret)
    }
  })
}

type SecretFile =
  | {kind: 'content'; text: string}
  /** `is empty`, or `cannot be read: ...` */
  | {kind: 'unusable'; problem: string}

/** Reads a file without the white space around its text. */
function readSecretFile(path: string): SecretFile {
  try {
    const stats = statSync(path)
    // To read a pipe or a device may take for ever.
    if (!stats.isFile() && !stats.isDirectory())
      return {kind: 'unusable', problem: 'cannot be read: it is not a regular file'}
    const text = readFileSync(path, 'utf8').trim()
    return text === '' ? {kind: 'unusable', problem: 'is empty'} : {kind: 'content', text}
  } catch (error) {
    return {kind: 'unusable', problem: `cannot be read: ${reasonOf(error)}`}
  }
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
  const problem = keyProblem(resolve(workspace, socket))
  if (problem === undefined) return undefined
  return {problem: `The build uses the SSH agent \`${id}\` at ${socket} (SSH_AUTH_SOCK), which ${problem}.`, remedy}
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
    const problem = keyProblem(resolve(workspace, path))
    if (problem !== undefined)
      return {problem: `The file ${path} of the SSH key \`${id}\` of the build ${problem}.`, remedy}
  }
  return undefined
}

/** The problem of a path that should be the socket of an agent or a file with a key; undefined if it has none. */
function keyProblem(path: string): string | undefined {
  if (isAgent(path)) return undefined
  const read = readSecretFile(path)
  return read.kind === 'unusable' ? read.problem : undefined
}

function isAgent(path: string): boolean {
  try {
    const stats = statSync(path)
    // On Windows an agent listens at a named pipe.
    return stats.isSocket() || (platform === 'win32' && !stats.isFile() && !stats.isDirectory())
  } catch {
    return false
  }
}

/** `ENOENT: there is no such file` */
function reasonOf(error: unknown): string {
  const [code = '', reason] = [codeOf(error), describeReadError(error)]
  return reason.includes(code) ? reason : `${code}: ${reason}`
}
