import {readFileSync} from 'node:fs'

import {describe, expect, test} from '@jest/globals'

import {accountsOf, parseSelection, SELECTIONS} from '../lib/accounts.js'
import type {DeployRun} from '../lib/deploy-run.js'
import {accessOf} from '../lib/deploy-run.js'
import {readDeployableFile} from '../lib/deployable-file.js'
import {combineFiles} from '../lib/deployment.js'
import {synthesize} from './synthesize.js'

const SAMPLE = readFileSync(new URL('../stages/sample-image.yml', import.meta.url), 'utf8')
const TWO_ACCOUNTS = `${SAMPLE}deployment: {environment: Approved}\nstages: {release: {account: '444455556666', region: us-east-1}}\n`
const CHINA = SAMPLE.replace('eu-west-1', 'cn-north-1')

const SHARED = (account: string): string[] => [`EcrRegistry-${account}-eu-west-1`, `EcrRegistryGitHub-${account}`]

function plan(text: string, selection: string): ReturnType<typeof accountsOf> {
  return accountsOf(
    synthesize(text).app,
    combineFiles([readDeployableFile(text, 'stages.yml')]).deployment,
    parseSelection(selection)
  )
}

describe('the accounts of a selection', () => {
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
  ])('%s, with one account', (selection, stacks) => {
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
  ])('%s, with release in an account of its own', (selection, expected) => {
    const accounts = plan(TWO_ACCOUNTS, selection)
    expect(
      Object.fromEntries(
        accounts.map(({account, region, environment, stacks}) => [`${account} ${region} ${environment}`, stacks])
      )
    ).toEqual(expected)
  })

  test.each([
    [
      'development',
      {
        '111122223333': [
          'EcrRegistry-111122223333-eu-west-1',
          'EcrRegistryGitHub-111122223333',
          'SampleImageCache',
          'SampleImageDevelopment'
        ]
      }
    ],
    [
      'master',
      {
        '222233334444': [
          'EcrRegistry-222233334444-eu-west-1',
          'EcrRegistryGitHub-222233334444',
          'SampleImageCacheTrunk',
          'SampleImageMaster'
        ]
      }
    ],
    ['shared', {'111122223333': SHARED('111122223333'), '222233334444': SHARED('222233334444')}]
  ])('%s, with build caches and master in an account of its own', (selection, expected) => {
    const accounts = plan(`${SAMPLE}cache: true\nstages: {master: {account: '222233334444'}}\n`, selection)
    expect(Object.fromEntries(accounts.map(({account, stacks}) => [account, stacks]))).toEqual(expected)
  })

  test('regions in China have their own partition and audience', () => {
    expect(plan(CHINA, 'shared')).toMatchObject([
      {diffRole: 'arn:aws-cn:iam::111122223333:role/ecr-registry-diff', audience: 'sts.amazonaws.com.cn'}
    ])
  })

  test('the workflow offers every selection', () => {
    const workflow = readFileSync(new URL('../../.github/workflows/deploy.yml', import.meta.url), 'utf8')
    expect(workflow).toContain(`options: [${SELECTIONS.join(', ')}]`)
  })

  test('an unknown selection is refused', () => {
    expect(() => parseSelection('Release')).toThrow('"Release"')
  })
})

describe('the access of a run', () => {
  const {deployment} = combineFiles([readDeployableFile(SAMPLE, 'stages.yml')])
  const pullRequest: DeployRun = {
    event: 'pull_request',
    repository: 'my-org/sample-image',
    ref: 'refs/pull/7/merge',
    actor: 'octocat',
    headRepository: 'my-org/sample-image'
  }
  const dispatch: DeployRun = {
    ...pullRequest,
    event: 'workflow_dispatch',
    ref: 'refs/heads/master',
    headRepository: ''
  }

  test.each<[string, DeployRun]>([
    ['a pull request', pullRequest],
    ['a deployment from the trunk', dispatch]
  ])('%s has access', (_, run) => {
    expect(accessOf(run, deployment)).toEqual({kind: 'granted'})
  })

  test.each<[string, DeployRun, string]>([
    ['a pull request from a fork', {...pullRequest, headRepository: 'someone/sample-image'}, 'forks'],
    ['a pull request from a deleted repository', {...pullRequest, headRepository: ''}, 'forks'],
    ["Dependabot's pull request", {...pullRequest, actor: 'dependabot[bot]'}, 'Dependabot'],
    [
      'a pull request in a copy of the repository',
      {...pullRequest, repository: 'o/r', headRepository: 'o/r'},
      'this run is in o/r'
    ]
  ])('%s has no access, with a reason', (_, run, reason) => {
    const access = accessOf(run, deployment)
    expect(access.kind === 'none' && access.reason).toContain(reason)
  })

  test.each<[string, DeployRun, string]>([
    ['from another branch', {...dispatch, ref: 'refs/heads/feature'}, 'this run is on refs/heads/feature'],
    ['from a tag', {...dispatch, ref: 'refs/tags/v1.0.0'}, 'this run is on refs/tags/v1.0.0'],
    ['from another repository', {...dispatch, repository: 'o/r'}, 'this run is in o/r'],
    ['from a name that differs in case', {...dispatch, repository: 'My-Org/sample-image'}, 'AWS compares the case']
  ])('a deployment %s is refused', (_, run, message) => {
    expect(() => accessOf(run, deployment)).toThrow(message)
  })
})
