import {createHash, randomUUID} from 'node:crypto'

import type {Distribution} from '../testbed/registry/distribution.js'
import {startDistribution} from '../testbed/registry/distribution.js'
import type {ImageParts} from '../testbed/registry/image.js'
import type {Copy} from './copy.js'
import {bundleCopy} from './copy.js'
import {attestedIndex, imageOf, pushBig, pushPlainly} from './images.js'
import {startLines} from './latency.js'
import type {Figure} from './measure.js'
import {inTurn, measure} from './measure.js'
import type {Peer} from './peers.js'
import {docker, imagetools, registryPeers} from './peers.js'
import type {Send} from './plain-client.js'
import {clientTrusting} from './plain-client.js'
import type {Workbench} from './workbench.js'

const ROUND_TRIP = 30
const SOURCE = 'bench/source'
const OURS = 'copy'
/** Other programs by their names. */
type Peers = Record<string, Peer>

/** Two instances of docker-registry that speak TLS, and what copies between them. */
interface Registries {
  one: Distribution
  other: Distribution
  /** Their addresses. */
  near: [string, string]
  /** The addresses of the delayed lines to them. */
  far: [string, string]
  /** Pushes the images that are copied. */
  send: Send
  copy: Copy
  peers: Peers
}

/** Measures copies within a registry and between two registries, beside other programs. Also measures requests and memory. */
export async function measurePromotion(bench: Workbench): Promise<void> {
  const {services, scratch, machine} = bench
  const {tls, engine} = machine
  const [one, other] = await Promise.all([startDistribution(tls), startDistribution(tls)])
  const lines = await startLines(ROUND_TRIP, tls.address, [one.host, other.host])
  await services.ask('mounting', true)
  try {
    const registries: Registries = {
      one,
      other,
      near: [one.host, other.host],
      far: [lines.hosts[0] ?? '', lines.hosts[1] ?? ''],
      send: clientTrusting(tls.certificate),
      copy: await bundleCopy(scratch, tls.certificate),
      peers: {
        ...registryPeers(scratch, {kind: 'tls'}),
        'docker buildx imagetools create': imagetools,
        // The machine's own engine does not know the certificate, and must not be changed.
        ...(engine.isTemporary ? {'docker pull + tag + push': docker} : {})
      }
    }
    await sameRegistry(registries)
    await stepOnEcr(bench)
    await manyLayers(registries)
    await otherRegistry(registries)
    await wholeIndex(bench, registries)
    await bigLayer(bench, registries)
  } finally {
    await services.ask('latency', 0)
    await services.ask('mounting', false)
    await Promise.all([lines.close(), one.close(), other.close()])
  }
}

async function sameRegistry({one, far: [host], send, copy, peers}: Registries): Promise<void> {
  const image = imageOf(20, 10_000)
  await pushPlainly(image, {send, origin: one.origin, repository: SOURCE, tag: 'bench'})
  await measure(
    `Same registry, 20 layers of 10 kB, ${ROUND_TRIP} ms a round trip, from a docker-registry that speaks TLS into a new repository of it, without\n` +
      'warm caches: our copy from its first request to its last, beside the whole processes of other programs (imagetools makes\n' +
      'another digest). Requests are compared with the fewest possible',
    9,
    async round => {
      let requests = NaN
      const {ours, theirs, best} = await beside(
        round,
        async () => {
          const end = {origin: `https://${host}`, repository: SOURCE}
          const result = await copy(end, {...end, repository: newRepository()}, image)
          ;({requests} = result)
          return result.ms
        },
        peers,
        async peer =>
          await peer({host, repository: SOURCE, tag: 'bench'}, {host, repository: newRepository(), tag: 'bench'})
      )
      return [
        {what: 'copy', value: ours, unit: 'ms'},
        ...figuresOf(theirs),
        {what: 'copy / best of them', value: ours / best, unit: '×', limit: 0.55},
        {what: 'requests of the copy / fewest', value: requests / fewestRequests(image), unit: '×', limit: 1.1}
      ]
    }
  )
}

async function stepOnEcr(bench: Workbench): Promise<void> {
  const {services, world} = bench
  // docker and imagetools cannot copy on the testbed's ECR: they send their login to the host of the blobs, which refuses it.
  const peers = registryPeers(bench.scratch, {kind: 'login', username: 'AWS', password: world.password})
  await services.ask('latency', ROUND_TRIP)
  await measure(
    `The whole release step around such a copy on the testbed's ECR over plain HTTP, ${ROUND_TRIP} ms a round trip, with its sign-in and six tags,\n` +
      'beside other programs there, which copy under one tag. Requests are compared with the fewest possible',
    5,
    async round => {
      const event = await services.ask('push', {'README.md': randomUUID()})
      const image = imageOf(20, 10_000)
      const {sha} = event.event
      const tag = `sha-${sha.slice(0, 12)}`
      const fingerprinted = `src-${createHash('sha256').update(sha).digest('hex')}`
      await services.ask('put', 'sample-image/master', [tag, fingerprinted], image)
      const release = await services.ask('release', `v1.0.${round}`)
      const source = {host: world.registry, repository: 'sample-image/master', tag}
      let requests = NaN
      const {ours, theirs, best} = await beside(
        round,
        async () => {
          await services.ask('requests')
          const {ms} = await bench.step(release, 'promoted')
          const sent = (await services.ask('requests')).filter(
            ({service}) => service === 'registry' || service === 'blob'
          )
          requests = sent.length
          return ms
        },
        peers,
        async peer => {
          const repository = newRepository()
          await services.ask('repository', repository)
          return await peer(source, {...source, repository, tag: 'bench'})
        }
      )
      const fewest = fewestRequests(image) + fewestOfTags(round)
      return [
        {what: 'step', value: ours, unit: 'ms'},
        ...figuresOf(theirs),
        {what: 'step / best of them', value: ours / best, unit: '×', limit: 1},
        {what: 'requests of the step / fewest', value: requests / fewest, unit: '×', limit: 1.1}
      ]
    }
  )
  await services.ask('latency', 0)
}

async function manyLayers({one: {origin}, near: [near], far: [far], send, copy}: Registries): Promise<void> {
  const images = new Map<number, ImageParts>()
  for (const layers of [20, 40, 80]) {
    const image = imageOf(layers, 10_000)
    await pushPlainly(image, {send, origin, repository: `${SOURCE}-${layers}`, tag: 'bench'})
    images.set(layers, image)
  }
  await measure(
    `The same copy on docker-registry with more layers: the cost of 20 more layers in round trips of ${ROUND_TRIP} ms. Their cost without latency,\n` +
      'which is the work of the registry for each mount, is subtracted',
    7,
    async round => {
      const copied = (host: string, at: string): Record<string, () => Promise<number>> =>
        Object.fromEntries(
          [...images].map(([layers, image]) => [
            `${layers} layers, ${at}`,
            async () => {
              const end = {origin: `https://${host}`, repository: `${SOURCE}-${layers}`}
              return (await copy(end, {...end, repository: newRepository()}, image)).ms
            }
          ])
        )
      const times = await inTurn(round, {...copied(near, '0 ms'), ...copied(far, `${ROUND_TRIP} ms`)})
      const figures = Object.entries(times).map(([what, value]): Figure => ({what, value, unit: 'ms'}))
      const growth = (at: string): number =>
        ((times[`80 layers, ${at}`] ?? NaN) - (times[`20 layers, ${at}`] ?? NaN)) / 3
      const [work, whole] = [growth('0 ms'), growth(`${ROUND_TRIP} ms`)]
      return [
        ...figures,
        {what: 'each 20 layers more, 0 ms', value: work, unit: 'ms'},
        {what: `each 20 layers more, ${ROUND_TRIP} ms`, value: whole, unit: 'ms'},
        {what: 'round trips of each 20 layers more', value: whole - work, unit: 'ms', limit: ROUND_TRIP}
      ]
    }
  )
}

async function otherRegistry({one: {origin}, near, far, send, copy, peers}: Registries): Promise<void> {
  const image = imageOf(20, 10_000_000)
  const repository = `${SOURCE}-big`
  await pushPlainly(image, {send, origin, repository, tag: 'bench'})
  await measure(
    'Other registry, 20 layers of 10 MB: our copy from one docker-registry to another over TLS, from its first request to its last,\n' +
      'beside the whole processes of other programs',
    9,
    async round => {
      const figures: Figure[] = []
      for (const [latency, [from, to], limit] of [
        [0, near, 1.05],
        [ROUND_TRIP, far, 0.8]
      ] as const) {
        const {ours, theirs, best} = await beside(
          round,
          async () => {
            const target = {origin: `https://${to}`, repository: newRepository()}
            return (await copy({origin: `https://${from}`, repository}, target, image)).ms
          },
          peers,
          async peer =>
            await peer({host: from, repository, tag: 'bench'}, {host: to, repository: newRepository(), tag: 'bench'})
        )
        const at = `, ${latency} ms`
        figures.push({what: `copy, ${latency} ms a round trip`, value: ours, unit: 'ms'}, ...figuresOf(theirs, at), {
          what: `copy / best of them${at}`,
          value: ours / best,
          unit: '×',
          limit
        })
      }
      return figures
    }
  )
}

async function wholeIndex({services, world}: Workbench, {copy}: Registries): Promise<void> {
  const index = attestedIndex(8, 30)
  await services.ask('repository', SOURCE)
  await services.ask('put', SOURCE, [], index)
  const end = {
    origin: `http://${world.registry}`,
    repository: SOURCE,
    login: {username: 'AWS', password: world.password}
  }
  await measure(
    "An index of 8 platforms with attestations and 30 referrers, within the testbed's ECR: requests",
    3,
    async () => {
      const repository = newRepository()
      await services.ask('repository', repository)
      const {ms, requests} = await copy(end, {...end, repository}, index)
      return [
        {what: 'copy', value: ms, unit: 'ms'},
        {what: 'requests', value: requests, unit: 'requests'},
        {what: 'requests / fewest', value: requests / fewestRequests(index), unit: '×', limit: 1.1}
      ]
    }
  )
}

async function bigLayer(bench: Workbench, {one, other, send, copy}: Registries): Promise<void> {
  const source = {origin: one.origin, repository: `${SOURCE}-2g`}
  const root = await pushBig(2048, {...source, send, tag: 'bench'})
  await measure(
    'Memory: the peak of the process that copies, from one docker-registry to another over TLS',
    2,
    async () => [
      await bench.peak(
        'one layer of 2 GiB',
        async environment =>
          await copy(source, {origin: other.origin, repository: newRepository()}, {root}, environment)
      )
    ]
  )
}

/**
 * The fewest requests for a copy within a registry that mounts blobs: one mount for each blob; three for each manifest, to read
 * it, to put it and to list its referrers; one to look for the image in the target, and three for tags of cosign in the source.
 */
function fewestRequests({manifests, blobs}: ImageParts): number {
  return blobs.size + 3 * manifests.size + 1 + 3
}

/**
 * The fewest requests for the tags of a release: one to find the image by its commit; two for each of `v…`, `sha-` and `src-`, to
 * look for the tag and to put it; two for each of the three lines; and two for every earlier version, before and after the
 * lines move.
 */
function fewestOfTags(versionsBefore: number): number {
  return 1 + 2 * 3 + 2 * 3 + 2 * versionsBefore
}

/** The milliseconds of our copy, of the other programs by their names, and of the fastest of them. */
interface Comparison {
  ours: number
  theirs: Record<string, number>
  best: number
}

/** Runs our copy and the other programs in turn. */
async function beside(
  round: number,
  ours: () => Promise<number>,
  peers: Peers,
  run: (peer: Peer) => Promise<number>
): Promise<Comparison> {
  const all = [[OURS, ours] as const, ...Object.entries(peers).map(([name, peer]) => [name, () => run(peer)] as const)]
  const {[OURS]: copy, ...theirs} = await inTurn(round, Object.fromEntries(all))
  return {ours: copy ?? NaN, theirs, best: Math.min(...Object.values(theirs))}
}

function figuresOf(theirs: Record<string, number>, where = ''): Figure[] {
  return Object.entries(theirs).map(([name, value]) => ({what: `${name}${where}`, value, unit: 'ms'}))
}

function newRepository(): string {
  return `bench/${randomUUID()}`
}
