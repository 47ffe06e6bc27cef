import {Failure} from '../core/failure.js'
import {isAncestor} from './clone.js'
import type {LocalProject} from './local-project.js'
import type {WorkingTree} from './working-tree.js'

/**
 * Enforces the rule that GitHub enforces for workflows: only the trunk reaches master.
 * @param alternative the first part of the remedy: `Push to development (leave --stage out), and merge`
 * @throws Failure naming the violation
 */
export async function requireTrunk(
  {trunk}: Pick<LocalProject, 'trunk'>,
  tree: WorkingTree,
  alternative: string
): Promise<void> {
  const violation = await violationOf(trunk, tree)
  if (violation === undefined) return
  throw new Failure(`master takes only the trunk ${trunk}, committed and pushed, and ${violation}.`, {
    remedy: `${alternative}; or push the trunk first.`
  })
}

/**
 * Enforces that a release is of a commit on the trunk: that of the remote as of the last fetch, or without a remote the branch.
 * @throws Failure naming the commit
 */
export async function requireOnTrunk(
  {trunk}: Pick<LocalProject, 'trunk'>,
  {commit, remote, git}: WorkingTree
): Promise<void> {
  const ref = trunkRef(trunk, remote)
  if (await isAncestor(git, commit.id, ref)) return
  const shown = ref.replace(/^refs\/[^/]*\//, '')
  const fetch = (await isShallow(git))
    ? '`git fetch --unshallow`, because this clone has only a part of the history'
    : '`git fetch`'
  throw new Failure(
    `A release is of a commit on the trunk ${trunk}, and ${shown} does not have commit ${commit.id.slice(0, 12)}.`,
    {remedy: `Check out a commit of ${trunk} after ${fetch}, or name the image with --source.`}
  )
}

/** Whether the trunk has a commit, as far as this clone knows; undefined if it lacks the trunk, the commit or a part of the history. */
export async function isOnTrunk(
  trunk: string,
  {remote, git}: Pick<WorkingTree, 'remote' | 'git'>,
  commit: string
): Promise<boolean | undefined> {
  const ref = trunkRef(trunk, remote)
  const known = await Promise.all([ref, commit].map(one => git('rev-parse', '--verify', '--quiet', `${one}^{commit}`)))
  if (known.includes(undefined)) return undefined
  const isAncestorHere = await isAncestor(git, commit, ref)
  return isAncestorHere || !(await isShallow(git)) ? isAncestorHere : undefined
}

/** Whether a clone lacks commits. Then a commit that it has may be on the trunk, although no path leads there. */
async function isShallow(git: WorkingTree['git']): Promise<boolean> {
  return (await git('rev-parse', '--is-shallow-repository'))?.trim() !== 'false'
}

/** The trunk of the remote as of the last fetch, or without a remote the branch. */
function trunkRef(trunk: string, remote: string | undefined): string {
  return remote === undefined ? `refs/heads/${trunk}` : `refs/remotes/${remote}/${trunk}`
}

async function violationOf(
  trunk: string,
  {branch, isDirty, commit, remote, git}: WorkingTree
): Promise<string | undefined> {
  if (branch !== trunk) return `${branch === undefined ? 'a detached HEAD' : `the branch ${branch}`} is checked out`
  if (isDirty) return 'there are uncommitted changes'
  if (remote === undefined) return 'this clone has no remote to compare with'
  return (await isAncestor(git, commit.id, `refs/remotes/${remote}/${trunk}`))
    ? undefined
    : `${remote}/${trunk} does not have commit ${commit.id.slice(0, 12)}`
}
