import {randomUUID} from 'node:crypto'

import {EcrError} from '../aws/ecr-error.js'
import {type BlobContent, type Scratch, Spool} from '../server/spool.js'

/** The smallest size of a part in bytes. The last part may be smaller. */
const MIN_PART = 5 * 1024 * 1024

/** An upload session of one layer. It takes parts in order. After a failure it takes nothing more. */
export class Upload {
  readonly id = randomUUID()
  failed = false
  readonly #parts: number[] = []
  readonly #spool: Spool

  constructor(
    readonly repository: string,
    scratch: Scratch
  ) {
    this.#spool = new Spool(scratch)
  }

  get size(): number {
    return this.#spool.size
  }

  /** The end of the range that ECR reports: always that of the first part. */
  get reportedEnd(): number {
    return Math.max(0, (this.#parts[0] ?? 0) - 1)
  }

  /**
   * Takes a part. A part that breaks off fails the session.
   *
   * @param start the position of the part, if the client names one
   * @throws EcrError if the part does not begin at the end of the part before
   */
  async append(part: AsyncIterable<Buffer>, start?: number): Promise<void> {
    if (this.failed || (start !== undefined && start !== this.size)) {
      this.failed = true
      throw new EcrError(
        'InvalidLayerPartException',
        `The part does not begin at byte ${this.size} of upload '${this.id}'`
      )
    }
    // The session counts as failed until the part is complete, so a broken connection makes it useless.
    this.failed = true
    const size = await this.#spool.append(part)
    if (size > 0) this.#parts.push(size)
    this.failed = false
  }

  /**
   * Makes a layer of the parts.
   *
   * @throws EcrError as CompleteLayerUpload does; the session has then failed
   */
  async complete(digest: string): Promise<BlobContent> {
    const {failed} = this
    this.failed = true
    if (failed) throw new EcrError('InvalidLayerPartException', `The upload '${this.id}' failed before`)
    if (this.size === 0) {
      throw new EcrError('EmptyUploadException', 'The specified layer upload does not contain any layer parts.')
    }
    if (this.#parts.slice(0, -1).some(size => size < MIN_PART)) {
      throw new EcrError('LayerPartTooSmallException', 'Layer parts must be at least 5 MiB in size.')
    }
    const content = await this.#spool.finish()
    if (content.digest !== digest) {
      throw new EcrError(
        'InvalidLayerException',
        `Invalid layer digest: '${digest}' does not match the uploaded layer's '${content.digest}'`
      )
    }
    return content
  }

  async discard(): Promise<void> {
    await this.#spool.discard()
  }
}
