import {unlessAborted} from '@org/oci/abort'

/**
 * Settles as the promise does, or fails when the time is up or the run is cancelled first.
 * @param who is waited for, as the error names it
 */
export async function within<T>(promise: Promise<T>, ms: number, who: string, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    // Not AbortSignal.timeout: node would end, without a word, while only that is waited for.
    timer = setTimeout(() => {
      reject(new Error(`${who} did not answer within ${ms / 1000} s`))
    }, ms)
  })
  try {
    return await unlessAborted(Promise.race([promise, late]), signal)
  } finally {
    clearTimeout(timer)
  }
}
