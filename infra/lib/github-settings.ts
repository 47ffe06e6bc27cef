import type {DesiredRuleset, RefPattern} from './environments.js'
import {askGitHub, findOnGitHub, type GitHubClient, requestIfOffered} from './github-access.js'
import type {EnvironmentSettings, Reviewer, RulesetSettings} from './protection.js'
import {refKey, rulesetSettings} from './protection.js'

export interface OwnerAndRepo {
  owner: string
  repo: string
}

/** An environment on GitHub, with the settings that matter here. */
export interface FoundEnvironment extends EnvironmentSettings {
  id: number
  name: string
}

/** Reads an environment with the refs that it admits; undefined if it does not exist. */
export async function readEnvironment(
  octokit: GitHubClient,
  place: OwnerAndRepo,
  name: string
): Promise<FoundEnvironment | undefined> {
  const what = `Reading the environment ${name} of ${place.owner}/${place.repo}`
  const answer = await findOnGitHub(what, () => octokit.rest.repos.getEnvironment({...place, environment_name: name}))
  if (answer === undefined) return undefined
  const {data} = answer
  const policy = data.deployment_branch_policy
  const rules = data.protection_rules ?? []
  const reviewed = rules.find(rule => 'reviewers' in rule)
  const waiting = rules.find(rule => 'wait_timer' in rule)
  return {
    id: data.id,
    name: data.name,
    refs:
      policy === null || policy === undefined
        ? 'any'
        : policy.custom_branch_policies
          ? await readRefs(octokit, place, name)
          : 'protected',
    reviewers:
      reviewed !== undefined && 'reviewers' in reviewed
        ? (reviewed.reviewers ?? []).flatMap(one => toReviewers(one, place.owner))
        : [],
    preventSelfReview:
      reviewed !== undefined && 'prevent_self_review' in reviewed && (reviewed.prevent_self_review ?? false),
    // GitHub's description of its API lacks this setting. Servers that do not know it let administrators bypass.
    adminsBypass: (data as {can_admins_bypass?: boolean}).can_admins_bypass !== false,
    waitMinutes: waiting !== undefined && 'wait_timer' in waiting ? (waiting.wait_timer ?? 0) : 0
  }
}

/** @param org the owner of the repository, whose teams may review there */
function toReviewers({type, reviewer}: {type?: string; reviewer?: object}, org: string): Reviewer[] {
  const {id, login, slug} = (reviewer ?? {}) as {id?: number; login?: string; slug?: string}
  if (id === undefined) return []
  return type === 'Team' ? [{type, id, name: `${org}/${slug ?? id}`}] : [{type: 'User', id, name: login ?? String(id)}]
}

async function readRefs(octokit: GitHubClient, place: OwnerAndRepo, environment: string): Promise<RefPattern[]> {
  return (await listRefPolicies(octokit, place, environment)).map(({type, name}) => ({type, name}))
}

async function listRefPolicies(
  {paginate, rest}: GitHubClient,
  place: OwnerAndRepo,
  environment: string
): Promise<(RefPattern & {id: number})[]> {
  const listed = await askGitHub(`Listing the refs that ${environment} of ${place.owner}/${place.repo} admits`, () =>
    paginate(rest.repos.listDeploymentBranchPolicies, {...place, environment_name: environment, per_page: 100})
  )
  return listed.map(({id = 0, name = '', type = 'branch'}) => ({id, name, type}))
}

/** GitHub's refusals of features that it does not offer, by the requested feature. */
export interface Refusals {
  refs: string[]
  approval: string[]
}

/** Writes the settings of an environment, except those that GitHub does not offer for this repository. */
export async function writeEnvironment(
  octokit: GitHubClient,
  place: OwnerAndRepo,
  name: string,
  settings: EnvironmentSettings
): Promise<Refusals> {
  const refusals: Refusals = {refs: [], approval: []}
  for (let body: EnvironmentBody | undefined = bodyOf(settings); body !== undefined;) {
    const sent: EnvironmentBody = body
    const answer = await requestIfOffered(`Writing the environment ${name} of ${place.owner}/${place.repo}`, () =>
      octokit.rest.repos.createOrUpdateEnvironment({...place, environment_name: name, ...sent})
    )
    if ('value' in answer) {
      const custom = answer.value.data.deployment_branch_policy?.custom_branch_policies === true
      if (custom && typeof settings.refs !== 'string') await writeRefs(octokit, place, name, settings.refs)
      break
    }
    refusals[asksForApproval(sent) ? 'approval' : 'refs'].push(answer.refusal)
    body = reduceBody(sent, answer.refusal)
  }
  return refusals
}

type EnvironmentBody = Pick<
  NonNullable<Parameters<GitHubClient['rest']['repos']['createOrUpdateEnvironment']>[0]>,
  'wait_timer' | 'prevent_self_review' | 'reviewers' | 'deployment_branch_policy'
> & {can_admins_bypass?: false}

/**
 * The body omits settings with default values. GitHub refuses a feature outside the plan even if its value is the default,
 * and it sets an omitted setting to its default.
 */
function bodyOf({refs, reviewers, preventSelfReview, adminsBypass, waitMinutes}: EnvironmentSettings): EnvironmentBody {
  const custom = typeof refs !== 'string'
  return {
    deployment_branch_policy: refs === 'any' ? null : {protected_branches: !custom, custom_branch_policies: custom},
    ...(reviewers.length === 0 ? {} : {reviewers: reviewers.map(({type, id}) => ({type, id}))}),
    ...(preventSelfReview ? {prevent_self_review: true} : {}),
    ...(waitMinutes === 0 ? {} : {wait_timer: waitMinutes}),
    ...(adminsBypass ? {} : {can_admins_bypass: false})
  }
}

function asksForApproval(body: EnvironmentBody): boolean {
  return Object.keys(body).some(key => key !== 'deployment_branch_policy')
}

/** The next smaller request: without keys that an older server does not know, or else only with features that more plans offer. */
function reduceBody(body: EnvironmentBody, refusal: string): EnvironmentBody | undefined {
  const known = Object.entries(body).filter(([key]) => !refusal.includes(`"${key}" is not a permitted key`))
  if (known.length < Object.keys(body).length) return Object.fromEntries(known)
  const {deployment_branch_policy: policy} = body
  if (asksForApproval(body)) return policy === undefined ? {} : {deployment_branch_policy: policy}
  return policy === undefined ? undefined : {}
}

async function writeRefs(
  octokit: GitHubClient,
  place: OwnerAndRepo,
  environment: string,
  refs: readonly RefPattern[]
): Promise<void> {
  const {rest} = octokit
  const there = await listRefPolicies(octokit, place, environment)
  const whose = `${environment} of ${place.owner}/${place.repo}`
  for (const ref of refs) {
    if (there.some(other => refKey(other) === refKey(ref))) continue
    await askGitHub(`Admitting ${refKey(ref)} to ${whose}`, () =>
      rest.repos.createDeploymentBranchPolicy({...place, environment_name: environment, ...ref})
    )
  }
  for (const {id, ...ref} of there) {
    if (refs.some(other => refKey(other) === refKey(ref))) continue
    await askGitHub(`No longer admitting ${refKey(ref)} to ${whose}`, () =>
      rest.repos.deleteDeploymentBranchPolicy({...place, environment_name: environment, branch_policy_id: id})
    )
  }
}

export interface FoundRuleset extends RulesetSettings {
  id: number
}

/** Reads the repository's own rulesets with the wanted names, or returns GitHub's refusal if it offers no rulesets. */
export async function readRulesets(
  {paginate, rest}: GitHubClient,
  place: OwnerAndRepo,
  wanted: readonly DesiredRuleset[]
): Promise<{value: Map<string, FoundRuleset>} | {refusal: string}> {
  const whose = `${place.owner}/${place.repo}`
  const listed = await requestIfOffered(`Listing the rulesets of ${whose}`, () =>
    paginate(rest.repos.getRepoRulesets, {...place, includes_parents: false, per_page: 100})
  )
  if ('refusal' in listed) return listed
  const rulesets = new Map<string, FoundRuleset>()
  for (const {name} of wanted) {
    const id = listed.value.find(ruleset => ruleset.name === name)?.id
    if (id === undefined) continue
    const {data} = await askGitHub(`Reading the ruleset "${name}" of ${whose}`, () =>
      rest.repos.getRepoRuleset({...place, ruleset_id: id})
    )
    const refs =
      data.conditions !== undefined && data.conditions !== null && 'ref_name' in data.conditions
        ? data.conditions.ref_name
        : undefined
    rulesets.set(name, {
      id,
      target: data.target ?? 'branch',
      enforcement: data.enforcement,
      include: refs?.include ?? [],
      exclude: refs?.exclude ?? [],
      rules: (data.rules ?? []).map(({type}) => type),
      exempt: (data.bypass_actors ?? []).map(
        ({actor_type, actor_id, bypass_mode}) => `${actor_type} ${actor_id ?? ''} ${bypass_mode ?? 'always'}`
      )
    })
  }
  return {value: rulesets}
}

/** Writes a ruleset. @returns GitHub's refusal if it does not offer rulesets */
export async function writeRuleset(
  {rest}: GitHubClient,
  place: OwnerAndRepo,
  wanted: DesiredRuleset,
  id: number | undefined
): Promise<string | undefined> {
  const {include} = rulesetSettings(wanted)
  const body = {
    ...place,
    name: wanted.name,
    target: 'tag' as const,
    enforcement: 'active' as const,
    conditions: {ref_name: {include: [...include], exclude: []}},
    rules: wanted.rules.map(type => ({type})),
    bypass_actors: wanted.exempt.map(actor => ({
      actor_id: actor,
      actor_type: 'RepositoryRole' as const,
      bypass_mode: 'always' as const
    }))
  }
  const answer = await requestIfOffered(
    `Writing the ruleset "${wanted.name}" of ${place.owner}/${place.repo}`,
    async () => {
      await (id === undefined
        ? rest.repos.createRepoRuleset(body)
        : rest.repos.updateRepoRuleset({...body, ruleset_id: id}))
    }
  )
  return 'refusal' in answer ? answer.refusal : undefined
}
