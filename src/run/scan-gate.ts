import type {Descriptor, Manifest} from '@org/oci/manifest'
import {contentOf, hasImageConfig, isImageManifest, isPlatformNamed} from '@org/oci/manifest'
import {isManifest} from '@org/oci/manifest-parts'
import {Semaphore} from '@org/oci/pace'
import type {RepositoryClient} from '@org/oci/registry-client'

import {remedyOfDenial} from '../aws/denial.js'
import type {Finding} from '../aws/scan.js'
import {Failure, messageOf} from '../core/failure.js'
import {Lazy} from '../core/lazy.js'
import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'
import {setting} from '../core/setting.js'
import type {StageRun} from './context.js'
import {namesPlatform} from './image-config.js'
import type {Severity} from './inputs.js'
import {SEVERITIES} from './inputs.js'
import {releaseAnotherCommit} from './next-release.js'
import type {Scanned, Scans} from './outcome.js'
import type {StageRepository} from './session.js'
import type {ImageSubject} from './staged-image.js'

const UPDATE = 'Update these packages and build the image again. Nothing was promoted.'

/** An image was not promoted because of its findings. */
export class TooSevere extends Failure {
  constructor(
    message: string,
    readonly image: Scanned,
    /** All findings, including the less severe. */
    readonly scans: ScannedImage,
    remedyOfFindings: Remedy = UPDATE
  ) {
    super(message, {remedy: remedyOfFindings})
  }
}

type ScannedImage = Extract<Scans, {kind: 'scanned'}>

/** The scans that are asked for at once. */
const AT_ONCE = 4

/** The number of findings in an error. A longer list helps nobody. */
const LISTED = 20

/**
 * With the input `fail-on-severity`, waits for ECR's scan, and refuses the image if a finding is too severe. Without it,
 * starts to read the scan and returns at once.
 * @throws TooSevere that lists the findings that are too severe; Failure if the scan decides and its result is not known
 */
export async function passGate(
  run: StageRun,
  source: StageRepository,
  {manifest}: {manifest: Manifest},
  subject: ImageSubject
): Promise<Lazy<Scans>> {
  const {
    inputs: {failOnSeverity, scanTimeoutSeconds},
    log,
    timings,
    signal
  } = run
  const isDecisive = failOnSeverity !== 'none'
  const patience = {timeoutMs: isDecisive ? scanTimeoutSeconds * 1000 : 0}
  const scans = new Lazy(() => timings.time('scan', () => scansOf(source, manifest, patience, signal)))
  if (!isDecisive) return scans.start()

  log.info(`Waiting for ECR's scan, for ${scanTimeoutSeconds} s at most.`)
  const found = await scans.get()
  if (found.kind === 'unknown') throw unknownScan(found, manifest.digest, failOnSeverity)
  const refusal = refusalOf(manifest.digest, found, failOnSeverity)
  if (refusal !== undefined)
    throw new TooSevere(
      refusal,
      {...subject, repository: source.repository.name, digest: manifest.digest},
      found,
      releaseAnotherCommit(run, 'Nothing was promoted. Update these packages', UPDATE)
    )
  return scans
}

function unknownScan(
  {because, remedy: known}: Extract<Scans, {kind: 'unknown'}>,
  digest: string,
  limit: Severity
): Failure {
  return new Failure(
    `Findings of severity ${limit} or above stop a promotion, but the findings of ${digest} are not known: ${because}.`,
    {
      remedy:
        known ??
        remedyOfDenial(because) ??
        remedy`Check that ECR can scan this kind of image. If it can, raise ${setting('scan-timeout')}, or set ${setting('fail-on-severity')} to none.`
    }
  )
}

/** The reason why an image is refused, with the findings that are too severe; undefined if there are none. */
export function refusalOf(digest: string, {counts, findings}: ScannedImage, limit: Severity): string | undefined {
  const severe = tooSevere(findings, limit)
  // ECR counts a finding in several packages once, and may count findings that it does not list. So the larger number counts.
  const count = Math.max(severe.length, countOf(counts, limit))
  if (count === 0) return undefined
  const found = `${digest} has ${count} ${count === 1 ? 'finding' : 'findings'} of severity ${limit} or above`
  if (severe.length === 0)
    return `${found} by ECR's count, but ECR lists none of them: look at the image in ECR's console.`
  const listed = severe.slice(0, LISTED).map(lineOf)
  const more = count > listed.length ? [`  and ${count - listed.length} more`] : []
  return [`${found}:`, ...listed, ...more].join('\n')
}

function lineOf({severity, name, package: of, version, fix}: Finding): string {
  const subject = [of, version].filter(text => text !== '').join(' ')
  return `  ${severity} ${name}${subject === '' ? '' : ` in ${subject}`}${fix === undefined ? '' : `, fixed in ${fix}`}`
}

/** The longest wait in milliseconds for the end of a scan, and for its start if that is shorter. 0 reads the current state. */
export interface Patience {
  timeoutMs: number
  beginMs?: number
}

/** The repository that holds a scanned image. */
export type ScannedRepository = Pick<StageRepository, 'ecr' | 'repository'> & {
  client: Pick<RepositoryClient, 'manifest' | 'name' | 'blobs'>
}

/** Reads the result of ECR's scan of an image, for all its platforms together. */
export async function scansOf(
  {ecr, client, repository}: ScannedRepository,
  manifest: Manifest,
  patience: Patience,
  signal: AbortSignal
): Promise<Scans> {
  const {readScan} = await import('../aws/run-calls.js')
  let scanned: string[]
  try {
    scanned = await scannedManifests(
      manifest,
      digest => listedManifest(client, digest),
      image => namesPlatform(client, image)
    )
  } catch (error) {
    signal.throwIfAborted()
    return {kind: 'unknown', because: `a manifest that it lists cannot be read: ${messageOf(error)}`}
  }
  // Without this check, an index that lists no image would pass as an image without findings.
  if (scanned.length === 0) return {kind: 'unknown', because: 'it lists no image'}
  const turns = new Semaphore(AT_ONCE)
  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => turns.run(ask)
  const scans = await Promise.all(
    scanned.map(digest => readScan({client: ecr, repository, digest, ...patience, signal, inTurn}))
  )
  const counts: Record<string, number> = {}
  const findings: Finding[] = []
  for (const [index, scan] of scans.entries()) {
    if (scan.kind === 'unknown')
      return scanned[index] === manifest.digest
        ? scan
        : {...scan, because: `for its image ${scanned[index] ?? ''}, ${scan.because}`}
    for (const [severity, count] of Object.entries(scan.counts)) counts[severity] = (counts[severity] ?? 0) + count
    findings.push(...scan.findings)
  }
  return {kind: 'scanned', counts, findings}
}

/**
 * The manifests that ECR scans. ECR does not scan an index, only the images that the index lists. Attestations and other
 * artifacts are left out. An entry may itself be an index. An entry may call itself anything, so every manifest is read: ECR
 * never scans an attestation, and an image must not pass the gate as one.
 * @see https://github.com/opencontainers/image-spec/blob/main/image-index.md
 * @param read reads a manifest that is listed
 * @param runs whether the config of a manifest is that of an image: some runtimes look at no type of a layer
 */
export async function scannedManifests(
  manifest: Manifest,
  read: (digest: string) => Promise<Manifest>,
  runs: (manifest: Manifest) => Promise<boolean>
): Promise<string[]> {
  const known = new Map<string, Promise<Manifest>>()
  const readOnce = (digest: string): Promise<Manifest> => {
    const reading = known.get(digest) ?? read(digest)
    known.set(digest, reading)
    return reading
  }
  const imagesOf = async (entry: Descriptor): Promise<string[]> => {
    const one = await readOnce(entry.digest)
    if (contentOf(one).kind === 'index') return await imagesIn(one)
    const isImage = isImageManifest(one) || (mayBeChosen(entry) && hasImageConfig(one) && (await runs(one)))
    return isImage ? [one.digest] : []
  }
  const imagesIn = async (index: Manifest): Promise<string[]> => {
    const content = contentOf(index)
    const listed = content.kind === 'index' ? content.manifests.filter(isManifest) : []
    // One manifest may be listed for several platforms, but its findings count once.
    return [...new Set((await Promise.all(listed.map(imagesOf))).flat())]
  }
  return contentOf(manifest).kind === 'image' ? [manifest.digest] : await imagesIn(manifest)
}

/** Whether a runtime may choose an entry for its platform. An entry without one is chosen by its config. */
function mayBeChosen({platform}: Descriptor): boolean {
  return platform === undefined || isPlatformNamed(platform)
}

async function listedManifest(client: ScannedRepository['client'], digest: string): Promise<Manifest> {
  const found = await client.manifest(digest)
  if (found.kind === 'found') return found.value
  throw new Error(found.kind === 'denied' ? found.reason : `there is no ${digest} in ${client.name}`)
}

/** The findings at a severity or above, the worst first. */
export function tooSevere(findings: readonly Finding[], limit: Severity | 'none'): Finding[] {
  const rank = ({severity}: Finding): number => rankOf(severity, limit)
  return findings.filter(finding => rank(finding) !== -1).sort((a, b) => rank(a) - rank(b))
}

function countOf(counts: ScannedImage['counts'], limit: Severity): number {
  return Object.entries(counts).reduce(
    (sum, [severity, count]) => (rankOf(severity, limit) === -1 ? sum : sum + count),
    0
  )
}

/** 0 for the highest severity; -1 for a severity below the limit. */
function rankOf(severity: string, limit: Severity | 'none'): number {
  const ranks: readonly string[] = SEVERITIES.slice(0, SEVERITIES.findIndex(one => one === limit) + 1)
  return ranks.indexOf(severity.toLowerCase())
}
