import type {ChildProcess} from 'node:child_process'
import {existsSync} from 'node:fs'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals'

import type {StoredRepository, StoredRepositorySettings} from '../../testbed/aws/stored-repository.js'
import {deploy} from '../../testbed/harness/deploy.js'
import type {JobEvent, JobOptions} from '../../testbed/harness/sample.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {Step, StepResult} from '../../testbed/workflow/runner.js'
import {until} from '../until.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, startWorld} from './world.js'

const RELEASE = 'sample-image/release'
const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'

let world: World
let start: string
beforeAll(async () => {
  // The doctor asks for every permission, so a record of the permissions in use would be meaningless.
  delete process.env['GRANTS']
  world = await startWorld()
  await world.sample.branch('feature/hello')
  start = await world.sample.commit('On a branch')
  await world.run(await world.sample.pullRequest(12, 'feature/hello'))
  await world.run(await world.sample.push('master'))
}, 120_000)
afterAll(() => world.close())
afterEach(async () => {
  await world.sample.git('checkout', '--quiet', '--force', '-B', 'feature/hello', start)
})

type Signs = Record<string, string>

/** The sign of each check, by its name. */
function signs({log}: StepResult): Signs {
  const lines = [...log.matchAll(/^([✓✗!–·]) (\S.*?)(?: {2,}|$)/gm)]
  return Object.fromEntries(lines.map(([, sign = '', name = '']) => [name, sign]))
}

/** The finding of a check, with its remedy. */
function finding({log}: StepResult, name: string): string {
  const lines = log.split('\n')
  const at = lines.findIndex(line => line.slice(2).startsWith(`${name}  `))
  const rest = lines.slice(at + 1)
  const end = rest.findIndex(line => !line.startsWith('     '))
  return [lines[at]?.slice(2 + name.length).trim(), ...rest.slice(0, end)].join('\n').replaceAll(/\n +/g, '\n')
}

function repositories(): StoredRepository[] {
  return [...world.testbed.aws.registry(ACCOUNT, REGION).repositories.values()]
}

/** The content of the registry. */
function contents(): unknown {
  return structuredClone(
    repositories().map(({settings, images, tags, layers}) => ({
      settings,
      tags,
      layers: [...layers.keys()],
      images: [...images].map(([digest, {status, pushedAt, lastPulledAt}]) => [digest, status, pushedAt, lastPulledAt])
    }))
  )
}

/** Runs the doctor, and expects the registry to be the same afterwards. */
async function doctor(event: JobEvent, step: Partial<Step> = {}): Promise<StepResult> {
  const before = contents()
  const result = await world.run(event, {...step, inputs: {operation: 'doctor', ...step.inputs}})
  expect(contents()).toEqual(before)
  expect(result.outputs).toMatchObject({operation: 'examined', changed: 'false', reason: expect.stringMatching(/\.$/)})
  expect(result.outputs).not.toHaveProperty('image')
  const bad = Object.values(signs(result)).filter(sign => sign === '✗').length
  expect(result.exitCode).toBe(bad === 0 ? 0 : 1)
  const errors = result.annotations.filter(({kind}) => kind === 'error')
  expect(errors).toHaveLength(bad === 0 ? 0 : 1)
  if (bad > 0)
    expect(errors[0]?.message).toMatch(
      bad === 1 ? /^The doctor found 1 problem: / : new RegExp(`^The doctor found ${bad} problems, the first of them: `)
    )
  return result
}

const pull = (options: JobOptions & {fork?: string} = {}) => world.sample.pullRequest(12, 'feature/hello', options)
async function tag(options: JobOptions = {}): Promise<JobEvent> {
  await world.sample.checkout('master')
  return await world.sample.event(
    'push',
    'refs/tags/v1.2.3',
    {ref: 'refs/tags/v1.2.3', deleted: false},
    {environment: 'Release', ...options}
  )
}

const WAY = {
  'stages file': '✓',
  trunk: '✓',
  stage: '✓',
  'git checkout': '✓',
  'OIDC token': '✓',
  claims: '✓',
  credentials: '✓',
  'ECR token': '✓',
  registry: '✓',
  repository: '✓',
  read: '✓',
  write: '✓',
  metadata: '✓'
}
const SOURCE = {source: '✓', 'source: read': '✓', 'source: write': '✓', 'source: metadata': '✓'}
const UNREACHED = {
  credentials: '–',
  'ECR token': '–',
  registry: '–',
  repository: '–',
  read: '–',
  write: '–',
  metadata: '–',
  'tag mutability': '–',
  lifecycle: '–',
  'scan on push': '–'
}

describe('as infra/ deploys it, nothing is bad', () => {
  test('on a pull request, for development', async () => {
    const result = await doctor(await pull())
    expect(signs(result)).toEqual({
      ...WAY,
      Dockerfile: '✓',
      Docker: '✓',
      'tag mutability': '✓',
      lifecycle: '✓',
      'scan on push': '✓'
    })
    expect(result.outputs).toEqual({
      stage: 'development',
      operation: 'examined',
      changed: 'false',
      reason: expect.stringContaining('goes to development')
    })
    expect(finding(result, 'credentials')).toMatch(
      /^arn:aws:sts::111122223333:assumed-role\/sample-image-development-github\//
    )
    expect(result.log).toMatch(/18 good$/m)
    expect(result.summary).toContain('### 📦 Checked, nothing pushed · 18 good\n')
    expect(result.summary).toContain('| ✅ | lifecycle | Archive images that nobody pulled for 30 days')
  }, 60_000)

  test('on the trunk, for master, whose role may not read the settings of its repository', async () => {
    const result = await doctor(await world.sample.push('master'))
    expect(signs(result)).toEqual({
      ...WAY,
      ...SOURCE,
      Dockerfile: '✓',
      Docker: '✓',
      'tag mutability': '–',
      lifecycle: '–',
      'scan on push': '–',
      'encryption key': '–',
      'layer mounting': '·'
    })
    expect(finding(result, 'read')).toBe('denied on sample-image/master, as intended')
    expect(finding(result, 'source: write')).toBe('denied on sample-image/development, as intended')
    expect(finding(result, 'lifecycle')).toContain('ecr-registry doctor --stage master')
  }, 60_000)

  test('on a version tag, for release, without Docker', async () => {
    const result = await doctor(await tag(), {environment: {PATH: await pathWith(world, 'git')}})
    expect(signs(result)).toMatchObject({...WAY, ...SOURCE, Docker: '·'})
    expect(result.outputs['stage']).toBe('release')
    expect(finding(result, 'Docker')).toContain('not needed')
  }, 60_000)

  test('with permission to ask, the doctor reports whether the account mounts layers', async () => {
    const role = world.testbed.aws.role(`arn:aws:iam::${ACCOUNT}:role/sample-image-release-github`)!
    const more = {Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:GetAccountSetting', Resource: '*'}}
    world.testbed.aws.addRole({...role, policies: [...role.policies, more]})
    const off = await doctor(await tag())
    expect(signs(off)).toMatchObject({'layer mounting': '!'})
    expect(finding(off, 'layer mounting')).toContain(
      '`aws ecr put-account-setting --region eu-west-1 --name BLOB_MOUNTING --value ENABLED`'
    )
    world.testbed.aws.setBlobMounting(ACCOUNT, REGION, true)
    expect(signs(await doctor(await tag()))).toMatchObject({'layer mounting': '✓'})
    world.testbed.aws.addRole(role)
    world.testbed.aws.setBlobMounting(ACCOUNT, REGION, false)
  }, 60_000)
})

describe('a run that goes to no stage is no failure', () => {
  test('a push to a branch without a pull request', async () => {
    await world.sample.git('checkout', '--quiet', '-b', 'feature/alone')
    const result = await doctor(await world.sample.push('feature/alone'))
    expect(signs(result)).toEqual({
      'stages file': '✓',
      trunk: '✓',
      stage: '·',
      'git checkout': '✓',
      'OIDC token': '✓',
      ...UNREACHED
    })
    expect(result.outputs).not.toHaveProperty('stage')
    expect(finding(result, 'repository')).toBe('not checked: this run goes to no stage')
  }, 60_000)

  test("a fork's pull request, which has no token", async () => {
    const result = await doctor(await pull({fork: 'mallory/sample-image'}))
    expect(signs(result)).toEqual({
      'stages file': '✓',
      trunk: '✓',
      stage: '·',
      'git checkout': '✓',
      'OIDC token': '·',
      Dockerfile: '✓',
      Docker: '✓',
      ...UNREACHED
    })
  }, 60_000)
})

describe('on the way to AWS', () => {
  test('the id-token permission is missing', async () => {
    const result = await doctor(await pull({permissions: {contents: 'read'}}))
    expect(signs(result)).toEqual({
      'stages file': '✓',
      trunk: '✓',
      stage: '✓',
      'git checkout': '✓',
      'OIDC token': '✗',
      Dockerfile: '✓',
      Docker: '✓',
      ...UNREACHED
    })
    expect(finding(result, 'OIDC token')).toContain('→ Add `id-token: write` to the `permissions:` of this job')
    expect(finding(result, 'credentials')).toBe('not checked: there is no OIDC token')
  }, 60_000)

  test('an environment of another stage is found without asking AWS', async () => {
    world.testbed.requests.length = 0
    const result = await doctor(await pull({environment: 'Master'}))
    expect(signs(result)).toEqual({
      'stages file': '✓',
      trunk: '✓',
      stage: '✓',
      'git checkout': '✓',
      'OIDC token': '✓',
      Dockerfile: '✓',
      Docker: '✓',
      claims: '✗',
      ...UNREACHED
    })
    expect(finding(result, 'claims')).toBe(
      'The job is in the environment Master, and the role of development trusts only the environment Development.\n' +
        '→ Write `environment: Development` in the job, or set the input `stage` to the intended stage.'
    )
    expect(world.testbed.requests.filter(({service}) => service === 'sts' || service === 'ecr')).toEqual([])
  }, 60_000)

  test('a dispatch names no stage', async () => {
    await world.sample.checkout('master')
    const result = await doctor(await world.sample.event('workflow_dispatch', 'refs/heads/master'))
    expect(signs(result)).toEqual({
      'stages file': '✓',
      trunk: '✓',
      stage: '✗',
      'git checkout': '✓',
      'OIDC token': '✓',
      ...UNREACHED
    })
    expect(result.outputs).not.toHaveProperty('stage')
  }, 60_000)

  test('a mistake in the stages file is found with its line, and the token is still checked', async () => {
    await world.sample.checkout('feature/hello')
    await world.sample.write({'.github/ecr-registry.yml': `${STAGES_FILE}stagess: {}\n`})
    await world.sample.commit('A mistake')
    const result = await doctor(await pull())
    expect(signs(result)).toEqual({
      'stages file': '✗',
      stage: '–',
      'git checkout': '✓',
      'OIDC token': '✓',
      ...UNREACHED
    })
    expect(finding(result, 'stages file')).toMatch(
      /^\.github\/ecr-registry\.yml:9 stagess: unknown key; did you mean stages\?/
    )
  }, 60_000)

  test('a region without any host is found with its line in the stages file', async () => {
    // No name server is asked about such a name: a label has at most 63 characters.
    const nowhere = `https://some.eu-west-1.${'x'.repeat(64)}.invalid`
    const result = await doctor(await pull(), {environment: {AWS_ENDPOINT_URL_STS: nowhere}})
    expect(signs(result)).toEqual({
      'stages file': '✓',
      trunk: '✓',
      stage: '✓',
      'git checkout': '✓',
      'OIDC token': '✓',
      Dockerfile: '✓',
      Docker: '✓',
      claims: '✓',
      ...UNREACHED,
      region: '✗'
    })
    expect(finding(result, 'region')).toMatch(
      /^eu-west-1, but the host some\.eu-west-1\..*\.invalid has no address\. Either AWS has no such region, .*\n→ Correct `aws\.region: eu-west-1` in \.github\/ecr-registry\.yml:8\./
    )
    expect(finding(result, 'credentials')).toBe('not checked: no host of the region has an address')

    const release = await doctor(await tag(), {environment: {AWS_ENDPOINT_URL_ECR: nowhere}})
    expect(signs(release)).toMatchObject({credentials: '✓', 'ECR token': '✗', 'source: region': '✗', source: '–'})
    const other = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/sample-image/master`
    const byInput = await doctor(await tag(), {
      environment: {AWS_ENDPOINT_URL_ECR: nowhere},
      inputs: {'source-repository-arn': other}
    })
    expect(finding(byInput, 'source: region')).toContain('→ Correct the input `source-repository-arn`.')
  }, 60_000)

  test('a trunk that is no branch of the repository is found, and GitHub is asked only if the event does not show it', async () => {
    const asked = () => world.testbed.requests.filter(({path}) => path.includes('/git/matching-refs/')).length
    world.testbed.requests.length = 0
    expect(finding(await doctor(await pull()), 'trunk')).toBe('master, a branch of the repository')
    expect(asked()).toBe(0)

    await world.sample.checkout('feature/hello')
    await world.sample.write({'.github/ecr-registry.yml': STAGES_FILE.replace('trunk: master', 'trunk: mastr')})
    await world.sample.commit('Another trunk')
    const result = await doctor(await pull())
    expect(signs(result)).toMatchObject({'stages file': '✓', trunk: '✗', stage: '✓'})
    expect(finding(result, 'trunk')).toBe(
      'mastr, but the repository has no such branch: no push counts as a push to the trunk, so nothing reaches master.\n→ Correct `trunk: mastr` in .github/ecr-registry.yml:3, or push the branch.'
    )
    expect(asked()).toBe(1)
    const denied = await doctor(await pull({permissions: {'id-token': 'write'}}))
    expect(signs(denied)).toMatchObject({trunk: '!', stage: '✓'})
    expect(finding(denied, 'trunk')).toMatch(
      /^not known: whether mastr is a branch of the repository\. Looking for the branch mastr: GitHub answered 403.*\n→ Add `contents: read`/
    )

    const input = await doctor(await pull(), {inputs: {'trunk-branch': 'main'}})
    expect(finding(input, 'trunk')).toMatch(/\n→ Correct the input `trunk-branch`, or push the branch\.$/)
  }, 60_000)

  test('a Dockerfile of the stages file is missing in the workspace', async () => {
    await world.sample.checkout('feature/hello')
    await world.sample.write({
      '.github/ecr-registry.yml': STAGES_FILE.replace(
        'image: sample-image',
        'images: [{name: sample-image, file: deploy/Dockerfile}]'
      )
    })
    await world.sample.commit('A Dockerfile that is not there')
    const result = await doctor(await pull())
    expect(signs(result)).toMatchObject({...WAY, Dockerfile: '✗', Docker: '✓'})
    expect(finding(result, 'Dockerfile')).toMatch(
      /^There is no Dockerfile at .*\/deploy\/Dockerfile\.\n→ Set the input `file` .*If the stages file names them, correct them there\./
    )
    // Inputs take precedence over the stages file.
    const context = await doctor(await pull(), {inputs: {file: '', context: 'nowhere'}})
    expect(finding(context, 'Dockerfile')).toMatch(
      /^There is no build context “nowhere”: .*\/nowhere is not a directory\.\n→ Set the input `context` to a directory/
    )
  }, 60_000)

  test('Docker does not answer', async () => {
    const result = await doctor(await pull(), {environment: {DOCKER_HOST: 'unix:///nowhere/docker.sock'}})
    expect(signs(result)).toMatchObject({...WAY, Docker: '✗'})
    expect(finding(result, 'Docker')).toMatch(
      /^The builder that buildx uses does not answer: .*\/nowhere\/docker\.sock/
    )
  }, 60_000)

  test('a cancel while Docker hangs ends the doctor at once, without findings', async () => {
    const directory = join(world.sample.directory, '.git', 'hanging')
    await mkdir(directory)
    await writeFile(join(directory, 'docker'), `#!/bin/sh\ntouch ${directory}/asked\nsleep 600\n`, {mode: 0o755})
    let step: ChildProcess | undefined
    // Without a token AWS is not asked, so the doctor waits only for Docker.
    const running = world.run(await pull({permissions: {contents: 'read'}}), {
      inputs: {operation: 'doctor'},
      environment: {PATH: `${directory}:${process.env['PATH'] ?? ''}`},
      onStart: child => (step = child)
    })
    await until(() => existsSync(join(directory, 'asked')), running)
    step?.kill('SIGTERM')
    const result = await running
    expect(result.exitCode).toBe(1)
    expect(result.annotations.map(({message}) => message)).toEqual([expect.stringMatching(/^Cancelled by SIGTERM/)])
    expect(signs(result)).toEqual({})
  }, 30_000)

  test('the account has no OIDC provider', async () => {
    world.testbed.aws.removeOidcProvider(ACCOUNT)
    try {
      const result = await doctor(await pull())
      expect(signs(result)).toEqual({
        'stages file': '✓',
        trunk: '✓',
        stage: '✓',
        'git checkout': '✓',
        'OIDC token': '✓',
        Dockerfile: '✓',
        Docker: '✓',
        claims: '✓',
        ...UNREACHED,
        credentials: '✗'
      })
      expect(finding(result, 'credentials')).toMatch(
        /InvalidIdentityTokenException: No OpenIDConnect provider found[^]*→ Is it the right account\? It comes from `aws\.account: 111122223333` in \.github\/ecr-registry\.yml:8\. If it is, deploy infra\/ in it: the account needs the OIDC provider/
      )
      expect(finding(result, 'credentials')).not.toContain('The claims of the token')
    } finally {
      world.testbed.aws.addOidcProvider(ACCOUNT)
    }
  }, 60_000)

  test('the ids of another repository are a warning if AWS accepts the token nevertheless', async () => {
    await world.sample.checkout('feature/hello')
    await world.sample.write({'.github/ecr-registry.yml': STAGES_FILE.replace('123456789', '999')})
    await world.sample.commit('Other ids')
    const result = await doctor(await pull())
    expect(signs(result)).toMatchObject({...WAY, claims: '!'})
    expect(finding(result, 'claims')).toMatch(
      /according to the stages file: repository_id \(the token has 123456789, the file has 999\); AWS accepted the token anyway\n→ .* deploy infra\/ again/
    )
  }, 60_000)

  test('the role refuses the token', async () => {
    const role = world.testbed.aws.role(`arn:aws:iam::${ACCOUNT}:role/sample-image-development-github`)!
    const trust = JSON.parse(JSON.stringify(role.trust).replaceAll('123456789', '999')) as typeof role.trust
    world.testbed.aws.addRole({...role, trust})
    const result = await doctor(await pull())
    world.testbed.aws.addRole(role)
    expect(signs(result)).toMatchObject({claims: '✓', ...UNREACHED, credentials: '✗'})
    expect(finding(result, 'credentials')).toMatch(
      /AccessDenied: .*\n→ Is it the right role\? .*\nLikely cause: .* Deploy infra\/ again\.\nThe claims of the token, and the conditions of its role according to the stages file:\n/
    )
  }, 60_000)
})

describe('in the registry', () => {
  const role = (name: string) => world.testbed.aws.role(`arn:aws:iam::${ACCOUNT}:role/${name}`)!
  const repository = (name: string) => repositories().find(({settings}) => settings.name === name)!
  const change = (
    name: string,
    settings: Partial<StoredRepositorySettings>,
    without: (keyof StoredRepositorySettings)[] = []
  ) => {
    const kept = Object.fromEntries(
      Object.entries(repository(name).settings).filter(
        ([key]) => !without.includes(key as keyof StoredRepositorySettings)
      )
    )
    world.testbed.aws.addRepository({...kept, ...settings} as StoredRepositorySettings)
  }
  afterEach(async () => {
    await deploy(world.testbed, STAGES_FILE)
  })

  test('the repository is missing', async () => {
    world.testbed.aws.registry(ACCOUNT, REGION).repositories.delete(DEVELOPMENT)
    const result = await doctor(await pull())
    expect(signs(result)).toMatchObject({
      credentials: '✓',
      'ECR token': '✓',
      registry: '✓',
      repository: '✗',
      read: '–',
      write: '–',
      metadata: '–',
      'tag mutability': '–',
      lifecycle: '–',
      'scan on push': '–'
    })
    expect(finding(result, 'repository')).toMatch(
      /repository\/sample-image\/development does not exist\.\n→ Is it the right repository\? It comes from .* in \.github\/ecr-registry\.yml:8\. If it is: Deploy infra\/ for development \(the stack SampleImageDevelopment\)/
    )
  }, 60_000)

  test('the repository to promote from is missing', async () => {
    world.testbed.aws.registry(ACCOUNT, REGION).repositories.delete(MASTER)
    const result = await doctor(await tag())
    expect(signs(result)).toMatchObject({repository: '✓', source: '✗'})
    expect(finding(result, 'source')).toMatch(
      /repository\/sample-image\/master does not exist\.\n→ Is it the right repository\? It comes from .* in \.github\/ecr-registry\.yml:8\. If it is: Deploy infra\/ for master\./
    )
  }, 60_000)

  test('a permission is missing', async () => {
    const {policies, ...rest} = role('sample-image-development-github')
    const text = JSON.stringify(policies).replace('"ecr:PutImage",', '')
    world.testbed.aws.addRole({...rest, policies: JSON.parse(text) as typeof policies})
    const result = await doctor(await pull())
    expect(signs(result)).toEqual({
      ...WAY,
      write: '✗',
      Dockerfile: '✓',
      Docker: '✓',
      'tag mutability': '✓',
      lifecycle: '✓',
      'scan on push': '✓'
    })
    expect(finding(result, 'write')).toMatch(
      /^partly denied on sample-image\/development: ecr:PutImage\n→ The role sample-image-development-github of account 111122223333 needs `ecr:PutImage` on /
    )
  }, 60_000)

  test('another region is one error, with the lines that name the repository', async () => {
    await world.sample.checkout('feature/hello')
    await world.sample.write({'.github/ecr-registry.yml': STAGES_FILE.replace('eu-west-1', 'us-east-1')})
    await world.sample.commit('Another region')
    const result = await doctor(await pull())
    expect(signs(result)).toMatchObject({
      credentials: '✓',
      repository: '✗',
      read: '–',
      write: '–',
      metadata: '–',
      'tag mutability': '–'
    })
    const remedy = [
      'Is it the right repository? It comes from `image: sample-image` in .github/ecr-registry.yml:2, `aws.account: 111122223333` in .github/ecr-registry.yml:8 and `aws.region: us-east-1` in .github/ecr-registry.yml:8.',
      'The role sample-image-development-github of account 111122223333 needs `ecr:BatchGetImage` on arn:aws:ecr:us-east-1:111122223333:repository/sample-image/development. ' +
        "If this is the role of a stage, deploy infra/ again: somebody changed the role by hand, or the stages file has changed since. Any other role needs the permissions of the stage's group."
    ].join('\n')
    expect(finding(result, 'repository')).toBe(
      `AWS denies every request for arn:aws:ecr:us-east-1:111122223333:repository/sample-image/development, whether it exists or not.\n→ ${remedy}`
    )
    expect(
      result.annotations
        .find(({kind}) => kind === 'error')
        ?.message.split('\n')
        .slice(1)
        .join('\n')
    ).toBe(remedy)
  }, 60_000)

  test('the permission to read the source is missing', async () => {
    const {policies, ...rest} = role('sample-image-release-github')
    const kept = policies.map(policy => ({
      ...policy,
      Statement: [policy.Statement].flat().filter(({Sid}) => Sid !== 'SourceRepository')
    }))
    world.testbed.aws.addRole({...rest, policies: kept})
    const result = await doctor(await tag())
    expect(signs(result)).toMatchObject({write: '✓', source: '✗'})
    expect(finding(result, 'source')).toMatch(
      /^AWS denies every request for \S+, whether it exists or not\.\n→ Is it the right repository\? .*\nThe role sample-image-release-github of account 111122223333 needs `ecr:BatchGetImage` on /
    )
    expect(result.log).not.toContain('source: read')
  }, 60_000)

  test('a role with more permissions than intended is a warning', async () => {
    const release = role('sample-image-release-github')
    const more = {
      Version: '2012-10-17',
      Statement: {Effect: 'Allow', Action: 'ecr:GetDownloadUrlForLayer', Resource: repository(RELEASE).arn}
    }
    world.testbed.aws.addRole({...release, policies: [...release.policies, more]})
    const result = await doctor(await tag())
    expect(signs(result)).toMatchObject({...WAY, read: '!'})
    expect(finding(result, 'read')).toMatch(
      /^granted on sample-image\/release, although this role should not have it: ecr:GetDownloadUrlForLayer\n→ Remove it/
    )
  }, 60_000)

  test('tags that must never move can be moved', async () => {
    change(DEVELOPMENT, {mutability: 'MUTABLE'}, ['filters'])
    const result = await doctor(await pull())
    expect(signs(result)).toMatchObject({...WAY, 'tag mutability': '✗', lifecycle: '✓'})
    expect(finding(result, 'tag mutability')).toBe(
      'MUTABLE, but development requires MUTABLE_WITH_EXCLUSION (sha-*): anyone who may push can move any tag to another image.\n→ Deploy infra/ for development (the stack SampleImageDevelopment).'
    )
  }, 60_000)

  test('a missing lifecycle policy and a missing scan are warnings', async () => {
    change(DEVELOPMENT, {scanOnPush: false}, ['lifecycle'])
    const result = await doctor(await pull())
    expect(signs(result)).toMatchObject({...WAY, 'tag mutability': '✓', lifecycle: '!', 'scan on push': '!'})
    expect(result.log).toMatch(/16 good, 2 warnings$/m)
  }, 60_000)

  test('findings of Amazon Inspector need a permission of their own', async () => {
    const addInspected = () => {
      for (const name of [DEVELOPMENT, MASTER]) {
        const digest = world.registry.addImage(name, [], {layers: [makeLayer({file: name})]})
        world.testbed.aws.setScan(repository(name), digest, {status: 'ACTIVE', enhancedFindings: []})
      }
    }
    addInspected()
    const own = await doctor(await pull())
    expect(signs(own)).toEqual({
      ...WAY,
      findings: '!',
      Dockerfile: '✓',
      Docker: '✓',
      'tag mutability': '✓',
      lifecycle: '✓',
      'scan on push': '✓'
    })
    const source = await doctor(await tag())
    expect(signs(source)).toMatchObject({...WAY, ...SOURCE, 'source: findings': '!'})
    expect(signs(source)).not.toHaveProperty('findings')
    expect(finding(source, 'source: findings')).toMatch(
      /^not readable: Amazon Inspector scans sample-image\/master, but AWS denies inspector2:ListCoverage\. .*\n→ The role sample-image-release-github of account 111122223333 needs `inspector2:ListCoverage` on .*\/coverage\/list, .*`enhanced-scanning: true`/
    )

    await deploy(world.testbed, `${STAGES_FILE}deployment: {enhanced-scanning: true}\n`)
    addInspected()
    for (const event of [await pull(), await tag()])
      expect(Object.keys(signs(await doctor(event))).filter(name => name.endsWith('findings'))).toEqual([])
  }, 60_000)

  test('a throttled call is not reported as a denial', async () => {
    const fault = world.testbed.faults.add({
      match: ({headers}) => String(headers['x-amz-target']).endsWith('.PutImage'),
      fault: {
        kind: 'status',
        status: 400,
        headers: {'content-type': 'application/x-amz-json-1.1'},
        body: JSON.stringify({__type: 'ThrottlingException', message: 'Rate exceeded'})
      }
    })
    const result = await doctor(await pull())
    fault.remove()
    expect(signs(result)).toMatchObject({...WAY, write: '!'})
    expect(finding(result, 'write')).toBe(
      'not known: ecr:PutImage on sample-image/development: ThrottlingException: Rate exceeded\n→ Run the doctor again.'
    )
  }, 60_000)
})
