import type {Manifest} from '@org/oci/manifest'

import {messageOf} from '../core/failure.js'
import type {Tag} from '../stages/tags.js'
import type {BuildRun} from './context.js'
import type {Previous, StagedImage} from './outcome.js'
import {scansOf} from './scan-gate.js'
import type {StageRepository} from './session.js'
import {describeImage} from './staged-image.js'
import type {DigestsByTag, TagsAtTarget} from './tags.js'

/** A comment must not delay a job for long. ECR scans an image within a minute or two. */
const SCAN_MS = 120_000
/** If a push starts a scan, it does so at once. */
const SCAN_BEGINS_MS = 20_000

/** Whether the image is compared with the previous image of its pull request, for the comment there. */
export function isCompared({stage, inputs, revision}: BuildRun): boolean {
  // The roles of the other stages may not read findings of their own repository.
  return stage === 'development' && inputs.comment !== 'none' && revision.pullRequest !== undefined
}

/**
 * Reads the vulnerabilities of the image, and for a comment also those of the previous image. If they cannot be read, the run
 * does not fail.
 */
export async function findingsFor(
  run: BuildRun,
  target: StageRepository,
  manifest: Manifest,
  found: TagsAtTarget,
  isNew: boolean
): Promise<Pick<StagedImage, 'scans' | 'previous'>> {
  if (isCompared(run)) return await run.timings.time('scan', () => compare(run, target, manifest, found))
  if (run.stage !== 'development' || isNew) return {}
  return {scans: await scansOf(target, manifest, {timeoutMs: 0}, run.signal)}
}

/** The image that the pull request's tag named before this run. If that tag is new, the branch's tag counts. */
export function findPrevious(
  tags: readonly Tag[],
  named: DigestsByTag,
  digest: string
): {kind: 'none'} | {kind: 'same'} | {kind: 'other'; tag: string; digest: string} {
  for (const kind of ['pull-request', 'branch'] as const) {
    const tag = tags.find(candidate => candidate.kind === kind)?.name
    const before = tag === undefined ? undefined : named.get(tag)
    if (tag !== undefined && before !== undefined)
      return before === digest ? {kind: 'same'} : {kind: 'other', tag, digest: before}
  }
  return {kind: 'none'}
}

async function compare(
  run: BuildRun,
  target: StageRepository,
  manifest: Manifest,
  {tags, named}: TagsAtTarget
): Promise<Required<Pick<StagedImage, 'scans' | 'previous'>>> {
  const patience = {timeoutMs: Math.min(run.inputs.scanTimeoutSeconds * 1000, SCAN_MS), beginMs: SCAN_BEGINS_MS}
  const [scans, previous] = await Promise.all([
    scansOf(target, manifest, patience, run.signal),
    describePrevious(target, findPrevious(tags, named, manifest.digest), run.signal)
  ])
  return {scans, previous}
}

async function describePrevious(
  target: StageRepository,
  found: ReturnType<typeof findPrevious>,
  signal: AbortSignal
): Promise<Previous> {
  if (found.kind !== 'other') return found
  const unknown = (because: string): Previous => ({...found, size: undefined, scans: {kind: 'unknown', because}})
  try {
    const image = await target.client.manifest(found.digest)
    if (image.kind !== 'found') return unknown('it no longer exists')
    const [{size}, scans] = await Promise.all([
      describeImage(target.client, image.value, [], true),
      scansOf(target, image.value, {timeoutMs: 0}, signal)
    ])
    return {...found, size, scans}
  } catch (error) {
    signal.throwIfAborted()
    return unknown(messageOf(error))
  }
}
