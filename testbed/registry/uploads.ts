import {randomUUID} from 'node:crypto'

import {EcrError} from '../aws/ecr-error.js'
import {type BlobContent, type Scratch, Spool} from '../server/spool.js'

/** The least size of a part that is not the last, in bytes. */
const MIN_PART = 5 * 1024 * 1024

/** An upload session of one layer. It takes parts in order, and once it failed, nothing more. */
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

  /** The end of what ECR says it has: that of the first part, however many came since. */
  get reportedEnd(): number {
    return Math.max(0, (this.#parts[0] ?? 0) - 1)
  }

  /**
   * Takes a part; one that breaks off fails the session.
   *
   * @param start where the client says the part begins, if it does
   */
  async append(part: AsyncIterable<Buffer>, start?: number): Promise<void> {
    if (this.failed || (start !== undefined && start !== this.size)) {
      this.failed = true
      throw new EcrError(
        'InvalidLayerPartException',
        `The part does not begin at byte ${this.size} of upload '${this.id}'`
      )
    }
    // Until the part is here, so that a session whose connection broke is not used again.
    this.failed = true
    const size = await this.#spool.append(part)
    if (size > 0) this.#parts.push(size)
    this.failed = false
  }

  /**
   * Makes the parts a layer.
   *
   * @throws EcrError as CompleteLayerUpload would; the session is then of no more use
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
