import {realpathSync, statSync} from 'node:fs'
import {dirname, join, relative, resolve, sep} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {IgnorePattern} from './dockerignore.js'
import {parseDockerignore} from './dockerignore.js'
import {readOptional} from './files.js'
import {askForCleanFiles} from './gitindex.js'
import type {Tree} from './tree.js'
import {hashTree, listTree} from './tree.js'

/** Where a build context comes from. */
export type ContextPlace =
  | {readonly kind: 'directory'; /** Absolute. */ readonly path: string}
  | {readonly kind: 'image'; readonly reference: string}
  /** Fetched when the build runs: nobody can tell now what will be there. */
  | {readonly kind: 'remote'; readonly url: string}

/**
 * Tells what a context is, as buildx does: a directory if there is one of the name, else a URL or a form of its own.
 * @param input how to name it in an error, as in `context`
 * @param directory what paths are relative to
 * @throws Failure where it is none of these
 */
export function placeOf(value: string, input: string, directory: string): ContextPlace {
  const path = resolve(directory, value)
  if (isDirectory(path)) return {kind: 'directory', path}
  if (isRemote(value)) return {kind: 'remote', url: value}
  if (value.startsWith('docker-image://')) return {kind: 'image', reference: value.slice('docker-image://'.length)}
  if (value.startsWith('oci-layout://')) {
    const layout = resolve(directory, value.slice('oci-layout://'.length).replace(/@[^/]*$/, ''))
    const found = [layout, layout.replace(/:[^/]*$/, '')].find(isDirectory)
    if (found !== undefined) return {kind: 'directory', path: found}
  }
  throw new Failure(`There is no build context “${value}”: ${path} is no directory.`, {
    remedy: `Set the input \`${input}\` to a directory of the workspace (is it checked out, and spelled right?) or to a URL; where the stages file names it, correct it there.`
  })
}

/** Whether it reads like a URL that is fetched, a clone's among them, or is standard input; a directory may be called the same. */
export function isRemote(value: string): boolean {
  return value === '-' || /^(?:https?|git|ssh):\/\/|^github\.com\/|^[\w.-]+@[^/:]+:|\.git(?:#.*)?$/.test(value)
}

function isDirectory(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true
}

/**
 * The .dockerignore file of a context: the one beside the Dockerfile and named after it, or else the context's own.
 * @param directory the workspace, from which errors name the file
 */
export function readIgnorePatterns(context: string, directory: string, dockerfile?: string): IgnorePattern[] {
  const candidates = [
    ...(dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`]),
    join(context, '.dockerignore')
  ]
  for (const name of candidates) {
    const content = readOptional(name)
    if (content === undefined) continue
    refuseLinkOut(name, relative(directory, name))
    return parseDockerignore(content.toString(), relative(directory, name))
  }
  return []
}

/**
 * BuildKit gets no more than the directory the file is in, so a link that leaves it leads nowhere: it ignores nothing
 * then, and sends what the link's target says to leave out.
 */
function refuseLinkOut(name: string, shown: string): void {
  const root = realpathSync(dirname(name))
  const target = realpathSync(name)
  if (target === root || target.startsWith(root + sep)) return
  throw new Failure(
    `${shown} is a link to ${target}, outside its directory: Docker cannot follow it, ignores nothing, and sends every file to the build.`,
    {
      remedy: 'Replace the link by a file.'
    }
  )
}

/** Hashes a context that is a directory, with git's help where there is any. */
export async function readContext(
  path: string,
  patterns: readonly IgnorePattern[],
  environment: ProcessEnv
): Promise<Tree> {
  const root = realContext(path)
  const git = await askForCleanFiles(root, environment)
  const entries = listTree(root, patterns)
  return hashTree(root, entries, await git.answer)
}

function realContext(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    throw new Failure(`The build context ${path} cannot be read: ${messageOf(cause)}.`, {cause})
  }
}
