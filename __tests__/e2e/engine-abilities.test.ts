import {copyFile, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {EngineKind} from '../../setup/engine.js'
import {ensureBusybox} from '../../setup/machine.js'
import {ENGINES, nameOf} from '../../setup/test-engines.js'
import {Failure} from '../../src/core/failure.js'
import {dockerClient} from '../../src/docker/build.js'
import type {BuildTool} from '../../src/docker/build-tool.js'
import type {BuildPlan} from '../../src/docker/command.js'
import {STAGES_FILE} from '../../testbed/harness/sample.js'
import type {Distribution} from '../../testbed/registry/distribution.js'
import {startDistribution} from '../../testbed/registry/distribution.js'
import {PLAIN_BUILD} from '../docker/build-plan.js'
import {readPage} from '../texts/markdown.js'
import {forget} from './builder-records.js'
import {engineVersion, imageStore} from './engine.js'
import {DEVELOPMENT, startWorld} from './world.js'

/** What an engine can do, in the words of the table in docs/self-hosted.md. */
interface Abilities {
  annotations: 'yes' | 'no'
  attestations: 'yes' | 'no'
  'push by digest': 'yes' | 'no'
  cache: 'reads and writes' | 'reads'
  'several platforms': 'yes' | 'no'
}

/** Refusals of a builder that cannot do something. Any other error of a build is an error of the test. */
const REFUSAL =
  /is not supported for the docker driver|index annotations not supported|push-by-digest is currently not implemented for docker driver/

let registry: Distribution
let directory: string
let tool: Extract<BuildTool, {kind: 'buildx'}>
let engine: EngineKind
const mark = `abilities-${process.pid}`
const signal = new AbortController().signal

beforeAll(async () => {
  registry = await startDistribution()
  directory = await mkdtemp(join(tmpdir(), 'abilities-'))
  await copyFile(ensureBusybox(), join(directory, 'busybox'))
  await writeFile(join(directory, 'scan.sh'), scanner())
  const found = await dockerClient.find({environment: process.env, signal})
  if (found.kind !== 'buildx') throw new Error('These tests need buildx.')
  tool = found
  engine = {version: (await engineVersion()) as EngineKind['version'], store: await imageStore()}
}, 60_000)
afterAll(async () => {
  await registry.close()
  await rm(directory, {recursive: true})
})

/** A generator of SBOMs: it writes one into the directory that BuildKit names. */
function scanner(): string {
  const sbom = {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://spdx.dev/Document',
    predicate: {spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', name: 'abilities', packages: []}
  }
  return `/busybox echo '${JSON.stringify(sbom)}' >"$BUILDKIT_SCAN_DESTINATION/sbom.spdx.json"\n`
}

type Attempt = {kind: 'built'; digest: string; log: string} | {kind: 'refused'; log: string}

/** Builds with the command line of the action and pushes to the registry. */
async function build(name: string, dockerfile: string, changes: Partial<BuildPlan> = {}): Promise<Attempt> {
  const file = join(directory, `${name}.Dockerfile`)
  await writeFile(file, dockerfile)
  const log: string[] = []
  try {
    const {digest = ''} = await dockerClient.build({
      plan: {...PLAIN_BUILD, file, context: directory, push: {kind: 'tag', reference: reference(name)}, ...changes},
      tool,
      environment: process.env,
      workspace: directory,
      dockerfile: undefined,
      excludedBy: () => undefined,
      metadataFile: join(directory, `${name}.json`),
      signal,
      onLine: line => log.push(line)
    })
    return {kind: 'built', digest, log: log.join('\n')}
  } catch (error) {
    if (error instanceof Failure && REFUSAL.test(error.message)) return {kind: 'refused', log: log.join('\n')}
    throw error
  }
}

const reference = (name: string): string => `${registry.host}/${name}:1`

interface Manifest {
  annotations?: Record<string, string>
  layers: {digest: string; annotations?: Record<string, string>}[]
  manifests?: {digest: string; platform: {os: string; architecture: string}}[]
}

async function manifestOf(name: string, reference: string): Promise<Manifest> {
  const types = ['image.index.v1', 'image.manifest.v1'].map(type => `application/vnd.oci.${type}+json`)
  const accept = [...types, 'application/vnd.docker.distribution.manifest.v2+json'].join()
  const answer = await fetch(`${registry.origin}/v2/${name}/manifests/${reference}`, {headers: {accept}})
  if (!answer.ok) throw new Error(`${name}@${reference}: ${answer.status}`)
  return (await answer.json()) as Manifest
}

const COPY = 'FROM scratch\nCOPY scan.sh /\n'

async function annotations(): Promise<Abilities['annotations']> {
  const built = await build('annotations', COPY, {annotations: {team: 'a'}})
  if (built.kind === 'refused') return 'no'
  return (await manifestOf('annotations', built.digest)).annotations?.['team'] === 'a' ? 'yes' : 'no'
}

async function attestations(): Promise<Abilities['attestations']> {
  await build('scanner', 'FROM scratch\nCOPY busybox scan.sh /\nENTRYPOINT ["/busybox", "sh", "/scan.sh"]\n')
  const attempts = [
    await build('provenance', COPY, {provenance: 'mode=max'}),
    await build('sbom', COPY, {sbom: `generator=${reference('scanner')}`})
  ]
  const types = await Promise.all(
    attempts.map(async (attempt, index) => {
      if (attempt.kind === 'refused') return undefined
      const name = ['provenance', 'sbom'][index] ?? ''
      const {manifests = []} = await manifestOf(name, attempt.digest)
      const {layers} = await manifestOf(name, manifests[1]?.digest ?? '')
      return layers[0]?.annotations?.['in-toto.io/predicate-type']
    })
  )
  if (types.every(type => type === undefined)) return 'no'
  expect(types).toEqual([expect.stringMatching(/^https:\/\/slsa\.dev\/provenance\//), 'https://spdx.dev/Document'])
  return 'yes'
}

async function pushByDigest(): Promise<Abilities['push by digest']> {
  const repository = `${registry.host}/by-digest`
  const built = await build('by-digest', COPY, {push: {kind: 'digest', repository}})
  if (built.kind === 'refused') return 'no'
  await manifestOf('by-digest', built.digest)
  return 'yes'
}

/** A build that reads a cache reuses the layer of a step that makes another layer each time it runs. */
async function cache(): Promise<Abilities['cache']> {
  const step = `read -r id </proc/sys/kernel/random/uuid; echo "$id" >/${mark}`
  const dockerfile = `FROM scratch\nCOPY busybox /\nRUN ["/busybox", "sh", "-c", ${JSON.stringify(step)}]\n`
  const at = `type=registry,ref=${reference('cache')},mode=max,image-manifest=true,oci-mediatypes=true`
  const written = await build('written', dockerfile, {cacheTo: [at]})
  // An engine that writes no cache reads one that an image contains.
  const inline = {cacheTo: ['type=inline']}
  const first = written.kind === 'built' ? written : await build('written', dockerfile, inline)
  const from = written.kind === 'built' ? at : `type=registry,ref=${reference('written')}`
  await forget(mark)
  const other = await build('other', dockerfile)
  await forget(mark)
  const again = await build('again', dockerfile, {cacheFrom: [from]})
  const layers = await Promise.all(
    Object.entries({written: first, other, again}).map(async ([name, attempt]) => {
      if (attempt.kind === 'refused') throw new Error(attempt.log)
      return (await manifestOf(name, attempt.digest)).layers[1]?.digest
    })
  )
  expect(layers[2]).toBe(layers[0])
  expect(layers[1]).not.toBe(layers[0])
  return written.kind === 'built' ? 'reads and writes' : 'reads'
}

async function severalPlatforms(): Promise<Abilities['several platforms']> {
  const platforms = ['linux/amd64', 'linux/arm64']
  const plain = await build('plain-platforms', COPY, {platforms})
  // A run always puts annotations on an index.
  const built = await build('platforms', COPY, {platforms, ownAnnotations: {team: 'a'}})
  expect(built.kind).toBe(plain.kind)
  if (built.kind === 'refused') return 'no'
  const {manifests = [], annotations} = await manifestOf('platforms', built.digest)
  expect(manifests.map(({platform: {os, architecture}}) => `${os}/${architecture}`)).toEqual(platforms)
  expect(annotations).toMatchObject({team: 'a'})
  return 'yes'
}

/** The rows of the table in docs/self-hosted.md, by the name of the builder. */
function tableRows(): Map<string, Record<string, string>> {
  const {text} = readPage('docs/self-hosted.md')
  const lines = text.split('\n')
  const start = lines.findIndex(line => line.startsWith('| builder |'))
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim())
  const [, ...columns] = cells(lines[start] ?? '')
  const rows = lines.slice(start + 2)
  return new Map(
    rows
      .slice(
        0,
        rows.findIndex(line => !line.startsWith('|'))
      )
      .map(line => {
        const [name = '', ...values] = cells(line)
        return [name, Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']))]
      })
  )
}

describe('what this engine can do', () => {
  let seen: Abilities
  beforeAll(async () => {
    seen = {
      annotations: await annotations(),
      attestations: await attestations(),
      'push by digest': await pushByDigest(),
      cache: await cache(),
      'several platforms': await severalPlatforms()
    }
  }, 120_000)

  test('is what the table in docs/self-hosted.md says, if it lists the engine', () => {
    // The next test checks that no row is missing.
    expect(tableRows().get(nameOf(engine)) ?? seen).toEqual(seen)
  })

  test('is what the action finds by asking', () => {
    expect({pushesByDigest: tool.pushesByDigest, exportsCache: tool.exportsCache}).toEqual({
      pushesByDigest: seen['push by digest'] === 'yes',
      exportsCache: seen.cache === 'reads and writes'
    })
  })
})

test('the table in docs/self-hosted.md lists every engine of these tests, and the other builders', () => {
  expect([...tableRows().keys()]).toEqual([
    ...ENGINES.map(nameOf),
    ...['docker-container', 'kubernetes', 'remote'].map(driver => `\`${driver}\``)
  ])
})

test('a run writes the build cache in ECR, or a notice says that the builder cannot', async () => {
  const world = await startWorld(`${STAGES_FILE}cache: true\n`)
  try {
    await world.sample.branch('feature/cache')
    const {outputs, annotations} = await world.run(await world.sample.pullRequest(1, 'feature/cache'), {
      inputs: {platforms: 'linux/amd64'}
    })
    expect(outputs['operation']).toBe('built')
    expect(world.registry.tags(DEVELOPMENT)).toHaveProperty(
      tool.pushesByDigest ? 'pr-1' : 'part-linux-amd64',
      outputs['digest']
    )
    const expected = {
      containerd: [['default-linux-amd64'], []],
      docker: [[], [expect.stringMatching(/^The builder of this machine cannot write a build cache/)]]
    }[engine.store]
    expect([Object.keys(world.registry.tags('sample-image/cache')), annotations.map(({message}) => message)]).toEqual(
      expected
    )
  } finally {
    await world.close()
  }
}, 60_000)
