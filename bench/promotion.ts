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
import {peersOf} from './peers.js'
import type {Workbench} from './workbench.js'

const ROUND_TRIP = 30
const SOURCE = 'bench/source'
const TITLES = {
  skopeo: 'skopeo copy',
  docker: 'docker pull + tag + push',
  imagetools: 'docker buildx imagetools create'
}
type PeerName = keyof typeof TITLES
type Times = Partial<Record<PeerName, number>>

/** The addresses of two instances of docker-registry, and those of the delayed lines to them. */
interface Registries {
  near: [string, string]
  far: [string, string]
}

/** Measures copies within a registry and between two registries, beside other programs. Also measures requests and memory. */
export async function measurePromotion(bench: Workbench): Promise<void> {
  const [one, other] = await Promise.all([startDistribution(), startDistribution()])
  const copy = await bundleCopy(bench.scratch)
  const lines = await startLines(ROUND_TRIP, [one.host, other.host])
  const registries: Registries = {near: [one.host, other.host], far: [lines.hosts[0] ?? '', lines.hosts[1] ?? '']}
  await bench.services.ask('mounting', true)
  try {
    await sameRegistry(bench, copy, one, registries)
    await manyLayers(copy, one, registries)
    await otherRegistry(bench, copy, one, registries)
    await wholeIndex(bench, copy)
    await bigLayer(bench, copy, one, other)
  } finally {
    await bench.services.ask('latency', 0)
    await bench.services.ask('mounting', false)
    await Promise.all([lines.close(), one.close(), other.close()])
  }
}

async function sameRegistry(
  bench: Workbench,
  copy: Copy,
  {origin}: Distribution,
  {far: [host]}: Registries
): Promise<void> {
  const {services, world} = bench
  const image = imageOf(20, 10_000)
  await pushPlainly(image, {origin, repository: SOURCE, tag: 'bench'})
  const peers = peersOf({scratch: bench.scratch, environment: bench.dockerEnvironment})
  // docker and imagetools cannot copy on the testbed's ECR: they send their login to the host of the blobs, which refuses it.
  const {skopeo} = peersOf({
    scratch: bench.scratch,
    environment: bench.dockerEnvironment,
    credentials: `AWS:${world.password}`
  })
  await services.ask('latency', ROUND_TRIP)

  await measure(
    `Same registry, 20 layers of 10 kB, ${ROUND_TRIP} ms a round trip, into a new repository, without warm caches. First on docker-registry: our copy from\n` +
      'its first request to its last, beside the whole processes of other programs (imagetools makes another digest). Then on the\n' +
      "testbed's ECR: the whole step with sign-in and tags, beside skopeo. Requests are compared with the fewest possible",
    5,
    async round => {
      const event = await services.ask('push', {'README.md': randomUUID()})
      const released = imageOf(20, 10_000)
      const {sha} = event.event
      await services.ask(
        'put',
        'sample-image/master',
        [`sha-${sha.slice(0, 12)}`, `src-${createHash('sha256').update(sha).digest('hex')}`],
        released
      )
      const release = await services.ask('release', `v1.0.${round}`)
      let requests = NaN
      let stepRequests = NaN
      const ecr = {host: world.registry, repository: 'sample-image/master', tag: `sha-${sha.slice(0, 12)}`}
      const onEcr = (peer: Peer) => async () => {
        const repository = newRepository()
        await services.ask('repository', repository)
        return await peer(ecr, {...ecr, repository, tag: 'bench'})
      }

      const times = await inTurn(round, {
        async copy() {
          const end = {origin: `http://${host}`, repository: SOURCE}
          const result = await copy(end, {...end, repository: newRepository()}, image)
          ;({requests} = result)
          return result.ms
        },
        ...onAll(
          peers,
          peer => () =>
            peer({host, repository: SOURCE, tag: 'bench'}, {host, repository: newRepository(), tag: 'bench'})
        )
      })
      const ecrTimes = await inTurn(round, {
        async step() {
          await services.ask('requests')
          const {ms} = await bench.step(release, 'promoted')
          const sent = (await services.ask('requests')).filter(
            ({service}) => service === 'registry' || service === 'blob'
          )
          stepRequests = sent.length / (fewestRequests(released) + fewestOfTags(round))
          return ms
        },
        ...onAll({skopeo}, onEcr)
      })
      const best = bestOf(times)
      return [
        {what: 'copy', value: times.copy, unit: 'ms'},
        ...peerFigures(times),
        {what: 'copy / best of them', value: times.copy / best, unit: '×', limit: 0.6},
        {what: 'requests of the copy / fewest', value: requests / fewestRequests(image), unit: '×', limit: 1.1},
        {what: 'step on ECR', value: ecrTimes.step, unit: 'ms'},
        ...peerFigures(ecrTimes, ' on ECR'),
        {what: 'step on ECR / best of them on docker-registry', value: ecrTimes.step / best, unit: '×', limit: 1.5},
        {what: 'step on ECR / skopeo copy on ECR', value: ecrTimes.step / ecrTimes.skopeo, unit: '×', limit: 1.5},
        {what: 'requests of the step / fewest', value: stepRequests, unit: '×', limit: 1.1}
      ]
    }
  )
  await services.ask('latency', 0)
}

async function manyLayers(copy: Copy, {origin}: Distribution, {near: [near], far: [far]}: Registries): Promise<void> {
  const images = new Map<number, ImageParts>()
  for (const layers of [20, 40, 80]) {
    const image = imageOf(layers, 10_000)
    await pushPlainly(image, {origin, repository: `${SOURCE}-${layers}`, tag: 'bench'})
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
              const end = {origin: `http://${host}`, repository: `${SOURCE}-${layers}`}
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

async function otherRegistry(
  bench: Workbench,
  copy: Copy,
  {origin}: Distribution,
  {near, far}: Registries
): Promise<void> {
  const image = imageOf(20, 10_000_000)
  const repository = `${SOURCE}-big`
  await pushPlainly(image, {origin, repository, tag: 'bench'})
  const peers = peersOf({scratch: bench.scratch, environment: bench.dockerEnvironment})
  await measure(
    'Other registry, 20 layers of 10 MB: our copy from one docker-registry to another, beside the whole processes of other programs',
    3,
    async round => {
      const figures: Figure[] = []
      for (const [latency, [from, to], limit] of [
        [0, near, 1],
        [ROUND_TRIP, far, 0.8]
      ] as const) {
        const times = await inTurn(round, {
          copy: async () =>
            (
              await copy(
                {origin: `http://${from}`, repository},
                {origin: `http://${to}`, repository: newRepository()},
                image
              )
            ).ms,
          ...onAll(
            peers,
            peer => () =>
              peer({host: from, repository, tag: 'bench'}, {host: to, repository: newRepository(), tag: 'bench'})
          )
        })
        const at = `, ${latency} ms`
        figures.push(
          {what: `copy, ${latency} ms a round trip`, value: times.copy, unit: 'ms'},
          ...peerFigures(times, at),
          {what: `copy / best of them${at}`, value: times.copy / bestOf(times), unit: '×', limit}
        )
      }
      return figures
    }
  )
}

async function wholeIndex({services, world}: Workbench, copy: Copy): Promise<void> {
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

async function bigLayer(bench: Workbench, copy: Copy, one: Distribution, other: Distribution): Promise<void> {
  const repository = `${SOURCE}-2g`
  const root = await pushBig(2048, {origin: one.origin, repository, tag: 'bench'})
  await measure('Memory: the peak of the process that copies, from one docker-registry to another', 2, async () => [
    await bench.peak('one layer of 2 GiB', environment =>
      copy({origin: one.origin, repository}, {origin: other.origin, repository: newRepository()}, {root}, environment)
    )
  ])
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

/** A measurement for each of these programs, by name. */
function onAll<Name extends PeerName>(
  peers: Record<Name, Peer>,
  run: (peer: Peer) => () => Promise<number>
): Record<Name, () => Promise<number>> {
  return Object.fromEntries(Object.entries<Peer>(peers).map(([name, peer]) => [name, run(peer)])) as Record<
    Name,
    () => Promise<number>
  >
}

function bestOf(times: Times): number {
  return Math.min(...peersIn(times).map(([, ms]) => ms))
}

function peerFigures(times: Times, where = ''): Figure[] {
  return peersIn(times).map(([name, value]) => ({what: `${TITLES[name]}${where}`, value, unit: 'ms'}))
}

function peersIn(times: Times): [PeerName, number][] {
  return (Object.keys(TITLES) as PeerName[]).flatMap(name => (times[name] === undefined ? [] : [[name, times[name]]]))
}

function newRepository(): string {
  return `bench/${randomUUID()}`
}
