import {Failure} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import type {Commit} from '../fingerprint/commit.js'
import {commitAt, headsOf} from '../fingerprint/commit.js'
import type {IdentityToken} from '../github/token.js'
import type {Decision} from '../stages/decision.js'
import {explainDenial} from '../stages/denial.js'
import {DEFAULT_RUNNERS} from '../stages/runners.js'
import {checkWorkspace} from '../stages/workspace.js'
import {build, tryBuild} from './build.js'
import {checkoutDirectories} from './checkout.js'
import type {Checkout, Decided, Destination, Job, StageRun, TrialRun} from './context.js'
import {stageRun} from './context.js'
import type {JobDecision} from './decide.js'
import {decideOn} from './decide.js'
import {stageRole} from './identity.js'
import {openToken, tokenFor} from './oidc-token.js'
import type {Outcome} from './outcome.js'
import {buildPart, refusePartOfPromotion, tryPart} from './parts.js'
import type {JobStages} from './stages.js'
import {cachesFor, readStages, sourceFor, targetFor, trustedBy} from './stages.js'

type DecisionOf<Kind extends Decision['kind']> = Extract<Decision, {kind: Kind}>

/** The values that a run has after its decision. */
interface DecidedJob {
  stages: JobStages
  decided: JobDecision
  token: IdentityToken
  /** The directories in which the repository was looked for. */
  checkouts: readonly string[]
  /** The HEAD of each of them that is in a checkout. */
  heads: Lazy<Commit[]>
}

/** One run, from the event to the image. */
export async function run(job: Job): Promise<Outcome> {
  const stages = await readStages(job)
  // The requests to GitHub and git run while the rest is prepared.
  const token = openToken(job, stages).start()
  const checkouts = checkoutDirectories(job.runner.workspace, job.inputs, stages.image)
  const heads = new Lazy(() => headsOf(checkouts, job.environment)).start()
  if (job.runner.mayAskForToken) loadAwsMeanwhile()

  const decided = await decideOn(job, stages, token.get())
  const known = {stages, decided, token: await token.get(), checkouts, heads}
  const {decision} = decided
  job.log.info(decision.reason)
  switch (decision.kind) {
    case 'refuse':
      throw new Failure(decision.reason, {remedy: decision.remedy})
    case 'skip':
      return skip(job, decision)
    case 'build-only':
      return await runTrial({...job, ...contextOf(known, decision), ...(await requireCheckout(job, known))})
    case 'build':
      return await runBuild(job, known, decision)
    case 'promote':
      return await runPromotion(job, known, decision)
  }
}

function skip(job: Job, decision: DecisionOf<'skip'>): Outcome {
  const {reason, remedy, hint} = decision
  if (remedy !== undefined) job.log.warning(reason, remedy)
  if (hint !== undefined) job.log.notice(`${reason} ${hint}`)
  return {kind: 'skipped', reason, ...(remedy === undefined ? {} : {remedy})}
}

async function runBuild(job: Job, known: DecidedJob, decision: DecisionOf<'build'>): Promise<Outcome> {
  const destination = {...destinationOf(job, known, decision), caches: cachesFor(known.stages, job.inputs)}
  const run = {...runOf(job, known, decision), ...(await requireCheckout(job, known))}
  const {share} = job.inputs
  return share.kind === 'part' ? await buildPart(run, destination, share) : await build(run, destination)
}

/** Only tests whether the image builds. */
async function runTrial(run: TrialRun): Promise<Outcome> {
  const {share} = run.inputs
  return share.kind === 'part' ? await tryPart(run, share) : await tryBuild(run)
}

async function runPromotion(job: Job, known: DecidedJob, decision: DecisionOf<'promote'>): Promise<Outcome> {
  refusePartOfPromotion(job, decision.reason)
  const destination = destinationOf(job, known, decision)
  // A release takes the image of the tagged commit, so any commit may be checked out.
  if (decision.stage !== 'release') await requireCheckout(job, known)
  const commit = await commitAt(decision.revision.commit, known.checkouts, job.environment)
  const source = sourceFor(decision.stage, known.stages, job.inputs)
  // Loaded when it is needed: most runs build.
  const {promote} = await import('./promote.js')
  return await promote({...runOf(job, known, decision), committedAt: commit?.time}, {...destination, source})
}

function runOf(job: Job, known: DecidedJob, decision: DecisionOf<'build' | 'promote'>): StageRun {
  return stageRun(job, {...contextOf(known, decision), stage: decision.stage})
}

function contextOf(
  {stages, decided}: DecidedJob,
  {reason, revision}: DecisionOf<'build' | 'build-only' | 'promote'>
): Omit<Decided, 'stage'> {
  const {image, file} = stages
  const runners = file?.runners ?? DEFAULT_RUNNERS
  return {reason, revision, trunk: decided.trunk, image, runners, github: decided.github}
}

/** Verifies that the workspace is at the commit of the event. That commit is built. */
async function requireCheckout({runner}: Job, {heads, decided}: DecidedJob): Promise<Checkout> {
  return {commit: checkWorkspace(await heads.get(), decided.event, runner.workspace), isCommitted: true}
}

/** The stage's repository, and its role, which GitHub's token may assume. */
function destinationOf(
  job: Job,
  {stages, decided, token}: DecidedJob,
  {stage, reason}: DecisionOf<'build' | 'promote'>
): Destination {
  const target = targetFor(stage, stages, job.inputs)
  const {token: jwt, claims} = tokenFor(target, token, reason, decided.event.actor)
  const identity = stageRole({
    ...job,
    token: jwt,
    explain: of => explainDenial({target: of, claims, trunk: decided.trunk, github: trustedBy(of, stages)})
  })
  return {target, identity}
}

/**
 * Loads the AWS SDK after a short delay. Compiling it takes longer than opening a connection, and would hold up the requests
 * that have just started.
 */
function loadAwsMeanwhile(): void {
  setTimeout(() => void import('../aws/run-calls.js'), 10).unref()
}
