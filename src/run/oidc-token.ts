import {Failure} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import type {IdentityToken} from '../github/token.js'
import {requestIdentityToken} from '../github/token.js'
import {DEPENDABOT} from '../stages/automatic.js'
import {checkEnvironment} from '../stages/environment.js'
import type {Target} from '../stages/target.js'
import type {Job} from './context.js'
import type {JobStages} from './stages.js'
import {tokenAudience} from './stages.js'

/** GitHub's OIDC token for the job, or `unavailable` if the job may not request a token. */
export function openToken(
  {inputs, runner, timings, signal}: Job,
  stages: Pick<JobStages, 'file'>
): Lazy<IdentityToken> {
  return new Lazy(async () => {
    if (!runner.mayAskForToken) return {kind: 'unavailable'}
    return await timings.time('GitHub', () => requestIdentityToken(tokenAudience(inputs, stages), signal))
  })
}

/**
 * The token as it is presented to a stage's role.
 * @throws Failure if the job has no token, or the role does not accept tokens of this job's environment
 */
export function tokenFor(
  target: Target,
  identity: IdentityToken,
  reason: string,
  actor: string
): IdentityToken & {kind: 'token'} {
  if (identity.kind === 'unavailable') {
    throw new Failure(`${reason} That needs GitHub's OIDC token, and this job may not ask for one.`, {
      remedy: remedyWithoutToken(actor)
    })
  }
  const refusal = checkEnvironment(target.stage, target.environment, identity.claims)
  if (refusal !== undefined) throw new Failure(refusal.reason, {remedy: refusal.remedy})
  return identity
}

/** What to change in a job that may not ask for GitHub's OIDC token. */
export function remedyWithoutToken(actor: string): string {
  const byDependabot =
    ' Dependabot triggered this run, and GitHub gives such runs no token by default: push a commit of your own to its branch. Running the job again does not change its permissions.'
  return `Add \`id-token: write\` to the \`permissions:\` of this job, and \`contents: read\` for the checkout.${actor === DEPENDABOT ? byDependabot : ''}`
}
