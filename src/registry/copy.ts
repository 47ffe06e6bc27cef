import {Failure} from '../failure.js'
import {Group} from './group.js'
import {ImageCopy} from './image-copy.js'
import {algorithmOf} from './manifest.js'
import type {Registry} from './registry.js'
import type {Arrival, Progress} from './transfer.js'

export interface CopyEnd {
  registry: Registry
  repository: string
}

export interface CopyOptions {
  source: CopyEnd
  target: CopyEnd
  /** Of the image or index, `sha256:...`. */
  digest: string
  /** Copies all that the image is made of although the target has the image itself: it was seen to lack a part of it. */
  anew?: boolean
  signal: AbortSignal
  /** Called for every piece of a blob that is streamed: it is for the caller to say it less often. */
  onProgress?: (progress: Progress) => void
  /** How long the whole copy may take; two hours. */
  deadlineMs?: number
}

/**
 * What became of a tag under which cosign keeps what it has to say of the image; `kept`: the target's names an artifact
 * that says more than the source's.
 */
export type CosignTag = 'put' | 'already' | 'kept'

export interface CopyReport {
  /** Whether the target had the image; then only what is about it was compared. */
  alreadyThere: boolean
  /** Manifests that were put, referrers and cosign's artifacts among them. */
  manifests: number
  /** Distinct blobs, by how they came to be at the target. */
  blobs: Record<Arrival, number>
  /** Bytes of the blobs that were copied. */
  bytes: number
  /** Requests that both registries were sent meanwhile. */
  requests: number
  /** Referrers of the image and of its parts, put now or there already. */
  referrers: number
  cosign: CosignTag[]
}

/**
 * Copies an image by its digest from one repository to another: children before parents, the image itself after all
 * that it is made of, what is about it last. It puts no tags but cosign's, which name digests themselves. What the
 * target has is not sent, so what was interrupted is completed by the next run.
 * @throws RegistryFailure naming the side, what was tried and what came back
 */
export async function copyImage({source, target, digest, anew = false, signal, onProgress, deadlineMs = 7_200_000}: CopyOptions): Promise<CopyReport> {
  if (algorithmOf(digest) === undefined) {
    throw new Failure(`\`${digest}\` is no digest: an image is copied by \`sha256:\` and 64 hexadecimal digits.`)
  }
  const group = new Group()
  const view = {signal: AbortSignal.any([signal, group.signal])}
  const ends = {
    source: source.registry.repository(source.repository, {...view, side: 'source'}),
    target: target.registry.repository(target.repository, {...view, side: 'target'}),
    sameRegistry: source.registry.host === target.registry.host
  }
  const deadline = setTimeout(() => {
    group.stop(new Failure(`Copying ${digest} to ${target.repository} was not done after ${deadlineMs / 60_000} minutes.`, {
      remedy: 'Run the job again: it goes on where this one stopped.'
    }))
  }, deadlineMs)
  const registries = [...new Set([source.registry, target.registry])]
  const sent = (): number => registries.reduce((sum, {requests}) => sum + requests, 0)
  const before = sent()
  try {
    return {...(await new ImageCopy(ends, {digest, anew}, group, onProgress ?? (() => undefined)).run()), requests: sent() - before}
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    clearTimeout(deadline)
  }
}
