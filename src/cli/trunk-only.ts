import {Failure} from '../core/failure.js'
import {isAncestor} from './clone.js'
import type {LocalJob} from './local-job.js'
import type {WorkingTree} from './working-tree.js'

/**
 * The rule that holds in a workflow, where GitHub sees to it: what reaches master is on the trunk.
 * @param otherwise what to do instead of what was asked for: `Push to development (leave --stage out), and merge`
 * @throws Failure saying what is in the way
 */
export async function refuseBesideTrunk({trunk}: LocalJob, tree: WorkingTree, otherwise: string): Promise<void> {
  const why = await obstacle(trunk, tree)
  if (why === undefined) return
  throw new Failure(`master takes the trunk ${trunk} alone, as it is committed and pushed, and ${why}.`, {
    remedy: `${otherwise}; or push the trunk first.`
  })
}

async function obstacle(
  trunk: string,
  {branch, isDirty, commit, remote, git}: WorkingTree
): Promise<string | undefined> {
  if (branch !== trunk) return `${branch === undefined ? 'a detached HEAD' : `the branch ${branch}`} is checked out`
  if (isDirty) return 'there are changes that are not committed'
  if (remote === undefined) return 'this clone has no remote to compare with'
  return (await isAncestor(git, commit.id, `refs/remotes/${remote}/${trunk}`))
    ? undefined
    : `${remote}/${trunk} does not have commit ${commit.id.slice(0, 12)}`
}
