import {createHash} from 'node:crypto'
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {dirname, join} from 'node:path'

import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {Session} from '../../testbed/aws/aws.js'
import type {PolicyDocument} from '../../testbed/aws/iam.js'
import {Developer} from '../../testbed/harness/developer.js'
import type {Reply, Seen} from '../../testbed/harness/pty.js'
import {onTerminal} from '../../testbed/harness/pty.js'
import {layer} from '../../testbed/registry/image.js'
import type {World} from './world.js'
import {DEVELOPMENT, startWorld} from './world.js'

const ACCOUNT = '111122223333'
const OTHER_ACCOUNT = '444455556666'
const DEVELOPERS = ['sample-image-development-developers', 'sample-image-master-developers']
const ADA = `arn:aws:iam::${ACCOUNT}:user/ada`
const DEVELOPER_ROLE = `arn:aws:iam::${ACCOUNT}:role/developer`
const READ: PolicyDocument = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: [
      'ecr:GetAuthorizationToken',
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchCheckLayerAvailability'
    ],
    Resource: '*'
  }
}
const SIGNED_IN = `error: There is no image to pull: ${DEVELOPMENT}:nothing is not there.`

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.close())

/** Nobody yet: a home of her own, and nothing of AWS in the environment. */
let ada: Developer
beforeEach(async () => {
  ada = await Developer.create(world.testbed, [])
})
afterEach(() => ada.leave())

const NOBODY = {AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined}

/** Signs in and looks for a tag that is not there, which takes no Docker. */
async function signIn(environment: Record<string, string | undefined> = {}, ...args: string[]) {
  return await ada.ecrRegistry(world.sample.directory, ['pull', '--tag', 'nothing', '--debug', ...args], {
    ...NOBODY,
    ...environment
  })
}

async function atTerminal(replies: Reply[], ...args: string[]): Promise<Seen> {
  return await typed(['pull', '--tag', 'nothing', ...args], replies)
}

async function typed(args: string[], replies: Reply[]): Promise<Seen> {
  const command = [ada.environment['ECR_REGISTRY'], ...args].join(' ')
  return await onTerminal(command, replies, {
    cwd: world.sample.directory,
    env: {...ada.environment, ...NOBODY, TERM: 'dumb'}
  })
}

async function atHome(path: string, text: string): Promise<string> {
  const file = join(ada.home, path)
  await mkdir(dirname(file), {recursive: true})
  await writeFile(file, text)
  return file
}

function user(name = 'ada', groups = DEVELOPERS, policies: PolicyDocument[] = []): Session {
  return world.testbed.aws.addUser({arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, groups, policies})
}

function keysOf({accessKeyId, secretAccessKey, sessionToken}: Session): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : {AWS_SESSION_TOKEN: sessionToken})
  }
}

/** A section's lines in AWS's config files. */
function keysIn(session: Session): string {
  return Object.entries(keysOf(session))
    .map(([name, value]) => `${name.toLowerCase()} = ${value}\n`)
    .join('')
}

/** The role for developers that `who` may assume. */
function addRole(who: string, condition?: Record<string, Record<string, string>>): void {
  const statement = {
    Effect: 'Allow',
    Principal: {AWS: who},
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : {Condition: condition})
  }
  world.testbed.aws.addRole({
    arn: DEVELOPER_ROLE,
    trust: {Version: '2012-10-17', Statement: statement},
    policies: [READ]
  })
}

/** What is said to end with, and that nothing else is: no warning of a library, no stack trace. */
function failure(message: string | RegExp, remedy: string): object {
  const [first] = [message].map(text =>
    typeof text === 'string' ? text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : text.source
  )
  return {
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(`^error: ${first}\n.*${remedy.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}.*\n$`)
    ) as unknown
  }
}

/** As somebody types it, who wants no more than to be told. */
async function plainly(environment: Record<string, string | undefined> = {}, ...args: string[]) {
  return await ada.ecrRegistry(world.sample.directory, ['pull', '--tag', 'nothing', ...args], {
    ...NOBODY,
    ...environment
  })
}

describe('somebody is known by', () => {
  test('keys in the environment', async () => {
    const {stderr} = await signIn(keysOf(user()))
    expect(stderr).toContain(`AWS knows you as ${ADA}\n`)
    expect(stderr).toContain(SIGNED_IN)
  })

  test.each([
    ['the credentials file', 'default', '', {}, []],
    ['a profile of it, by --profile', 'work', '', {}, ['--profile', 'work']],
    ['a profile of it, by AWS_PROFILE', 'work', '', {AWS_PROFILE: 'work'}, []],
    ['a profile of the config file', '', 'profile work', {AWS_PROFILE: 'work'}, []],
    ['--profile before AWS_PROFILE', 'work', '', {AWS_PROFILE: 'elsewhere'}, ['--profile', 'work']],
    [
      "--profile before the environment's keys",
      'work',
      '',
      {AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'not hers'},
      ['--profile', 'work']
    ]
  ])('%s', async (_, inCredentials, inConfig, environment, args) => {
    const lines = keysIn(user())
    if (inCredentials !== '') await atHome('.aws/credentials', `[${inCredentials}]\n${lines}`)
    if (inConfig !== '') await atHome('.aws/config', `[${inConfig}]\n${lines}`)
    const {stderr} = await signIn(environment, ...args)
    expect(stderr).toContain(`AWS knows you as ${ADA}\n`)
    expect(stderr).toContain(SIGNED_IN)
    expect(stderr).not.toContain('WARNING')
  })

  test("the environment's keys before AWS_PROFILE, as for AWS's own command line", async () => {
    await atHome('.aws/credentials', `[work]\n${keysIn(user('grace'))}`)
    const {stderr} = await signIn({...keysOf(user()), AWS_PROFILE: 'work'})
    expect(stderr).toContain(`AWS knows you as ${ADA}\n`)
    expect(stderr).not.toContain('WARNING')
  })

  test('what a program of hers prints', async () => {
    const {accessKeyId, secretAccessKey} = user()
    const printed = await atHome(
      'credentials.json',
      JSON.stringify({Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey})
    )
    await atHome('.aws/config', `[profile work]\ncredential_process = cat ${printed}\n`)
    expect((await signIn({}, '--profile', 'work')).stderr).toContain(`AWS knows you as ${ADA}\n`)
  })

  test('a web identity token in a file', async () => {
    const {fullName, id, ownerId} = world.sample.repository
    const claims = {
      sub: `repo:${fullName}:environment:Development`,
      repository_id: String(id),
      repository_owner_id: String(ownerId),
      environment: 'Development',
      ref: 'refs/heads/x'
    }
    const token = await atHome('token', await world.testbed.issuer.sign(claims, 'sts.amazonaws.com'))
    const {stderr} = await signIn({
      AWS_WEB_IDENTITY_TOKEN_FILE: token,
      AWS_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/sample-image-development-github`,
      AWS_ROLE_SESSION_NAME: 'ada'
    })
    expect(stderr).toContain(
      `AWS knows you as arn:aws:sts::${ACCOUNT}:assumed-role/sample-image-development-github/ada\n`
    )
  })

  test('a role of her profile, with the keys of another', async () => {
    addRole(`arn:aws:iam::${ACCOUNT}:root`)
    const may: PolicyDocument = {
      Version: '2012-10-17',
      Statement: {Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEVELOPER_ROLE}
    }
    await atHome('.aws/credentials', `[base]\n${keysIn(user('ada', [], [may]))}`)
    await atHome(
      '.aws/config',
      `[profile work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\nrole_session_name = ada\nregion = us-east-1\n`
    )
    const {stderr} = await signIn({AWS_PROFILE: 'work'})
    expect(stderr).toContain(`AWS knows you as arn:aws:sts::${ACCOUNT}:assumed-role/developer/ada\n`)
    expect(stderr).toContain(SIGNED_IN)
  })
})

describe('a role that wants MFA', () => {
  let session: Session
  let device: ReturnType<World['testbed']['aws']['addMfaDevice']>
  beforeEach(async () => {
    addRole(ADA, {Bool: {'aws:MultiFactorAuthPresent': 'true'}})
    session = user()
    device = world.testbed.aws.addMfaDevice(ADA)
    await atHome('.aws/credentials', `[base]\n${keysIn(session)}`)
    await atHome(
      '.aws/config',
      `[profile work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\nmfa_serial = ${device.serial}\nrole_session_name = ada\n`
    )
  })
  const prompt = `MFA code of ${ADA.replace(':user/', ':mfa/')}: `

  test('asks for the code on the terminal, once', async () => {
    const {exitCode, screen} = await atTerminal(
      [{to: prompt, type: () => `${device.code()}\r`}],
      '--profile',
      'work',
      '--debug'
    )
    expect(exitCode).toBe(1)
    expect(screen.split(prompt)).toHaveLength(2)
    expect(screen).toContain(`AWS knows you as arn:aws:sts::${ACCOUNT}:assumed-role/developer/ada\n`)
    expect(screen).toContain(SIGNED_IN)
  })

  test.each([
    [
      'a wrong one',
      () => `${String((Number(device.code()) + 1) % 1_000_000).padStart(6, '0')}\r`,
      'AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.'
    ],
    [
      'one of five digits',
      () => '12345\r',
      "ValidationError: 1 validation error detected: Value '12345' at 'tokenCode'"
    ],
    ['no code', () => '\r', "ValidationError: 1 validation error detected: Value '' at 'tokenCode'"]
  ])('says what is wrong with %s', async (_, type, said) => {
    const {exitCode, screen} = await atTerminal([{to: prompt, type}], '--profile', 'work')
    expect(exitCode).toBe(1)
    expect(screen).toContain(
      `error: Assuming ${DEVELOPER_ROLE}, which your AWS profile names (AssumeRole, STS in eu-west-1): ${said}`
    )
    expect(screen).toContain('Run it again with the six digits that the device shows then')
    expect(screen).not.toContain('    at ')
  })

  test('ends by Ctrl-C as an interrupted command does', async () => {
    const {exitCode, screen} = await atTerminal([{to: prompt, type: '\u0003'}], '--profile', 'work')
    expect({exitCode, screen}).toEqual({
      exitCode: 130,
      screen: `${prompt}\nerror: Cancelled by SIGINT; nothing was tagged after that.\n`
    })
  })

  test('ends without an answer', async () => {
    const {exitCode, screen} = await atTerminal([{to: prompt, type: '\u0004'}], '--profile', 'work')
    expect(exitCode).toBe(1)
    expect(screen).toContain(`error: No code of the MFA device ${device.serial} was given.\n`)
  })

  test('says that there is nobody to ask where there is no terminal', async () => {
    expect(await plainly({AWS_PROFILE: 'work'})).toEqual(
      failure(
        `Your AWS profile wants a code of the MFA device ${device.serial}, and there is no terminal to ask for it.`,
        'Run this in a terminal'
      )
    )
  })

  test('asks for nothing where the source has no credentials, and says that', async () => {
    await atHome('.aws/credentials', '')
    const {exitCode, screen} = await atTerminal([], '--profile', 'work')
    expect(exitCode).toBe(1)
    expect(screen).toMatch(/^error: Looking for your AWS credentials of the profile work: .*\[base\]/)
    expect(screen).not.toContain('MFA code')
    expect(screen).not.toContain('    at ')
  })

  test('wants a device of the user', async () => {
    const other = world.testbed.aws.addMfaDevice(`arn:aws:iam::${ACCOUNT}:user/grace`)
    await atHome(
      '.aws/config',
      `[profile work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\nmfa_serial = ${other.serial}\n`
    )
    const {screen} = await atTerminal(
      [{to: `MFA code of ${other.serial}: `, type: () => `${other.code()}\r`}],
      '--profile',
      'work'
    )
    expect(screen).toContain(`The \`mfa_serial\` of the profile, ${other.serial}, has to be a device of the very user`)
  })

  test('names mfa_serial where the profile has none', async () => {
    await atHome('.aws/config', `[profile work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\n`)
    expect(await plainly({AWS_PROFILE: 'work'})).toEqual(
      failure(
        `Assuming ${DEVELOPER_ROLE}, which your AWS profile names (AssumeRole, STS in eu-west-1): AccessDenied: User: ${ADA} is not authorized to perform: sts:AssumeRole on resource: ${DEVELOPER_ROLE}`,
        'if that wants MFA, the profile needs `mfa_serial`'
      )
    )
  })
})

describe('with SSO', () => {
  const START = 'https://my-org.awsapps.com/start'
  let role: string

  beforeEach(async () => {
    role = world.testbed.sso.addPermissionSet({account: ACCOUNT, name: 'Developers', policies: [READ]})
    await atHome(
      '.aws/config',
      `
[sso-session my-org]
sso_start_url = ${START}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile sso]
sso_session = my-org
sso_account_id = ${ACCOUNT}
sso_role_name = Developers
[profile legacy]
sso_start_url = ${START}
sso_region = us-east-1
sso_account_id = ${ACCOUNT}
sso_role_name = Developers
[profile denied]
sso_session = my-org
sso_account_id = ${ACCOUNT}
sso_role_name = Administrators
[profile role]
role_arn = ${DEVELOPER_ROLE}
source_profile = sso
role_session_name = ada
`
    )
  })

  /** As `aws sso login` keeps it. */
  async function logIn({
    minutes = 60,
    refreshable = false,
    key = 'my-org'
  }: {minutes?: number; refreshable?: boolean; key?: string} = {}): Promise<string> {
    const {accessToken, refreshToken} = world.testbed.sso.logIn('ada@example.com', [role])
    const cached = {
      startUrl: START,
      region: 'us-east-1',
      accessToken,
      expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(),
      ...(refreshable
        ? {refreshToken, clientId: 'client', clientSecret: 'secret', registrationExpiresAt: '2099-01-01T00:00:00Z'}
        : {})
    }
    await atHome(`.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`, JSON.stringify(cached))
    return accessToken
  }

  const known = (): string =>
    `AWS knows you as arn:aws:sts::${ACCOUNT}:assumed-role/${role.split('/').at(-1) ?? ''}/ada@example.com\n`

  test.each([
    ['a session', 'sso', {}],
    ['a profile of the older form', 'legacy', {key: START}],
    ['a token that has run out and can be renewed', 'sso', {minutes: -1, refreshable: true}]
  ])('somebody is known by %s', async (_, profile, login) => {
    await logIn(login)
    const {stderr} = await signIn({AWS_PROFILE: profile})
    expect(stderr).toContain(known())
    expect(stderr).toContain(SIGNED_IN)
  })

  test('and by a role that the permission set may assume', async () => {
    addRole(role)
    await logIn()
    expect((await signIn({}, '--profile', 'role')).stderr).toContain(
      `AWS knows you as arn:aws:sts::${ACCOUNT}:assumed-role/developer/ada\n`
    )
  })

  test.each([
    ['never logged in', 'sso', undefined, /.*my-org|.*SSO session.*/, 'Log in: `aws sso login --profile sso`'],
    ['logged in too long ago', 'sso', {minutes: -1}, /.*/, 'Log in: `aws sso login --profile sso`'],
    [
      'logged in too long ago, in the older form',
      'legacy',
      {minutes: -1, key: START},
      /.*has expired.*/,
      'Log in: `aws sso login --profile legacy`'
    ],
    [
      'not assigned the permission set',
      'denied',
      {},
      /.*ForbiddenException: No access/,
      'You are not assigned the permission set'
    ]
  ])('%s', async (_, profile, login, said, remedy) => {
    if (login !== undefined) await logIn(login)
    expect(await plainly({}, '--profile', profile)).toEqual(
      failure(new RegExp(`Looking for your AWS credentials of the profile ${profile}: ${said.source}`), remedy)
    )
  })

  test('logged out meanwhile', async () => {
    await logIn()
    world.testbed.advance(3601)
    expect(await plainly({AWS_PROFILE: 'sso'})).toEqual(
      failure(
        'Looking for your AWS credentials of the profile sso: UnauthorizedException: Session token not found or invalid',
        '`aws sso login --profile sso`'
      )
    )
  })

  test('the portal is asked in its own region, wherever the images are', async () => {
    await logIn()
    const asked: string[] = []
    const proxy = createServer().on('connect', ({url = ''}, socket) => {
      asked.push(url)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    await new Promise<void>(done => proxy.listen(0, '127.0.0.1', done))
    await plainly({
      AWS_PROFILE: 'sso',
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      AWS_ENDPOINT_URL_SSO: undefined,
      AWS_ENDPOINT_URL_STS: undefined
    })
    await new Promise(done => proxy.close(done))
    expect(new Set(asked)).toEqual(new Set(['portal.sso.us-east-1.amazonaws.com:443']))
  })

  test('a portal that does not answer is waited for no longer than somebody wants', async () => {
    await logIn()
    world.testbed.faults.add({match: {service: 'sso'}, fault: {kind: 'stall'}})
    const {exitCode, screen} = await typed(
      ['push', '--profile', 'sso', '--debug'],
      [{to: 'Looking for your AWS credentials.', type: '\u0003'}]
    )
    world.testbed.faults.clear()
    expect(exitCode).toBe(130)
    expect(screen).toContain('error: Cancelled by SIGINT; nothing was tagged after that.')
  })

  test('a denial names the permission set, and who can give more', async () => {
    await logIn()
    await world.sample.branch('feature/denied')
    const {exitCode, stderr} = await ada.ecrRegistry(world.sample.directory, ['push', '--rebuild'], {
      ...NOBODY,
      AWS_PROFILE: 'sso'
    })
    await world.sample.checkout('master')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^The permission set Developers in account 111122223333 needs `ecr:InitiateLayerUpload` on /m
    )
    expect(stderr).toContain("People have what their stage's group or permission set gives them")
  })
})

describe('nobody is known by', () => {
  test('nothing', async () => {
    expect(await plainly()).toEqual(
      failure(
        'Looking for your AWS credentials: Could not load credentials from any providers',
        'Log in (`aws sso login`), name another profile'
      )
    )
  })

  test('a profile that is not there, whatever else there is', async () => {
    await atHome('.aws/credentials', `[default]\n${keysIn(user())}`)
    expect(await plainly({AWS_PROFILE: 'wrok'})).toEqual(
      failure(/Looking for your AWS credentials of the profile wrok: .*\[wrok\].*/, '`aws configure list-profiles`')
    )
  })

  test('a program that fails', async () => {
    await atHome('.aws/config', '[profile work]\ncredential_process = sh -c "echo no device >&2; exit 3"\n')
    const {exitCode, stderr} = await plainly({AWS_PROFILE: 'work'})
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^error: Looking for your AWS credentials of the profile work: Command failed: .*\nno device/
    )
  })

  test('a key that was deleted', async () => {
    const session = user()
    world.testbed.aws.deleteAccessKey(session.accessKeyId)
    expect(await plainly(keysOf(session))).toEqual(
      failure(
        /Asking STS in eu-west-1 whose AWS credentials these are \(GetCallerIdentity\): InvalidClientTokenId: .*/,
        'it was deleted or switched off'
      )
    )
  })

  test('the deleted key of a source', async () => {
    const session = user()
    world.testbed.aws.deleteAccessKey(session.accessKeyId)
    await atHome(
      '.aws/credentials',
      `[base]\n${keysIn(session)}[work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\n`
    )
    expect(await plainly({AWS_PROFILE: 'work'})).toEqual(
      failure(/Assuming .*: InvalidClientTokenId: .*/, 'it was deleted or switched off')
    )
  })

  test('an STS of a region that there is not', async () => {
    const away = {AWS_ENDPOINT_URL_STS: 'http://sts.eu-wst-1.invalid'}
    expect(await plainly({...keysOf(user()), ...away})).toEqual(
      failure(
        /Asking STS in eu-west-1 .*ENOTFOUND.*/,
        'Is it the right region? It comes from `aws.region: eu-west-1` in .github/ecr-registry.yml:8. If it is, check that this machine reaches STS'
      )
    )
  })

  test('a session that has run out', async () => {
    addRole(ADA)
    const session = world.testbed.aws.startSession(world.testbed.aws.role(DEVELOPER_ROLE)!, 'ada', 900)
    world.testbed.advance(901)
    expect(await plainly(keysOf(session))).toEqual(
      failure(/Asking STS .*: ExpiredToken: .*/, 'They have run out. Log in again')
    )
  })
})

describe("another account's credentials", () => {
  const elsewhere = (): Session =>
    world.testbed.aws.addUser({
      arn: `arn:aws:iam::${OTHER_ACCOUNT}:user/ada`,
      policies: [{Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}]
    })

  test("are denied what the repository's policy does not give them", async () => {
    const {exitCode, stderr} = await plainly(keysOf(elsewhere()))
    expect(exitCode).toBe(1)
    expect(stderr.split('\n').slice(1)).toEqual([
      `Your credentials are of account ${OTHER_ACCOUNT}, and the repository is of account ${ACCOUNT}: if that is not meant, name another profile (\`--profile\`), or correct the account.`,
      expect.stringMatching(
        /^Is it the right repository\? It comes from `image: sample-image` in .*, `aws\.account: 111122223333` in \.github\/ecr-registry\.yml:8 and /
      ),
      `arn:aws:iam::${OTHER_ACCOUNT}:user/ada is of another account, to whose people infra/ gives nothing: ` +
        `use credentials of account ${ACCOUNT}, where the stage's group or permission set gives people what they need.`,
      ''
    ])
  })

  test('are denied it as a role, too', async () => {
    const arn = `arn:aws:iam::${OTHER_ACCOUNT}:role/developer`
    world.testbed.aws.addRole({arn, trust: {Version: '2012-10-17', Statement: []}, policies: [READ]})
    const {stderr} = await plainly(keysOf(world.testbed.aws.startSession(world.testbed.aws.role(arn)!, 'ada')))
    expect(stderr).toContain(
      `\nYour credentials are of account ${OTHER_ACCOUNT}, and the repository is of account ${ACCOUNT}: if that is not meant, name another profile`
    )
    expect(stderr).toMatch(
      /\nThe role developer of account 444455556666 needs `ecr:DescribeRepositories` on \S+: a role of people's own needs what the stage's group gives them\.\n$/
    )
    expect(stderr).not.toContain('infra/')
  })

  test('are said to be that by the doctor, and no group is named that could not have them', async () => {
    const {stdout} = await ada.ecrRegistry(world.sample.directory, ['doctor'], {...NOBODY, ...keysOf(elsewhere())})
    expect(stdout).toMatch(
      /^! repository +not known: .*\n +→ Your credentials are of account 444455556666, and the repository is of account 111122223333: if that is not meant, name another profile .*\n +Is it the right repository\? /m
    )
    expect(stdout).toMatch(
      /^✗ access +Closest to the developers of development, but .*\n +→ \S+user\/ada is of another account, to whose people infra\/ gives nothing: use credentials of account 111122223333/m
    )
    expect(stdout).not.toContain('The IAM group')
  })

  test('suffice where it does', async () => {
    const before = world.registry.repository(DEVELOPMENT)
    world.testbed.aws.addRepository({
      ...before.settings,
      policy: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: {AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root`},
          Action: ['ecr:DescribeRepositories', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']
        }
      }
    })
    const {stderr} = await plainly(keysOf(elsewhere()))
    world.testbed.aws.registry(ACCOUNT, 'eu-west-1').repositories.set(DEVELOPMENT, before)
    expect(stderr).toContain(SIGNED_IN)
  })
})

describe('no secret is told', () => {
  /** A docker that writes down what it was given. */
  async function addDocker(): Promise<string> {
    const log = join(ada.home, 'docker.log')
    const docker = await atHome(
      'bin/docker',
      `#!/bin/sh\n{ echo "$0 $*"; env; } >> '${log}'\ncase "$*" in *--password-stdin*) cat > /dev/null;; esac\n`
    )
    await chmod(docker, 0o755)
    return log
  }

  test.each([
    ['a login', ['login']],
    ['a pull', ['pull', '--tag', 'there']]
  ])('by %s: on no stream, with --debug, and to no program but the login by its standard input', async (_, args) => {
    addRole(ADA)
    const session = user()
    world.registry.addImage(DEVELOPMENT, ['there'], {layers: [layer({file: 'content'})]})
    await atHome(
      '.aws/credentials',
      `[base]\n${keysIn(session)}[work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\n`
    )
    const docker = await addDocker()
    const passwords: string[] = []
    const sessions: Session[] = []
    const {aws} = world.testbed
    const [issueToken, startSession] = [aws.issueToken.bind(aws), aws.startSession.bind(aws)]
    aws.issueToken = (...given) => {
      const issued = issueToken(...given)
      passwords.push(issued.password)
      return issued
    }
    aws.startSession = (...given) => {
      const started = startSession(...given)
      sessions.push(started)
      return started
    }

    const {exitCode, stdout, stderr} = await ada.ecrRegistry(world.sample.directory, [...args, '--debug'], {
      ...NOBODY,
      AWS_PROFILE: 'work'
    })
    Object.assign(aws, {issueToken, startSession})

    expect({exitCode, stderr}).toMatchObject({exitCode: 0})
    const secrets = [session, ...sessions]
      .flatMap(({secretAccessKey, sessionToken}) => [secretAccessKey, sessionToken ?? ''])
      .concat(
        passwords,
        passwords.map(password => Buffer.from(`AWS:${password}`).toString('base64'))
      )
      .filter(secret => secret !== '')
    expect(secrets.length).toBeGreaterThanOrEqual(5)
    const told = [stdout, stderr, await readFile(docker, 'utf8')].join('\n')
    expect(told).toContain('docker')
    expect(secrets.filter(secret => told.includes(secret))).toEqual([])
  })
})
