import {ECRClient} from '@aws-sdk/client-ecr'
import {describe, expect, test} from '@jest/globals'

import type {Finding} from '../src/aws/scan.js'
import {scannedManifests, scansOf, tooSevere} from '../src/gate.js'
import type {Manifest} from '../src/registry/manifest.js'

const finding = (severity: string): Finding => ({severity, name: `CVE of ${severity}`, package: 'openssl', version: '3.0.1', fix: undefined, uri: undefined, description: undefined})

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

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json'
const manifest = (content: object): Manifest => ({digest: 'sha256:root', mediaType: '', bytes: Buffer.from(JSON.stringify(content))})
const listed = (name: string, platform?: object) => ({digest: `sha256:${name}`, mediaType: MEDIA_TYPE, size: 2, platform})
const ATTESTATION = listed('attestation', {os: 'unknown', architecture: 'unknown'})

describe('what is scanned', () => {
  test.each([
    ['of an image: itself', {layers: []}, ['sha256:root']],
    ['of an index: its images', {manifests: [listed('amd64', {os: 'linux', architecture: 'amd64'}), ATTESTATION]}, ['sha256:amd64']],
    ['of an index that names no platforms: all it lists', {manifests: [listed('one'), listed('two')]}, ['sha256:one', 'sha256:two']]
  ])('%s', (_, content, expected) => {
    expect(scannedManifests(manifest(content))).toEqual(expected)
  })

  test('where there is nothing to scan, nothing is known', async () => {
    const request = {ecr: new ECRClient({region: 'eu-west-1'}), repository: {account: '111122223333', name: 'sample-image/master'}, patience: {timeoutMs: 0}, signal: new AbortController().signal}
    expect(await scansOf({...request, manifest: manifest({manifests: [ATTESTATION]})})).toEqual({kind: 'unknown', because: 'it lists no image'})
  })
})
