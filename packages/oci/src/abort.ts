/** Settles as the promise does, or rejects with the signal's reason if the signal is aborted first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // If nobody waits for the promise any more, an unhandled rejection of it would end the process.
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
