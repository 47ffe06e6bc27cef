import {Failure} from '../../src/core/failure.js'
import type {DesiredEnvironment, DesiredRepository, DesiredRuleset} from './environments.js'
import {checkIdentity, forPersonalRepository} from './environments.js'
import type {GitHubClient} from './github-access.js'
import {askGitHub} from './github-access.js'
import type {FoundEnvironment, FoundRuleset, OwnerAndRepo, Refusals} from './github-settings.js'
import {readEnvironment, readRulesets, writeEnvironment, writeRuleset} from './github-settings.js'
import type {Circumstances, EnvironmentSettings, Reviewer, Shortfall} from './protection.js'
import {hasSameSettings, isSameRuleset, rulesetSettings, settingsFor, shortfallOf, shortfallsOf} from './protection.js'
import type {ReviewerName} from './reviewers.js'
import {checkAccess, findReviewer} from './reviewers.js'

export type Change = 'created' | 'changed' | 'unchanged' | 'refused'

/** The result for an environment. In a dry run it is the expected result. */
export interface EnvironmentOutcome {
  name: string
  change: Change
  before: EnvironmentSettings | undefined
  settings: EnvironmentSettings
}

export interface RulesetOutcome {
  /** The state of the tags. */
  effect: string
  change: Change
}

export interface RepositoryOutcome {
  repository: string
  environments: EnvironmentOutcome[]
  rulesets: RulesetOutcome[]
  shortfalls: Shortfall[]
}

export interface ApplyOptions {
  reviewers: readonly ReviewerName[]
  /** Writes nothing if true. */
  dryRun: boolean
}

/**
 * Applies the settings that stages files require on GitHub. All checks of all repositories come before the first write.
 * Settings are read again after a write, because GitHub silently ignores some settings that it does not offer.
 * @throws Failure if an id, a name, a reviewer or the token is wrong, or if GitHub fails
 */
export async function applyEnvironments(
  octokit: GitHubClient,
  wanted: readonly DesiredRepository[],
  {reviewers, dryRun}: ApplyOptions
): Promise<RepositoryOutcome[]> {
  const surveys = []
  for (const repository of wanted) surveys.push(await surveyRepository(octokit, repository))
  const approving: Reviewer[] = []
  for (const name of reviewers) approving.push(await findReviewer(octokit, name))
  for (const {repository, environments} of wanted) {
    if (environments.every(({unapproved}) => unapproved === undefined)) continue
    for (const reviewer of approving) await checkAccess(octokit, reviewer, repository)
  }
  const outcomes = []
  for (const one of surveys)
    outcomes.push(dryRun ? planOutcome(one, approving) : await writeRepository(octokit, one, approving))
  return outcomes
}

interface Survey {
  wanted: DesiredRepository
  place: OwnerAndRepo
  isPublic: boolean
  /** Address of the repository's page. */
  url: string
  environments: {wanted: DesiredEnvironment; before: FoundEnvironment | undefined}[]
  rulesets: {value: Map<string, FoundRuleset>} | {refusal: string}
}

async function surveyRepository(octokit: GitHubClient, named: DesiredRepository): Promise<Survey> {
  const [owner = '', repo = ''] = named.repository.split('/')
  const place = {owner, repo}
  const {data} = await askGitHub(`Looking up the repository ${named.repository}, which ${named.file} names`, () =>
    octokit.rest.repos.get(place)
  )
  checkIdentity(named, {repository: data.full_name, repositoryId: String(data.id), ownerId: String(data.owner.id)})
  const wanted = data.owner.type === 'User' ? {...named, rulesets: named.rulesets.map(forPersonalRepository)} : named
  const environments = []
  for (const environment of wanted.environments) {
    const before = await readEnvironment(octokit, place, environment.name)
    if (before !== undefined && before.name !== environment.name) {
      throw new Failure(
        `${wanted.file} names the environment ${environment.name}; ${wanted.repository} has ${before.name}. The roles compare the case.`,
        {
          remedy: `Write environment: ${before.name} in ${wanted.file}, or delete that environment. GitHub cannot rename it.`
        }
      )
    }
    environments.push({wanted: environment, before})
  }
  const rulesets =
    wanted.rulesets.length === 0
      ? {value: new Map<string, FoundRuleset>()}
      : await readRulesets(octokit, place, wanted.rulesets)
  return {wanted, place, isPublic: !data.private, url: data.html_url, environments, rulesets}
}

/** The expected outcome, if GitHub offers everything that it has not refused yet. */
function planOutcome(
  {wanted, environments, rulesets, ...survey}: Survey,
  approving: readonly Reviewer[]
): RepositoryOutcome {
  const outcome: RepositoryOutcome = {repository: wanted.repository, environments: [], rulesets: [], shortfalls: []}
  for (const {wanted: environment, before} of environments) {
    const settings = settingsFor(environment, before, approving)
    outcome.environments.push({
      name: environment.name,
      settings,
      before,
      change: changeOf(before, settings, hasSameSettings)
    })
    outcome.shortfalls.push(
      ...shortfallsOf(environment, settings, settings, circumstancesOf({wanted, ...survey}, before, NONE))
    )
  }
  for (const ruleset of wanted.rulesets) {
    if ('refusal' in rulesets) addRefused(outcome, ruleset, survey.isPublic, [rulesets.refusal])
    else
      outcome.rulesets.push({
        effect: ruleset.effect.present,
        change: changeOf(rulesets.value.get(ruleset.name), rulesetSettings(ruleset), isSameRuleset)
      })
  }
  return outcome
}

const NONE: Refusals = {refs: [], approval: []}

function circumstancesOf(
  {wanted, isPublic, url}: Pick<Survey, 'wanted' | 'isPublic' | 'url'>,
  there: FoundEnvironment | undefined,
  refusals: Refusals
): Circumstances {
  const settings = `${url}/settings/environments`
  return {
    repository: wanted.repository,
    isPublic,
    refusals,
    url: there === undefined ? settings : `${settings}/${there.id}/edit`
  }
}

function addRefused(
  {repository, rulesets, shortfalls}: RepositoryOutcome,
  ruleset: DesiredRuleset,
  isPublic: boolean,
  refusals: string[]
): void {
  rulesets.push({effect: ruleset.effect.absent, change: 'refused'})
  shortfalls.push(shortfallOf(ruleset, repository, isPublic, refusals))
}

async function writeRepository(
  octokit: GitHubClient,
  {wanted, place, ...before}: Survey,
  approving: readonly Reviewer[]
): Promise<RepositoryOutcome> {
  const {repository} = wanted
  const outcome: RepositoryOutcome = {repository, environments: [], rulesets: [], shortfalls: []}
  for (const {wanted: environment, before: found} of before.environments) {
    const {name} = environment
    const settings = settingsFor(environment, found, approving)
    const same = found !== undefined && hasSameSettings(found, settings)
    const refusals = same ? NONE : await writeEnvironment(octokit, place, name, settings)
    const after = same ? found : await readEnvironment(octokit, place, name)
    if (after === undefined) {
      throw new Failure(`GitHub accepted the environment ${name} of ${repository}, but it does not exist.`, {
        remedy: `Check ${before.url}/settings/environments.`
      })
    }
    outcome.environments.push({name, before: found, settings: after, change: changeOf(found, after, hasSameSettings)})
    outcome.shortfalls.push(
      ...shortfallsOf(environment, settings, after, circumstancesOf({wanted, ...before}, after, refusals))
    )
  }
  for (const {ruleset, change, refusals} of await writeRulesets(octokit, place, wanted.rulesets, before.rulesets)) {
    if (change === 'refused') addRefused(outcome, ruleset, before.isPublic, refusals)
    else outcome.rulesets.push({effect: ruleset.effect.present, change})
  }
  return outcome
}

async function writeRulesets(
  octokit: GitHubClient,
  place: OwnerAndRepo,
  wanted: readonly DesiredRuleset[],
  before: Survey['rulesets']
): Promise<{ruleset: DesiredRuleset; change: Change; refusals: string[]}[]> {
  if ('refusal' in before) return wanted.map(ruleset => ({ruleset, change: 'refused', refusals: [before.refusal]}))
  const refusals = new Map<string, string>()
  for (const ruleset of wanted) {
    const there = before.value.get(ruleset.name)
    if (there !== undefined && isSameRuleset(there, rulesetSettings(ruleset))) continue
    const refusal = await writeRuleset(octokit, place, ruleset, there?.id)
    if (refusal !== undefined) refusals.set(ruleset.name, refusal)
  }
  const after = wanted.length === 0 ? before : await readRulesets(octokit, place, wanted)
  return wanted.map(ruleset => {
    const there = 'refusal' in after ? undefined : after.value.get(ruleset.name)
    const holds = there !== undefined && isSameRuleset(there, rulesetSettings(ruleset))
    const refusal = refusals.get(ruleset.name) ?? ('refusal' in after ? after.refusal : undefined)
    return {
      ruleset,
      change: holds ? changeOf(before.value.get(ruleset.name), there, isSameRuleset) : 'refused',
      refusals: refusal === undefined ? [] : [refusal]
    }
  })
}

function changeOf<T>(before: T | undefined, after: T, same: (one: T, other: T) => boolean): Change {
  if (before === undefined) return 'created'
  return same(before, after) ? 'unchanged' : 'changed'
}
