import {EcrError} from './ecr-error.js'

/** What a call of ECR's API is given. */
export type Input = Record<string, unknown>

/** @throws EcrError where the body is no JSON object */
export function parse(body: Buffer): Input {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value as Input
  } catch {
    // Not JSON: refused like any other value that is no object.
  }
  throw new EcrError('SerializationException', '')
}

export function string(input: Input, name: string): string | undefined {
  const value = input[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new EcrError('SerializationException', `${name} is not a string`)
  return value
}

export function required(input: Input, name: string): string {
  const value = string(input, name)
  if (value !== undefined && value !== '') return value
  throw invalidParameter(name, 'Must not be null')
}

/** A text of the form that the API's reference gives. */
export function matching(input: Input, name: string, form: RegExp): string {
  const value = required(input, name)
  if (form.test(value)) return value
  throw invalidParameter(name, `must satisfy regular expression '${form.source}'`)
}

/** A whole number of bytes. */
export function position(input: Input, name: string): number {
  const value = input[name]
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  throw invalidParameter(name, 'Member must have value greater than or equal to 0')
}

export function strings(input: Input, name: string): string[] | undefined {
  const value = input[name]
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined
}

export function invalidParameter(name: string, constraint: string): EcrError {
  return new EcrError(
    'InvalidParameterException',
    `Invalid parameter at '${name}' failed to satisfy constraint: '${constraint}'`
  )
}
