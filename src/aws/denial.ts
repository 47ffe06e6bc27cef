import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import type {RepositoryOrigin} from '../stages/origin.js'
import {originQuestion} from '../stages/origin.js'
import {ACTIONS} from '../stages/permissions.js'

const DENIAL = /User: (\S+) is not authorized to perform: (\S+) on resource: (\S+)(?: (?:because|with) (.*))?/

/** The IAM action that AWS denies; undefined if the text is not in the usual form of a denial. */
export function deniedAction(text: string): string | undefined {
  return DENIAL.exec(text)?.[2]
}

/** The accounts of the denied caller and of the resource; undefined if they are the same, or the text does not name both. */
export function differingAccounts(text: string): {caller: string; owner: string} | undefined {
  const [, user = '', , resource = ''] = DENIAL.exec(text) ?? []
  const [caller = '', owner = ''] = [user, resource].map(arn => arn.split(':')[4])
  return caller === '' || owner === '' || caller === owner ? undefined : {caller, owner}
}

/** Only the command line lets its user choose the credentials. */
const CHOOSE_CREDENTIALS: Remedy = {
  workflow: '',
  terminal: ' If you did not mean that, name another profile (`--profile`), or correct the account.'
}

/** Asks whether the denied repository is the right one. If the credentials belong to another account, that is pointed out first. */
export function questionOfDenial(text: string, from: RepositoryOrigin): Remedy {
  const question = originQuestion('repository', from)
  const accounts = differingAccounts(text)
  if (accounts === undefined) return question
  return remedy`The credentials belong to account ${accounts.caller}, and the repository to account ${accounts.owner}.${CHOOSE_CREDENTIALS}\n${question}`
}

/**
 * The remedy if AWS denies access to a repository.
 * @param otherwise the change to make if the answer does not name the denied action
 */
export function remedyOfRepositoryDenial(text: string, from: RepositoryOrigin, otherwise: Remedy): Remedy {
  return remedy`${questionOfDenial(text, from)}\n${remedyOfDenial(text) ?? otherwise}`
}

/**
 * The remedy for a denial of AWS in its usual form: `User: <ARN> is not authorized to perform: <action> on
 * resource: <ARN> because no resource-based policy allows the <action> action`.
 * @returns undefined for a denial in another form
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function remedyOfDenial(text: string): string | undefined {
  const [, user = '', action = '', resource = '', why = ''] = DENIAL.exec(text) ?? []
  if (user === '') return undefined
  const {name: caller, isPerson} = callerNamed(user)
  if (why.startsWith('an explicit deny')) {
    return `${caller} is denied \`${action}\` by ${why.replace('explicit deny in ', 'explicit Deny in ')}. Remove that Deny: no permission overrides it.`
  }
  const accounts = differingAccounts(text)
  if (isPerson && accounts !== undefined) {
    return `${caller} belongs to another account, and infra/ gives people of other accounts nothing. Use credentials of account ${accounts.owner}: the stage's group or permission set there gives people the permissions that they need.`
  }
  if (why.includes('no resource-based policy')) {
    const [, , , , owner = '', name = ''] = resource.split(':')
    return (
      `${caller} belongs to another account, and in account ${owner} the policy of the repository ${name.replace(/^repository\//, '')} does not allow it \`${action}\`. ` +
      `If this is the role of a stage, deploy infra/ again for the stage of that repository. Otherwise use credentials of account ${owner}.`
    )
  }
  const needs = `${caller} needs \`${action}\` on ${resource}`
  if (action.startsWith('inspector2:')) {
    return (
      `${needs}, because Amazon Inspector scans the registry. With \`enhanced-scanning: true\` under \`deployment:\` of the stages file, infra/ gives this permission to everyone who may read findings. ` +
      'If others configure the scanning of the registry, add a policy of your own that allows it.'
    )
  }
  if (!isPerson)
    return `${needs}. If this is the role of a stage, deploy infra/ again: somebody changed the role by hand, or the stages file has changed since. Any other role needs the permissions of the stage's group.`
  const writes = ACTIONS.write.includes(action) && !ACTIONS.read.includes(action)
  return `${needs}. The stage's group or permission set gives people the permissions that they need${writes ? ", and only GitHub's jobs push to master and release" : ''}.`
}

/** The caller as a person reads it, at the start of a sentence. */
function callerNamed(arn: string): {name: string; isPerson: boolean} {
  // arn:aws:sts::<account>:assumed-role/<role>/<session>
  const [, account = '', role] = /^arn:[^:]+:sts::(\d+):assumed-role\/(.+)\/[^/]+$/.exec(arn) ?? []
  if (role === undefined) return {name: arn, isPerson: true}
  // IAM Identity Center creates a role of this name for each permission set, so the role stands for a person.
  const permissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role)?.[1]
  return permissionSet === undefined
    ? {name: `The role ${role} of account ${account}`, isPerson: false}
    : {name: `The permission set ${permissionSet} in account ${account}`, isPerson: true}
}
