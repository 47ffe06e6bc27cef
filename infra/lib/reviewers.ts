import {Failure} from '../../src/core/failure.js'
import {asked, found, type Octokit} from './github-access.js'
import type {Reviewer} from './protection.js'

export type ReviewerName = {type: 'User'; login: string} | {type: 'Team'; org: string; slug: string}

/** GitHub's. */
const MAX_REVIEWERS = 6

/**
 * Names of reviewers, as `octocat,my-org/releasers`.
 * @throws Failure for one that is neither a user nor a team, or too many
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
    throw new Failure(`--reviewers names ${names.length}; an environment takes ${MAX_REVIEWERS}.`, {
      remedy: 'Name a team of them, as in my-org/releasers.'
    })
  }
  return names.map(name => {
    const [, login, slug] = /^([\w-]+)(?:\/([\w.-]+))?$/.exec(name) ?? []
    if (login === undefined) {
      throw new Failure(`--reviewers: '${name}' is neither a user nor a team.`, {
        remedy: 'Write them as in octocat,my-org/releasers.'
      })
    }
    return slug === undefined ? {type: 'User', login} : {type: 'Team', org: login, slug}
  })
}

/**
 * Looks a reviewer up.
 * @throws Failure for one that GitHub does not know
 */
export async function findReviewer({rest}: Octokit, name: ReviewerName): Promise<Reviewer> {
  if (name.type === 'Team') {
    const {org, slug} = name
    const team = await asked(`Looking up the team ${org}/${slug}`, () => rest.teams.getByName({org, team_slug: slug}))
    return {type: 'Team', id: team.data.id, name: `${org}/${slug}`}
  }
  const user = await found(`Looking up the user ${name.login}`, () => rest.users.getByUsername({username: name.login}))
  if (user === undefined)
    throw new Failure(`--reviewers: GitHub knows no user ${name.login}.`, {
      remedy: 'Correct the name; a team is written as in my-org/releasers.'
    })
  if (user.data.type !== 'User') {
    throw new Failure(`--reviewers: ${name.login} is no person, but of the type ${user.data.type}.`, {
      remedy: 'Name a user, or a team as in my-org/releasers.'
    })
  }
  return {type: 'User', id: user.data.id, name: user.data.login}
}

/**
 * GitHub takes reviewers who cannot see the repository, and then never asks them.
 * @throws Failure for one of them
 */
export async function checkAccess({rest}: Octokit, reviewer: Reviewer, repository: string): Promise<void> {
  const [owner = '', repo = ''] = repository.split('/')
  const [org = '', slug = ''] = reviewer.name.split('/')
  const what = `Looking up what ${reviewer.name} may do in ${repository}`
  const access =
    reviewer.type === 'Team'
      ? await found(what, () => rest.teams.checkPermissionsForRepoInOrg({org, team_slug: slug, owner, repo}))
      : await found(what, () => rest.repos.getCollaboratorPermissionLevel({owner, repo, username: reviewer.name}))
  if (
    access !== undefined &&
    (reviewer.type === 'Team' || (access.data as {permission?: string}).permission !== 'none')
  )
    return
  const path =
    reviewer.type === 'Team'
      ? `orgs/${org}/teams/${slug}/repos/${repository}`
      : `repos/${repository}/collaborators/${reviewer.name}`
  throw new Failure(`${reviewer.name} has no access to ${repository}, and could review nothing there.`, {
    remedy: `Give it: \`gh api --method PUT ${path} -f permission=push\``
  })
}
