import {mkdirSync, rmSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'
import fc from 'fast-check'

import type {Failure} from '../../src/core/failure.js'
import {remedyAt} from '../../src/core/remedy.js'
import type {BuildDescription, BuildMachine} from '../../src/fingerprint/build-materials.js'
import {readBuildMaterials} from '../../src/fingerprint/build-materials.js'
import {placesForDocker} from '../../src/fingerprint/docker-places.js'
import type {Digests} from '../../src/fingerprint/fingerprint.js'
import {computeFingerprint, pinsFor, unresolvedReferences} from '../../src/fingerprint/fingerprint.js'
import type {Workspace} from './repository.js'
import {createWorkspace, environment} from './repository.js'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
  workspace.write('Dockerfile', 'FROM alpine\nCOPY . /\n')
  workspace.write('app', 'x')
})
afterEach(() => {
  workspace.remove()
})

function createBuild(changes: Partial<BuildDescription> = {}): BuildDescription {
  return {
    platforms: ['linux/amd64'],
    buildArgs: {},
    buildContexts: {},
    addHosts: [],
    labels: {},
    annotations: {},
    provenance: 'false',
    sbom: 'false',
    attests: [],
    secrets: [],
    ssh: [],
    ulimit: [],
    ...changes
  }
}

function read(changes: Partial<BuildDescription> = {}, directory = workspace.root) {
  return readBuildMaterials(createBuild(changes), {directory, environment})
}

const one = `sha256:${'1'.repeat(64)}`
const two = `sha256:${'2'.repeat(64)}`

/** Gives every image this digest. */
function all(digest: string | undefined): Digests {
  return {get: () => digest, has: () => true} as unknown as Digests
}

async function valueOf(
  changes: Partial<BuildDescription> = {},
  digest: string | undefined = one,
  directory = workspace.root
) {
  return computeFingerprint(await read(changes, directory), all(digest), 'run 1').value
}

describe('the fingerprint', () => {
  test('never changes: a different value here requires a new format version', async () => {
    expect(await valueOf({buildArgs: {A: '1'}})).toBe(
      '1dd50fa64446b1b3cb317667ab879b5ae328a90b43c5a5f9c36113736840654b'
    )
  })

  test('never changes for a Dockerfile that names the platform of the builder', async () => {
    workspace.write('Dockerfile', 'FROM --platform=$BUILDPLATFORM alpine\n')
    expect(await on({buildPlatform: 'linux/amd64'})).toBe(
      '9bf2b6c97313ef01e7dd486f50002cdfee0918ae554eb8088b20bd73b9c5aa85'
    )
  })

  const changes: [what: string, changes: Partial<BuildDescription>][] = [
    ['target', {target: 'base'}],
    ['platforms', {platforms: ['linux/arm64']}],
    ['more platforms', {platforms: ['linux/amd64', 'linux/arm64']}],
    ['a build argument', {buildArgs: {A: ''}}],
    ['its value', {buildArgs: {A: '1'}}],
    ['an argument that looks alike', {buildArgs: {'A=1': ''}}],
    ['two arguments', {buildArgs: {A: '1', B: ''}}],
    ['two arguments in one', {buildArgs: {A: '1\nB='}}],
    ['a named context', {buildContexts: {more: 'more'}}],
    ['network', {network: 'host'}],
    ['hosts', {addHosts: ['a:1']}],
    ['more hosts', {addHosts: ['a:1', 'b:2']}],
    ['labels', {labels: {A: '1'}}],
    ['annotations', {annotations: {A: '1'}}],
    ['provenance', {provenance: 'mode=max'}],
    ['SBOM', {sbom: 'true'}],
    ['attestations', {attests: ['type=sbom']}],
    ['secret', {secrets: [{id: 'A'}]}],
    ['ssh', {ssh: ['A']}],
    ['shm size', {shmSize: '1g'}],
    ['limits', {ulimit: ['nofile=1']}],
    ['control group', {cgroupParent: 'x'}]
  ]
  test('differs with each setting', async () => {
    workspace.write('Dockerfile', 'FROM alpine AS base\nCOPY . /\n')
    workspace.write('.dockerignore', 'more\n')
    mkdirSync(join(workspace.root, 'more'))
    const values = new Map<string, string>([[await valueOf(), 'nothing']])
    for (const [what, change] of changes) {
      const value = await valueOf(change)
      expect([what, values.get(value)]).toEqual([what, undefined])
      values.set(value, what)
    }
  })

  /** Of a build on another builder. */
  async function on(machine: Pick<BuildMachine, 'buildPlatform' | 'builder'>) {
    const materials = await readBuildMaterials(createBuild(), {directory: workspace.root, environment, ...machine})
    return computeFingerprint(materials, all(one), 'run 1').value
  }

  test.each([
    ['FROM --platform=$BUILDPLATFORM alpine\n', false],
    ['FROM alpine\nARG BUILDARCH\nRUN make $BUILDARCH\n', false],
    ['FROM alpine\nARG BUILD\\\nARCH\nRUN make\n', false],
    ['FROM alpine\nARG buildvar\\ \t\r\n# comment\n\n\t#\niant\nRUN make\n', false],
    ['# escape=`\nFROM alpine\nARG BUILD`\nOS\nRUN make\n', false],
    ['FROM alpine\nARG "BUILD"OS\nRUN make\n', false],
    ['FROM --platform=$BUILD\\PLATFORM alpine\n', false],
    ['FROM alpine\nRUN make\n', true],
    ['FROM alpine\nRUN build \\\n  arch\n', true]
  ])('of %j is the same on another builder: %j', async (dockerfile, isSame) => {
    workspace.write('Dockerfile', dockerfile)
    const first = await on({buildPlatform: 'linux/amd64'})
    expect((await on({buildPlatform: 'linux/arm64'})) === first).toBe(isSame)
    expect((await on({buildPlatform: 'linux/amd64', builder: 'remote'})) === first).toBe(isSame)
  })

  const same: [what: string, a: Partial<BuildDescription>, b: Partial<BuildDescription>][] = [
    ['arguments in another order', {buildArgs: {A: '1', B: '2'}}, {buildArgs: {B: '2', A: '1'}}],
    ['labels in another order', {labels: {A: '1', B: '2'}}, {labels: {B: '2', A: '1'}}],
    [
      'platforms in another order and another form',
      {platforms: ['linux/amd64', 'linux/arm64']},
      {platforms: ['linux/arm64/v8', 'linux/x86_64']}
    ],
    ['secrets in another order', {secrets: [{id: 'a'}, {id: 'b'}]}, {secrets: [{id: 'b'}, {id: 'a'}]}],
    ['agents at other sockets', {ssh: ['default=/tmp/1']}, {ssh: ['default']}],
    ['the context by its path', {context: '.'}, {}],
    ['the Dockerfile by its path', {file: './Dockerfile'}, {}]
  ]
  test.each(same)('is the same for %s', async (_, a, b) => {
    expect(await valueOf(a)).toBe(await valueOf(b))
  })

  test('differs with the digest of a base image, and counts the name of an image without one', async () => {
    const values = [
      await valueOf({}, one),
      await valueOf({}, two),
      computeFingerprint(await read(), all(undefined), '').value
    ]
    expect(new Set(values).size).toBe(3)
  })

  test('differs with every byte and every name, but with nothing else', async () => {
    const file = fc.record({
      name: fc.constantFrom('a', 'b', 'c/d', 'é'),
      content: fc.string(),
      executable: fc.boolean()
    })
    const files = fc.uniqueArray(file, {selector: ({name}) => name, maxLength: 4})
    const args = fc.dictionary(fc.string({minLength: 1}), fc.string(), {maxKeys: 3})
    const tree = fc.record({
      files,
      args,
      dockerfile: fc.constantFrom('FROM a', 'FROM a ', 'FROM a\n#'),
      digest: fc.constantFrom(one, two)
    })
    const canonical = ({
      files,
      args,
      dockerfile,
      digest
    }: {
      files: {name: string; content: string; executable: boolean}[]
      args: Record<string, string>
      dockerfile: string
      digest: string
    }) =>
      JSON.stringify([
        [...files].sort((a, b) => (a.name < b.name ? -1 : 1)),
        Object.entries(args).sort(),
        dockerfile,
        digest
      ])
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.boolean(), fc.boolean(), async (a, b, alike, committed) => {
        const second = alike
          ? {...a, files: [...a.files].reverse(), args: Object.fromEntries(Object.entries(a.args).reverse())}
          : b
        const values: string[] = []
        for (const [index, {files, args, dockerfile, digest}] of [a, second].entries()) {
          const place = createWorkspace()
          try {
            place.write('Dockerfile', dockerfile)
            place.write('.dockerignore', '.git\n')
            for (const {name, content, executable} of files) place.write(name, content, executable ? 0o755 : 0o644)
            if (committed && index === 1) {
              place.git('init', '-q')
              place.git('add', '-A')
              place.git('commit', '-qm', 'x')
            }
            values.push(await valueOf({buildArgs: args}, digest, place.root))
          } finally {
            place.remove()
          }
        }
        expect(values[0] === values[1]).toBe(canonical(a) === canonical(second))
      }),
      {numRuns: 40}
    )
  }, 60_000)
})

describe('the context', () => {
  test('does not contain files that .dockerignore excludes', async () => {
    const before = await valueOf()
    workspace.write('.dockerignore', '.dockerignore\nREADME.md\n')
    expect(await valueOf()).toBe(before)
    workspace.write('README.md', 'x')
    expect(await valueOf()).toBe(before)
  })

  test('obeys only the .dockerignore that is named after the Dockerfile, if there is one', async () => {
    workspace.write('docker/web.Dockerfile', 'FROM alpine')
    workspace.write('.dockerignore', 'app\n')
    const source = () => valueOf({file: 'docker/web.Dockerfile'})
    const before = await source()
    workspace.write('app', 'changed')
    expect(await source()).toBe(before)
    workspace.write('docker/web.Dockerfile.dockerignore', 'docker\n')
    const own = await source()
    workspace.write('app', 'changed again')
    expect(await source()).not.toBe(own)
  })

  test('obeys the .dockerignore that is named after a lower-case dockerfile, and not one that is named as if it were upper-case', async () => {
    rmSync(join(workspace.root, 'Dockerfile'), {force: true})
    workspace.write('dockerfile', 'FROM alpine\nCOPY app /')
    workspace.write('app', 'one')
    const source = () => valueOf({})
    workspace.write('Dockerfile.dockerignore', 'app\n')
    const sent = await source()
    workspace.write('app', 'two')
    expect(await source()).not.toBe(sent)
    workspace.write('dockerfile.dockerignore', 'app\n')
    const ignored = await source()
    workspace.write('app', 'three')
    expect(await source()).toBe(ignored)
  })

  test('may be a link to a directory, or one below the workspace', async () => {
    workspace.write('service/Dockerfile', 'FROM alpine')
    symlinkSync('service', join(workspace.root, 'link'))
    expect(await valueOf({context: 'link'})).toBe(await valueOf({context: 'service'}))
  })

  test('is the one that the system finds: a link is followed before the `..` behind it', async () => {
    workspace.write('a/real', 'x')
    workspace.write('a/b/file', 'x')
    workspace.write('x/decoy', 'x')
    workspace.write('Dockerfile.x', 'FROM alpine')
    symlinkSync('../a/b', join(workspace.root, 'x/deep'))
    symlinkSync('deep/..', join(workspace.root, 'x/link'))
    for (const context of ['x/link', 'x/deep/..']) {
      const of = () => valueOf({context, file: 'Dockerfile.x'})
      const before = await of()
      workspace.write('x/decoy', context)
      expect(await of()).toBe(before)
      workspace.write('a/real', context)
      expect(await of()).not.toBe(before)
      const own = join(workspace.root, 'a')
      expect(placesForDocker({context, file: 'Dockerfile.x', buildContexts: {c: context}}, workspace.root)).toEqual({
        context: own,
        file: join(workspace.root, 'Dockerfile.x'),
        buildContexts: {c: own}
      })
    }
  })

  test('that is an OCI layout is given to Docker from the workspace, whose own path may have a colon', () => {
    workspace.write('a:b/layout/index.json', '{}')
    const places = {context: 'layout', buildContexts: {base: 'oci-layout://layout:latest'}}
    expect(placesForDocker(places, join(workspace.root, 'a:b')).buildContexts).toEqual(places.buildContexts)
  })

  test('from elsewhere is given to Docker as it was written', () => {
    const places = {
      context: 'https://github.com/org/app.git',
      file: 'docker/Dockerfile',
      buildContexts: {base: 'docker-image://alpine:3'}
    }
    expect(placesForDocker(places, workspace.root)).toEqual(places)
  })

  test('that contains its repository counts the commit, and gives a notice', async () => {
    workspace.git('init', '-q')
    workspace.git('add', '-A')
    workspace.git('commit', '-qm', 'x')
    const materials = await read()
    expect(materials.notices).toEqual([
      expect.stringMatching(/^The context contains \.git, which counts as its commit [0-9a-f]{12}: /)
    ])
    expect(materials.uncertainties).toEqual([])
  })

  test('that replaces an image obeys its own .dockerignore', async () => {
    workspace.write('lib/x', '1')
    workspace.write('lib/.dockerignore', 'y\n')
    workspace.write('.dockerignore', 'lib\n')
    const value = () => valueOf({buildContexts: {alpine: 'lib'}})
    const before = await value()
    workspace.write('lib/y', '1')
    expect(await value()).toBe(before)
    workspace.write('lib/x', '2')
    expect(await value()).not.toBe(before)
    expect(unresolvedReferences(await read({buildContexts: {alpine: 'lib'}}))).toEqual([])
  })
})

test.each<[Partial<BuildDescription>, string, string]>([
  [{context: '-'}, 'The build context', '`--context`'],
  [{buildContexts: {x: '-'}}, 'The build context', '`--build-context`'],
  [{file: '-'}, 'The Dockerfile', '`--file`'],
  [{context: 'https://github.com/a/b.git', file: '-'}, 'The Dockerfile', '`--file`']
])('a build from standard input is refused, because a run has none: %j', async (changes, subject, option) => {
  const error = await read(changes).catch((thrown: unknown) => thrown as Failure)
  expect(error).toMatchObject({message: `${subject} is \`-\`: standard input is not read here.`})
  expect(remedyAt('terminal', (error as Failure).remedy ?? '')).toContain(`in ${option}.`)
})

describe('a build that fetches content when it runs never counts as unchanged', () => {
  test.each<[string, Partial<BuildDescription>, string]>([
    ['a context', {context: 'https://github.com/a/b.git'}, 'The Dockerfile is fetched when the build runs.'],
    [
      'a named context',
      {buildContexts: {x: 'https://github.com/a/b.git#main'}},
      'The context “x” is fetched when the build runs.'
    ],
    ['a Dockerfile', {file: 'https://example.com/Dockerfile'}, 'The Dockerfile is fetched when the build runs.']
  ])('%s', async (_, changes, reason) => {
    const materials = await read(changes)
    const first = computeFingerprint(materials, all(one), 'run 1')
    expect(first).toMatchObject({kind: 'unique', reason})
    expect(computeFingerprint(materials, all(one), 'run 2').value).not.toBe(first.value)
  })

  test('ADD of a URL', async () => {
    workspace.write('Dockerfile', 'FROM scratch\nADD https://example.com/ /')
    expect(computeFingerprint(await read(), all(one), '')).toMatchObject({
      kind: 'unique',
      reason: 'The Dockerfile fetches “https://example.com/” in line 2.'
    })
  })

  test('a policy beside the Dockerfile, which newer buildx apply', async () => {
    workspace.write('docker/Dockerfile', 'FROM alpine')
    workspace.write('docker/Dockerfile.rego', 'package docker')
    const {uncertainties, notices} = await read({file: 'docker/Dockerfile'})
    expect(uncertainties).toEqual(['docker/Dockerfile.rego is a build policy, which can replace what the build reads.'])
    expect(notices).toEqual([`${uncertainties.join()} So the image is built every time.`])
  })

  test('but other builds do not depend on the run', async () => {
    const materials = await read()
    expect(computeFingerprint(materials, all(one), 'run 1')).toEqual(computeFingerprint(materials, all(one), 'run 2'))
  })
})

describe('pins', () => {
  test('bind each image that counted by digest, under the name that BuildKit looks up', async () => {
    workspace.write(
      'Dockerfile',
      [
        '# syntax=docker/dockerfile:1 --x',
        'FROM docker.io/library/alpine:latest AS a',
        'FROM 127.0.0.1:5000/base:1',
        `COPY --from=debian:12@${two} / /`,
        'COPY --from=a / /',
        'RUN --mount=from=gone,target=/x true'
      ].join('\n')
    )
    const materials = await read()
    expect(unresolvedReferences(materials)).toEqual([
      '127.0.0.1:5000/base:1',
      'docker.io/docker/dockerfile:1',
      'docker.io/library/alpine:latest',
      'docker.io/library/gone:latest'
    ])
    const digests = new Map(
      unresolvedReferences(materials).map(reference => [reference, reference.includes('gone') ? undefined : one])
    )
    expect(pinsFor(materials, digests)).toEqual({
      buildContexts: {
        '127.0.0.1:5000/base:1': `docker-image://127.0.0.1:5000/base:1@${one}`,
        alpine: `docker-image://docker.io/library/alpine:latest@${one}`
      },
      buildArgs: {BUILDKIT_SYNTAX: `docker.io/docker/dockerfile:1@${one} --x`},
      unpinned: []
    })
  })

  test('leave out an image whose name a stage has too: the pin would replace the stage', async () => {
    workspace.write('Dockerfile', 'FROM alpine AS alpine\nCOPY app /\nFROM debian AS other')
    expect(pinsFor(await read({target: 'alpine'}), all(one))).toMatchObject({
      buildContexts: {},
      unpinned: ['docker.io/library/alpine:latest']
    })
  })

  test('bind named contexts that are images, under the names that the user gave them', async () => {
    const materials = await read({
      buildContexts: {'docker.io/library/alpine': 'docker-image://debian:12', x: `docker-image://a@${two}`}
    })
    expect(unresolvedReferences(materials)).toEqual(['docker.io/library/debian:12'])
    expect(pinsFor(materials, all(one)).buildContexts).toEqual({
      alpine: `docker-image://docker.io/library/debian:12@${one}`
    })
  })

  test('need an answer for each reference', async () => {
    const materials = await read()
    expect(() => computeFingerprint(materials, new Map(), '')).toThrow(
      'No registry was asked for docker.io/library/alpine:latest.'
    )
  })
})

describe('a build that cannot work fails at once', () => {
  test('a missing Dockerfile', async () => {
    rmSync(join(workspace.root, 'Dockerfile'))
    await expect(read()).rejects.toMatchObject({
      message: `There is no Dockerfile at ${workspace.root}/Dockerfile.`,
      remedy: {
        workflow: expect.stringMatching(/the input `file`.* from the workspace, or the input `context`/),
        terminal: expect.stringMatching(/`--file`.* from here, or `--context`/)
      }
    })
    await expect(read({file: 'x/y'})).rejects.toThrow(`There is no Dockerfile at ${workspace.root}/x/y.`)
    workspace.write('dockerfile', 'FROM alpine')
    await expect(read()).resolves.toBeDefined()
  })

  test('a missing context', async () => {
    await expect(read({context: 'nope'})).rejects.toMatchObject({
      message: expect.stringContaining('“nope”'),
      remedy: {
        workflow: expect.stringContaining('the input `context` to a directory of the workspace'),
        terminal: expect.stringContaining('`--context` to a directory of this clone')
      }
    })
    await expect(read({buildContexts: {a: 'nope'}})).rejects.toMatchObject({
      remedy: expect.objectContaining({workflow: expect.stringContaining('the input `build-contexts`')})
    })
  })

  test('an unknown target, with a list of the stages', async () => {
    workspace.write('Dockerfile', 'FROM alpine AS build\nFROM alpine AS run')
    await expect(read({target: 'test'})).rejects.toMatchObject({
      message: 'Dockerfile has no stage “test”.',
      remedy: {
        workflow: expect.stringMatching(/^Set the input `target` to one of its stages: build, run\./),
        terminal: expect.stringMatching(/^Set `--target` to one of its stages: build, run\./)
      }
    })
  })

  test('a variable without a value, at its line', async () => {
    workspace.write('Dockerfile', 'ARG V\n\nFROM $V')
    await expect(read()).rejects.toMatchObject({
      message: expect.stringMatching(/^Dockerfile:3: FROM \$V names no image: V has no value here/),
      location: {file: 'Dockerfile', line: 3}
    })
  })

  test('a bad .dockerignore', async () => {
    workspace.write('.dockerignore', 'a\n[\n')
    await expect(read()).rejects.toMatchObject({location: {file: '.dockerignore', line: 2}})
  })
})

describe('an OCI layout as a context', () => {
  beforeEach(() => {
    workspace.write('layout/index.json', '{}')
    workspace.write('layout/.dockerignore', '*')
  })
  const layout = (image: string) => valueOf({buildContexts: {base: `oci-layout://layout${image}`}})

  test('counts with its tag or digest', async () => {
    const values = await Promise.all(['', ':v1', ':v2', `@${one}`].map(layout))
    expect(new Set(values).size).toBe(values.length)
  })

  test('counts whole, because BuildKit knows no ignore file there', async () => {
    const before = await layout(':v1')
    workspace.write('layout/index.json', '{"manifests": []}')
    const changed = await layout(':v1')
    expect(changed).not.toBe(before)
    workspace.write(`layout/blobs/sha256/${'1'.repeat(64)}`, 'x')
    expect(await layout(':v1')).not.toBe(changed)
  })

  test('is the same after a build, although older buildx make a directory in it', async () => {
    workspace.write('.dockerignore', 'layout\n')
    const before = await layout(':v1')
    mkdirSync(join(workspace.root, 'layout/ingest'))
    expect(await layout(':v1')).toBe(before)
  })
})

describe('the digests that pin an OCI layout', () => {
  const index = (...manifests: unknown[]) => {
    workspace.write('layout/index.json', JSON.stringify({manifests}))
  }
  const pinned = async (image = '') => (await read({buildContexts: {base: `oci-layout://layout${image}`}})).checksums

  test('are those of its index, and the one that the context names', async () => {
    index({digest: one}, {digest: two})
    expect(await pinned()).toEqual([one.slice(7), two.slice(7)])
    index({digest: one})
    expect(await pinned(':v1')).toEqual([one.slice(7)])
    expect(await pinned(`@${two}`)).toEqual([one.slice(7), two.slice(7)])
    expect(await pinned(`:v1@${two}`)).toEqual([one.slice(7), two.slice(7)])
  })

  test.each(['', 'null', '[]', '{"manifests": {}}', '{"manifests": [1, {}, {"digest": 1}, {"digest": "x"}]}'])(
    'are none if the index is malformed, which only buildx explains: %j',
    async text => {
      workspace.write('layout/index.json', text)
      expect(await pinned()).toEqual([])
    }
  )

  test('are none without an index', async () => {
    mkdirSync(join(workspace.root, 'layout'))
    expect(await pinned()).toEqual([])
  })
})

test('a named context that reads like a URL is one, even if there is such a directory', async () => {
  workspace.write('github.com/org/lib/file', 'x')
  const {uncertainties} = await read({buildContexts: {lib: 'github.com/org/lib'}})
  expect(uncertainties).toEqual(['The context “lib” is fetched when the build runs.'])
})

test.each(['windows(10.0.20348)/amd64', 'arm64', 'linux/amd64/2', 'linux/armhf/v6', 'linux/arm64/v8.0'])(
  'the platform %s is not comparable',
  async platform => {
    expect((await read({platforms: [platform]})).uncertainties).toContainEqual(
      expect.stringContaining('a form that is not read')
    )
  }
)

test.each([
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/7',
  'linux/amd64/v3',
  'linux/aarch64',
  'windows/amd64'
])('the platform %s is comparable', async platform => {
  expect((await read({platforms: [platform]})).uncertainties).toEqual([])
})
