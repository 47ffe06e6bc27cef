import {copyImage} from '@org/oci/copy'
import {RegistryClient} from '@org/oci/registry-client'

/** One end of a copy: `http://host:port`, a repository, and the login if the registry requires one. */
export interface BenchCopyEnd {
  origin: string
  repository: string
  login?: {username: string; password: string}
}

/** The message of the process: milliseconds from the copy's first request to its last, and the number of requests. */
export interface CopyResult {
  ms: number
  requests: number
}

/** Runs as a process of its own: copies an image from one repository to another. Loading the modules is not timed. */
const [source, target, digest] = JSON.parse(process.argv[2] ?? '') as [BenchCopyEnd, BenchCopyEnd, string]
const {signal} = new AbortController()
const open = ({origin, login}: BenchCopyEnd): RegistryClient =>
  new RegistryClient({
    origin,
    authorization: login === undefined ? {kind: 'anonymous'} : {kind: 'basic', login},
    signal
  })
const from = open(source)
const to = source.origin === target.origin ? from : open(target)
const start = performance.now()
const {requests} = await copyImage({
  source: {registry: from, repository: source.repository},
  target: {registry: to, repository: target.repository},
  digest,
  signal
})
process.send?.({ms: performance.now() - start, requests} satisfies CopyResult)
await Promise.all([from.close(), to.close()])
