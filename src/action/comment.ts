import {withTimeout} from '../core/deadline.js'
import {messageOf} from '../core/failure.js'
import {PullRequestComments} from '../github/comment.js'
import {commentOf} from '../report/comment.js'
import type {Job} from '../run/context.js'
import {failureOf} from '../run/failure.js'
import type {Outcome} from '../run/outcome.js'
import {runUrl} from '../run/runner.js'
import {inVariant} from '../stages/variant.js'

/** The limit for all requests of the comment together. */
const COMMENT_MS = 60_000

/** Keeps the pull request's comment on its image up to date. The image is already pushed, so an error is only a warning. */
export async function postComment(job: Job, outcome: Outcome): Promise<void> {
  const {inputs, runner, log, timings, signal} = job
  // Only builds have a subject; a promotion belongs to no pull request.
  if (!inputs.comment || !('subject' in outcome)) return
  const {commit, pullRequest} = outcome.subject
  if (pullRequest === undefined) {
    log.info('This run belongs to no pull request: there is nowhere to comment.')
    return
  }
  // The join comments on the whole image.
  if (outcome.kind === 'distributed') return
  if (outcome.kind !== 'built' && outcome.kind !== 'unchanged') {
    log.info('Nothing was pushed: there is no image to comment on.')
    return
  }
  const {image, kind: operation} = outcome
  const url = `${runner.serverUrl}/${runner.repository}`
  const body = commentOf({
    image,
    operation,
    commit: {id: commit, url: `${url}/commit/${commit}`},
    run: {number: runner.runNumber, url: runUrl(runner) ?? url}
  })
  const comments = new PullRequestComments({
    token: inputs.githubToken,
    apiUrl: runner.apiUrl,
    fullName: runner.repository,
    signal
  })
  const run = {id: Number(runner.runId), attempt: runner.runAttempt}
  try {
    const kept = await timings.time('comment', () =>
      withTimeout(
        comments.keep({pullRequest, subject: inVariant(image.repository, inputs.variant), run, body}),
        COMMENT_MS,
        'GitHub',
        signal
      )
    )
    log.info(SAYS[kept](pullRequest))
  } catch (error) {
    signal.throwIfAborted()
    log.warning(
      `The comment on pull request #${pullRequest} is not up to date. ${messageOf(error)}`,
      failureOf(error)?.remedy
    )
  }
}

const SAYS = {
  created: (number: number) => `Commented on pull request #${number}.`,
  updated: (number: number) => `Updated the comment on pull request #${number}.`,
  superseded: (number: number) => `The comment on pull request #${number} stays: a later run has already written it.`
}
