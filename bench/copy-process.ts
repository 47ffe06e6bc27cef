import {copyImage} from '@org/oci/copy'
import {RegistryClient} from '@org/oci/registry-client'

/** One end of a copy: `https://host:port`, a repository, and the login if the registry requires one. */
export interface CopyAddress {
  origin: string
  repository: string
  login?: {username: string; password: string}
}

/** The message of the process: milliseconds from the copy's first request to its last, and the number of requests. */
export interface CopyResult {
  ms: number
  requests: number
}

/** A process of its own that copies one image by its digest. The modules are loaded before the time is taken. */
const [source, target, digest] = JSON.parse(process.argv[2] ?? '') as [CopyAddress, CopyAddress, string]
const {signal} = new AbortController()
const open = ({origin, login}: CopyAddress): RegistryClient =>
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
