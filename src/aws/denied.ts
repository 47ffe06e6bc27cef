import type {RepositoryOrigin} from '../stages/origin.js'
import {originQuestion} from '../stages/origin.js'
import {ACTIONS} from '../stages/permissions.js'

const DENIAL = /User: (\S+) is not authorized to perform: (\S+) on resource: (\S+)(?: (?:because|with) (.*))?/

/** IAM's action that AWS denies, by its own words; undefined for a denial in other words. */
export function deniedAction(text: string): string | undefined {
  return DENIAL.exec(text)?.[2]
}

/** The accounts of who was denied something, and of what, by AWS's own words; undefined where they are one, or not told. */
export function accountsApart(text: string): {caller: string; owner: string} | undefined {
  const [, user = '', , resource = ''] = DENIAL.exec(text) ?? []
  const [caller = '', owner = ''] = [user, resource].map(arn => arn.split(':')[4])
  return caller === '' || owner === '' || caller === owner ? undefined : {caller, owner}
}

/** Asks whether a repository that AWS denies is the one that was meant, and before that of the credentials where they are another account's. */
export function questionOfDenial(text: string, from: RepositoryOrigin): string {
  const apart = accountsApart(text)
  const credentials =
    apart === undefined
      ? []
      : [`The credentials are of account ${apart.caller}, and the repository is of account ${apart.owner}.`]
  return [...credentials, originQuestion('repository', from)].join('\n')
}

/**
 * What to ask and to change where AWS denies something on a repository.
 * @param otherwise what to change where AWS does not say what it denies
 */
export function remedyAtRepository(text: string, from: RepositoryOrigin, otherwise: string): string {
  return `${questionOfDenial(text, from)}\n${remedyOfDenial(text) ?? otherwise}`
}

/**
 * What to change where AWS denies something, by its own words: `User: <ARN> is not authorized to perform: <action> on
 * resource: <ARN> because no resource-based policy allows the <action> action`.
 * @returns undefined for a denial in other words
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function remedyOfDenial(text: string): string | undefined {
  const [, user = '', action = '', resource = '', why = ''] = DENIAL.exec(text) ?? []
  if (user === '') return undefined
  // arn:aws:sts::<account>:assumed-role/<role>/<session>
  const [, account = '', role] = /^arn:[^:]+:sts::(\d+):assumed-role\/(.+)\/[^/]+$/.exec(user) ?? []
  // IAM Identity Center makes a role of this name for each permission set: it stands for a person.
  const permissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role ?? '')?.[1]
  const isPerson = role === undefined || permissionSet !== undefined
  const who =
    role === undefined
      ? user
      : permissionSet === undefined
        ? `The role ${role} of account ${account}`
        : `The permission set ${permissionSet} in account ${account}`
  if (why.startsWith('an explicit deny')) {
    return `${who} is denied \`${action}\` outright, by ${why.replace('explicit deny in ', 'explicit Deny in ')}: only taking that back helps, not allowing more.`
  }
  const apart = accountsApart(text)
  if (isPerson && apart !== undefined) {
    return `${who} is of another account, to whose people infra/ gives nothing: use credentials of account ${apart.owner}, where the stage's group or permission set gives people what they need.`
  }
  if (why.includes('no resource-based policy')) {
    const [, , , , owner = '', name = ''] = resource.split(':')
    return (
      `${who} is of another account, and the policy of the repository itself does not let it in: there, in account ${owner}, ` +
      `the policy of ${name.replace(/^repository\//, '')} has to allow \`${action}\` to that role. Deploy infra/ anew for the stage of that repository.`
    )
  }
  const needs = `${who} needs \`${action}\` on ${resource}`
  if (action.startsWith('inspector2:')) {
    return (
      `${needs}, because Amazon Inspector scans the registry: with \`enhanced-scanning: true\` under \`deployment:\` of the stages file infra/ gives it to all who may read findings. ` +
      'Where others set how the registry is scanned, allow it with a policy of your own.'
    )
  }
  if (!isPerson) return `${needs}: deploy infra/ anew if it is the role of a stage and was changed by hand.`
  const writes = ACTIONS.write.includes(action) && !ACTIONS.read.includes(action)
  return `${needs}. People have what their stage's group or permission set gives them${writes ? ", and only GitHub's jobs push to master and release" : ''}.`
}
