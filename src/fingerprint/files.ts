import {readFileSync} from 'node:fs'
import {isAbsolute, sep} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'

/**
 * Reads a file that may be missing.
 * @returns undefined where there is none
 * @throws Failure where there is one that cannot be read
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

/** Whether a path leads out of the directory that it is given from, as `path.relative` gives it. */
export function leadsOut(path: string): boolean {
  // Absolute is what lies on another drive.
  return isAbsolute(path) || path.split(sep)[0] === '..'
}
