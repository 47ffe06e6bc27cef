import {Failure} from '../../src/core/failure.js'
import {askGitHub, findOnGitHub, type GitHubClient} from './github-access.js'
import type {Reviewer} from './protection.js'

export type ReviewerName = {type: 'User'; login: string} | {type: 'Team'; org: string; slug: string}

/** GitHub's limit for an environment. */
const MAX_REVIEWERS = 6

/**
 * Parses names of reviewers such as `octocat,my-org/releasers`.
 * @throws Failure if a name is neither a user nor a team, or if there are too many
 */
export function parseReviewers(texts: readonly string[]): ReviewerName[] {
  const names = [
    ...new Set(
      texts
        .flatMap(text => text.split(','))
        .map(name => name.trim().replace(/^@/, ''))
        .filter(name => name !== '')
    )
  ]
  if (names.length > MAX_REVIEWERS) {
    throw new Failure(`--reviewers names ${names.length} reviewers. An environment takes at most ${MAX_REVIEWERS}.`, {
      remedy: 'Name a team instead, such as my-org/releasers.'
    })
  }
  return names.map(name => {
    const [, login, slug] = /^([\w-]+)(?:\/([\w.-]+))?$/.exec(name) ?? []
    if (login === undefined) {
      throw new Failure(`--reviewers: '${name}' is neither a user nor a team.`, {
        remedy: 'Write names such as octocat,my-org/releasers.'
      })
    }
    return slug === undefined ? {type: 'User', login} : {type: 'Team', org: login, slug}
  })
}

/**
 * Looks up a reviewer.
 * @throws Failure if GitHub does not know the name
 */
export async function findReviewer({rest}: GitHubClient, name: ReviewerName): Promise<Reviewer> {
  if (name.type === 'Team') {
    const {org, slug} = name
    const team = await askGitHub(`Looking up the team ${org}/${slug}`, () =>
      rest.teams.getByName({org, team_slug: slug})
    )
    return {type: 'Team', id: team.data.id, name: `${org}/${slug}`}
  }
  const user = await findOnGitHub(`Looking up the user ${name.login}`, () =>
    rest.users.getByUsername({username: name.login})
  )
  if (user === undefined)
    throw new Failure(`--reviewers: GitHub knows no user ${name.login}.`, {
      remedy: 'Correct the name. A team has the form my-org/releasers.'
    })
  if (user.data.type !== 'User') {
    throw new Failure(`--reviewers: ${name.login} is not a person. Its type is ${user.data.type}.`, {
      remedy: 'Name a user, or a team such as my-org/releasers.'
    })
  }
  return {type: 'User', id: user.data.id, name: user.data.login}
}

/**
 * Checks that a reviewer can see the repository. GitHub accepts reviewers who cannot, and then never asks them.
 * @throws Failure if the reviewer has no access
 */
export async function checkAccess({rest}: GitHubClient, reviewer: Reviewer, repository: string): Promise<void> {
  const [owner = '', repo = ''] = repository.split('/')
  const [org = '', slug = ''] = reviewer.name.split('/')
  const what = `Looking up the permissions of ${reviewer.name} in ${repository}`
  const access =
    reviewer.type === 'Team'
      ? await findOnGitHub(what, () => rest.teams.checkPermissionsForRepoInOrg({org, team_slug: slug, owner, repo}))
      : await findOnGitHub(what, () =>
          rest.repos.getCollaboratorPermissionLevel({owner, repo, username: reviewer.name})
        )
  if (
    access !== undefined &&
    (reviewer.type === 'Team' || (access.data as {permission?: string}).permission !== 'none')
  )
    return
  const path =
    reviewer.type === 'Team'
      ? `orgs/${org}/teams/${slug}/repos/${repository}`
      : `repos/${repository}/collaborators/${reviewer.name}`
  throw new Failure(`${reviewer.name} has no access to ${repository} and could not review anything there.`, {
    remedy: `Give access: \`gh api --method PUT ${path} -f permission=push\``
  })
}
