import type {OpenBlob, UploadResult} from './blobs.js'
import {messageWithCauses, RegistryError} from './errors.js'
import {collectYoungGenerationOften} from './heap.js'
import type {Descriptor} from './manifest.js'
import {isForeign} from './manifest-parts.js'
import {Semaphore} from './pace.js'
import type {ReceivedUrl} from './received-url.js'
import {mayBeStored} from './refusals.js'
import {Repeats} from './repeats.js'
import type {RepositoryClient} from './repository-client.js'
import {startOnce} from './task-group.js'
import {isFinal, timeUsed, verified} from './verified-bytes.js'

/** How the target got a blob. */
export type BlobOutcome = 'mounted' | 'copied' | 'alreadyThere'

/** Bytes of the blobs that are streamed. */
export interface Progress {
  /** Sent so far. Decreases when an upload fails, because its bytes are sent again. */
  bytes: number
  /** Of all blobs that are known so far to need streaming; it grows during the copy. */
  total: number
}

/** The two repositories of a copy. */
export interface RepositoryPair {
  source: RepositoryClient
  target: RepositoryClient
  /** One registry has both repositories, so it may mount blobs from one into the other. */
  sameRegistry: boolean
}

/** Blobs that are downloaded at once. More would only share the same bandwidth. */
const STREAMS = 6
/** Blobs in progress at once. Apart from the downloads, these wait for an upload session or for the target's answer. */
const IN_PROGRESS = 12
/** Bytes of a blob from which on its pieces are worth collecting early. */
const LARGE = 1024 * 1024

/** An upload that can start: the download is open, the target waits in a session, and a download slot is taken. */
interface PreparedUpload extends OpenBlob {
  session: ReceivedUrl
  /** Gives the download slot back. */
  release: () => void
}

function discard({body, release}: Pick<PreparedUpload, 'body' | 'release'>): void {
  body.destroy()
  release()
}

/** Copies blobs from one repository to another, each once: mounted if the registry mounts blobs, otherwise streamed. */
export class Transfer {
  /**
   * By digest and size: an attachment that lies about the size of a blob must not fail the image, which names the blob too.
   */
  private readonly copies = new Map<string, Promise<BlobOutcome>>()
  /** The blobs that are at the target, by digest. An attachment that takes too long may still be on its way. */
  private readonly outcomes = new Map<string, BlobOutcome>()
  private readonly foreign = new Map<string, Promise<boolean>>()
  private readonly repeats = new Repeats()
  private readonly streams = new Semaphore(STREAMS)
  private readonly inProgress = new Semaphore(IN_PROGRESS)
  private mounts: boolean
  /** The target had none of the blobs that were looked up so far. */
  private targetLooksEmpty = true
  private readonly progress: Progress = {bytes: 0, total: 0}

  constructor(
    private readonly repositories: RepositoryPair,
    /** Limits the requests that have short answers. */
    private readonly requests: Semaphore,
    private readonly onProgress: (progress: Progress) => void
  ) {
    this.mounts = repositories.sameRegistry
  }

  /** Copies a blob, or waits for the copy that was started before. */
  async copy(blob: Descriptor): Promise<BlobOutcome> {
    const outcome = await startOnce(this.copies, copyOf(blob), () => this.mountOrStream(blob))
    this.outcomes.set(blob.digest, outcome)
    return outcome
  }

  /**
   * Copies a foreign layer if the source holds it. Otherwise it can be downloaded only from its URLs.
   * @returns whether the source holds it
   */
  async copyForeign(layer: Descriptor): Promise<boolean> {
    return await startOnce(this.foreign, layer.digest, async () => {
      const isHeld = await this.requests.run(() => this.repositories.source.blobs.has(layer.digest))
      if (isHeld) await this.copy(layer)
      return isHeld
    })
  }

  /**
   * Sends a blob that the target reported as missing, even if the target also answers that it has the blob.
   * @param lostAt the time of `performance.now()` when the target was asked
   */
  async sendAgain(blob: Descriptor, lostAt: number): Promise<void> {
    await this.repeats.run(blob.digest, lostAt, async () => {
      // The lost blob may have been mounted, so mounts are not trusted any more.
      this.mounts = false
      this.copies.delete(copyOf(blob))
      const outcome = await startOnce(this.copies, copyOf(blob), () =>
        this.inProgress.run(() => this.stream(blob, this.prepare(blob, undefined)))
      )
      this.outcomes.set(blob.digest, outcome)
    })
  }

  /** The number of blobs at the target by outcome, and the bytes that were streamed. */
  summary(): {blobs: Record<BlobOutcome, number>; bytes: number} {
    const blobs = {mounted: 0, copied: 0, alreadyThere: 0}
    for (const outcome of this.outcomes.values()) blobs[outcome]++
    return {blobs, bytes: this.progress.bytes}
  }

  private async mountOrStream(blob: Descriptor): Promise<BlobOutcome> {
    const {source, target} = this.repositories
    let session: ReceivedUrl | undefined
    if (this.mounts) {
      const mount = await this.requests.run(() => target.blobs.mount(blob.digest, source.name))
      if (mount.kind === 'mounted') return 'mounted'
      // The registry's settings, the encryption or the permissions forbid mounts, so the next mount would fail too. A foreign
      // layer may have reasons of its own.
      if (!isForeign(blob)) this.mounts = false
      if (mount.kind === 'session') session = mount.session
    }
    return await this.inProgress.run(async () => {
      // As long as the target looks empty, the upload is prepared during the lookup, which saves a round trip.
      const prepared = this.targetLooksEmpty ? this.prepare(blob, session) : undefined
      prepared?.catch(() => undefined)
      try {
        if (!(await this.targetHas(blob))) return await this.stream(blob, prepared ?? this.prepare(blob, session))
        this.targetLooksEmpty = false
        return 'alreadyThere'
      } finally {
        void prepared?.then(discard, () => undefined)
      }
    })
  }

  private async targetHas({digest}: Descriptor): Promise<boolean> {
    return await this.requests.run(() => this.repositories.target.blobs.has(digest))
  }

  /** Streams a blob. Every try starts at the first byte and uses a session of its own. */
  private async stream(blob: Descriptor, first: Promise<PreparedUpload>): Promise<'copied'> {
    if (blob.size >= LARGE) collectYoungGenerationOften()
    this.progress.total += blob.size
    let prepared = first
    let waited: number | undefined = 0
    let failedAt: number | undefined
    for (let attempt = 1; ; attempt++) {
      const result = await this.send(blob, await prepared)
      if (result.kind === 'stored') return 'copied'
      if (await this.hasMeanwhile(blob, result.failure)) {
        this.progress.bytes += blob.size
        return 'copied'
      }
      if (result.kind === 'refused' || isFinal(result.failure, attempt)) throw result.failure
      failedAt ??= performance.now()
      const used = timeUsed(attempt, waited, failedAt)
      waited = await this.repositories.target.channel.pause(attempt, used, result.retryAfter)
      if (waited === undefined) throw result.failure
      prepared = this.prepare(blob, undefined)
    }
  }

  /** Whether the target has a blob although its upload failed: another job may have put it, or only the answer got lost. */
  private async hasMeanwhile(blob: Descriptor, failure: RegistryError): Promise<boolean> {
    if (failure.side !== 'target' || !mayBeStored(failure)) return false
    return await this.targetHas(blob).catch(() => false)
  }

  /** Opens a session, unless one is given, and the download, as soon as a slot is free. */
  private async prepare(blob: Descriptor, given: ReceivedUrl | undefined): Promise<PreparedUpload> {
    const {source, target} = this.repositories
    const beginning = Promise.resolve(given ?? target.blobs.begin(blob.digest))
    beginning.catch(() => undefined)
    const release = await this.streams.acquire()
    const [opened, begun] = await Promise.allSettled([source.blobs.open(blob.digest), beginning])
    if (opened.status === 'fulfilled' && begun.status === 'fulfilled')
      return {...opened.value, session: begun.value, release}
    release()
    if (opened.status === 'fulfilled') opened.value.body.destroy()
    throw [begun, opened].find(one => one.status === 'rejected')?.reason
  }

  private async send(
    blob: Descriptor,
    {body, size = blob.size, session, release}: PreparedUpload
  ): Promise<UploadResult> {
    const {source, target} = this.repositories
    let sent = 0
    const count = (bytes: number): void => {
      sent += bytes
      this.progress.bytes += bytes
      this.onProgress({...this.progress})
    }
    let result: UploadResult | undefined
    try {
      result = await target.blobs.upload(
        session,
        blob.digest,
        size,
        verified(body, {...blob, size}, source.blobs.reading(blob.digest), count, release)
      )
      return result
    } catch (error) {
      target.channel.throwIfCancelled()
      if (error instanceof RegistryError && error.status !== undefined) return {kind: 'refused', failure: error}
      // A connection failed or the bytes were wrong.
      const purpose = `uploading blob ${blob.digest} to ${target.name}`
      const broken = (): RegistryError =>
        new RegistryError({...target.channel.details(purpose), answer: messageWithCauses(error), cause: error})
      return {kind: 'retry', failure: error instanceof RegistryError ? error : broken()}
    } finally {
      discard({body, release})
      if (result?.kind !== 'stored') this.progress.bytes -= sent
    }
  }
}

function copyOf({digest, size}: Descriptor): string {
  return `${digest} ${size}`
}
