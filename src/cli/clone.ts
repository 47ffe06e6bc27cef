import {Failure} from '../core/failure.js'
import type {GitHubRepository} from '../github/repository.js'
import type {WorkingTree} from './working-tree.js'

/** Replaces GitHub's API with the data of a developer's clone. Remote branches have the state of the last fetch. */
export function repositoryOfClone({git, listRemote, remote}: WorkingTree): GitHubRepository {
  return {
    // Only GitHub knows the open pull requests. An image that is pushed by hand gets the tag of its branch instead.
    openPullRequest: () => Promise.resolve(undefined),

    async laterCommits(commit, branch) {
      const upstream = `refs/remotes/${remote ?? ''}/${branch}`
      // A branch that was never pushed, or was rewritten here, has no later commits.
      const later = (await isAncestor(git, commit, upstream))
        ? linesIn(await git('rev-list', `${commit}..${upstream}`))
        : []
      return {kind: 'known', commits: later, total: later.length, contains: true}
    },

    async defaultBranch() {
      const prefix = `refs/remotes/${remote ?? ''}/`
      const head = await git('symbolic-ref', '--quiet', `${prefix}HEAD`)
      if (head?.startsWith(prefix) === true) return head.slice(prefix.length)
      throw new Failure(
        'The trunk is not known: the stages file does not name it, and this clone does not know the default branch of its remote.',
        {
          remedy: `Add \`trunk:\` to the stages file${remote === undefined ? '' : `, or run \`git remote set-head ${remote} --auto\``}.`
        }
      )
    },

    async hasBranch(branch) {
      const local = `refs/${remote === undefined ? 'heads' : `remotes/${remote}`}/${branch}`
      if ((await git('rev-parse', '--verify', '--quiet', local)) !== undefined) return true
      const attempt = `Looking for the branch ${branch}`
      if (remote === undefined)
        throw new Failure(`${attempt}: this clone has no such branch, and no remote to ask.`, {
          remedy: 'Add the remote of the branch: `git remote add origin <url>`.'
        })
      const ref = `refs/heads/${branch}`
      const listing = await listRemote(remote, '--heads', ref)
      if (listing === undefined)
        throw new Failure(`${attempt}: git could not ask the remote ${remote}.`, {remedy: remedyForRemote(remote)})
      return linesIn(listing).some(line => line.endsWith(`\t${ref}`))
    },

    async versionTags() {
      const local = linesIn(await git('for-each-ref', TAG_NAME, 'refs/tags/v*'))
      if (remote === undefined) return local
      const listing = await listRemote(remote, '--refs', 'refs/tags/v*')
      if (listing === undefined)
        throw new Failure(
          `Listing the git tags of the remote ${remote}: git failed. Without them the existing versions are not known.`,
          {remedy: remedyForRemote(remote)}
        )
      return [...new Set([...local, ...linesIn(listing).map(line => line.replace(/^.*\trefs\/tags\//, ''))])]
    },

    isPrerelease: () => Promise.resolve({kind: 'unknown', because: 'only GitHub knows it, and a clone does not.'})
  }
}

/** Prints the name of a tag. A short name would depend on the configuration. */
const TAG_NAME = '--format=%(refname:strip=2)'

/** The git tags of the commit that is checked out. */
export async function tagsOfHead(git: WorkingTree['git']): Promise<string[]> {
  return linesIn(await git('for-each-ref', '--points-at=HEAD', TAG_NAME, 'refs/tags'))
}

/** Whether a ref contains a commit; false if the ref does not exist. */
export async function isAncestor(git: WorkingTree['git'], commit: string, ref: string): Promise<boolean> {
  return (await git('merge-base', '--is-ancestor', commit, ref)) !== undefined
}

/**
 * The commits before a commit, the nearest first: the states of its own branch, then the commits that were merged into it.
 * @param most how many of each
 */
export async function ancestorsOf(git: WorkingTree['git'], commit: string, most: number): Promise<string[]> {
  const [own, all] = await Promise.all([
    git('rev-list', '--first-parent', `--max-count=${most + 1}`, commit, '--'),
    git('rev-list', '--topo-order', `--max-count=${2 * most + 1}`, commit, '--')
  ])
  return [...new Set([...linesIn(own), ...linesIn(all)])].filter(id => id !== commit).slice(0, 2 * most)
}

function remedyForRemote(remote: string): string {
  return `Check that \`git ls-remote ${remote}\` works without a prompt.`
}

function linesIn(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split('\n')
}
