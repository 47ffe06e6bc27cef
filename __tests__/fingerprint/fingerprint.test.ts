import {mkdirSync, rmSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'
import fc from 'fast-check'

import type {Digests} from '../../src/fingerprint/fingerprint.js'
import {fingerprint, pins, unresolved} from '../../src/fingerprint/fingerprint.js'
import type {BuildDescription} from '../../src/fingerprint/source.js'
import {readSource} from '../../src/fingerprint/source.js'
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
  return readSource(createBuild(changes), {directory, environment})
}

const one = `sha256:${'1'.repeat(64)}`
const two = `sha256:${'2'.repeat(64)}`

/** Every image has the digest given. */
function all(digest: string | undefined): Digests {
  return {get: () => digest, has: () => true} as unknown as Digests
}

async function valueOf(
  changes: Partial<BuildDescription> = {},
  digest: string | undefined = one,
  directory = workspace.root
) {
  return fingerprint(await read(changes, directory), all(digest), 'run 1').value
}

describe('the fingerprint', () => {
  test('stays what it was: another value here needs another format version', async () => {
    expect(await valueOf({buildArgs: {A: '1'}})).toBe(
      '7341e4e4b1e34d13c92adadd49c1c51a289f57ffcb5395aaaca2829bb4a2d2ef'
    )
  })

  const changes: [what: string, changes: Partial<BuildDescription>][] = [
    ['target', {target: 'base'}],
    ['platforms', {platforms: ['linux/arm64']}],
    ['more platforms', {platforms: ['linux/amd64', 'linux/arm64']}],
    ['a build argument', {buildArgs: {A: ''}}],
    ['its value', {buildArgs: {A: '1'}}],
    ['what looks alike', {buildArgs: {'A=1': ''}}],
    ['two of them', {buildArgs: {A: '1', B: ''}}],
    ['two in one', {buildArgs: {A: '1\nB='}}],
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

  const same: [what: string, a: Partial<BuildDescription>, b: Partial<BuildDescription>][] = [
    ['arguments in another order', {buildArgs: {A: '1', B: '2'}}, {buildArgs: {B: '2', A: '1'}}],
    ['labels in another order', {labels: {A: '1', B: '2'}}, {labels: {B: '2', A: '1'}}],
    [
      'platforms in another order, and written otherwise',
      {platforms: ['linux/amd64', 'linux/arm64']},
      {platforms: ['linux/arm64/v8', 'linux/x86_64']}
    ],
    ['secrets of other values', {secrets: [{id: 'a'}, {id: 'b'}]}, {secrets: [{id: 'b'}, {id: 'a'}]}],
    ['agents at other sockets', {ssh: ['default=/tmp/1']}, {ssh: ['default']}],
    ['the context by its path', {context: '.'}, {}],
    ['the Dockerfile by its path', {file: './Dockerfile'}, {}]
  ]
  test.each(same)('is the same for %s', async (_, a, b) => {
    expect(await valueOf(a)).toBe(await valueOf(b))
  })

  test('differs with the digest of a base image, and counts the name where there is none', async () => {
    const values = [await valueOf({}, one), await valueOf({}, two), fingerprint(await read(), all(undefined), '').value]
    expect(new Set(values).size).toBe(3)
  })

  test('differs with every byte and every name, and with nothing else', async () => {
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
  test('is not what .dockerignore excludes', async () => {
    const before = await valueOf()
    workspace.write('.dockerignore', '.dockerignore\nREADME.md\n')
    expect(await valueOf()).toBe(before)
    workspace.write('README.md', 'x')
    expect(await valueOf()).toBe(before)
  })

  test('obeys the .dockerignore that is named after the Dockerfile, and no other then', async () => {
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

  test('may be a link to a directory, or one below the workspace', async () => {
    workspace.write('service/Dockerfile', 'FROM alpine')
    symlinkSync('service', join(workspace.root, 'link'))
    expect(await valueOf({context: 'link'})).toBe(await valueOf({context: 'service'}))
  })

  test('that holds its repository counts the commit, and says so', async () => {
    workspace.git('init', '-q')
    workspace.git('add', '-A')
    workspace.git('commit', '-qm', 'x')
    const source = await read()
    expect(source.notices).toEqual([
      expect.stringMatching(/^The context holds \.git, which counts as the commit [0-9a-f]{12}/)
    ])
    expect(source.unknowable).toEqual([])
  })

  test('named in place of an image obeys its own .dockerignore', async () => {
    workspace.write('lib/x', '1')
    workspace.write('lib/.dockerignore', 'y\n')
    workspace.write('.dockerignore', 'lib\n')
    const value = () => valueOf({buildContexts: {alpine: 'lib'}})
    const before = await value()
    workspace.write('lib/y', '1')
    expect(await value()).toBe(before)
    workspace.write('lib/x', '2')
    expect(await value()).not.toBe(before)
    expect(unresolved(await read({buildContexts: {alpine: 'lib'}}))).toEqual([])
  })
})

describe('what is fetched when the build runs is never unchanged', () => {
  test.each<[string, Partial<BuildDescription>, string]>([
    ['a context', {context: 'https://github.com/a/b.git'}, 'The Dockerfile is fetched when the build runs.'],
    ['standard input', {context: '-'}, 'The Dockerfile is fetched when the build runs.'],
    [
      'a named context',
      {buildContexts: {x: 'https://github.com/a/b.git#main'}},
      'The context “x” is fetched when the build runs.'
    ],
    ['a Dockerfile', {file: 'https://example.com/Dockerfile'}, 'The Dockerfile is fetched when the build runs.']
  ])('%s', async (_, changes, because) => {
    const source = await read(changes)
    const first = fingerprint(source, all(one), 'run 1')
    expect(first).toMatchObject({kind: 'unique', because})
    expect(fingerprint(source, all(one), 'run 2').value).not.toBe(first.value)
  })

  test('ADD of a URL', async () => {
    workspace.write('Dockerfile', 'FROM scratch\nADD https://example.com/ /')
    expect(fingerprint(await read(), all(one), '')).toMatchObject({
      kind: 'unique',
      because: 'The Dockerfile line 2 adds “https://example.com/” from elsewhere.'
    })
  })

  test('while the rest does not depend on the run', async () => {
    const source = await read()
    expect(fingerprint(source, all(one), 'run 1')).toEqual(fingerprint(source, all(one), 'run 2'))
  })
})

describe('pins', () => {
  test('hold each image that counted by digest, under the name that BuildKit looks up', async () => {
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
    const source = await read()
    expect(unresolved(source)).toEqual([
      '127.0.0.1:5000/base:1',
      'docker.io/docker/dockerfile:1',
      'docker.io/library/alpine:latest',
      'docker.io/library/gone:latest'
    ])
    const digests = new Map(
      unresolved(source).map(reference => [reference, reference.includes('gone') ? undefined : one])
    )
    expect(pins(source, digests)).toEqual({
      buildContexts: {
        '127.0.0.1:5000/base:1': `docker-image://127.0.0.1:5000/base:1@${one}`,
        alpine: `docker-image://docker.io/library/alpine:latest@${one}`
      },
      buildArgs: {BUILDKIT_SYNTAX: `docker.io/docker/dockerfile:1@${one} --x`},
      unpinned: []
    })
  })

  test('leave an image alone whose name a stage has too: the pin would take the place of the stage', async () => {
    workspace.write('Dockerfile', 'FROM alpine AS alpine\nCOPY app /\nFROM debian AS other')
    expect(pins(await read({target: 'alpine'}), all(one))).toMatchObject({
      buildContexts: {},
      unpinned: ['docker.io/library/alpine:latest']
    })
  })

  test('hold named contexts that are images, under the names the user gave them', async () => {
    const source = await read({
      buildContexts: {'docker.io/library/alpine': 'docker-image://debian:12', x: `docker-image://a@${two}`}
    })
    expect(unresolved(source)).toEqual(['docker.io/library/debian:12'])
    expect(pins(source, all(one)).buildContexts).toEqual({alpine: `docker-image://docker.io/library/debian:12@${one}`})
  })

  test('need an answer for each reference', async () => {
    const source = await read()
    expect(() => fingerprint(source, new Map(), '')).toThrow(
      'No registry was asked for docker.io/library/alpine:latest.'
    )
  })
})

describe('what cannot build is said at once', () => {
  test('a missing Dockerfile', async () => {
    rmSync(join(workspace.root, 'Dockerfile'))
    await expect(read()).rejects.toMatchObject({
      message: `There is no Dockerfile at ${workspace.root}/Dockerfile.`,
      remedy: expect.stringMatching(/`file`.*`context`/)
    })
    await expect(read({file: 'x/y'})).rejects.toThrow(`There is no Dockerfile at ${workspace.root}/x/y.`)
    workspace.write('dockerfile', 'FROM alpine')
    await expect(read()).resolves.toBeDefined()
  })

  test('a missing context', async () => {
    await expect(read({context: 'nope'})).rejects.toMatchObject({
      message: expect.stringContaining('“nope”'),
      remedy: expect.stringContaining('`context`')
    })
    await expect(read({buildContexts: {a: 'nope'}})).rejects.toMatchObject({
      remedy: expect.stringContaining('`build-contexts`')
    })
  })

  test('an unknown target, with those there are', async () => {
    workspace.write('Dockerfile', 'FROM alpine AS build\nFROM alpine AS run')
    await expect(read({target: 'test'})).rejects.toMatchObject({
      message: 'Dockerfile has no stage “test”.',
      remedy: expect.stringContaining('It has build, run')
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
