import {assertSupported, type IamPolicy} from './iam.js'

/** An error of STS. */
export class StsError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string
  ) {
    super(message)
  }
}

export function validation(message: string): StsError {
  return new StsError(400, 'ValidationError', message)
}

/** The parameters that all calls to assume a role share. */
export interface RoleInput {
  roleArn: string
  sessionName: string
  /** Seconds */
  duration: number
  sessionPolicy: IamPolicy | undefined
}

/**
 * Reads the parameters, and checks their form.
 * @throws StsError with the message of STS
 */
export function roleInput(parameters: URLSearchParams): RoleInput {
  const roleArn = member(parameters, 'RoleArn', 20, 2048)
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)) throw validation('Request ARN is invalid')
  const sessionName = member(parameters, 'RoleSessionName', 2, 64, /^[\w+=,.@-]*$/)
  if ([...parameters.keys()].some(key => key.startsWith('PolicyArns'))) {
    throw validation('testbed: PolicyArns is not supported')
  }
  return {roleArn, sessionName, duration: durationOf(parameters), sessionPolicy: parsePolicy(parameters.get('Policy'))}
}

/**
 * A required parameter.
 * @throws StsError if it is missing, too short, too long or does not match the pattern
 */
export function member(
  parameters: URLSearchParams,
  name: string,
  minimum: number,
  maximum: number,
  pattern?: RegExp
): string {
  const value = parameters.get(name)
  const shown = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
  if (value === null) throw constraint(shown, 'null', 'not be null')
  if (value.length < minimum) throw constraint(shown, value, `have length greater than or equal to ${minimum}`)
  if (value.length > maximum) throw constraint(shown, value, `have length less than or equal to ${maximum}`)
  if (pattern && !pattern.test(value)) {
    throw constraint(shown, value, `satisfy regular expression pattern: ${pattern.source.replace(/^\^|\$$/g, '')}`)
  }
  return value
}

function constraint(name: string, value: string, must: string): StsError {
  return validation(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${must}`
  )
}

function durationOf(parameters: URLSearchParams): number {
  const given = parameters.get('DurationSeconds')
  if (given === null) return 3600
  const duration = Number(given)
  if (!Number.isInteger(duration)) throw new StsError(400, 'MalformedInput', `'${given}' is not an integer`)
  if (duration < 900) throw constraint('durationSeconds', given, 'have value greater than or equal to 900')
  if (duration > 43_200) throw constraint('durationSeconds', given, 'have value less than or equal to 43200')
  return duration
}

function parsePolicy(text: string | null): IamPolicy | undefined {
  if (text === null) return undefined
  try {
    const policy = JSON.parse(text) as IamPolicy
    assertSupported(policy)
    return policy
  } catch {
    throw new StsError(400, 'MalformedPolicyDocument', 'The policy document is not valid')
  }
}
