import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'

/** A build secret: its value, or the file that holds it. Values are masked before they get here. */
export type Secret = {id: string; from: 'value'; value: string} | {id: string; from: 'file'; path: string}

/** Docker's log shows a secret line by line, so each line is masked as well; very short ones would blank the whole log. */
export function maskLines(value: string, mask: (value: string) => void): void {
  mask(value)
  const lines = value.split(/\r?\n/)
  if (lines.length > 1) for (const line of lines) if (line.trim().length > 3) mask(line)
}

/**
 * Reads the files of secrets, to mask what is in them.
 * @throws Failure for one that is not there: a build without it would go wrong later, or go right and be wrong
 */
export function maskSecretFiles(secrets: readonly Secret[], workspace: string, mask: (value: string) => void): void {
  for (const secret of secrets) {
    if (secret.from === 'value') continue
    try {
      const content = readFileSync(resolve(workspace, secret.path), 'utf8').trim()
      if (content !== '') maskLines(content, mask)
    } catch (error) {
      throw new Failure(
        `Input secret-files: ${secret.path} for the secret \`${secret.id}\` cannot be read: ${messageOf(error)}`,
        {
          cause: error,
          remedy: 'Give its path from the workspace, and write it in a step before this one.'
        }
      )
    }
  }
}
