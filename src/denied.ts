const DENIAL = /User: (\S+) is not authorized to perform: (\S+) on resource: (\S+)(?: (?:because|with) (.*))?/

/** IAM's action that AWS denies, by its own words; undefined for a denial in other words. */
export function deniedAction(text: string): string | undefined {
  return DENIAL.exec(text)?.[2]
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
  const who = role === undefined ? user : permissionSet === undefined ? `The role ${role} of account ${account}` : `The permission set ${permissionSet} in account ${account}`
  if (why.startsWith('an explicit deny')) {
    return `${who} is denied \`${action}\` outright, by ${why.replace('explicit deny in ', 'explicit Deny in ')}: only taking that back helps, not allowing more.`
  }
  if (why.includes('no resource-based policy')) {
    const [, , , , owner = '', name = ''] = resource.split(':')
    if (isPerson) {
      return `${who} is of another account, whose people the policy of ${name.replace(/^repository\//, '')} does not let in: use credentials of account ${owner}, where the stage's group or permission set gives people what they need.`
    }
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
  return isPerson
    ? `${needs}. People have what their stage's group or permission set gives them, and only GitHub's jobs push to master and release.`
    : `${needs}: deploy infra/ anew if it is the role of a stage and was changed by hand; a role of people's own needs what the stage's group gives them.`
}
