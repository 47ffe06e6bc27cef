import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import type {End} from '../../packages/oci/test/world.js'
import {ACCOUNT, copy, ecrEnd, IMPATIENT, REGION} from '../../packages/oci/test/world.js'
import type {Judge} from '../../setup/distribution.js'
import {ensureBusybox, ensureJudge, missingJudge} from '../../setup/machine.js'
import type {Distribution} from '../../testbed/registry/distribution.js'
import {startDistribution} from '../../testbed/registry/distribution.js'
import {makeLayer} from '../../testbed/registry/image.js'
import {sha256Digest} from '../../testbed/server/spool.js'
import {RunnerMachine} from '../../testbed/workflow/runner.js'
import type {World} from './world.js'
import {MASTER, pathWith, startWorld} from './world.js'

const RELEASE = 'sample-image/release'
const PLATFORMS = ['linux/amd64', 'linux/arm64']

let world: World
let distribution: Distribution
/** The home and the working directory of the judges. */
let scratch: string
let gitAlone: string
let environment: NodeJS.ProcessEnv

beforeAll(async () => {
  for (const name of ['skopeo', 'oras', 'cosign'] as const) if (missingJudge(name) === undefined) ensureJudge(name)
  world = await startWorld()
  world.testbed.aws.setBlobMounting(ACCOUNT, REGION, true)
  distribution = await startDistribution()
  scratch = await mkdtemp(join(tmpdir(), 'judges-'))
  gitAlone = await pathWith(world, 'git')

  const user = world.testbed.aws.addUser({
    arn: `arn:aws:iam::${ACCOUNT}:user/judge`,
    policies: [{Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 'ecr:*', Resource: '*'}}]
  })
  const {password} = world.testbed.aws.issueToken(user, REGION)
  const login = promisify(execFile)('docker', ['login', '--username=AWS', '--password-stdin', world.registry.host])
  login.child.stdin?.end(password)
  await login
  const auth = Buffer.from(`AWS:${password}`).toString('base64')
  await writeFile(join(scratch, 'config.json'), JSON.stringify({auths: {[world.registry.host]: {auth}}}))
  environment = {
    HOME: scratch,
    DOCKER_CONFIG: scratch,
    COSIGN_PASSWORD: '',
    // The registries are on this machine. This proxy stops requests to others.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    // Without these, skopeo remembers blobs in a directory of the system.
    _CONTAINERS_ROOTLESS_UID: '1',
    XDG_DATA_HOME: scratch,
    XDG_RUNTIME_DIR: scratch
  }
  const sbom = {spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', name: 'sample-image', packages: []}
  await writeFile(join(scratch, 'sbom.json'), JSON.stringify(sbom))
  if (missingJudge('cosign') !== undefined) return
  for (const name of ['ours', 'other']) await cosign('generate-key-pair', `--output-key-prefix=${name}`)
}, 300_000)
afterAll(async () => {
  await docker('logout', world.registry.host)
  await Promise.all([world.close(), distribution.close(), rm(scratch, {recursive: true})])
})

async function run(program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Buffer> {
  const options = {cwd: scratch, env: {...process.env, ...more}, encoding: 'buffer', maxBuffer: 2 ** 26} as const
  return (await promisify(execFile)(program, args, options)).stdout
}

async function judge(name: Judge, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Buffer> {
  const program = ensureJudge(name)
  return await run(program.path, args, {...environment, ...program.environment, ...more})
}

const skopeo = async (...args: string[]): Promise<Buffer> => await judge('skopeo', ['--insecure-policy', ...args])
const docker = async (...args: string[]): Promise<Buffer> => await run('docker', args)
const oras = async (...args: string[]): Promise<Buffer> => await judge('oras', [...args, '--plain-http'])
const cosign = async (...args: string[]): Promise<Buffer> => await judge('cosign', args)

/** A test that needs some judges. If the distribution lacks a package for one, the test is a to-do whose title says so. */
function judged(needs: readonly Judge[], title: string, body: () => Promise<void>): void {
  const reason = needs.map(missingJudge).find(one => one !== undefined)
  if (reason === undefined) test(title, body, 60_000)
  else test.todo(`${title}: not possible here, ${reason}`)
}

/** A commit on the trunk whose image prints these words. */
async function commit(words: string): Promise<string> {
  await world.sample.checkout('master')
  await world.sample.write({
    Dockerfile: `FROM ${world.base}\nCOPY app/ /app/\nCMD ["/bin/busybox", "sh", "/app/hello.sh"]\n`,
    'app/hello.sh': `echo ${words}\n`
  })
  return await world.sample.commit(words)
}

async function built(inputs: Record<string, string> = {}): Promise<string> {
  const result = await world.run(await world.sample.push('master'), {inputs})
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'built'}})
  return result.outputs['digest'] ?? ''
}

/** Kinds of images: a title, the words that the image prints, and a function that puts it into master and returns its digest. */
const IMAGES: [title: string, words: string, make: (words: string) => Promise<string>][] = [
  [
    'an image that the action built',
    'one platform',
    async words => {
      await commit(words)
      return await built()
    }
  ],
  [
    "an index that the action built, with BuildKit's provenance",
    'two platforms',
    async words => {
      await commit(words)
      return await built({platforms: PLATFORMS.join(), provenance: 'mode=max'})
    }
  ],
  [
    'an index without a layer in the engine here',
    'from elsewhere',
    async words => {
      const head = await commit(words)
      const busybox = makeLayer({'bin/busybox': {content: await readFile(ensureBusybox()), mode: 0o755}, elsewhere: ''})
      const config = {Cmd: ['/bin/busybox', 'echo', words]}
      const tags = [`sha-${head.slice(0, 12)}`, `src-${createHash('sha256').update(words).digest('hex')}`]
      return world.registry.addImage(MASTER, tags, {
        platforms: PLATFORMS.map(platform => ({platform, layers: [busybox, makeLayer({platform})], config}))
      })
    }
  ]
]

/** Signs an image with cosign, and attests its SBOM. */
async function sign(image: string): Promise<void> {
  await cosign('sign', ...WITH_OURS, image)
  await cosign('attest', ...WITH_OURS, '--type=spdxjson', '--predicate=sbom.json', image)
}

const WITH_OURS = ['--key=ours.key', '--tlog-upload=false', '--yes']
const BY_OURS = ['--key=ours.pub', '--insecure-ignore-tlog']

interface Referrers {
  sbom: string
  /** The signature of the SBOM: a referrer of a referrer. */
  signature: string
}

/** Attaches an SBOM to an image with oras, and a signature of cosign to the SBOM. Returns their digests. */
async function attach(image: string): Promise<Referrers> {
  const add = async (to: string, type: string, file: string): Promise<string> => {
    const answer = await oras('attach', '--format=json', `--artifact-type=${type}`, to, `${file}:${type}`)
    return (JSON.parse(String(answer)) as {digest: string}).digest
  }
  await cosign('sign-blob', ...WITH_OURS, '--output-signature=sbom.sig', 'sbom.json')
  const sbom = await add(image, 'application/spdx+json', 'sbom.json')
  return {sbom, signature: await add(image.replace(/@.*/, `@${sbom}`), 'application/vnd.example.signature', 'sbom.sig')}
}

/** Releases the current commit on a runner without Docker. Returns the tags of the release. */
async function release(version: string): Promise<string[]> {
  await world.sample.git('tag', `v${version}`)
  const payload = {ref: `refs/tags/v${version}`, deleted: false}
  const event = await world.sample.event('push', payload.ref, payload, {environment: 'Release'})
  const result = await world.run(event, {environment: {PATH: gitAlone}})
  expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'promoted', repository: RELEASE}})
  return (result.outputs['tags'] ?? '').split('\n').map(tag => tag.split(':').at(-1) ?? '')
}

interface Place {
  /** `host:port/name` */
  repository: string
  /** The tags of the image itself. */
  tags: string[]
  /** The tags of its signatures, attestations and lists of referrers. */
  others: string[]
}

describe.each(IMAGES)('%s', (_, words, make) => {
  const version = `${1 + IMAGES.findIndex(([, other]) => other === words)}.0.0`
  let digest: string
  let source: string
  let about: Referrers | undefined
  const places = {} as Record<'action' | 'copy', Place>

  beforeAll(async () => {
    digest = await make(words)
    source = `${world.registry.host}/${MASTER}`
    if (missingJudge('cosign') === undefined) await sign(`${source}@${digest}`)
    if ((missingJudge('oras') ?? missingJudge('cosign')) === undefined) about = await attach(`${source}@${digest}`)

    const signatures =
      missingJudge('cosign') === undefined ? ['sig', 'att'].map(kind => `${digest.replace(':', '-')}.${kind}`) : []
    places.action = {repository: `${world.registry.host}/${RELEASE}`, tags: await release(version), others: signatures}

    const peer: End = {
      options: {
        origin: distribution.origin,
        authorization: {kind: 'on-challenge', login: () => Promise.resolve(undefined)},
        ...IMPATIENT
      },
      repository: `judged-${version}`
    }
    await copy(await ecrEnd(world.testbed, MASTER), peer, digest)
    const {bytes, mediaType} = world.registry.image(MASTER, digest)!
    const manifest = {method: 'PUT', body: new Uint8Array(bytes), headers: {'content-type': mediaType}}
    expect(await fetch(`${distribution.origin}/v2/${peer.repository}/manifests/v${version}`, manifest)).toMatchObject({
      status: 201
    })
    const lists = about === undefined ? [] : [digest, about.sbom].map(subject => subject.replace(':', '-'))
    places.copy = {
      repository: `${distribution.host}/${peer.repository}`,
      tags: [`v${version}`],
      others: [...signatures, ...lists]
    }
  }, 120_000)

  test('is released under every tag of its version', () => {
    expect(places.action.tags).toEqual(
      expect.arrayContaining([`v${version}`, version.slice(0, 3), version.slice(0, 1), 'latest'])
    )
  })

  describe.each([
    ['promoted to release', 'action'],
    ["copied to Debian's docker-registry, which lists no referrers", 'copy']
  ] as const)('%s', (_, by) => {
    /** References that must lead to the image. */
    const references = (): string[] => [`@${digest}`, `:v${version}`].map(one => `${places[by].repository}${one}`)

    judged(
      ['skopeo'],
      'skopeo reads the same bytes by digest and tag, and copies every platform out of it',
      async () => {
        for (const reference of references()) {
          expect(sha256Digest(await skopeo('inspect', '--raw', '--tls-verify=false', `docker://${reference}`))).toBe(
            digest
          )
        }
        const {repository, tags, others} = places[by]
        const {Tags} = JSON.parse(
          String(await skopeo('list-tags', '--tls-verify=false', `docker://${repository}`))
        ) as {Tags: string[]}
        expect(Tags).toEqual(expect.arrayContaining([...tags, ...others]))
        const layout = `${by}-${version}`
        await skopeo(
          'copy',
          '--quiet',
          '--all',
          '--src-tls-verify=false',
          `docker://${repository}@${digest}`,
          `oci:${layout}`
        )
        expect(JSON.parse(await readFile(join(scratch, layout, 'index.json'), 'utf8'))).toMatchObject({
          manifests: [{digest}]
        })
        await expectComplete(join(scratch, layout), digest)
      }
    )

    test('docker pulls it by its digest and runs it, and buildx reads the same bytes', async () => {
      const reference = `${places[by].repository}@${digest}`
      try {
        await docker('pull', '--quiet', reference)
        expect(
          JSON.parse(String(await docker('image', 'inspect', '--format={{json .RepoDigests}}', reference)))
        ).toContain(reference)
        expect(String(await docker('run', '--rm', '--network=none', reference))).toBe(`${words}\n`)
      } finally {
        await docker('image', 'rm', '--force', reference)
      }
      for (const one of references()) {
        expect(sha256Digest(await docker('buildx', 'imagetools', 'inspect', '--raw', one))).toBe(digest)
        expect(String(await docker('buildx', 'imagetools', 'inspect', one))).toMatch(
          new RegExp(`^Digest: +${digest}$`, 'm')
        )
      }
    }, 60_000)

    judged(
      ['oras', 'cosign'],
      "oras reads the same bytes and finds master's tree of referrers, and cosign verifies what it pulls of them",
      async () => {
        for (const reference of references()) {
          expect(sha256Digest(await oras('manifest', 'fetch', reference))).toBe(digest)
          expect(JSON.parse(String(await oras('manifest', 'fetch', '--descriptor', reference)))).toMatchObject({digest})
        }
        const {sbom, signature} = about!
        const tree = async (repository: string): Promise<string[]> =>
          String(await oras('discover', '--format=tree', `${repository}@${digest}`))
            .split('\n')
            .slice(1)
        const found = await tree(places[by].repository)
        expect(found.filter(line => line.includes('sha256:')).map(line => line.slice(line.indexOf('sha256:')))).toEqual(
          [sbom, signature]
        )
        expect(found).toEqual(await tree(source))

        const directory = `pulled-${by}-${version}`
        for (const one of [sbom, signature])
          await oras('pull', `--output=${directory}`, `${places[by].repository}@${one}`)
        await cosign('verify-blob', ...BY_OURS, `--signature=${directory}/sbom.sig`, `${directory}/sbom.json`)
      }
    )

    judged(
      ['cosign'],
      'cosign verifies the signature and the attestation made in master, and refuses another key',
      async () => {
        for (const reference of references()) {
          const [signed] = JSON.parse(
            String(await cosign('verify', ...BY_OURS, '--output=json', reference))
          ) as unknown[]
          expect(signed).toMatchObject({critical: {image: {'docker-manifest-digest': digest}}})
        }
        const [reference = ''] = references()
        const attested = await cosign('verify-attestation', ...BY_OURS, '--type=spdxjson', reference)
        const {payload} = JSON.parse(String(attested)) as {payload: string}
        expect(JSON.parse(String(Buffer.from(payload, 'base64')))).toMatchObject({
          subject: [{digest: {sha256: digest.slice('sha256:'.length)}}]
        })
        await expect(cosign('verify', '--key=other.pub', '--insecure-ignore-tlog', reference)).rejects.toThrow(
          'no matching signatures'
        )
      }
    )
  })
})

/** Expects an OCI image layout to have all parts of an image, each under the digest of its bytes. */
async function expectComplete(layout: string, digest: string, isManifest = true): Promise<void> {
  const bytes = await readFile(join(layout, 'blobs', ...digest.split(':')))
  expect(sha256Digest(bytes)).toBe(digest)
  if (!isManifest) return
  const {
    manifests = [],
    config = [],
    layers = []
  } = JSON.parse(String(bytes)) as Partial<Record<string, {digest: string}[]>>
  for (const child of manifests) await expectComplete(layout, child.digest)
  for (const blob of [config, layers].flat()) await expectComplete(layout, blob.digest, false)
}

judged(['skopeo'], 'docker-login logs skopeo in as well as Docker', async () => {
  await commit('logged in')
  const digest = await built()
  const event = await world.sample.push('master')
  const job = await RunnerMachine.start()
  try {
    const environment = {...event.environment, DOCKER_CONFIG: undefined}
    const step = {...event, workspace: world.sample.directory, inputs: {'docker-login': 'true'}, environment}
    const result = await job.step(step)
    expect(result).toMatchObject({exitCode: 0, outputs: {operation: 'unchanged', digest}})
    const {DOCKER_CONFIG = ''} = result.exported
    const image = `docker://${world.registry.host}/${MASTER}@${digest}`
    const bytes = await judge('skopeo', ['--insecure-policy', 'inspect', '--raw', '--tls-verify=false', image], {
      DOCKER_CONFIG
    })
    expect(sha256Digest(bytes)).toBe(digest)
    await job.post(step, result.state)
  } finally {
    await job.end()
  }
})
