import {readFileSync} from 'node:fs'

import {describe, expect, test} from '@jest/globals'

import {accountsOf, selectionOf, SELECTIONS} from '../lib/accounts.js'
import {together} from '../lib/agreement.js'
import {deployable} from '../lib/deployable-file.js'
import type {WorkflowRun} from '../lib/workflow-run.js'
import {accessOf} from '../lib/workflow-run.js'
import {synthesize} from './synthesize.js'

const SAMPLE = readFileSync(new URL('../stages/sample-image.yml', import.meta.url), 'utf8')
const TWO_ACCOUNTS = `${SAMPLE}deployment: {environment: Approved}\nstages: {release: {account: '444455556666', region: us-east-1}}\n`
const CHINA = SAMPLE.replace('eu-west-1', 'cn-north-1')

function plan(text: string, selection: string): ReturnType<typeof accountsOf> {
  return accountsOf(synthesize(text).app, together([deployable(text, 'stages.yml')]).deployment, selectionOf(selection))
}

describe('what is deployed where', () => {
  test.each([
    [
      'all',
      [
        'EcrRegistry-111122223333-eu-west-1',
        'EcrRegistryGitHub-111122223333',
        'SampleImageDevelopment',
        'SampleImageMaster',
        'SampleImageRelease'
      ]
    ],
    ['shared', ['EcrRegistry-111122223333-eu-west-1', 'EcrRegistryGitHub-111122223333']],
    ['development', ['EcrRegistry-111122223333-eu-west-1', 'EcrRegistryGitHub-111122223333', 'SampleImageDevelopment']],
    ['master', ['EcrRegistry-111122223333-eu-west-1', 'EcrRegistryGitHub-111122223333', 'SampleImageMaster']],
    ['release', ['EcrRegistry-111122223333-eu-west-1', 'EcrRegistryGitHub-111122223333', 'SampleImageRelease']]
  ])('%s, on one account', (selection, stacks) => {
    expect(plan(SAMPLE, selection)).toEqual([
      {
        account: '111122223333',
        region: 'eu-west-1',
        deploymentRole: 'arn:aws:iam::111122223333:role/ecr-registry-deployment',
        diffRole: 'arn:aws:iam::111122223333:role/ecr-registry-diff',
        audience: 'sts.amazonaws.com',
        environment: 'Deployment',
        stacks
      }
    ])
  })

  test.each([
    [
      'all',
      {
        '111122223333 eu-west-1 Approved': [
          'EcrRegistry-111122223333-eu-west-1',
          'EcrRegistryGitHub-111122223333',
          'SampleImageDevelopment',
          'SampleImageMaster'
        ],
        '444455556666 us-east-1 Approved': [
          'EcrRegistry-444455556666-us-east-1',
          'EcrRegistryGitHub-444455556666',
          'SampleImageRelease'
        ]
      }
    ],
    [
      'master',
      {
        '111122223333 eu-west-1 Approved': [
          'EcrRegistry-111122223333-eu-west-1',
          'EcrRegistryGitHub-111122223333',
          'SampleImageMaster'
        ]
      }
    ],
    [
      'release',
      {
        '444455556666 us-east-1 Approved': [
          'EcrRegistry-444455556666-us-east-1',
          'EcrRegistryGitHub-444455556666',
          'SampleImageRelease'
        ]
      }
    ]
  ])('%s, with release on an account of its own', (selection, expected) => {
    const accounts = plan(TWO_ACCOUNTS, selection)
    expect(
      Object.fromEntries(
        accounts.map(({account, region, environment, stacks}) => [`${account} ${region} ${environment}`, stacks])
      )
    ).toEqual(expected)
  })

  test('China has a partition and an audience of its own', () => {
    expect(plan(CHINA, 'shared')).toMatchObject([
      {diffRole: 'arn:aws-cn:iam::111122223333:role/ecr-registry-diff', audience: 'sts.amazonaws.com.cn'}
    ])
  })

  test('the workflow offers what there is to select', () => {
    const workflow = readFileSync(new URL('../../.github/workflows/deploy.yml', import.meta.url), 'utf8')
    expect(workflow).toContain(`options: [${SELECTIONS.join(', ')}]`)
  })

  test('another selection is refused', () => {
    expect(() => selectionOf('Release')).toThrow('"Release"')
  })
})

describe('which runs have access', () => {
  const {deployment} = together([deployable(SAMPLE, 'stages.yml')])
  const pullRequest: WorkflowRun = {
    event: 'pull_request',
    repository: 'my-org/sample-image',
    ref: 'refs/pull/7/merge',
    actor: 'octocat',
    headRepository: 'my-org/sample-image'
  }
  const dispatch: WorkflowRun = {
    ...pullRequest,
    event: 'workflow_dispatch',
    ref: 'refs/heads/master',
    headRepository: ''
  }

  test.each<[string, WorkflowRun]>([
    ['a pull request', pullRequest],
    ['a deployment from the trunk', dispatch]
  ])('%s has', (_, run) => {
    expect(accessOf(run, deployment)).toEqual({kind: 'granted'})
  })

  test.each<[string, WorkflowRun, string]>([
    ['a pull request from a fork', {...pullRequest, headRepository: 'someone/sample-image'}, 'forks'],
    ['a pull request whose repository is gone', {...pullRequest, headRepository: ''}, 'forks'],
    ["Dependabot's pull request", {...pullRequest, actor: 'dependabot[bot]'}, 'Dependabot'],
    [
      'a pull request of a copy of the repository',
      {...pullRequest, repository: 'o/r', headRepository: 'o/r'},
      'this is o/r'
    ]
  ])('%s has none, and is told so', (_, run, reason) => {
    const access = accessOf(run, deployment)
    expect(access.kind === 'none' && access.reason).toContain(reason)
  })

  test.each<[string, WorkflowRun, string]>([
    ['from another branch', {...dispatch, ref: 'refs/heads/feature'}, 'this run is of refs/heads/feature'],
    ['from a tag', {...dispatch, ref: 'refs/tags/v1.0.0'}, 'this run is of refs/tags/v1.0.0'],
    ['from another repository', {...dispatch, repository: 'o/r'}, 'this is o/r'],
    ['where the repository differs in case', {...dispatch, repository: 'My-Org/sample-image'}, 'to AWS those differ']
  ])('a deployment %s is refused', (_, run, message) => {
    expect(() => accessOf(run, deployment)).toThrow(message)
  })
})
