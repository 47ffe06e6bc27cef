import type {Ecr} from './aws/ecr.js'
import type {Finding} from './aws/scan.js'
import {Failure} from './failure.js'
import type {Inputs, Severity} from './inputs.js'
import {SEVERITIES} from './inputs.js'
import type {Scans} from './outcome.js'
import type {Manifest} from './registry/manifest.js'
import {contentOf} from './registry/manifest.js'
import type {Log} from './report/log.js'

export interface GateRequest {
  ecr: Ecr
  repository: {account: string; name: string}
  manifest: Manifest
  inputs: Pick<Inputs, 'failOnSeverity' | 'scanTimeoutSeconds'>
  log: Log
  signal: AbortSignal
}

/** A long list says no more than its beginning. */
const LISTED = 20

/**
 * What ECR's scan says of an image that is about to be promoted. It is waited for where it decides.
 * @throws Failure listing the findings that are too severe, or saying why nothing is known where that decides
 */
export async function passGate({ecr, repository, manifest, inputs, log, signal}: GateRequest): Promise<Scans> {
  const {scanOf} = await import('./aws/index.js')
  const gates = inputs.failOnSeverity !== 'none'
  const timeoutMs = gates ? inputs.scanTimeoutSeconds * 1000 : 0
  if (gates) log.info(`Waiting for ECR's scan, for ${inputs.scanTimeoutSeconds} s at most.`)
  const scans = await Promise.all(scannedManifests(manifest).map(digest => scanOf({client: ecr, repository, digest, timeoutMs, signal})))

  const counts: Record<string, number> = {}
  const findings: Finding[] = []
  for (const scan of scans) {
    if (scan.kind === 'unknown') {
      if (gates) {
        throw new Failure(`fail-on-severity is ${inputs.failOnSeverity}, but what ECR's scan says of ${manifest.digest} is not known: ${scan.because}.`, {
          remedy: 'See that the source repository scans on push and that the image is of a kind ECR can scan; raise `scan-timeout`, or set `fail-on-severity: none`.'
        })
      }
      return scan
    }
    for (const [severity, count] of Object.entries(scan.counts)) counts[severity] = (counts[severity] ?? 0) + count
    findings.push(...scan.findings)
  }
  const severe = gates ? tooSevere(findings, inputs.failOnSeverity) : []
  if (severe.length === 0) return {kind: 'scanned', counts}
  const listed = severe.slice(0, LISTED).map(({severity, name, package: of, version, fix}) => `  ${severity} ${name} in ${of} ${version}${fix === undefined ? '' : `, mended in ${fix}`}`)
  const more = severe.length > LISTED ? [`  and ${severe.length - LISTED} more`] : []
  throw new Failure([`${manifest.digest} has ${severe.length} findings of severity ${inputs.failOnSeverity} or above:`, ...listed, ...more].join('\n'), {
    remedy: 'Update what is named and let the image be built anew; nothing was promoted.'
  })
}

/** ECR scans no index: its findings are those of each platform's manifest. */
export function scannedManifests(manifest: Manifest): string[] {
  const content = contentOf(manifest)
  if (content.kind !== 'index') return [manifest.digest]
  return content.manifests.filter(({platform}) => platform !== undefined && platform.os !== 'unknown').map(({digest}) => digest)
}

/** The findings at a severity or above, the worst first. */
export function tooSevere(findings: readonly Finding[], limit: Severity | 'none'): Finding[] {
  const ranks: readonly string[] = SEVERITIES.slice(0, SEVERITIES.findIndex(severity => severity === limit) + 1)
  const rank = ({severity}: Finding): number => ranks.indexOf(severity.toLowerCase())
  return findings.filter(finding => rank(finding) !== -1).sort((a, b) => rank(a) - rank(b))
}
