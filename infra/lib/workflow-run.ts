import {Failure} from '../../src/core/failure.js'
import type {Deployment} from './agreement.js'

/** The run of the workflow that asks for access. */
export interface WorkflowRun {
  event: 'pull_request' | 'workflow_dispatch'
  /** `owner/name` */
  repository: string
  /** Full ref. */
  ref: string
  actor: string
  /** Where the commits of a pull request come from; unknown where that repository is gone. */
  headRepository: string | undefined
}

/** Whether AWS would give the run a role, as far as GitHub's side of it goes. */
export type Access = {kind: 'granted'} | {kind: 'none'; reason: string}

/**
 * A pull request without access has nothing to compare its stacks with, and is none the worse for it.
 * @throws Failure where a deployment would be denied its role
 */
export function accessOf(run: WorkflowRun, deployment: Deployment): Access {
  const {event, repository, ref, headRepository} = run
  if (repository !== deployment.repository && repository.toLowerCase() === deployment.repository.toLowerCase()) {
    throw new Failure(
      `The stages files name the repository ${deployment.repository}, and GitHub's tokens say ${repository}; to AWS those differ.`,
      {
        remedy: `Write ${repository} in the stages files, and deploy once by hand.`
      }
    )
  }
  const isOther = repository !== deployment.repository
  const stranger = `The stages files give ${deployment.repository} the roles to deploy with, and this is ${repository}.`
  if (event === 'workflow_dispatch') {
    if (isOther)
      throw new Failure(stranger, {
        remedy: 'Correct `github:` or `deployment:` in the stages files, and deploy once by hand.'
      })
    if (ref !== `refs/heads/${deployment.trunk}`) {
      throw new Failure(`Deployments are made from refs/heads/${deployment.trunk}, and this run is of ${ref}.`, {
        remedy: `Run it there: \`gh workflow run deploy.yml --ref ${deployment.trunk}\`.`
      })
    }
    return {kind: 'granted'}
  }
  if (isOther) return {kind: 'none', reason: stranger}
  if (headRepository !== repository)
    return {kind: 'none', reason: 'GitHub gives no identity token to pull requests from forks.'}
  if (run.actor === 'dependabot[bot]')
    return {kind: 'none', reason: "GitHub gives no identity token to Dependabot's pull requests."}
  return {kind: 'granted'}
}
