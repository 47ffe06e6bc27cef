import {bytes} from '../core/quantities.js'

/** Milliseconds between two lines: a copy of one minute prints twelve. */
const SILENCE_MS = 5000

/**
 * Prints the progress of a long copy, with the average rate since its start: `Copied 1.2 GB, 80 MB/s`.
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
