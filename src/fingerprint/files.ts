import {readFileSync} from 'node:fs'
import {isAbsolute, sep} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'

/**
 * Reads a file that may be missing.
 * @returns undefined if it does not exist
 * @throws Failure if it exists and cannot be read
 */
export function readOptional(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new Failure(`${path} cannot be read: ${messageOf(cause)}.`, {cause})
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
