import {createHash} from 'node:crypto'

import type {RegistryErrorDetails} from './errors.js'
import {messageWithCauses, RegistryError, WrongBytes} from './errors.js'
import type {Descriptor} from './manifest.js'
import {algorithmOf} from './manifest.js'

/** What an error about the reading of a blob names. */
export type ReadingDetails = Pick<RegistryErrorDetails, 'purpose' | 'origin' | 'side'>

/** How often one blob is read or sent. */
const TRIES = 4
/** Bytes that are wrong twice are wrong in the source itself. */
const TRIES_OF_WRONG_BYTES = 2
/** Under a quota. With their pauses, the tries take about a minute, the time that any other request has. */
const TRIES_OF_THROTTLED = 12

/** How often a blob is read or sent if it fails in this way. */
export function triesAfter(failure: RegistryError): number {
  if (failure instanceof WrongBytes) return TRIES_OF_WRONG_BYTES
  return failure.status === 429 ? TRIES_OF_THROTTLED : TRIES
}

/**
 * Passes on the bytes of a blob and hashes them on the way. The last piece is held back until the digest is verified, so
 * wrong bytes never become a complete blob at the target.
 * @param size the size that the target expects; a source that does not announce its size may send more or less than that
 * @param details of the reading, for errors
 * @param onEnd called after the last piece
 * @throws WrongBytes, or RegistryError if the download fails
 */
export async function* verified(
  body: AsyncIterable<Uint8Array>,
  {digest, size}: Descriptor,
  details: ReadingDetails,
  count: (bytes: number) => void,
  onEnd: () => void
): AsyncGenerator<Uint8Array> {
  const algorithm = algorithmOf(digest) ?? 'sha256'
  const hash = createHash(algorithm)
  let read = 0
  let held: Uint8Array | undefined
  try {
    for await (const chunk of body) {
      read += chunk.length
      if (read > size)
        throw new WrongBytes({...details, answer: `it has more bytes than the ${size} that its manifest states`})
      if (held !== undefined) {
        yield held
        count(held.length)
      }
      hash.update(chunk)
      held = chunk
    }
  } catch (error) {
    if (error instanceof WrongBytes) throw error
    throw new RegistryError({...details, answer: `the download broke off: ${messageWithCauses(error)}`, cause: error})
  }
  const actual = `${algorithm}:${hash.digest('hex')}`
  if (actual !== digest) throw new WrongBytes({...details, answer: `the bytes have digest ${actual}`})
  if (read < size) throw new WrongBytes({...details, answer: `it has ${read} bytes, but its manifest states ${size}`})
  if (held !== undefined) {
    yield held
    count(held.length)
  }
  onEnd()
}
