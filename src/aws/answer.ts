import {messageOf} from '../core/failure.js'

/** What AWS answered, in a line: the error's name and message, or the HTTP status where the answer had neither. */
export function answerOf(error: unknown): string {
  const message = (messageOf(error).split('\n')[0] ?? '').trim()
  if (!(error instanceof Error)) return message
  const status = (error as {$metadata?: {httpStatusCode?: number}}).$metadata?.httpStatusCode
  // The SDK's words for an answer without any.
  if (status !== undefined && /^Unknown\w*$/.test(message)) return `HTTP ${status}`
  if (error.name !== 'Error' && error.name !== 'Unknown')
    return message.startsWith(error.name) ? message : `${error.name}: ${message}`
  return status === undefined ? message : `HTTP ${status}: ${message}`
}
