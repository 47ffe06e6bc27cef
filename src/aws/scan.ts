import {setTimeout as sleep} from 'node:timers/promises'

import type {DescribeImageScanFindingsCommandOutput, VulnerablePackage} from '@aws-sdk/client-ecr'
import {DescribeImageScanFindingsCommand} from '@aws-sdk/client-ecr'

import {messageOf} from '../core/failure.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import type {EcrClient} from './ecr.js'
import type {RepositoryId} from './images.js'

/** A vulnerability that ECR found in a package. */
export interface Finding {
  /** As ECR names it: `CRITICAL`, `HIGH`, `MEDIUM`, `LOW`, `INFORMATIONAL`, `UNDEFINED`, `UNTRIAGED`. */
  severity: string
  /** `CVE-2026-1234` */
  name: string
  package: string
  version: string
  /** The version that fixes it, if one is known. */
  fix: string | undefined
  uri: string | undefined
  /** A sentence or a page. */
  description: string | undefined
}

/** The result of ECR's scan of one manifest, or the reason why there is none. */
export type Scan =
  | {kind: 'scanned'; counts: Record<string, number>; findings: Finding[]}
  | {kind: 'unknown'; because: string; /** The remedy, if it is known. */ remedy?: Remedy}

export interface ScanRequest {
  client: EcrClient
  repository: RepositoryId
  /** Digest of one platform's manifest: ECR does not scan an index. */
  digest: string
  /** How long to wait for a scan that is not finished; with 0 the current state is returned. */
  timeoutMs: number
  /** How long to wait for a scan that has not begun, if that is shorter. If a push starts a scan, it does so within seconds. */
  beginMs?: number
  signal: AbortSignal
  /** Asks ECR when it is this scan's turn: ECR throttles an index of many platforms that asks for all of them at once. */
  inTurn?: <T>(ask: () => Promise<T>) => Promise<T>
}

const POLL_MS = 5000

const SCAN_ON_PUSH = remedy`Deploy infra/ again, so that the source repository scans on push. For an image that was pushed before, run \`aws ecr start-image-scan\`. Or set ${setting('fail-on-severity')} to none.`

/** Reads the findings of a scan. Asks again while the scan is in progress, and as long as ECR cannot answer. */
export async function readScan({
  client,
  repository,
  digest,
  timeoutMs,
  beginMs = timeoutMs,
  signal,
  inTurn = ask => ask()
}: ScanRequest): Promise<Scan> {
  const start = performance.now()
  for (;;) {
    const state = await inTurn(() => look(client, repository, digest, signal))
    if (state.kind !== 'waiting') return state
    const limit = state.why === 'not begun' ? Math.min(beginMs, timeoutMs) : timeoutMs
    const pause = Math.min(POLL_MS, start + limit - performance.now())
    if (pause <= 0)
      return {
        kind: 'unknown',
        ...(timeoutMs === 0 ? {because: state.because} : afterWaiting(state, Math.round(limit / 1000)))
      }
    await sleep(pause, undefined, {signal})
  }
}

function afterWaiting({why, because}: Waiting, seconds: number): {because: string; remedy?: Remedy} {
  switch (why) {
    case 'in progress':
      return {because: `${because}, and it did not end within ${seconds} s`}
    case 'not begun':
      return {because: `no scan of it was started within ${seconds} s`, remedy: SCAN_ON_PUSH}
    case 'no answer':
      return {because: `ECR gave no answer within ${seconds} s: ${because}`}
  }
}

/** A scan without a result so far. */
interface Waiting {
  kind: 'waiting'
  because: string
  why: 'in progress' | 'not begun' | 'no answer'
}

const UNFINISHED: Waiting = {kind: 'waiting', because: 'the scan is not finished', why: 'in progress'}

async function look(
  client: EcrClient,
  repository: RepositoryId,
  digest: string,
  signal: AbortSignal
): Promise<Scan | Waiting> {
  const findings: Finding[] = []
  let counts: Record<string, number> | undefined
  let isComplete = false
  let nextToken: string | undefined
  try {
    do {
      const command: DescribeImageScanFindingsCommand = new DescribeImageScanFindingsCommand({
        registryId: repository.account,
        repositoryName: repository.name,
        imageId: {imageDigest: digest},
        maxResults: 1000,
        ...(nextToken === undefined ? {} : {nextToken})
      })
      const answer: DescribeImageScanFindingsCommandOutput = await client.send(command, {abortSignal: signal})
      const {status = 'PENDING', description = ''} = answer.imageScanStatus ?? {}
      if (status === 'PENDING' || status === 'IN_PROGRESS') return UNFINISHED
      // Enhanced scanning has the status ACTIVE for an image that it keeps watching.
      if (status !== 'COMPLETE' && status !== 'ACTIVE')
        return {kind: 'unknown', because: `the scan ended as ${status}${description === '' ? '' : `: ${description}`}`}
      findings.push(...findingsOf(answer))
      counts = answer.imageScanFindings?.findingSeverityCounts ?? counts
      isComplete ||= answer.imageScanFindings?.imageScanCompletedAt !== undefined
      nextToken = answer.nextToken
    } while (nextToken !== undefined)
    // Enhanced scanning is COMPLETE or ACTIVE for a while before it has findings: https://github.com/aws/aws-sdk/issues/289
    if (!isComplete && counts === undefined && findings.length === 0) return UNFINISHED
    return {kind: 'scanned', counts: counts ?? {}, findings}
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof Error)) throw error
    // A scan that a push started takes a moment to appear.
    if (error.name === 'ScanNotFoundException')
      return {kind: 'waiting', because: 'it has not been scanned', why: 'not begun'}
    const because = `${error.name}: ${messageOf(error)}`
    return mayPass(error) ? {kind: 'waiting', because, why: 'no answer'} : {kind: 'unknown', because}
  }
}

/** ECR answers 400 if it throttles a caller, as all services of AWS do that speak JSON 1.1. */
const LATE = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestTimeout/

/** Whether another answer may come later. The SDK marks a refusal of this very request as the client's fault. */
function mayPass(error: Error): boolean {
  const {$fault, $metadata = {}} = error as {$fault?: unknown; $metadata?: {httpStatusCode?: number}}
  const {httpStatusCode: status} = $metadata
  if (LATE.test(error.name) || $fault === 'server' || (status !== undefined && (status === 429 || status >= 500)))
    return true
  // Without a status there was no answer: the network failed.
  return $fault === undefined && (status === undefined || status < 400) && error.name !== 'CredentialsProviderError'
}

function findingsOf({imageScanFindings}: DescribeImageScanFindingsCommandOutput): Finding[] {
  const basic = (imageScanFindings?.findings ?? []).map(({severity, name, uri, description, attributes = []}) => {
    const attribute = (key: string): string => attributes.find(candidate => candidate.key === key)?.value ?? ''
    return {
      severity: severity ?? 'UNDEFINED',
      name: name ?? '',
      package: attribute('package_name'),
      version: attribute('package_version'),
      fix: undefined,
      uri,
      description
    }
  })
  const enhanced = (imageScanFindings?.enhancedFindings ?? []).flatMap(
    ({severity, title, description, packageVulnerabilityDetails}) => {
      const {vulnerabilityId, sourceUrl, vulnerablePackages = []} = packageVulnerabilityDetails ?? {}
      // A finding that names no package is still a finding.
      const packages: readonly VulnerablePackage[] = vulnerablePackages.length === 0 ? [{}] : vulnerablePackages
      return packages.map(({name, version, release, fixedInVersion}) => ({
        severity: severity ?? 'UNTRIAGED',
        name: vulnerabilityId ?? title ?? '',
        package: name ?? '',
        // `fixedInVersion` contains the distribution's release. Without it here, both versions may look the same.
        version: [version ?? '', release ?? ''].filter(part => part !== '').join('-'),
        fix: fixedInVersion === '' || fixedInVersion === 'NotAvailable' ? undefined : fixedInVersion,
        uri: sourceUrl,
        description
      }))
    }
  )
  return [...basic, ...enhanced]
}
