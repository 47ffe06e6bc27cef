import type {Ecr} from './aws/ecr.js'
import {messageOf} from './failure.js'
import {scansOf} from './gate.js'
import type {Previous, StagedImage} from './outcome.js'
import type {Manifest} from './registry/manifest.js'
import type {Registry} from './registry/registry.js'
import {describeImage} from './staged-image.js'
import type {Tag} from './stages/tags.js'
import type {Holders} from './tagging.js'

export interface Comparison {
  ecr: Ecr
  registry: Registry
  repository: {account: string; name: string}
  /** Of this run's image. */
  manifest: Manifest
  tags: readonly Tag[]
  /** What they named before this run. */
  named: Holders
  scanTimeoutSeconds: number
  signal: AbortSignal
}

/** A comment is no reason to hold up a job for long: ECR scans an image within a minute or two. */
const SCAN_MS = 120_000
/** A push sets off a scan at once, where the repository has any. */
const SCAN_BEGINS_MS = 20_000

/**
 * What is known of an image's vulnerabilities, which is waited for, and of the image that the branch had before. Nothing of it
 * is a reason to fail: what cannot be read is not known.
 */
export async function compare({ecr, registry, repository, manifest, tags, named, scanTimeoutSeconds, signal}: Comparison): Promise<Required<Pick<StagedImage, 'scans' | 'previous'>>> {
  const ofImage = {ecr, registry, repository, signal}
  const describePrevious = async (): Promise<Previous> => {
    const found = findPrevious(tags, named, manifest.digest)
    if (found.kind !== 'other') return found
    const unknown = (because: string): Previous => ({...found, size: undefined, scans: {kind: 'unknown', because}})
    try {
      const there = await registry.manifest(repository.name, found.digest)
      if (there.kind !== 'found') return unknown('it is not there any more')
      const [{size}, scans] = await Promise.all([
        describeImage(registry, repository.name, there.value, [], true),
        scansOf({...ofImage, manifest: there.value, patience: {timeoutMs: 0}})
      ])
      return {...found, size, scans}
    } catch (error) {
      signal.throwIfAborted()
      return unknown(messageOf(error))
    }
  }
  const patience = {timeoutMs: Math.min(scanTimeoutSeconds * 1000, SCAN_MS), beginMs: SCAN_BEGINS_MS}
  const [scans, previous] = await Promise.all([scansOf({...ofImage, manifest, patience}), describePrevious()])
  return {scans, previous}
}

/** What the pull request's tag named, or where that is new the branch's. */
export function findPrevious(tags: readonly Tag[], named: Holders, digest: string): {kind: 'none'} | {kind: 'same'} | {kind: 'other'; tag: string; digest: string} {
  for (const kind of ['pull-request', 'branch'] as const) {
    const tag = tags.find(candidate => candidate.kind === kind)?.name
    const before = tag === undefined ? undefined : named.get(tag)
    if (tag !== undefined && before !== undefined) return before === digest ? {kind: 'same'} : {kind: 'other', tag, digest: before}
  }
  return {kind: 'none'}
}
