import {json, type Reply} from '../server/http.js'
import {type FieldChecks, GitHubRefusal, strictly} from './refusal.js'

interface BypassActor {
  actor_id: number | null
  actor_type: string
  bypass_mode: string
}

interface Ruleset {
  id: number
  name: string
  target: string
  enforcement: string
  conditions: {ref_name: {include: string[]; exclude: string[]}}
  rules: {type: string; parameters?: object}[]
  bypass_actors: BypassActor[]
}

const ACTORS = ['Integration', 'OrganizationAdmin', 'RepositoryRole', 'Team', 'DeployKey', 'User']
const RULES = [
  'creation',
  'update',
  'deletion',
  'required_linear_history',
  'required_signatures',
  'non_fast_forward',
  'tag_name_pattern'
]

const KEYS: FieldChecks = {
  name: value => typeof value === 'string' && value !== '',
  target: value => ['branch', 'tag', 'push'].includes(String(value)),
  enforcement: value => ['disabled', 'active', 'evaluate'].includes(String(value)),
  bypass_actors: value =>
    Array.isArray(value) && value.every(actor => ACTORS.includes((actor as BypassActor).actor_type)),
  conditions: value => isRefCondition((value as {ref_name?: unknown} | null)?.ref_name),
  rules: value => Array.isArray(value) && value.every(rule => RULES.includes(String((rule as {type?: unknown}).type)))
}

/** The rulesets of one repository, without those of its organization. */
export class Rulesets {
  readonly #rulesets: Ruleset[] = []
  #nextId = 4_100_001

  /** @param personal whether a person owns the repository: GitHub has no role of maintainers there */
  constructor(
    private readonly repository: string,
    private readonly personal: boolean
  ) {}

  /** The list has no rules and conditions; these are only in the answer for a single ruleset. */
  list(): Reply {
    return json(
      200,
      this.#rulesets.map(({id, name, target, enforcement}) => this.#shown({id, name, target, enforcement}))
    )
  }

  /** @param administered whether the caller may write the ruleset; other callers do not see its bypass actors */
  get(id: number, administered: boolean): Reply {
    const {bypass_actors, ...ruleset} = this.#one(id)
    return json(200, this.#shown({...ruleset, ...(administered ? {bypass_actors} : {})}))
  }

  create(body: Record<string, unknown>): Reply {
    strictly(body, KEYS, ['name', 'enforcement'])
    this.#refuseTwin(body, undefined)
    this.#refuseMaintainers(body)
    const empty = {target: 'branch', conditions: {ref_name: {include: [], exclude: []}}, rules: [], bypass_actors: []}
    const ruleset = {...empty, ...body, id: this.#nextId++} as unknown as Ruleset
    this.#rulesets.push(kept(ruleset))
    return json(201, this.#shown(this.#one(ruleset.id)))
  }

  update(id: number, body: Record<string, unknown>): Reply {
    strictly(body, KEYS)
    const ruleset = this.#one(id)
    this.#refuseTwin(body, id)
    this.#refuseMaintainers(body)
    Object.assign(ruleset, kept({...ruleset, ...body}))
    return json(200, this.#shown(ruleset))
  }

  #one(id: number): Ruleset {
    const ruleset = this.#rulesets.find(one => one.id === id)
    if (!ruleset) throw new GitHubRefusal(404, 'Not Found')
    return ruleset
  }

  #refuseTwin({name}: Record<string, unknown>, own: number | undefined): void {
    if (this.#rulesets.some(ruleset => ruleset.name === name && ruleset.id !== own)) {
      throw new GitHubRefusal(422, 'Validation Failed: "Name must be unique"')
    }
  }

  #refuseMaintainers({bypass_actors: actors = []}: Record<string, unknown>): void {
    if (
      this.personal &&
      (actors as BypassActor[]).some(({actor_type, actor_id}) => actor_type === 'RepositoryRole' && actor_id === 2)
    ) {
      throw new GitHubRefusal(
        422,
        'Validation Failed: "Actor must be part of the ruleset source or owner organization"'
      )
    }
  }

  #shown(ruleset: object): object {
    return {...ruleset, source_type: 'Repository', source: this.repository}
  }
}

/** The ruleset with the defaults that GitHub fills in. */
function kept(ruleset: Ruleset): Ruleset {
  return {
    ...ruleset,
    rules: ruleset.rules.map(rule =>
      rule.type === 'update' ? {...rule, parameters: {update_allows_fetch_and_merge: false}} : rule
    ),
    bypass_actors: ruleset.bypass_actors.map(({actor_id, actor_type, bypass_mode}) => ({
      actor_id,
      actor_type,
      bypass_mode
    }))
  }
}

function isRefCondition(value: unknown): boolean {
  const {include, exclude} = (value ?? {}) as {include?: unknown; exclude?: unknown}
  return Array.isArray(include) && Array.isArray(exclude)
}
