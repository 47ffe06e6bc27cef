import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'

import type {Environment} from '../environment.js'
import {Failure, messageOf} from '../failure.js'
import type {Reader} from '../input-reader.js'
import {invalid, split} from '../input-reader.js'

/** A build secret: its value, or the file that holds it. Values are masked before they get here. */
export type Secret = {id: string; from: 'value'; value: string} | {id: string; from: 'file'; path: string}

const SECRET_ID = /^[A-Za-z0-9._-]+$/

/**
 * Reads `secrets`, `secret-envs` and `secret-files`. Each value is masked before any of them is checked.
 * @throws Failure that shows no value
 */
export function readSecrets(read: Reader, environment: Environment, mask: (value: string) => void): Secret[] {
  const values = read.records('secrets').map(record => record.join(','))
  // First mask, then check: an error must not be able to show any of them.
  for (const line of values) {
    const [, value] = split(line)
    if (value !== undefined && value !== '') maskEach(value, mask)
    // Without an id it may well be the secret itself.
    else if (value === undefined) maskEach(line, mask)
  }
  const fromEnvironment = read.list('secret-envs').map(line => split(line))
  for (const [, variable] of fromEnvironment) {
    const value = variable === undefined ? undefined : environment[variable]
    if (value !== undefined && value !== '') maskEach(value, mask)
  }

  const secrets: Secret[] = []
  for (const [index, line] of values.entries()) {
    const [id, value] = split(line)
    if (!SECRET_ID.test(id) || value === undefined || value === '') {
      throw new Failure(`Input secrets: entry ${index + 1} of ${values.length} is not of the form \`id=value\`, or its value is empty.`, {
        remedy: 'Write `id=value` on each line. A value of several lines stands in double quotes together with its id: "id=first\\nsecond". An empty value is often a secret that this event may not read.'
      })
    }
    secrets.push({id, from: 'value', value})
  }
  for (const [id, variable] of fromEnvironment) {
    const value = variable === undefined ? undefined : environment[variable]
    if (!SECRET_ID.test(id) || variable === undefined) throw invalid('secret-envs', id, '`id=VARIABLE` on each line')
    if (value === undefined || value === '') {
      throw new Failure(`Input secret-envs takes secret \`${id}\` from the variable ${variable}, which is not set or empty.`, {
        remedy: `Set ${variable} under \`env:\` of this step.`
      })
    }
    secrets.push({id, from: 'value', value})
  }
  for (const line of read.lines('secret-files')) {
    const [id, path] = split(line)
    if (!SECRET_ID.test(id) || path === undefined || path === '') throw invalid('secret-files', line, '`id=path` on each line')
    secrets.push({id, from: 'file', path})
  }
  const twice = secrets.find((secret, index) => secrets.findIndex(other => other.id === secret.id) !== index)
  if (twice !== undefined) {
    throw new Failure(`The build secret \`${twice.id}\` is given twice.`, {remedy: 'Keep one of them.'})
  }
  return secrets
}

/** Docker's log shows a secret line by line, so each line is masked as well; very short ones would blank the whole log. */
function maskEach(value: string, mask: (value: string) => void): void {
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
      if (content !== '') maskEach(content, mask)
    } catch (error) {
      throw new Failure(`Input secret-files: ${secret.path} for the secret \`${secret.id}\` cannot be read: ${messageOf(error)}`, {
        cause: error,
        remedy: 'Give its path from the workspace, and write it in a step before this one.'
      })
    }
  }
}
