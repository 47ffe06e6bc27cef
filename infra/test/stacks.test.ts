import {spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {describe, expect, jest, test} from '@jest/globals'
import {AwsSolutionsChecks} from 'cdk-nag'

import {lifecycleProblems} from '../lib/lifecycle-problems.js'
import {cdkSynth} from './cdk.js'
import type {SynthesizedScenario} from './scenarios.js'
import {CACHED, EXPECTED_STAGES, SCENARIOS, synthesizeScenario} from './scenarios.js'
import type {SynthesizedTemplate} from './synthesize.js'
import {createApp} from './synthesize.js'

jest.setTimeout(120_000)

const scenarios = SCENARIOS.map(synthesizeScenario)
const [byDefault, releaseElsewhere, severalAccounts, withEverything] = scenarios as [
  SynthesizedScenario,
  SynthesizedScenario,
  SynthesizedScenario,
  SynthesizedScenario
]

function resourcesOf({stacks}: SynthesizedScenario): SynthesizedTemplate['Resources'][string][] {
  return stacks.flatMap(({template}) => Object.values(template.Resources))
}

test('one stages file makes a stack for each stage, one for the registry and one for GitHub', () => {
  expect(byDefault.stacks.map(({id, name}) => [id, name]).sort()).toEqual([
    ['EcrRegistry-111122223333-eu-west-1', 'EcrRegistry'],
    ['EcrRegistryGitHub-111122223333', 'EcrRegistryGitHub'],
    ['SampleImageDevelopment', 'SampleImageDevelopment'],
    ['SampleImageMaster', 'SampleImageMaster'],
    ['SampleImageRelease', 'SampleImageRelease']
  ])
})

test('shared stacks exist once for each account and region with a stage', () => {
  expect(severalAccounts.stacks.map(({name, account, region}) => `${account} ${region} ${name}`).sort()).toEqual([
    '111122223333 eu-west-1 EcrRegistry',
    '111122223333 eu-west-1 EcrRegistryGitHub',
    '111122223333 eu-west-1 SampleImageDevelopment',
    '222233334444 eu-central-1 EcrRegistry',
    '222233334444 eu-central-1 EcrRegistryGitHub',
    '222233334444 eu-central-1 SampleImageMaster',
    '444455556666 us-east-1 EcrRegistry',
    '444455556666 us-east-1 EcrRegistryGitHub',
    '444455556666 us-east-1 SampleImageRelease'
  ])
})

test('two images share the stacks that are not for a stage', () => {
  expect(withEverything.stacks.map(({name}) => name).sort()).toEqual([
    'EcrRegistry',
    'EcrRegistryGitHub',
    'TeamApiCache',
    'TeamApiCacheTrunk',
    'TeamApiDevelopment',
    'TeamApiMaster',
    'TeamApiRelease',
    'WebCache',
    'WebCacheTrunk',
    'WebDevelopment',
    'WebMaster',
    'WebRelease'
  ])
})

test.each(readdirSync(new URL('../examples', import.meta.url)))('the example %s is a valid stages file', async name => {
  const {code, output} = await cdkSynth('-c', `stages-files=examples/${name}`)
  expect(output).toMatch(/^Supply a stack id \(EcrRegistry-/m)
  expect(code).toBe(0)
})

describe.each(EXPECTED_STAGES)('the stack of %s', stage => {
  const stack = byDefault.stacks.find(({id}) => id.toLowerCase() === `sampleimage${stage}`)
  const repository = Object.values(stack?.template.Resources ?? {}).find(({Type}) => Type === 'AWS::ECR::Repository')
  const isKept = stage !== 'development'

  test('is deployed after the shared stacks', () => {
    expect(stack?.after).toEqual(['EcrRegistry-111122223333-eu-west-1', 'EcrRegistryGitHub-111122223333'])
  })

  test(
    isKept ? 'keeps its repository when it is deleted, and is protected' : 'deletes its images when it is deleted',
    () => {
      expect(stack?.terminationProtection).toBe(isKept)
      expect(repository?.DeletionPolicy).toBe(isKept ? 'Retain' : 'Delete')
      expect(repository?.Properties['EmptyOnDelete']).toBe(!isKept)
    }
  )

  test('has a repository that scans and encrypts images, and that keeps permanent tags immutable', () => {
    const [deployed] = byDefault.deployed.repositories.filter(({name}) => name === `sample-image/${stage}`)
    expect(deployed).toMatchObject({
      mutability: 'MUTABLE_WITH_EXCLUSION',
      filters: stage === 'release' ? ['sha-*', 'v*'] : ['sha-*']
    })
    expect(repository?.Properties).toMatchObject({
      ImageScanningConfiguration: {ScanOnPush: true},
      EncryptionConfiguration: {EncryptionType: 'KMS'}
    })
  })

  test('has a group of developers, and in release one of end users', () => {
    const groups = byDefault.deployed.groups.map(({name}) => name).filter(name => name.includes(stage))
    expect(groups).toEqual([
      `sample-image-${stage}-developers`,
      ...(stage === 'release' ? [`sample-image-${stage}-end-users`] : [])
    ])
  })

  test('has outputs for its repository, role, group and policy', () => {
    const template = byDefault.templates[byDefault.stacks.findIndex(({id}) => id === stack?.id)]
    expect(template?.outputs).toMatchObject({
      RepositoryUri: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/sample-image/${stage}`,
      RoleArn: `arn:aws:iam::111122223333:role/sample-image-${stage}-github`,
      DevelopersGroup: `sample-image-${stage}-developers`,
      DevelopersPolicyArn: `arn:aws:iam::111122223333:policy/sample-image-${stage}-developers`
    })
  })
})

describe('a stages file with cache: true', () => {
  const cached = synthesizeScenario(CACHED)
  const stackOf = (id: string) => cached.stacks.find(stack => stack.id === id)

  test('adds a stack for each build cache, and changes no more than the roles that use them', () => {
    expect(cached.stacks.map(({id}) => id).filter(id => !byDefault.stacks.some(stack => stack.id === id))).toEqual([
      'SampleImageCache',
      'SampleImageCacheTrunk'
    ])
    const resources = (id: string, {stacks}: SynthesizedScenario) =>
      Object.entries(stacks.find(stack => stack.id === id)?.template.Resources ?? {}).filter(
        ([, {Type}]) => Type !== 'AWS::IAM::Role'
      )
    for (const {id} of byDefault.stacks) expect(resources(id, cached)).toEqual(resources(id, byDefault))
    expect(stackOf('SampleImageRelease')?.template.Resources).toEqual(
      byDefault.stacks.find(({id}) => id === 'SampleImageRelease')?.template.Resources
    )
  })

  test('deploys the caches before the stages that use them', () => {
    const shared = ['EcrRegistry-111122223333-eu-west-1', 'EcrRegistryGitHub-111122223333']
    expect(stackOf('SampleImageCache')?.after).toEqual(shared.slice(0, 1))
    expect(stackOf('SampleImageCacheTrunk')?.after).toEqual(shared.slice(0, 1))
    expect(stackOf('SampleImageDevelopment')?.after).toEqual([...shared, 'SampleImageCache', 'SampleImageCacheTrunk'])
    expect(stackOf('SampleImageMaster')?.after).toEqual([...shared, 'SampleImageCacheTrunk'])
    expect(stackOf('SampleImageRelease')?.after).toEqual(shared)
  })

  test.each([
    ['SampleImageCache', 'sample-image/cache'],
    ['SampleImageCacheTrunk', 'sample-image/cache-trunk']
  ])('has in %s one repository that is not scanned, whose tags move, and that goes with its stack', (id, name) => {
    const {template, terminationProtection} = stackOf(id) ?? {}
    expect(terminationProtection).toBe(false)
    const resources = Object.values(template?.Resources ?? {}).filter(({Type}) => Type !== 'AWS::CDK::Metadata')
    expect(resources).toMatchObject([
      {
        Type: 'AWS::ECR::Repository',
        DeletionPolicy: 'Delete',
        Properties: {
          RepositoryName: name,
          EmptyOnDelete: true,
          ImageScanningConfiguration: {ScanOnPush: false},
          ImageTagMutability: 'MUTABLE',
          EncryptionConfiguration: {EncryptionType: 'KMS'}
        }
      }
    ])
    const [deployed] = cached.deployed.repositories.filter(one => one.name === name)
    expect(lifecycleProblems(deployed?.lifecycle ?? '')).toEqual([])
  })
})

test('the key of the images outlives its stack and is rotated', () => {
  const keys = resourcesOf(byDefault).filter(({Type}) => Type === 'AWS::KMS::Key')
  expect(keys).toMatchObject([{DeletionPolicy: 'Retain', Properties: {EnableKeyRotation: true}}])
})

test('settings of the whole registry are applied only on request', () => {
  const types = (synthesized: SynthesizedScenario): string[] => resourcesOf(synthesized).map(({Type}) => Type)
  const settings = ['Custom::AWS', 'AWS::ECR::RegistryScanningConfiguration']
  expect(types(withEverything)).toEqual(expect.arrayContaining(settings))
  expect(types(byDefault).filter(type => settings.includes(type))).toEqual([])
})

test('an OIDC provider that the stages file names is not created', () => {
  const providers = (synthesized: SynthesizedScenario): number =>
    resourcesOf(synthesized).filter(({Type}) => Type === 'AWS::IAM::OIDCProvider').length
  expect([byDefault, releaseElsewhere, severalAccounts, withEverything].map(providers)).toEqual([1, 2, 3, 0])
})

describe.each([byDefault, releaseElsewhere])('with $scenario.title', ({stacks}) => {
  test.each(stacks)('$id equals its snapshot', ({template: {Resources, Outputs}}) => {
    expect({Resources, Outputs}).toMatchSnapshot()
  })
})

describe('cdk-nag', () => {
  test.each(SCENARIOS)('finds nothing in $title', ({file}) => {
    const outdir = mkdtempSync(join(tmpdir(), 'cdk-out-'))
    try {
      const app = createApp(outdir, file)
      expect(new AwsSolutionsChecks(app).validateScope(app)).toEqual({success: true, violations: []})
    } finally {
      rmSync(outdir, {recursive: true})
    }
  })

  test('fails cdk synth without acknowledgements, which exist only for actions and ARNs that need a wildcard', async () => {
    const {code, output} = await cdkSynth(
      '--app',
      'node --import tsx --import ./test/without-acknowledgements.ts bin/app.ts'
    )
    expect(code).toBe(1)
    const found = [...output.matchAll(/AwsSolutions-\w+\[[^\]]*\]|AwsSolutions-\w+/g)].map(([id]) => id)
    expect([...new Set(found)].sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      ...['EcrRegistry', 'EcrRegistryGitHub', 'SampleImageDevelopment', 'SampleImageMaster', 'SampleImageRelease'].map(
        name => `AwsSolutions-IAM5[Resource::arn:aws:cloudformation:eu-west-1:111122223333:stack/${name}/*]`
      )
    ])
  })
})

// Without cfn-lint there is no such test, because a test that does nothing must not count as passed.
if (spawnSync('cfn-lint', ['--version']).status === 0) {
  test.each([byDefault, withEverything])('cfn-lint finds nothing in $scenario.title', ({stacks}) => {
    const folder = mkdtempSync(join(tmpdir(), 'cfn-lint-'))
    try {
      const files = stacks.map(({id, template}) => {
        const file = join(folder, `${id}.template.json`)
        writeFileSync(file, JSON.stringify(template))
        return file
      })
      // W3005: CDK declares a dependency in addition to the reference that implies it.
      const {status, stdout} = spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--', ...files], {encoding: 'utf8'})
      expect(stdout).toBe('')
      expect(status).toBe(0)
    } finally {
      rmSync(folder, {recursive: true})
    }
  })
} else {
  process.stderr.write('cfn-lint is not installed, so the templates are not linted\n')
}
