/** The result of asking a registry for something that may not exist, or that this login may not read. */
export type LookupResult<T> =
  {kind: 'found'; value: T} | {kind: 'missing'; what: 'manifest' | 'repository'} | {kind: 'denied'; reason: string}
