/**
 * Waits for all promises. If several fail, the error is that of the first one in the list, not of the first one in time:
 * another attempt then shows the same error.
 */
export async function allInOrder<T extends readonly unknown[] | []>(
  work: T
): Promise<{-readonly [K in keyof T]: Awaited<T[K]>}> {
  await Promise.allSettled(work)
  const results: unknown[] = []
  for (const one of work) results.push(await one)
  return results as {-readonly [K in keyof T]: Awaited<T[K]>}
}
