import type {EcrClient} from '../aws/ecr.js'
import type {ProbeResult} from '../aws/probes.js'
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
import {attempt, info, notChecked} from './check.js'
import {claimsCheck} from './claims.js'
import {dockerCheck} from './docker.js'
import type {Examination} from './examination.js'
import {examineSettings} from './examine-settings.js'
import type {ActionPermissions} from './permissions.js'
import {accessCheck, findingsChecks, personChecks, repositoryCheck, roleChecks} from './permissions.js'
import {regionCheck} from './region.js'

const REPOSITORY_LEVELS = ['read', 'write', 'metadata'] as const satisfies readonly Level[]
const CREDENTIALS = 'credentials'
const TOKEN = 'ECR token'
/** The reason for checks that need the stages file. */
export const NO_STAGES_FILE = 'without a valid stages file, the repository is not known'
const SETTINGS = ['tag mutability', 'lifecycle', 'scan on push']

/**
 * Checks everything that a push or a promotion needs, from the credentials to the repository. It pushes and changes
 * nothing.
 * @throws the signal's reason if the run is cancelled
 */
export async function examine(examination: Examination): Promise<Check[]> {
  const {principal, signal} = examination
  const [docker, aws] = await Promise.all([
    dockerCheck(examination),
    principal.kind === 'role' && principal.match.kind === 'environment'
      ? [
          claimsCheck(principal.match, '', undefined),
          ...unreached(examination, CREDENTIALS, 'the role trusts no job in this environment')
        ]
      : examineAws(examination)
  ])
  // The findings of a cancelled examination are incomplete, so none are reported.
  signal.throwIfAborted()
  return [docker, ...aws]
}

/** This check and all later ones, which an earlier failure makes impossible. The source is included if the stage has one. */
export function unreached(
  {source}: {source: EcrRepository | Stage | undefined},
  from: typeof CREDENTIALS | typeof TOKEN,
  reason: string
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
  return names.slice(names.indexOf(from)).map(name => notChecked(name, reason))
}

async function examineAws(examination: Examination): Promise<Check[]> {
  const {
    target: {repository, role},
    identity,
    target,
    principal,
    regionOrigins,
    environment,
    signal
  } = examination
  const {readCallerIdentity} = await import('../aws/doctor-calls.js')
  const caller = await attempt(
    CREDENTIALS,
    async () => {
      const found = await identity(target)
      return {...found, arn: (await readCallerIdentity(found.credentials, repository, environment, signal)).arn}
    },
    ({arn}) => arn
  )
  const claims = principal.kind === 'role' ? [claimsCheck(principal.match, role.name, caller.value !== undefined)] : []
  const region =
    'failure' in caller
      ? regionCheck('region', {region: repository.region, origin: regionOrigins.target}, unresolvedHost(caller.failure))
      : undefined
  if (region !== undefined)
    return [...claims, region, ...unreached(examination, CREDENTIALS, 'no host of the region has an address')]
  if (caller.value === undefined)
    return [...claims, caller.check, ...unreached(examination, TOKEN, 'there are no credentials')]
  return [...claims, caller.check, ...(await examineEcr(examination, caller.value))]
}

async function examineEcr(examination: Examination, caller: Caller): Promise<Check[]> {
  const {target, source, environment} = examination
  const {openEcrClient} = await import('../aws/run-calls.js')
  const client = openEcrClient(target.repository.region, caller.credentials, environment)
  // The source may be in another region than the target.
  const sourceClient = openEcrClient(source?.region ?? target.repository.region, caller.credentials, environment)
  try {
    return await examineRepositories(examination, caller, {client, sourceClient})
  } finally {
    client.destroy()
    sourceClient.destroy()
  }
}

interface EcrClients {
  client: EcrClient
  sourceClient: EcrClient
}

async function examineRepositories(examination: Examination, caller: Caller, clients: EcrClients): Promise<Check[]> {
  const {target, source, principal} = examination
  const {repository} = target
  const sourceLevels = principal.kind === 'role' ? REPOSITORY_LEVELS : SOURCE_GRANTS
  const [login, own, atSource] = await Promise.all([
    examineLogin(examination, caller),
    askPermissions(clients.client, repository, REPOSITORY_LEVELS, examination, caller),
    source === undefined ? undefined : askPermissions(clients.sourceClient, source, sourceLevels, examination, caller)
  ])
  const deploy = deployRemedy(target)
  const existence = repositoryCheck('repository', {repository, deploy, permissions: own, principal: principal.kind})
  const checks = [
    ...login.checks,
    existence,
    ...(existence.state === 'bad'
      ? REPOSITORY_LEVELS.map(level => notAnswered(level, own))
      : permissionChecks(examination, own, login.permission)),
    ...findingsChecks({prefix: '', repository: repository.name, permissions: own}),
    ...(source === undefined || atSource === undefined ? [] : sourceChecks(examination, source, atSource))
  ]
  if (existence.state === 'bad') return [...checks, ...SETTINGS.map(name => notAnswered(name, own))]
  const access = {...clients, own, atSource, isOwnAccount: caller.account === repository.account}
  return [...checks, ...(await examineSettings({...examination, deploy}, access))]
}

/** Asks AWS for the permission of each action on a repository. */
async function askPermissions(
  client: EcrClient,
  repository: EcrRepository,
  levels: readonly Level[],
  {signal}: Examination,
  {account}: Caller
): Promise<ActionPermissions> {
  const {findInspectorDenials, probePermissions} = await import('../aws/doctor-calls.js')
  const [found, denials] = await Promise.all([
    probePermissions(client, repository, actionsOf(levels), signal),
    // Inspector never gives findings to another account, whatever is granted.
    account === repository.account ? findInspectorDenials(client, repository, signal) : []
  ])
  return new Map([...found, ...denials])
}

function permissionChecks(
  {stage, target, image, principal}: Examination,
  own: ActionPermissions,
  authorization: ProbeResult
): Check[] {
  const about = {prefix: '', repository: target.repository.name, levels: REPOSITORY_LEVELS, permissions: own}
  if (principal.kind === 'role') return roleChecks({...about, expected: GRANTS[stage].github})
  const all = new Map([
    ...own,
    ...actionsOf(['authorize']).map((action): [string, ProbeResult] => [action, authorization])
  ])
  return [...personChecks(about), accessCheck({image, stage, permissions: all})]
}

/** A check that is impossible because the repository is missing, or because AWS denies every request for it. */
function notAnswered(name: string, own: ActionPermissions): Check {
  const isMissing = [...own.values()].some(({kind}) => kind === 'no-repository')
  return notChecked(name, isMissing ? 'the repository does not exist' : 'AWS denies every request for the repository')
}

function sourceChecks(
  {stage, principal, regionOrigins}: Examination,
  source: EcrRepository,
  permissions: ActionPermissions
): Check[] {
  const hosts = [...permissions.values()].map(permission =>
    permission.kind === 'unknown' ? permission.host : undefined
  )
  const region = regionCheck(
    'source: region',
    {region: source.region, origin: regionOrigins.source},
    hosts.find(host => host !== undefined)
  )
  if (region !== undefined) return [region, notChecked('source', 'no host of its region has an address')]
  const existence = repositoryCheck('source', {
    repository: source,
    deploy: `Deploy infra/ for ${sourceStage(stage) ?? 'the previous stage'}.`,
    permissions,
    principal: principal.kind
  })
  if (existence.state === 'bad') return [existence]
  const isForbidden = [...permissions.values()].every(({kind}) => kind === 'denied')
  if (principal.kind === 'person' && isForbidden)
    return [info('source', `nothing is granted on ${source.arn}; GitHub's jobs run the promotions`)]
  const about = {prefix: 'source: ', repository: source.name, permissions}
  const levels =
    principal.kind === 'role'
      ? roleChecks({...about, expected: SOURCE_GRANTS, levels: REPOSITORY_LEVELS})
      : personChecks({...about, levels: SOURCE_GRANTS})
  return [existence, ...levels, ...findingsChecks(about)]
}

/** Gets ECR's token, and sends a request to the registry with it. */
async function examineLogin(
  {target: {repository}, environment, log, signal}: Examination,
  {credentials, account}: Caller
): Promise<{checks: Check[]; permission: ProbeResult}> {
  const {resolveRegistryLogin, requestAuthorizationToken} = await import('../aws/run-calls.js')
  const access = {credentials, environment, signal}
  const token = await attempt(
    TOKEN,
    () => requestAuthorizationToken(repository, access, log.mask),
    () => 'granted (authorize)'
  )
  if ('failure' in token)
    return {
      checks: [token.check, notChecked('registry', 'there is no token to log in with')],
      permission: refusalOf(token.failure)
    }
  const {value} = token
  const registry = await attempt(
    'registry',
    async () => {
      const login = await resolveRegistryLogin({
        ...access,
        repository,
        side: 'target',
        token: value,
        callerAccount: account
      })
      await reach(login.origin, login, repository.name, signal)
      return login.origin
    },
    origin => `${origin} answers`
  )
  return {checks: [token.check, registry.check], permission: {kind: 'allowed'}}
}

/** Requests a manifest that does not exist. Any answer shows that the registry can be reached. */
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

function refusalOf({message, cause}: Failure): ProbeResult {
  return cause instanceof Error && cause.name.startsWith('AccessDenied')
    ? {kind: 'denied', because: messageOf(cause)}
    : {kind: 'unknown', because: message}
}

function deployRemedy({stack, stage}: Target): string {
  return `Deploy infra/ for ${stage}${stack === undefined ? '' : ` (the stack ${stack})`}.`
}
