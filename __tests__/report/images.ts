import type {Finding} from '../../src/aws/scan.js'
import type {Scans, StagedImage} from '../../src/run/outcome.js'

export const DIGEST = `sha256:${'a'.repeat(64)}`

export function createImage(changes: Partial<StagedImage> = {}): StagedImage {
  return {
    name: 'sample-image',
    dockerfile: 'Dockerfile',
    registry: '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
    repository: 'sample-image/development',
    digest: DIGEST,
    size: 1_234_567,
    platforms: ['linux/amd64'],
    fingerprint: 'f'.repeat(64),
    tags: [
      {tag: 'src-f', kind: 'put'},
      {tag: 'pr-12', kind: 'already'},
      {tag: 'sha-1', kind: 'kept', because: 'it names another image.'}
    ],
    bases: [
      {reference: 'docker.io/library/alpine:3', digest: DIGEST},
      {reference: 'docker.io/library/gone:1', digest: undefined}
    ],
    ...changes
  }
}

export function createFinding(changes: Partial<Finding> = {}): Finding {
  return {
    severity: 'HIGH',
    name: 'CVE-2026-1',
    package: 'openssl',
    version: '3.0.1',
    fix: undefined,
    uri: 'https://nvd.nist.gov/vuln/detail/CVE-2026-1',
    description: 'A flaw.',
    ...changes
  }
}

export function scanned(...findings: Finding[]): Scans & {kind: 'scanned'} {
  const counts: Record<string, number> = {}
  for (const {severity} of findings) counts[severity] = (counts[severity] ?? 0) + 1
  return {kind: 'scanned', counts, findings}
}

/** Text that becomes Markdown, HTML, a mention, a formula or a new line wherever it is not escaped. */
export const HOSTILE =
  '</details><img src=x onerror=alert(1)>|`*_~[a](https://evil.example)@octocat #1 $x$\n# Title\u202e\r\n<!-- -->'
