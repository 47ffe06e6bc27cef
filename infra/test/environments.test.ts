import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {Failure} from '../../src/core/failure.js'
import {remedyAt} from '../../src/core/remedy.js'
import type {PersonalToken} from '../../testbed/github/settings.js'
import {startTestbed, type Testbed} from '../../testbed/harness/testbed.js'
import {runEnvironmentsCommand} from '../lib/environments-command.js'

const repository = 'my-org/sample-image'
const platform = 'my-org/platform'
const NOT_APPROVED = 'Please ensure the billing plan supports the required reviewers protection rule.'

let testbed: Testbed
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'environments-'))
  testbed = await startTestbed()
  const {github} = testbed
  github.addRepository({fullName: repository, id: 123456789, ownerId: 987654, defaultBranch: 'master'})
  github.addRepository({fullName: platform, id: 22, ownerId: 987654})
  github.settings.addAccount({login: 'octocat', id: 583231, roles: {[repository]: 'admin', [platform]: 'admin'}})
  github.settings.addAccount({login: 'hubot', id: 480938, roles: {[repository]: 'write', [platform]: 'read'}})
  github.settings.addAccount({login: 'stranger', id: 9})
  github.settings.addAccount({login: 'my-org', id: 987654, type: 'Organization'})
  github.settings.addTeam({org: 'my-org', slug: 'releasers', id: 77, repositories: [repository, platform]})
})
afterEach(async () => {
  await testbed.close()
  rmSync(folder, {recursive: true})
})

const GITHUB = ['github:', `  repository: ${repository}`, '  repository-id: 123456789', '  owner-id: 987654']
const DEPLOYMENT = [
  'deployment:',
  `  repository: ${platform}`,
  '  repository-id: 22',
  '  owner-id: 987654',
  '  trunk: main'
]

/** The text of a stages file. */
function stages({
  image = 'sample-image',
  trunk = 'master',
  github = GITHUB,
  more = []
}: {image?: string; trunk?: string; github?: string[]; more?: string[]} = {}): string {
  return [
    `image: ${image}`,
    `trunk: ${trunk}`,
    ...github,
    "aws: {account: '111122223333', region: eu-west-1}",
    ...more,
    ''
  ].join('\n')
}

interface Run {
  args?: string[]
  files?: string[]
  as?: string
  token?: PersonalToken
  env?: Record<string, string>
}

async function run({args = [], files = [stages()], as = 'octocat', token, env}: Run = {}): Promise<{
  code: number
  text: string
}> {
  const paths = files.map((_, index) => join(folder, `stages-${index + 1}.yml`))
  for (const [index, path] of paths.entries()) writeFileSync(path, files[index] ?? '')
  const own = {GITHUB_API_URL: testbed.github.origin, GH_TOKEN: testbed.github.settings.createToken(as, token)}
  let text = ''
  const code = await runEnvironmentsCommand([...args, ...paths], env ?? own, one => {
    text += one
  })
  return {code, text}
}

/** The message and the remedy of a run that fails. */
async function failureText(options: Run): Promise<string> {
  const error: unknown = await run(options).catch((error: unknown) => error)
  if (!(error instanceof Failure)) throw new Error(`not a Failure: ${String(error)}`)
  return `${error.message}\n${remedyAt('terminal', error.remedy ?? '')}`
}

const REVIEWED = ['--reviewers', 'octocat,my-org/releasers']

/** Sends a request to GitHub as an administrator. */
async function requestGitHub(path: string, method = 'GET', body?: object): Promise<Record<string, unknown>> {
  const authorization = `Bearer ${testbed.github.settings.createToken('octocat')}`
  const response = await fetch(`${testbed.github.origin}/repos/${path}`, {
    method,
    headers: {authorization},
    ...(body === undefined ? {} : {body: JSON.stringify(body)})
  })
  const text = await response.text()
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

async function refsOf(environment: string, of = repository): Promise<string[]> {
  const {branch_policies: refs} = await requestGitHub(`${of}/environments/${environment}/deployment-branch-policies`)
  return ((refs ?? []) as {type: string; name: string}[]).map(({type, name}) => `${type} ${name}`)
}

const writes = (): string[] =>
  testbed.requests.filter(({method}) => method !== 'GET').map(({method, path}) => `${method} ${path}`)

describe('after the command', () => {
  test('Development admits every branch, tag and pull request', async () => {
    await run({args: REVIEWED})
    expect(await requestGitHub(`${repository}/environments/Development`)).toMatchObject({
      deployment_branch_policy: null,
      protection_rules: []
    })
  })

  test('Master admits only the trunk', async () => {
    await run({args: REVIEWED, files: [stages({trunk: 'trunk/main'})]})
    expect(await refsOf('Master')).toEqual(['branch trunk/main'])
  })

  test('Release admits the trunk and tags v*, and waits for a reviewer who did not start the run', async () => {
    expect(await run({args: REVIEWED})).toMatchObject({code: 0})
    expect(await refsOf('Release')).toEqual(['branch master', 'tag v*'])
    expect(await requestGitHub(`${repository}/environments/Release`)).toMatchObject({
      can_admins_bypass: false,
      protection_rules: [
        {
          type: 'required_reviewers',
          prevent_self_review: true,
          reviewers: [
            {type: 'User', reviewer: {id: 583231}},
            {type: 'Team', reviewer: {id: 77}}
          ]
        },
        {type: 'branch_policy'}
      ]
    })
  })

  test('Deployment is in the repository that deploys, with its trunk and the same reviewers', async () => {
    await run({args: REVIEWED, files: [stages({more: DEPLOYMENT})]})
    expect(await refsOf('Deployment', platform)).toEqual(['branch main'])
    expect(await requestGitHub(`${platform}/environments/Deployment`)).toMatchObject({
      can_admins_bypass: false,
      protection_rules: [{prevent_self_review: true}, {}]
    })
    expect(await requestGitHub(`${repository}/environments/Deployment`)).toMatchObject({status: '404'})
    expect(await requestGitHub(`${platform}/rulesets`)).toEqual([])
  })

  test('the environments have the names of the stages file', async () => {
    await run({
      args: REVIEWED,
      files: [stages({more: ['stages: {release: {environment: live/eu}}', 'deployment: {environment: platform}']})]
    })
    expect(await refsOf('live%2Feu')).toEqual(['branch master', 'tag v*'])
    expect(await refsOf('platform')).toEqual(['branch master'])
    expect(await requestGitHub(`${repository}/environments/Release`)).toMatchObject({status: '404'})
  })

  test('maintainers and administrators may create tags v*, and nobody may change them', async () => {
    await run({args: REVIEWED})
    const rulesets = (await requestGitHub(`${repository}/rulesets`)) as unknown as {id: number}[]
    const details = await Promise.all(rulesets.map(({id}) => requestGitHub(`${repository}/rulesets/${id}`)))
    const shared = {
      target: 'tag',
      enforcement: 'active',
      conditions: {ref_name: {include: ['refs/tags/v*', 'refs/tags/v*/**/*'], exclude: []}}
    }
    expect(details).toMatchObject([
      {
        ...shared,
        rules: [{type: 'creation'}],
        bypass_actors: [
          {actor_type: 'RepositoryRole', actor_id: 2},
          {actor_type: 'RepositoryRole', actor_id: 5}
        ]
      },
      {...shared, rules: [{type: 'update'}, {type: 'deletion'}], bypass_actors: []}
    ])
  })

  test('only administrators may create tags v* in the repository of a person, which has no maintainers', async () => {
    testbed.github.settings.addAccount({login: 'my-org', id: 987654})
    expect(await run({args: ['--reviewers', 'octocat,hubot']})).toMatchObject({code: 0})
    const [{id} = {id: 0}] = (await requestGitHub(`${repository}/rulesets`)) as unknown as {id: number}[]
    expect(await requestGitHub(`${repository}/rulesets/${id}`)).toMatchObject({
      rules: [{type: 'creation'}],
      bypass_actors: [{actor_id: 5}]
    })
  })

  test('two images of one repository share its environments', async () => {
    const {text} = await run({args: REVIEWED, files: [stages(), stages({image: 'other-image'})]})
    expect(text.match(/^ {2}Release/gm)).toHaveLength(1)
  })
})

describe('a second run', () => {
  test('changes nothing, and reports that', async () => {
    const first = await run({args: REVIEWED})
    expect(first.text).not.toContain('unchanged')
    testbed.requests.length = 0
    const second = await run({args: REVIEWED})
    expect(second).toEqual({code: 0, text: first.text.replaceAll('created  ', 'unchanged')})
    expect(writes()).toEqual([])
  })

  test('keeps the reviewers if none are named', async () => {
    await run({args: REVIEWED})
    const {code, text} = await run()
    expect(code).toBe(0)
    expect(text).toContain(
      'approved by octocat or my-org/releasers, but not by the person who started the run, with no bypass for administrators'
    )
    expect(writes().filter(write => write.startsWith('PUT'))).toHaveLength(4)
  })

  test('keeps what others made stricter, and reverts what they loosened', async () => {
    await run({args: REVIEWED})
    const custom = {deployment_branch_policy: {protected_branches: false, custom_branch_policies: true}}
    await requestGitHub(`${repository}/environments/Development`, 'PUT', custom)
    await requestGitHub(`${repository}/environments/Development/deployment-branch-policies`, 'POST', {
      name: 'refs/pull/*/merge'
    })
    await requestGitHub(`${repository}/environments/Master/deployment-branch-policies`, 'POST', {name: 'hotfix/*'})
    const reviewers = [{type: 'User', id: 583231}]
    await requestGitHub(`${repository}/environments/Release`, 'PUT', {
      ...custom,
      reviewers,
      prevent_self_review: false,
      wait_timer: 10
    })
    const {text} = await run({args: REVIEWED})
    expect(await refsOf('Development')).toEqual(['branch refs/pull/*/merge'])
    expect(await refsOf('Master')).toEqual(['branch master'])
    expect(await requestGitHub(`${repository}/environments/Release`)).toMatchObject({
      can_admins_bypass: false,
      protection_rules: [{wait_timer: 10}, {prevent_self_review: true, reviewers: [{}, {}]}, {}]
    })
    expect(text).toContain('before: admits branch master and branches hotfix/*')
    expect(text).toContain('waits 10 minutes')
  })

  test('opens an environment that does not admit pull requests', async () => {
    await requestGitHub(`${repository}/environments/Development`, 'PUT', {
      deployment_branch_policy: {protected_branches: true, custom_branch_policies: false}
    })
    await run({args: REVIEWED})
    expect(await requestGitHub(`${repository}/environments/Development`)).toMatchObject({
      deployment_branch_policy: null
    })
  })

  test('restores a ruleset that was weakened', async () => {
    await run({args: REVIEWED})
    const [{id} = {id: 0}] = (await requestGitHub(`${repository}/rulesets`)) as unknown as {id: number}[]
    await requestGitHub(`${repository}/rulesets/${id}`, 'PUT', {
      enforcement: 'disabled',
      bypass_actors: [{actor_type: 'RepositoryRole', actor_id: 4, bypass_mode: 'always'}]
    })
    const {text} = await run({args: REVIEWED})
    expect(text).toMatch(/tags v\* +changed +only maintainers/)
    expect(await requestGitHub(`${repository}/rulesets/${id}`)).toMatchObject({
      enforcement: 'active',
      bypass_actors: [{actor_id: 2}, {actor_id: 5}]
    })
  })
})

describe('the command reports missing protection and its consequence:', () => {
  test('no reviewer is named', async () => {
    const {code, text} = await run()
    expect(code).toBe(2)
    expect(text).toContain(
      `- Release of ${repository} has no required reviewers.\n` +
        '  Everyone who may start a workflow on master, or push a tag v*, can release.\n' +
        '  No reviewer is named: run this again with --reviewers USER,ORG/TEAM.\n'
    )
    expect(text).toContain(
      `- Deployment of ${repository} has no required reviewers.\n  Everyone who may start a workflow on master can deploy`
    )
  })

  test('reviewers, in a private repository with a Team plan', async () => {
    testbed.github.settings.setPlan('my-org', 'team')
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text).toContain(
      `- Release of ${repository} has no required reviewers.\n` +
        '  Everyone who may start a workflow on master, or push a tag v*, can release.\n' +
        `  GitHub answered: Failed to create the environment protection rule. ${NOT_APPROVED}\n` +
        '  On private repositories, GitHub offers required reviewers only with the Enterprise plan.\n'
    )
    expect(await refsOf('Release')).toEqual(['branch master', 'tag v*'])
    expect(text).not.toContain('Master of')
    expect(text).not.toContain('Tags v* of')
    expect((await run({args: REVIEWED})).text).toMatch(/Release +unchanged/)
  })

  test('everything, in a private repository of a free account', async () => {
    testbed.github.settings.setPlan('my-org', 'free')
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text.match(/^- .*/gm)).toEqual([
      `- Master of ${repository} admits every branch, tag and pull request, not only branch master.`,
      `- Release of ${repository} admits every branch, tag and pull request, not only branch master and tags v*.`,
      `- Release of ${repository} has no required reviewers.`,
      `- Deployment of ${repository} admits every branch, tag and pull request, not only branch master.`,
      `- Deployment of ${repository} has no required reviewers.`,
      `- Tags v* of ${repository}: everyone who may push may create them.`,
      `- Tags v* of ${repository}: everyone who may push may move and delete them.`
    ])
    expect(text).toContain(
      'GitHub answered: Upgrade to GitHub Pro or make this repository public to enable this feature.'
    )
    expect(text).toMatch(/tags v\* +refused +everyone who may push may create them/)
    expect(await requestGitHub(`${repository}/environments/Release`)).toMatchObject({name: 'Release'})
  })

  test('nothing, in a public repository of a free account', async () => {
    testbed.github.settings.setPlan('my-org', 'free')
    testbed.github.addRepository({fullName: repository, id: 123456789, ownerId: 987654, visibility: 'public'})
    expect(await run({args: REVIEWED})).toMatchObject({code: 0})
  })

  test.each([
    [
      'can_admins_bypass',
      'lets administrators bypass its approval',
      'Clear "Allow administrators to bypass configured protection rules" at https://github.com/my-org/sample-image/settings/environments/'
    ],
    ['prevent_self_review', 'does not prevent self-review', 'A reviewer who starts a run may approve it alone.'],
    ['reviewers', 'has no required reviewers', 'GitHub accepted the request and did not apply it.']
  ])('%s, which GitHub silently ignores', async (key, what, meaning) => {
    testbed.github.settings.quirks.ignoredKeys = [key]
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text).toContain(`- Release of ${repository} ${what}.`)
    expect(text).toContain(meaning)
    expect(text.match(/^- /gm)).toHaveLength(2)
  })

  test('a setting that an older server does not know, which keeps the others', async () => {
    testbed.github.settings.quirks.unknownKeys = ['can_admins_bypass', 'prevent_self_review']
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text).toContain('approved by octocat or my-org/releasers\n')
    expect(text).toContain(`- Release of ${repository} does not prevent self-review.`)
    expect(text).toContain('GitHub answered: Invalid request. "prevent_self_review" is not a permitted key.')
  })

  test('the same with --accept-unprotected, but the exit code is 0', async () => {
    const {code, text} = await run({args: ['--accept-unprotected']})
    expect(code).toBe(0)
    expect(text).toContain(`Release of ${repository} has no required reviewers.`)
  })

  test('a single reviewer, who cannot approve their own runs', async () => {
    const {code, text} = await run({args: ['--reviewers', '@hubot']})
    expect(code).toBe(0)
    expect(text).toContain(
      `Note: Only hubot approves Release of ${repository}, so nobody can approve a run that hubot starts.`
    )
  })
})

test('a dry run writes nothing and prints the changes', async () => {
  const {code, text} = await run({args: ['--dry-run']})
  expect(code).toBe(2)
  expect(text).toMatch(/Release +to create +admits branch master and tags v\*/)
  expect(text).toContain(`Release of ${repository} has no required reviewers.`)
  expect(text).toContain('Dry run: nothing was written')
  expect(await run({args: [...REVIEWED, '--dry-run']})).toMatchObject({code: 0})
  expect(writes()).toEqual([])
})

describe('the command writes nothing and refuses', () => {
  const other = (line: number, text: string): string[] => GITHUB.map((one, index) => (index === line ? text : one))

  test.each<[string, Run, string[]]>([
    [
      'the id of another repository',
      {files: [stages({github: other(2, '  repository-id: 5')})]},
      ['the repository-id 5', 'GitHub has 123456789', 'write repository-id: 123456789']
    ],
    [
      'the id of another owner',
      {files: [stages({github: other(3, '  owner-id: 6')})]},
      ['the owner-id 6', 'GitHub has 987654']
    ],
    [
      'a name in another case',
      {files: [stages({github: other(1, '  repository: My-Org/sample-image')})]},
      ['My-Org/sample-image', `GitHub calls it ${repository}`, 'The case differs']
    ],
    [
      'a wrong id of the repository that deploys',
      {files: [stages({more: DEPLOYMENT.map(line => line.replace('22', '23'))})]},
      ['the repository-id 23 for my-org/platform', 'GitHub has 22']
    ],
    [
      'two files with different ids',
      {files: [stages(), stages({image: 'other-image', github: other(2, '  repository-id: 5')})]},
      ['stages-1.yml has my-org/sample-image with the ids 123456789', 'the ids 5 and 987654']
    ],
    [
      'two files with different trunks',
      {files: [stages({more: DEPLOYMENT}), stages({image: 'other-image', trunk: 'main'})]},
      ['different settings of the environment Master']
    ],
    ['a stages file with an error', {files: [stages({github: []})]}, ['stages-1.yml:1', 'github.repository']],
    ['no token', {env: {}}, ['neither GH_TOKEN nor GITHUB_TOKEN is set', 'gh auth token', 'Administration: write']],
    ['a token that is not valid', {env: {GITHUB_TOKEN: 'x'}}, ['GitHub answered 401: Bad credentials', 'is not valid']],
    [
      'an empty token beside one that is not valid',
      {env: {GH_TOKEN: '', GITHUB_TOKEN: 'x'}},
      ['GitHub answered 401: Bad credentials']
    ],
    [
      'a token with more than the token',
      {env: {GH_TOKEN: 'ghp_x\ny'}},
      ['holds more than a token', 'Set the variable to the token alone']
    ],
    [
      'a dry run, if npm took the option',
      {env: {npm_config_dry_run: 'true', GH_TOKEN: 'x'}},
      ['npm took --dry-run', 'npm run environments -- --dry-run']
    ],
    ['reviewers, if npm took the option', {env: {npm_config_reviewers: 'a', GH_TOKEN: 'x'}}, ['npm took --reviewers']],
    [
      'an acceptance, if npm took the option',
      {env: {npm_config_accept_unprotected: 'true', GH_TOKEN: 'x'}},
      ['npm took --accept-unprotected']
    ],
    [
      'a classic token without scopes',
      {token: {kind: 'classic', scopes: ['gist']}},
      ['GitHub answered 404: Not Found', 'The token has the scopes: gist.', 'the scopes repo and read:org']
    ],
    [
      'a team, with a token that may not read them',
      {args: REVIEWED, token: {kind: 'classic', scopes: ['repo']}},
      ['the team my-org/releasers', '404', 'read:org']
    ],
    ['a user without access to the repository', {as: 'stranger'}, ['GitHub answered 404', 'the token may not see it']],
    [
      'a fine-grained token that may read nothing',
      {token: {kind: 'fine-grained', permissions: {}}},
      ['403: Resource not accessible by personal access token', 'GitHub requires the permissions: actions=read.']
    ],
    ['an unknown reviewer', {args: ['--reviewers', 'nobody']}, ['knows no user nobody']],
    [
      'an organization as a reviewer',
      {args: ['--reviewers', 'my-org']},
      ['my-org is not a person', 'a team such as my-org/releasers']
    ],
    [
      'a reviewer without access',
      {args: ['--reviewers', 'stranger']},
      [
        'stranger has no access to my-org/sample-image',
        'gh api --method PUT repos/my-org/sample-image/collaborators/stranger'
      ]
    ],
    ['seven reviewers', {args: ['--reviewers', 'a,b,c', '--reviewers', 'd,e,f,g']}, ['--reviewers names 7']],
    ['a reviewer in an unknown form', {args: ['--reviewers', 'a/b/c']}, ["'a/b/c' is neither a user nor a team"]],
    [
      'an unknown option',
      {args: ['--reviewer', 'x']},
      ["Unknown option '--reviewer'.\n", 'Usage: npm run environments']
    ]
  ])('%s', async (_, options, parts) => {
    if (options.env !== undefined) options = {...options, env: {GITHUB_API_URL: testbed.github.origin, ...options.env}}
    const text = await failureText(options)
    for (const part of parts) expect(text).toContain(part)
    expect(writes()).toEqual([])
  })

  test('a team without access', async () => {
    testbed.github.settings.addTeam({org: 'my-org', slug: 'guests', id: 78})
    expect(await failureText({args: ['--reviewers', 'my-org/guests']})).toContain(
      'gh api --method PUT orgs/my-org/teams/guests/repos/my-org/sample-image'
    )
  })

  test('an environment that exists in another case', async () => {
    await requestGitHub(`${repository}/environments/release`, 'PUT', {})
    testbed.requests.length = 0
    const text = await failureText({args: REVIEWED})
    expect(text).toContain(`names the environment Release; ${repository} has release. The roles compare the case.`)
    expect(writes()).toEqual([])
  })
})

describe('the first write fails for', () => {
  test.each<[string, Run, string[]]>([
    [
      'a user who does not administer the repository',
      {as: 'hubot'},
      ['403: Must have admin rights to Repository.', 'an administrator of the repository']
    ],
    [
      'a token without the permission',
      {token: {kind: 'fine-grained', permissions: {actions: 'read'}}},
      ['403: Resource not accessible', 'GitHub requires the permissions: administration=write.']
    ]
  ])('%s', async (_, options, parts) => {
    const text = await failureText(options)
    for (const part of ['Writing the environment Development', ...parts]) expect(text).toContain(part)
    expect(writes()).toHaveLength(1)
  })
})

test('the token of a workflow is refused', async () => {
  const {token} = testbed.github.job({
    repository,
    ref: 'refs/heads/master',
    sha: '1'.repeat(40),
    eventName: 'push',
    permissions: {contents: 'write'}
  })
  const text = await failureText({env: {GITHUB_API_URL: testbed.github.origin, GITHUB_TOKEN: token}})
  expect(text).toContain('403: Resource not accessible by integration')
  expect(text).toContain('The token of a workflow cannot have these permissions.')
})

test('a failure of GitHub is not reported as a missing permission', async () => {
  testbed.faults.add({
    match: {service: 'github', method: 'PUT'},
    times: 1,
    fault: {
      kind: 'status',
      status: 502,
      headers: {'content-type': 'application/json'},
      body: '{"message": "Server Error"}'
    }
  })
  const text = await failureText({args: REVIEWED})
  expect(text).toContain('GitHub answered 502: Server Error')
  expect(text).toContain('Run the command again')
  expect(await run({args: REVIEWED})).toMatchObject({code: 0})
})

test('the failure for an API that cannot be reached', async () => {
  const text = await failureText({env: {GITHUB_API_URL: 'http://127.0.0.1:9', GH_TOKEN: 'x'}})
  expect(text).toContain('GitHub cannot be reached')
})

test('the command prints its failure and exits with 1', () => {
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    ['--import', './setup/typescript.js', 'infra/bin/environments.ts'],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      env: {PATH: process.env['PATH']}
    }
  )
  expect({status, stdout}).toEqual({status: 1, stdout: ''})
  expect(stderr).toMatch(
    /^There is no token for GitHub: .*\n\nUse the token of GitHub's command line: GH_TOKEN="\$\(gh auth token\)" npm run environments\n/
  )
})
