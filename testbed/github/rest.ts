import {type Exchange, json, type Reply} from '../server/http.js'
import {type JobToken, page, permit, type RepositoryCall, type RepositoryRecord, slice} from './call.js'
import {CommentApi} from './comments.js'
import {answerQuery} from './graphql.js'
import {label, showCommit, showPull, showRelease, showRepository} from './payloads.js'
import {GitHubRefusal} from './refusal.js'
import type {HostedCommit} from './repository.js'

const DOCS = 'https://docs.github.com/rest'

/** The part of GitHub's REST API that the action's jobs call. */
export class RestApi {
  /** Requests that are left this hour. */
  remaining = 1000
  readonly #comments = new CommentApi()

  constructor(
    private readonly repositories: ReadonlyMap<string, RepositoryRecord>,
    private readonly tokens: ReadonlyMap<string, JobToken>
  ) {}

  async handle(exchange: Exchange): Promise<Reply> {
    const reset = Math.floor(Date.now() / 1000) + 3600
    this.remaining = Math.max(-1, this.remaining - 1)
    const headers = {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': String(Math.max(0, this.remaining)),
      'x-ratelimit-used': String(1000 - Math.max(0, this.remaining)),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-resource': 'core'
    }
    try {
      const reply = await this.#route(exchange)
      return {...reply, headers: {...headers, ...reply.headers}}
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error
      const body = {message: error.message, documentation_url: DOCS, status: String(error.status), ...error.details}
      return json(error.status, body, {...headers, ...error.headers})
    }
  }

  async #route(exchange: Exchange): Promise<Reply> {
    const token = this.#token(exchange)
    if (this.remaining < 0) throw new GitHubRefusal(403, 'API rate limit exceeded for installation.')
    if (exchange.url.pathname === '/graphql') return await answerQuery(exchange, this.repositories, token)
    const [, owner, name, rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(?:\/(.+))?$/.exec(exchange.url.pathname) ?? []
    const record = this.repositories.get(`${owner}/${name}`.toLowerCase())
    const isPublic = record?.settings.visibility === 'public'
    // GitHub answers 404 for a repository that the token may not see.
    if (!record || !(isPublic || token?.repository.toLowerCase() === record.settings.fullName.toLowerCase())) {
      throw new GitHubRefusal(404, 'Not Found')
    }
    const call: RepositoryCall = {...exchange, record, permissions: token?.permissions}
    for (const [pattern, handler] of routes(this.#comments)) {
      const match = pattern.exec(`${exchange.method} ${rest}`)
      if (match) return handler(call, match.slice(1).map(decodeURIComponent))
    }
    throw new GitHubRefusal(404, 'Not Found')
  }

  #token({headers}: Exchange): JobToken | undefined {
    if (headers.authorization === undefined) return undefined
    const token = this.tokens.get(/^(?:bearer|token) (.+)$/i.exec(headers.authorization)?.[1] ?? '')
    if (!token) throw new GitHubRefusal(401, 'Bad credentials')
    return token
  }
}

type Route = [RegExp, (call: RepositoryCall, parameters: string[]) => Reply | Promise<Reply>]

function routes(comments: CommentApi): Route[] {
  return [
    [/^GET $/, call => json(200, showRepository(call.record.settings))],
    [/^GET pulls$/, listPulls],
    [/^GET compare\/(.+?)\.\.\.(.+)$/, (call, [base = '', head = '']) => compare(call, base, head)],
    [/^GET commits\/([^/]+)$/, (call, [name = '']) => getCommit(call, name)],
    [/^GET commits\/([^/]+)\/pulls$/, (call, [sha = '']) => listPullsOfCommit(call, sha)],
    [/^GET git\/ref\/(.+)$/, (call, [name = '']) => getRef(call, name)],
    [/^GET git\/matching-refs\/(.*)$/, (call, [prefix = '']) => matchingRefs(call, prefix)],
    [/^GET releases\/tags\/(.+)$/, (call, [tag = '']) => getRelease(call, tag)],
    [/^GET issues\/(\d+)\/comments$/, (call, [issue = '']) => comments.list(call, Number(issue))],
    [/^POST issues\/(\d+)\/comments$/, (call, [issue = '']) => comments.create(call, Number(issue))],
    [/^PATCH issues\/comments\/(\d+)$/, (call, [id = '']) => comments.update(call, Number(id))],
    [/^DELETE issues\/comments\/(\d+)$/, (call, [id = '']) => comments.remove(call, Number(id))]
  ]
}

function listPulls(call: RepositoryCall): Reply {
  permit(call, ['pull-requests'], 'read')
  const query = call.url.searchParams
  const state = query.get('state') ?? 'open'
  const head = query.get('head')
  const base = query.get('base')
  const found = call.record.pulls
    .filter(pull => state === 'all' || state === (pull.state ?? 'open'))
    // GitHub ignores a head that does not have the form owner:branch, and lists all pull requests.
    .filter(pull => !head?.includes(':') || head.toLowerCase() === label(pull).toLowerCase())
    .filter(pull => base === null || base === (pull.base ?? call.record.settings.defaultBranch ?? 'main'))
    .sort((left, right) => right.number - left.number)
  return page(
    call,
    found.map(pull => showPull(pull, call.record.settings))
  )
}

function listPullsOfCommit(call: RepositoryCall, sha: string): Reply {
  permit(call, ['pull-requests'], 'read')
  const commit = findCommit(call, sha)
  const found = call.record.pulls.filter(pull => [pull.sha, pull.mergeCommitSha].includes(commit.sha))
  return page(
    call,
    found.map(pull => showPull(pull, call.record.settings))
  )
}

function compare(call: RepositoryCall, baseName: string, headName: string): Reply {
  permit(call, ['contents'], 'read')
  const {history} = call.record
  const base = history.resolve(baseName)
  const head = history.resolve(headName)
  if (!base || !head) throw new GitHubRefusal(404, 'Not Found')
  const ofBase = new Set(history.ancestors(base.sha))
  const ofHead = history.ancestors(head.sha)
  const mergeBase = ofHead.find(sha => ofBase.has(sha))
  if (mergeBase === undefined) throw new GitHubRefusal(404, `No common ancestor between ${baseName} and ${headName}.`)
  const ahead = ofHead.filter(sha => !ofBase.has(sha)).reverse()
  const inHead = new Set(ofHead)
  const behind = [...ofBase].filter(sha => !inHead.has(sha)).length
  const status = ahead.length > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical'
  const commits = ahead.map(sha => showCommit(history.commits.get(sha) ?? {sha, parents: []}))
  // Without paging, GitHub lists at most 250 commits.
  const paged = call.url.searchParams.has('page') || call.url.searchParams.has('per_page')
  const {items, link} = paged ? slice(call, commits) : {items: commits.slice(0, 250), link: {}}
  return json(
    200,
    {
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      base_commit: showCommit(base),
      merge_base_commit: {sha: mergeBase},
      commits: items,
      files: []
    },
    link
  )
}

function getCommit(call: RepositoryCall, name: string): Reply {
  permit(call, ['contents'], 'read')
  return json(200, showCommit(findCommit(call, name)))
}

function getRef(call: RepositoryCall, name: string): Reply {
  permit(call, ['contents'], 'read')
  const ref = `refs/${name}`
  const sha = call.record.history.refs.get(ref)
  if (sha === undefined) throw new GitHubRefusal(404, 'Not Found')
  return json(200, {ref, url: `${call.origin}${call.url.pathname}`, object: {sha, type: 'commit'}})
}

function matchingRefs(call: RepositoryCall, prefix: string): Reply {
  permit(call, ['contents'], 'read')
  const found = [...call.record.history.refs].filter(([ref]) => ref.startsWith(`refs/${prefix}`)).sort()
  return json(
    200,
    found.map(([ref, sha]) => ({ref, url: `${call.origin}${call.url.pathname}`, object: {sha, type: 'commit'}}))
  )
}

function getRelease(call: RepositoryCall, tag: string): Reply {
  permit(call, ['contents'], 'read')
  const {releases, settings} = call.record
  const release = releases.find(one => one.tag === tag && one.draft !== true)
  if (release === undefined) throw new GitHubRefusal(404, 'Not Found')
  return json(200, showRelease(release, settings))
}

function findCommit({record}: RepositoryCall, name: string): HostedCommit {
  const commit = record.history.resolve(name)
  if (!commit) throw new GitHubRefusal(422, `No commit found for SHA: ${name}`)
  return commit
}
