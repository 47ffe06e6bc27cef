/**
 * Waits for all of the work. If some of it fails, the error is that of the first in the list, whichever failed first:
 * a reader who tries again is to see the same error.
 */
export async function allInOrder<T extends readonly unknown[] | []>(
  work: T
): Promise<{-readonly [K in keyof T]: Awaited<T[K]>}> {
  await Promise.allSettled(work)
  const results: unknown[] = []
  for (const one of work) results.push(await one)
  return results as {-readonly [K in keyof T]: Awaited<T[K]>}
}
