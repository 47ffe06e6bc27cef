import {differingAccounts, questionOfDenial, remedyOfDenial} from '../aws/denial.js'
import type {ProbeResult} from '../aws/probes.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import type {EcrRepository} from '../stages/arn.js'
import {groupName} from '../stages/names.js'
import {originQuestion} from '../stages/origin.js'
import type {Grantee, Level} from '../stages/permissions.js'
import {ACTIONS, actionsOf, GRANTS} from '../stages/permissions.js'
import type {Stage} from '../stages/stage.js'
import type {Check} from './check.js'
import {bad, good, info, notKnown, warning} from './check.js'

/** AWS's answer for each action. */
export type ActionPermissions = ReadonlyMap<string, ProbeResult>

export interface RoleLevels {
  /** A prefix for the name of each level, such as `source: `. */
  prefix: string
  repository: string
  /** The levels that the role should have. */
  expected: readonly Level[]
  /** The levels to check. */
  levels: readonly Level[]
  permissions: ActionPermissions
}

/** One check for each level: whether a stage's role has the levels that it should have, and no others. */
export function roleChecks({prefix, repository, expected, levels, permissions}: RoleLevels): Check[] {
  const intended = actionsOf(expected)
  return levels.map(level => {
    const name = `${prefix}${level}`
    const answers = sortByAnswer(ACTIONS[level], permissions)
    return expected.includes(level)
      ? expectedCheck(name, repository, answers)
      : unexpectedCheck(name, repository, answers, intended)
  })
}

function expectedCheck(name: string, repository: string, {allowed, denied, unknown}: SortedActions): Check {
  const [first] = denied
  if (first !== undefined) {
    const isWhole = allowed.length + unknown.length === 0
    const actions = denied.map(({action}) => action).join(', ')
    return bad(name, `${isWhole ? 'denied' : 'partly denied'} on ${repository}: ${actions}`, remedyFor(first.because))
  }
  return unknown[0] === undefined ? good(name, `granted on ${repository}`) : openCheck(name, repository, unknown)
}

/** @param intended actions of other levels that the role should have: levels overlap, because a push reads before it writes */
function unexpectedCheck(
  name: string,
  repository: string,
  {allowed, unknown}: SortedActions,
  intended: readonly string[]
): Check {
  const extra = allowed.filter(action => !intended.includes(action))
  if (extra.length > 0)
    return warning(
      name,
      `granted on ${repository}, although this role should not have it: ${extra.join(', ')}`,
      TOO_MUCH
    )
  const open = unknown.filter(({action}) => !intended.includes(action))
  return open[0] === undefined ? good(name, `denied on ${repository}, as intended`) : openCheck(name, repository, open)
}

function remedyFor(denial: string): Remedy {
  return remedyOfDenial(denial) ?? `AWS answered: ${denial}`
}

const TOO_MUCH =
  'Remove it: look for policies attached to the role besides those of infra/, and check the policy of the repository.'

/** One check for each level: whether a person has it. It is not known which levels the person needs. */
export function personChecks({prefix, repository, levels, permissions}: Omit<RoleLevels, 'expected'>): Check[] {
  const found = levels.map(level => ({level, ...sortByAnswer(ACTIONS[level], permissions)}))
  const held = actionsOf(
    found.filter(({denied, unknown}) => denied.length + unknown.length === 0).map(({level}) => level)
  )
  return found.map(({level, allowed, denied, unknown}) => {
    const name = `${prefix}${level}`
    if (unknown[0] !== undefined) return openCheck(name, repository, unknown)
    if (denied.length === 0) return good(name, `granted on ${repository}`)
    // Actions that another level grants too do not count as a part of this level.
    const isWhole = allowed.every(action => held.includes(action))
    return info(
      name,
      isWhole
        ? `denied on ${repository}`
        : `partly denied on ${repository}: ${denied.map(({action}) => action).join(', ')}`
    )
  })
}

/**
 * A warning for each action on Amazon Inspector's findings that AWS denies. infra/ grants these actions if it configures
 * Inspector, but others may have enabled it. Only a promotion with a severity limit requires the findings.
 */
export function findingsChecks({
  prefix,
  repository,
  permissions
}: Pick<RoleLevels, 'prefix' | 'repository' | 'permissions'>): Check[] {
  const {denied} = sortByAnswer(
    [...permissions.keys()].filter(action => action.startsWith('inspector2:')),
    permissions
  )
  return denied.map(({action, because}) =>
    warning(
      `${prefix}findings`,
      `not readable: Amazon Inspector scans ${repository}, but AWS denies ${action}. The findings stay unknown, so a promotion with a severity limit fails`,
      remedyFor(because)
    )
  )
}

export interface PersonAccess {
  /** The image's name, from which the names of groups are made; undefined without a stages file. */
  image: string | undefined
  stage: Stage
  permissions: ActionPermissions
}

type Person = Exclude<Grantee, 'github'>

const PEOPLE: Readonly<Record<Person, string>> = {developers: 'developers', endUsers: 'end users'}

/** Compares a person's permissions with those of the groups that infra/ creates, and names the group that adds the rest. */
export function accessCheck({image, stage, permissions}: PersonAccess): Check {
  const name = 'access'
  const isAllowed = (action: string): boolean => permissions.get(action)?.kind === 'allowed'
  const open = [...permissions.values()].find(({kind}) => kind === 'unknown')
  if (open !== undefined)
    return warning(name, 'Not compared with the groups of infra/: some permissions are not known, see above.')

  const compared = (['developers', 'endUsers'] as const)
    .filter(person => GRANTS[stage][person].length > 0)
    .map(person => ({
      person,
      levels: GRANTS[stage][person],
      lacking: actionsOf(GRANTS[stage][person]).filter(action => !isAllowed(action))
    }))
  const [whole] = compared.filter(({lacking}) => lacking.length === 0).sort((a, b) => b.levels.length - a.levels.length)
  if (whole === undefined) return lackingCheck(name, {image, stage, permissions}, compared)
  if (whole.person === 'endUsers') return endUserCheck(name, {image, stage}, whole.levels)
  const intended = actionsOf(whole.levels)
  const extra = [...permissions.keys()].filter(action => isAllowed(action) && !intended.includes(action))
  return good(
    name,
    `All permissions of the ${PEOPLE[whole.person]} of ${stage}${extra.length === 0 ? '' : `, and more: ${extra.join(', ')}`}.`
  )
}

/** A group of people, with the actions of it that a person lacks. */
interface ComparedGroup {
  person: Person
  levels: readonly Level[]
  lacking: readonly string[]
}

function lackingCheck(name: string, {image, stage, permissions}: PersonAccess, compared: ComparedGroup[]): Check {
  const [closest] = compared.sort((a, b) => a.lacking.length - b.lacking.length)
  if (closest === undefined) return info(name, `infra/ grants people nothing in ${stage}.`)
  const {person, levels, lacking} = closest
  // A group grants nothing to people of another account.
  const [foreign] = [...permissions.values()].flatMap(answer =>
    answer.kind === 'denied' && differingAccounts(answer.because) !== undefined ? [answer.because] : []
  )
  return bad(
    name,
    lacking.length === actionsOf(levels).length
      ? `None of the permissions of the ${PEOPLE[person]} of ${stage} (${levels.join(', ')}).`
      : `Closest to the ${PEOPLE[person]} of ${stage}, but without ${lacking.join(', ')}.`,
    foreign === undefined ? joinGroup(image, stage, person) : remedyFor(foreign)
  )
}

function endUserCheck(
  name: string,
  {image, stage}: Pick<PersonAccess, 'image' | 'stage'>,
  held: readonly Level[]
): Check {
  const rest = GRANTS[stage].developers.filter(level => !held.includes(level))
  return {
    ...good(name, `All permissions of the end users of ${stage}; its developers also have ${rest.join(' and ')}.`),
    remedy: joinGroup(image, stage, 'developers')
  }
}

function joinGroup(image: string | undefined, stage: Stage, person: Person): string {
  const which = image === undefined ? `the ${PEOPLE[person]} of ${stage}` : groupName(image, stage, person)
  return `The IAM group ${which} grants the missing permissions. If you sign in through IAM Identity Center, the managed policy of that name grants them in your permission set.`
}

/** Actions by AWS's answer. */
interface SortedActions {
  allowed: string[]
  denied: {action: string; because: string}[]
  unknown: {action: string; because: string}[]
}

function sortByAnswer(actions: readonly string[], permissions: ActionPermissions): SortedActions {
  const result: SortedActions = {allowed: [], denied: [], unknown: []}
  for (const action of actions) {
    const permission = permissions.get(action) ?? {kind: 'unknown', because: 'it was not requested'}
    if (permission.kind === 'allowed') result.allowed.push(action)
    else if (permission.kind === 'denied') result.denied.push({action, because: permission.because})
    else
      result.unknown.push({
        action,
        because: permission.kind === 'unknown' ? permission.because : 'the repository does not exist'
      })
  }
  return result
}

function openCheck(name: string, repository: string, open: SortedActions['unknown']): Check {
  const actions = open.map(({action}) => action).join(', ')
  return notKnown(name, `${actions} on ${repository}: ${open[0]?.because ?? ''}`)
}

export interface RepositoryAnswers {
  repository: Pick<EcrRepository, 'arn' | 'from'>
  /** The remedy for a repository that does not exist. */
  deploy: string
  permissions: ActionPermissions
  /** A role must have some permission on it. It is not known which permissions a person needs. */
  principal: 'role' | 'person'
}

/** Derives from AWS's answers to all requests whether the repository exists. */
export function repositoryCheck(
  name: string,
  {repository: {arn, from}, deploy, permissions, principal}: RepositoryAnswers
): Check {
  const answers = [...permissions.values()]
  if (answers.some(({kind}) => kind === 'no-repository'))
    return bad(name, `${arn} does not exist.`, remedy`${originQuestion('repository', from)} If it is: ${deploy}`)
  if (answers.some(({kind}) => kind === 'allowed')) return good(name, arn)
  const open = answers.find(answer => answer.kind === 'unknown')
  if (open !== undefined) return notKnown(name, `whether ${arn} exists: ${open.because}`)
  const [denial = ''] = answers.flatMap(answer => (answer.kind === 'denied' ? [answer.because] : []))
  const question = questionOfDenial(denial, from)
  if (principal === 'role')
    return bad(
      name,
      `AWS denies every request for ${arn}, whether it exists or not.`,
      remedy`${question}\n${remedyFor(denial)}`
    )
  return warning(name, `not known: AWS denies every request for ${arn}, whether it exists or not`, question)
}
