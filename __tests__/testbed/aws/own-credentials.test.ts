import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {AwsSession} from '../../../testbed/aws/accounts.js'
import type {IamPolicy, IamStatement} from '../../../testbed/aws/iam.js'
import type {MfaDevice} from '../../../testbed/aws/mfa.js'
import type {SsoLogin} from '../../../testbed/aws/sso.js'
import type {Testbed} from '../../../testbed/harness/testbed.js'
import {allow, createTestbed, request, SAMPLE_ACCOUNT, SAMPLE_REGION} from '../sample.js'

const other = '444455556666'
const role = `arn:aws:iam::${SAMPLE_ACCOUNT}:role/developer`
const ada = `arn:aws:iam::${SAMPLE_ACCOUNT}:user/ada`
const mayAssume = allow('sts:AssumeRole', role)

let testbed: Testbed
beforeEach(async () => {
  testbed = await createTestbed()
})
afterEach(() => testbed.close())

function trusting(principal: string, more: Partial<IamStatement> = {}): IamPolicy {
  return {
    Version: '2012-10-17',
    Statement: {Effect: 'Allow', Principal: {AWS: principal}, Action: 'sts:AssumeRole', ...more}
  }
}

function addRole(trust: IamPolicy): void {
  testbed.aws.addRole({arn: role, trust, policies: [allow('ecr:*')]})
}

async function assumeRole(credentials: AwsSession, input: object = {}) {
  const client = new STSClient({region: SAMPLE_REGION, endpoint: testbed.env['AWS_ENDPOINT_URL_STS']!, credentials})
  try {
    return await client.send(new AssumeRoleCommand({RoleArn: role, RoleSessionName: 'ada', ...input}))
  } finally {
    client.destroy()
  }
}

function denied(who = ada): Record<string, unknown> {
  return {
    name: 'AccessDenied',
    message: `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${role}`
  }
}

describe('AssumeRole', () => {
  const foreign = `arn:aws:iam::${other}:user/ada`
  test.each([
    ['the trust names the user', ada, trusting(ada), []],
    [
      "the trust names the account, and the user's policies allow it",
      ada,
      trusting(`arn:aws:iam::${SAMPLE_ACCOUNT}:root`),
      [mayAssume]
    ],
    ["the trust names another account's user, whose policies allow it", foreign, trusting(foreign), [mayAssume]]
  ])('is allowed if %s', async (_, arn, trust, policies) => {
    addRole(trust)
    const {AssumedRoleUser, Credentials} = await assumeRole(testbed.aws.addUser({arn, policies}))
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${SAMPLE_ACCOUNT}:assumed-role/developer/ada`)
    expect(testbed.aws.session(Credentials?.AccessKeyId ?? '')?.sessionToken).toBe(Credentials?.SessionToken)
  })

  test.each([
    [
      'the trust names nobody, though the user may do anything',
      ada,
      trusting(`arn:aws:iam::${SAMPLE_ACCOUNT}:user/grace`),
      [allow('*')]
    ],
    [
      "the trust names the account, and the user's policies do not allow it",
      ada,
      trusting(`arn:aws:iam::${SAMPLE_ACCOUNT}:root`),
      []
    ],
    ["the trust names another account's user, whose policies do not allow it", foreign, trusting(foreign), []],
    [
      "the user's policies deny it",
      ada,
      trusting(ada),
      [{Version: '2012-10-17', Statement: {Effect: 'Deny', Action: 'sts:*', Resource: '*'}}]
    ]
  ])('is denied if %s', async (_, arn, trust, policies) => {
    addRole(trust)
    await expect(assumeRole(testbed.aws.addUser({arn, policies}))).rejects.toMatchObject(denied(arn))
  })

  test('is denied in the same words for a role that does not exist', async () => {
    await expect(assumeRole(testbed.aws.addUser({arn: ada, policies: [allow('*')]}))).rejects.toMatchObject(denied())
  })

  test('requires the external id that the trust requires', async () => {
    addRole(trusting(ada, {Condition: {StringEquals: {'sts:ExternalId': 'one'}}}))
    const user = testbed.aws.addUser({arn: ada})
    await expect(assumeRole(user)).rejects.toMatchObject(denied())
    await expect(assumeRole(user, {ExternalId: 'two'})).rejects.toMatchObject(denied())
    await assumeRole(user, {ExternalId: 'one'})
  })

  test("gives a role's session an hour at most", async () => {
    testbed.aws.addRole({arn: role, trust: trusting(role), policies: [], maxSessionDuration: 43_200})
    const session = testbed.aws.startSession(testbed.aws.role(role)!, 'ada')
    await expect(assumeRole(session, {DurationSeconds: 3601})).rejects.toMatchObject({name: 'ValidationError'})
    await assumeRole(session, {DurationSeconds: 3600})
  })

  test('refuses a deleted key', async () => {
    addRole(trusting(ada))
    const user = testbed.aws.addUser({arn: ada})
    testbed.aws.deleteAccessKey(user.accessKeyId)
    await expect(assumeRole(user)).rejects.toMatchObject({name: 'InvalidClientTokenId'})
  })

  describe('with MFA', () => {
    let user: AwsSession
    let device: MfaDevice
    beforeEach(() => {
      addRole(trusting(ada, {Condition: {Bool: {'aws:MultiFactorAuthPresent': 'true'}}}))
      user = testbed.aws.addUser({arn: ada})
      device = testbed.aws.addMfaDevice(ada)
    })
    const invalid = {
      name: 'AccessDenied',
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
    }

    test('accepts a code once, and the next code after half a minute', async () => {
      const first = {SerialNumber: device.serial, TokenCode: device.code()}
      await assumeRole(user, first)
      await expect(assumeRole(user, first)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(invalid.message)
      })
      testbed.advance(60)
      await assumeRole(user, {SerialNumber: device.serial, TokenCode: device.code()})
    })

    test('is denied without a code', async () => {
      await expect(assumeRole(user)).rejects.toMatchObject(denied())
    })

    test('refuses an old code', async () => {
      const code = device.code()
      testbed.advance(90)
      await expect(assumeRole(user, {SerialNumber: device.serial, TokenCode: code})).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(invalid.message)
      })
    })

    test("refuses another user's device", async () => {
      const {serial} = testbed.aws.addMfaDevice(`arn:aws:iam::${SAMPLE_ACCOUNT}:user/grace`)
      await expect(assumeRole(user, {SerialNumber: serial, TokenCode: '123456'})).rejects.toMatchObject({
        message: expect.stringContaining('unable to validate MFA code')
      })
    })

    test('requires six digits', async () => {
      await expect(assumeRole(user, {SerialNumber: device.serial, TokenCode: '12345'})).rejects.toMatchObject({
        name: 'ValidationError',
        message: expect.stringContaining("at 'tokenCode'")
      })
      await expect(assumeRole(user, {SerialNumber: device.serial, TokenCode: 'abcdef'})).rejects.toMatchObject({
        message: expect.stringContaining('regular expression pattern: [\\d]*')
      })
    })
  })
})

describe('the portal of SSO', () => {
  let arn: string
  let login: SsoLogin
  beforeEach(() => {
    arn = testbed.sso.addPermissionSet({account: SAMPLE_ACCOUNT, name: 'Developers', policies: [allow('ecr:*')]})
    login = testbed.sso.logIn('ada@example.com', [arn])
  })

  async function roleCredentials(token: string, name = 'Developers', of = SAMPLE_ACCOUNT) {
    const {status, headers, text} = await request(
      'GET',
      `${testbed.env['AWS_ENDPOINT_URL_SSO']!}/federation/credentials?role_name=${name}&account_id=${of}`,
      {headers: {'x-amz-sso_bearer_token': token}}
    )
    return {
      status,
      type: headers.get('x-amzn-errortype'),
      ...(JSON.parse(text) as {message?: string; roleCredentials?: {accessKeyId: string; expiration: number}})
    }
  }

  test("gives credentials of the permission set's role, in the name of the person", async () => {
    const {status, roleCredentials: given} = await roleCredentials(login.accessToken)
    expect(status).toBe(200)
    expect(testbed.aws.session(given?.accessKeyId ?? '')?.principal.arn).toBe(
      `arn:aws:sts::${SAMPLE_ACCOUNT}:assumed-role/${arn.split('/').at(-1)!}/ada@example.com`
    )
    expect(given?.expiration).toBeGreaterThan(Date.now())
  })

  test.each([
    [
      'an unknown token',
      () => roleCredentials('unknown'),
      401,
      'UnauthorizedException',
      'Session token not found or invalid'
    ],
    [
      'a token of an hour ago',
      () => {
        testbed.advance(3600)
        return roleCredentials(login.accessToken)
      },
      401,
      'UnauthorizedException',
      'Session token not found or invalid'
    ],
    [
      'another permission set',
      () => roleCredentials(login.accessToken, 'Administrators'),
      403,
      'ForbiddenException',
      'No access'
    ],
    [
      'another account',
      () => roleCredentials(login.accessToken, 'Developers', other),
      403,
      'ForbiddenException',
      'No access'
    ]
  ])('refuses %s', async (_, ask, status, type, message) => {
    expect(await ask()).toEqual({status, type, message})
  })

  test('renews an access token once', async () => {
    const renew = (refreshToken: string) =>
      request('POST', `${testbed.env['AWS_ENDPOINT_URL_SSO_OIDC']!}/token`, {
        body: JSON.stringify({grantType: 'refresh_token', refreshToken})
      })
    const {status, text} = await renew(login.refreshToken)
    expect(status).toBe(200)
    expect((await roleCredentials((JSON.parse(text) as SsoLogin).accessToken)).status).toBe(200)
    expect((await renew(login.refreshToken)).status).toBe(400)
  })
})
