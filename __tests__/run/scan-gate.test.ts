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

describe('too severe for a limit is what reaches it, the worst first', () => {
  // As ECR mixes them.
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

describe('an image is refused', () => {
  const high = finding('HIGH')
  const bare = {...high, package: '', version: ''}
  const of = (count: number) => `sha256:root has ${count} findings of severity high or above`

  test.each<[string, Record<string, number>, Finding[], string | undefined]>([
    ['not below the limit', {MEDIUM: 3}, [finding('MEDIUM'), finding('UNTRIAGED')], undefined],
    ['not for a count of none', {CRITICAL: 0, HIGH: 0}, [], undefined],
    [
      'with package, version and fix',
      {HIGH: 1},
      [{...high, fix: '3.0.2'}],
      'sha256:root has 1 finding of severity high or above:\n  HIGH CVE of HIGH in openssl 3.0.1, fixed in 3.0.2'
    ],
    [
      'where no package is named',
      {HIGH: 1},
      [bare],
      'sha256:root has 1 finding of severity high or above:\n  HIGH CVE of HIGH'
    ],
    [
      'where no counts came with the findings',
      {},
      [high],
      'sha256:root has 1 finding of severity high or above:\n  HIGH CVE of HIGH in openssl 3.0.1'
    ],
    [
      'once for each package that a finding names',
      {HIGH: 1},
      [high, {...high, package: 'libssl'}],
      `${of(2)}:\n  HIGH CVE of HIGH in openssl 3.0.1\n  HIGH CVE of HIGH in libssl 3.0.1`
    ],
    [
      'with the count of what is counted and not listed',
      {CRITICAL: 1, HIGH: 2, LOW: 9},
      [high],
      `${of(3)}:\n  HIGH CVE of HIGH in openssl 3.0.1\n  and 2 more`
    ],
    [
      'where findings are counted and none is listed',
      {CRITICAL: 1, HIGH: 1},
      [finding('LOW')],
      `${of(2)} by ECR's count, but ECR lists none of them: look at the image in ECR's console.`
    ],
    [
      'with no more than a list can say',
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
const ATTESTATION = listed('attestation', {os: 'unknown', architecture: 'unknown'})

describe('what is scanned', () => {
  const nested = (name: string) => ({
    digest: `sha256:${name}`,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    size: 2
  })
  /** What the registry holds of those that are listed. */
  const HELD: Record<string, object> = {
    'sha256:nested': {
      manifests: [listed('arm64', {os: 'linux', architecture: 'arm64'}), ATTESTATION, nested('deeper')]
    },
    'sha256:deeper': {manifests: [listed('s390x')]}
  }

  test.each<[string, object, string[], string[]]>([
    ['of an image: itself', {layers: []}, ['sha256:root'], []],
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
      []
    ],
    [
      'of an index that lists an image twice: that image once',
      {manifests: [listed('one', {os: 'linux', architecture: 'arm64'}), listed('one')]},
      ['sha256:one'],
      []
    ],
    [
      'of an index in an index: the images of both',
      {manifests: [listed('amd64'), nested('nested')]},
      ['sha256:amd64', 'sha256:arm64', 'sha256:s390x'],
      ['sha256:nested', 'sha256:deeper']
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
    ['lists nothing to scan', {manifests: [ATTESTATION]}, {kind: 'missing', what: 'manifest'}, 'it lists no image'],
    [
      'lists an index that is not there',
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
  ])('where an index %s, nothing is known', async (_, content, found, because) => {
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
