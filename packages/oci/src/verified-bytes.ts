import {createHash} from 'node:crypto'

import type {RegistryErrorDetails} from './errors.js'
import {messageWithCauses, RegistryError, WrongBytes} from './errors.js'
import type {Descriptor} from './manifest.js'
import {algorithmOf} from './manifest.js'

/** What an error about the reading of a blob names. */
export type ReadingDetails = Pick<RegistryErrorDetails, 'purpose' | 'origin' | 'side'>

/** Bytes that are wrong twice are wrong in the source itself. */
const TRIES_OF_WRONG_BYTES = 2
/** The tries of a blob of which only the pauses count against the deadline: a large blob takes long, however often it fails. */
const TRIES_OF_ANY_LENGTH = 4

/** Whether a blob is not worth another try after this failure of a try. All other failures are limited by the deadline alone. */
export function isFinal(failure: RegistryError, attempt: number): boolean {
  return failure instanceof WrongBytes && attempt >= TRIES_OF_WRONG_BYTES
}

/**
 * The milliseconds that the repair of a blob has used up: its pauses, and after the first tries their own time too. So a fault
 * that lasts ends, even if each try takes long to fail.
 * @param waited milliseconds of all pauses so far
 * @param began the time of `performance.now()` when the first try ended
 */
export function timeUsed(attempt: number, waited: number, began: number): number {
  return attempt < TRIES_OF_ANY_LENGTH ? waited : Math.max(waited, performance.now() - began)
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
