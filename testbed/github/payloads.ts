import {
  type HostedCommit,
  type HostedPullRequest,
  type HostedRelease,
  type HostedRepository,
  splitName
} from './repository.js'

/** A comment on an issue or a pull request. */
export interface Comment {
  id: number
  issue: number
  body: string
  author: string
}

/** `owner:branch` of a pull request's head, as in the filter `head`. */
export function label(pull: HostedPullRequest): string {
  return `${splitName(pull.headRepository ?? pull.repository).owner}:${pull.head}`
}

/** @param ownerType `User` or `Organization`, if it is known */
export function showRepository(
  {fullName, id, ownerId, visibility = 'private', defaultBranch = 'main'}: HostedRepository,
  ownerType?: string
): unknown {
  const {owner, name} = splitName(fullName)
  return {
    id,
    name,
    full_name: fullName,
    private: visibility !== 'public',
    visibility,
    html_url: `https://github.com/${fullName}`,
    owner: {login: owner, id: ownerId, ...(ownerType === undefined ? {} : {type: ownerType})},
    fork: false,
    default_branch: defaultBranch
  }
}

export function showPull(pull: HostedPullRequest, settings: HostedRepository): unknown {
  const isFork = pull.headRepository !== undefined && pull.headRepository !== pull.repository
  const headName = pull.headRepository ?? pull.repository
  const base = pull.base ?? settings.defaultBranch ?? 'main'
  const {owner} = splitName(settings.fullName)
  return {
    number: pull.number,
    state: pull.state ?? 'open',
    title: pull.title ?? `Pull request ${pull.number}`,
    draft: pull.draft ?? false,
    html_url: `https://github.com/${settings.fullName}/pull/${pull.number}`,
    user: {login: pull.author ?? 'octocat'},
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeCommitSha ?? null,
    head: {
      label: label(pull),
      ref: pull.head,
      sha: pull.sha,
      repo: {full_name: headName, fork: isFork, id: isFork ? settings.id + 1 : settings.id}
    },
    base: {label: `${owner}:${base}`, ref: base, repo: {full_name: settings.fullName, fork: false, id: settings.id}}
  }
}

export function showRelease(
  {tag, prerelease = false, draft = false}: HostedRelease,
  {fullName}: HostedRepository
): unknown {
  return {tag_name: tag, name: tag, html_url: `https://github.com/${fullName}/releases/tag/${tag}`, draft, prerelease}
}

export function showCommit({
  sha,
  parents,
  message = 'A commit',
  date = '2026-01-01T00:00:00Z',
  author = 'octocat'
}: HostedCommit): unknown {
  const who = {name: author, email: `${author}@users.noreply.github.com`, date}
  return {sha, commit: {message, author: who, committer: who}, parents: parents.map(parent => ({sha: parent}))}
}

export function showComment({id, body, author}: Comment): unknown {
  return {id, body, user: {login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User'}}
}
