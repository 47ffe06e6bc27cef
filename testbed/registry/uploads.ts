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
    readonly repository: {name: string; account: string},
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
      throw this.notAtEnd(start ?? 0)
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
    if (failed) throw this.notAtEnd(0)
    if (this.size === 0) {
      const {name, account} = this.repository
      throw new EcrError(
        'EmptyUploadException',
        `The upload with id '${this.id}' in the repository with name '${name}' in registry with id '${account}' ` +
          'cannot be completed because it does not have any parts'
      )
    }
    if (this.#parts.slice(0, -1).some(size => size < MIN_PART)) {
      throw new EcrError('LayerPartTooSmallException', 'All layer parts except the last part should be at least 5MB')
    }
    const content = await this.#spool.finish()
    if (content.digest !== digest) {
      throw new EcrError(
        'InvalidLayerException',
        'None of the provided layer digests match the calculated layer digest'
      )
    }
    return content
  }

  /** The error for a part that begins elsewhere than at the end of the upload, as every part of a failed upload does. */
  notAtEnd(start: number): EcrError {
    return new EcrError('InvalidLayerPartException', `First byte of the layer part is ${start} instead of ${this.size}`)
  }

  async discard(): Promise<void> {
    await this.#spool.discard()
  }
}
