import {EcrError} from './ecr-error.js'

/** The parameters of a call of ECR's API. */
export type Input = Record<string, unknown>

/** @throws EcrError if the body is not a JSON object */
export function parse(body: Buffer): Input {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value as Input
  } catch {
    // A body that is not JSON is refused like any other value that is not an object.
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

/**
 * A required string of the form that the API reference gives.
 * @throws EcrError
 */
export function matching(input: Input, name: string, form: RegExp): string {
  const value = required(input, name)
  if (form.test(value)) return value
  throw invalidParameter(name, `must satisfy regular expression '${form.source}'`)
}

/**
 * A required number of bytes.
 * @throws EcrError
 */
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
