import {json} from 'node:stream/consumers'

import {sha256Digest} from '../server/spool.js'
import type {StoredImage, StoredRepository} from './stored-repository.js'

/** A finding of basic scanning: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
export interface BasicFinding {
  name: string
  severity: string
  uri?: string
  description?: string
  attributes?: {key: string; value: string}[]
}

/** A finding of Amazon Inspector: the properties in which one differs from another. */
export interface InspectorFinding {
  /** `CVE-2026-1` */
  name: string
  severity: string
  description?: string
  packages: {name: string; version: string; release?: string; fixedInVersion?: string}[]
}

/** The answer of DescribeImageScanFindings: findings of basic or of enhanced scanning, or none yet. */
export interface ScanResult {
  status: string
  description?: string
  findings?: BasicFinding[]
  enhancedFindings?: InspectorFinding[]
}

/** A label of an image that gives its scan a finding. The value is the severity. */
const FINDING = 'testbed.finding'

/**
 * The result of the basic scan that the push of an image has started.
 * @param seconds duration of the scan
 * @param now milliseconds since the epoch
 */
export async function scanOfPush(
  {layers}: StoredRepository,
  {manifest, pushedAt}: StoredImage,
  seconds: number,
  now: number
): Promise<ScanResult> {
  if (now < pushedAt + seconds * 1000) return {status: 'IN_PROGRESS'}
  const config = layers.get(manifest.blobs[0] ?? '')
  const {config: {Labels: labels} = {}} = (config === undefined ? {} : await json(config.stream())) as {
    config?: {Labels?: Record<string, string> | null}
  }
  const severity = labels?.[FINDING]
  return {
    status: 'COMPLETE',
    findings:
      severity === undefined
        ? []
        : [
            {
              name: 'CVE-0000-0000',
              severity: severity.toUpperCase(),
              description: `The label ${FINDING} asks for this finding.`
            }
          ]
  }
}

/**
 * The findings of a scan, as ECR answers them. Before a scan has findings, the answer has an empty list. Enhanced scanning
 * has been seen to report such a scan as ACTIVE or COMPLETE: https://github.com/aws/aws-sdk/issues/289
 * @param page the findings on this page
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html#API_DescribeImageScanFindings_Examples
 */
export function imageScanFindings(
  scan: ScanResult,
  page: readonly (BasicFinding | InspectorFinding)[],
  repository: StoredRepository,
  image: StoredImage
): unknown {
  const all = scan.enhancedFindings ?? scan.findings
  if (all === undefined) return {findings: []}
  const findingSeverityCounts: Record<string, number> = {}
  for (const {severity} of all) findingSeverityCounts[severity] = (findingSeverityCounts[severity] ?? 0) + 1
  const findings = page.map(finding => ('packages' in finding ? enhancedFinding(finding, repository, image) : finding))
  return {
    ...(scan.enhancedFindings === undefined ? {findings} : {enhancedFindings: findings}),
    imageScanCompletedAt: image.pushedAt / 1000,
    vulnerabilitySourceUpdatedAt: image.pushedAt / 1000,
    findingSeverityCounts
  }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html */
function enhancedFinding(
  {name, severity, description = 'None Provided', packages}: InspectorFinding,
  {settings}: StoredRepository,
  {digest, pushedAt}: StoredImage
): unknown {
  const {account, region, name: repositoryName} = settings
  const fixed = packages.filter(({fixedInVersion}) => fixedInVersion !== undefined).length
  const observed = pushedAt / 1000
  return {
    awsAccountId: account,
    findingArn: `arn:aws:inspector2:${region}:${account}:finding/${sha256Digest(`${name} ${digest}`).slice(-32)}`,
    type: 'PACKAGE_VULNERABILITY',
    status: 'ACTIVE',
    severity,
    title: [name, ...packages.map(one => one.name)].slice(0, 2).join(' - '),
    description,
    firstObservedAt: observed,
    lastObservedAt: observed,
    updatedAt: observed,
    fixAvailable: fixed === 0 ? 'NO' : fixed < packages.length ? 'PARTIAL' : 'YES',
    exploitAvailable: 'NO',
    packageVulnerabilityDetails: {
      source: 'NVD',
      sourceUrl: `https://nvd.nist.gov/vuln/detail/${name}`,
      vulnerabilityId: name,
      cvss: [],
      referenceUrls: [],
      relatedVulnerabilities: [],
      vulnerablePackages: packages.map(({fixedInVersion = 'NotAvailable', ...one}) => ({
        ...one,
        arch: 'AMD64',
        epoch: 0,
        packageManager: 'OS',
        fixedInVersion
      }))
    },
    remediation: {recommendation: {text: 'None Provided'}},
    resources: [
      {
        type: 'AWS_ECR_CONTAINER_IMAGE',
        id: `arn:aws:ecr:${region}:${account}:repository/${repositoryName}/${digest}`,
        tags: {},
        details: {
          awsEcrContainerImage: {
            architecture: 'amd64',
            imageHash: digest,
            imageTags: [],
            platform: 'DEBIAN_12',
            pushedAt: observed,
            registry: account,
            repositoryName
          }
        }
      }
    ]
  }
}
