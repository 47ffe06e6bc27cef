import {ECRClient} from '@aws-sdk/client-ecr'
import {describe, expect, test} from '@jest/globals'
import type {Manifest} from '@org/oci/manifest'
import type {LookupResult} from '@org/oci/registry-client'

import type {Finding} from '../../src/aws/scan.js'
import {refusalOf, scannedManifests, scansOf, tooSevere} from '../../src/run/scan-gate.js'
import {parseRepositoryArn} from '../../src/stages/arn.js'

const finding = (severity: string): Finding => ({
  severity,
  name: `CVE of ${severity}`,
  package: 'openssl',
  version: '3.0.1',
  fix: undefined,
  uri: undefined,
  description: undefined
})

describe('the findings at or above a limit, the most severe first', () => {
  // ECR lists findings in no particular order.
  const findings = ['LOW', 'UNTRIAGED', 'HIGH', 'INFORMATIONAL', 'CRITICAL', 'MEDIUM', 'UNDEFINED'].map(finding)

  test.each([
    ['none', []],
    ['critical', ['CRITICAL']],
    ['high', ['CRITICAL', 'HIGH']],
    ['medium', ['CRITICAL', 'HIGH', 'MEDIUM']],
    ['low', ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']]
  ] as const)('%s', (limit, expected) => {
    expect(tooSevere(findings, limit).map(({severity}) => severity)).toEqual(expected)
  })
})

describe('the refusal of an image', () => {
  const high = finding('HIGH')
  const bare = {...high, package: '', version: ''}
  const of = (count: number) => `sha256:root has ${count} findings of severity high or above`

  test.each<[string, Record<string, number>, Finding[], string | undefined]>([
    [
      'does not happen if all findings are below the limit',
      {MEDIUM: 3},
      [finding('MEDIUM'), finding('UNTRIAGED')],
      undefined
    ],
    ['does not happen if the counts are zero', {CRITICAL: 0, HIGH: 0}, [], undefined],
    [
      'names the package, its version and the fix',
      {HIGH: 1},
      [{...high, fix: '3.0.2'}],
      'sha256:root has 1 finding of severity high or above:\n  HIGH CVE of HIGH in openssl 3.0.1, fixed in 3.0.2'
    ],
    [
      'names no package if the finding has none',
      {HIGH: 1},
      [bare],
      'sha256:root has 1 finding of severity high or above:\n  HIGH CVE of HIGH'
    ],
    [
      'lists a finding that came without counts',
      {},
      [high],
      'sha256:root has 1 finding of severity high or above:\n  HIGH CVE of HIGH in openssl 3.0.1'
    ],
    [
      'lists a finding once for each of its packages',
      {HIGH: 1},
      [high, {...high, package: 'libssl'}],
      `${of(2)}:\n  HIGH CVE of HIGH in openssl 3.0.1\n  HIGH CVE of HIGH in libssl 3.0.1`
    ],
    [
      'counts the findings that ECR counts but does not list',
      {CRITICAL: 1, HIGH: 2, LOW: 9},
      [high],
      `${of(3)}:\n  HIGH CVE of HIGH in openssl 3.0.1\n  and 2 more`
    ],
    [
      'points to the console if ECR lists none of the counted findings',
      {CRITICAL: 1, HIGH: 1},
      [finding('LOW')],
      `${of(2)} by ECR's count, but ECR lists none of them: look at the image in ECR's console.`
    ],
    [
      'lists at most 20 findings',
      {HIGH: 22},
      Array.from({length: 22}, () => bare),
      `${of(22)}:\n${'  HIGH CVE of HIGH\n'.repeat(20)}  and 2 more`
    ]
  ])('%s', (_, counts, findings, expected) => {
    expect(refusalOf('sha256:root', {kind: 'scanned', counts, findings}, 'high')).toBe(expected)
  })
})

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json'
const manifest = (content: object): Manifest => ({
  digest: 'sha256:root',
  mediaType: '',
  bytes: Buffer.from(JSON.stringify(content))
})
const listed = (name: string, platform?: object) => ({
  digest: `sha256:${name}`,
  mediaType: MEDIA_TYPE,
  size: 2,
  platform
})
const EMPTY = {mediaType: 'application/vnd.oci.empty.v1+json', digest: 'sha256:empty', size: 2}
const IMAGE = {config: {...EMPTY, mediaType: 'application/vnd.oci.image.config.v1+json'}, layers: []}
const ATTESTATION = listed('attestation', {os: 'unknown', architecture: 'unknown'})

describe('the scanned images', () => {
  const nested = (name: string) => ({
    digest: `sha256:${name}`,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    size: 2
  })
  /** The nested indexes in the registry. */
  const HELD: Record<string, object> = {
    'sha256:nested': {
      manifests: [listed('arm64', {os: 'linux', architecture: 'arm64'}), ATTESTATION, nested('deeper')]
    },
    'sha256:deeper': {manifests: [listed('s390x')]},
    ...Object.fromEntries(['one', 'two', 'amd64', 's390x'].map(name => [`sha256:${name}`, IMAGE])),
    'sha256:soci': {config: {mediaType: 'application/vnd.amazon.soci.index.v2+json'}, subject: listed('amd64')},
    'sha256:unnamed': {artifactType: 'application/vnd.in-toto+json', config: EMPTY}
  }
  const AMD64 = {os: 'linux', architecture: 'amd64'}

  test.each<[string, object, string[], string[]]>([
    ['of an image: the image itself', {layers: []}, ['sha256:root'], []],
    [
      'of an index: its images',
      {manifests: [listed('amd64', {os: 'linux', architecture: 'amd64'}), ATTESTATION]},
      ['sha256:amd64'],
      []
    ],
    [
      'of an index that names no platforms: all it lists',
      {manifests: [listed('one'), listed('two')]},
      ['sha256:one', 'sha256:two'],
      ['sha256:one', 'sha256:two']
    ],
    [
      'of an index that lists an image twice: that image once',
      {manifests: [listed('one', {os: 'linux', architecture: 'arm64'}), listed('one')]},
      ['sha256:one'],
      ['sha256:one']
    ],
    [
      'of an index in an index: the images of both',
      {manifests: [listed('amd64'), nested('nested')]},
      ['sha256:amd64', 'sha256:arm64', 'sha256:s390x'],
      ['sha256:amd64', 'sha256:nested', 'sha256:deeper', 'sha256:s390x']
    ],
    [
      'of an index with an index of SOCI: the image, whether the descriptor has its type or not',
      {
        manifests: [
          listed('amd64', AMD64),
          listed('soci', AMD64),
          {...listed('typed', AMD64), artifactType: 'application/vnd.amazon.soci.index.v2+json'}
        ]
      },
      ['sha256:amd64'],
      ['sha256:amd64', 'sha256:soci']
    ],
    [
      'of an index that names the type of an image, and lists layers: the image',
      {
        manifests: [
          {...listed('amd64', AMD64), artifactType: 'application/vnd.oci.image.config.v1+json'},
          {...listed('layer'), mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip'}
        ]
      },
      ['sha256:amd64'],
      []
    ],
    [
      'of an index with attestations that have no platform: the image',
      {
        manifests: [
          listed('amd64', AMD64),
          {...listed('x'), annotations: {'vnd.docker.reference.type': 'attestation-manifest'}},
          listed('unnamed')
        ]
      },
      ['sha256:amd64'],
      ['sha256:unnamed']
    ]
  ])('%s', async (_, content, expected, expectedReads) => {
    const reads: string[] = []
    const read = (digest: string): Promise<Manifest> => {
      reads.push(digest)
      return Promise.resolve({...manifest(HELD[digest] ?? {}), digest})
    }
    expect(await scannedManifests(manifest(content), read)).toEqual(expected)
    expect(reads).toEqual(expectedReads)
  })

  test.each<[string, object, LookupResult<Manifest>, string]>([
    ['lists no image to scan', {manifests: [ATTESTATION]}, {kind: 'missing', what: 'manifest'}, 'it lists no image'],
    [
      'lists an index that does not exist',
      {manifests: [nested('gone')]},
      {kind: 'missing', what: 'manifest'},
      'an index that it lists cannot be read: there is no sha256:gone in sample-image/master'
    ],
    [
      'lists an index that may not be read',
      {manifests: [nested('gone')]},
      {kind: 'denied', reason: '403 DENIED: no'},
      'an index that it lists cannot be read: 403 DENIED: no'
    ]
  ])('of an index that %s: the findings are not known', async (_, content, found, because) => {
    const repository = parseRepositoryArn('arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master')
    const end = {
      ecr: new ECRClient({region: 'eu-west-1'}),
      client: {name: repository.name, manifest: () => Promise.resolve(found)},
      repository
    }
    expect(await scansOf(end, manifest(content), {timeoutMs: 0}, new AbortController().signal)).toEqual({
      kind: 'unknown',
      because
    })
  })
})

test('an index of 60 platforms asks for a few scans at a time, also while it waits', async () => {
  const platforms = Array.from({length: 60}, (_, index) =>
    listed(`p${index}`, {os: 'linux', architecture: `a${index}`})
  )
  const asked = new Map<string, number>()
  let [inside, most] = [0, 0]
  const ecr = {
    send: async ({input: {imageId}}: {input: {imageId: {imageDigest: string}}}) => {
      most = Math.max(most, ++inside)
      await new Promise(setImmediate)
      inside--
      const times = (asked.get(imageId.imageDigest) ?? 0) + 1
      asked.set(imageId.imageDigest, times)
      if (times === 1) throw Object.assign(new Error('Rate exceeded'), {name: 'ThrottlingException', $fault: 'client'})
      return {imageScanStatus: {status: 'COMPLETE'}, imageScanFindings: {findingSeverityCounts: {LOW: 1}}}
    }
  } as unknown as ECRClient
  const repository = parseRepositoryArn('arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master')
  const end = {ecr, client: {name: repository.name, manifest: () => Promise.reject(new Error('not asked'))}, repository}
  const scans = await scansOf(end, manifest({manifests: platforms}), {timeoutMs: 2000}, new AbortController().signal)
  expect(scans).toEqual({kind: 'scanned', counts: {LOW: 60}, findings: []})
  expect(most).toBe(4)
})
