import {lstatSync, readFileSync, readlinkSync, realpathSync, statSync} from 'node:fs'
import {basename, dirname, isAbsolute, join, relative, resolve, sep} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'

/**
 * Reads a file that may be missing, and that BuildKit reads as well. BuildKit receives only the directory of the file. It
 * follows links within that directory, and takes the directory for the root of an absolute link.
 * @param shown the file, for errors
 * @param consequence a clause that says what BuildKit does if it cannot follow a link
 * @returns undefined if there is no such file; BuildKit treats a directory of this name alike
 * @throws Failure for a link that leads BuildKit elsewhere, or a file that cannot be read
 */
export function readForBuildKit(path: string, shown: string, consequence: string): Buffer | undefined {
  const strayLink = findStrayLink(path)
  if (strayLink !== undefined) {
    throw new Failure(
      `${shown} is a link to ${strayLink}, outside its directory: Docker cannot follow it${consequence}.`,
      {
        remedy: 'Replace the link with a file.'
      }
    )
  }
  try {
    // Reading a pipe waits for a writer, and nothing could stop that.
    if (isEndless(path)) throw new Failure(`${shown} is no regular file.`, {remedy: 'Replace it with a file.'})
    return readFileSync(path)
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(cause))) return undefined
    throw new Failure(`${path} cannot be read: ${messageOf(cause)}.`, {cause})
  }
}

function isEndless(path: string): boolean {
  const entry = statSync(path, {throwIfNoEntry: false})
  return entry !== undefined && !entry.isFile() && !entry.isDirectory()
}

/** The target of a link on the way to a file that is absolute, or leaves the directory of the file. */
function findStrayLink(path: string): string | undefined {
  const directory = dirname(path)
  let current = path
  // Linux follows 40 links at most. Opening the file fails if there are more.
  for (let links = 0; links < 40; links++) {
    if (lstatSync(current, {throwIfNoEntry: false})?.isSymbolicLink() !== true) {
      return current === path || isWithin(directory, path) ? undefined : readlinkSync(path)
    }
    const target = readlinkSync(current)
    const next = resolve(dirname(current), target)
    if (isAbsolute(target) || leadsOut(relative(directory, next)) || !isWithin(directory, dirname(next))) return target
    current = next
  }
  return undefined
}

/** Whether a directory is below another, or is the same, with links followed. One that does not exist is. */
function isWithin(parent: string, directory: string): boolean {
  const [root, real] = [realPathOf(parent), realPathOf(directory)]
  return root === undefined || real === undefined || real === root || real.startsWith(root + sep)
}

/**
 * The name of a Dockerfile as buildx gives it to BuildKit: if there is no `Dockerfile`, but a `dockerfile`, that. Its
 * .dockerignore file is named after it.
 */
export function dockerfileName(path: string): string {
  if (basename(path) !== 'Dockerfile') return path
  const lower = join(dirname(path), 'dockerfile')
  const exists = (name: string): boolean => lstatSync(name, {throwIfNoEntry: false}) !== undefined
  return !exists(path) && exists(lower) ? lower : path
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

/**
 * The absolute path of a place as the system finds it. `resolve` drops `link/..`, but the system follows the link first.
 * @param place relative to the directory, or absolute, with each `..` as it was written
 */
export function systemPath(directory: string, place: string): string {
  const path = resolve(directory, place)
  const real = realPathOf(isAbsolute(place) ? place : `${directory}/${place}`)
  return real === undefined || real === realPathOf(path) ? path : real
}

/** @returns undefined if there is nothing at the path */
function realPathOf(path: string): string | undefined {
  try {
    // `realpathSync` itself drops `link/..` from a target before it follows the link, which the system does not.
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/**
 * Whether a relative path leaves the directory that it starts from.
 * @param path as `path.relative` returns it
 */
export function leadsOut(path: string): boolean {
  // On Windows, `path.relative` returns an absolute path for a file on another drive.
  return isAbsolute(path) || path.split(sep)[0] === '..'
}
