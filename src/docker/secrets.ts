import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'

import {Failure, messageOf} from '../core/failure.js'

/** A build secret: its value, or the path of the file that holds it. A value is masked before it gets here. */
export type Secret = {id: string; from: 'value'; value: string} | {id: string; from: 'file'; path: string}

/**
 * Reads the files of build secrets, and masks their contents.
 * @throws Failure if a file is missing: a build without it would fail later, or succeed and be wrong
 */
export function maskSecretFiles(secrets: readonly Secret[], workspace: string, mask: (value: string) => void): void {
  for (const secret of secrets) {
    if (secret.from === 'value') continue
    try {
      const content = readFileSync(resolve(workspace, secret.path), 'utf8').trim()
      if (content !== '') mask(content)
    } catch (error) {
      throw new Failure(
        `The file ${secret.path} of the build secret \`${secret.id}\` cannot be read: ${messageOf(error)}`,
        {
          cause: error,
          remedy: {
            workflow: 'Give its path from the workspace, and write the file in a step before this one.',
            terminal: 'Give its path from the current directory.'
          }
        }
      )
    }
  }
}
