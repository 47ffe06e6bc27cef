import type {Permission} from '../aws/probes.js'
import type {Failure} from '../core/failure.js'
import {messageOf, unresolvedHost} from '../core/failure.js'
import type {Caller} from '../run/identity.js'
import {openRegistry} from '../run/registry.js'
import type {EcrRepository} from '../stages/arn.js'
import type {Level} from '../stages/permissions.js'
import {actionsOf, GRANTS, SOURCE_GRANTS} from '../stages/permissions.js'
import type {Stage} from '../stages/stage.js'
import {sourceStage} from '../stages/stage.js'
import type {Target} from '../stages/target.js'
import type {Check} from './check.js'
import {attempt, notLookedAt, told} from './check.js'
import {claimsCheck} from './claims.js'
import {dockerCheck} from './docker.js'
import type {Examination} from './examination.js'
import {examineSettings} from './examine-settings.js'
import type {Permissions} from './permissions.js'
import {accessCheck, findingsChecks, personChecks, repositoryCheck, roleChecks} from './permissions.js'
import {regionCheck} from './region.js'

const REPOSITORY_LEVELS = ['read', 'write', 'metadata'] as const satisfies readonly Level[]
const CREDENTIALS = 'credentials'
const TOKEN = 'ECR token'
const SETTINGS = ['tag mutability', 'lifecycle', 'scan on push']

/**
 * Walks the way from the credentials to the repository and looks at all that a push or a promotion takes. Nothing is
 * pushed and nothing changed.
 * @throws what is neither a failure to report nor a finding: a cancelled run
 */
export async function examine(examination: Examination): Promise<Check[]> {
  const {who, signal} = examination
  const [docker, aws] = await Promise.all([
    dockerCheck(examination),
    who.kind === 'role' && who.match.kind === 'environment'
      ? [
          claimsCheck(who.match, '', undefined),
          ...unreached(examination, CREDENTIALS, 'the role trusts no job of this environment')
        ]
      : examineAws(examination)
  ])
  // Where it was cancelled, what was found says how far it came, and nothing of what is there.
  signal.throwIfAborted()
  return [docker, ...aws]
}

/** Everything from this check on, for want of what came before it; of a source where the stage has one. */
export function unreached(
  {source}: {source: EcrRepository | Stage | undefined},
  from: typeof CREDENTIALS | typeof TOKEN,
  because: string
): Check[] {
  const names = [
    CREDENTIALS,
    TOKEN,
    'registry',
    'repository',
    ...REPOSITORY_LEVELS,
    ...(source === undefined ? [] : ['source']),
    ...SETTINGS
  ]
  return names.slice(names.indexOf(from)).map(name => notLookedAt(name, because))
}

async function examineAws(examination: Examination): Promise<Check[]> {
  const {
    target: {repository, role},
    identity,
    target,
    who,
    regions,
    environment,
    signal
  } = examination
  const {callerOf} = await import('../aws/inspection.js')
  const caller = await attempt(
    CREDENTIALS,
    async () => {
      const found = await identity(target)
      return {...found, arn: (await callerOf(found.credentials, repository, environment, signal)).arn}
    },
    ({arn}) => arn
  )
  const claims = who.kind === 'role' ? [claimsCheck(who.match, role.name, caller.value !== undefined)] : []
  const lost =
    'failure' in caller
      ? regionCheck('region', {region: repository.region, named: regions.target}, unresolvedHost(caller.failure))
      : undefined
  if (lost !== undefined)
    return [...claims, lost, ...unreached(examination, CREDENTIALS, 'no host of the region is found')]
  if (caller.value === undefined)
    return [...claims, caller.check, ...unreached(examination, TOKEN, 'there are no credentials')]
  return [...claims, caller.check, ...(await examineEcr(examination, caller.value))]
}

async function examineEcr(examination: Examination, caller: Caller): Promise<Check[]> {
  const {stage, target, source, image, who, environment, signal} = examination
  const {repository} = target
  const [{ecrIn}, {inspectorDenials, permissionsOn}] = await Promise.all([
    import('../aws/index.js'),
    import('../aws/inspection.js')
  ])
  const client = ecrIn(repository.region, caller.credentials, environment)
  // Of another region than the target's it may be.
  const sourceClient = ecrIn(source?.region ?? repository.region, caller.credentials, environment)
  try {
    const ask = async (of: EcrRepository, levels: readonly Level[]): Promise<Permissions> => {
      const ecr = of === repository ? client : sourceClient
      const [found, denials] = await Promise.all([
        permissionsOn(ecr, of, actionsOf(levels), signal),
        // Inspector tells nobody of the findings of another account, whatever is granted.
        caller.account === of.account ? inspectorDenials(ecr, of, signal) : []
      ])
      return new Map([...found, ...denials])
    }
    const sourceLevels = who.kind === 'role' ? REPOSITORY_LEVELS : SOURCE_GRANTS
    const [login, own, before] = await Promise.all([
      examineLogin(examination, caller),
      ask(repository, REPOSITORY_LEVELS),
      source === undefined ? undefined : ask(source, sourceLevels)
    ])
    const deploy = deploymentOf(target)
    const there = repositoryCheck('repository', {repository, deploy, permissions: own, who: who.kind})
    const checks = [...login.checks, there]
    const isOpen = there.state !== 'bad'
    const isMissing = [...own.values()].some(({kind}) => kind === 'no-repository')
    const unseen = (name: string): Check =>
      notLookedAt(name, isMissing ? 'there is no repository' : 'all that is asked of the repository is denied')

    if (!isOpen) checks.push(...REPOSITORY_LEVELS.map(unseen))
    else if (who.kind === 'role') {
      checks.push(
        ...roleChecks({
          prefix: '',
          repository: repository.name,
          expected: GRANTS[stage].github,
          levels: REPOSITORY_LEVELS,
          permissions: own
        })
      )
    } else {
      checks.push(
        ...personChecks({prefix: '', repository: repository.name, levels: REPOSITORY_LEVELS, permissions: own})
      )
      const all = new Map([
        ...own,
        ...actionsOf(['authorize']).map((action): [string, Permission] => [action, login.permission])
      ])
      checks.push(accessCheck({image, stage, permissions: all}))
    }
    checks.push(...findingsChecks({prefix: '', repository: repository.name, permissions: own}))
    if (source !== undefined && before !== undefined) checks.push(...sourceChecks(examination, source, before))

    if (!isOpen) return [...checks, ...SETTINGS.map(unseen)]
    return [
      ...checks,
      ...(await examineSettings(
        {...examination, deploy},
        {client, sourceClient, own, before, isOwnAccount: caller.account === repository.account}
      ))
    ]
  } finally {
    client.destroy()
    sourceClient.destroy()
  }
}

function sourceChecks({stage, who, regions}: Examination, source: EcrRepository, permissions: Permissions): Check[] {
  const hosts = [...permissions.values()].map(permission =>
    permission.kind === 'unknown' ? permission.host : undefined
  )
  const lost = regionCheck(
    'source: region',
    {region: source.region, named: regions.source},
    hosts.find(host => host !== undefined)
  )
  if (lost !== undefined) return [lost, notLookedAt('source', 'no host of its region is found')]
  const before = sourceStage(stage)
  const there = repositoryCheck('source', {
    repository: source,
    deploy: `Deploy infra/ for ${before ?? 'the stage before'}.`,
    permissions,
    who: who.kind
  })
  if (there.state === 'bad') return [there]
  const isForbidden = [...permissions.values()].every(({kind}) => kind === 'denied')
  if (who.kind === 'person' && isForbidden)
    return [told('source', `nothing is granted on ${source.arn}; promotions are run by GitHub's jobs`)]
  const about = {prefix: 'source: ', repository: source.name, permissions}
  const levels =
    who.kind === 'role'
      ? roleChecks({...about, expected: SOURCE_GRANTS, levels: REPOSITORY_LEVELS})
      : personChecks({...about, levels: SOURCE_GRANTS})
  return [there, ...levels, ...findingsChecks(about)]
}

/** The token of ECR, and a request to the registry with it. */
async function examineLogin(
  {target: {repository}, environment, log, signal}: Examination,
  {credentials, account}: Caller
): Promise<{checks: Check[]; permission: Permission}> {
  const {logIn, registryToken} = await import('../aws/index.js')
  const access = {credentials, environment, signal}
  const token = await attempt(
    TOKEN,
    () => registryToken(repository, access, log.mask),
    () => 'granted (authorize)'
  )
  if ('failure' in token)
    return {
      checks: [token.check, notLookedAt('registry', 'there is no token to log in with')],
      permission: refusalOf(token.failure)
    }
  const {value} = token
  const registry = await attempt(
    'registry',
    async () => {
      const login = await logIn({...access, repository, side: 'target', token: value, callerAccount: account})
      await reach(login.origin, login, repository.name, signal)
      return login.origin
    },
    origin => `${origin} answers`
  )
  return {checks: [token.check, registry.check], permission: {kind: 'allowed'}}
}

/** Whatever the registry answers to a request for what is not there, it answers. */
async function reach(
  origin: string,
  login: {username: string; password: string},
  name: string,
  signal: AbortSignal
): Promise<void> {
  const registry = openRegistry({origin, authorization: {kind: 'basic', login}, signal, deadlineMs: 20_000})
  try {
    await registry.repository(name).manifest(`sha256:${'0'.repeat(64)}`)
  } finally {
    await registry.close()
  }
}

function refusalOf({message, cause}: Failure): Permission {
  return cause instanceof Error && cause.name.startsWith('AccessDenied')
    ? {kind: 'denied', because: messageOf(cause)}
    : {kind: 'unknown', because: message}
}

function deploymentOf({stack, stage}: Target): string {
  return `Deploy infra/ for ${stage}${stack === undefined ? '' : ` (the stack ${stack})`}.`
}
