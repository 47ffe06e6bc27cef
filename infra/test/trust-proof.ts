import type {Stage} from '../../src/stages/stage.js'
import type {Principal} from '../../testbed/aws/iam.js'
import {evaluatePolicies} from '../../testbed/aws/iam.js'
import type {DeployedRole} from '../../testbed/harness/templates.js'
import type {Actions} from './actions.js'
import {EVERYTHING, statementsOf} from './actions.js'
import {differences} from './differences.js'
import type {Scenario, ScenarioRepository} from './scenarios.js'
import {EXPECTED_STAGES} from './scenarios.js'
import {similarValues} from './similar-values.js'

const ISSUER = 'token.actions.githubusercontent.com'
const ASSUME = 'sts:AssumeRoleWithWebIdentity'

/** Claims that IAM has condition keys for. A policy cannot test any other claim. */
const CONDITION_KEYS = [
  ...[
    'aud',
    'sub',
    'actor',
    'actor_id',
    'enterprise_id',
    'environment',
    'job_workflow_ref',
    'ref',
    'repository',
    'repository_id'
  ],
  'workflow'
]

export type ProofClaims = Readonly<Record<string, string>>

/** The jobs that a role should trust, and refs of jobs that it should not trust. */
export interface Jobs extends ScenarioRepository {
  /** Undefined for jobs without an environment. The subject of their token is the event or the ref. */
  environment: string | undefined
  /** Full refs, each of one job. */
  refs: string[]
  otherRefs: string[]
}

const OTHER_REFS = [
  ...['refs/heads/feature/x', 'refs/pull/7/merge', 'refs/heads/*', 'refs/heads/', 'refs/heads/v1.2.3', '*'],
  ...['refs/tags/nightly', 'refs/tags/x-v1.2.3', 'refs/tags/V1.2.3']
]

/** The jobs that a role of a stage, or a role that deploys or compares, should trust; undefined for a role that is not for jobs. */
export function jobsOf({source, deployment, images}: Scenario, role: string): Jobs | undefined {
  const trunkOnly = ({trunk}: ScenarioRepository): Pick<Jobs, 'refs' | 'otherRefs'> => {
    const ref = `refs/heads/${trunk}`
    return {
      refs: [ref],
      otherRefs: [...OTHER_REFS, `refs/tags/${trunk}`, 'refs/tags/v1.2.3', `${ref}-2`, ref.toUpperCase()]
    }
  }
  if (role === 'ecr-registry-deployment') return {...deployment, ...trunkOnly(deployment)}
  if (role === 'ecr-registry-diff') {
    const {refs, otherRefs} = trunkOnly(deployment)
    const others = otherRefs.filter(ref => !ref.startsWith('refs/pull/'))
    return {...deployment, environment: undefined, refs: ['refs/pull/7/merge', ...refs], otherRefs: others}
  }
  const stage = EXPECTED_STAGES.find(one =>
    images.some(image => role === `${image.replaceAll('/', '-')}-${one}-github`)
  )
  if (stage === undefined) return undefined
  const trunk = `refs/heads/${source.trunk}`
  const environments: Record<Stage, string> = {development: 'Development', master: 'Master', release: 'Release'}
  const queue = `refs/heads/gh-readonly-queue/${source.trunk}/pr-7-0a1b2c`
  const refs: Record<Stage, Pick<Jobs, 'refs' | 'otherRefs'>> = {
    development: {
      refs: ['refs/heads/feature/x', 'refs/pull/7/merge', trunk, queue, 'refs/tags/nightly'],
      otherRefs: []
    },
    master: trunkOnly(source),
    release: {
      refs: [trunk, 'refs/tags/v1.2.3', 'refs/tags/v2.0.0-rc.1'],
      otherRefs: [...OTHER_REFS, `${trunk}-2`, `refs/tags/${source.trunk}`, trunk.toUpperCase()]
    }
  }
  return {...source, environment: environments[stage], ...refs[stage]}
}

/** The claims of a job's token in both forms of the subject: with names only, and with names and ids. */
export function tokensOf(
  {repository, repositoryId, ownerId, environment, refs}: Jobs,
  ref = refs[0] ?? ''
): ProofClaims[] {
  const [owner = '', name = ''] = repository.split('/')
  const plain = ref.startsWith('refs/pull/') ? 'pull_request' : `ref:${ref}`
  const job = environment === undefined ? plain : `environment:${environment}`
  return [`repo:${repository}:${job}`, `repo:${owner}@${ownerId}/${name}@${repositoryId}:${job}`].map(
    (sub): ProofClaims => ({
      aud: 'sts.amazonaws.com',
      sub,
      ref,
      repository,
      repository_id: repositoryId,
      ...(environment === undefined ? {} : {environment}),
      actor: 'octocat',
      actor_id: '583231',
      workflow: 'ci',
      job_workflow_ref: `${repository}/.github/workflows/ci.yml@${ref}`
    })
  )
}

export interface WrongToken {
  title: string
  claims: ProofClaims
}

/** Tokens of jobs that differ in one way from the trusted jobs, and invented tokens that differ in a single claim. */
export function wrongTokens(jobs: Jobs): WrongToken[] {
  const {environment, repository, otherRefs} = jobs
  const right = jobs.refs.flatMap(ref => tokensOf(jobs, ref))
  const like = (changed: Partial<Jobs>): ProofClaims[] => jobs.refs.flatMap(ref => tokensOf({...jobs, ...changed}, ref))
  const [owner = '', name = ''] = repository.split('/')
  const others: [string, ProofClaims[]][] = [
    ['another repository of the owner', like({repository: `${owner}/other`, repositoryId: '777'})],
    ['a reused name with another id', like({repositoryId: '777'})],
    ['a reused name of another owner', like({repositoryId: '777', ownerId: '888'})],
    ["another owner's id in the subject", like({ownerId: '888'}).filter(({sub}) => sub?.includes('@') === true)],
    ['a fork', like({repository: `mallory/${name}`, repositoryId: '777', ownerId: '888'})],
    ['the name in another case', like({repository: repository.toUpperCase()})],
    ['another environment', like({environment: 'Staging'})],
    ['every environment', like({environment: '*'})],
    ...otherRefs.map((ref): [string, ProofClaims[]] => [`the ref ${ref}`, tokensOf(jobs, ref)])
  ]
  const ofEnvironment: [string, ProofClaims[]][] =
    environment === undefined
      ? []
      : [
          ['the environment in another case', like({environment: environment.toUpperCase()})],
          ['an environment with a longer name', like({environment: `${environment}2`})],
          ['no environment, on a branch', tokensOf({...jobs, environment: undefined}, 'refs/heads/feature/x')],
          ['no environment, on the trunk', tokensOf({...jobs, environment: undefined}, `refs/heads/${jobs.trunk}`)],
          ['no environment, on a pull request', tokensOf({...jobs, environment: undefined}, 'refs/pull/7/merge')]
        ]
  const changed = right.flatMap(token =>
    pinned(jobs).flatMap((claim): WrongToken[] => {
      const value = token[claim] ?? ''
      const told = [...similarValues(value), 'sts.amazonaws.com.cn'].filter(
        one => claim !== 'ref' || !isRefOf(jobs, one)
      )
      return [
        ...told.map(one => ({title: `${claim} ${JSON.stringify(one)}`, claims: {...token, [claim]: one}})),
        {title: `no ${claim}`, claims: without(token, claim)}
      ]
    })
  )
  return [
    ...[...others, ...ofEnvironment].flatMap(([title, tokens]) => tokens.map(claims => ({title, claims}))),
    ...changed
  ]
}

/** The claims that the policy of the role must test. A token with another value must be refused. */
function pinned({environment, otherRefs}: Jobs): string[] {
  const ofJob = environment === undefined ? [] : ['environment', ...(otherRefs.length === 0 ? [] : ['ref'])]
  return ['aud', 'sub', 'repository_id', ...ofJob]
}

/** A role for release tags trusts all tags that begin with v, so a changed tag can be another trusted one. */
function isRefOf({refs}: Jobs, ref: string): boolean {
  return refs.some(one => one.startsWith('refs/tags/v')) && ref.startsWith('refs/tags/v')
}

/** Whether STS would give the role for this token of the named provider. */
export function isTrusted(
  role: DeployedRole,
  claims: ProofClaims,
  provider = providerOf(role.arn),
  action = ASSUME
): boolean {
  return isAllowed(role, {kind: 'federated', provider}, claims, action)
}

function isAllowed(role: DeployedRole, principal: Principal, claims: ProofClaims, action: string): boolean {
  const keys = CONDITION_KEYS.flatMap(name => (claims[name] === undefined ? [] : [[`${ISSUER}:${name}`, claims[name]]]))
  const context = {
    'sts:RoleSessionName': 'run',
    'aws:SecureTransport': 'true',
    ...(Object.fromEntries(keys) as Record<string, string>)
  }
  const own = principal.kind === 'federated' ? [] : [EVERYTHING]
  return evaluatePolicies(
    {principal, action, resource: role.arn, context},
    {identity: own, resource: role.trust, account: role.account}
  ).allowed
}

/** Describes jobs that the role trusts and should not trust, and jobs that it should trust and does not. */
export function deviationsOfTrust(scenario: Scenario, role: DeployedRole, actions: Actions): Generator<string> {
  const jobs = jobsOf(scenario, role.name)
  return jobs === undefined ? deviationsOfService(role) : deviationsOfJobs(role, jobs, actions)
}

function* deviationsOfJobs(role: DeployedRole, jobs: Jobs, actions: Actions): Generator<string> {
  yield* differences(
    `the trust of ${role.name}`,
    new Set(statementsOf(role.trust).flatMap(actions.named)),
    new Set([ASSUME])
  )
  for (const claims of jobs.refs.flatMap(ref => tokensOf(jobs, ref))) {
    if (!isTrusted(role, claims)) yield `${role.name} does not trust ${JSON.stringify(claims)}`
  }
  for (const {title, claims} of wrongTokens(jobs)) if (isTrusted(role, claims)) yield `${role.name} trusts ${title}`
  for (const claims of tokensOf(jobs)) {
    for (const provider of [
      providerOf('arn:aws:iam::999988887777:role/x'),
      providerOf(role.arn).replace(ISSUER, 'gitlab.com')
    ]) {
      if (isTrusted(role, claims, provider)) yield `${role.name} trusts ${provider}`
    }
    const stranger = {
      kind: 'user' as const,
      arn: 'arn:aws:iam::999988887777:user/administrator',
      account: '999988887777'
    }
    for (const action of actions.of('sts')) {
      if (action !== ASSUME && isTrusted(role, claims, undefined, action))
        yield `${role.name} can be assumed with ${action}`
      if (isAllowed(role, stranger, claims, action))
        yield `an administrator of another account can assume ${role.name} with ${action}`
    }
  }
}

/** The one role that is not for jobs. */
function* deviationsOfService({name, trust}: DeployedRole): Generator<string> {
  const [statement, ...others] = statementsOf(trust)
  const expected = {Action: 'sts:AssumeRole', Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}}
  if (others.length > 0 || JSON.stringify(statement) !== JSON.stringify(expected))
    yield `${name} trusts more than Lambda`
}

function providerOf(roleArn: string): string {
  return `${roleArn.replace(/:role\/.*/, '')}:oidc-provider/${ISSUER}`
}

function without(claims: ProofClaims, claim: string): ProofClaims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim))
}
