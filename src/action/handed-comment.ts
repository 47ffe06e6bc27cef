import {Failure} from '../core/failure.js'
import {withVisibleControls} from '../core/foreign-text.js'
import {objectIn} from '../core/json.js'
import {cutToLines} from '../core/markdown.js'
import type {UnsignedComment} from '../github/comment.js'
import {BODY_LIMIT, isSubject} from '../github/comment.js'

/** A comment that one job writes and another posts: the output `comment`, and the input `post-comment`. */
export interface HandedComment extends UnsignedComment {
  /** `owner/name` of the repository that has the pull request. */
  repository: string
}

const FORMAT = 1
const KEYS = ['format', 'repository', 'pullRequest', 'subject', 'body']

/**
 * The longest body of an output, in bytes. An input is a variable of the step, and Linux takes 128 KiB for a variable. JSON needs
 * two bytes for a quote and for a line end.
 * @see https://man7.org/linux/man-pages/man2/execve.2.html (MAX_ARG_STRLEN)
 */
const HANDED_LIMIT = 60_000

export const PASS_OUTPUT =
  'Pass the output `comment` of the job that builds the image in this run. That job needs `comment: output`, or `comment: true` if it calls image.yml.'

/** Writes a comment as the output `comment`. */
export function formatHandedComment({repository, pullRequest, subject, body}: HandedComment): string {
  return JSON.stringify({format: FORMAT, repository, pullRequest, subject, body: cutToLines(body, HANDED_LIMIT, '\n…')})
}

/**
 * Reads the input `post-comment`, which another job has written. An error quotes no more of it than one key.
 * @param repository that the run belongs to, `owner/name`
 * @throws Failure if it is no such comment, or one of another repository
 */
export function readHandedComment(text: string, repository: string): HandedComment {
  const fields = objectIn(text)
  if (fields === undefined) throw refused('is no JSON object')
  const other = Object.keys(fields).find(key => !KEYS.includes(key))
  if (other !== undefined) throw refused(`has the key ${quoted(other)}, which no comment of this action has`)
  const {format, repository: of, pullRequest, subject, body} = fields
  if (format !== FORMAT) throw refused('has another format than this version of the action')
  if (of !== repository) throw refused(`is of another repository than ${repository}`)
  if (typeof pullRequest !== 'number' || !Number.isSafeInteger(pullRequest) || pullRequest < 1)
    throw refused('has no valid number of a pull request')
  if (typeof subject !== 'string' || !isSubject(subject))
    throw refused('has no valid subject: the name of a repository in ECR, with the variant')
  if (typeof body !== 'string' || body.trim() === '') throw refused('has no text')
  if (body.length > BODY_LIMIT)
    throw refused(`has a text of ${body.length} characters, and a comment takes ${BODY_LIMIT}`)
  return {repository, pullRequest, subject, body}
}

function refused(problem: string): Failure {
  return new Failure(`The input \`post-comment\` ${problem}.`, {remedy: PASS_OUTPUT})
}

/** A text of another job, on one line. */
function quoted(text: string): string {
  return withVisibleControls(JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text))
}
