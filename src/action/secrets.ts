import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Secret} from '../docker/secrets.js'
import type {Reader} from './input-reader.js'
import {invalid, split} from './input-reader.js'

const SECRET_ID = /^[A-Za-z0-9._-]+$/

/**
 * Reads `secrets`, `secret-envs` and `secret-files`. Each value is masked before any of them is checked.
 * @throws Failure that shows no value
 */
export function readSecrets(read: Reader, environment: ProcessEnv, mask: (value: string) => void): Secret[] {
  const values = read.records('secrets').map(record => record.join(','))
  // First mask, then check: an error must not be able to show any of them.
  for (const line of values) {
    const [, value] = split(line)
    if (value !== undefined && value !== '') mask(value)
    // A line without an id may be the secret itself.
    else if (value === undefined) mask(line)
  }
  const fromEnvironment = read.list('secret-envs').map(line => split(line))
  for (const [, variable] of fromEnvironment) {
    const value = variable === undefined ? undefined : environment[variable]
    if (value !== undefined && value !== '') mask(value)
  }

  const secrets: Secret[] = []
  for (const [index, line] of values.entries()) {
    const [id, value] = split(line)
    if (!SECRET_ID.test(id) || value === undefined || value === '') {
      throw new Failure(
        `Input secrets: entry ${index + 1} of ${values.length} is not of the form \`id=value\`, or its value is empty.`,
        {
          remedy:
            'Write `id=value` on each line. Put a value of several lines in double quotes together with its id: "id=first\\nsecond". An empty value is often a secret that this event may not read.'
        }
      )
    }
    secrets.push({id, from: 'value', value})
  }
  for (const [id, variable] of fromEnvironment) {
    const value = variable === undefined ? undefined : environment[variable]
    if (!SECRET_ID.test(id) || variable === undefined) throw invalid('secret-envs', id, '`id=VARIABLE`', true)
    if (value === undefined || value === '') {
      throw new Failure(
        `The build secret \`${id}\` comes from the variable ${variable}, which is not set or is empty.`,
        {
          remedy: {
            workflow: `Set ${variable} under \`env:\` of this step.`,
            terminal: `Set ${variable} in the environment.`
          }
        }
      )
    }
    secrets.push({id, from: 'value', value})
  }
  for (const line of read.lines('secret-files')) {
    const [id, path] = split(line)
    if (!SECRET_ID.test(id) || path === undefined || path === '') throw invalid('secret-files', line, '`id=path`', true)
    secrets.push({id, from: 'file', path})
  }
  const twice = secrets.find((secret, index) => secrets.findIndex(other => other.id === secret.id) !== index)
  if (twice !== undefined) {
    throw new Failure(`The build secret \`${twice.id}\` is given twice.`, {remedy: 'Keep one of them.'})
  }
  return secrets
}
