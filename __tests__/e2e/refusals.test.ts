import {cp, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'

import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import {policyFor} from '../../src/stages/permissions.js'
import {parseStagesFile} from '../../src/stages/stages-file-parser.js'
import {targetOf} from '../../src/stages/target.js'
import {stageTrustPolicy} from '../../src/stages/trust.js'
import type {JobEvent, JobOptions} from '../../testbed/harness/sample.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {Step} from '../../testbed/workflow/runner.js'
import type {World} from './world.js'
import {DEVELOPMENT, MASTER, pathWith, startWorld} from './world.js'

let world: World
let start: string
beforeAll(async () => {
  world = await startWorld()
  await world.sample.branch('feature/hello')
  start = await world.sample.commit('On a branch')
}, 60_000)
let copies: string[] = []
afterAll(async () => {
  await world.close()
  await Promise.all(copies.map(copy => rm(copy, {recursive: true})))
})

/** A copy of the sample's files, without the repository. */
async function withoutRepository(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'files-'))
  copies = [...copies, copy]
  await cp(world.sample.directory, copy, {recursive: true, filter: path => basename(path) !== '.git'})
  return copy
}
beforeEach(() => {
  world.testbed.requests.length = 0
})
afterEach(async () => {
  await world.sample.git('checkout', '--quiet', '--force', '-B', 'feature/hello', start)
  await world.sample.git('clean', '-qfdx')
})

interface Refused {
  title: string
  event?: () => Promise<JobEvent>
  step?: () => Partial<Step> | Promise<Partial<Step>>
  message: string | RegExp
  remedy: string
  location?: {file: string; line: string}
  /** The services that the run may ask: none, GitHub, or GitHub and AWS. */
  asks?: 'nobody' | 'GitHub' | 'AWS'
}

const pull = () => world.sample.pullRequest(12, 'feature/hello')
const withStagesFile = (text: string) => async () => {
  await world.sample.checkout('feature/hello')
  await world.sample.write({'.github/ecr-registry.yml': text})
  await world.sample.commit('Other stages')
  return await pull()
}
const without =
  (...paths: string[]) =>
  async () => {
    await world.sample.checkout('feature/hello')
    await world.sample.git('rm', '-rq', ...paths)
    await world.sample.commit('Fewer files')
    return await pull()
  }
const dispatch = (branch: string, environment?: string) => async () => {
  await world.sample.checkout(branch)
  return await world.sample.event(
    'workflow_dispatch',
    `refs/heads/${branch}`,
    {},
    environment === undefined ? {} : {environment}
  )
}
/** A run after another workflow, on a commit that is only on the feature branch. */
const after = (repository: string, options: JobOptions) =>
  world.sample.event(
    'workflow_run',
    'refs/heads/master',
    {
      workflow_run: {
        event: 'push',
        head_branch: 'master',
        head_sha: start,
        conclusion: 'success',
        head_repository: {full_name: repository}
      }
    },
    options
  )

const REFUSED: Refused[] = [
  {
    title: 'a job without id-token: write',
    event: () => world.sample.pullRequest(12, 'feature/hello', {permissions: {contents: 'read'}}),
    message: /goes to development\. That needs GitHub's OIDC token, and this job may not ask for one\./,
    remedy: 'Add `id-token: write` to the `permissions:` of this job',
    asks: 'nobody'
  },
  {
    title: 'an environment of another stage',
    event: () => world.sample.pullRequest(12, 'feature/hello', {environment: 'Master'}),
    message:
      'The job is in the environment Master, and the role of development trusts only the environment Development.',
    remedy: 'Write `environment: Development` in the job',
    asks: 'GitHub'
  },
  {
    title: 'a missing environment that the stages file needs',
    event: () => dispatch('master')(),
    step: () => ({inputs: {stage: 'master'}}),
    message: 'The job has no environment, and the role of master trusts only the environment Master.',
    remedy: 'Write `environment: Master` in the job',
    asks: 'GitHub'
  },
  {
    title: "a fork's pull request that asks for master",
    event: () => world.sample.pullRequest(13, 'feature/hello', {fork: 'mallory/sample-image'}),
    step: () => ({inputs: {stage: 'master'}}),
    message: /Pull request #13 from branch feature\/hello of a fork .*master/,
    remedy: 'stage',
    asks: 'nobody'
  },
  {
    title: 'a pull request that asks for master',
    step: () => ({inputs: {stage: 'master'}}),
    message: /Pull request #12 .* master/,
    remedy: 'stage',
    asks: 'GitHub'
  },
  {
    title: 'a dispatch from a feature branch that asks for release',
    event: () => dispatch('feature/hello')(),
    step: () => ({inputs: {stage: 'release'}}),
    message: /feature\/hello.* release/,
    remedy: 'master',
    asks: 'GitHub'
  },
  {
    title: 'a dispatch from a feature branch in the environment of release',
    event: () => dispatch('feature/hello', 'Release')(),
    message: /feature\/hello.* release/,
    remedy: 'master',
    asks: 'GitHub'
  },
  {
    title: 'a dispatch that names no stage',
    event: () => dispatch('master')(),
    message: /workflow_dispatch/,
    remedy: 'environment',
    asks: 'GitHub'
  },
  {
    title: 'an event that runs untrusted code beside credentials',
    event: () => world.sample.event('pull_request_target', 'refs/heads/master'),
    message: /pull_request_target/,
    remedy: 'pull_request',
    asks: 'GitHub'
  },
  {
    title: "a run after a fork's, in a job that may not ask GitHub about its commit",
    event: () => after('mallory/sample-image', {permissions: {'id-token': 'write'}}),
    message:
      "A workflow_run of another repository reaches no stage: it would run code from outside the trunk master with the trunk's credentials.",
    remedy: 'Restrict the trigger to `branches: [master]`',
    asks: 'nobody'
  },
  {
    title: 'a run after one of another branch or tag with the name of the trunk',
    event: () => after('my-org/sample-image', {environment: 'Master'}),
    message: /^The other workflow ran on commit [0-9a-f]{40}, which is not on the trunk master\./,
    remedy: 'Let this workflow follow only runs on master.',
    asks: 'GitHub'
  },
  {
    title: 'a run after another, in a job that may not ask GitHub about its commit',
    event: () => after('my-org/sample-image', {environment: 'Master', permissions: {'id-token': 'write'}}),
    message:
      /^The other workflow ran on commit [0-9a-f]{40}, but it is not known whether that commit is on the trunk master: /,
    remedy: 'Add `contents: read` to the `permissions:` of this job.',
    asks: 'GitHub'
  },
  {
    title: 'a workspace at another commit than its tags would name',
    event: async () => {
      const event = await pull()
      await world.sample.checkout('feature/hello')
      await world.sample.commit('Made in the job')
      return event
    },
    message:
      /^The workspace is at commit [0-9a-f]{40}, but the tags of the image would name [0-9a-f]{40} or [0-9a-f]{40} \(pull_request\)\./,
    remedy: 'Remove `ref:` and `repository:` from actions/checkout',
    asks: 'GitHub'
  },
  {
    title: 'a workspace without a checkout',
    step: async () => ({workspace: await withoutRepository()}),
    message: /^There is no git checkout in /,
    remedy: 'Run actions/checkout before this step',
    asks: 'GitHub'
  },
  {
    title: 'an unknown stage',
    step: () => ({inputs: {stage: 'production'}}),
    message: 'Input stage is `production`; expected one of auto, development, master, release.',
    remedy: 'Change `stage:` under `with:`.',
    asks: 'nobody'
  },
  {
    title: 'an unknown image',
    step: () => ({inputs: {image: 'other'}}),
    message: '.github/ecr-registry.yml has no image `other`. Its images: sample-image.',
    remedy: 'Change the input `image`',
    asks: 'nobody'
  },
  {
    title: 'several images and none named',
    event: () => withStagesFile(STAGES_FILE.replace('image: sample-image', 'images: [{name: api}, {name: web}]'))(),
    message: '.github/ecr-registry.yml lists 2 images (api, web), and none was named.',
    remedy: 'Set the input `image` to one of them, as in `image: api` under `with:`. A matrix builds them all.',
    asks: 'nobody'
  },
  {
    title: 'a stages file whose account was read as a number',
    event: () => withStagesFile(STAGES_FILE.replace("'111122223333'", '111122223333'))(),
    message: /^\.github\/ecr-registry\.yml:8 aws\.account: .*'111122223333'/,
    remedy: '',
    location: {file: '.github/ecr-registry.yml', line: '8'},
    asks: 'nobody'
  },
  {
    title: 'a stages file with an unknown key',
    event: () => withStagesFile(STAGES_FILE.replace('trunk: master', 'trnk: master'))(),
    message: /^\.github\/ecr-registry\.yml:3 trnk: .*trunk/,
    remedy: '',
    location: {file: '.github/ecr-registry.yml', line: '3'},
    asks: 'nobody'
  },
  {
    title: 'no stages file',
    event: () => without('.github')(),
    message: /^Reading the stages file \.github\/ecr-registry\.yml: there is no such file\./,
    remedy: 'Check that actions/checkout ran before this step and that the file is in the repository.',
    asks: 'nobody'
  },
  {
    title: 'a tag template that gives no valid tag',
    step: () => ({inputs: {tags: '{{branch}}/x'}}),
    message: 'The tag template `{{branch}}/x` gives `feature-hello/x`, which is not a tag',
    remedy: 'Change the template in the input `tags`',
    asks: 'AWS'
  },
  {
    title: 'a tag template that gives a tag of another kind',
    step: () => ({inputs: {tags: 'v{{run}}'}}),
    message:
      /The tag template `v\{\{run\}\}` gives `v1`, which reads as a version: the action itself sets such tags in release\./,
    remedy: 'Change the template in the input `tags`',
    asks: 'AWS'
  },
  {
    title: 'a missing Dockerfile',
    event: () => without('Dockerfile')(),
    message: /^There is no Dockerfile at .*\/Dockerfile\./,
    remedy: 'Set the input `file` to its path from the workspace',
    asks: 'AWS'
  },
  {
    title: 'a malformed secret',
    step: () => ({inputs: {secrets: 'hunter2-without-an-id'}}),
    message: 'Input secrets: entry 1 of 1 is not of the form `id=value`.',
    remedy: 'Write `id=value` on each line.',
    asks: 'nobody'
  },
  {
    title: 'a missing secret file',
    step: () => ({inputs: {'secret-files': 'key=no/such/file'}}),
    message: 'The file no/such/file of the build secret `key` cannot be read: ENOENT',
    remedy: 'write the file in a step before this one',
    asks: 'AWS'
  },
  {
    title: 'a malformed build argument',
    step: () => ({inputs: {'build-args': 'a b=1'}}),
    message: 'Input build-args is `a b=1`; expected `NAME=value` on each line.',
    remedy: 'Change `build-args:` under `with:`.',
    asks: 'nobody'
  },
  {
    title: 'no Docker',
    step: async () => ({environment: {PATH: await pathWith(world, 'git')}}),
    message: 'No Docker: `docker version` cannot be run on this machine.',
    remedy: 'Use a runner that has Docker',
    asks: 'AWS'
  },
  {
    title: 'Docker 23 or later without buildx',
    step: () => ({environment: {DOCKER_CONFIG: '/nowhere'}}),
    message: /^Docker \d+\.\d+ has no buildx, and since version 23 Docker builds only with buildx\./,
    remedy: 'Install the package docker-buildx-plugin',
    asks: 'AWS'
  }
]

test.each(REFUSED)(
  '$title is refused with a remedy, before anything is built or pushed',
  async ({event = pull, step = () => Promise.resolve({}), message, remedy, location, asks = 'nobody'}) => {
    const job = await event()
    world.testbed.requests.length = 0
    const result = await world.run(job, await step())

    const [error] = result.annotations.filter(({kind}) => kind === 'error')
    const lines = error?.message ?? ''
    if (typeof message === 'string') expect(lines).toContain(message)
    else expect(lines).toMatch(message)
    expect(lines).toContain(remedy)
    expect(result.exitCode).toBe(1)
    expect(lines).not.toMatch(/defect of the action| at .*\(file:|undefined/)
    if (location !== undefined) expect(error?.properties).toMatchObject(location)

    const services = new Set(world.testbed.requests.map(({service}) => service))
    if (asks !== 'AWS')
      expect([...services].filter(service => service === 'sts' || service === 'ecr' || service === 'registry')).toEqual(
        []
      )
    if (asks === 'nobody') expect([...services].filter(service => service !== 'oidc')).toEqual([])
    expect(
      world.testbed.requests.filter(
        ({service, method}) => service === 'registry' && method !== 'GET' && method !== 'HEAD'
      )
    ).toEqual([])
    expect([world.registry.tags(DEVELOPMENT), world.registry.tags(MASTER)]).toEqual([{}, {}])
  },
  30_000
)

describe('a stages file that names something that does not exist', () => {
  const remedyWith = async (written: string, meant: string): Promise<string> => {
    const result = await world.run(await withStagesFile(STAGES_FILE.replace(written, meant))())
    expect(result.exitCode).toBe(1)
    expect(result.log).not.toContain('Building')
    const [error] = result.annotations
    return error?.message.split('\n').slice(1).join('\n') ?? ''
  }

  test("an account without GitHub's provider: its line, and nothing about the token", async () => {
    expect(await remedyWith("'111122223333'", "'111122223334'")).toBe(
      'Is it the right account? It comes from `aws.account: 111122223334` in .github/ecr-registry.yml:8. ' +
        'If it is, deploy infra/ in it: the account needs the OIDC provider token.actions.githubusercontent.com.'
    )
  }, 30_000)

  test('an account with the provider, but without the role', async () => {
    world.testbed.aws.addOidcProvider('444455556666')
    expect(await remedyWith("'111122223333'", "'444455556666'")).toMatch(
      /^Is it the right role\? It comes from `image: sample-image` in \.github\/ecr-registry\.yml:2 and `aws\.account: 444455556666` in \.github\/ecr-registry\.yml:8\.\nLikely cause: the role \S+ does not exist, .*\nThe claims of the token/
    )
  }, 30_000)

  test('an image', async () => {
    expect(await remedyWith('image: sample-image', 'image: sampel-image')).toMatch(
      /^Is it the right role\? It comes from `image: sampel-image` in \.github\/ecr-registry\.yml:2 and `aws\.account: 111122223333` in \.github\/ecr-registry\.yml:8\.\nLikely cause: the role \S+ does not exist, .*\nThe claims of the token/
    )
  }, 30_000)

  test('a region', async () => {
    expect(await remedyWith('eu-west-1', 'us-east-1')).toMatch(
      /^Is it the right repository\? It comes from `image: sample-image` in \.github\/ecr-registry\.yml:2, `aws\.account: 111122223333` in \.github\/ecr-registry\.yml:8 and `aws\.region: us-east-1` in \.github\/ecr-registry\.yml:8\.\nThe role sample-image-development-github of account 111122223333 needs `ecr:BatchGetImage`/
    )
  }, 30_000)

  test('a region that does not exist', async () => {
    const event = await withStagesFile(STAGES_FILE.replace('eu-west-1', 'eu-wst-1'))()
    const result = await world.run(event, {environment: {AWS_ENDPOINT_URL_STS: 'http://sts.eu-wst-1.invalid'}})
    expect(result.annotations[0]?.message).toMatch(
      /ENOTFOUND .*\nIs it the right region\? It comes from `aws\.region: eu-wst-1` in \.github\/ecr-registry\.yml:8\. If it is, check that this runner reaches STS in eu-wst-1\. Behind a proxy, check HTTPS_PROXY/
    )
  }, 30_000)
})

describe('a denial by STS', () => {
  test('ends the run without another try, with the claims beside the condition', async () => {
    const stagesFile = `${STAGES_FILE.replace('123456789', '999')}\nstages: {development: {role: recycled}}\n`
    const file = parseStagesFile(stagesFile, 'stages')
    const target = targetOf(file, {name: 'sample-image'}, 'development')
    const trust = stageTrustPolicy(target.role, {
      stage: 'development',
      repository: 'my-org/sample-image',
      repositoryId: '999',
      ownerId: '987654',
      environment: 'Development',
      trunk: 'master'
    })
    world.testbed.aws.addRole({arn: 'arn:aws:iam::111122223333:role/recycled', trust, policies: []})
    const event = await withStagesFile(stagesFile)()
    world.testbed.requests.length = 0

    const result = await world.run(event)
    const ended = Date.now()

    expect(result.exitCode).toBe(1)
    const [error] = result.annotations
    expect(error?.message).toContain('arn:aws:iam::111122223333:role/recycled')
    expect(error?.message).toContain('Not authorized to perform sts:AssumeRoleWithWebIdentity')
    expect(error?.message).toMatch(/repository_id: 123456789; the role requires 999 {2}<- differs/)
    expect(error?.message).toMatch(/sub: repo:my-org\/sample-image:environment:Development; the role requires/)
    expect(error?.message).toContain('ref: refs/pull/12/merge')
    expect(error?.message).toContain('Likely cause: the ids in the stages file are another repository')
    const [asked, ...again] = world.testbed.requests.filter(({service}) => service === 'sts')
    expect(again).toEqual([])
    // For a failure that may pass, the run asks STS again and again, for 45 s.
    expect(ended - (asked?.at ?? 0)).toBeLessThan(15_000)
  }, 30_000)

  test('to a role of an input shows only the claims, because the stages file does not know its trust policy', async () => {
    const step = {inputs: {'role-arn': 'arn:aws:iam::111122223333:role/no-such-role'}}
    const {annotations} = await world.run(await pull(), step)
    expect(annotations[0]?.message.split('\n').slice(1)).toEqual([
      'The claims of the token:',
      '  aud: sts.amazonaws.com',
      '  sub: repo:my-org/sample-image:environment:Development',
      '  repository_id: 123456789',
      '  environment: Development',
      '  ref: refs/pull/12/merge',
      'Is it the right role? It comes from the input `role-arn`. ' +
        'If it is, check that arn:aws:iam::111122223333:role/no-such-role exists, and that its trust policy admits these claims.'
    ])
    const {log} = await world.run(await pull(), {inputs: {...step.inputs, operation: 'doctor'}})
    expect(log).toMatch(
      /^· claims +the trust policy of the role no-such-role is not known: no stages file describes it$/m
    )
    expect(log).not.toMatch(/(?:by|according to) the stages file/)
  }, 60_000)

  test('to the role of the stage is fully explained, even if an input names the role', async () => {
    const name = 'sample-image-development-github'
    const role = world.testbed.aws.role(`arn:aws:iam::111122223333:role/${name}`)!
    world.testbed.aws.addRole({
      ...role,
      trust: JSON.parse(JSON.stringify(role.trust).replaceAll('123456789', '999')) as typeof role.trust
    })
    const result = await world.run(await pull(), {inputs: {'role-arn': role.arn}})
    world.testbed.aws.addRole(role)
    expect(result.annotations[0]?.message).toContain(
      'The claims of the token, and the conditions of its role according to the stages file:'
    )
  }, 30_000)
})

test('a missing repository is named, and nothing is built', async () => {
  const result = await world.run(await pull(), {
    inputs: {'repository-arn': 'arn:aws:ecr:eu-west-1:111122223333:repository/not/there'}
  })
  expect(result.exitCode).toBe(1)
  expect(result.log).not.toContain('Building')
  expect(result.annotations[0]?.message).toMatch(/not\/there/)
}, 30_000)

test('a repository that was never deployed is reported as missing to a role that may use it', async () => {
  const file = parseStagesFile(STAGES_FILE, 'stages')
  const target = targetOf(file, {name: 'undeployed'}, 'development')
  const trust = stageTrustPolicy(target.role, {
    stage: 'development',
    repository: 'my-org/sample-image',
    repositoryId: '123456789',
    ownerId: '987654',
    environment: 'Development',
    trunk: 'master'
  })
  world.testbed.aws.addRole({arn: target.role.arn, trust, policies: [policyFor(target)]})
  const result = await world.run(await pull(), {
    inputs: {'role-arn': target.role.arn, 'repository-arn': target.repository.arn}
  })
  expect(result.exitCode).toBe(1)
  expect(result.log).not.toContain('Building')
  expect(result.annotations[0]?.message).toBe(
    'The repository undeployed/development does not exist in account 111122223333, eu-west-1.\n' +
      'Is it the right repository? It comes from the input `repository-arn`. If it is, deploy infra/ for the stage development.'
  )
}, 30_000)

describe('a merge to the default branch while the stages file names another trunk', () => {
  const merged = async (permissions?: Record<string, 'read' | 'write'>): Promise<JobEvent> => {
    await world.sample.checkout('master')
    await world.sample.write({'.github/ecr-registry.yml': STAGES_FILE.replace('trunk: master', 'trunk: main')})
    await world.sample.commit('Another trunk')
    return await world.sample.push('master', permissions === undefined ? {} : {permissions})
  }
  let before: string
  beforeAll(async () => {
    before = await world.sample.git('rev-parse', 'master')
  })
  afterEach(async () => {
    await world.sample.checkout('master')
    await world.sample.git('reset', '--quiet', '--hard', before)
  })
  const SAYS =
    "master is the repository's default branch, but the trunk is main, set by `trunk: main` in .github/ecr-registry.yml:3."
  const REMEDY =
    'If master should feed the stage master, name it there as the trunk, and deploy infra/ again: the role of master trusts only the trunk.'

  test('builds nothing, and warns that the trunk may be wrong', async () => {
    const result = await world.run(await merged())
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'skipped'}})
    expect(result.annotations).toEqual([
      {
        kind: 'warning',
        properties: {},
        message: `${SAYS} Branch master has no open pull request: nothing is built until it has one.\n${REMEDY}`
      }
    ])
    expect(result.summary).toContain('If master should feed the stage master')
  }, 30_000)

  test('comes first in the error if a permission is missing as well', async () => {
    const result = await world.run(await merged({'id-token': 'write', contents: 'read'}))
    const [error] = result.annotations
    expect(error?.message.split('\n')).toEqual([
      SAYS,
      REMEDY,
      expect.stringMatching(
        /^If it should not, fix this error: Listing the open pull requests of branch master: GitHub answered 403: /
      ),
      'Add `pull-requests: read` to the `permissions:` of this job.'
    ])
  }, 30_000)

  test('names the input if the input names the trunk', async () => {
    const result = await world.run(await world.sample.push('master'), {inputs: {'trunk-branch': 'main'}})
    expect(result.annotations[0]?.message).toContain('but the trunk is main, set by the input `trunk-branch`.')
  }, 30_000)

  test('is reported by the doctor', async () => {
    const result = await world.run(await merged(), {inputs: {operation: 'doctor'}})
    expect(result.log).toContain(SAYS)
    expect(result.log).toContain(REMEDY)
  }, 60_000)
})

test('a missing permission to list pull requests is named', async () => {
  const event = await world.sample.push('feature/hello', {permissions: {'id-token': 'write', contents: 'read'}})
  const result = await world.run(event)
  expect(result.annotations[0]?.message).toMatch(
    /Listing the open pull requests of branch feature\/hello: GitHub answered 403[^]*`pull-requests: read`/
  )
}, 30_000)
