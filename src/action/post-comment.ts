import {Failure} from '../core/failure.js'
import type {ProcessEnv} from '../core/process-env.js'
import {readEvent} from '../github/event.js'
import {GitHubApiRepository} from '../github/repository.js'
import type {Commented} from '../report/comment.js'
import type {Outcome} from '../run/outcome.js'
import type {GitHubEvent} from '../stages/event.js'
import {DEFAULT_STAGES_FILE} from '../stages/stages-file.js'
import type {CommentJob} from './comment.js'
import {keepComment, SAYS} from './comment.js'
import {PASS_OUTPUT, readHandedComment} from './handed-comment.js'
import {reader} from './input-reader.js'

/** How a step ends that only posts a comment. */
export type CommentEnd = Commented | Extract<Outcome, {kind: 'skipped'}>

/** Inputs of a step that only posts a comment. */
export interface PostInputs {
  /** The input `post-comment` as it was given. */
  comment: string
  githubToken: string
}

const OWN = ['post-comment', 'github-token']

/** The defaults of action.yml that ask for something only beside other inputs. */
const DEFAULTS: Readonly<Record<string, string>> = {config: DEFAULT_STAGES_FILE, 'scan-timeout': '10m'}
const ASKS_NOTHING = ['', 'auto', 'none', 'false']

/**
 * Reads the inputs of a step that only posts a comment.
 * @param environment the runner's: inputs come as `INPUT_<NAME>`
 * @returns undefined if the step has no `post-comment`
 * @throws Failure if the step also has an input that asks for something else
 */
export function readPostInputs(environment: ProcessEnv, mask: (value: string) => void): PostInputs | undefined {
  const read = reader(environment)
  const comment = read.text('post-comment')
  if (comment === undefined) return undefined
  const githubToken = read.text('github-token') ?? ''
  if (githubToken !== '') mask(githubToken)
  const others = Object.keys(environment)
    .flatMap(variable => /^INPUT_(.+)$/.exec(variable)?.[1]?.toLowerCase() ?? [])
    .filter(name => !OWN.includes(name) && asksForSomething(name, read.text(name) ?? ''))
  if (others.length === 0) return {comment, githubToken}
  const named = others
    .sort()
    .map(name => `\`${name}\``)
    .join(', ')
  throw new Failure(`A step with \`post-comment\` only posts the comment, and this one also has ${named}.`, {
    remedy: 'Give this step `post-comment` alone. The step that builds has the other inputs, and `comment: output`.'
  })
}

function asksForSomething(name: string, value: string): boolean {
  return !ASKS_NOTHING.includes(value.toLowerCase()) && DEFAULTS[name] !== value
}

/** Whether a comment is for the pull request of this run. */
export type PostTarget =
  | {kind: 'own'}
  /** The pull request of the branch was closed meanwhile. */
  | {kind: 'gone'; reason: string}
  | {kind: 'refused'; reason: string}

/**
 * Compares the pull request that a comment names with that of the event.
 * @param open the open pull request of the pushed branch, if the event is a push
 */
export function postTarget(pullRequest: number, event: GitHubEvent, open: number | undefined): PostTarget {
  if (event.kind === 'push' && open === undefined)
    return {kind: 'gone', reason: `Branch ${event.branch} has no open pull request: there is nowhere to comment.`}
  const own = event.kind === 'pull_request' ? event.number : open
  if (own === pullRequest) return {kind: 'own'}
  const ofRun = own === undefined ? `a run on ${event.name} has none` : `this run belongs to #${own}`
  return {kind: 'refused', reason: `The input \`post-comment\` is for pull request #${pullRequest}, and ${ofRun}.`}
}

/**
 * Keeps the comment that another job has written. Everything in it is foreign text. Only the pull request of this run's own event
 * gets it.
 * @throws Failure if it is refused, or if GitHub does not take it: this step has nothing else to do
 */
export async function postComment(job: CommentJob & PostInputs): Promise<CommentEnd> {
  const {runner, signal, githubToken, timings} = job
  const comment = readHandedComment(job.comment, runner.repository)
  const {event} = readEvent(runner)
  const github = new GitHubApiRepository({
    token: githubToken,
    apiUrl: runner.apiUrl,
    fullName: runner.repository,
    signal
  })
  const open =
    event.kind === 'push' ? await timings.time('GitHub', () => github.openPullRequest(event.branch)) : undefined
  const target = postTarget(comment.pullRequest, event, open)
  switch (target.kind) {
    case 'refused':
      throw new Failure(target.reason, {remedy: PASS_OUTPUT})
    case 'gone':
      return {kind: 'skipped', reason: target.reason}
    case 'own':
      return {
        kind: 'commented',
        reason: SAYS[await keepComment(job, comment)](comment.pullRequest)
      }
  }
}
