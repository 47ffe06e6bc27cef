import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import type {Remedy} from '../core/remedy.js'
import {remedies} from '../core/remedy.js'
import type {GivenSecret, MissingSecret} from '../docker/secrets.js'
import type {Entry, Reader} from './input-reader.js'
import {invalid, split} from './input-reader.js'

const SECRET_ID = /^[A-Za-z0-9._-]+$/
const VARIABLE = /^[A-Za-z_]\w*$/

/** The form that keeps every value as it is. */
const USE_A_VARIABLE =
  'For JSON, a key or another value with quotes or line ends, set a variable under `env:` of this step, and name it in `secret-envs: id=VARIABLE`.'
const USE_QUOTES = 'Put the whole entry in double quotes, and write "" for each quote inside it.'
const USE_A_VARIABLE_OR_QUOTES = `${USE_A_VARIABLE} Or put the whole entry in double quotes, and write "" for each quote inside it.`
const CHECK_THE_NAME =
  'GitHub replaces a secret that does not exist, or that this run may not read, with an empty value. Check its name in `${{ secrets.NAME }}`, and the environment of the job.'

/**
 * Reads `secrets`, `secret-envs` and `secret-files`. Each value is masked before any of them is checked. A secret without a
 * value is a missing one: only a build needs it.
 * @throws Failure that shows no value
 */
export function readSecrets(read: Reader, environment: ProcessEnv, mask: (value: string) => void): GivenSecret[] {
  // First mask, then check: an error must not be able to show any of them.
  const values = maskedEntries(read, mask)
  const variables = read.list('secret-envs').map(line => {
    const [id, variable] = split(line)
    return [id, variable?.trim()] as const
  })
  for (const [id, variable] of [...variables, ...read.lines('secret-files').map(split)]) {
    if (variable === undefined) {
      if (!/^[a-z][a-z0-9_.-]*$/.test(id)) mask(id)
    } else if (isPadding(variable)) maskUnlessId(id, mask)
  }
  for (const [, variable = ''] of variables) {
    const value = environment[variable]
    if (value !== undefined && value.trim() !== '') mask(value)
    // What is no name of a variable may be the secret itself.
    else if (!isPadding(variable) && !VARIABLE.test(variable)) mask(variable)
  }

  const secrets: GivenSecret[] = [
    ...values.map((entry, index) => secretOf(entry, index, values)),
    ...variables.map(([id, variable]) => secretFrom(id, variable, environment)),
    ...read.entries('secret-files').map(secretIn)
  ]
  const twice = secrets.find((secret, index) => secrets.findIndex(other => other.id === secret.id) !== index)
  if (twice !== undefined) {
    throw new Failure(`The build secret \`${twice.id}\` is given twice.`, {remedy: 'Keep one of them.'})
  }
  return secrets
}

/** Whether nothing follows the `=` of an entry but what may be the padding of base64: then the entry itself may be the secret. */
function isPadding(value: string): boolean {
  return /^=?$/.test(value.trim())
}

/** Masks what may be a secret in place of an id, with its padding and without. */
function maskUnlessId(text: string, mask: (value: string) => void): void {
  if (/^(?:[a-z][a-z0-9_.-]*|[A-Z][A-Z0-9_.-]*)$/.test(text)) return
  for (const padding of ['', '=', '==']) mask(text + padding)
}

/** The entries of the input `secrets`. What may be a value is masked, also if the entries cannot be read. */
function maskedEntries(read: Reader, mask: (value: string) => void): Entry[] {
  const maskValue = (line: string): void => {
    // A line without an id may be the secret itself.
    const [id, value = line] = split(line)
    if (!isPadding(value)) mask(value)
    else if (id !== '') maskUnlessId(id, mask)
  }
  try {
    const entries = read.entries('secrets')
    for (const {fields} of entries) maskValue(fields.join(','))
    return entries
  } catch (error) {
    read.source('secrets').forEach(maskValue)
    if (!(error instanceof Failure)) throw error
    throw new Failure(error.message, {
      cause: error,
      ...(error.remedy === undefined ? {} : {remedy: remedies(error.remedy, USE_A_VARIABLE)})
    })
  }
}

/** An entry of `secrets`: `id=value`. */
function secretOf(entry: Entry, index: number, all: readonly Entry[]): GivenSecret {
  const line = entry.fields.join(',')
  const [id, value] = split(line)
  const place = `Input secrets: entry ${index + 1} of ${all.length}`
  if (!SECRET_ID.test(id) || value === undefined) throw malformed(place, jsonBefore(index, all))
  if (losesQuotes(entry)) throw losingQuotes(place, id, USE_A_VARIABLE_OR_QUOTES)
  if (!isPadding(value)) return {id, from: 'value', value}
  return missing(id, `The build secret \`${id}\` has an empty value in the input \`secrets\`.`, CHECK_THE_NAME)
}

/** Whether quotes got lost when an entry was read. Those around the first field are no part of the entry. */
function losesQuotes({fields: [first = '', ...rest], source}: Entry): boolean {
  if (source === [first, ...rest].join(',')) return false
  return !source.trimStart().startsWith('"') || !source.endsWith(rest.map(field => `,${field}`).join(''))
}

function losingQuotes(place: string, id: string, remedy: string): Failure {
  const problem = `${place}, \`${id}\`, would lose some of its quotes.`
  return new Failure(`${problem} An entry is read as CSV, where quotes after a comma enclose a field.`, {remedy})
}

/** @param json the id of the secret whose value, in JSON, the entry seems to continue */
function malformed(place: string, json: string | undefined): Failure {
  const problem = `${place} is not of the form \`id=value\`.`
  return json === undefined
    ? new Failure(problem, {
        remedy: `Write \`id=value\` on each line. Put a value of several lines in double quotes together with its id: "id=first\\nsecond". ${USE_A_VARIABLE}`
      })
    : new Failure(`${problem} It looks like a line of the JSON in \`${json}\`, and each line is an entry of its own.`, {
        remedy: USE_A_VARIABLE_OR_QUOTES
      })
}

/** The id of the JSON that an earlier entry begins; undefined if none does. */
function jsonBefore(index: number, all: readonly Entry[]): string | undefined {
  const before = all
    .slice(0, index)
    .map(({fields}) => split(fields.join(',')))
    .findLast(([id]) => SECRET_ID.test(id))
  return /^\s*[[{]/.test(before?.[1] ?? '') ? before?.[0] : undefined
}

/** An entry of `secret-envs`: `id=VARIABLE`. */
function secretFrom(id: string, variable: string | undefined, environment: ProcessEnv): GivenSecret {
  if (!SECRET_ID.test(id) || variable === undefined) throw invalid('secret-envs', id, '`id=VARIABLE`', true)
  if (isPadding(variable)) {
    return missing(id, `The build secret \`${id}\` has no variable in the input \`secret-envs\`.`, {
      workflow: `Write \`${id}=VARIABLE\`, and set the variable under \`env:\` of this step.`,
      terminal: `Write \`${id}=VARIABLE\`, and set the variable in the environment.`
    })
  }
  const value = environment[variable]
  if (value !== undefined && value.trim() !== '') return {id, from: 'value', value}
  if (!VARIABLE.test(variable)) {
    throw new Failure(
      `The build secret \`${id}\` comes from a variable, but what follows \`${id}=\` is no name of one.`,
      {
        remedy: {
          workflow: `Write the name of a variable in \`secret-envs\`, and set it under \`env:\` of this step. A value itself belongs in \`secrets\`.`,
          terminal: `Write the name of a variable, and set it in the environment.`
        }
      }
    )
  }
  return missing(id, `The build secret \`${id}\` comes from the variable ${variable}, which is not set or is empty.`, {
    workflow: `Set ${variable} under \`env:\` of this step.`,
    terminal: `Set ${variable} in the environment.`
  })
}

/** An entry of `secret-files`: `id=path`. Quotes inside a path belong to it, as in the line that is written. */
function secretIn(entry: Entry, index: number, all: readonly Entry[]): GivenSecret {
  const isPlain = !/^\s*"|\n/.test(entry.source)
  const line = (isPlain ? entry.source : entry.fields.join(',')).trim()
  const [id, path] = split(line)
  if (!SECRET_ID.test(id) || path === undefined) throw invalid('secret-files', line, '`id=path`', true)
  if (!isPlain && losesQuotes(entry))
    throw losingQuotes(`Input secret-files: entry ${index + 1} of ${all.length}`, id, USE_QUOTES)
  if (path.trim() !== '') return {id, from: 'file', path}
  return missing(id, `The build secret \`${id}\` has an empty path in the input \`secret-files\`.`, {
    workflow: `Write \`${id}=path\` with a path from the workspace, and write the file in a step before this one.`,
    terminal: `Write \`${id}=path\` with a path from the current directory.`
  })
}

function missing(id: string, problem: string, remedy: Remedy): MissingSecret {
  return {id, from: 'nowhere', problem, remedy}
}
