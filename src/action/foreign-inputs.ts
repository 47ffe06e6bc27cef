import type {ProcessEnv} from '../core/process-env.js'

/** Remarks on the inputs of other actions that a step gives to this one. */
export interface ForeignInputs {
  /** The step asks for something that this action does not do. */
  ignored: string[]
  /** The step gives something that this action does not need. */
  needless: string[]
}

const LOGIN =
  'this action logs in to the registry of the stage itself. Log in to other registries in a step before this one.'
const REGION = 'the region follows from the stages file, or from `repository-arn`.'
const KEYS = "this action uses GitHub's OIDC token and no stored keys. Remove it."

/** Inputs of docker/build-push-action, docker/metadata-action, docker/login-action and the actions of AWS. */
const NEEDLESS: Readonly<Record<string, string>> = {
  registry: LOGIN,
  registries: LOGIN,
  username: LOGIN,
  password: LOGIN,
  'mask-password': LOGIN,
  'aws-region': REGION,
  region: REGION,
  'aws-access-key-id': KEYS,
  'aws-secret-access-key': KEYS,
  'aws-session-token': KEYS
}

const IGNORED: Readonly<Record<string, string>> = {
  outputs: 'the image goes to its repository. For other exports, run `docker buildx build` in a step of its own.',
  call: 'run `docker buildx build --check` in a step of its own.',
  images: 'the repository follows from the stages file, or from `repository-arn`.',
  flavor: 'write a prefix or a suffix into the lines of `tags`.',
  'role-to-assume': 'the role follows from the stages file, or from `role-arn`.',
  repository: 'the repository follows from the stages file, or from `repository-arn`.',
  dockerfile: 'write `file`.',
  path: 'write `context`.',
  tag: 'write `tags`.',
  platform: 'write `platforms`.',
  build_args: 'write `build-args`.',
  'build-arg': 'write `build-args`.',
  'skip-logout': 'write `docker-login: true` to leave Docker logged in.',
  logout: 'the login ends with the step. `docker-login: true` keeps it until the end of the job.'
}

/** Inputs whose value decides whether this action does what the step asks for. */
function remarkOnFlag(name: 'push' | 'load', value: string): {kind: keyof ForeignInputs; remark: string} | undefined {
  const isTrue = value.toLowerCase() === 'true'
  if (name === 'load') {
    const remark =
      'the image is only in its repository. Pull it in a later step, with `docker-login: true` in this one.'
    return isTrue ? {kind: 'ignored', remark} : undefined
  }
  return isTrue
    ? {kind: 'needless', remark: 'the image of a stage is always pushed.'}
    : {kind: 'ignored', remark: 'the image of a stage is always pushed. Write `dry-run: true` to write nothing.'}
}

/**
 * Finds well-known inputs of other actions. GitHub only warns that they are unexpected, and passes them on.
 * @param environment the runner's: inputs come as `INPUT_<NAME>`
 */
export function foreignInputs(environment: ProcessEnv): ForeignInputs {
  const found: ForeignInputs = {ignored: [], needless: []}
  for (const [variable, value = ''] of Object.entries(environment)) {
    const name = /^INPUT_(.+)$/.exec(variable)?.[1]?.toLowerCase()
    if (name === undefined || value.trim() === '') continue
    const remark = remarkOn(name, value.trim())
    if (remark !== undefined) found[remark.kind].push(`\`${name}\`: ${remark.remark}`)
  }
  return {ignored: found.ignored.sort(), needless: found.needless.sort()}
}

function remarkOn(name: string, value: string): {kind: keyof ForeignInputs; remark: string} | undefined {
  if (name === 'push' || name === 'load') return remarkOnFlag(name, value)
  for (const [kind, table] of [['ignored', IGNORED] as const, ['needless', NEEDLESS] as const]) {
    const remark = Object.hasOwn(table, name) ? table[name] : undefined
    if (remark !== undefined) return {kind, remark}
  }
  return undefined
}
