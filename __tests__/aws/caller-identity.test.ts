import {afterAll, beforeAll, expect, test} from '@jest/globals'

import {ACCOUNT, REGION} from '../../packages/oci/test/world.js'
import {remedyOfStsError} from '../../src/aws/caller-identity.js'
import {readCallerIdentity} from '../../src/aws/doctor-calls.js'
import type {Credentials} from '../../src/aws/role.js'
import type {Failure} from '../../src/core/failure.js'
import {remedyAt} from '../../src/core/remedy.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import {startTestbed} from '../../testbed/harness/testbed.js'

const {signal} = new AbortController()
const place = {region: REGION, from: {region: '`aws.region: eu-west-1` in stages.yml:4'}}
let testbed: Testbed
beforeAll(async () => {
  testbed = await startTestbed()
  // The SDK reads the endpoints from there.
  Object.assign(process.env, testbed.env)
})
afterAll(() => testbed.close())

function user(): Credentials {
  return testbed.aws.addUser({arn: `arn:aws:iam::${ACCOUNT}:user/ada`})
}

function session(): Credentials & {sessionToken: string} {
  const arn = `arn:aws:iam::${ACCOUNT}:role/sample-image-development-github`
  testbed.aws.addRole({arn, trust: {Version: '2012-10-17', Statement: []}, policies: []})
  const {
    accessKeyId,
    secretAccessKey,
    sessionToken = ''
  } = testbed.aws.startSession(testbed.aws.role(arn)!, 'my-org@sample-image-1')
  return {accessKeyId, secretAccessKey, sessionToken}
}

test.each([
  ['a user', user, `arn:aws:iam::${ACCOUNT}:user/ada`],
  [
    "a role's session",
    session,
    `arn:aws:sts::${ACCOUNT}:assumed-role/sample-image-development-github/my-org@sample-image-1`
  ]
])('names %s by the ARN', async (_, credentials, arn) => {
  expect(await readCallerIdentity(credentials(), place, testbed.env, signal)).toEqual({account: ACCOUNT, arn})
})

test.each([
  ['an unknown key', () => ({...user(), accessKeyId: 'AKIAIOSFODNN7EXAMPLE'}), 'InvalidClientTokenId', 'aws sso login'],
  ['a wrong secret', () => ({...user(), secretAccessKey: 'wrong'}), 'SignatureDoesNotMatch', 'clock'],
  [
    'an expired session',
    () => {
      const credentials = session()
      testbed.advance(3601)
      return credentials
    },
    'ExpiredToken',
    'aws sso login'
  ]
])('refuses %s with a remedy', async (_, credentials, answer, remedy) => {
  const failure = await readCallerIdentity(credentials(), place, testbed.env, signal).catch(
    (error: unknown) => error as Failure
  )
  expect(failure).toMatchObject({
    message: expect.stringMatching(
      `^Asking STS in eu-west-1 for the owner of the AWS credentials \\(GetCallerIdentity\\): ${answer}`
    ),
    remedy: expect.stringContaining(remedy)
  })
})

test.each([
  [
    'a host that has no address',
    {code: 'ENOTFOUND', hostname: 'sts.eu-wst-1.amazonaws.com'},
    'check that this machine reaches STS in eu-wst-1. Behind a proxy, check HTTPS_PROXY and NO_PROXY too.'
  ],
  [
    'a region that is not activated',
    {name: 'RegionDisabledException'},
    'activate STS for eu-wst-1 in the account, under IAM, Account settings.'
  ]
])('for %s the remedy asks about the region first, with its place in the stages file', (_, error, otherwise) => {
  const from = {region: '`aws.region: eu-wst-1` in stages.yml:4'}
  const remedy = remedyOfStsError(Object.assign(new Error('No.'), error), {region: 'eu-wst-1', from})
  expect(remedyAt('terminal', remedy)).toBe(
    `Is it the right region? It comes from ${from.region}. If it is, ${otherwise}`
  )
})

test('if STS cannot be reached, the remedy names the proxy variables', async () => {
  process.env['AWS_ENDPOINT_URL_STS'] = 'http://127.0.0.1:9'
  await expect(readCallerIdentity(user(), place, testbed.env, signal)).rejects.toMatchObject({
    remedy: {
      workflow: expect.stringMatching(/this runner reaches STS .*HTTPS_PROXY/),
      terminal: expect.stringMatching(/this machine reaches STS .*HTTPS_PROXY/)
    }
  })
})
