import {within} from './deadline.js'
import {Failure, messageOf} from './failure.js'
import {openComments} from './github/comment.js'
import {runUrl} from './inputs.js'
import type {Job} from './job.js'
import type {Outcome} from './outcome.js'
import {commentOf} from './report/comment.js'
import type {Revision} from './stages/decision.js'

/** GitHub is given this long for all of it. */
const COMMENT_MS = 60_000

/** Keeps the pull request's comment on its image up to date. What comes in the way is a warning: the image is there. */
export async function comment({inputs, runner, log, phases, signal}: Job, {commit, pullRequest}: Revision, outcome: Outcome): Promise<void> {
  if (!inputs.comment) return
  if (pullRequest === undefined) {
    log.info('This run belongs to no pull request: there is nowhere to comment.')
    return
  }
  if (outcome.kind !== 'built' && outcome.kind !== 'unchanged') {
    log.info('Nothing was pushed: there is no image to comment on.')
    return
  }
  const {image, kind: operation} = outcome
  const url = `${runner.serverUrl}/${runner.repository}`
  const body = commentOf({
    image, operation,
    commit: {id: commit, url: `${url}/commit/${commit}`},
    run: {number: runner.runNumber, url: runUrl(runner) ?? url}
  })
  const comments = openComments({token: inputs.githubToken, apiUrl: runner.apiUrl, fullName: runner.repository, signal})
  const run = {id: Number(runner.runId), attempt: runner.runAttempt}
  try {
    const kept = await phases.time('comment', () => within(comments.keep({pullRequest, subject: image.repository, run, body}), COMMENT_MS, 'GitHub', signal))
    log.info(SAYS[kept](pullRequest))
  } catch (error) {
    signal.throwIfAborted()
    log.warning(`The comment on pull request #${pullRequest} is not up to date. ${messageOf(error)}${error instanceof Failure && error.remedy !== undefined ? `\n${error.remedy}` : ''}`)
  }
}

const SAYS = {
  created: (number: number) => `Commented on pull request #${number}.`,
  updated: (number: number) => `Updated the comment on pull request #${number}.`,
  superseded: (number: number) => `The comment on pull request #${number} is of a later run already, and stays.`
}
