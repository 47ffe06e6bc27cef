import {ECRClient} from '@aws-sdk/client-ecr'
import {describe, expect, test} from '@jest/globals'
import type {Manifest} from '@org/oci/manifest'
import type {LookupResult, RepositoryClient} from '@org/oci/registry-client'

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

/** No config is read in these tests. */
const NO_BLOBS = {} as unknown as RepositoryClient['blobs']

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
const layer = (type: string) => ({...EMPTY, mediaType: type})
const LAYER = layer('application/vnd.oci.image.layer.v1.tar+gzip')
const IMAGE = {config: {...EMPTY, mediaType: 'application/vnd.oci.image.config.v1+json'}, layers: [LAYER]}
const ATTESTATION = listed('attestation', {os: 'unknown', architecture: 'unknown'})

describe('the scanned images', () => {
  const nested = (name: string) => ({
    digest: `sha256:${name}`,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    size: 2
  })
  /** Everything else in the registry is an image. */
  const HELD: Record<string, object> = {
    nested: {manifests: [listed('arm64', {os: 'linux', architecture: 'arm64'}), ATTESTATION, nested('deeper')]},
    deeper: {manifests: [listed('s390x'), listed('arm64')]},
    empty: {...IMAGE, layers: []},
    docker: {
      config: {mediaType: 'application/vnd.docker.container.image.v1+json'},
      layers: [layer('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip')]
    },
    attestation: {...IMAGE, layers: [layer('application/vnd.in-toto+json')]},
    signature: {...IMAGE, layers: [layer('application/vnd.dev.cosign.simplesigning.v1+json')]},
    artifact: {artifactType: 'application/vnd.in-toto+json', config: EMPTY, layers: [LAYER]},
    soci: {
      config: {mediaType: 'application/vnd.amazon.soci.index.v2+json'},
      subject: listed('amd64'),
      layers: [layer('application/octet-stream')]
    },
    disguised: {
      ...IMAGE,
      artifactType: 'application/vnd.in-toto+json',
      subject: listed('amd64'),
      layers: [layer('application/vnd.in-toto+json'), LAYER]
    }
  }
  const AMD64 = {os: 'linux', architecture: 'amd64'}
  const reading = () => {
    const reads: string[] = []
    const read = (digest: string): Promise<Manifest> => {
      const name = digest.slice('sha256:'.length)
      reads.push(name)
      return Promise.resolve({...manifest(HELD[name] ?? IMAGE), digest})
    }
    return {read, reads}
  }
  const scannedIn = async (content: object, runs = false) => {
    const {read, reads} = reading()
    const scanned = await scannedManifests(manifest(content), read, () => Promise.resolve(runs))
    return {scanned: scanned.map(digest => digest.slice('sha256:'.length)), reads}
  }

  test.each<[string, object, string[], string[]]>([
    ['of an image: the image itself', {layers: []}, ['root'], []],
    [
      'of an index: its images',
      {manifests: [listed('amd64', AMD64), ATTESTATION]},
      ['amd64'],
      ['amd64', 'attestation']
    ],
    [
      'of an index that names no platforms: its images',
      {manifests: [listed('one'), listed('docker'), listed('empty')]},
      ['one', 'docker', 'empty'],
      ['one', 'docker', 'empty']
    ],
    [
      'of an index that lists an image twice: that image once',
      {manifests: [listed('one', {os: 'linux', architecture: 'arm64'}), listed('one')]},
      ['one'],
      ['one']
    ],
    [
      'of an index in an index: the images of both, each read once',
      {manifests: [listed('amd64'), nested('nested'), nested('deeper')]},
      ['amd64', 'arm64', 's390x'],
      ['amd64', 'nested', 'deeper', 's390x', 'arm64', 'attestation']
    ],
    [
      'of an index that names the type of an image, and lists layers: the image',
      {
        manifests: [
          {...listed('amd64', AMD64), artifactType: 'application/vnd.oci.image.config.v1+json'},
          {...listed('layer'), mediaType: LAYER.mediaType}
        ]
      },
      ['amd64'],
      ['amd64']
    ]
  ])('%s', async (_, content, expected, expectedReads) => {
    const {scanned, reads} = await scannedIn(content)
    expect(scanned).toEqual(expected)
    expect(reads.sort()).toEqual(expectedReads.sort())
  })

  describe.each(['attestation', 'signature', 'artifact', 'soci'])('of an index that also lists: %s', name => {
    test.each<[string, object]>([
      ['no platform', {}],
      ['an empty platform', {platform: {os: '', architecture: ''}}],
      ['half a platform', {platform: {os: 'linux', architecture: 'unknown'}}],
      ['the platform of the image', {platform: AMD64}],
      ['a platform of its own', {platform: {os: 'linux', architecture: 'riscv64'}}],
      ['the type of an image', {platform: AMD64, artifactType: 'application/vnd.oci.image.config.v1+json'}]
    ])('with %s: the image alone', async (_, entry) => {
      const {scanned} = await scannedIn({manifests: [listed('amd64', AMD64), {...listed(name), ...entry}]})
      expect(scanned).toEqual(['amd64'])
    })
  })

  test.each<[string, object]>([
    ['the platform', {platform: {os: 'unknown', architecture: 'unknown'}}],
    ['the annotation', {platform: AMD64, annotations: {'vnd.docker.reference.type': 'attestation-manifest'}}],
    ['the type', {artifactType: 'application/vnd.in-toto+json'}]
  ])('of an index: an image too that has %s of an attestation', async (_, entry) => {
    const {scanned} = await scannedIn({manifests: [listed('amd64', AMD64), {...listed('disguised'), ...entry}]})
    expect(scanned).toEqual(['amd64', 'disguised'])
  })

  test.each<[string, object, string[]]>([
    ['with a platform', {platform: {os: 'linux', architecture: 'arm64'}}, ['amd64', 'attestation']],
    ['without a platform', {}, ['amd64', 'attestation']],
    ['with the platform of an attestation', {platform: {os: 'unknown', architecture: 'unknown'}}, ['amd64']]
  ])('of an index: an image, %s, whose layers call themselves attestations', async (_, entry, expected) => {
    const content = {manifests: [listed('amd64', AMD64), {...listed('attestation'), ...entry}]}
    expect((await scannedIn(content, true)).scanned).toEqual(expected)
  })

  test.each<[string, object, LookupResult<Manifest>, string]>([
    [
      'lists no image to scan',
      {manifests: [ATTESTATION]},
      {kind: 'found', value: manifest(HELD['attestation'] ?? {})},
      'it lists no image'
    ],
    [
      'lists an index that does not exist',
      {manifests: [nested('gone')]},
      {kind: 'missing', what: 'manifest'},
      'a manifest that it lists cannot be read: there is no sha256:gone in sample-image/master'
    ],
    [
      'lists an index that may not be read',
      {manifests: [nested('gone')]},
      {kind: 'denied', reason: '403 DENIED: no'},
      'a manifest that it lists cannot be read: 403 DENIED: no'
    ]
  ])('of an index that %s: the findings are not known', async (_, content, found, because) => {
    const repository = parseRepositoryArn('arn:aws:ecr:eu-west-1:111122223333:repository/sample-image/master')
    const end = {
      ecr: new ECRClient({region: 'eu-west-1'}),
      client: {name: repository.name, manifest: () => Promise.resolve(found), blobs: NO_BLOBS},
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
  const found = (digest: string) => Promise.resolve({kind: 'found' as const, value: {...manifest(IMAGE), digest}})
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
  const end = {ecr, client: {name: repository.name, manifest: found, blobs: NO_BLOBS}, repository}
  const scans = await scansOf(end, manifest({manifests: platforms}), {timeoutMs: 2000}, new AbortController().signal)
  expect(scans).toEqual({kind: 'scanned', counts: {LOW: 60}, findings: []})
  expect(most).toBe(4)
})
