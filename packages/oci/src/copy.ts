import type {CopyReport} from './copy-report.js'
import {RegistryError} from './errors.js'
import {ImageCopy} from './image-copy.js'
import {algorithmOf} from './manifest.js'
import type {RegistryClient} from './registry-client.js'
import {TaskGroup} from './task-group.js'
import type {Progress} from './transfer.js'

export interface CopyEnd {
  registry: RegistryClient
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
 * Copies an image by its digest from one repository to another: children before parents, the image itself after all
 * that it is made of, what is about it last. It puts no tags but cosign's, which name digests themselves. What the
 * target has is not sent, so what was interrupted is completed by the next run.
 * @throws RegistryError naming the side, what was tried and what came back
 */
export async function copyImage({
  source,
  target,
  digest,
  anew = false,
  signal,
  onProgress,
  deadlineMs = 7_200_000
}: CopyOptions): Promise<CopyReport> {
  if (algorithmOf(digest) === undefined) {
    throw new TypeError(`\`${digest}\` is not a digest such as \`sha256:\` and 64 hexadecimal digits.`)
  }
  const group = new TaskGroup()
  const view = {signal: AbortSignal.any([signal, group.signal])}
  const ends = {
    source: source.registry.repository(source.repository, {...view, side: 'source'}),
    target: target.registry.repository(target.repository, {...view, side: 'target'}),
    sameRegistry: source.registry.host === target.registry.host
  }
  const deadline = setTimeout(() => {
    group.stop(
      new RegistryError({
        ...ends.target.channel.details(`copying ${digest} to ${target.repository}`),
        answer: `the copy was not complete after ${deadlineMs / 60_000} minutes`,
        remedy: 'Try again. The next copy goes on where this one stopped.'
      })
    )
  }, deadlineMs)
  const registries = [...new Set([source.registry, target.registry])]
  const sent = (): number => registries.reduce((sum, {requests}) => sum + requests, 0)
  const before = sent()
  try {
    return {
      ...(await new ImageCopy(ends, {digest, anew}, group, onProgress ?? (() => undefined)).run()),
      requests: sent() - before
    }
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    clearTimeout(deadline)
  }
}
