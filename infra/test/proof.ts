import type {IamPolicy, Principal} from '../../testbed/aws/iam.js'
import {evaluatePolicies} from '../../testbed/aws/iam.js'
import type {DeployedRole} from '../../testbed/harness/templates.js'
import type {Actions} from './actions.js'
import {EVERYTHING, statementsOf} from './actions.js'
import {differences} from './differences.js'
import type {Scenario, SynthesizedScenario} from './scenarios.js'
import {EXPECTED_STAGES, expectedCacheArns, expectedRepositoryArn, expectedRoleArn} from './scenarios.js'
import {similarValues} from './similar-values.js'
import {actionsAtLevels, cacheLevelsOf, GRANTEES, INSPECTOR, levelsOf, sourceLevelsOf} from './table.js'
import {deviationsOfTrust} from './trust-proof.js'

/** An identity of IAM, with all policies that the stacks attach to it. */
export interface IamIdentity {
  name: string
  account: string
  principal: Principal & {arn: string}
  policies: IamPolicy[]
  /** The value of `aws:PrincipalArn`, if it differs from the ARN of the principal; null if the key is absent. */
  principalArn?: string | null
}

const STRANGERS = '999988887777'
/** Kinds of roles that `cdk bootstrap` makes. */
const BOOTSTRAP_KINDS = ['deploy', 'file-publishing', 'image-publishing', 'lookup', 'cfn-exec']

/**
 * Proves that the templates allow exactly what the table allows. The returned function yields each deviation of the
 * policies at the time of its call. It is lazy, because a caller may need only the first deviation, and it does not repeat
 * a part that was proven before.
 */
export function createProof(synthesized: SynthesizedScenario, actions: Actions): () => Generator<string> {
  const {
    scenario,
    deployed: {roles, repositories, keys}
  } = synthesized
  const resources = resourcesOf(synthesized).map(resource => ({resource, candidates: candidatesFor(resource, actions)}))
  const identities = identitiesOf(synthesized).map(identity => ({
    identity,
    expected: expectedOf(synthesized, identity)
  }))
  const proven = new Set<string>()
  function* once(dependencies: unknown, prove: () => Generator<string>): Generator<string> {
    const key = JSON.stringify(dependencies)
    if (proven.has(key)) return
    let isClean = true
    for (const deviation of prove()) {
      isClean = false
      yield deviation
    }
    if (isClean) proven.add(key)
  }
  return function* () {
    const resourcePolicies = [...repositories, ...keys].map(({policy}) => policy)
    yield* deviationsOfNames(synthesized)
    yield* deviationsOfStatements(synthesized, actions)
    for (const role of roles) yield* once(role.trust, () => deviationsOfTrust(scenario, role, actions))
    yield* once(resourcePolicies, () => deviationsOfResources(synthesized, actions))
    for (const {identity, expected} of identities) {
      yield* once([identity, resourcePolicies], () =>
        deviationsOfIdentity(synthesized, identity, expected, resources, actions)
      )
    }
  }
}

/** A member of each group, a session of each role, and in each account a user without any policy. */
export function identitiesOf({deployed: {groups, roles}, scenario: {places}}: SynthesizedScenario): IamIdentity[] {
  const accounts = [...new Set(Object.values(places).map(({account}) => account))]
  return [
    ...groups.map(({name, account, policies}): IamIdentity => ({
      name,
      account,
      policies,
      principal: user(account, `member-of-${name}`)
    })),
    ...roles.map((role): IamIdentity => ({
      name: role.name,
      account: role.account,
      policies: role.policies,
      principal: session(role.arn)
    })),
    ...accounts.map((account): IamIdentity => ({
      name: 'stranger',
      account,
      policies: [],
      principal: user(account, 'stranger')
    }))
  ]
}

/** The `candidates` that the identity may do to the resource: by its own policies, or together with the policy of the resource. */
export function allowedActions(
  {
    policies,
    principal,
    account: own,
    principalArn = principal.kind === 'session' ? principal.roleArn : principal.arn
  }: IamIdentity,
  resource: string,
  candidates: readonly string[],
  held: {policy?: IamPolicy | undefined; account: string} = {account: own}
): ReadonlySet<string> {
  const context = {
    'aws:PrincipalAccount': own,
    'aws:SecureTransport': 'true',
    ...(principalArn === null ? {} : {'aws:PrincipalArn': principalArn})
  }
  const bearing = {
    identity: policies,
    account: held.account,
    ...(held.policy === undefined ? {} : {resource: held.policy})
  }
  return new Set(candidates.filter(action => evaluatePolicies({principal, action, resource, context}, bearing).allowed))
}

/** The actions that the identity should be allowed on a resource. For most resources there are none. */
function expectedOf(
  {scenario, stacks, deployed, templates}: SynthesizedScenario,
  {name, account}: IamIdentity
): (resource: string) => ReadonlySet<string> {
  const grants = new Map<string, ReadonlySet<string>>()
  for (const image of scenario.images) {
    for (const stage of EXPECTED_STAGES) {
      if (scenario.places[stage].account !== account) continue
      const grantee = GRANTEES.find(one => name === `${image.replaceAll('/', '-')}-${stage}-${one}`)
      if (grantee === undefined) continue
      const levels = levelsOf(stage, grantee)
      const source = grantee === 'github' ? sourceLevelsOf(stage) : undefined
      const asksForFindings =
        levels.includes('metadata') || (source !== undefined && scenario.places[source.source].account === account)
      grants.set(
        '*',
        new Set([
          ...actionsAtLevels(levels.filter(level => level === 'authorize')),
          ...(scenario.isInspected === true && asksForFindings ? INSPECTOR : [])
        ])
      )
      grants.set(
        expectedRepositoryArn(scenario, image, stage),
        actionsAtLevels(levels.filter(level => level !== 'authorize'))
      )
      if (source !== undefined)
        grants.set(expectedRepositoryArn(scenario, image, source.source), actionsAtLevels(source.levels))
      if (grantee !== 'github') continue
      for (const {cache, arn} of expectedCacheArns(scenario, image))
        grants.set(arn, actionsAtLevels(cacheLevelsOf(stage, cache)))
    }
  }
  const own = stacks.filter(stack => stack.account === account)
  if (name === 'ecr-registry-deployment') {
    for (const {region} of own) {
      for (const kind of ['deploy', 'file-publishing'])
        grants.set(bootstrapRole(account, region, kind), new Set(['sts:AssumeRole']))
    }
  }
  if (name === 'ecr-registry-diff') {
    const read = new Set(['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'])
    for (const stack of own) grants.set(stackArn(account, stack.region, stack.name, '*'), read)
  }
  if (name === blobMountingRole(deployed.roles)?.name) {
    grants.set('*', new Set(['ecr:PutAccountSetting']))
    for (const arn of logGroups(templates)) grants.set(arn, new Set(['logs:CreateLogStream', 'logs:PutLogEvents']))
  }
  const patterns = [...grants].filter(([pattern]) => pattern.length > 1 && pattern.endsWith('*'))
  const within = patterns.map(([pattern, may]) => [pattern.slice(0, -1), may] as const)
  return resource => grants.get(resource) ?? within.find(([start]) => resource.startsWith(start))?.[1] ?? new Set()
}

interface Resource {
  resource: string
  candidates: readonly string[]
}

function* deviationsOfIdentity(
  {deployed: {repositories}}: SynthesizedScenario,
  identity: IamIdentity,
  expected: (resource: string) => ReadonlySet<string>,
  resources: readonly Resource[],
  actions: Actions
): Generator<string> {
  const wanted = new Set(resources.flatMap(({resource}) => [...expected(resource)]))
  const named = new Set(identity.policies.flatMap(statementsOf).flatMap(actions.named))
  for (const action of named) if (!wanted.has(action)) yield `${identity.name} is given ${action}`
  for (const {resource, candidates} of resources) {
    // All actions of ECR count. Of other services, only actions in some statement count, because IAM denies the rest anyway.
    const asked = candidates.filter(action => action.startsWith('ecr:') || named.has(action))
    yield* differences(`${identity.name} on ${resource}`, allowedActions(identity, resource, asked), expected(resource))
    const repository = repositories.find(({arn}) => arn === resource)
    if (repository === undefined || (identity.account === repository.account && repository.policy === undefined))
      continue
    yield* differences(
      `${identity.name} on ${resource}, by both policies`,
      allowedActions(identity, resource, asked, repository),
      expected(resource)
    )
  }
}

/** Tests the policies of resources with administrators of other accounts. Their own policies allow everything, so the resource decides. */
function* deviationsOfResources(synthesized: SynthesizedScenario, actions: Actions): Generator<string> {
  const {
    scenario,
    deployed: {repositories, keys, roles}
  } = synthesized
  for (const key of keys) {
    const stranger = {
      ...administrator(`arn:aws:iam::${STRANGERS}:role/administrator`),
      name: 'an administrator of another account'
    }
    yield* differences(
      `${stranger.name} on ${key.arn}`,
      allowedActions(stranger, key.arn, actions.of('kms'), key),
      new Set()
    )
    for (const identity of identitiesOf(synthesized)) {
      yield* differences(
        `${identity.name} on ${key.arn}`,
        allowedActions(identity, key.arn, actions.of('kms'), key),
        new Set()
      )
    }
  }
  for (const repository of repositories) {
    const next = nextRoleOf(scenario, repository.arn) ?? cacheReaderOf(scenario, repository.arn)
    const of = (who: string, identity: IamIdentity, expected: ReadonlySet<string>): Generator<string> => {
      const actual = allowedActions(identity, repository.arn, actions.of('ecr'), repository)
      return differences(`${who} on ${repository.arn}, whatever its own policies allow`, actual, expected)
    }
    for (const arn of [
      ...roles.map(role => role.arn),
      ...accountsOf(synthesized).map(account => `arn:aws:iam::${account}:role/administrator`)
    ]) {
      const identity = administrator(arn)
      if (identity.account !== repository.account)
        yield* of(arn, identity, arn === next?.arn ? actionsAtLevels(next.levels) : new Set())
    }
    if (next === undefined || next.arn.includes(`:${repository.account}:`)) continue
    for (const principalArn of [...similarValues(next.arn), null]) {
      yield* of(principalArn ?? 'nobody', {...administrator(next.arn), principalArn}, new Set())
    }
    const posing = {...administrator(`arn:aws:iam::${STRANGERS}:role/administrator`), principalArn: next.arn}
    yield* of('a stranger with the ARN of the next role', posing, new Set())
  }
}

/** The role that should promote from a repository. */
function nextRoleOf(scenario: Scenario, arn: string): {arn: string; levels: string[]} | undefined {
  const candidates = scenario.images.flatMap(image =>
    EXPECTED_STAGES.map(stage => ({image, stage, from: sourceLevelsOf(stage)}))
  )
  const found = candidates.find(
    ({image, from}) => from !== undefined && expectedRepositoryArn(scenario, image, from.source) === arn
  )
  return found === undefined
    ? undefined
    : {arn: expectedRoleArn(scenario, found.image, found.stage), levels: found.from?.levels ?? []}
}

/** The role of another account that should read a build cache. */
function cacheReaderOf(scenario: Scenario, arn: string): {arn: string; levels: string[]} | undefined {
  for (const image of scenario.images) {
    const cache = expectedCacheArns(scenario, image).find(one => one.arn === arn)?.cache
    const readers =
      cache === undefined ? [] : EXPECTED_STAGES.map(stage => ({stage, levels: cacheLevelsOf(stage, cache)}))
    const reader = readers.find(
      ({stage, levels}) => levels.length > 0 && !arn.includes(`:${scenario.places[stage].account}:`)
    )
    if (reader !== undefined) return {arn: expectedRoleArn(scenario, image, reader.stage), levels: reader.levels}
  }
  return undefined
}

/** Compares the identities that exist with those that should exist. */
function* deviationsOfNames({
  scenario: {images, places},
  deployed: {groups, roles},
  stacks
}: SynthesizedScenario): Generator<string> {
  const expected = images.flatMap(image =>
    EXPECTED_STAGES.flatMap(stage =>
      GRANTEES.filter(grantee => levelsOf(stage, grantee).length > 0).map(
        grantee => `${places[stage].account} ${image.replaceAll('/', '-')}-${stage}-${grantee}`
      )
    )
  )
  const accounts = new Set(stacks.map(({account}) => account))
  const shared = [...accounts].flatMap(account => ['deployment', 'diff'].map(name => `${account} ecr-registry-${name}`))
  const mounting = blobMountingRole(roles)
  const found = [...groups, ...roles].filter(one => one !== mounting).map(({account, name}) => `${account} ${name}`)
  yield* differences('identities', new Set(found), new Set([...expected, ...shared]))
}

/** Finds statements that no evaluation would show, because the action does not apply to their resources. */
function* deviationsOfStatements(
  {deployed: {groups, roles, repositories, keys}}: SynthesizedScenario,
  actions: Actions
): Generator<string> {
  for (const {name, policies} of [...groups, ...roles]) {
    for (const statement of policies.flatMap(statementsOf)) {
      for (const action of actions.named(statement)) {
        if (actions.isWithoutResource(action) && statement.Resource !== '*')
          yield `${name} is given ${action} on ${String(statement.Resource)}`
      }
    }
  }
  const kept = [
    ...repositories.flatMap(({arn, policy}) => (policy === undefined ? [] : [{arn, policy, service: 'ecr'}])),
    ...keys.map(({arn, policy}) => ({arn, policy, service: 'kms'}))
  ]
  for (const {arn, policy, service} of kept) {
    for (const action of statementsOf(policy).flatMap(actions.named)) {
      const isFitting =
        actions.of(service).includes(action) && !(service === 'ecr' && actions.isWithoutResource(action))
      if (!isFitting) yield `the policy of ${arn} names ${action}`
    }
  }
}

/** The ARNs of all resources, ARNs that could be mistaken for them, and `*` for the registry as a whole. */
function resourcesOf(synthesized: SynthesizedScenario): string[] {
  const {
    stacks,
    deployed: {repositories, roles},
    templates
  } = synthesized
  const repositoryArns = repositories.map(({arn}) => arn)
  const bootstrapRoles = accountsOf(synthesized).flatMap(account =>
    stacks.flatMap(({region}) => BOOTSTRAP_KINDS.map(kind => bootstrapRole(account, region, kind)))
  )
  const stackArns = [
    ...stacks.map(({account, region, name}) => stackArn(account, region, name)),
    stackArn(STRANGERS, 'eu-west-1', 'Another')
  ]
  const logStreams = logGroups(templates).map(arn => arn.replace(/\*$/, 'log-stream:run'))
  const real = [...repositoryArns, ...bootstrapRoles, ...roles.map(({arn}) => arn), ...stackArns, ...logStreams]
  return [...new Set(['*', ...real, ...real.flatMap(lookAlikes)])]
}

/** ARNs that differ from this one in a single part, or that start or end with it. */
function lookAlikes(arn: string): string[] {
  const parts = arn.split(/([:/])/)
  const others = parts.flatMap((part, index) => {
    if (part === '' || index % 2 === 1 || index === 0 || index === SERVICE_PART) return []
    return [parts.with(index, /^\d{12}$/.test(part) ? STRANGERS : 'another').join('')]
  })
  return [...others, `${arn}-2`, `${arn}/below`, parts.with(-1, `x-${parts.at(-1) ?? ''}`).join('')]
}

/** Index of the service in the parts of an ARN. Separators count as parts. */
const SERVICE_PART = 4

function candidatesFor(resource: string, actions: Actions): readonly string[] {
  if (resource === '*') return ['ecr', 'inspector2'].flatMap(actions.of).filter(actions.isWithoutResource)
  const service = resource.split(':')[2] ?? ''
  if (service === 'iam') return actions.of('sts')
  return actions.of(service).filter(action => !actions.isWithoutResource(action))
}

function accountsOf({stacks}: SynthesizedScenario): string[] {
  return [...new Set([...stacks.map(({account}) => account), STRANGERS])]
}

function blobMountingRole(roles: readonly DeployedRole[]): DeployedRole | undefined {
  return roles.find(({name}) => name.startsWith('BlobMountingRole'))
}

function logGroups(templates: SynthesizedScenario['templates']): string[] {
  return templates.flatMap(({resources}) =>
    [...resources.values()].flatMap(({type, arn}) => (type === 'AWS::Logs::LogGroup' ? (arn ?? []) : []))
  )
}

function bootstrapRole(account: string, region: string, kind: string): string {
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-${kind}-role-${account}-${region}`
}

function stackArn(account: string, region: string, name: string, id = '0f1e2d3c'): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/${id}`
}

function user(account: string, name: string): IamIdentity['principal'] {
  return {kind: 'user', arn: `arn:aws:iam::${account}:user/${name}`, account}
}

function session(role: string): Extract<Principal, {kind: 'session'}> {
  const account = role.split(':')[4] ?? ''
  return {
    kind: 'session',
    arn: `arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1) ?? ''}/run`,
    roleArn: role,
    account
  }
}

function administrator(role: string): IamIdentity {
  return {name: role, account: role.split(':')[4] ?? '', principal: session(role), policies: [EVERYTHING]}
}
