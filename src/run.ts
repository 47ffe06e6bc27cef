import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'

import {build, tryBuild} from './build.js'
import {Failure, messageOf} from './failure.js'
import {readEvent} from './github/event.js'
import type {Repository as GitHubRepository} from './github/repository.js'
import {openRepository} from './github/repository.js'
import type {IdentityToken} from './github/token.js'
import {requestToken} from './github/token.js'
import {stageRole} from './identity.js'
import type {Inputs} from './inputs.js'
import {DEFAULT_CONFIG} from './inputs.js'
import type {Job} from './job.js'
import type {Outcome} from './outcome.js'
import type {Destination} from './stage-run.js'
import {headOf} from './source/commit.js'
import type {Decision, DecisionInput} from './stages/decision.js'
import {decide, needsPullRequest} from './stages/decision.js'
import {explainDenial} from './stages/denial.js'
import {checkEnvironment} from './stages/environment.js'
import type {StagesFile} from './stages/file.js'
import {parseStagesFile} from './stages/file.js'
import {DEPENDABOT} from './stages/automatic.js'
import {audienceOf} from './stages/partition.js'
import type {Stage} from './stages/stage.js'
import {sourceStage} from './stages/stage.js'
import type {Repository} from './stages/arn.js'
import {parseRepositoryArn} from './stages/arn.js'
import type {Target} from './stages/target.js'
import {selectImage, targetOf, targetOfArns, withOverrides} from './stages/target.js'
import {checkWorkspace} from './stages/workspace.js'

type StagedDecision = Extract<Decision, {kind: 'build' | 'promote'}>

/** One run, from the event to the image. */
export async function run(job: Job): Promise<Outcome> {
  const {inputs, runner, environment, log, phases, signal} = job

  const file = await readStagesFile(job)
  const image = file === undefined ? undefined : selectImage(file, inputs.image)
  const audience = inputs.audience ?? audienceOf(file?.partition ?? inputs.roleArn?.split(':')[1] ?? 'aws')

  // Asked for before anything else is loaded or read: GitHub answers while the rest gets ready.
  const token: Promise<IdentityToken> = runner.mayAskForToken ? phases.time('GitHub', () => requestToken(audience, signal)) : Promise.resolve({kind: 'unavailable'})
  const head = headOf(runner.workspace, environment)
  token.catch(() => undefined)
  if (runner.mayAskForToken) loadAwsMeanwhile()

  const {event, defaultBranch} = readEvent(runner)
  const repository = openRepository({token: inputs.githubToken, apiUrl: runner.apiUrl, fullName: runner.repository, signal})
  const trunk = inputs.trunkBranch ?? file?.trunk ?? defaultBranch ?? (await repository.defaultBranch())
  const openPullRequest = needsPullRequest(event, trunk)
    ? await phases.time('GitHub', () => repository.openPullRequest(event.branch))
    : undefined

  if (event.kind === 'workflow_run') await checkIsOnTrunk(repository, event, trunk)

  const identity = await token
  const environments = file === undefined ? undefined : environmentsOf(file)
  const decision = decide({event, trunk, openPullRequest, token: identity, environments, inputs: asked(inputs)})
  log.info(decision.reason)
  if (inputs.comment) log.warning('Input comment is not part of this version yet: no comment is written.')

  const destinationOf = (staged: StagedDecision, known: IdentityToken): Destination => {
    const target = targetFor(staged.stage, file, image, inputs)
    const {token, claims} = admitted(staged, known, target, event.actor)
    const explain = (of: Target): string => explainDenial({target: of, claims, trunk, github: file?.github})
    return {target, identity: stageRole({...job, token, explain})}
  }
  switch (decision.kind) {
    case 'refuse':
      throw new Failure(decision.reason, {remedy: decision.remedy})
    case 'skip':
      return {kind: 'skipped', reason: decision.reason}
    case 'promote': {
      const destination = destinationOf(decision, identity)
      const commit = decision.stage === 'release' ? await head : checkWorkspace(await head, event, runner.workspace)
      const stageRun = {...job, ...decision, trunk, image, repository, commit: commit ?? {id: decision.revision.commit, time: new Date()}}
      const {promote} = await import('./promote.js')
      return await promote(stageRun, {...destination, source: sourceOf(decision.stage, file, image, inputs)})
    }
    case 'build-only':
      return await tryBuild({...job, ...decision, trunk, image, repository, commit: checkWorkspace(await head, event, runner.workspace)})
    case 'build': {
      const destination = destinationOf(decision, identity)
      const commit = checkWorkspace(await head, event, runner.workspace)
      return await build({...job, ...decision, trunk, image, repository, commit}, destination)
    }
  }
}

/** Compiling the SDK takes longer than a connection: begun at once, it would hold up the request that is just to leave. */
function loadAwsMeanwhile(): void {
  setTimeout(() => void import('./aws/index.js'), 10).unref()
}

/** @returns undefined where there is none and the inputs name role and repository instead */
async function readStagesFile({inputs, runner}: Job): Promise<StagesFile | undefined> {
  try {
    return parseStagesFile(await readFile(resolve(runner.workspace, inputs.config), 'utf8'), inputs.config)
  } catch (error) {
    if (error instanceof Failure) throw error
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const isNamed = inputs.config !== DEFAULT_CONFIG || inputs.image !== undefined
    if (isMissing && !isNamed && inputs.roleArn !== undefined && inputs.repositoryArn !== undefined) return undefined
    throw new Failure(`Reading the stages file ${inputs.config}: ${messageOf(error)}`, {
      cause: error,
      remedy: 'Check that actions/checkout ran before this step and that the file is in the repository. With `role-arn` and `repository-arn` none is needed.'
    })
  }
}

function targetFor(stage: Stage, file: StagesFile | undefined, image: {name: string} | undefined, inputs: Inputs): Target {
  return file === undefined || image === undefined ? targetOfArns(stage, inputs) : withOverrides(targetOf(file, image, stage), inputs)
}

/** The repository of the stage before, which an image is promoted from. */
function sourceOf(stage: Stage, file: StagesFile | undefined, image: {name: string} | undefined, {sourceRepositoryArn}: Inputs): Repository {
  if (sourceRepositoryArn !== undefined) return parseRepositoryArn(sourceRepositoryArn, 'source-repository-arn')
  const before = sourceStage(stage)
  if (file !== undefined && image !== undefined && before !== undefined) return targetOf(file, image, before).repository
  throw new Failure(`Promoting to ${stage} without a stages file needs the repository to promote from.`, {
    remedy: 'Set `source-repository-arn` beside `role-arn` and `repository-arn`.'
  })
}

/** The token, once it is known that the stage's role takes tokens of this job's environment. */
function admitted(decision: StagedDecision, identity: IdentityToken, target: Target, actor: string): IdentityToken & {kind: 'token'} {
  if (identity.kind === 'unavailable') {
    throw new Failure(`${decision.reason} That needs GitHub's OIDC token, and this job may not ask for one.`, {
      remedy: `Add \`id-token: write\` to the \`permissions:\` of this job, and \`contents: read\` for the checkout.${
        actor === DEPENDABOT ? ' This run was set off by Dependabot, to whose runs GitHub gives no token by default: run the job again yourself.' : ''
      }`
    })
  }
  const refusal = checkEnvironment(decision.stage, target.environment, identity.claims)
  if (refusal !== undefined) throw new Failure(refusal.reason, {remedy: refusal.remedy})
  return identity
}

/** The payload names the branch of the other run, and a tag can be called as the trunk is: what counts is the commit. */
async function checkIsOnTrunk(repository: GitHubRepository, {sha}: {sha: string}, trunk: string): Promise<void> {
  const later = await repository.laterCommits(sha, trunk)
  if (later.kind === 'known' && later.contains) return
  throw new Failure(
    `The other workflow ran on commit ${sha}, ${later.kind === 'known' ? `which is not on the trunk ${trunk}` : `and whether that is on the trunk ${trunk} is not known: ${later.because}`}.`,
    {remedy: later.kind === 'known' ? `Let this workflow follow runs of ${trunk} alone.` : 'Add `contents: read` to the `permissions:` of this job.'}
  )
}

function environmentsOf({stages}: StagesFile): DecisionInput['environments'] {
  return {development: stages.development.environment, master: stages.master.environment, release: stages.release.environment}
}

/** What the inputs ask for that the decision knows of. */
function asked({stage, operation, version}: Inputs): DecisionInput['inputs'] {
  if (operation === 'doctor') throw new Failure('The operation `doctor` is not part of this version yet.', {remedy: 'Leave `operation` out.'})
  return {stage, operation, version}
}
