import {build, tryBuild} from './build.js'
import {comment} from './comment.js'
import {Failure} from './failure.js'
import type {IdentityToken} from './github/token.js'
import {requestToken} from './github/token.js'
import {stageRole} from './identity.js'
import type {Job} from './job.js'
import {decideOn} from './job-decision.js'
import {readStagesFile, remedyWithoutToken, sourceOf, targetFor, tokenAudience, trustedBy} from './job-stages.js'
import type {Outcome} from './outcome.js'
import type {Destination} from './stage-run.js'
import {commitAt, headOf} from './source/commit.js'
import type {Decision} from './stages/decision.js'
import {explainDenial} from './stages/denial.js'
import {checkEnvironment} from './stages/environment.js'
import type {Target} from './stages/target.js'
import {selectImage} from './stages/target.js'
import {checkWorkspace} from './stages/workspace.js'

type StagedDecision = Extract<Decision, {kind: 'build' | 'promote'}>

/** One run, from the event to the image. */
export async function run(job: Job): Promise<Outcome> {
  const {inputs, runner, environment, log, phases, signal} = job
  if (inputs.operation === 'doctor') {
    const {examineJob} = await import('./doctor/job.js')
    return await examineJob(job)
  }

  const file = await readStagesFile(job)
  const image = file === undefined ? undefined : selectImage(file, inputs.image)

  // Asked for before anything else is loaded or read: GitHub answers while the rest gets ready.
  const token: Promise<IdentityToken> = runner.mayAskForToken ? phases.time('GitHub', () => requestToken(tokenAudience(inputs, file), signal)) : Promise.resolve({kind: 'unavailable'})
  const head = headOf(runner.workspace, environment)
  token.catch(() => undefined)
  if (runner.mayAskForToken) loadAwsMeanwhile()

  const {decision, event, trunk, repository} = await decideOn(job, file, token)
  const identity = await token
  log.info(decision.reason)

  const destinationOf = (staged: StagedDecision): Destination => {
    const target = targetFor(staged.stage, file, image, inputs)
    const {token, claims} = tokenFor(staged, identity, target, event.actor)
    const explain = (of: Target): string => explainDenial({target: of, claims, trunk, github: trustedBy(of, file, image)})
    return {target, identity: stageRole({...job, token, explain})}
  }
  switch (decision.kind) {
    case 'refuse':
      throw new Failure(decision.reason, {remedy: decision.remedy})
    case 'skip':
      if (decision.remedy !== undefined) log.warning(`${decision.reason}\n${decision.remedy}`)
      return {...decision, kind: 'skipped'}
    case 'promote': {
      const destination = destinationOf(decision)
      if (decision.stage !== 'release') checkWorkspace(await head, event, runner.workspace)
      const released = await commitAt(decision.revision.commit, runner.workspace, environment)
      const {promote} = await import('./promote.js')
      return await promote({...job, ...decision, trunk, image, repository, committedAt: released?.time}, {...destination, source: sourceOf(decision.stage, file, image, inputs)})
    }
    case 'build-only': {
      const outcome = await tryBuild({...job, ...decision, trunk, image, repository, commit: checkWorkspace(await head, event, runner.workspace)})
      await comment(job, decision.revision, outcome)
      return outcome
    }
    case 'build': {
      const destination = destinationOf(decision)
      const commit = checkWorkspace(await head, event, runner.workspace)
      const outcome = await build({...job, ...decision, trunk, image, repository, commit}, destination)
      await comment(job, decision.revision, outcome)
      return outcome
    }
  }
}

/** Compiling the SDK takes longer than a connection: begun at once, it would hold up the request that is just to leave. */
function loadAwsMeanwhile(): void {
  setTimeout(() => void import('./aws/index.js'), 10).unref()
}

/** The token, once it is known that the stage's role takes tokens of this job's environment. */
function tokenFor(decision: StagedDecision, identity: IdentityToken, target: Target, actor: string): IdentityToken & {kind: 'token'} {
  if (identity.kind === 'unavailable') {
    throw new Failure(`${decision.reason} That needs GitHub's OIDC token, and this job may not ask for one.`, {
      remedy: remedyWithoutToken(actor)
    })
  }
  const refusal = checkEnvironment(decision.stage, target.environment, identity.claims)
  if (refusal !== undefined) throw new Failure(refusal.reason, {remedy: refusal.remedy})
  return identity
}
