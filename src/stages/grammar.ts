/** What is wrong with a value and the form it should have; undefined for a value that is well formed. */
export type Form = (value: string) => string | undefined

const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/
const REGION = /^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d$/
const GITHUB_REPOSITORY = /^[A-Za-z0-9_-]+\/[A-Za-z0-9._-]+$/
const PLATFORM = /^[a-z0-9_]+(?:\([a-z0-9._]+\))?(?:\/[a-z0-9_.]+){1,2}$/
/** `*` and `?` are wildcards and `$` a variable to IAM, `:` and `%` are rewritten in the token's subject. */
const SPECIAL_TO_IAM = /[*?:%$]/
const CONTROL = /\p{Cc}/u

export const nonEmpty: Form = value => (value.trim() === '' ? 'is empty; write a value or remove the key' : undefined)

export const accountId: Form = value => {
  if (/^\d{12}$/.test(value)) return undefined
  const plain = value.replaceAll(/[\s-]/g, '')
  if (/^\d{12}$/.test(plain)) return `'${value}' has more than digits; write it as '${plain}'`
  const lost = /^\d{10,11}$/.test(value) ? `; if its leading zero got lost, '${value.padStart(12, '0')}'` : ''
  return `'${value}' is not an AWS account id; write its 12 digits in quotes, as in '111122223333'${lost}`
}

export const region: Form = value =>
  REGION.test(value) ? undefined : `'${value}' is not an AWS region; write it as in eu-west-1`

/** The grammar of ECR's CreateRepository. */
export const repositoryName: Form = value => {
  if (value.length < 2 || value.length > 256) return `'${value}' has ${value.length} characters; ECR takes 2 to 256`
  if (REPOSITORY_NAME.test(value)) return undefined
  return (
    `'${value}' is not a name that ECR takes; write lower-case letters and digits, with single . _ - between them ` +
    'and / between parts, as in team/sample-image'
  )
}

export const roleName: Form = value =>
  /^[\w+=,.@-]{1,64}$/.test(value)
    ? undefined
    : `'${value}' is not a role name that IAM takes; write 1 to 64 letters, digits or any of _+=,.@- and no path`

export const environmentName: Form = value => {
  if (SPECIAL_TO_IAM.test(value)) return `'${value}' holds one of * ? : % $; name the environment without them`
  if (value === '' || value !== value.trim() || CONTROL.test(value) || value.length > 255) {
    return `'${value}' is not the name of a GitHub environment; write 1 to 255 characters, without spaces around them`
  }
  return undefined
}

/** A branch by its short name: what `git check-ref-format --branch` takes, less what IAM would read otherwise. */
export const branchName: Form = value => {
  if (value.startsWith('refs/')) return `'${value}' is a full ref; write the branch alone, as in master`
  if (SPECIAL_TO_IAM.test(value)) return `'${value}' holds one of * ? : % $; the trunk's name must do without them`
  const bad =
    value === '' ||
    value === '@' ||
    /[\s~^[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|\.lock(?:\/|$)|(?:^|\/)\./.test(value) ||
    CONTROL.test(value)
  return bad ? `'${value}' is not the name of a branch; write it as in master` : undefined
}

export const githubRepository: Form = value =>
  GITHUB_REPOSITORY.test(value) && !/\/\.{1,2}$/.test(value)
    ? undefined
    : `'${value}' is not a repository on GitHub; write owner/name, as in my-org/sample-image`

/** AWS takes one provider of an address in an account, so it has the one ARN there. */
export const oidcProvider: Form = value =>
  /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/.test(value)
    ? undefined
    : `'${value}' is not the ARN of GitHub's OIDC provider; ` +
      "write it as in 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'"

export const platform: Form = value =>
  PLATFORM.test(value) ? undefined : `'${value}' is not a platform; write it as in linux/amd64 or linux/arm/v7`

export const buildArgName: Form = value =>
  /^[^\s=]+$/.test(value) ? undefined : `'${value}' is not the name of a build argument; write it as in NODE_VERSION`
