import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {Failure} from '../../src/core/failure.js'
import type {PersonalToken} from '../../testbed/github/settings.js'
import {startTestbed, type Testbed} from '../../testbed/harness/testbed.js'
import {environmentsCommand} from '../lib/environments-command.js'

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

/** A stages file's text, with lines of its own. */
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
  const code = await environmentsCommand([...args, ...paths], env ?? own, one => {
    text += one
  })
  return {code, text}
}

/** What a run that fails says, with its remedy. */
async function failing(options: Run): Promise<string> {
  const error: unknown = await run(options).catch((error: unknown) => error)
  if (!(error instanceof Failure)) throw new Error(`not a Failure: ${String(error)}`)
  return `${error.message}\n${error.remedy ?? ''}`
}

const REVIEWED = ['--reviewers', 'octocat,my-org/releasers']

/** What GitHub has, as an administrator reads it. */
async function onGitHub(path: string, method = 'GET', body?: object): Promise<Record<string, unknown>> {
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
  const {branch_policies: refs} = await onGitHub(`${of}/environments/${environment}/deployment-branch-policies`)
  return ((refs ?? []) as {type: string; name: string}[]).map(({type, name}) => `${type} ${name}`)
}

const writes = (): string[] =>
  testbed.requests.filter(({method}) => method !== 'GET').map(({method, path}) => `${method} ${path}`)

describe('on GitHub afterwards', () => {
  test('Development admits every branch, tag and pull request', async () => {
    await run({args: REVIEWED})
    expect(await onGitHub(`${repository}/environments/Development`)).toMatchObject({
      deployment_branch_policy: null,
      protection_rules: []
    })
  })

  test('Master admits the trunk alone', async () => {
    await run({args: REVIEWED, files: [stages({trunk: 'trunk/main'})]})
    expect(await refsOf('Master')).toEqual(['branch trunk/main'])
  })

  test('Release admits the trunk and tags v*, and waits for a reviewer who did not start it', async () => {
    expect(await run({args: REVIEWED})).toMatchObject({code: 0})
    expect(await refsOf('Release')).toEqual(['branch master', 'tag v*'])
    expect(await onGitHub(`${repository}/environments/Release`)).toMatchObject({
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

  test('Deployment stands in the repository that deploys, with its trunk and the same reviewers', async () => {
    await run({args: REVIEWED, files: [stages({more: DEPLOYMENT})]})
    expect(await refsOf('Deployment', platform)).toEqual(['branch main'])
    expect(await onGitHub(`${platform}/environments/Deployment`)).toMatchObject({
      can_admins_bypass: false,
      protection_rules: [{prevent_self_review: true}, {}]
    })
    expect(await onGitHub(`${repository}/environments/Deployment`)).toMatchObject({status: '404'})
    expect(await onGitHub(`${platform}/rulesets`)).toEqual([])
  })

  test('the environments have the names of the stages file', async () => {
    await run({
      args: REVIEWED,
      files: [stages({more: ['stages: {release: {environment: live/eu}}', 'deployment: {environment: platform}']})]
    })
    expect(await refsOf('live%2Feu')).toEqual(['branch master', 'tag v*'])
    expect(await refsOf('platform')).toEqual(['branch master'])
    expect(await onGitHub(`${repository}/environments/Release`)).toMatchObject({status: '404'})
  })

  test('tags v* are created by maintainers and administrators, and changed by nobody', async () => {
    await run({args: REVIEWED})
    const rulesets = (await onGitHub(`${repository}/rulesets`)) as unknown as {id: number}[]
    const details = await Promise.all(rulesets.map(({id}) => onGitHub(`${repository}/rulesets/${id}`)))
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

  test("a person's repository, which has no maintainers, leaves it to its administrators", async () => {
    testbed.github.settings.addAccount({login: 'my-org', id: 987654})
    expect(await run({args: ['--reviewers', 'octocat,hubot']})).toMatchObject({code: 0})
    const [{id} = {id: 0}] = (await onGitHub(`${repository}/rulesets`)) as unknown as {id: number}[]
    expect(await onGitHub(`${repository}/rulesets/${id}`)).toMatchObject({
      rules: [{type: 'creation'}],
      bypass_actors: [{actor_id: 5}]
    })
  })

  test('two images of one repository share its environments', async () => {
    const {text} = await run({args: REVIEWED, files: [stages(), stages({image: 'other-image'})]})
    expect(text.match(/^ {2}Release/gm)).toHaveLength(1)
  })
})

describe('run again', () => {
  test('it changes nothing, and says so', async () => {
    const first = await run({args: REVIEWED})
    expect(first.text).not.toContain('unchanged')
    testbed.requests.length = 0
    const second = await run({args: REVIEWED})
    expect(second).toEqual({code: 0, text: first.text.replaceAll('created  ', 'unchanged')})
    expect(writes()).toEqual([])
  })

  test('reviewers stay where none are named', async () => {
    await run({args: REVIEWED})
    const {code, text} = await run()
    expect(code).toBe(0)
    expect(text).toContain(
      'approved by octocat or my-org/releasers, never by who started the run, without a bypass for administrators'
    )
    expect(writes().filter(write => write.startsWith('PUT'))).toHaveLength(4)
  })

  test('what others made stricter stays, and what they loosened does not', async () => {
    await run({args: REVIEWED})
    const custom = {deployment_branch_policy: {protected_branches: false, custom_branch_policies: true}}
    await onGitHub(`${repository}/environments/Development`, 'PUT', custom)
    await onGitHub(`${repository}/environments/Development/deployment-branch-policies`, 'POST', {
      name: 'refs/pull/*/merge'
    })
    await onGitHub(`${repository}/environments/Master/deployment-branch-policies`, 'POST', {name: 'hotfix/*'})
    const reviewers = [{type: 'User', id: 583231}]
    await onGitHub(`${repository}/environments/Release`, 'PUT', {
      ...custom,
      reviewers,
      prevent_self_review: false,
      wait_timer: 10
    })
    const {text} = await run({args: REVIEWED})
    expect(await refsOf('Development')).toEqual(['branch refs/pull/*/merge'])
    expect(await refsOf('Master')).toEqual(['branch master'])
    expect(await onGitHub(`${repository}/environments/Release`)).toMatchObject({
      can_admins_bypass: false,
      protection_rules: [{wait_timer: 10}, {prevent_self_review: true, reviewers: [{}, {}]}, {}]
    })
    expect(text).toContain('before: admits branch master and branches hotfix/*')
    expect(text).toContain('waits 10 minutes')
  })

  test('an environment that pull requests cannot enter is opened to them', async () => {
    await onGitHub(`${repository}/environments/Development`, 'PUT', {
      deployment_branch_policy: {protected_branches: true, custom_branch_policies: false}
    })
    await run({args: REVIEWED})
    expect(await onGitHub(`${repository}/environments/Development`)).toMatchObject({deployment_branch_policy: null})
  })

  test('a ruleset that was weakened is put right', async () => {
    await run({args: REVIEWED})
    const [{id} = {id: 0}] = (await onGitHub(`${repository}/rulesets`)) as unknown as {id: number}[]
    await onGitHub(`${repository}/rulesets/${id}`, 'PUT', {
      enforcement: 'disabled',
      bypass_actors: [{actor_type: 'RepositoryRole', actor_id: 4, bypass_mode: 'always'}]
    })
    const {text} = await run({args: REVIEWED})
    expect(text).toMatch(/tags v\* +changed +only maintainers/)
    expect(await onGitHub(`${repository}/rulesets/${id}`)).toMatchObject({
      enforcement: 'active',
      bypass_actors: [{actor_id: 2}, {actor_id: 5}]
    })
  })
})

describe('what is not protected is said, with what it means', () => {
  test('nobody named to review', async () => {
    const {code, text} = await run()
    expect(code).toBe(2)
    expect(text).toContain(
      `- Release of ${repository} has no required reviewers.\n` +
        '  Whoever may start a workflow on master, or push a tag v*, releases.\n' +
        '  Nobody is named: run this again with --reviewers USER,ORG/TEAM.\n'
    )
    expect(text).toContain(
      `- Deployment of ${repository} has no required reviewers.\n  Whoever may start a workflow on master deploys`
    )
  })

  test('reviewers, on a private repository of a Team plan', async () => {
    testbed.github.settings.setPlan('my-org', 'team')
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text).toContain(
      `- Release of ${repository} has no required reviewers.\n` +
        '  Whoever may start a workflow on master, or push a tag v*, releases.\n' +
        `  GitHub said: Failed to create the environment protection rule. ${NOT_APPROVED}\n` +
        '  On private repositories GitHub offers required reviewers with Enterprise alone.\n'
    )
    expect(await refsOf('Release')).toEqual(['branch master', 'tag v*'])
    expect(text).not.toContain('Master of')
    expect(text).not.toContain('Tags v* of')
    expect((await run({args: REVIEWED})).text).toMatch(/Release +unchanged/)
  })

  test('all of it, on a private repository of a free account', async () => {
    testbed.github.settings.setPlan('my-org', 'free')
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text.match(/^- .*/gm)).toEqual([
      `- Master of ${repository} admits every branch, tag and pull request, not branch master alone.`,
      `- Release of ${repository} admits every branch, tag and pull request, not branch master and tags v* alone.`,
      `- Release of ${repository} has no required reviewers.`,
      `- Deployment of ${repository} admits every branch, tag and pull request, not branch master alone.`,
      `- Deployment of ${repository} has no required reviewers.`,
      `- Tags v* of ${repository}: whoever may push may create them.`,
      `- Tags v* of ${repository}: whoever may push may move and delete them.`
    ])
    expect(text).toContain('GitHub said: Upgrade to GitHub Pro or make this repository public to enable this feature.')
    expect(text).toMatch(/tags v\* +refused +whoever may push may create them/)
    expect(await onGitHub(`${repository}/environments/Release`)).toMatchObject({name: 'Release'})
  })

  test('a public repository of a free account has it all', async () => {
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
    ['reviewers', 'has no required reviewers', 'GitHub took the request, and did not do it.']
  ])('%s, ignored in silence', async (key, what, meaning) => {
    testbed.github.settings.quirks.ignoredKeys = [key]
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text).toContain(`- Release of ${repository} ${what}.`)
    expect(text).toContain(meaning)
    expect(text.match(/^- /gm)).toHaveLength(2)
  })

  test('on a server older than a setting, which keeps the others', async () => {
    testbed.github.settings.quirks.unknownKeys = ['can_admins_bypass', 'prevent_self_review']
    const {code, text} = await run({args: REVIEWED})
    expect(code).toBe(2)
    expect(text).toContain('approved by octocat or my-org/releasers\n')
    expect(text).toContain(`- Release of ${repository} does not prevent self-review.`)
    expect(text).toContain('GitHub said: Invalid request. "prevent_self_review" is not a permitted key.')
  })

  test('--accept-unprotected says the same, and ends well', async () => {
    const {code, text} = await run({args: ['--accept-unprotected']})
    expect(code).toBe(0)
    expect(text).toContain(`Release of ${repository} has no required reviewers.`)
  })

  test('a single reviewer, who cannot approve what is their own', async () => {
    const {code, text} = await run({args: ['--reviewers', '@hubot']})
    expect(code).toBe(0)
    expect(text).toContain(`Note: hubot alone approves Release of ${repository}, but not what hubot started`)
  })
})

test('a dry run writes nothing and says what it would', async () => {
  const {code, text} = await run({args: ['--dry-run']})
  expect(code).toBe(2)
  expect(text).toMatch(/Release +to create +admits branch master and tags v\*/)
  expect(text).toContain(`Release of ${repository} has no required reviewers.`)
  expect(text).toContain('A dry run: nothing was written')
  expect(await run({args: [...REVIEWED, '--dry-run']})).toMatchObject({code: 0})
  expect(writes()).toEqual([])
})

describe('refused before anything is written', () => {
  const other = (line: number, text: string): string[] => GITHUB.map((one, index) => (index === line ? text : one))

  test.each<[string, Run, string[]]>([
    [
      'an id of another repository',
      {files: [stages({github: other(2, '  repository-id: 5')})]},
      ['5 as repository-id', 'GitHub has 123456789', 'write repository-id: 123456789']
    ],
    [
      'an id of another owner',
      {files: [stages({github: other(3, '  owner-id: 6')})]},
      ['6 as owner-id', 'GitHub has 987654']
    ],
    [
      'a name in another case',
      {files: [stages({github: other(1, '  repository: My-Org/sample-image')})]},
      ['My-Org/sample-image', `GitHub calls it ${repository}`, 'differs in case']
    ],
    [
      'a wrong id of the repository that deploys',
      {files: [stages({more: DEPLOYMENT.map(line => line.replace('22', '23'))})]},
      ['23 as repository-id of my-org/platform', 'GitHub has 22']
    ],
    [
      'ids that two files do not agree on',
      {files: [stages(), stages({image: 'other-image', github: other(2, '  repository-id: 5')})]},
      ['stages-1.yml has my-org/sample-image with the ids 123456789', 'the ids 5 and 987654']
    ],
    [
      'trunks that two files do not agree on',
      {files: [stages({more: DEPLOYMENT}), stages({image: 'other-image', trunk: 'main'})]},
      ['different things of the environment Master']
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
      ['holds more than a token', 'Give the token alone']
    ],
    [
      'a dry run that npm took for its own',
      {env: {npm_config_dry_run: 'true', GH_TOKEN: 'x'}},
      ['npm took --dry-run', 'npm run environments -- --dry-run']
    ],
    [
      'reviewers that npm took for its own',
      {env: {npm_config_reviewers: 'a', GH_TOKEN: 'x'}},
      ['npm took --reviewers']
    ],
    [
      'an acceptance that npm took for its own',
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
    ['a user without a right to the repository', {as: 'stranger'}, ['GitHub answered 404', 'the token may not see it']],
    [
      'a fine-grained token that may read nothing',
      {token: {kind: 'fine-grained', permissions: {}}},
      ['403: Resource not accessible by personal access token', 'GitHub wants the permissions: actions=read.']
    ],
    ['a reviewer whom GitHub does not know', {args: ['--reviewers', 'nobody']}, ['knows no user nobody']],
    [
      'an organization as a reviewer',
      {args: ['--reviewers', 'my-org']},
      ['my-org is no person', 'a team as in my-org/releasers']
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
    ['a reviewer of no form', {args: ['--reviewers', 'a/b/c']}, ["'a/b/c' is neither a user nor a team"]],
    [
      'an option that is none',
      {args: ['--reviewer', 'x']},
      ["Unknown option '--reviewer'.\n", 'Usage: npm run environments']
    ]
  ])('%s', async (_, options, parts) => {
    if (options.env !== undefined) options = {...options, env: {GITHUB_API_URL: testbed.github.origin, ...options.env}}
    const text = await failing(options)
    for (const part of parts) expect(text).toContain(part)
    expect(writes()).toEqual([])
  })

  test('a team without access', async () => {
    testbed.github.settings.addTeam({org: 'my-org', slug: 'guests', id: 78})
    expect(await failing({args: ['--reviewers', 'my-org/guests']})).toContain(
      'gh api --method PUT orgs/my-org/teams/guests/repos/my-org/sample-image'
    )
  })

  test('an environment that is there in another case', async () => {
    await onGitHub(`${repository}/environments/release`, 'PUT', {})
    testbed.requests.length = 0
    const text = await failing({args: REVIEWED})
    expect(text).toContain(`names the environment Release; ${repository} has release, and roles compare the case.`)
    expect(writes()).toEqual([])
  })
})

describe('refused at the first write', () => {
  test.each<[string, Run, string[]]>([
    [
      'who does not administer the repository',
      {as: 'hubot'},
      ['403: Must have admin rights to Repository.', 'an administrator of the repository']
    ],
    [
      'a token without the permission',
      {token: {kind: 'fine-grained', permissions: {actions: 'read'}}},
      ['403: Resource not accessible', 'GitHub wants the permissions: administration=write.']
    ]
  ])('%s', async (_, options, parts) => {
    const text = await failing(options)
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
  const text = await failing({env: {GITHUB_API_URL: testbed.github.origin, GITHUB_TOKEN: token}})
  expect(text).toContain('403: Resource not accessible by integration')
  expect(text).toContain('The token of a workflow cannot have these permissions.')
})

test('what GitHub fails at is no matter of permissions', async () => {
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
  const text = await failing({args: REVIEWED})
  expect(text).toContain('GitHub answered 502: Server Error')
  expect(text).toContain('Run it again')
  expect(await run({args: REVIEWED})).toMatchObject({code: 0})
})

test('an API that is not there', async () => {
  const text = await failing({env: {GITHUB_API_URL: 'http://127.0.0.1:9', GH_TOKEN: 'x'}})
  expect(text).toContain('GitHub was not reached')
})

test('the command prints its failure and ends with 1', () => {
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
    /^There is no token for GitHub: .*\n\nWith GitHub's command line: GH_TOKEN="\$\(gh auth token\)" npm run environments\n/
  )
})
