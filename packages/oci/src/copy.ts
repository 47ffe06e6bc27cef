import type {CopyReport} from './copy-report.js'
import {durationText} from './duration.js'
import {RegistryError} from './errors.js'
import {ImageCopy} from './image-copy.js'
import {algorithmOf} from './manifest.js'
import type {RegistryClient} from './registry-client.js'
import {TaskGroup} from './task-group.js'
import type {Progress} from './transfer.js'

export type {CopyReport, ForeignLayer, UncopiedAttachment} from './copy-report.js'

export interface CopyEnd {
  registry: RegistryClient
  repository: string
}

export interface CopyOptions {
  source: CopyEnd
  target: CopyEnd
  /** The digest of the image or index, `sha256:...`. */
  digest: string
  /** Copies every part even if the target has the image itself, to repair an image that lacks a part; false by default. */
  evenIfPresent?: boolean
  signal: AbortSignal
  /** Called for every piece of every streamed blob, which is often: the caller decides how much of it to show. */
  onProgress?: (progress: Progress) => void
  /** How long the whole copy may take, in milliseconds; 7,200,000 by default. */
  deadlineMs?: number
  /**
   * After how many milliseconds nothing more is copied of what is attached to the image; half of the deadline by default. Somebody
   * may have attached more than anybody can copy.
   */
  attachmentsMs?: number
}

/**
 * Copies an image by its digest from one repository to another. Parts are put before the manifests that name them, and
 * referrers after the image. The copy puts no tags except cosign's, which are derived from digests. Content that the
 * target already has is not sent, so another run completes a copy that was interrupted. A referrer that cannot
 * be copied does not fail the copy: the report names it.
 * @throws RegistryError that names the side, the attempt and the answer
 */
export async function copyImage({
  source,
  target,
  digest,
  evenIfPresent = false,
  signal,
  onProgress,
  deadlineMs = 7_200_000,
  attachmentsMs = deadlineMs / 2
}: CopyOptions): Promise<CopyReport> {
  if (algorithmOf(digest) === undefined) {
    throw new TypeError(`\`${digest}\` is not a digest such as \`sha256:\` and 64 hexadecimal digits.`)
  }
  const options = {digest, evenIfPresent, attachUntil: performance.now() + attachmentsMs}
  const group = new TaskGroup()
  const context = {signal: AbortSignal.any([signal, group.signal])}
  const pair = {
    source: source.registry.repository(source.repository, {...context, side: 'source'}),
    target: target.registry.repository(target.repository, {...context, side: 'target'}),
    sameRegistry: source.registry.host === target.registry.host
  }
  const deadline = setTimeout(() => {
    group.stop(
      new RegistryError({
        ...pair.target.channel.details(`copying ${digest} to ${target.repository}`),
        answer: `the copy was not complete after ${durationText(deadlineMs)}`,
        remedy: 'Try again: the next copy continues where this one stopped.'
      })
    )
  }, deadlineMs)
  const registries = [...new Set([source.registry, target.registry])]
  const sent = (): number => registries.reduce((sum, {requests}) => sum + requests, 0)
  const before = sent()
  try {
    return {
      ...(await new ImageCopy(pair, options, group, onProgress ?? (() => undefined)).run()),
      requests: sent() - before
    }
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    clearTimeout(deadline)
  }
}
