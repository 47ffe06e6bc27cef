import {randomBytes} from 'node:crypto'

import {type Exchange, json, type Reply} from '../server/http.js'
import type {JobToken, RepositoryRecord} from './call.js'
import {type EnvironmentQuirks, Environments, type GitHubPlan, type ReviewerReference} from './environments.js'
import {showRepository} from './payloads.js'
import {GitHubRefusal} from './refusal.js'
import {splitName} from './repository.js'
import {Rulesets} from './rulesets.js'

export type RepositoryRole = 'read' | 'triage' | 'write' | 'maintain' | 'admin'

/** A user, or an organization. */
export interface GitHubAccount {
  login: string
  id: number
  type?: 'User' | 'Organization' | 'Bot'
  /** By `owner/name`. */
  roles?: Record<string, RepositoryRole>
}

export interface Team {
  org: string
  slug: string
  id: number
  /** `owner/name` of the repositories that it has access to. */
  repositories?: string[]
}

/** A personal access token. */
export type PersonalToken =
  | {kind: 'classic'; scopes: readonly string[]}
  | {kind: 'fine-grained'; permissions: Readonly<Record<string, 'read' | 'write'>>}

interface Caller {
  login: string
  token: PersonalToken | {kind: 'job'}
}

interface Call extends Exchange {
  caller: Caller
  record: RepositoryRecord
  parameters: string[]
}

/** The part of GitHub's REST API for the settings of a repository, with the people and teams that may call it. */
export class GitHubSettings {
  readonly #accounts = new Map<string, GitHubAccount>()
  readonly #teams: Team[] = []
  readonly #tokens = new Map<string, Caller>()
  readonly #plans = new Map<string, GitHubPlan>()
  readonly #environments = new Map<string, Environments>()
  readonly #rulesets = new Map<string, Rulesets>()
  readonly quirks: EnvironmentQuirks = {unknownKeys: [], ignoredKeys: []}

  constructor(
    private readonly repositories: ReadonlyMap<string, RepositoryRecord>,
    private readonly jobs: ReadonlyMap<string, JobToken>
  ) {}

  /** Sets the plan of an owner; `enterprise`, if not set. */
  setPlan(owner: string, plan: GitHubPlan): void {
    this.#plans.set(owner.toLowerCase(), plan)
  }

  addAccount(account: GitHubAccount): void {
    this.#accounts.set(account.login.toLowerCase(), account)
  }

  addTeam(team: Team): void {
    this.#teams.push(team)
  }

  /** Creates a token for an account. */
  createToken(login: string, token: PersonalToken = {kind: 'classic', scopes: ['repo', 'read:org']}): string {
    const value = `${token.kind === 'classic' ? 'ghp' : 'github_pat'}_${randomBytes(18).toString('hex')}`
    this.#tokens.set(value, {login, token})
    return value
  }

  /** Whether a request is for this part of the API. */
  handles({method, url, headers}: Exchange): boolean {
    return (
      this.#tokens.has(secretOf(headers.authorization)) ||
      routes.some(([pattern]) => pattern !== REPOSITORY && pattern.test(`${method} ${url.pathname}`))
    )
  }

  async handle(exchange: Exchange): Promise<Reply> {
    try {
      const reply = await this.#route(exchange)
      return reply
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error
      const body = {
        message: error.message,
        documentation_url: 'https://docs.github.com/rest',
        status: String(error.status)
      }
      return json(error.status, body, error.headers)
    }
  }

  async #route(exchange: Exchange): Promise<Reply> {
    const caller = this.#caller(exchange)
    for (const [pattern, handler] of routes) {
      const [match, owner = '', repo = '', ...rest] = pattern.exec(`${exchange.method} ${exchange.url.pathname}`) ?? []
      if (match === undefined) continue
      const parameters = rest.map(decodeURIComponent)
      if (!match.includes(' /repos/')) return this.#ofPeople(caller, pattern, [owner, repo, ...parameters])
      return handler(this, {...exchange, caller, parameters, record: this.#visible(caller, `${owner}/${repo}`)})
    }
    throw new GitHubRefusal(404, 'Not Found')
  }

  #caller({headers}: Exchange): Caller {
    const secret = secretOf(headers.authorization)
    if (this.jobs.has(secret)) return {login: 'github-actions[bot]', token: {kind: 'job'}}
    const caller = this.#tokens.get(secret)
    if (!caller)
      throw new GitHubRefusal(401, headers.authorization === undefined ? 'Requires authentication' : 'Bad credentials')
    return caller
  }

  /**
   * The repository, if the caller may see it.
   * @throws GitHubRefusal 404 if not
   */
  #visible(caller: Caller, fullName: string): RepositoryRecord {
    const record = this.repositories.get(fullName.toLowerCase())
    const role = this.#accounts.get(caller.login.toLowerCase())?.roles?.[record?.settings.fullName ?? '']
    const scoped = caller.token.kind !== 'classic' || caller.token.scopes.includes('repo')
    const seen = caller.token.kind === 'job' || (role !== undefined && scoped)
    if (!record || (record.settings.visibility !== 'public' && !seen))
      throw new GitHubRefusal(404, 'Not Found', scopesOf(caller))
    return record
  }

  /**
   * Refuses a caller who may not do this to the repository.
   * @throws GitHubRefusal
   */
  permit({caller, record}: Call, permission: string, level: 'read' | 'write'): void {
    const {token} = caller
    const accepted = {'x-accepted-github-permissions': `${permission}=${level}`}
    if (token.kind === 'job') throw new GitHubRefusal(403, 'Resource not accessible by integration', accepted)
    if (token.kind === 'fine-grained') {
      const granted = token.permissions[permission]
      if (granted !== 'write' && granted !== level)
        throw new GitHubRefusal(403, 'Resource not accessible by personal access token', accepted)
    }
    if (level === 'read') return
    if (token.kind === 'classic' && !token.scopes.includes('repo'))
      throw new GitHubRefusal(404, 'Not Found', scopesOf(caller))
    if (!this.administers(caller, record))
      throw new GitHubRefusal(403, 'Must have admin rights to Repository.', scopesOf(caller))
  }

  administers({login}: Caller, {settings}: RepositoryRecord): boolean {
    return this.#accounts.get(login.toLowerCase())?.roles?.[settings.fullName] === 'admin'
  }

  environments({settings}: RepositoryRecord): Environments {
    const known = this.#environments.get(settings.fullName)
    if (known) return known
    const plan = this.#planOf(settings)
    const made = new Environments({approvals: plan !== 'enterprise', refs: plan === 'free'}, this.quirks, reviewer =>
      this.#shown(reviewer)
    )
    this.#environments.set(settings.fullName, made)
    return made
  }

  rulesets({settings}: RepositoryRecord): Rulesets {
    if (this.#planOf(settings) === 'free') {
      throw new GitHubRefusal(403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.')
    }
    const made =
      this.#rulesets.get(settings.fullName) ?? new Rulesets(settings.fullName, this.ownerType(settings) === 'User')
    this.#rulesets.set(settings.fullName, made)
    return made
  }

  /** The type of the repository's owner: `Organization`, unless the owner was added as a person. */
  ownerType({fullName}: RepositoryRecord['settings']): string {
    const owner = this.#accounts.get(splitName(fullName).owner.toLowerCase())
    return owner === undefined ? 'Organization' : (owner.type ?? 'User')
  }

  /** The plan that applies to a repository. A public repository has all features. */
  #planOf({fullName, visibility}: RepositoryRecord['settings']): GitHubPlan {
    return visibility === 'public'
      ? 'enterprise'
      : (this.#plans.get(splitName(fullName).owner.toLowerCase()) ?? 'enterprise')
  }

  permissionOf({record, parameters: [login = '']}: Call): Reply {
    const account = this.#accounts.get(login.toLowerCase())
    if (!account) throw new GitHubRefusal(404, `${login} is not a user`)
    const role = account.roles?.[record.settings.fullName]
    const none = record.settings.visibility === 'public' ? 'read' : 'none'
    return json(200, {permission: role ?? none, role_name: role ?? none, user: {login: account.login, id: account.id}})
  }

  #ofPeople({token}: Caller, pattern: RegExp, [owner = '', slug = '', ...repository]: string[]): Reply {
    if (pattern === USER) {
      const account = this.#accounts.get(owner.toLowerCase())
      if (!account) throw new GitHubRefusal(404, 'Not Found')
      return json(200, {login: account.login, id: account.id, type: account.type ?? 'User'})
    }
    const may =
      token.kind === 'classic'
        ? token.scopes.includes('read:org')
        : token.kind === 'fine-grained' && token.permissions['members'] !== undefined
    const team = this.#teams.find(one => one.org === owner && one.slug === slug)
    if (!may || !team)
      throw new GitHubRefusal(
        404,
        'Not Found',
        token.kind === 'classic' ? {'x-oauth-scopes': token.scopes.join(', ')} : {}
      )
    if (pattern === TEAM) return json(200, {id: team.id, slug, name: slug, organization: {login: owner}})
    if (!team.repositories?.includes(repository.join('/'))) throw new GitHubRefusal(404, 'Not Found')
    return {status: 204}
  }

  #shown({type, id}: ReviewerReference): object | undefined {
    if (type === 'User') {
      const account = [...this.#accounts.values()].find(one => one.id === id)
      return account && {login: account.login, id, type: 'User'}
    }
    const team = this.#teams.find(one => one.id === id)
    // GitHub's answer does not name the organization.
    return team && {id, slug: team.slug, name: team.slug}
  }
}

type Handler = (settings: GitHubSettings, call: Call) => Reply | Promise<Reply>

const REPOSITORY = /^GET \/repos\/([^/]+)\/([^/]+)$/
const USER = /^GET \/users\/([^/]+)$/
const TEAM = /^GET \/orgs\/([^/]+)\/teams\/([^/]+)$/
const TEAM_ACCESS = /^GET \/orgs\/([^/]+)\/teams\/([^/]+)\/repos\/([^/]+)\/([^/]+)$/
const elsewhere: Handler = () => {
  throw new GitHubRefusal(404, 'Not Found')
}

const routes: readonly [RegExp, Handler][] = [
  [REPOSITORY, (settings, {record}) => json(200, showRepository(record.settings, settings.ownerType(record.settings)))],
  [USER, elsewhere],
  [TEAM, elsewhere],
  [TEAM_ACCESS, elsewhere],
  on('GET', 'collaborators/([^/]+)/permission', 'metadata', 'read', (settings, call) => settings.permissionOf(call)),
  on('GET', 'environments/([^/]+)', 'actions', 'read', (settings, {record, parameters: [name = '']}) =>
    settings.environments(record).get(name)
  ),
  on('PUT', 'environments/([^/]+)', 'administration', 'write', async (settings, call) =>
    settings.environments(call.record).put(call.parameters[0] ?? '', await bodyOf(call))
  ),
  on(
    'GET',
    'environments/([^/]+)/deployment-branch-policies',
    'actions',
    'read',
    (settings, {record, parameters: [name = '']}) => settings.environments(record).listRefs(name)
  ),
  on('POST', 'environments/([^/]+)/deployment-branch-policies', 'administration', 'write', async (settings, call) =>
    settings.environments(call.record).addRef(call.parameters[0] ?? '', await bodyOf(call))
  ),
  on(
    'DELETE',
    'environments/([^/]+)/deployment-branch-policies/(\\d+)',
    'administration',
    'write',
    (settings, {record, parameters: [name = '', id]}) => settings.environments(record).removeRef(name, Number(id))
  ),
  on('GET', 'rulesets', 'metadata', 'read', (settings, {record}) => settings.rulesets(record).list()),
  on('GET', 'rulesets/(\\d+)', 'metadata', 'read', (settings, {caller, record, parameters: [id]}) =>
    settings.rulesets(record).get(Number(id), settings.administers(caller, record))
  ),
  on('POST', 'rulesets', 'administration', 'write', async (settings, call) =>
    settings.rulesets(call.record).create(await bodyOf(call))
  ),
  on('PUT', 'rulesets/(\\d+)', 'administration', 'write', async (settings, call) =>
    settings.rulesets(call.record).update(Number(call.parameters[0]), await bodyOf(call))
  )
]

/** A route within a repository, with the permission that it requires. */
function on(
  method: string,
  path: string,
  permission: string,
  level: 'read' | 'write',
  handler: Handler
): [RegExp, Handler] {
  return [
    new RegExp(`^${method} /repos/([^/]+)/([^/]+)/${path}$`),
    (settings, call) => {
      if (permission !== 'metadata') settings.permit(call, permission, level)
      return handler(settings, call)
    }
  ]
}

async function bodyOf(call: Call): Promise<Record<string, unknown>> {
  const text = (await call.body()).toString()
  try {
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  } catch {
    throw new GitHubRefusal(400, 'Problems parsing JSON')
  }
}

function scopesOf({token}: Caller): Record<string, string> {
  return token.kind === 'classic' ? {'x-oauth-scopes': token.scopes.join(', ')} : {}
}

function secretOf(authorization: string | undefined): string {
  return /^(?:bearer|token) (.+)$/i.exec(authorization ?? '')?.[1] ?? ''
}
