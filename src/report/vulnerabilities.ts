import type {Finding} from '../aws/scan.js'
import type {Scans} from '../run/outcome.js'

/** A vulnerability of an image. It combines the findings for all platforms and all versions of the package. */
export interface Vulnerability {
  /** The worst of its findings. */
  severity: string
  /** `CVE-2026-1234` */
  name: string
  package: string
  versions: string[]
  fix: string | undefined
  uri: string | undefined
  description: string | undefined
}

/** ECR's severities, the worst first. Any other severity comes last. */
const ORDER = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL']

/** Combines findings into one vulnerability for each name and package, the worst first. */
export function vulnerabilitiesOf(findings: readonly Finding[]): Vulnerability[] {
  const found = new Map<string, Vulnerability>()
  for (const {version, ...finding} of findings) {
    const known = found.get(keyOf(finding))
    if (known === undefined) {
      found.set(keyOf(finding), {...finding, versions: version === '' ? [] : [version]})
      continue
    }
    if (version !== '' && !known.versions.includes(version)) known.versions.push(version)
    if (rank(finding) < rank(known)) known.severity = finding.severity
    known.fix ??= finding.fix
  }
  return [...found.values()].sort(
    (a, b) => rank(a) - rank(b) || compareText(a.name, b.name) || compareText(a.package, b.package)
  )
}

/** Identifies a vulnerability in all versions of its package. */
export function keyOf({name, package: of}: {name: string; package: string}): string {
  return `${name} ${of}`
}

export interface Difference {
  /** Only in the new image. */
  added: Vulnerability[]
  /** Only in the previous image. */
  fixed: Vulnerability[]
}

/** @returns undefined if one of the scans is not known */
export function difference(now: Scans, before: Scans): Difference | undefined {
  if (now.kind === 'unknown' || before.kind === 'unknown') return undefined
  const without = (all: readonly Finding[], others: readonly Finding[]): Vulnerability[] => {
    const keys = new Set(others.map(keyOf))
    return vulnerabilitiesOf(all.filter(finding => !keys.has(keyOf(finding))))
  }
  return {added: without(now.findings, before.findings), fixed: without(before.findings, now.findings)}
}

/** `critical 1, high 2`, the worst first */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => rank({severity: a}) - rank({severity: b}))
  return sorted.map(([severity, count]) => `${severity.toLowerCase()} ${count}`).join(', ') || 'none found'
}

function rank({severity}: {severity: string}): number {
  const index = ORDER.indexOf(severity)
  return index === -1 ? ORDER.length : index
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
