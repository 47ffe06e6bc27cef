import {bytes} from '../core/quantities.js'

/** So long there is no line: a copy that takes a minute says twelve. */
const SILENCE_MS = 5000

/**
 * Says how far a copy has come, where it takes long: `Copied 1.2 GB, 80 MB/s`, the rate since it began.
 * @param clock milliseconds
 */
export function progressLines(say: (line: string) => void, clock: () => number): (progress: {bytes: number}) => void {
  const start = clock()
  let said = start
  return ({bytes: copied}) => {
    const now = clock()
    if (now - said < SILENCE_MS) return
    said = now
    say(`Copied ${bytes(copied)}, ${bytes((copied / (now - start)) * 1000)}/s`)
  }
}
