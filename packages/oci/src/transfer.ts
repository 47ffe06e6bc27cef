import {createHash} from 'node:crypto'

import type {OpenBlob, Uploaded} from './blobs.js'
import {messageOf, RegistryError, WrongBytes} from './errors.js'
import {sweepYoungGenerationOften} from './heap.js'
import type {Descriptor} from './manifest.js'
import {algorithmOf} from './manifest.js'
import {Semaphore} from './pace.js'
import type {RepositoryClient} from './repository-client.js'
import {once} from './task-group.js'

/** How a blob came to be at the target. */
export type Arrival = 'mounted' | 'copied' | 'alreadyThere'

/** Bytes of the blobs that are streamed, as far as they are known by now. */
export interface Progress {
  bytes: number
  total: number
}

export interface Ends {
  source: RepositoryClient
  target: RepositoryClient
  /** Both are in one registry, which may mount blobs from one into the other. */
  sameRegistry: boolean
}

/** Blobs that are read at once; more would share the same line. */
const STREAMS = 6
/** Blobs under way at once: beside those that are read, others have a session already, or wait for the registry's word. */
const UNDER_WAY = 12
/** Uploads of one blob. */
const TRIES = 4
/** Once more where the bytes were wrong: the second time they are wrong where they are kept. */
const TRIES_OF_WRONG_BYTES = 2
/** Where it is the quota: with their pauses they take about the minute that other requests have. */
const TRIES_OF_THROTTLED = 12

/** A blob that is about to be sent: both its ends are open, and it has a place among those that are read. */
interface Ready extends OpenBlob {
  session: URL
  leave: () => void
}

function triesAfter(failure: RegistryError): number {
  if (failure instanceof WrongBytes) return TRIES_OF_WRONG_BYTES
  return failure.status === 429 ? TRIES_OF_THROTTLED : TRIES
}

function drop({body, leave}: Pick<Ready, 'body' | 'leave'>): void {
  body.destroy()
  leave()
}

/** Brings blobs from one repository to another: mounted where the registry mounts, else streamed. Each blob once. */
export class Transfer {
  private readonly arrivals = new Map<string, Promise<Arrival>>()
  private readonly renewals = new Map<string, Promise<void>>()
  private readonly streams = new Semaphore(STREAMS)
  private readonly underWay = new Semaphore(UNDER_WAY)
  private mounts: boolean
  /** The target has had none of the blobs so far. */
  private isFresh = true
  private readonly progress: Progress = {bytes: 0, total: 0}

  constructor(
    private readonly ends: Ends,
    /** For requests that are answered at once. */
    private readonly requests: Semaphore,
    private readonly onProgress: (progress: Progress) => void
  ) {
    this.mounts = ends.sameRegistry
  }

  /** Brings a blob; one that is on its way or there is only waited for. */
  async bring(blob: Descriptor): Promise<Arrival> {
    return await once(this.arrivals, blob.digest, () => this.carry(blob))
  }

  /** Brings a blob that the target said it has, and then says it has not. */
  async bringAgain(blob: Descriptor): Promise<void> {
    await once(this.renewals, blob.digest, async () => {
      if (await this.isThere(blob)) return
      this.arrivals.delete(blob.digest)
      // A mount that did not last is not trusted again.
      this.mounts = false
      await this.bring(blob)
    })
  }

  /** What came how, and how many bytes were streamed; of blobs that have arrived. */
  async summary(): Promise<{blobs: Record<Arrival, number>; bytes: number}> {
    const blobs = {mounted: 0, copied: 0, alreadyThere: 0}
    for (const arrival of await Promise.all(this.arrivals.values())) blobs[arrival]++
    return {blobs, bytes: this.progress.bytes}
  }

  private async carry(blob: Descriptor): Promise<Arrival> {
    const {source, target} = this.ends
    let session: URL | undefined
    if (this.mounts) {
      const mounting = await this.requests.run(() => target.blobs.mount(blob.digest, source.name))
      if (mounting.kind === 'mounted') return 'mounted'
      // It is the registry, the encryption or the permissions that forbid it: the next blob would be refused as well.
      this.mounts = false
      if (mounting.kind === 'session') session = mounting.session
    }
    return await this.underWay.run(async () => {
      // While the target has had nothing yet, a blob is made ready before it is known to be missing: a round trip sooner.
      const ready = this.isFresh ? this.makeReady(blob, session) : undefined
      ready?.catch(() => undefined)
      try {
        if (!(await this.isThere(blob))) return await this.stream(blob, ready ?? this.makeReady(blob, session))
        this.isFresh = false
        return 'alreadyThere'
      } finally {
        void ready?.then(drop, () => undefined)
      }
    })
  }

  private async isThere({digest}: Descriptor): Promise<boolean> {
    return await this.requests.run(() => this.ends.target.blobs.has(digest))
  }

  /** Streams a blob, each time from its first byte into a session of its own. */
  private async stream(blob: Descriptor, first: Promise<Ready>): Promise<'copied'> {
    sweepYoungGenerationOften()
    this.progress.total += blob.size
    let ready = first
    let waited: number | undefined = 0
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.send(blob, await ready)
      if (outcome.kind === 'stored') return 'copied'
      if (attempt >= triesAfter(outcome.failure)) throw outcome.failure
      waited = await this.ends.target.channel.pause(attempt, waited, outcome.retryAfter)
      if (waited === undefined) throw outcome.failure
      ready = this.makeReady(blob, undefined)
    }
  }

  /** Opens both ends; the source's when its turn has come. */
  private async makeReady(blob: Descriptor, given: URL | undefined): Promise<Ready> {
    const {source, target} = this.ends
    const beginning = Promise.resolve(given ?? target.blobs.begin(blob.digest))
    beginning.catch(() => undefined)
    const leave = await this.streams.enter()
    const [opened, begun] = await Promise.allSettled([source.blobs.open(blob.digest), beginning])
    if (opened.status === 'fulfilled' && begun.status === 'fulfilled')
      return {...opened.value, session: begun.value, leave}
    leave()
    if (opened.status === 'fulfilled') opened.value.body.destroy()
    throw [begun, opened].find(one => one.status === 'rejected')?.reason
  }

  private async send(blob: Descriptor, {body, size = blob.size, session, leave}: Ready): Promise<Uploaded> {
    const {source, target} = this.ends
    let sent = 0
    const count = (bytes: number): void => {
      sent += bytes
      this.progress.bytes += bytes
      this.onProgress({...this.progress})
    }
    let outcome: Uploaded | undefined
    try {
      outcome = await target.blobs.upload(
        session,
        blob.digest,
        size,
        verified(body, {...blob, size}, source, count, leave)
      )
      return outcome
    } catch (error) {
      target.channel.throwIfCancelled()
      // A registry that refuses has a status; without one, the line broke at either end or the bytes were wrong.
      if (error instanceof RegistryError && error.status !== undefined) throw error
      const purpose = `uploading blob ${blob.digest} to ${target.name}`
      const broken = (): RegistryError =>
        new RegistryError({...target.channel.details(purpose), answer: messageOf(error), cause: error})
      return {kind: 'again', failure: error instanceof RegistryError ? error : broken()}
    } finally {
      drop({body, leave})
      if (outcome?.kind !== 'stored') this.progress.bytes -= sent
    }
  }
}

/**
 * The bytes of a blob as they come, hashed on the way. The last of them are held back until the digest is seen to be
 * right: what is wrong never becomes a whole blob.
 * @param size what the target was told: a source that does not say how much it sends may send more or less than the manifest says
 * @throws WrongBytes, or RegistryError where the source breaks off
 */
async function* verified(
  body: AsyncIterable<Uint8Array>,
  {digest, size}: Descriptor,
  source: RepositoryClient,
  count: (bytes: number) => void,
  onEnd: () => void
): AsyncGenerator<Uint8Array> {
  const details = source.channel.details(`reading blob ${digest} of ${source.name}`)
  const algorithm = algorithmOf(digest) ?? 'sha256'
  const hash = createHash(algorithm)
  let read = 0
  let held: Uint8Array | undefined
  try {
    for await (const chunk of body) {
      read += chunk.length
      if (read > size)
        throw new WrongBytes({...details, answer: `there are more bytes than the ${size} that its manifest says`})
      if (held !== undefined) {
        yield held
        count(held.length)
      }
      hash.update(chunk)
      held = chunk
    }
  } catch (error) {
    if (error instanceof WrongBytes) throw error
    throw new RegistryError({...details, answer: `it broke off: ${messageOf(error)}`, cause: error})
  }
  const actual = `${algorithm}:${hash.digest('hex')}`
  if (actual !== digest) throw new WrongBytes({...details, answer: `the bytes have digest ${actual}`})
  if (read < size) throw new WrongBytes({...details, answer: `there are ${read} bytes, and its manifest says ${size}`})
  if (held !== undefined) {
    yield held
    count(held.length)
  }
  onEnd()
}
