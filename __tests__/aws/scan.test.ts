import {ECRClient} from '@aws-sdk/client-ecr'
import {afterEach, beforeEach, describe, expect, jest, test} from '@jest/globals'

import {readScan} from '../../src/aws/scan.js'
import type {ScanResult} from '../../testbed/aws/ecr-scans.js'
import type {Testbed} from '../../testbed/harness/testbed.js'
import type {Fault} from '../../testbed/server/log.js'
import {allow, createClient, createTestbed, SAMPLE_ACCOUNT, SAMPLE_REGION} from '../testbed/sample.js'

const repository = {account: SAMPLE_ACCOUNT, name: 'sample-image/development'}

let testbed: Testbed
let digest: string
beforeEach(async () => {
  testbed = await createTestbed()
  digest = (await (await createClient(testbed)).pushImage(repository.name, 'one')).digest
})
afterEach(() => testbed.close())

async function look(
  result: ScanResult | undefined,
  patience: {timeoutMs: number; beginMs?: number},
  {maxAttempts = 3, ...more}: {maxAttempts?: number; inTurn?: <T>(ask: () => Promise<T>) => Promise<T>} = {}
) {
  const handle = await testbed.registry(SAMPLE_ACCOUNT, SAMPLE_REGION)
  if (result !== undefined) testbed.aws.setScan(handle.repository(repository.name), digest, result)
  const credentials = testbed.aws.addUser({
    arn: `arn:aws:iam::${SAMPLE_ACCOUNT}:user/reader`,
    policies: [allow('ecr:*'), allow('inspector2:*')]
  })
  const endpoint = testbed.env['AWS_ENDPOINT_URL_ECR']!
  const client = new ECRClient({region: SAMPLE_REGION, endpoint, credentials, maxAttempts})
  return await readScan({client, repository, digest, ...patience, ...more, signal: new AbortController().signal})
}

test('a finding has its package, version, address and description', async () => {
  const finding = {
    name: 'CVE-2026-1',
    severity: 'HIGH',
    uri: 'https://example.com',
    description: 'A flaw.',
    attributes: [
      {key: 'package_name', value: 'openssl'},
      {key: 'package_version', value: '3.0.1'}
    ]
  }
  expect(await look({status: 'COMPLETE', findings: [finding]}, {timeoutMs: 0})).toEqual({
    kind: 'scanned',
    counts: {HIGH: 1},
    findings: [
      {
        severity: 'HIGH',
        name: 'CVE-2026-1',
        package: 'openssl',
        version: '3.0.1',
        fix: undefined,
        uri: 'https://example.com',
        description: 'A flaw.'
      }
    ]
  })
})

test("a finding of Inspector's becomes one for each package, with its release and the version that fixes it, if there is one", async () => {
  const curl = {name: 'curl', version: '7.88.1', release: '10+deb12u8'}
  const packages = [
    {...curl, fixedInVersion: '0:7.88.1-10+deb12u9'},
    {name: 'lodash', version: '4.17.20'},
    {name: 'axios', version: '', fixedInVersion: ''}
  ]
  const enhancedFindings = [{name: 'CVE-2026-1', severity: 'HIGH', description: 'A flaw.', packages}]
  const finding = {
    severity: 'HIGH',
    name: 'CVE-2026-1',
    uri: 'https://nvd.nist.gov/vuln/detail/CVE-2026-1',
    description: 'A flaw.'
  }
  expect(await look({status: 'ACTIVE', enhancedFindings}, {timeoutMs: 0})).toEqual({
    kind: 'scanned',
    counts: {HIGH: 1},
    findings: [
      {...finding, package: 'curl', version: '7.88.1-10+deb12u8', fix: '0:7.88.1-10+deb12u9'},
      {...finding, package: 'lodash', version: '4.17.20', fix: undefined},
      {...finding, package: 'axios', version: '', fix: undefined}
    ]
  })
})

test("a finding of Inspector's that names no package is kept", async () => {
  expect(
    await look(
      {status: 'ACTIVE', enhancedFindings: [{name: 'CVE-2026-1', severity: 'CRITICAL', packages: []}]},
      {timeoutMs: 0}
    )
  ).toMatchObject({
    kind: 'scanned',
    counts: {CRITICAL: 1},
    findings: [{severity: 'CRITICAL', name: 'CVE-2026-1', package: '', version: '', fix: undefined}]
  })
})

test.each(['findings', 'enhancedFindings'])('an empty list is a result: %s', async kind => {
  expect(await look({status: 'ACTIVE', [kind]: []}, {timeoutMs: 0})).toEqual({
    kind: 'scanned',
    counts: {},
    findings: []
  })
})

describe('waits for', () => {
  test.each<[string, ScanResult | undefined, {timeoutMs: number; beginMs?: number}, string]>([
    ['nothing', undefined, {timeoutMs: 0}, 'it has not been scanned'],
    [
      'a scan in progress',
      {status: 'IN_PROGRESS'},
      {timeoutMs: 600, beginMs: 0},
      'the scan is not finished, and it did not end within 1 s'
    ],
    [
      'the findings of an image that is under continuous scanning',
      {status: 'ACTIVE'},
      {timeoutMs: 600, beginMs: 0},
      'the scan is not finished, and it did not end within 1 s'
    ],
    [
      'the findings of a scan that is already complete',
      {status: 'COMPLETE'},
      {timeoutMs: 0},
      'the scan is not finished'
    ],
    [
      'no failed scan',
      {status: 'UNSUPPORTED_IMAGE', description: 'no packages'},
      {timeoutMs: 600_000},
      'the scan ended as UNSUPPORTED_IMAGE: no packages'
    ]
  ])('%s', async (_, result, patience, because) => {
    expect(await look(result, patience)).toEqual({kind: 'unknown', because})
  })

  test('a scan in progress, for the same time if the clock stands still', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.now())
    const looked = look({status: 'IN_PROGRESS'}, {timeoutMs: 600})
    expect(await looked.finally(() => jest.restoreAllMocks())).toMatchObject({kind: 'unknown'})
  })

  test.each<[string, {timeoutMs: number; beginMs?: number}]>([
    ['for the shorter time', {timeoutMs: 600_000, beginMs: 600}],
    ['for the whole time by default', {timeoutMs: 600}]
  ])('a scan that never begins, %s, and explains how to start one', async (_, patience) => {
    expect(await look(undefined, patience)).toEqual({
      kind: 'unknown',
      because: 'no scan of it was started within 1 s',
      remedy: {
        workflow: expect.stringMatching(
          /^Deploy infra\/ again, .* scans on push\. .* the input `fail-on-severity` to none\.$/
        ),
        terminal: expect.stringMatching(/^Deploy infra\/ again, .* scans on push\. .* `--fail-on-severity` to none\.$/)
      }
    })
  })
})

describe('ECR that cannot answer for a moment', () => {
  const refusal = (status: number, type: string): Fault => ({
    kind: 'status',
    status,
    body: JSON.stringify({__type: type, message: 'Later.'}),
    headers: {'content-type': 'application/x-amz-json-1.1'}
  })
  test.each<[string, Fault, RegExp]>([
    ['a failure of the service', refusal(500, 'ServerException'), /ServerException: Later\./],
    ['a failure without a name', {kind: 'status', status: 502, body: '<html>'}, /./],
    ['a service that is not available', refusal(503, 'ServiceUnavailable'), /ServiceUnavailable/],
    ['throttling', refusal(400, 'ThrottlingException'), /ThrottlingException: Later\./],
    ['throttling with 429', refusal(429, 'TooManyRequestsException'), /TooManyRequestsException/],
    ['a broken connection', {kind: 'reset'}, /ECONNRESET|socket hang up/]
  ])('is asked again: %s', async (_, fault, reason) => {
    const match = {service: 'ecr'} as const
    const once = testbed.faults.add({match, fault, times: 1})
    const found = await look({status: 'COMPLETE', findings: []}, {timeoutMs: 1500, beginMs: 0}, {maxAttempts: 1})
    expect(found).toEqual({kind: 'scanned', counts: {}, findings: []})
    expect(once.hits).toBe(1)
    once.remove()
    const always = testbed.faults.add({match, fault})
    const because = expect.stringMatching(new RegExp(`^ECR gave no answer within 1 s: .*${reason.source}`, 's'))
    expect(await look(undefined, {timeoutMs: 600}, {maxAttempts: 1})).toEqual({kind: 'unknown', because})
    expect(always.hits).toBeGreaterThan(0)
  })

  test.each(['AccessDeniedException', 'RepositoryNotFoundException', 'ValidationException'])(
    'but a refusal is final: %s',
    async type => {
      const active = testbed.faults.add({match: {service: 'ecr'}, fault: refusal(400, type)})
      const found = await look(undefined, {timeoutMs: 600_000}, {maxAttempts: 1})
      expect(found).toEqual({kind: 'unknown', because: `${type}: Later.`})
      expect(active.hits).toBe(1)
    }
  )
})

test('every question waits for its turn', async () => {
  let turns = 0
  const inTurn = async <T>(ask: () => Promise<T>): Promise<T> => {
    turns++
    return await ask()
  }
  await look({status: 'IN_PROGRESS'}, {timeoutMs: 600}, {inTurn})
  expect(turns).toBeGreaterThan(0)
  expect(testbed.requests.filter(({service}) => service === 'ecr')).toHaveLength(turns)
})
