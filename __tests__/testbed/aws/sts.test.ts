import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'
import {generateKeyPair, SignJWT} from 'jose'

import type {Testbed} from '../../../testbed/harness/testbed.js'
import {
  allow,
  createTestbed,
  createTrust,
  DEVELOPMENT_ROLE_ARN,
  request,
  SAMPLE_ACCOUNT,
  TOKEN_ISSUER
} from '../sample.js'

let testbed: Testbed
beforeEach(async () => {
  testbed = await createTestbed()
})
afterEach(() => testbed.close())

/** Sends the request of a correct job, with the changes of a test. */
async function assumeRole(parameters: Record<string, string> = {}, claims: Record<string, unknown> = {}) {
  const query = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: DEVELOPMENT_ROLE_ARN,
    RoleSessionName: 'run-1001',
    WebIdentityToken: await createToken(claims),
    ...parameters
  })
  const headers = {'content-type': 'application/x-www-form-urlencoded'}
  const {status, text} = await request('POST', testbed.env['AWS_ENDPOINT_URL_STS']!, {headers, body: query.toString()})
  const field = (name: string): string | undefined => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1]
  return {status, code: field('Code'), message: field('Message'), field}
}

function createToken(claims: Record<string, unknown> = {}): Promise<string> {
  return testbed.issuer.sign(
    {
      sub: 'repo:my-org/sample-image:environment:Development',
      repository_id: '123456789',
      ref: 'refs/pull/7/merge',
      environment: 'Development'
    },
    'sts.amazonaws.com',
    claims
  )
}

const denied = {status: 403, code: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity'}
const invalid = (message: string) => ({
  status: 400,
  code: 'InvalidIdentityToken',
  message: expect.stringContaining(message) as unknown
})

test('starts a session of the role', async () => {
  const {status, field} = await assumeRole()
  expect(status).toBe(200)
  expect(field('Arn')).toBe(`arn:aws:sts::${SAMPLE_ACCOUNT}:assumed-role/sample-image-development-github/run-1001`)
  expect(field('AccessKeyId')).toMatch(/^ASIA[A-Z2-7]{16}$/)
  expect(Date.parse(field('Expiration')!) - Date.now()).toBeGreaterThan(3_500_000)
  expect(field('SubjectFromWebIdentityToken')).toBe('repo:my-org/sample-image:environment:Development')
})

test('accepts the subject that has the ids', async () => {
  const {status} = await assumeRole({}, {sub: 'repo:my-org@987654/sample-image@123456789:environment:Development'})
  expect(status).toBe(200)
})

describe('denies a claim that the trust policy does not admit', () => {
  test.each<[string, Record<string, unknown>]>([
    ['another environment', {sub: 'repo:my-org/sample-image:environment:Master'}],
    ['no environment', {sub: 'repo:my-org/sample-image:pull_request'}],
    ['another repository', {sub: 'repo:my-org/other:environment:Development'}],
    ['another owner id', {sub: 'repo:my-org@1/sample-image@123456789:environment:Development'}],
    ['a repository of the same name with another id', {repository_id: '2'}],
    ['no repository id', {repository_id: undefined}],
    ['no subject', {sub: undefined}]
  ])('%s', async (_, claims) => {
    expect(await assumeRole({}, claims)).toMatchObject(denied)
  })

  test('a claim for which IAM has no condition key', async () => {
    testbed.aws.addRole({
      arn: DEVELOPMENT_ROLE_ARN,
      trust: createTrust({[`${TOKEN_ISSUER}:event_name`]: 'push'}),
      policies: []
    })
    expect(await assumeRole({}, {event_name: 'push'})).toMatchObject(denied)
  })
})

describe('refuses an invalid token', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['another audience', {aud: 'https://github.com/my-org'}, invalid('Incorrect token audience')],
    [
      'another issuer',
      {iss: 'https://example.com'},
      invalid('No OpenIDConnect provider found in your account for https://example.com')
    ],
    [
      'expired',
      {exp: 1_700_000_000},
      {
        status: 400,
        code: 'ExpiredTokenException',
        message: expect.stringContaining('Token expired: current date/time')
      }
    ],
    ['not yet valid', {nbf: 9_999_999_999}, invalid('not yet valid')]
  ])('%s', async (_, claims, expected) => {
    expect(await assumeRole({}, claims)).toMatchObject(expected)
  })

  test('signed with another key under the key id of the issuer', async () => {
    const {privateKey} = await generateKeyPair('RS256')
    const token = await new SignJWT({
      sub: 'repo:my-org/sample-image:environment:Development',
      repository_id: '123456789'
    })
      .setProtectedHeader({alg: 'RS256', kid: testbed.issuer.jwk.kid!})
      .setIssuer(`https://${TOKEN_ISSUER}`)
      .setAudience('sts.amazonaws.com')
      .setExpirationTime('5m')
      .sign(privateKey)
    expect(await assumeRole({WebIdentityToken: token})).toMatchObject(invalid('signature'))
  })

  test('signed with a key that the issuer does not publish', async () => {
    const {privateKey} = await generateKeyPair('RS256')
    const token = await new SignJWT({})
      .setProtectedHeader({alg: 'RS256', kid: 'x'})
      .setIssuer(`https://${TOKEN_ISSUER}`)
      .sign(privateKey)
    expect(await assumeRole({WebIdentityToken: token})).toMatchObject(invalid("Couldn't retrieve verification key"))
  })

  test('tampered with', async () => {
    const [head, body, signature] = (await createToken({repository_id: '2'})).split('.')
    const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as object
    const forged = Buffer.from(JSON.stringify({...claims, repository_id: '123456789'})).toString('base64url')
    expect(await assumeRole({WebIdentityToken: [head, forged, signature].join('.')})).toMatchObject(
      invalid('signature')
    )
  })

  test('that is not a JWT', async () => {
    expect(await assumeRole({WebIdentityToken: 'ghs_1234'})).toMatchObject(invalid('is not a valid JWT'))
  })

  test('five minutes old', async () => {
    const token = await createToken()
    testbed.advance(301)
    expect(await assumeRole({WebIdentityToken: token})).toMatchObject({code: 'ExpiredTokenException'})
  })
})

describe('refuses an invalid request', () => {
  const constraint = (text: string) => ({
    status: 400,
    code: 'ValidationError',
    message: expect.stringContaining(text) as unknown
  })
  test.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['a duration below 900', {DurationSeconds: '899'}, constraint('greater than or equal to 900')],
    ['a duration beyond 12 hours', {DurationSeconds: '43201'}, constraint('less than or equal to 43200')],
    ['a duration beyond the role’s', {DurationSeconds: '3601'}, constraint('exceeds the MaxSessionDuration')],
    ['a session name with a slash', {RoleSessionName: 'a/b'}, constraint("at 'roleSessionName'")],
    ['a session name of 65 characters', {RoleSessionName: 'a'.repeat(65)}, constraint('less than or equal to 64')],
    ['a session name of 1 character', {RoleSessionName: 'a'}, constraint('greater than or equal to 2')],
    ['a role without ARN', {RoleArn: 'sample-image-development-github'}, constraint('ARN is invalid')],
    ['another action', {Action: 'GetSessionToken'}, {status: 400, code: 'InvalidAction'}],
    ['a role that does not exist', {RoleArn: `${DEVELOPMENT_ROLE_ARN}-2`}, denied],
    [
      'an account without the provider',
      {RoleArn: DEVELOPMENT_ROLE_ARN.replace(SAMPLE_ACCOUNT, '999999999999')},
      invalid('No OpenIDConnect provider found in your account')
    ]
  ])('%s', async (_, parameters, expected) => {
    expect(await assumeRole(parameters)).toMatchObject(expected)
  })
})

test('denies every token if the trust policy names another provider', async () => {
  const trust = createTrust()
  const [statement] = [trust.Statement].flat()
  statement!.Principal = {Federated: `arn:aws:iam::999999999999:oidc-provider/${TOKEN_ISSUER}`}
  testbed.aws.addRole({arn: DEVELOPMENT_ROLE_ARN, trust, policies: []})
  expect(await assumeRole()).toMatchObject(denied)
})

test('refuses a trust policy without a condition on the subject', () => {
  const trust = createTrust()
  const [statement] = [trust.Statement].flat()
  statement!.Condition = {StringEquals: {[`${TOKEN_ISSUER}:aud`]: 'sts.amazonaws.com'}}
  expect(() => {
    testbed.aws.addRole({arn: DEVELOPMENT_ROLE_ARN, trust, policies: [allow('ecr:*')]})
  }).toThrow('MalformedPolicyDocument')
})
