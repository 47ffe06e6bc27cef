import {unlessAborted} from '@org/oci/abort'

/**
 * Settles as the promise does. Fails if the time runs out first, or if the run is cancelled first.
 * @param service that has to answer, for the error message
 */
export async function withTimeout<T>(
  promise: Promise<T>,
  ms: number,
  service: string,
  signal: AbortSignal
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    // AbortSignal.timeout does not keep node alive: with nothing else to wait for, the process would end silently.
    timer = setTimeout(() => {
      reject(new Error(`${service} did not answer within ${ms / 1000} s`))
    }, ms)
  })
  try {
    return await unlessAborted(Promise.race([promise, late]), signal)
  } finally {
    clearTimeout(timer)
  }
}
