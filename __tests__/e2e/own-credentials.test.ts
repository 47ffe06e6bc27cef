import {createHash} from 'node:crypto'
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {dirname, join} from 'node:path'

import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from '@jest/globals'

import type {AwsSession} from '../../testbed/aws/accounts.js'
import type {IamPolicy} from '../../testbed/aws/iam.js'
import {DeveloperMachine} from '../../testbed/harness/developer.js'
import type {TerminalResult, TypedReply} from '../../testbed/harness/pty.js'
import {onTerminal} from '../../testbed/harness/pty.js'
import {makeLayer} from '../../testbed/registry/image.js'
import type {World} from './world.js'
import {DEVELOPMENT, startWorld} from './world.js'

const ACCOUNT = '111122223333'
const OTHER_ACCOUNT = '444455556666'
const DEVELOPERS = ['sample-image-development-developers', 'sample-image-master-developers']
const ADA = `arn:aws:iam::${ACCOUNT}:user/ada`
const DEVELOPER_ROLE = `arn:aws:iam::${ACCOUNT}:role/developer`
const READ: IamPolicy = {
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
const SIGNED_IN = `error: There is no image to pull: ${DEVELOPMENT}:nothing does not exist.`

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.close())

/** A developer with a home of her own, and without any credentials yet. */
let ada: DeveloperMachine
beforeEach(async () => {
  ada = await DeveloperMachine.create(world.testbed, [])
})
afterEach(() => ada.leave())

const NOBODY = {AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined}

/** Signs in and looks for a missing tag, which needs no Docker. */
async function signIn(environment: Record<string, string | undefined> = {}, ...args: string[]) {
  return await ada.ecrRegistry(world.sample.directory, ['pull', '--tag', 'nothing', '--debug', ...args], {
    ...NOBODY,
    ...environment
  })
}

async function atTerminal(replies: TypedReply[], ...args: string[]): Promise<TerminalResult> {
  return await typed(['pull', '--tag', 'nothing', ...args], replies)
}

async function typed(args: string[], replies: TypedReply[]): Promise<TerminalResult> {
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

function user(name = 'ada', groups = DEVELOPERS, policies: IamPolicy[] = []): AwsSession {
  return world.testbed.aws.addUser({arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, groups, policies})
}

function keysOf({accessKeyId, secretAccessKey, sessionToken}: AwsSession): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : {AWS_SESSION_TOKEN: sessionToken})
  }
}

/** Credentials as lines of a section in AWS's config files. */
function keysIn(session: AwsSession): string {
  return Object.entries(keysOf(session))
    .map(([name, value]) => `${name.toLowerCase()} = ${value}\n`)
    .join('')
}

/** Adds the role for developers, which `who` may assume. */
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

/** A command that fails with this error and prints nothing else: no warning of a library, no stack trace. */
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

/** The same command without --debug. */
async function plainly(environment: Record<string, string | undefined> = {}, ...args: string[]) {
  return await ada.ecrRegistry(world.sample.directory, ['pull', '--tag', 'nothing', ...args], {
    ...NOBODY,
    ...environment
  })
}

describe('credentials come from', () => {
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
      '--profile before the keys in the environment',
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

  test("the keys in the environment before AWS_PROFILE, as for AWS's own command line", async () => {
    await atHome('.aws/credentials', `[work]\n${keysIn(user('grace'))}`)
    const {stderr} = await signIn({...keysOf(user()), AWS_PROFILE: 'work'})
    expect(stderr).toContain(`AWS knows you as ${ADA}\n`)
    expect(stderr).not.toContain('WARNING')
  })

  test('the output of a credential process', async () => {
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

  test('a role of a profile, with the keys of another profile', async () => {
    addRole(`arn:aws:iam::${ACCOUNT}:root`)
    const may: IamPolicy = {
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

describe('a role that needs MFA', () => {
  let session: AwsSession
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
  const prompt = `MFA code for ${ADA.replace(':user/', ':mfa/')}: `

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
  ])('reports what is wrong with %s', async (_, type, said) => {
    const {exitCode, screen} = await atTerminal([{to: prompt, type}], '--profile', 'work')
    expect(exitCode).toBe(1)
    expect(screen).toContain(
      `error: Assuming ${DEVELOPER_ROLE}, which your AWS profile names (AssumeRole, STS in eu-west-1): ${said}`
    )
    expect(screen).toContain('Run the command again with the six digits that the device shows then')
    expect(screen).not.toContain('    at ')
  })

  test('ends on Ctrl-C like any interrupted command', async () => {
    const {exitCode, screen} = await atTerminal([{to: prompt, type: '\u0003'}], '--profile', 'work')
    expect({exitCode, screen}).toEqual({
      exitCode: 130,
      screen: `${prompt}\nerror: Cancelled by SIGINT; nothing was tagged after that.\n`
    })
  })

  test('ends on Ctrl-D with an error', async () => {
    const {exitCode, screen} = await atTerminal([{to: prompt, type: '\u0004'}], '--profile', 'work')
    expect(exitCode).toBe(1)
    expect(screen).toContain(`error: No code from the MFA device ${device.serial} was given.\n`)
  })

  test('fails without a terminal to ask on', async () => {
    expect(await plainly({AWS_PROFILE: 'work'})).toEqual(
      failure(
        `Your AWS profile needs a code from the MFA device ${device.serial}, and there is no terminal to ask for it.`,
        'Run this in a terminal'
      )
    )
  })

  test('does not ask if the source profile has no credentials', async () => {
    await atHome('.aws/credentials', '')
    const {exitCode, screen} = await atTerminal([], '--profile', 'work')
    expect(exitCode).toBe(1)
    expect(screen).toMatch(/^error: Looking for your AWS credentials of the profile work: .*\[base\]/)
    expect(screen).not.toContain('MFA code')
    expect(screen).not.toContain('    at ')
  })

  test('needs a device of the user', async () => {
    const other = world.testbed.aws.addMfaDevice(`arn:aws:iam::${ACCOUNT}:user/grace`)
    await atHome(
      '.aws/config',
      `[profile work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\nmfa_serial = ${other.serial}\n`
    )
    const {screen} = await atTerminal(
      [{to: `MFA code for ${other.serial}: `, type: () => `${other.code()}\r`}],
      '--profile',
      'work'
    )
    expect(screen).toContain(
      `Correct the \`mfa_serial\` of the profile, ${other.serial}: it must be a device of the user`
    )
  })

  test('names mfa_serial if the profile has none', async () => {
    await atHome('.aws/config', `[profile work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\n`)
    expect(await plainly({AWS_PROFILE: 'work'})).toEqual(
      failure(
        `Assuming ${DEVELOPER_ROLE}, which your AWS profile names (AssumeRole, STS in eu-west-1): AccessDenied: User: ${ADA} is not authorized to perform: sts:AssumeRole on resource: ${DEVELOPER_ROLE}`,
        'If the trust policy requires MFA, add `mfa_serial` to the profile.'
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

  /** Writes a token into the cache as `aws sso login` does. */
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
    ['an expired token that can be renewed', 'sso', {minutes: -1, refreshable: true}]
  ])('credentials come from %s', async (_, profile, login) => {
    await logIn(login)
    const {stderr} = await signIn({AWS_PROFILE: profile})
    expect(stderr).toContain(known())
    expect(stderr).toContain(SIGNED_IN)
  })

  test('credentials come from a role that the permission set may assume', async () => {
    addRole(role)
    await logIn()
    expect((await signIn({}, '--profile', 'role')).stderr).toContain(
      `AWS knows you as arn:aws:sts::${ACCOUNT}:assumed-role/developer/ada\n`
    )
  })

  test.each([
    [
      'a missing login is an error',
      'sso',
      undefined,
      /.*my-org|.*SSO session.*/,
      'Log in: `aws sso login --profile sso`'
    ],
    ['an expired login is an error', 'sso', {minutes: -1}, /.*/, 'Log in: `aws sso login --profile sso`'],
    [
      'an expired login of the older form is an error',
      'legacy',
      {minutes: -1, key: START},
      /.*has expired.*/,
      'Log in: `aws sso login --profile legacy`'
    ],
    [
      'a permission set that is not assigned is an error',
      'denied',
      {},
      /.*ForbiddenException: No access/,
      'or ask for the permission set: you do not have the one in `sso_role_name`'
    ]
  ])('%s', async (_, profile, login, said, remedy) => {
    if (login !== undefined) await logIn(login)
    expect(await plainly({}, '--profile', profile)).toEqual(
      failure(new RegExp(`Looking for your AWS credentials of the profile ${profile}: ${said.source}`), remedy)
    )
  })

  test('a login that was ended meanwhile is an error', async () => {
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

  test('Ctrl-C ends the wait for a portal that does not answer', async () => {
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

  test('a denial names the permission set, and explains where permissions come from', async () => {
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
    expect(stderr).toContain("The stage's group or permission set gives people the permissions that they need")
  })
})

describe('an error is reported for', () => {
  test('no credentials at all', async () => {
    expect(await plainly()).toEqual(
      failure(
        'Looking for your AWS credentials: Could not load credentials from any providers',
        'Log in (`aws sso login`), name another profile'
      )
    )
  })

  test('a profile that does not exist, even if there are others', async () => {
    await atHome('.aws/credentials', `[default]\n${keysIn(user())}`)
    expect(await plainly({AWS_PROFILE: 'wrok'})).toEqual(
      failure(/Looking for your AWS credentials of the profile wrok: .*\[wrok\].*/, '`aws configure list-profiles`')
    )
  })

  test('a credential process that fails', async () => {
    await atHome('.aws/config', '[profile work]\ncredential_process = sh -c "echo no device >&2; exit 3"\n')
    const {exitCode, stderr} = await plainly({AWS_PROFILE: 'work'})
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^error: Looking for your AWS credentials of the profile work: Command failed: .*\nno device/
    )
  })

  test('a deleted key', async () => {
    const session = user()
    world.testbed.aws.deleteAccessKey(session.accessKeyId)
    expect(await plainly(keysOf(session))).toEqual(
      failure(
        /Asking STS in eu-west-1 for the owner of the AWS credentials \(GetCallerIdentity\): InvalidClientTokenId: .*/,
        'it was deleted or deactivated'
      )
    )
  })

  test('a deleted key of a source profile', async () => {
    const session = user()
    world.testbed.aws.deleteAccessKey(session.accessKeyId)
    await atHome(
      '.aws/credentials',
      `[base]\n${keysIn(session)}[work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\n`
    )
    expect(await plainly({AWS_PROFILE: 'work'})).toEqual(
      failure(/Assuming .*: InvalidClientTokenId: .*/, 'it was deleted or deactivated')
    )
  })

  test('a region that does not exist', async () => {
    const away = {AWS_ENDPOINT_URL_STS: 'http://sts.eu-wst-1.invalid'}
    expect(await plainly({...keysOf(user()), ...away})).toEqual(
      failure(
        /Asking STS in eu-west-1 .*ENOTFOUND.*/,
        'Is it the right region? It comes from `aws.region: eu-west-1` in .github/ecr-registry.yml:8. If it is, check that this machine reaches STS'
      )
    )
  })

  test('an expired session', async () => {
    addRole(ADA)
    const session = world.testbed.aws.startSession(world.testbed.aws.role(DEVELOPER_ROLE)!, 'ada', 900)
    world.testbed.advance(901)
    expect(await plainly(keysOf(session))).toEqual(
      failure(
        /Asking STS .*: ExpiredToken: .*/,
        'Log in again (`aws sso login`), or set new temporary credentials: these have expired.'
      )
    )
  })
})

describe("another account's credentials", () => {
  const elsewhere = (): AwsSession =>
    world.testbed.aws.addUser({
      arn: `arn:aws:iam::${OTHER_ACCOUNT}:user/ada`,
      policies: [{Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}]
    })

  test('are denied what the policy of the repository does not allow', async () => {
    const {exitCode, stderr} = await plainly(keysOf(elsewhere()))
    expect(exitCode).toBe(1)
    expect(stderr.split('\n').slice(1)).toEqual([
      `The credentials belong to account ${OTHER_ACCOUNT}, and the repository to account ${ACCOUNT}. If you did not mean that, name another profile (\`--profile\`), or correct the account.`,
      expect.stringMatching(
        /^Is it the right repository\? It comes from `image: sample-image` in .*, `aws\.account: 111122223333` in \.github\/ecr-registry\.yml:8 and /
      ),
      `arn:aws:iam::${OTHER_ACCOUNT}:user/ada belongs to another account, and infra/ gives people of other accounts nothing. ` +
        `Use credentials of account ${ACCOUNT}: the stage's group or permission set there gives people the permissions that they need.`,
      ''
    ])
  })

  test('are denied in the same way as a role', async () => {
    const arn = `arn:aws:iam::${OTHER_ACCOUNT}:role/developer`
    world.testbed.aws.addRole({arn, trust: {Version: '2012-10-17', Statement: []}, policies: [READ]})
    const {stderr} = await plainly(keysOf(world.testbed.aws.startSession(world.testbed.aws.role(arn)!, 'ada')))
    expect(stderr).toContain(
      `\nThe credentials belong to account ${OTHER_ACCOUNT}, and the repository to account ${ACCOUNT}. If you did not mean that, name another profile`
    )
    expect(stderr).toMatch(
      /\nThe role developer of account 444455556666 needs `ecr:DescribeRepositories` on \S+\. If this is the role of a stage, deploy infra\/ again: somebody changed the role by hand, or the stages file has changed since\. Any other role needs the permissions of the stage's group\.\n$/
    )
    expect(stderr).not.toContain('Deploy infra/')
  })

  test('are found by the doctor, which names no group of this account', async () => {
    const {stdout} = await ada.ecrRegistry(world.sample.directory, ['doctor'], {...NOBODY, ...keysOf(elsewhere())})
    expect(stdout).toMatch(
      /^! repository +not known: .*\n +→ The credentials belong to account 444455556666, and the repository to account 111122223333\. If you did not mean that, name another profile .*\n +Is it the right repository\? /m
    )
    expect(stdout).toMatch(
      /^✗ access +Closest to the developers of development, but .*\n +→ \S+user\/ada belongs to another account, and infra\/ gives people of other accounts nothing\. Use credentials of account 111122223333/m
    )
    expect(stdout).not.toContain('The IAM group')
  })

  test('suffice if the policy of the repository allows it', async () => {
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

describe('no secret is printed', () => {
  /** Adds a docker that writes its arguments and its environment to a file. */
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
  ])('by %s: on no stream, even with --debug, and only to the standard input of the login', async (_, args) => {
    addRole(ADA)
    const session = user()
    world.registry.addImage(DEVELOPMENT, ['there'], {layers: [makeLayer({file: 'content'})]})
    await atHome(
      '.aws/credentials',
      `[base]\n${keysIn(session)}[work]\nrole_arn = ${DEVELOPER_ROLE}\nsource_profile = base\n`
    )
    const docker = await addDocker()
    const passwords: string[] = []
    const sessions: AwsSession[] = []
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
