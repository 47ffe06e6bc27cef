import {accountsApart, questionOfDenial, remedyOfDenial} from '../aws/denied.js'
import type {Permission} from '../aws/probes.js'
import type {EcrRepository} from '../stages/arn.js'
import {groupName} from '../stages/names.js'
import {originQuestion} from '../stages/origin.js'
import type {Grantee, Level} from '../stages/permissions.js'
import {ACTIONS, actionsOf, GRANTS} from '../stages/permissions.js'
import type {Stage} from '../stages/stage.js'
import type {Check} from './check.js'
import {bad, good, notKnown, told, warning} from './check.js'

/** What came of asking for each action. */
export type Permissions = ReadonlyMap<string, Permission>

export interface LevelsOfRole {
  /** Before each level's name, such as `source: `. */
  prefix: string
  repository: string
  /** What the role is to have. */
  expected: readonly Level[]
  /** What was asked for. */
  levels: readonly Level[]
  permissions: Permissions
}

/** A line for each level: whether a stage's role has what it is to have, and no more. */
export function roleChecks({prefix, repository, expected, levels, permissions}: LevelsOfRole): Check[] {
  const meant = actionsOf(expected)
  return levels.map(level => {
    const name = `${prefix}${level}`
    const {allowed, denied, unknown} = sorted(ACTIONS[level], permissions)
    if (!expected.includes(level)) {
      // Levels overlap: who writes looks before it uploads.
      const beyond = allowed.filter(action => !meant.includes(action))
      if (beyond.length > 0) {
        return warning(
          name,
          `granted on ${repository}, which this role is not meant to have: ${beyond.join(', ')}`,
          TOO_MUCH
        )
      }
      const open = unknown.filter(({action}) => !meant.includes(action))
      return open[0] === undefined
        ? good(name, `withheld on ${repository}, as it is to be`)
        : openCheck(name, repository, open)
    }
    const [first] = denied
    if (first !== undefined) {
      const lacking = denied.map(({action}) => action)
      return bad(
        name,
        `${lacking.length === ACTIONS[level].length ? 'withheld' : 'withheld in part'} on ${repository}: ${lacking.join(', ')}`,
        remedyFor(first.because)
      )
    }
    return unknown[0] === undefined ? good(name, `granted on ${repository}`) : openCheck(name, repository, unknown)
  })
}

function remedyFor(because: string): string {
  return remedyOfDenial(because) ?? `AWS says: ${because}`
}

const TOO_MUCH =
  "Take it back: look for policies attached to the role beside infra/'s own, and at the repository's policy."

/** A line for each level: whether somebody has it. Who it is, and what is enough, is not known here. */
export function personChecks({prefix, repository, levels, permissions}: Omit<LevelsOfRole, 'expected'>): Check[] {
  const found = levels.map(level => ({level, ...sorted(ACTIONS[level], permissions)}))
  const held = actionsOf(
    found.filter(({denied, unknown}) => denied.length + unknown.length === 0).map(({level}) => level)
  )
  return found.map(({level, allowed, denied, unknown}) => {
    const name = `${prefix}${level}`
    if (unknown[0] !== undefined) return openCheck(name, repository, unknown)
    if (denied.length === 0) return good(name, `granted on ${repository}`)
    // What another level gives as well is no part of this one.
    const isWhole = allowed.every(action => held.includes(action))
    return told(
      name,
      isWhole
        ? `withheld on ${repository}`
        : `withheld in part on ${repository}: ${denied.map(({action}) => action).join(', ')}`
    )
  })
}

/**
 * A line where AWS was heard to deny what Amazon Inspector is asked for findings. infra/ gives that where it has Inspector scan,
 * and others may have switched it on: only a promotion that its findings decide on cannot do without.
 */
export function findingsChecks({
  prefix,
  repository,
  permissions
}: Pick<LevelsOfRole, 'prefix' | 'repository' | 'permissions'>): Check[] {
  const {denied} = sorted(
    [...permissions.keys()].filter(action => action.startsWith('inspector2:')),
    permissions
  )
  return denied.map(({action, because}) =>
    warning(
      `${prefix}findings`,
      `not readable: Amazon Inspector scans ${repository}, and AWS denies ${action}: what it finds stays unknown, and the input \`fail-on-severity\` promotes nothing then`,
      remedyFor(because)
    )
  )
}

export interface PersonAccess {
  /** Of the image, for the names of groups; undefined without a stages file. */
  image: string | undefined
  stage: Stage
  permissions: Permissions
}

type Person = Exclude<Grantee, 'github'>

const PEOPLE: Readonly<Record<Person, string>> = {developers: 'developers', endUsers: 'end users'}

/** Whose permissions these are most like, of the people that infra/ knows, and what gives the rest. */
export function accessCheck({image, stage, permissions}: PersonAccess): Check {
  const name = 'access'
  const isAllowed = (action: string): boolean => permissions.get(action)?.kind === 'allowed'
  const open = [...permissions.values()].find(({kind}) => kind === 'unknown')
  if (open !== undefined)
    return warning(name, 'Not compared with what infra/ gives people: some of it is not known, see above.')

  const grantees = (['developers', 'endUsers'] as const).filter(person => GRANTS[stage][person].length > 0)
  const compared = grantees.map(person => ({
    person,
    levels: GRANTS[stage][person],
    lacking: actionsOf(GRANTS[stage][person]).filter(action => !isAllowed(action))
  }))
  const [whole] = compared.filter(({lacking}) => lacking.length === 0).sort((a, b) => b.levels.length - a.levels.length)
  const developers = GRANTS[stage].developers
  // To people of another account a group gives nothing.
  const [elsewhere] = [...permissions.values()].flatMap(answer =>
    answer.kind === 'denied' && accountsApart(answer.because) !== undefined ? [answer.because] : []
  )
  if (whole === undefined) {
    const [nearest] = compared.sort((a, b) => a.lacking.length - b.lacking.length)
    if (nearest === undefined) return told(name, `infra/ gives people nothing in ${stage}.`)
    return bad(
      name,
      nearest.lacking.length === actionsOf(nearest.levels).length
        ? `Nothing of what the ${PEOPLE[nearest.person]} of ${stage} have (${nearest.levels.join(', ')}).`
        : `Nearest to the ${PEOPLE[nearest.person]} of ${stage}, without ${nearest.lacking.join(', ')}.`,
      elsewhere === undefined ? group(image, stage, nearest.person) : remedyFor(elsewhere)
    )
  }
  const meant = actionsOf(whole.levels)
  const beyond = [...permissions.keys()].filter(action => isAllowed(action) && !meant.includes(action))
  if (whole.person === 'endUsers') {
    const rest = developers.filter(level => !whole.levels.includes(level))
    return {
      ...good(name, `All that the end users of ${stage} have; its developers have ${rest.join(' and ')} as well.`),
      remedy: group(image, stage, 'developers')
    }
  }
  return good(
    name,
    `All that the ${PEOPLE[whole.person]} of ${stage} have${beyond.length === 0 ? '' : `, and more: ${beyond.join(', ')}`}.`
  )
}

function group(image: string | undefined, stage: Stage, person: Person): string {
  const which = image === undefined ? `the ${PEOPLE[person]} of ${stage}` : groupName(image, stage, person)
  return `The IAM group ${which} gives it; to who signs in through IAM Identity Center, the managed policy of that name in their permission set.`
}

interface Sorted {
  allowed: string[]
  denied: {action: string; because: string}[]
  unknown: {action: string; because: string}[]
}

function sorted(actions: readonly string[], permissions: Permissions): Sorted {
  const result: Sorted = {allowed: [], denied: [], unknown: []}
  for (const action of actions) {
    const permission = permissions.get(action) ?? {kind: 'unknown', because: 'it was not asked for'}
    if (permission.kind === 'allowed') result.allowed.push(action)
    else if (permission.kind === 'denied') result.denied.push({action, because: permission.because})
    else
      result.unknown.push({
        action,
        because: permission.kind === 'unknown' ? permission.because : 'there is no such repository'
      })
  }
  return result
}

function openCheck(name: string, repository: string, open: Sorted['unknown']): Check {
  const actions = open.map(({action}) => action).join(', ')
  return notKnown(name, `${actions} on ${repository}: ${open[0]?.because ?? ''}`)
}

export interface RepositoryAnswers {
  repository: Pick<EcrRepository, 'arn' | 'from'>
  /** What to do where it is not there. */
  deploy: string
  permissions: Permissions
  /** A role is to have something on it; what somebody is to have is not known here. */
  who: 'role' | 'person'
}

/** Whether the repository is there, by what came of asking for anything on it. */
export function repositoryCheck(
  name: string,
  {repository: {arn, from}, deploy, permissions, who}: RepositoryAnswers
): Check {
  const answers = [...permissions.values()]
  if (answers.some(({kind}) => kind === 'no-repository'))
    return bad(name, `${arn} does not exist.`, `${originQuestion('repository', from)} If it is: ${deploy}`)
  if (answers.some(({kind}) => kind === 'allowed')) return good(name, arn)
  const open = answers.find(answer => answer.kind === 'unknown')
  if (open !== undefined) return notKnown(name, `whether ${arn} is there: ${open.because}`)
  const [because = ''] = answers.flatMap(answer => (answer.kind === 'denied' ? [answer.because] : []))
  const question = questionOfDenial(because, from)
  if (who === 'role')
    return bad(
      name,
      `AWS denies all that is asked of ${arn}, whether it is there or not.`,
      `${question}\n${remedyFor(because)}`
    )
  return warning(name, `not known: whether ${arn} is there, as AWS denies all that is asked of it`, question)
}
