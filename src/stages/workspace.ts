import {Failure} from '../core/failure.js'
import type {GitHubEvent} from './event.js'
import {expectedHeads} from './event.js'

/**
 * Checks that the workspace is at the commit that the tags will name.
 * @param heads the HEAD of each checkout in which the repository may be, the most likely one first
 * @returns the first that is at such a commit
 * @throws Failure if there is no checkout, or it is at another commit
 */
export function checkWorkspace<Commit extends {id: string}>(
  heads: readonly Commit[],
  event: GitHubEvent,
  workspace: string
): Commit {
  const expected = expectedHeads(event)
  const [first] = heads
  if (first === undefined) {
    throw new Failure(
      `There is no git checkout in ${workspace} that can be read, and the tags of the image have to name a commit.`,
      {
        remedy:
          'Run actions/checkout before this step, and keep the directory .git. In a container, or on a runner of your own, install git 2.31 or later before the checkout.'
      }
    )
  }
  const found = heads.find(({id}) => expected.includes(id))
  if (found !== undefined) return found
  throw new Failure(
    `The workspace is at commit ${first.id}, but the tags of the image would name ${expected.join(' or ')} (${event.name}).`,
    {remedy: checkoutOf(event)}
  )
}

function checkoutOf(event: GitHubEvent): string {
  return event.kind === 'workflow_run'
    ? 'Check out the commit that the other workflow ran on: `with: {ref: "${{ github.event.workflow_run.head_sha }}"}`.'
    : 'Remove `ref:` and `repository:` from actions/checkout, and make no commit before this step.'
}
