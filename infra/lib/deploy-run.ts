import {Failure} from '../../src/core/failure.js'
import type {Deployment} from './deployment.js'

/** The run of the workflow that deploys, or that compares stacks for a pull request. */
export interface DeployRun {
  event: 'pull_request' | 'workflow_dispatch'
  /** `owner/name` */
  repository: string
  /** A full ref. */
  ref: string
  actor: string
  /** The repository that the commits of a pull request come from; undefined if it was deleted. */
  headRepository: string | undefined
}

/** Whether AWS would give the run a role, as far as GitHub's data can tell. */
export type RunAccess = {kind: 'granted'} | {kind: 'none'; reason: string}

/**
 * A pull request without access is fine: its stacks are not compared. A deployment without access is a failure.
 * @throws Failure if AWS would refuse a deployment its role
 */
export function accessOf(run: DeployRun, deployment: Deployment): RunAccess {
  const {event, repository, ref, headRepository} = run
  if (repository !== deployment.repository && repository.toLowerCase() === deployment.repository.toLowerCase()) {
    throw new Failure(
      `The stages files name the repository ${deployment.repository}, and GitHub's tokens name ${repository}. AWS compares the case.`,
      {
        remedy: `Write ${repository} in the stages files, and deploy them once from your machine.`
      }
    )
  }
  const isOther = repository !== deployment.repository
  const stranger = `In the stages files, ${deployment.repository} is the repository that deploys, and this run is in ${repository}.`
  if (event === 'workflow_dispatch') {
    if (isOther)
      throw new Failure(stranger, {
        remedy: 'Correct `github:` or `deployment:` in the stages files, and deploy them once from your machine.'
      })
    if (ref !== `refs/heads/${deployment.trunk}`) {
      throw new Failure(`Only refs/heads/${deployment.trunk} may deploy, and this run is on ${ref}.`, {
        remedy: `Start the workflow on the trunk: \`gh workflow run deploy.yml --ref ${deployment.trunk}\`.`
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
