import type {IamPolicy, Principal} from '../../testbed/aws/iam.js'
import {evaluatePolicies} from '../../testbed/aws/iam.js'
import type {DeployedRole} from '../../testbed/harness/templates.js'
import type {Actions} from './actions.js'
import {EVERYTHING, statementsOf} from './actions.js'
import {alike} from './alike.js'
import {differences} from './differences.js'
import type {Scenario, World} from './scenarios.js'
import {repositoryArn, roleArn, STAGES} from './scenarios.js'
import {actionsOf, cell, GRANTEES, INSPECTOR, sourceCell} from './table.js'
import {deviationsOfTrust} from './trust-proof.js'

/** Somebody who asks, with all that the stacks allow them by name. */
export interface Identity {
  name: string
  account: string
  principal: Principal & {arn: string}
  policies: IamPolicy[]
  /** What IAM takes its ARN for, where that is something else; null for nothing. */
  principalArn?: string | null
}

const STRANGERS = '999988887777'
/** Of the roles that `cdk bootstrap` makes. */
const BOOTSTRAP_KINDS = ['deploy', 'file-publishing', 'image-publishing', 'lookup', 'cfn-exec']

/**
 * Proves that the templates allow what the table does and no more. What it returns yields whatever is otherwise, of the
 * policies as they are when it is called; it is lazy, as one deviation is enough to know of some, and what was proven once
 * is not proven again.
 */
export function createProof(world: World, actions: Actions): () => Generator<string> {
  const {
    scenario,
    deployed: {roles, repositories, keys}
  } = world
  const resources = resourcesOf(world).map(resource => ({resource, candidates: candidatesFor(resource, actions)}))
  const identities = identitiesOf(world).map(identity => ({identity, expected: expectedOf(world, identity)}))
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
    yield* deviationsOfNames(world)
    yield* deviationsOfStatements(world, actions)
    for (const role of roles) yield* once(role.trust, () => deviationsOfTrust(scenario, role, actions))
    yield* once(resourcePolicies, () => deviationsOfResources(world, actions))
    for (const {identity, expected} of identities) {
      yield* once([identity, resourcePolicies], () =>
        deviationsOfIdentity(world, identity, expected, resources, actions)
      )
    }
  }
}

/** Groups by one of their members, roles by a session; and one in each account who has no policy at all. */
export function identitiesOf({deployed: {groups, roles}, scenario: {places}}: World): Identity[] {
  const accounts = [...new Set(Object.values(places).map(({account}) => account))]
  return [
    ...groups.map(({name, account, policies}): Identity => ({
      name,
      account,
      policies,
      principal: user(account, `member-of-${name}`)
    })),
    ...roles.map((role): Identity => ({
      name: role.name,
      account: role.account,
      policies: role.policies,
      principal: session(role.arn)
    })),
    ...accounts.map((account): Identity => ({
      name: 'stranger',
      account,
      policies: [],
      principal: user(account, 'stranger')
    }))
  ]
}

/** What of `candidates` the identity may do to the resource: as far as its own policies go, or with the resource's own as well. */
export function allowed(
  {
    policies,
    principal,
    account: own,
    principalArn = principal.kind === 'session' ? principal.roleArn : principal.arn
  }: Identity,
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

/** What the identity is to be allowed on a resource, other than in its account's registry as a whole: nothing on most. */
function expectedOf(
  {scenario, stacks, deployed, templates}: World,
  {name, account}: Identity
): (resource: string) => ReadonlySet<string> {
  const grants = new Map<string, ReadonlySet<string>>()
  for (const image of scenario.images) {
    for (const stage of STAGES) {
      if (scenario.places[stage].account !== account) continue
      const grantee = GRANTEES.find(one => name === `${image.replaceAll('/', '-')}-${stage}-${one}`)
      if (grantee === undefined) continue
      const levels = cell(stage, grantee)
      const source = grantee === 'github' ? sourceCell(stage) : undefined
      const asksForFindings =
        levels.includes('metadata') || (source !== undefined && scenario.places[source.source].account === account)
      grants.set(
        '*',
        new Set([
          ...actionsOf(levels.filter(level => level === 'authorize')),
          ...(scenario.isInspected === true && asksForFindings ? INSPECTOR : [])
        ])
      )
      grants.set(repositoryArn(scenario, image, stage), actionsOf(levels.filter(level => level !== 'authorize')))
      if (source !== undefined) grants.set(repositoryArn(scenario, image, source.source), actionsOf(source.words))
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
  {deployed: {repositories}}: World,
  identity: Identity,
  expected: (resource: string) => ReadonlySet<string>,
  resources: readonly Resource[],
  actions: Actions
): Generator<string> {
  const wanted = new Set(resources.flatMap(({resource}) => [...expected(resource)]))
  const named = new Set(identity.policies.flatMap(statementsOf).flatMap(actions.named))
  for (const action of named) if (!wanted.has(action)) yield `${identity.name} is given ${action}`
  for (const {resource, candidates} of resources) {
    // All of ECR's; of other services those that some statement is about, as IAM has nothing to say of the rest.
    const asked = candidates.filter(action => action.startsWith('ecr:') || named.has(action))
    yield* differences(`${identity.name} on ${resource}`, allowed(identity, resource, asked), expected(resource))
    const repository = repositories.find(({arn}) => arn === resource)
    if (repository === undefined || (identity.account === repository.account && repository.policy === undefined))
      continue
    yield* differences(
      `${identity.name} on ${resource}, by both policies`,
      allowed(identity, resource, asked, repository),
      expected(resource)
    )
  }
}

/** Resources' own policies, put to people whose own policies allow everything: of other accounts, so that these decide. */
function* deviationsOfResources(world: World, actions: Actions): Generator<string> {
  const {
    scenario,
    deployed: {repositories, keys, roles}
  } = world
  for (const key of keys) {
    const stranger = {
      ...administrator(`arn:aws:iam::${STRANGERS}:role/administrator`),
      name: 'an administrator of another account'
    }
    yield* differences(`${stranger.name} on ${key.arn}`, allowed(stranger, key.arn, actions.of('kms'), key), new Set())
    for (const identity of identitiesOf(world)) {
      yield* differences(
        `${identity.name} on ${key.arn}`,
        allowed(identity, key.arn, actions.of('kms'), key),
        new Set()
      )
    }
  }
  for (const repository of repositories) {
    const next = nextRoleOf(scenario, repository.arn)
    const of = (who: string, identity: Identity, expected: ReadonlySet<string>): Generator<string> => {
      const actual = allowed(identity, repository.arn, actions.of('ecr'), repository)
      return differences(`${who} on ${repository.arn}, whatever its own policies allow`, actual, expected)
    }
    for (const arn of [
      ...roles.map(role => role.arn),
      ...accountsOf(world).map(account => `arn:aws:iam::${account}:role/administrator`)
    ]) {
      const identity = administrator(arn)
      if (identity.account !== repository.account)
        yield* of(arn, identity, arn === next?.arn ? actionsOf(next.words) : new Set())
    }
    if (next === undefined || next.arn.includes(`:${repository.account}:`)) continue
    for (const principalArn of [...alike(next.arn), null]) {
      yield* of(principalArn ?? 'nobody', {...administrator(next.arn), principalArn}, new Set())
    }
    const posing = {...administrator(`arn:aws:iam::${STRANGERS}:role/administrator`), principalArn: next.arn}
    yield* of('a stranger who poses as the next role', posing, new Set())
  }
}

/** The role that is to promote from a repository. */
function nextRoleOf(scenario: Scenario, arn: string): {arn: string; words: string[]} | undefined {
  const candidates = scenario.images.flatMap(image => STAGES.map(stage => ({image, stage, from: sourceCell(stage)})))
  const found = candidates.find(
    ({image, from}) => from !== undefined && repositoryArn(scenario, image, from.source) === arn
  )
  return found === undefined
    ? undefined
    : {arn: roleArn(scenario, found.image, found.stage), words: found.from?.words ?? []}
}

/** The identities that are there, neither more nor fewer. */
function* deviationsOfNames({scenario: {images, places}, deployed: {groups, roles}, stacks}: World): Generator<string> {
  const expected = images.flatMap(image =>
    STAGES.flatMap(stage =>
      GRANTEES.filter(grantee => cell(stage, grantee).length > 0).map(
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

/** What no evaluation would show, as nothing can come of it: an action that the resources of its statement cannot have. */
function* deviationsOfStatements(
  {deployed: {groups, roles, repositories, keys}}: World,
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

/** All that is there, all that could be taken for it, and the registry as a whole. */
function resourcesOf(world: World): string[] {
  const {
    stacks,
    deployed: {repositories, roles},
    templates
  } = world
  const repositoryArns = repositories.map(({arn}) => arn)
  const bootstrapRoles = accountsOf(world).flatMap(account =>
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

/** ARNs that differ from this one in one part, or that start or end with it. */
function lookAlikes(arn: string): string[] {
  const parts = arn.split(/([:/])/)
  const others = parts.flatMap((part, index) => {
    if (part === '' || index % 2 === 1 || index === 0 || index === SERVICE_PART) return []
    return [parts.with(index, /^\d{12}$/.test(part) ? STRANGERS : 'another').join('')]
  })
  return [...others, `${arn}-2`, `${arn}/below`, parts.with(-1, `x-${parts.at(-1) ?? ''}`).join('')]
}

/** Separators are parts as well. */
const SERVICE_PART = 4

function candidatesFor(resource: string, actions: Actions): readonly string[] {
  if (resource === '*') return ['ecr', 'inspector2'].flatMap(actions.of).filter(actions.isWithoutResource)
  const service = resource.split(':')[2] ?? ''
  if (service === 'iam') return actions.of('sts')
  return actions.of(service).filter(action => !actions.isWithoutResource(action))
}

function accountsOf({stacks}: World): string[] {
  return [...new Set([...stacks.map(({account}) => account), STRANGERS])]
}

function blobMountingRole(roles: readonly DeployedRole[]): DeployedRole | undefined {
  return roles.find(({name}) => name.startsWith('BlobMountingRole'))
}

function logGroups(templates: World['templates']): string[] {
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

function user(account: string, name: string): Identity['principal'] {
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

function administrator(role: string): Identity {
  return {name: role, account: role.split(':')[4] ?? '', principal: session(role), policies: [EVERYTHING]}
}
