import {Failure} from '../core/failure.js'
import type {GitHubEvent} from './event.js'
import {expectedHeads} from './event.js'

/**
 * Checks that the workspace is at the commit that the tags will name.
 * @param head the HEAD of the workspace, if there is one
 * @returns head
 * @throws Failure if there is no checkout, or it is at another commit
 */
export function checkWorkspace<Commit extends {id: string}>(
  head: Commit | undefined,
  event: GitHubEvent,
  workspace: string
): Commit {
  const expected = expectedHeads(event)
  if (head === undefined) {
    throw new Failure(`There is no git checkout in ${workspace}, and the tags of the image have to name a commit.`, {
      remedy:
        'Run actions/checkout before this step, and keep the directory .git. In a container, install git before the checkout.'
    })
  }
  if (expected.includes(head.id)) return head
  throw new Failure(
    `The workspace is at commit ${head.id}, but the tags of the image would name ${expected.join(' or ')} (${event.name}).`,
    {remedy: checkoutOf(event)}
  )
}

function checkoutOf(event: GitHubEvent): string {
  return event.kind === 'workflow_run'
    ? 'Check out the commit that the other workflow ran on: `with: {ref: "${{ github.event.workflow_run.head_sha }}"}`.'
    : 'Remove `ref:` and `repository:` from actions/checkout, and make no commit before this step.'
}
