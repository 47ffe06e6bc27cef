import {Failure} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import {remedies} from '../core/remedy.js'
import {readEvent} from '../github/event.js'
import type {GitHubRepository, LaterCommits} from '../github/repository.js'
import {GitHubApiRepository} from '../github/repository.js'
import type {IdentityToken} from '../github/token.js'
import type {TrunkMismatch} from '../stages/automatic.js'
import {findTrunkMismatch} from '../stages/automatic.js'
import {decide, needsPullRequest} from '../stages/decide.js'
import type {Decision, DecisionInput, OtherDefaultBranch} from '../stages/decision.js'
import type {GitHubEvent} from '../stages/event.js'
import {nameOfInput, originOfKey} from '../stages/origin.js'
import type {StagesFile} from '../stages/stages-file.js'
import {environmentsOf} from '../stages/stages-file.js'
import {nextVersion, versionOfTag} from '../stages/version.js'
import type {Job} from './context.js'
import type {Inputs} from './inputs.js'
import type {JobStages} from './stages.js'

/** The decision on a job, and the facts behind it. */
export interface JobDecision {
  decision: Decision
  event: GitHubEvent
  trunk: string
  /** The default branch of the repository, if the event names it. */
  defaultBranch: string | undefined
  github: GitHubRepository
}

/**
 * Decides on the stage from the job's event, and from GitHub's answers about its branch.
 * @param token if it is a promise, the requests to GitHub do not wait for it
 * @throws Failure if the event cannot be read, or if GitHub does not answer a necessary request
 */
export async function decideOn(
  {inputs, runner, timings, signal}: Job,
  {file}: Pick<JobStages, 'file'>,
  token: IdentityToken | Promise<IdentityToken>
): Promise<JobDecision> {
  const {event, defaultBranch} = readEvent(runner)
  const github = new GitHubApiRepository({
    token: inputs.githubToken,
    apiUrl: runner.apiUrl,
    fullName: runner.repository,
    signal
  })
  const trunk = inputs.trunkBranch ?? file?.trunk ?? defaultBranch ?? (await github.defaultBranch())
  const askAbout = (commit: string): Lazy<LaterCommits> =>
    new Lazy(() => timings.time('GitHub', () => github.laterCommits(commit, trunk)))
  // GitHub answers while the token is requested.
  const early = isLikelyReleased(event, inputs) ? askAbout(event.sha).start() : undefined
  const otherDefaultBranch = otherDefaultBranchOf(trunk, defaultBranch, inputs, file)
  const openPullRequest = needsPullRequest(event, trunk)
    ? await timings.time('GitHub', () =>
        openPullRequestOf(github, event.branch, findTrunkMismatch(event.branch, trunk, otherDefaultBranch))
      )
    : undefined
  const environments = file === undefined ? undefined : environmentsOf(file)
  const decision = decide({
    event,
    trunk,
    otherDefaultBranch,
    openPullRequest,
    token: await token,
    environments,
    inputs: asked(inputs)
  })
  const required = requiredOnTrunk(event, decision)
  if (required !== undefined) checkIsOnTrunk(required, await (early ?? askAbout(required.commit)).get(), trunk)
  return {decision, event, trunk, defaultBranch, github}
}

function asked({stage, operation, version}: Inputs): DecisionInput['inputs'] {
  return {stage, operation: operation === 'doctor' ? 'auto' : operation, version}
}

function otherDefaultBranchOf(
  trunk: string,
  defaultBranch: string | undefined,
  {trunkBranch}: Inputs,
  file: StagesFile | undefined
): OtherDefaultBranch | undefined {
  if (defaultBranch === undefined || defaultBranch === trunk) return undefined
  return {
    branch: defaultBranch,
    trunkOrigin:
      file === undefined || trunkBranch !== undefined ? nameOfInput('trunk-branch') : originOfKey(file, 'trunk', trunk)
  }
}

/**
 * If the trunk may be set wrongly, the request to GitHub may be unnecessary. An error then explains the trunk first, and
 * GitHub's answer after it.
 */
async function openPullRequestOf(
  github: GitHubRepository,
  branch: string,
  mismatch: TrunkMismatch | undefined
): Promise<number | undefined> {
  try {
    return await github.openPullRequest(branch)
  } catch (error) {
    if (mismatch === undefined || !(error instanceof Failure)) throw error
    throw new Failure(`${mismatch.reason}.`, {
      cause: error,
      remedy: remedies(mismatch.remedy, `If it should not, fix this error: ${error.message}`, error.remedy)
    })
  }
}

/** A commit that has to be on the trunk. */
interface RequiredCommit {
  commit: string
  /** The subject of a sentence: `Tag v1.2.3 names commit 0123…`. */
  subject: string
  /** What to do if the commit is not on the trunk. */
  remedy: (trunk: string) => string
}

/**
 * The commit that has to be on the trunk: of every release, and of every run of another workflow. A tag may name any commit.
 * A run that is started again has its old commit, which a push by force may have removed from the trunk meanwhile. The branch
 * in the payload of another run may be a tag with the name of the trunk.
 * @returns undefined if no such check is needed; a run that is refused anyway needs no permission for it
 */
function requiredOnTrunk(event: GitHubEvent, decision: Decision): RequiredCommit | undefined {
  if (decision.kind !== 'build' && decision.kind !== 'promote') return undefined
  const {commit} = decision.revision
  if (event.kind === 'workflow_run') {
    return {
      commit,
      subject: `The other workflow ran on commit ${commit}`,
      remedy: trunk => `Let this workflow follow only runs on ${trunk}.`
    }
  }
  if (decision.stage !== 'release') return undefined
  const again = (trunk: string): string =>
    `If the commit was removed from ${trunk} by force, push it there again first.`
  const tag = tagOf(event)
  return tag === undefined
    ? {
        commit,
        subject: `This run is on commit ${commit}`,
        remedy: trunk => `Start a new run on ${trunk}. ${again(trunk)}`
      }
    : {
        commit,
        subject: `Tag ${tag} names commit ${commit}`,
        remedy: trunk => `Tag a commit of ${trunk}. ${again(trunk)}${nextTag(tag)}`
      }
}

/** Whether a run is likely to need GitHub's answer about its commit, as far as that is known before the decision. */
function isLikelyReleased(event: GitHubEvent, {stage, version}: Inputs): event is Extract<GitHubEvent, {sha: string}> {
  switch (event.kind) {
    case 'release':
      return true
    case 'tag':
      return !event.deleted && versionOfTag(event.tag).kind === 'version'
    case 'push':
      return stage === 'release'
    case 'manual':
      return stage === 'release' || (version ?? event.version) !== undefined
    default:
      return false
  }
}

/** A sentence to append: a pushed tag stays on its commit, so another commit takes the next version. */
function nextTag(tag: string): string {
  const reading = versionOfTag(tag)
  return reading.kind === 'version'
    ? ` The tag ${tag} stays on its commit, so tag another commit as v${nextVersion(reading.version)}.`
    : ''
}

/** The tag of the event, or the one that a run by hand was started from. */
function tagOf(event: GitHubEvent): string | undefined {
  if (event.kind === 'tag' || event.kind === 'release') return event.tag
  return event.kind === 'manual' && event.ref.kind === 'tag' ? event.ref.name : undefined
}

function checkIsOnTrunk({subject, remedy}: RequiredCommit, later: LaterCommits, trunk: string): void {
  if (later.kind === 'known' && later.contains) return
  throw later.kind === 'known'
    ? new Failure(`${subject}, which is not on the trunk ${trunk}.`, {remedy: remedy(trunk)})
    : new Failure(`${subject}, but it is not known whether that commit is on the trunk ${trunk}: ${later.because}.`, {
        remedy: later.remedy ?? 'Add `contents: read` to the `permissions:` of this job.'
      })
}
