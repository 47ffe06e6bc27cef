import {createHash} from 'node:crypto'
import {closeSync, constants, fstatSync, openSync, readlinkSync, readSync} from 'node:fs'

import {Failure, messageOf} from '../core/failure.js'

/** A file as git would store it. */
export interface Blob {
  /** Git's id of the content: SHA-1 over `blob <length>`, a zero byte and the bytes. */
  readonly id: string
  /** Whether its owner may execute it: the only permission that git keeps. */
  readonly executable: boolean
}

const chunkSize = 1 << 20
const headerRoom = 32

/** Git's id of a content that is in memory. */
export function blobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
}

/** Git's id of a symbolic link, whose content is its target. */
export function linkId(path: Buffer): string {
  try {
    return blobId(readlinkSync(path, {encoding: 'buffer'}))
  } catch (error) {
    throw unreadable(path, error)
  }
}

/**
 * Returns a reader of blobs; all its reads share one buffer. Reading synchronously is twice as fast as with promises
 * where files are many and small.
 */
export function createBlobReader(): (path: Buffer) => Blob {
  const buffer = Buffer.allocUnsafe(headerRoom + chunkSize)
  return path => {
    try {
      return readBlob(path, buffer)
    } catch (error) {
      throw error instanceof Failure ? error : unreadable(path, error)
    }
  }
}

function readBlob(path: Buffer, buffer: Buffer): Blob {
  // A path that turned into a link or a pipe since it was listed must neither be followed nor block.
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const before = fstatSync(file)
    const header = `blob ${before.size}\0`
    const start = headerRoom - header.length
    buffer.write(header, start, 'latin1')
    const hash = createHash('sha1')
    let length = 0
    for (let from = start; ; from = headerRoom) {
      const read = readSync(file, buffer, headerRoom, chunkSize, null)
      length += read
      hash.update(buffer.subarray(from, headerRoom + read))
      if (read === 0 || length >= before.size) break
    }
    const after = fstatSync(file)
    if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new Failure(`“${path.toString()}” changed while it was read for the fingerprint.`, {
        remedy:
          'Let no earlier step go on writing into the build context in the background, or exclude the file in .dockerignore.'
      })
    }
    return {id: hash.digest('hex'), executable: (before.mode & constants.S_IXUSR) !== 0}
  } finally {
    closeSync(file)
  }
}

/** The failure to read a file of the build context. */
export function unreadable(path: Buffer, cause: unknown): Failure {
  return new Failure(`“${path.toString()}” in the build context cannot be read: ${messageOf(cause)}.`, {
    remedy: "Docker would fail on it too: let the job's user read it, or exclude it in .dockerignore.",
    cause
  })
}
