import {createHash} from 'node:crypto'
import {randomUUID} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {type FileHandle, mkdtemp, open, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'

import type {StreamedBody} from './http.js'

/** Bytes. Content up to this size stays in memory; anything bigger goes to a file. */
const MEMORY_LIMIT = 8 * 1024 * 1024

/** The content of a blob with its digest. */
export interface BlobContent extends StreamedBody {
  /** `sha256:<hex>` */
  digest: string
}

/** A temporary directory, created when the first path in it is needed. */
export class Scratch {
  #directory: Promise<string> | undefined

  /** The path of a file that does not exist yet. */
  async path(): Promise<string> {
    this.#directory ??= mkdtemp(join(tmpdir(), 'ecr-testbed-'))
    return join(await this.#directory, randomUUID())
  }

  async remove(): Promise<void> {
    if (this.#directory) await rm(await this.#directory, {recursive: true, force: true})
  }
}

/** Bytes that arrive in parts. They are hashed as they arrive, and are moved from memory to a file once they are too many. */
export class Spool {
  size = 0
  #chunks: Buffer[] = []
  #file: {path: string; handle: FileHandle} | undefined
  readonly #hash = createHash('sha256')

  constructor(private readonly scratch: Scratch) {}

  /** Appends a part and returns its size in bytes. */
  async append(part: AsyncIterable<Buffer>): Promise<number> {
    const before = this.size
    for await (const chunk of part) {
      this.#hash.update(chunk)
      this.size += chunk.length
      if (!this.#file && this.size > MEMORY_LIMIT) {
        const path = await this.scratch.path()
        this.#file = {path, handle: await open(path, 'w')}
        for (const early of this.#chunks) await this.#file.handle.write(early)
        this.#chunks = []
      }
      if (this.#file) await this.#file.handle.write(chunk)
      else this.#chunks.push(chunk)
    }
    return this.size - before
  }

  async finish(): Promise<BlobContent> {
    const digest = `sha256:${this.#hash.digest('hex')}`
    await this.#file?.handle.close()
    const {size} = this
    if (this.#file) {
      const {path} = this.#file
      return {digest, size, stream: () => createReadStream(path)}
    }
    return inMemory(Buffer.concat(this.#chunks), digest)
  }

  async discard(): Promise<void> {
    this.#chunks = []
    if (!this.#file) return
    await this.#file.handle.close().catch(() => undefined)
    await rm(this.#file.path, {force: true})
  }
}

/** Blob content from a buffer. */
export function inMemory(bytes: Buffer, digest = sha256Digest(bytes)): BlobContent {
  return {digest, size: bytes.length, stream: () => Readable.from(bytes.length > 0 ? [bytes] : [], {objectMode: false})}
}

/** `sha256:<hex>` of the bytes. */
export function sha256Digest(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
