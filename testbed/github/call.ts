import type {Exchange, Reply} from '../server/http.js'
import {json} from '../server/http.js'
import type {Comment} from './payloads.js'
import {GitHubRefusal} from './refusal.js'
import type {History, HostedPullRequest, HostedRelease, HostedRepository, TokenPermissions} from './repository.js'

/** The token of a job: for one repository, with the permissions of the job. */
export interface JobToken {
  repository: string
  permissions: TokenPermissions
}

/** A repository with everything that has happened in it. */
export interface RepositoryRecord {
  settings: HostedRepository
  history: History
  pulls: HostedPullRequest[]
  comments: Comment[]
  releases: HostedRelease[]
  nextComment: number
}

/** A request about a repository that the caller may see. */
export interface RepositoryCall extends Exchange {
  record: RepositoryRecord
  /** Those of the token; undefined if no token was sent. */
  permissions: TokenPermissions | undefined
}

/**
 * Refuses a request that the job's permissions do not grant. Everybody may read a public repository.
 * @param anyOf permissions, one of which is enough
 * @throws GitHubRefusal
 */
export function permit(
  {permissions, record}: Pick<RepositoryCall, 'permissions' | 'record'>,
  anyOf: string[],
  level: 'read' | 'write'
): void {
  if (level === 'read' && record.settings.visibility === 'public') return
  if (!permissions) throw new GitHubRefusal(401, 'Requires authentication')
  if (anyOf.some(name => permissions[name] === 'write' || permissions[name] === level)) return
  const accepted = anyOf.map(name => `${name.replaceAll('-', '_')}=${level}`).join('; ')
  throw new GitHubRefusal(403, 'Resource not accessible by integration', {'x-accepted-github-permissions': accepted})
}

/** The answer with the page that the request asks for. */
export function page(call: RepositoryCall, all: unknown[]): Reply {
  const {items, link} = slice(call, all)
  return json(200, items, link)
}

/** The page that the request asks for, with the Link header to the next and the last one. `per_page` is 30, at most 100. */
export function slice({url}: RepositoryCall, all: unknown[]): {items: unknown[]; link: Record<string, string>} {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30) || 30)
  const current = Number(url.searchParams.get('page') ?? 1) || 1
  const last = Math.ceil(all.length / size)
  const linkTo = (number: number, rel: string): string => {
    const target = new URL(url)
    target.searchParams.set('page', String(number))
    return `<${target.href}>; rel="${rel}"`
  }
  const link = current < last ? {link: `${linkTo(current + 1, 'next')}, ${linkTo(last, 'last')}`} : {}
  return {items: all.slice((current - 1) * size, current * size), link}
}
