import {Failure} from '../failure.js'
import type {Repository} from '../github/repository.js'
import type {WorkingTree} from './working-tree.js'

/** The repository as a developer's clone knows it: by its remote branches as they were last fetched. */
export function cloneOf({git}: WorkingTree): Repository {
  return {
    // Known to GitHub alone; an image pushed by hand is tagged by its branch.
    openPullRequest: () => Promise.resolve(undefined),

    async laterCommits(commit, branch) {
      const later = await git('rev-list', `${commit}..refs/remotes/origin/${branch}`)
      // A branch that was never pushed has nothing beyond what is here.
      const commits = later === undefined || later === '' ? [] : later.split('\n')
      return {kind: 'known', commits, total: commits.length, contains: true}
    },

    async defaultBranch() {
      const head = await git('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD')
      if (head !== undefined) return head.replace(/^origin\//, '')
      throw new Failure('Which branch is the trunk is not known: the stages file does not say, and this clone has no default branch of its remote.', {
        remedy: 'Add `trunk:` to the stages file, or run `git remote set-head origin --auto`.'
      })
    },

    async versionTags() {
      const local = lines(await git('tag', '--list', 'v*'))
      if ((await git('remote', 'get-url', 'origin')) === undefined) return local
      const remote = await git('ls-remote', '--quiet', '--tags', '--refs', 'origin', 'refs/tags/v*')
      if (remote === undefined) {
        throw new Failure("Listing the git tags of the remote origin: git could not. Without them it is not known which versions there are.", {
          remedy: 'See that `git ls-remote origin` works without asking for anything.'
        })
      }
      return [...new Set([...local, ...lines(remote).map(line => line.replace(/^.*\trefs\/tags\//, ''))])]
    }
  }
}

function lines(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split('\n')
}
