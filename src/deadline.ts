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

/** Settles as the promise does, or fails with the reason of the signal where that is aborted first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // Where nobody waits for it any more, its failure is nobody's either: unhandled, it would end the process.
  promise.catch(() => undefined)
  signal.throwIfAborted()
  return await new Promise<T>((resolve, reject) => {
    const cancel = (): void => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', cancel, {once: true})
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', cancel)
    })
  })
}
