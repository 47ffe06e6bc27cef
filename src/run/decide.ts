import {Failure} from '../core/failure.js'
import {remedies} from '../core/remedy.js'
import {readEvent} from '../github/event.js'
import type {GitHubRepository} from '../github/repository.js'
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
  // A run that is refused anyway needs no request about its commit, and no permission for it.
  if (event.kind === 'workflow_run' && decision.kind !== 'refuse') await checkIsOnTrunk(github, event, trunk)
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

/**
 * Checks the commit of the other run. The branch name in the payload is not enough, because a tag may have the name of the
 * trunk.
 */
async function checkIsOnTrunk(github: GitHubRepository, {sha}: {sha: string}, trunk: string): Promise<void> {
  const later = await github.laterCommits(sha, trunk)
  if (later.kind === 'known' && later.contains) return
  throw new Failure(
    `The other workflow ran on commit ${sha}, ${later.kind === 'known' ? `which is not on the trunk ${trunk}` : `but it is not known whether that commit is on the trunk ${trunk}: ${later.because}`}.`,
    {
      remedy:
        later.kind === 'known'
          ? `Let this workflow follow only runs on ${trunk}.`
          : (later.remedy ?? 'Add `contents: read` to the `permissions:` of this job.')
    }
  )
}
