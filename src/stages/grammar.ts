import {platformsInstead} from '../core/platform-list.js'

/** Checks a value: the problem and the expected form as a clause, or undefined for a well-formed value. */
export type Form = (value: string) => string | undefined

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
export const MAX_TAG_LENGTH = 128

const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/
const REGION = /^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d$/
const GITHUB_REPOSITORY = /^[A-Za-z0-9_-]+\/[A-Za-z0-9._-]+$/
const PLATFORM = /^[a-z0-9_]+(?:\([a-z0-9._]+\))?(?:\/[a-z0-9_.]+){1,2}$/
/** IAM reads `*` and `?` as wildcards and `$` as a variable. GitHub rewrites `:` and `%` in the subject of its token. */
const SPECIAL_TO_IAM = /[*?:%$]/
/** Without the other names of an architecture, and without a variant that is its default. */
const RUNNER_PLATFORM = /^linux\/(?!amd64\/v?1$|arm64\/v?8$|.*\/\d)(?!x86_64|aarch64|armhf|armel|i\d86)/
const CONTROL = /\p{Cc}/u

/** Whether a registry accepts this text as a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text)
}

export const nonEmpty: Form = value => (value.trim() === '' ? 'is empty; write a value or remove the key' : undefined)

export const accountId: Form = value => {
  if (/^\d{12}$/.test(value)) return undefined
  const plain = value.replaceAll(/[\s-]/g, '')
  if (/^\d{12}$/.test(plain)) return `'${value}' contains more than digits; write it as '${plain}'`
  const lost = /^\d{10,11}$/.test(value) ? `; if it lost its leading zero, write '${value.padStart(12, '0')}'` : ''
  return `'${value}' is not an AWS account id; write its 12 digits in quotes, as in '111122223333'${lost}`
}

export const region: Form = value =>
  REGION.test(value) ? undefined : `'${value}' is not an AWS region; write it as in eu-west-1`

/** The grammar of CreateRepository in ECR's API. */
export const repositoryName: Form = value => {
  if (value.length < 2 || value.length > 256)
    return `'${value}' has the length ${value.length}; ECR accepts 2 to 256 characters`
  if (REPOSITORY_NAME.test(value)) return undefined
  return (
    `'${value}' is not a valid name for ECR; write lower-case letters and digits, with single . _ - between them ` +
    'and / between parts, as in team/sample-image'
  )
}

export const roleName: Form = value =>
  /^[\w+=,.@-]{1,64}$/.test(value)
    ? undefined
    : `'${value}' is not a valid role name for IAM; write 1 to 64 letters, digits or any of _+=,.@- and no path`

export const environmentName: Form = value => {
  if (SPECIAL_TO_IAM.test(value)) return `'${value}' contains one of * ? : % $; name the environment without them`
  if (value === '' || value !== value.trim() || CONTROL.test(value) || value.length > 255) {
    return `'${value}' is not the name of a GitHub environment; write 1 to 255 characters, without spaces around them`
  }
  return undefined
}

/** The short name of a branch: the grammar of `git check-ref-format --branch`, without the characters that are special to IAM. */
export const branchName: Form = value => {
  if (value.startsWith('refs/')) return `'${value}' is a full ref; write the branch alone, as in master`
  if (SPECIAL_TO_IAM.test(value)) return `'${value}' contains one of * ? : % $; the trunk needs a name without them`
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

/** An account can have only one provider for an address, so the ARN is the same in every account but for its id. */
export const oidcProvider: Form = value =>
  /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/.test(value)
    ? undefined
    : `'${value}' is not the ARN of GitHub's OIDC provider; ` +
      "write it as in 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'"

export const platform: Form = value => {
  if (!PLATFORM.test(value)) return `'${value}' is not a platform; write it as in linux/amd64 or linux/arm/v7`
  const instead = platformsInstead(value)
  return instead === undefined
    ? undefined
    : `'${value}' is not a platform that images can be built for; write ${instead}`
}

/** A key of `runners`: `default`, or a platform or the start of one, such as `linux` or `linux/arm`. */
export const runnerPlatform: Form = value =>
  value === 'default' || value === 'linux' || (platform(value) === undefined && RUNNER_PLATFORM.test(value))
    ? undefined
    : `'${value}' is not the normal name of a platform; write default, linux, or a name such as linux/arm64 or linux/arm/v7`

/** A label of a runner. GitHub takes no pattern, so a text that looks like one or like an expression is a mistake. */
export const runnerLabel: Form = value => {
  if (value.trim() === '') return 'is empty; write the label of a runner, as in ubuntu-24.04'
  return /^[\p{L}\p{N}][\p{L}\p{N} ._:=/@+-]*$/u.test(value) && value === value.trim() && value.length <= 256
    ? undefined
    : `'${value}' is not the label of a runner; write one as GitHub shows it, as in ubuntu-24.04, without patterns and expressions; write several labels as a list, [self-hosted, arm64]`
}

export const buildArgName: Form = value =>
  /^[^\s=]+$/.test(value) ? undefined : `'${value}' is not the name of a build argument; write it as in NODE_VERSION`
