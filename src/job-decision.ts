import {Failure} from './failure.js'
import {readEvent} from './github/event.js'
import type {Repository} from './github/repository.js'
import {openRepository} from './github/repository.js'
import type {IdentityToken} from './github/token.js'
import type {Inputs} from './inputs.js'
import type {Job} from './job.js'
import {asked, environmentsOf} from './job-stages.js'
import {doubtOfTrunk} from './stages/automatic.js'
import type {Decision, OtherDefault} from './stages/decision.js'
import {decide, needsPullRequest} from './stages/decision.js'
import type {GitHubEvent} from './stages/event.js'
import type {StagesFile} from './stages/file.js'
import {inputNamed, originOfKey} from './stages/origin.js'

/** What is decided of a job, and what it was decided by. */
export interface JobDecision {
  decision: Decision
  event: GitHubEvent
  trunk: string
  /** Of the repository, where the event names it. */
  defaultBranch: string | undefined
  repository: Repository
}

/**
 * Decides on the stage by the job's event, and by what GitHub knows of its branch.
 * @param token may be on its way still: GitHub is asked for the rest meanwhile
 * @throws Failure where the event cannot be read, or GitHub does not say what is needed
 */
export async function decideOn({inputs, runner, phases, signal}: Job, file: StagesFile | undefined, token: IdentityToken | Promise<IdentityToken>): Promise<JobDecision> {
  const {event, defaultBranch} = readEvent(runner)
  const repository = openRepository({token: inputs.githubToken, apiUrl: runner.apiUrl, fullName: runner.repository, signal})
  const trunk = inputs.trunkBranch ?? file?.trunk ?? defaultBranch ?? (await repository.defaultBranch())
  const otherDefault = otherDefaultOf(trunk, defaultBranch, inputs, file)
  const openPullRequest = needsPullRequest(event, trunk)
    ? await phases.time('GitHub', () => openPullRequestOf(repository, event.branch, doubtOfTrunk(event.branch, trunk, otherDefault)))
    : undefined
  const environments = file === undefined ? undefined : environmentsOf(file)
  const decision = decide({event, trunk, otherDefault, openPullRequest, token: await token, environments, inputs: asked(inputs)})
  // What is refused in any case needs no question, and no permission for one.
  if (event.kind === 'workflow_run' && decision.kind !== 'refuse') await checkIsOnTrunk(repository, event, trunk)
  return {decision, event, trunk, defaultBranch, repository}
}

function otherDefaultOf(trunk: string, defaultBranch: string | undefined, {trunkBranch}: Inputs, file: StagesFile | undefined): OtherDefault | undefined {
  if (defaultBranch === undefined || defaultBranch === trunk) return undefined
  return {branch: defaultBranch, trunkFrom: file === undefined || trunkBranch !== undefined ? inputNamed('trunk-branch') : originOfKey(file, 'trunk', trunk)}
}

/** Where GitHub does not tell, it may be that it should not have been asked: what is in doubt of the trunk is the error then, and the rest is for who means it so. */
async function openPullRequestOf(repository: Repository, branch: string, doubt: {says: string; remedy: string} | undefined): Promise<number | undefined> {
  try {
    return await repository.openPullRequest(branch)
  } catch (error) {
    if (doubt === undefined || !(error instanceof Failure)) throw error
    throw new Failure(`${doubt.says}.`, {cause: error, remedy: [doubt.remedy, `If it is not to: ${error.message}`, error.remedy].join('\n')})
  }
}

/** The payload names the branch of the other run, and a tag can be called as the trunk is: what counts is the commit. */
async function checkIsOnTrunk(repository: Repository, {sha}: {sha: string}, trunk: string): Promise<void> {
  const later = await repository.laterCommits(sha, trunk)
  if (later.kind === 'known' && later.contains) return
  throw new Failure(
    `The other workflow ran on commit ${sha}, ${later.kind === 'known' ? `which is not on the trunk ${trunk}` : `and whether that is on the trunk ${trunk} is not known: ${later.because}`}.`,
    {remedy: later.kind === 'known' ? `Let this workflow follow runs of ${trunk} alone.` : 'Add `contents: read` to the `permissions:` of this job.'}
  )
}
