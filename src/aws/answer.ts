import {messageOf} from '../core/failure.js'

/** The answer of AWS in one line: the name and message of the error, or the HTTP status if the answer had neither. */
export function awsAnswer(error: unknown): string {
  const message = (messageOf(error).split('\n')[0] ?? '').trim()
  if (!(error instanceof Error)) return message
  const status = (error as {$metadata?: {httpStatusCode?: number}}).$metadata?.httpStatusCode
  // The SDK writes these words if the answer has no error code.
  if (status !== undefined && /^Unknown\w*$/.test(message)) return `HTTP ${status}`
  if (error.name !== 'Error' && error.name !== 'Unknown')
    return message.startsWith(error.name) ? message : `${error.name}: ${message}`
  return status === undefined ? message : `HTTP ${status}: ${message}`
}
