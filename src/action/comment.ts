import {withTimeout} from '../core/deadline.js'
import {messageOf} from '../core/failure.js'
import type {CommentResult, UnsignedComment} from '../github/comment.js'
import {PullRequestComments} from '../github/comment.js'
import {commentOf} from '../report/comment.js'
import type {Job} from '../run/context.js'
import {failureOf} from '../run/failure.js'
import type {Outcome} from '../run/outcome.js'
import {runUrl} from '../run/runner.js'
import {inVariant} from '../stages/variant.js'
import type {HandedComment} from './handed-comment.js'
import {formatHandedComment} from './handed-comment.js'

/** The limit for all requests of the comment together. A comment must not hold up the job that builds. */
const COMMENT_MS = 60_000

/** What a step needs of its job to write a comment. */
export type CommentJob = Pick<Job, 'runner' | 'timings' | 'signal'> & {githubToken: string}

/** What a step needs of its job to comment on an outcome. */
type OutcomeJob = Pick<Job, 'inputs' | 'runner' | 'log' | 'timings' | 'signal'>

/** The comment that an outcome asks for. `because` is worth a line in the log. */
type Wanted = {kind: 'comment'; comment: HandedComment} | {kind: 'none'; because?: string}

/**
 * Keeps the pull request's comment on its image up to date, or hands the comment on. The image is already pushed, so an error
 * is only a warning.
 * @param hide removes masked texts: GitHub would drop an output that contains one
 * @returns the outputs
 */
export async function commentOn(
  job: OutcomeJob,
  outcome: Outcome,
  hide: (text: string) => string
): Promise<{comment?: string}> {
  const {inputs, log} = job
  if (inputs.comment === 'none') return {}
  const wanted = commentWanted(job, outcome)
  if (wanted.kind === 'none') {
    if (wanted.because !== undefined) log.info(wanted.because)
    return {}
  }
  const {comment} = wanted
  if (inputs.comment === 'output') {
    log.info(
      `The output \`comment\` is for pull request #${comment.pullRequest}. Another job has to post it: image-comment.yml, or a step with \`post-comment\`.`
    )
    return {comment: formatHandedComment({...comment, body: hide(comment.body)})}
  }
  await tryToKeep(job, comment)
  return {}
}

function commentWanted({inputs, runner}: Pick<OutcomeJob, 'inputs' | 'runner'>, outcome: Outcome): Wanted {
  // Only builds have a subject; a promotion belongs to no pull request.
  if (!('subject' in outcome)) return {kind: 'none'}
  const {commit, pullRequest} = outcome.subject
  if (pullRequest === undefined)
    return {kind: 'none', because: 'This run belongs to no pull request: there is nowhere to comment.'}
  // The join comments on the whole image.
  if (outcome.kind === 'distributed') return {kind: 'none'}
  if (outcome.kind !== 'built' && outcome.kind !== 'unchanged')
    return {kind: 'none', because: 'Nothing was pushed: there is no image to comment on.'}
  const {image, kind: operation} = outcome
  const {repository} = runner
  const url = `${runner.serverUrl}/${repository}`
  const body = commentOf({
    image,
    operation,
    commit: {id: commit, url: `${url}/commit/${commit}`},
    run: {number: runner.runNumber, url: runUrl(runner) ?? url}
  })
  const subject = inVariant(image.repository, inputs.variant)
  return {kind: 'comment', comment: {repository, pullRequest, subject, body}}
}

async function tryToKeep(job: OutcomeJob, comment: HandedComment): Promise<void> {
  const {inputs, log, signal} = job
  try {
    const kept = keepComment({...job, githubToken: inputs.githubToken}, comment)
    log.info(SAYS[await withTimeout(kept, COMMENT_MS, 'GitHub', signal)](comment.pullRequest))
  } catch (error) {
    signal.throwIfAborted()
    log.warning(
      `The comment on pull request #${comment.pullRequest} is not up to date. ${messageOf(error)}`,
      failureOf(error)?.remedy
    )
  }
}

/** Writes the comment in the name of this run. */
export async function keepComment(
  {runner, timings, signal, githubToken}: CommentJob,
  {pullRequest, subject, body}: UnsignedComment
): Promise<CommentResult> {
  const {apiUrl, repository: fullName} = runner
  const comments = new PullRequestComments({token: githubToken, apiUrl, fullName, signal})
  const run = {id: Number(runner.runId), attempt: runner.runAttempt}
  return await timings.time('comment', () => comments.keep({pullRequest, subject, run, body}))
}

/** The sentence for each result. */
export const SAYS: Record<CommentResult, (pullRequest: number) => string> = {
  created: number => `Commented on pull request #${number}.`,
  updated: number => `Updated the comment on pull request #${number}.`,
  superseded: number => `The comment on pull request #${number} stays: a later run has already written it.`
}
