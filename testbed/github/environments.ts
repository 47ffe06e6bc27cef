import {json, type Reply} from '../server/http.js'
import {type FieldChecks, GitHubRefusal, strictly} from './refusal.js'

/** The plan of an account. For private repositories, GitHub Pro offers the same as Team. */
export type GitHubPlan = 'free' | 'team' | 'enterprise'

export interface ReviewerReference {
  type: 'User' | 'Team'
  id: number
}

interface Environment {
  id: number
  name: string
  waitTimer: number
  reviewers: ReviewerReference[]
  preventSelfReview: boolean
  canAdminsBypass: boolean
  policy: 'none' | 'protected' | 'custom'
  refs: {id: number; name: string; type: 'branch' | 'tag'}[]
}

/** Behaviour in which servers of GitHub have been seen to differ. */
export interface EnvironmentQuirks {
  /** Keys that an older server refuses. */
  unknownKeys: readonly string[]
  /** Keys that a server accepts but ignores. */
  ignoredKeys: readonly string[]
}

const KEYS: FieldChecks = {
  wait_timer: value => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 43_200,
  prevent_self_review: value => typeof value === 'boolean',
  reviewers: value => value === null || Array.isArray(value),
  can_admins_bypass: value => typeof value === 'boolean',
  deployment_branch_policy: value => typeof value === 'object'
}

/** The environments of one repository. */
export class Environments {
  readonly #environments = new Map<string, Environment>()
  #nextId = 161_088_068

  /**
   * @param gated whether the plan lacks approvals (reviewers, wait timer), and whether it lacks restrictions of refs
   * @param show the public properties of a reviewer; undefined if there is no such user or team
   */
  constructor(
    private readonly gated: {approvals: boolean; refs: boolean},
    private readonly quirks: EnvironmentQuirks,
    private readonly show: (reviewer: ReviewerReference) => object | undefined
  ) {}

  get(name: string): Reply {
    return json(200, this.#shown(this.#one(name)))
  }

  /** Creates or replaces an environment. Keys that the body leaves out get their default. */
  put(name: string, body: Record<string, unknown>): Reply {
    strictly(body, Object.fromEntries(Object.entries(KEYS).filter(([key]) => !this.quirks.unknownKeys.includes(key))))
    const policy = policyOf(body['deployment_branch_policy'] ?? null)
    const reviewers = this.#reviewers(body['reviewers'] ?? [])
    const environment = this.#environments.get(name.toLowerCase()) ?? {
      ...defaults(),
      id: this.#nextId++,
      name,
      refs: []
    }
    this.#environments.set(name.toLowerCase(), environment)
    // GitHub creates the environment even if it refuses the protection rules.
    const approvals = ['wait_timer', 'reviewers', 'prevent_self_review', 'can_admins_bypass']
    if (this.gated.approvals && approvals.some(key => key in body)) {
      throw new GitHubRefusal(
        422,
        'Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.'
      )
    }
    if (this.gated.refs && policy !== 'none') {
      throw new GitHubRefusal(
        422,
        'Fail to create protected rule, please ensure billing plan include protected branch gate.'
      )
    }
    if (body['prevent_self_review'] === true && reviewers.length === 0) {
      const message = 'Required reviewers must have at least one reviewer to set prevent_self_review.'
      throw new GitHubRefusal(422, `Failed to create or update the environment protection rule. ${message}`)
    }
    const taken = (key: string): unknown => (this.quirks.ignoredKeys.includes(key) ? undefined : body[key])
    Object.assign(environment, defaults(), {
      waitTimer: Number(taken('wait_timer') ?? 0),
      reviewers: taken('reviewers') === undefined ? [] : reviewers,
      preventSelfReview: taken('prevent_self_review') === true,
      canAdminsBypass: taken('can_admins_bypass') !== false,
      policy,
      refs: policy === 'custom' ? environment.refs : []
    })
    return json(200, this.#shown(environment))
  }

  listRefs(name: string): Reply {
    const {refs} = this.#custom(name)
    return json(200, {total_count: refs.length, branch_policies: refs})
  }

  addRef(name: string, body: Record<string, unknown>): Reply {
    strictly(
      body,
      {name: value => typeof value === 'string' && value !== '', type: value => value === 'branch' || value === 'tag'},
      ['name']
    )
    const {refs} = this.#custom(name)
    const ref = {
      id: this.#nextId++,
      name: String(body['name']),
      type: body['type'] === 'tag' ? ('tag' as const) : ('branch' as const)
    }
    if (refs.some(other => other.name === ref.name && other.type === ref.type)) return {status: 303}
    refs.push(ref)
    return json(200, ref)
  }

  removeRef(name: string, id: number): Reply {
    const environment = this.#custom(name)
    if (!environment.refs.some(ref => ref.id === id)) throw new GitHubRefusal(404, 'Not Found')
    environment.refs = environment.refs.filter(ref => ref.id !== id)
    return {status: 204}
  }

  #one(name: string): Environment {
    const environment = this.#environments.get(name.toLowerCase())
    if (!environment) throw new GitHubRefusal(404, 'Not Found')
    return environment
  }

  #custom(name: string): Environment {
    const environment = this.#one(name)
    if (environment.policy !== 'custom') throw new GitHubRefusal(404, 'Not Found')
    return environment
  }

  #reviewers(value: unknown): ReviewerReference[] {
    const reviewers = value as ReviewerReference[]
    if (reviewers.length > 6) throw new GitHubRefusal(422, 'Validation Failed: at most 6 reviewers')
    if (reviewers.some(reviewer => this.show(reviewer) === undefined))
      throw new GitHubRefusal(422, 'Validation Failed: reviewer')
    return reviewers.map(({type, id}) => ({type, id}))
  }

  #shown({id, name, waitTimer, reviewers, preventSelfReview, canAdminsBypass, policy}: Environment): unknown {
    return {
      id,
      name,
      can_admins_bypass: canAdminsBypass,
      protection_rules: [
        ...(waitTimer === 0 ? [] : [{id: id + 1, type: 'wait_timer', wait_timer: waitTimer}]),
        ...(reviewers.length === 0
          ? []
          : [
              {
                id: id + 2,
                type: 'required_reviewers',
                prevent_self_review: preventSelfReview,
                reviewers: reviewers.map(reviewer => ({type: reviewer.type, reviewer: this.show(reviewer)}))
              }
            ]),
        ...(policy === 'none' ? [] : [{id: id + 3, type: 'branch_policy'}])
      ],
      deployment_branch_policy:
        policy === 'none'
          ? null
          : {protected_branches: policy === 'protected', custom_branch_policies: policy === 'custom'}
    }
  }
}

function defaults(): Omit<Environment, 'id' | 'name' | 'refs'> {
  return {waitTimer: 0, reviewers: [], preventSelfReview: false, canAdminsBypass: true, policy: 'none'}
}

function policyOf(value: unknown): Environment['policy'] {
  if (value === null) return 'none'
  const {protected_branches: byProtection, custom_branch_policies: byName} = value as Record<string, unknown>
  if (byProtection === byName)
    throw new GitHubRefusal(
      422,
      'Invalid request. protected_branches and custom_branch_policies cannot have the same value.'
    )
  return byName === true ? 'custom' : 'protected'
}
