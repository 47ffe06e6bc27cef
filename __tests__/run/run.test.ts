import {execFileSync} from 'node:child_process'
import {copyFile, mkdir, readFile, rename, rm, symlink, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'

import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {JobEvent} from '../../testbed/harness/sample.js'
import {repositoryPayload} from '../../testbed/workflow/event.js'
import {DEVELOPMENT, MASTER, StoryWorld} from './story.js'

let world: StoryWorld
let pullRequest: JobEvent
let count = 0

beforeAll(async () => {
  world = await StoryWorld.start()
}, 60_000)
afterAll(() => world.close())
beforeEach(async () => {
  const branch = `feature/run-${++count}`
  await world.sample.checkout('master')
  await world.sample.branch(branch)
  await world.sample.write({'app/hello.sh': `echo ${count}\n`})
  await world.sample.commit('A change')
  pullRequest = await world.sample.pullRequest(count, branch)
})

function requestsTo(service: string): string[] {
  return world.testbed.requests
    .filter(request => request.service === service)
    .map(({method, path}) => `${method} ${path}`)
}

describe('the stages file', () => {
  const file = () => join(world.sample.directory, '.github/ecr-registry.yml')
  const aside = () => join(world.sample.directory, 'aside.yml')
  const ARNS = {
    'role-arn': 'arn:aws:iam::111122223333:role/sample-image-development-github',
    'repository-arn': `arn:aws:ecr:eu-west-1:111122223333:repository/${DEVELOPMENT}`
  }

  test('that is missing is an error that names the inputs to use without it', async () => {
    await rename(file(), aside())
    const {error} = await world.run(pullRequest)
    await rename(aside(), file())
    expect(error).toMatch(/^Reading the stages file \.github\/ecr-registry\.yml: /)
    expect(error).toContain('With `role-arn` and `repository-arn`, no stages file is needed.')
  })

  test('is not needed if the inputs name role and repository', async () => {
    await rename(file(), aside())
    const {outcome} = await world.run(pullRequest, {inputs: ARNS})
    await rename(aside(), file())
    expect(outcome).toMatchObject({
      kind: 'built',
      stage: 'development',
      image: {name: DEVELOPMENT, repository: DEVELOPMENT}
    })
  })

  test('is needed if the inputs name an image of it', async () => {
    await rename(file(), aside())
    const {error} = await world.run(pullRequest, {inputs: {...ARNS, image: 'sample-image'}})
    await rename(aside(), file())
    expect(error).toContain('Reading the stages file')
  })

  test('that cannot be read is an error, whatever the inputs name', async () => {
    await rename(file(), aside())
    await mkdir(file())
    const {error} = await world.run(pullRequest, {inputs: ARNS})
    await rm(file(), {recursive: true})
    await rename(aside(), file())
    expect(error).toMatch(/^Reading the stages file \.github\/ecr-registry\.yml: it is a directory/)
  })

  test('that lacks the requested image is an error that lists its images', async () => {
    expect((await world.run(pullRequest, {inputs: {image: 'other'}})).error).toContain('sample-image')
  })
})

describe('a checkout is not trusted with files of the machine:', () => {
  const STAGES = '.github/ecr-registry.yml'
  const key = () => join(world.temporary, 'key')
  const link = async (target: string, path: string): Promise<void> => {
    const place = join(world.sample.directory, path)
    await rm(place, {force: true})
    await symlink(target, place)
  }

  test.each<[string, () => Promise<Record<string, string>>, string]>([
    [
      'a context that the stages file names',
      async () => {
        const {directory} = world.sample
        const file = await readFile(join(directory, STAGES), 'utf8')
        await world.sample.write({[STAGES]: file.replace(/^image: (.*)$/m, 'images: [{name: $1, context: ../..}]')})
        return {}
      },
      '.github/ecr-registry.yml names `context: ../..`, which leads out of the checkout.'
    ],
    [
      'a stages file that is a link',
      async () => {
        await link(key(), STAGES)
        return {}
      },
      'The stages file .github/ecr-registry.yml is a link that leads out of the checkout, so it was not read.'
    ],
    [
      'an input whose path is a link of the repository',
      async () => {
        await link(world.temporary, 'out')
        return {context: 'out/made'}
      },
      'The build context out/made leads out of the checkout by a link'
    ],
    [
      'the directory for temporary files as the context',
      () => Promise.resolve({context: world.temporary}),
      'where this run keeps its login to the registry.'
    ]
  ])('%s is refused, and nothing of it is shown', async (_, prepare, refusal) => {
    await writeFile(key(), 'image: PRIVATE KEY\n')
    await world.sample.checkout(`feature/run-${count}`)
    const inputs = await prepare()
    await world.sample.commit('Reads files of the machine')
    const event = await world.sample.pullRequest(count, `feature/run-${count}`)
    const {error, builds} = await world.run(event, {inputs})
    expect(error).toContain(refusal)
    expect(error).not.toContain('PRIVATE')
    expect(builds).toEqual([])
  })
})

describe('a checkout below another repository', () => {
  let tools: string
  beforeEach(async () => {
    tools = join(world.temporary, `tools-${count}`)
    await mkdir(tools)
    const git = (...args: string[]) => execFileSync('git', ['-C', tools, ...args])
    git('init', '--quiet')
    git('-c', 'user.name=a', '-c', 'user.email=b', 'commit', '--quiet', '--allow-empty', '-m', 'Tools')
    await rename(world.sample.directory, join(tools, 'app'))
  })
  afterEach(async () => {
    await rename(join(tools, 'app'), world.sample.directory)
  })

  const built = {kind: 'built', image: {repository: DEVELOPMENT}}

  test('is found by its stages file', async () => {
    const inputs = {config: 'app/.github/ecr-registry.yml'}
    const {outcome, error} = await world.run(pullRequest, {inputs, environment: {GITHUB_WORKSPACE: tools}})
    expect(error).toBeUndefined()
    expect(outcome).toMatchObject(built)
  })

  test('is found by its context', async () => {
    await mkdir(join(tools, '.github'))
    await copyFile(join(tools, 'app/.github/ecr-registry.yml'), join(tools, '.github/ecr-registry.yml'))
    const inputs = {context: 'app'}
    const {outcome, error} = await world.run(pullRequest, {inputs, environment: {GITHUB_WORKSPACE: tools}})
    expect(error).toBeUndefined()
    expect(outcome).toMatchObject(built)
  })

  test('is found below a workspace that is no repository itself', async () => {
    const workspace = join(tools, 'workspace')
    await mkdir(workspace)
    await rename(join(tools, 'app'), join(workspace, 'app'))
    const inputs = {config: 'app/.github/ecr-registry.yml'}
    const {outcome, error} = await world.run(pullRequest, {inputs, environment: {GITHUB_WORKSPACE: workspace}})
    await rename(join(workspace, 'app'), join(tools, 'app'))
    expect(error).toBeUndefined()
    expect(outcome).toMatchObject(built)
  })
})

describe('a decision', () => {
  test('to skip is the outcome, and AWS gets no request', async () => {
    world.testbed.requests.length = 0
    await world.sample.checkout('master')
    await world.sample.branch(`feature/no-pull-request-${count}`)
    await world.sample.commit('A change')
    const event = await world.sample.push(`feature/no-pull-request-${count}`)
    const {outcome, warnings, builds} = await world.run(event)
    expect(outcome).toMatchObject({kind: 'skipped'})
    expect([warnings, builds, requestsTo('sts')]).toEqual([[], [], []])
  })

  test('to skip warns if something else was probably meant', async () => {
    const event = await world.sample.event('push', 'refs/tags/v1.2', {ref: 'refs/tags/v1.2', deleted: false})
    const {outcome, warnings} = await world.run(event)
    expect(outcome).toMatchObject({kind: 'skipped', remedy: expect.any(String)})
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('v1.2.0')
  })

  test('to skip a tag in another form than the one that releases says so', async () => {
    const event = await world.sample.event('push', 'refs/tags/1.2.3', {ref: 'refs/tags/1.2.3', deleted: false})
    const {outcome, notices, warnings} = await world.run(event)
    expect(outcome).toMatchObject({kind: 'skipped'})
    expect(notices).toEqual([
      'Tag 1.2.3 is not a version (v1.2.3): nothing is released. A tag such as v1.2.3 releases. To release this commit, tag it so.'
    ])
    expect(warnings).toEqual([])
  })

  test('to refuse is an error with a remedy', async () => {
    const event = await world.sample.event('pull_request_target', 'refs/heads/master')
    const {error} = await world.run(event)
    expect(error).toMatch(/pull_request_target.*\nRun on /)
  })

  test('to build only pushes nothing and needs no token', async () => {
    const branch = `feature/fork-${count}`
    await world.sample.checkout('master')
    await world.sample.branch(branch)
    await world.sample.commit('From a fork')
    const event = await world.sample.pullRequest(1000 + count, branch, {
      fork: 'somebody/sample-image',
      permissions: {contents: 'read'}
    })
    const before = world.tags(DEVELOPMENT)
    const {outcome, builds} = await world.run(event)
    expect(outcome).toMatchObject({
      kind: 'built-only',
      bases: [{reference: world.base}],
      subject: {pullRequest: 1000 + count}
    })
    expect(builds.map(({plan}) => plan.push)).toEqual([undefined])
    expect(world.tags(DEVELOPMENT)).toEqual(before)
  })
})

describe('the OIDC token', () => {
  test('that a job may not ask for is an error that names the permission', async () => {
    const event = await world.sample.push('master', {permissions: {contents: 'read'}})
    const {error} = await world.run(event)
    expect(error).toContain("That needs GitHub's OIDC token, and this job may not ask for one.")
    expect(error).toContain('Add `id-token: write` to the `permissions:` of this job')
    expect(error).not.toContain('Dependabot')
  })

  test('of another environment is refused before AWS is asked', async () => {
    world.testbed.requests.length = 0
    const event = await world.sample.push('master', {environment: 'Development'})
    const {error} = await world.run(event)
    expect(error).toContain('Master')
    expect(requestsTo('sts')).toEqual([])
  })

  test('that the role does not trust is shown beside the conditions of the role', async () => {
    const {aws} = world.testbed
    const role = aws.role('arn:aws:iam::111122223333:role/sample-image-development-github')!
    aws.addRole({
      ...role,
      trust: JSON.parse(JSON.stringify(role.trust).replaceAll('123456789', '42')) as typeof role.trust
    })
    const {error} = await world.run(pullRequest)
    aws.addRole(role)
    expect(error).toContain('AssumeRoleWithWebIdentity')
    expect(error).toContain('repository_id: 123456789')
  })

  test('is requested with the audience of the input', async () => {
    const {error} = await world.run(pullRequest, {inputs: {audience: 'somebody.else'}})
    expect(error).toContain('somebody.else')
  })
})

describe('the checkout', () => {
  test('of another commit is an error that names both', async () => {
    const before = await world.sample.git('rev-parse', 'master')
    await world.sample.checkout('master')
    const {error} = await world.run(pullRequest)
    expect(error).toContain(`The workspace is at commit ${before}`)
  })

  test('is needed to build for a stage', async () => {
    const config = join(world.sample.directory, '.github/ecr-registry.yml')
    const {error} = await world.run(pullRequest, {environment: {GITHUB_WORKSPACE: world.temporary}, inputs: {config}})
    expect(error).toContain(`There is no git checkout in ${world.temporary}`)
  })
})

describe('the trunk', () => {
  test('may be set by an input to another branch than the default branch', async () => {
    const event = await world.sample.push('master', {environment: 'Development'})
    const {outcome} = await world.run(event, {inputs: {'trunk-branch': 'main'}})
    expect(outcome).toMatchObject({kind: 'skipped'})
  })

  test('is part of the error if it is in doubt and the job may not list pull requests', async () => {
    const event = await world.sample.push('master', {permissions: {'id-token': 'write', contents: 'read'}})
    const {error} = await world.run(event, {inputs: {'trunk-branch': 'main'}})
    expect(error).toContain('`trunk-branch`')
    expect(error).toContain('pull-requests: read')
  })

  test('is no part of that error if it is not in doubt', async () => {
    const branch = `feature/denied-${count}`
    await world.sample.checkout('master')
    await world.sample.branch(branch)
    await world.sample.commit('A change')
    const event = await world.sample.push(branch, {permissions: {'id-token': 'write', contents: 'read'}})
    expect((await world.run(event)).error).toMatch(/^Listing the open pull requests of branch /)
  })
})

test.each([
  ['and the paths in the stages file start there', ''],
  ['and those of inputs at the workspace', '.']
])('a checkout in a directory of the workspace is found by its stages file, %s', async (_, context) => {
  const {directory} = world.sample
  const name = basename(directory)
  const {outcome, error, builds} = await world.run(pullRequest, {
    environment: {GITHUB_WORKSPACE: dirname(directory)},
    inputs: {config: `${name}/.github/ecr-registry.yml`, context: context === '' ? '' : name}
  })
  expect(error).toBeUndefined()
  expect(outcome).toMatchObject({
    kind: 'built',
    subject: {pullRequest: count},
    image: {dockerfile: `${name}/Dockerfile`}
  })
  expect(builds.map(({plan}) => plan.context)).toEqual([directory])
})

describe('a workflow_run', () => {
  const event = async (sha: string, permissions?: Record<string, 'read' | 'write'>) => {
    const {repository} = world.sample
    return await world.sample.event(
      'workflow_run',
      'refs/heads/master',
      {
        action: 'completed',
        workflow_run: {
          event: 'push',
          head_branch: 'master',
          head_sha: sha,
          conclusion: 'success',
          head_repository: repositoryPayload(repository)
        }
      },
      {environment: 'Master', ...(permissions === undefined ? {} : {permissions})}
    )
  }

  test('of a commit on the trunk builds it for master', async () => {
    await world.sample.checkout('master')
    const sha = await world.sample.commit('On the trunk')
    expect((await world.run(await event(sha))).outcome).toMatchObject({kind: 'built', stage: 'master'})
    expect(world.tags(MASTER)).toHaveProperty('master')
  })

  test('of a commit outside the trunk is an error', async () => {
    await world.sample.checkout(`feature/run-${count}`)
    const sha = await world.sample.commit('Beside the trunk')
    await world.sample.checkout('master')
    expect((await world.run(await event(sha))).error).toContain('is not on the trunk master')
  })

  test('is an error if GitHub does not show whether the commit is on the trunk', async () => {
    await world.sample.checkout('master')
    const sha = await world.sample.commit('On the trunk')
    const {error} = await world.run(await event(sha, {'id-token': 'write'}))
    expect(error).toContain('is not known')
    expect(error).toContain('contents: read')
  })
})

test('a cancelled run ends with the reason of its signal', async () => {
  const cancel = new AbortController()
  cancel.abort(new Error('cancelled by the user'))
  await expect(world.run(pullRequest, {signal: cancel.signal})).rejects.toThrow('cancelled by the user')
})
