import {execFile} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals'
import {App} from 'aws-cdk-lib'

import type {IamPolicy} from '../../testbed/aws/iam.js'
import {evaluatePolicies} from '../../testbed/aws/iam.js'
import {readDeployableFile} from '../lib/deployable-file.js'
import {combineFiles} from '../lib/deployment.js'
import {summarizeDiff} from '../lib/diff-summary.js'
import {DEPLOYMENT_ROLE, DIFF_ROLE} from '../lib/names.js'
import {provision} from '../lib/provision.js'
import type {AwsCall, AwsEndpoint, DeployedStack, EndpointRole} from './aws-endpoint.js'
import {startAws} from './aws-endpoint.js'
import type {SynthesizedTemplate} from './synthesize.js'

const CDK = fileURLToPath(new URL('../../node_modules/aws-cdk/bin/cdk', import.meta.url))
const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'
const SAMPLE = readFileSync(new URL('../stages/sample-image.yml', import.meta.url), 'utf8')

/** A role that CDK's bootstrap makes. CDK decides on its permissions, so here it may do everything. */
function bootstrapRole(kind: string): EndpointRole {
  return {
    arn: `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-${kind}-role-${ACCOUNT}-${REGION}`,
    trust: allow({Principal: {AWS: `arn:aws:iam::${ACCOUNT}:root`}, Action: 'sts:AssumeRole'}),
    policies: [allow({Action: '*', Resource: '*'})]
  }
}

function allow(statement: object): IamPolicy {
  return {Version: '2012-10-17', Statement: {Effect: 'Allow', ...statement}}
}

/** The roles in the template of GitHub's stack. */
function rolesOf(template: SynthesizedTemplate): EndpointRole[] {
  return Object.values(template.Resources)
    .filter(({Type}) => Type === 'AWS::IAM::Role')
    .map(({Properties}) => ({
      arn: `arn:aws:iam::${ACCOUNT}:role/${String(Properties['RoleName'])}`,
      trust: Properties['AssumeRolePolicyDocument'] as IamPolicy,
      policies: (Properties['Policies'] as {PolicyDocument: IamPolicy}[]).map(({PolicyDocument: policy}) => policy)
    }))
}

const run = promisify(execFile)
const directory = mkdtempSync(join(tmpdir(), 'cdk-'))
const assembly = join(directory, 'cdk.out')
let stacks: DeployedStack[]
let roles: EndpointRole[]
let aws: AwsEndpoint | undefined

beforeAll(() => {
  const app = new App({outdir: assembly, analyticsReporting: false})
  provision(app, combineFiles([readDeployableFile(SAMPLE, 'stages.yml')]))
  const synthesized = app.synth().stacks
  stacks = synthesized.map(({stackName, template}) => ({
    name: stackName,
    region: REGION,
    template: JSON.stringify(template)
  }))
  const template = synthesized.find(({stackName}) => stackName === 'EcrRegistryGitHub')?.template as SynthesizedTemplate
  roles = [...rolesOf(template), ...['deploy', 'file-publishing', 'lookup'].map(bootstrapRole)]
})

afterEach(async () => {
  await aws?.close()
  aws = undefined
})
afterAll(() => {
  rmSync(directory, {recursive: true})
})

interface Outcome {
  code: number
  output: string
}

/** Runs `cdk` as the workflow does, in a session of the role. */
async function cdk(endpoint: AwsEndpoint, role: string, ...args: string[]): Promise<Outcome> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    CI: 'true',
    AWS_REGION: REGION,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // AWS's SDK warns of Node 20. The workflow has Node 24.
    NODE_NO_WARNINGS: '1'
  }
  const options = {env: {...env, ...endpoint.envAs(`arn:aws:iam::${ACCOUNT}:role/${role}`)}, cwd: directory}
  try {
    const {stdout, stderr} = await run(
      process.execPath,
      [CDK, ...args, '--app', assembly, '--exclusively', '--no-color', '--no-notices'],
      options
    )
    return {code: 0, output: stdout + stderr}
  } catch (error) {
    const {code, stdout, stderr} = error as {code: number; stdout: string; stderr: string}
    return {code, output: stdout + stderr}
  }
}

/** The different requests of a role, in alphabetical order. */
function requestsOf(calls: readonly AwsCall[], role: string, allowed = true): string[] {
  return [
    ...new Set(
      calls
        .filter(call => call.role === role && call.allowed === allowed)
        .map(({action, resource}) => `${action} ${resource}`)
    )
  ].sort()
}

function without(action: string): EndpointRole[] {
  return roles.map(role => {
    if (!role.arn.endsWith(DIFF_ROLE)) return role
    const policies = JSON.parse(JSON.stringify(role.policies).replaceAll(`"${action}"`, '"none:None"')) as IamPolicy[]
    return {...role, policies}
  })
}

const STACKS = ['EcrRegistry', 'EcrRegistryGitHub', 'SampleImageDevelopment', 'SampleImageMaster', 'SampleImageRelease']
const stackArn = (name: string): string => `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/*`

describe('the role for cdk diff', () => {
  const [named, withIds] = ['repo:my-org/sample-image', 'repo:my-org@987654/sample-image@123456789']
  test.each([
    [`${named}:pull_request`, true],
    [`${withIds}:pull_request`, true],
    [`${named}:ref:refs/heads/master`, true],
    [`${withIds}:ref:refs/heads/master`, true],
    [`${named}:ref:refs/heads/feature`, false],
    [`${named}:ref:refs/tags/master`, false],
    [`${named}:environment:Deployment`, false],
    ['repo:someone/sample-image:pull_request', false]
  ])('%s: %s', (sub, expected) => {
    const issuer = 'token.actions.githubusercontent.com'
    const claims = {
      aud: 'sts.amazonaws.com',
      sub,
      repository_id: '123456789',
      repository_owner_id: '987654',
      environment: '',
      ref: 'refs/heads/master'
    }
    const {arn: resource = '', trust} = roles.find(({arn}) => arn.endsWith(DIFF_ROLE)) ?? {}
    const decision = evaluatePolicies(
      {
        principal: {kind: 'federated', provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`},
        action: 'sts:AssumeRoleWithWebIdentity',
        resource,
        context: Object.fromEntries(Object.entries(claims).map(([name, value]) => [`${issuer}:${name}`, value]))
      },
      {identity: [], account: ACCOUNT, ...(trust === undefined ? {} : {resource: trust})}
    )
    expect(decision.allowed).toBe(expected)
  })

  test('compares the templates of all stacks, even of a new one, and uses all its permissions', async () => {
    const changed = stacks.map(stack => ({
      ...stack,
      template: stack.template.replace('"RepositoryName":"sample-image/master"', '"RepositoryName":"former"')
    }))
    aws = await startAws(
      ACCOUNT,
      roles,
      changed.filter(({name}) => name !== 'SampleImageRelease')
    )
    const {code, output} = await cdk(aws, DIFF_ROLE, 'diff', '--method=template')

    expect(summarizeDiff(output, ACCOUNT)).toMatch(/^### 111122223333: 2 of 5 stacks differ\n/)
    expect(output).toMatch(/\[-\] former\n.*\[\+\] sample-image\/master/)
    expect(output).toContain('[+] AWS::ECR::Repository Repository')
    expect(code).toBe(0)
    expect(requestsOf(aws.calls, DIFF_ROLE)).toEqual([
      ...STACKS.map(name => `cloudformation:DescribeStacks ${stackArn(name)}`),
      ...STACKS.filter(name => name !== 'SampleImageRelease').map(
        name => `cloudformation:GetTemplate ${stackArn(name)}`
      ),
      'sts:GetCallerIdentity *'
    ])
    const granted = roles
      .filter(({arn}) => arn.endsWith(DIFF_ROLE))
      .flatMap(role => role.policies.flatMap(({Statement}) => Statement))
    expect(granted.flatMap(({Action = []}) => Action).sort()).toEqual([
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate'
    ])
  }, 60_000)

  test('works without the lookup role, which it may not assume because that role could read images', async () => {
    aws = await startAws(ACCOUNT, roles, stacks)
    const {code, output} = await cdk(aws, DIFF_ROLE, 'diff', '--method=template', 'SampleImageMaster')

    expect(requestsOf(aws.calls, DIFF_ROLE, false)).toEqual([`sts:AssumeRole ${bootstrapRole('lookup').arn}`])
    expect(output).toContain('was not assumed. Proceeding with default credentials.')
    expect(summarizeDiff(output, ACCOUNT)).toBe('### 111122223333: no differences\n\n`SampleImageMaster`\n')
    expect(code).toBe(0)
  }, 60_000)

  test.each(['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'])(
    'needs %s',
    async action => {
      aws = await startAws(ACCOUNT, without(action), stacks)
      const {code, output} = await cdk(aws, DIFF_ROLE, 'diff', '--method=template', 'SampleImageMaster')

      expect(output).toContain(`is not authorized to perform: ${action} on resource: ${stackArn('SampleImageMaster')}`)
      expect(code).toBe(1)
    },
    60_000
  )

  test('deploys nothing', async () => {
    aws = await startAws(ACCOUNT, roles, [])
    const {code} = await cdk(aws, DIFF_ROLE, 'deploy', '--require-approval', 'never', 'SampleImageMaster')

    expect(requestsOf(aws.calls, DIFF_ROLE).filter(call => call.startsWith('sts:AssumeRole'))).toEqual([])
    expect(aws.calls.filter(({role}) => role !== DIFF_ROLE)).toEqual([])
    expect(code).toBe(1)
  }, 60_000)
})

describe('the role for cdk deploy', () => {
  test.each([
    ['a new stack', 0],
    ['a stack that changes', 1]
  ])(
    'reaches the change set of %s, and itself only assumes two roles of the bootstrap',
    async (_, count) => {
      const former = stacks
        .filter(({name}) => name === 'SampleImageMaster')
        .map(stack => ({...stack, template: '{"Resources":{}}'}))
      aws = await startAws(ACCOUNT, roles, former.slice(0, count))
      const {output} = await cdk(aws, DEPLOYMENT_ROLE, 'deploy', '--require-approval', 'never', 'SampleImageMaster')

      expect(requestsOf(aws.calls, DEPLOYMENT_ROLE)).toEqual([
        `sts:AssumeRole ${bootstrapRole('deploy').arn}`,
        `sts:AssumeRole ${bootstrapRole('file-publishing').arn}`,
        'sts:GetCallerIdentity *'
      ])
      expect(requestsOf(aws.calls, DEPLOYMENT_ROLE, false)).toEqual([])
      expect(requestsOf(aws.calls, `cdk-hnb659fds-deploy-role-${ACCOUNT}-${REGION}`)).toContain(
        `cloudformation:CreateChangeSet ${stackArn('SampleImageMaster')}`
      )
      expect(output).toContain('cloudformation:CreateChangeSet is not available here')
    },
    60_000
  )
})
