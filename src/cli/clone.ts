import {Failure} from '../core/failure.js'
import type {GitHubRepository} from '../github/repository.js'
import type {WorkingTree} from './working-tree.js'

/** The repository as a developer's clone knows it: by its remote branches as they were last fetched. */
export function cloneOf({git, remote}: WorkingTree): GitHubRepository {
  return {
    // Known to GitHub alone; an image pushed by hand is tagged by its branch.
    openPullRequest: () => Promise.resolve(undefined),

    async laterCommits(commit, branch) {
      const upstream = `refs/remotes/${remote ?? ''}/${branch}`
      // A branch that was never pushed has nothing beyond what is here; nor has one that was rewritten here.
      const later = (await isAncestor(git, commit, upstream))
        ? lines(await git('rev-list', `${commit}..${upstream}`))
        : []
      return {kind: 'known', commits: later, total: later.length, contains: true}
    },

    async defaultBranch() {
      const prefix = `refs/remotes/${remote ?? ''}/`
      const head = await git('symbolic-ref', '--quiet', `${prefix}HEAD`)
      if (head?.startsWith(prefix) === true) return head.slice(prefix.length)
      throw new Failure(
        'Which branch is the trunk is not known: the stages file does not say, and this clone has no default branch of its remote.',
        {
          remedy: `Add \`trunk:\` to the stages file${remote === undefined ? '' : `, or run \`git remote set-head ${remote} --auto\``}.`
        }
      )
    },

    async hasBranch(branch) {
      const local = `refs/${remote === undefined ? 'heads' : `remotes/${remote}`}/${branch}`
      if ((await git('rev-parse', '--verify', '--quiet', local)) !== undefined) return true
      const tried = `Looking for the branch ${branch}`
      if (remote === undefined)
        throw new Failure(`${tried}: this clone has none of that name, and no remote to ask.`, {
          remedy: 'Add the remote that it is of: `git remote add origin <url>`.'
        })
      const ref = `refs/heads/${branch}`
      const listed = await git('ls-remote', '--quiet', '--heads', remote, ref)
      if (listed === undefined)
        throw new Failure(`${tried}: git could not ask the remote ${remote}.`, {remedy: seeThatItLists(remote)})
      return lines(listed).some(line => line.endsWith(`\t${ref}`))
    },

    async versionTags() {
      const local = lines(await git('tag', '--list', 'v*'))
      if (remote === undefined) return local
      const listed = await git('ls-remote', '--quiet', '--tags', '--refs', remote, 'refs/tags/v*')
      if (listed === undefined) {
        throw new Failure(
          `Listing the git tags of the remote ${remote}: git could not. Without them it is not known which versions there are.`,
          {
            remedy: seeThatItLists(remote)
          }
        )
      }
      return [...new Set([...local, ...lines(listed).map(line => line.replace(/^.*\trefs\/tags\//, ''))])]
    },

    isPrerelease: () => Promise.resolve({kind: 'unknown', because: 'a clone does not tell, GitHub alone knows.'})
  }
}

/** Whether all of a commit is in what a ref names; false where there is no such ref. */
export async function isAncestor(git: WorkingTree['git'], commit: string, ref: string): Promise<boolean> {
  return (await git('merge-base', '--is-ancestor', commit, ref)) !== undefined
}

function seeThatItLists(remote: string): string {
  return `See that \`git ls-remote ${remote}\` works without asking for anything.`
}

function lines(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split('\n')
}
