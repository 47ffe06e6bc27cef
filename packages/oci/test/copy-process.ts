import {readFileSync} from 'node:fs'

import {copyImage} from '../src/copy.js'
import {RegistryClient} from '../src/registry-client.js'
import type {End} from './world.js'

/** A process of its own that copies one image and sends its peak memory in bytes. */
const [source, target, digest] = JSON.parse(process.argv[2] ?? '') as [End, End, string]
const signal = new AbortController().signal
const [from, to] = [new RegistryClient({...source.options, signal}), new RegistryClient({...target.options, signal})]
const report = await copyImage({
  source: {registry: from, repository: source.repository},
  target: {registry: to, repository: target.repository},
  digest,
  signal
})
await Promise.all([from.close(), to.close()])
const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
process.send?.({bytes: report.bytes, peak: Number(kilobytes) * 1024})
