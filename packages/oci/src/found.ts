export type Found<T> =
  {kind: 'found'; value: T} | {kind: 'missing'; what: 'manifest' | 'repository'} | {kind: 'denied'; reason: string}
