import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {dirname, join} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import {listInputs} from '../../src/cli/input-listing.js'
import {inputs} from '../../src/cli/inputs.js'
import {jsonOfListing, linesOfListing} from '../../src/cli/inputs-report.js'
import type {BuildOptions, CommonOptions} from '../../src/cli/options.js'
import {Failure} from '../../src/core/failure.js'
import {jsonText, withVisibleControls} from '../../src/core/foreign-text.js'
import type {Log} from '../../src/core/log.js'
import {remedyAt} from '../../src/core/remedy.js'
import {Secrets} from '../../src/core/secrets.js'
import {ownPlatform} from '../../src/run/build-settings.js'
import type {Workspace} from '../fingerprint/repository.js'
import {createWorkspace, environment} from '../fingerprint/repository.js'

interface FileRow {
  path: string
  size: number
  mode: string
  type: string
  link?: string
  context?: string
  ignored?: true
  'path-base64'?: string
}

interface Listing {
  comparable: boolean
  because: string | null
  dockerfile: string | null
  frontend: string | null
  bases: string[]
  remote: string[]
  reads: {source: string; by: string; line?: number; pinned?: true}[]
  files: FileRow[]
}

let workspace: Workspace
let notes: string[]
beforeEach(() => {
  workspace = createWorkspace()
  workspace.git('init', '--quiet')
  notes = []
})
afterEach(() => {
  workspace.remove()
})

const CASES = join(import.meta.dirname, '../fingerprint/cases')

function readCases<T>(name: string): T[] {
  return readFileSync(join(CASES, name), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as T)
}

const note = (text: string) => {
  notes.push(text)
}
const log: Log = {
  info: note,
  debug: note,
  notice: note,
  warning: note,
  error: note,
  group: async (_, work) => await work(),
  relay: async work => await work(note),
  mask: value => {
    new Secrets().add(value)
  }
}

/** Runs the command in a directory of the workspace. */
async function run(options: BuildOptions & CommonOptions = {}, directory = '.', env: NodeJS.ProcessEnv = {}) {
  const invocation = {
    directory: join(workspace.root, directory),
    environment: {...environment, ...env},
    log,
    signal: new AbortController().signal,
    isJson: true
  }
  const {lines, json, exitCode} = await inputs(options, options, invocation)
  // As main.ts prints it.
  return {lines, json: JSON.parse(jsonText(json)) as Listing, exitCode}
}

async function failure(options: BuildOptions & CommonOptions = {}, directory = '.'): Promise<[string, string]> {
  const error = await run(options, directory).then(
    () => undefined,
    (thrown: unknown) => thrown
  )
  expect(error).toBeInstanceOf(Failure)
  const {message, remedy = ''} = error as Failure
  return [message, remedyAt('terminal', remedy)]
}

const paths = ({files}: Listing) => files.map(({path}) => path)

const PROJECT = `# syntax=docker/dockerfile:1
ARG NODE=22
FROM node:\${NODE} AS build
RUN --mount=type=cache,target=/c --mount=type=bind,from=ghcr.io/acme/tools:3,target=/t make
FROM scratch AS never
COPY --from=unused / /
FROM node:\${NODE}
COPY --from=busybox / /
COPY --from=build / /
`

describe('a realistic project', () => {
  beforeEach(() => {
    workspace.write('Dockerfile', PROJECT)
    workspace.write('.dockerignore', '.git\nnode_modules\n')
    workspace.write('src/main.ts', 'x'.repeat(1500))
    workspace.write('run.sh', '#!/bin/sh\n', 0o755)
    workspace.write('node_modules/left/index.js', '')
    chmodSync(join(workspace.root, 'src/main.ts'), 0o640)
    chmodSync(join(workspace.root, 'run.sh'), 0o755)
    symlinkSync('src/main.ts', join(workspace.root, 'main'))
  })

  test('is listed as JSON, before its first commit and without a stages file', async () => {
    const {json, exitCode} = await run()
    expect(exitCode).toBeUndefined()
    expect({...json, files: undefined}).toEqual({
      comparable: true,
      because: null,
      dockerfile: 'Dockerfile',
      frontend: 'docker.io/docker/dockerfile:1',
      bases: ['docker.io/library/busybox:latest', 'docker.io/library/node:22', 'ghcr.io/acme/tools:3'],
      remote: [],
      reads: [
        {source: 'docker.io/docker/dockerfile:1', by: '# syntax', line: 1},
        {source: 'docker.io/library/node:22', by: 'FROM', line: 3},
        {source: 'ghcr.io/acme/tools:3', by: 'RUN --mount=from', line: 4},
        {source: 'docker.io/library/node:22', by: 'FROM', line: 7},
        {source: 'docker.io/library/busybox:latest', by: 'COPY --from', line: 8}
      ]
    })
    expect(json.files).toEqual([
      {path: '.dockerignore', size: 18, mode: '0644', type: 'file'},
      {path: 'Dockerfile', size: PROJECT.length, mode: '0644', type: 'file'},
      {path: 'main', size: 0, mode: '0777', type: 'link', link: 'src/main.ts'},
      {path: 'run.sh', size: 10, mode: '0755', type: 'file'},
      {path: 'src', size: 0, mode: '0755', type: 'directory'},
      {path: 'src/main.ts', size: 1500, mode: '0640', type: 'file'}
    ])
    expect(notes).toEqual([])
  })

  test('is listed for people', async () => {
    const {lines} = await run()
    expect(lines).toEqual([
      'Dockerfile · comparable: an unchanged image is not built again',
      '',
      'base images',
      '  docker.io/docker/dockerfile:1     # syntax in line 1',
      '  docker.io/library/node:22         FROM in lines 3 and 7',
      '  ghcr.io/acme/tools:3              RUN --mount=from in line 4',
      '  docker.io/library/busybox:latest  COPY --from in line 8',
      '',
      `5 files in the context (.): 1.8 kB`,
      '   1.5 kB  src/main.ts',
      `    ${PROJECT.length} B  Dockerfile`,
      '     18 B  .dockerignore',
      '     10 B  run.sh',
      '      0 B  main -> src/main.ts'
    ])
  })

  test('has the largest files first, and sums up the others', async () => {
    for (let file = 1; file <= 20; file++) workspace.write(`data/${file}`, 'x'.repeat(file * 10_000))
    const {lines} = await run()
    expect(lines.slice(-12)).toEqual([
      '25 files in the context (.): 2.1 MB',
      ...[20, 19, 18, 17, 16, 15, 14, 13, 12, 11].map(file => `   ${file * 10} kB  data/${file}`),
      '   552 kB  in 15 smaller files'
    ])
  })

  test('is the same from a directory below, with paths from there', async () => {
    const {json} = await run({context: '..', file: '../Dockerfile'}, 'src')
    expect(json).toEqual((await run()).json)
    expect(paths((await run({context: '.', file: '../Dockerfile'}, 'src')).json)).toEqual(['main.ts'])
  })

  test('is the same after its first commit', async () => {
    const {json} = await run()
    workspace.git('add', '--all')
    workspace.git('commit', '--quiet', '-m', 'First')
    expect((await run()).json).toEqual(json)
  })

  test('is read without a connection and without Docker', async () => {
    const asked: string[] = []
    const server = createServer(socket => {
      asked.push('connection')
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const address = server.address()
    const here = `127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`
    workspace.write('Dockerfile', `FROM ${here}/base\nADD http://${here}/x /x\n`)
    const {json} = await run({}, '.', {DOCKER_HOST: `tcp://${here}`, HTTP_PROXY: `http://${here}`})
    server.close()
    expect(json).toMatchObject({bases: [`${here}/base:latest`], remote: [`http://${here}/x`], comparable: false})
    expect(asked).toEqual([])
  })
})

describe('what makes a build not comparable is named with its line', () => {
  test.each<[string, string[], string]>([
    ['FROM scratch\nADD https://x.y/z /z', ['https://x.y/z'], 'The Dockerfile fetches “https://x.y/z” in line 2.'],
    [
      'ARG V=1\nFROM scratch\nARG V\nADD https://x.y/$V.tgz https://x.y/b /',
      ['https://x.y/1.tgz', 'https://x.y/b'],
      'The Dockerfile fetches “https://x.y/$V.tgz” in line 4. The Dockerfile fetches “https://x.y/b” in line 4.'
    ],
    ['FROM alpine\nADD ${SITE}/z /z', ['${SITE}/z'], 'The Dockerfile fetches “${SITE}/z” in line 2.'],
    [
      'FROM scratch AS a\nONBUILD ADD git@github.com:a/b.git /\nFROM a',
      ['git@github.com:a/b.git'],
      'The Dockerfile fetches “git@github.com:a/b.git” in line 3.'
    ],
    [
      'FROM alpine\nCOPY --new=1 a b',
      [],
      'The Dockerfile has the flag “--new” of COPY in line 2, a form that is not read here.'
    ],
    ['FROM ${A@Q}', [], 'The Dockerfile has the word “${A@Q}” in line 1, a form that is not read here.'],
    [
      '# syntax=acme/language:1\nFROM a',
      [],
      'The Dockerfile is read by the frontend “acme/language:1”, which may use images that only the frontend knows.'
    ]
  ])('%j', async (dockerfile, remote, because) => {
    workspace.write('Dockerfile', dockerfile)
    const {json, lines} = await run()
    expect(json).toMatchObject({comparable: false, because, remote})
    expect(lines[0]).toBe('Dockerfile · not comparable: the image is built every time')
    expect(lines[1]).toBe(`  ${because.split(/(?<=\.) (?=The)/)[0] ?? ''}`)
    // The reason stands in the listing, and nowhere else.
    expect(notes.filter(text => text.includes('line'))).toEqual([])
  })

  test('a source that is pinned is listed as such, and is comparable', async () => {
    const checksum = `sha256:${'a'.repeat(64)}`
    const commit = 'b'.repeat(40)
    workspace.write(
      'Dockerfile',
      `FROM scratch\nADD --checksum=${checksum} https://x.y/z /\nADD https://x.y/r.git#${commit} /r\n`
    )
    const {json, lines} = await run()
    expect(json).toMatchObject({
      comparable: true,
      remote: [],
      reads: [
        {source: 'https://x.y/z', by: 'ADD', line: 2, pinned: true},
        {source: `https://x.y/r.git#${commit}`, by: 'ADD', line: 3, pinned: true}
      ]
    })
    expect(lines).toContain('no base image')
    expect(lines.join('\n')).toContain('ADD in line 2 (pinned)')
  })

  test('an ignore file with a form that is not read here', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('.dockerignore', '.git\na[^^]b\n')
    expect((await run()).json.because).toBe('.dockerignore:2 has the pattern “a[^^]b”, a form that is not read here.')
  })

  test('a policy of the environment', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    const {json} = await run({}, '.', {EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: 'policy.json'})
    expect(json.because).toContain('EXPERIMENTAL_BUILDKIT_SOURCE_POLICY is set.')
  })

  test.each(['https://github.com/acme/app.git', 'git@github.com:acme/app.git#v1', 'https://x.y/context.tar.gz'])(
    'a context from elsewhere: %s',
    async context => {
      const {json, lines} = await run({context})
      expect(json).toEqual({
        comparable: false,
        because: 'The Dockerfile is fetched when the build runs. The context is fetched when the build runs.',
        dockerfile: null,
        frontend: null,
        bases: [],
        remote: [context],
        reads: [{source: context, by: 'the context'}],
        files: []
      })
      expect(lines).toContain(`  ${context}  the context`)
    }
  )

  test('a Dockerfile from elsewhere', async () => {
    const {json} = await run({file: 'https://x.y/Dockerfile'})
    expect(json).toMatchObject({comparable: false, dockerfile: null, remote: ['https://x.y/Dockerfile']})
  })
})

describe('options', () => {
  test('choose the Dockerfile, its stage and its variables', async () => {
    workspace.write('docker/web.Dockerfile', 'ARG A=1\nFROM base:$A-$TARGETARCH AS web\nFROM other AS last\n')
    const file = 'docker/web.Dockerfile'
    expect(
      (await run({file, target: 'web', platform: ['linux/amd64,linux/arm64'], buildArg: ['A=2']})).json
    ).toMatchObject({
      dockerfile: file,
      bases: ['docker.io/library/base:2-amd64', 'docker.io/library/base:2-arm64']
    })
    expect((await run({file})).json.bases).toEqual(['docker.io/library/other:latest'])
    expect((await run({file, target: 'web', platform: ['linux/amd64', 'linux/s390x']})).lines[0]).toBe(
      'docker/web.Dockerfile, stage web · comparable: an unchanged image is not built again'
    )
  })

  test('name contexts, each with its own files', async () => {
    workspace.write('app/Dockerfile', 'FROM base\nCOPY --from=docs / /\nCOPY --from=far / /\n')
    workspace.write('docs/index.md', 'docs')
    const {json, lines} = await run(
      {
        context: '.',
        buildContext: ['docs=../docs', 'base=docker-image://alpine:3', 'far=https://github.com/acme/far.git']
      },
      'app'
    )
    expect(json).toMatchObject({
      comparable: false,
      because: 'The context “far” is fetched when the build runs.',
      bases: ['docker.io/library/alpine:3'],
      remote: ['https://github.com/acme/far.git'],
      reads: [
        {source: 'docker.io/library/alpine:3', by: 'the context base'},
        {source: 'https://github.com/acme/far.git', by: 'the context far'}
      ]
    })
    expect(json.files.map(({path, context}) => [path, context])).toEqual([
      ['Dockerfile', undefined],
      ['index.md', 'docs']
    ])
    expect(lines).toContain('1 file in the context docs (docs): 4 B')
  })

  test('an image can be the context', async () => {
    const {json} = await run({context: 'docker-image://alpine:3'})
    expect(json).toMatchObject({
      comparable: false,
      dockerfile: null,
      bases: ['docker.io/library/alpine:3'],
      remote: [],
      reads: [{source: 'docker.io/library/alpine:3', by: 'the context'}]
    })
  })

  test('BUILDKIT_SYNTAX replaces the frontend of the directive', async () => {
    workspace.write('Dockerfile', '# syntax=docker/dockerfile:1\nFROM scratch\n')
    expect((await run({buildArg: ['BUILDKIT_SYNTAX=docker/dockerfile:1.7']})).json).toMatchObject({
      frontend: 'docker.io/docker/dockerfile:1.7',
      reads: [{source: 'docker.io/docker/dockerfile:1.7', by: 'BUILDKIT_SYNTAX'}]
    })
  })

  test.each<[BuildOptions & CommonOptions, string, string]>([
    [{file: 'nowhere'}, 'There is no Dockerfile at ROOT/nowhere.', 'Set `--file` to its path from here'],
    [{context: 'nowhere'}, 'There is no build context “nowhere”', 'Set `--context` to a directory of this clone'],
    [{context: 'Dockerfile'}, 'There is no build context “Dockerfile”', 'Set `--context` to a directory of this clone'],
    [{file: '../outside/Dockerfile'}, 'There is no Dockerfile at ', 'Set `--file` to its path from here'],
    [{target: 'nothing'}, 'Dockerfile has no stage “nothing”.', 'Set `--target` to one of its stages: one.'],
    [
      {platform: ['linux/amd46']},
      '--platform is `linux/amd46`; expected linux/amd64',
      'Change --platform, or leave it out.'
    ],
    [{platform: ['linux']}, '--platform is `linux`; expected `os/architecture`', 'Change --platform, or leave it out.'],
    [{buildArg: ['=1']}, '--build-arg is `=1`; expected `NAME=value`.', 'Change --build-arg, or leave it out.'],
    [{buildArg: ['UNSET']}, 'The build argument `UNSET` has no value', 'Write `UNSET=value`'],
    [{buildArg: ['A=1', 'A=2']}, 'each name once, but A occurs twice', 'Change --build-arg, or leave it out.'],
    [
      {buildContext: ['docs']},
      '--build-context is `docs`; expected `name=path`.',
      'Change --build-context, or leave it out.'
    ],
    [{buildContext: ['docs=']}, '--build-context is `docs=`; expected `name=path`.', 'Change --build-context'],
    [{buildContext: ['=docs']}, '--build-context is `=docs`; expected `name=path`.', 'Change --build-context'],
    [{buildContext: ['docs=nowhere']}, 'There is no build context “nowhere”', 'Set `--build-context` to a directory'],
    [{buildContext: ['Docs=.']}, '“Docs” cannot name a build context', 'Change the name in `--build-context`.'],
    [
      {buildContext: ['docs=docker-image://Not A Reference']},
      'The context “docs”, “Not A Reference”, is not a valid image reference.',
      'Correct it in `--build-context`, as in `docker-image://alpine:3`.'
    ],
    [{config: 'nowhere.yml'}, 'Reading the stages file nowhere.yml', 'Give --config the path of a stages file'],
    [{image: 'api'}, 'Reading the stages file .github/ecr-registry.yml', 'Run this in a clone that has a stages file']
  ])('%j is refused', async (options, message, remedy) => {
    workspace.write('Dockerfile', 'FROM scratch AS one\n')
    const [said, change] = await failure(options)
    expect(said).toContain(message.replace('ROOT', workspace.root))
    expect(change).toContain(remedy)
  })

  test('a path is never taken from the top of the clone', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('app/main.ts', '')
    expect(await failure({file: 'Dockerfile'}, 'app')).toEqual([
      `There is no Dockerfile at ${workspace.root}/app/Dockerfile.`,
      expect.stringContaining('from here')
    ])
    expect((await failure({context: 'app'}, 'app'))[0]).toContain('There is no build context “app/app”')
  })
})

test.each([
  ['svc', ''],
  ['svc/../lib', ''],
  ['../svc', 'app']
])('a context that leaves the clone by one of its links is refused: %s', async (context, directory) => {
  const outside = createWorkspace()
  outside.write('home/x', '')
  outside.write('lib/Dockerfile', 'FROM scratch')
  outside.write('home/Dockerfile', 'FROM scratch')
  workspace.write('app/main.ts', '')
  symlinkSync(join(outside.root, 'home'), join(workspace.root, 'svc'))
  workspace.git('add', '--all')
  expect((await failure({context}, directory))[0]).toMatch(
    /^The build context \S+ leads out of the checkout by a link: to /
  )
  outside.remove()
})

test('a directory without a Dockerfile is refused', async () => {
  expect((await failure())[0]).toBe(`There is no Dockerfile at ${workspace.root}/Dockerfile.`)
})

test('a directory outside a git repository is refused', async () => {
  execFileSync('rm', ['-r', join(workspace.root, '.git')])
  expect(await failure()).toEqual([
    expect.stringContaining(`Looking for the git repository of ${workspace.root}: not a git repository`),
    expect.stringContaining('Run this in a clone')
  ])
})

describe('a stages file', () => {
  const AWS = `trunk: main\naws: {account: '111122223333', region: eu-west-1}\n`

  test('gives the settings of its image, and options override them', async () => {
    workspace.write('app/web.Dockerfile', 'ARG A\nFROM base:$A-$TARGETARCH AS one\nFROM two\n')
    workspace.write('other/file', '')
    workspace.write(
      '.github/ecr-registry.yml',
      `${AWS}images:\n  - {name: web, context: app, file: app/web.Dockerfile, target: one, platforms: [linux/s390x], build-args: {A: x}}\n  - {name: api, context: other}\n`
    )
    const {json} = await run({image: 'web'})
    expect(json.bases).toEqual(['docker.io/library/base:x-s390x'])
    expect(paths(json)).toEqual(['web.Dockerfile'])
    const other = await run({image: 'web', context: 'other', buildArg: ['A=y'], platform: ['linux/arm64']})
    expect(other.json.bases).toEqual(['docker.io/library/base:y-arm64'])
    expect(paths(other.json)).toEqual(['file'])
    expect(await failure()).toEqual([
      '.github/ecr-registry.yml lists 2 images (web, api), and none was named.',
      'Set `--image` to one of them, as in `--image web`.'
    ])
  })

  test('is refused for a mistake in it, and for a path that leads out of the clone', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('.github/ecr-registry.yml', `${AWS}image: web\nimagess: {}\n`)
    expect((await failure())[0]).toContain('imagess: unknown key')
    workspace.write('.github/ecr-registry.yml', `${AWS}images: [{name: web, context: ..}]\n`)
    expect((await failure())[0]).toContain('which leads out of the checkout')
  })

  test('is refused if it is a link that leads nowhere', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('.github/x', '')
    symlinkSync('nowhere.yml', join(workspace.root, '.github/ecr-registry.yml'))
    expect((await failure())[0]).toContain('Reading the stages file')
  })
})

describe('files', () => {
  test('the Dockerfile and the ignore file are read although a pattern hides them', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('.dockerignore', '*\n!src\n')
    workspace.write('src/main', '')
    const {json, lines} = await run()
    expect(json.files.map(({path, ignored}) => [path, ignored])).toEqual([
      ['.dockerignore', true],
      ['Dockerfile', true],
      ['src', undefined],
      ['src/main', undefined]
    ])
    expect(lines).toContain('     13 B  Dockerfile (hidden from COPY by the ignore file)')
  })

  test('the ignore file of the Dockerfile replaces the one of the context', async () => {
    workspace.write('docker/web.Dockerfile', 'FROM scratch\n')
    workspace.write('docker/web.Dockerfile.dockerignore', '*\n')
    workspace.write('.dockerignore', 'nothing\n')
    const {json} = await run({file: 'docker/web.Dockerfile'})
    expect(paths(json)).toEqual(['docker/web.Dockerfile', 'docker/web.Dockerfile.dockerignore'])
  })

  test('a Dockerfile that is a link is read with its target', async () => {
    workspace.write('web.Dockerfile', 'FROM scratch\n')
    workspace.write('.dockerignore', '*\n')
    symlinkSync('web.Dockerfile', join(workspace.root, 'Dockerfile'))
    expect((await run()).json.files).toEqual([
      expect.objectContaining({path: '.dockerignore'}),
      expect.objectContaining({path: 'Dockerfile', type: 'link', link: 'web.Dockerfile', ignored: true}),
      expect.objectContaining({path: 'web.Dockerfile', type: 'file', ignored: true})
    ])
  })

  test('a repository is sent with all of its files, and a note says how it counts', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('vendor/file', '')
    workspace.git('init', '--quiet', 'vendor/lib')
    workspace.git('init', '--quiet', 'x\nnote: fine')
    const sent = paths((await run()).json)
    expect(sent).toEqual(expect.arrayContaining(['.git', '.git/HEAD', '.git/config', 'vendor/lib/.git/HEAD']))
    expect(new Set(sent).size).toBe(sent.length)
    expect(notes).toEqual([
      expect.stringContaining('The context contains .git, which counts as'),
      expect.stringContaining('The context contains vendor/lib/.git, which counts as'),
      expect.stringContaining('The context contains x\\nnote: fine/.git, which counts as')
    ])
  })

  test('pipes and sockets are listed as what they are', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('.dockerignore', '.git')
    execFileSync('mkfifo', [join(workspace.root, 'pipe')])
    const server = createServer().listen(join(workspace.root, 'socket'))
    await new Promise(resolve => server.once('listening', resolve))
    const {files} = (await run()).json
    server.close()
    expect(files.map(({path, type}) => `${path} ${type}`)).toEqual([
      '.dockerignore file',
      'Dockerfile file',
      'pipe pipe',
      'socket socket'
    ])
  })

  test('names with line ends, escapes and other bytes than UTF-8 stay whole in JSON, and harmless on a terminal', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('.dockerignore', '.git')
    workspace.write('a\nerror: no', '')
    workspace.write('b\x1b[31m\tred', '')
    writeFileSync(Buffer.concat([Buffer.from(`${workspace.root}/caf`), Buffer.from([0xe9])]), '')
    const {json, lines} = await run()
    expect(paths(json)).toEqual(['.dockerignore', 'Dockerfile', 'a\nerror: no', 'b\x1b[31m\tred', 'caf\ufffd'])
    expect(json.files.at(-1)?.['path-base64']).toBe(Buffer.from([0x63, 0x61, 0x66, 0xe9]).toString('base64'))
    expect(lines.map(withVisibleControls).slice(-3)).toEqual([
      '      0 B  a\\nerror: no',
      '      0 B  b\\x1b[31m\\tred',
      '      0 B  caf\ufffd'
    ])
  })

  test('ten thousand files are listed', async () => {
    workspace.write('Dockerfile', 'FROM scratch\n')
    workspace.write('.dockerignore', '.git\n**/*.log\n!keep.log\n')
    for (let directory = 0; directory < 100; directory++) {
      mkdirSync(join(workspace.root, `d${directory}`))
      for (let file = 0; file < 100; file++) writeFileSync(join(workspace.root, `d${directory}/f${file}`), 'x')
    }
    expect((await run()).json.files).toHaveLength(10_102)
  }, 30_000)
})

interface DockerfileRow {
  dockerfile: string
  buildArgs?: Record<string, string>
  target?: string
  platforms: string[]
  buildPlatform: string
  images: string[]
  remote: string[]
}

describe('what BuildKit was seen to read', () => {
  /** The settings of a build without any others. */
  const NOTHING_ELSE = {
    buildContexts: {},
    addHosts: [],
    labels: {},
    annotations: {},
    provenance: 'false',
    sbom: 'false',
    attests: [],
    secrets: [],
    ssh: [],
    ulimit: []
  }
  const dockerfiles = readCases<DockerfileRow>('dockerfiles.jsonl')

  /** The references and addresses that a listing leaves out, although it calls the build comparable. */
  function missedIn({images, remote}: DockerfileRow, {comparable, bases, remote: listed}: Listing): string[] {
    if (!comparable) return []
    return [...images.filter(image => !bases.includes(image)), ...remote.filter(address => !listed.includes(address))]
  }

  test('no image and no address is missed, in any Dockerfile', async () => {
    const missed: unknown[] = []
    let comparable = 0
    for (const row of dockerfiles) {
      const {dockerfile, buildArgs = {}, target, platforms, buildPlatform} = row
      workspace.write('Dockerfile', dockerfile)
      const listing = await listInputs(
        {...NOTHING_ELSE, buildArgs, target, platforms, file: 'Dockerfile'},
        {directory: workspace.root, environment, buildPlatform}
      )
      const json = jsonOfListing(listing) as unknown as Listing
      expect(linesOfListing(listing)[0]).toContain(json.comparable ? ' · comparable' : ' · not comparable')
      if (json.comparable) comparable++
      const missing = missedIn(row, json)
      if (missing.length > 0) missed.push({...row, missing})
    }
    expect(missed).toEqual([])
    expect(comparable).toBeGreaterThan(dockerfiles.length / 2)
  }, 30_000)

  test('the options of the command give the same', async () => {
    const rows = dockerfiles
      .filter(({buildPlatform}) => buildPlatform === ownPlatform())
      .filter((_, at) => at % 40 === 0)
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows) {
      const {dockerfile, buildArgs = {}, target, platforms} = row
      workspace.write('Dockerfile', dockerfile)
      const {json} = await run({
        platform: platforms,
        buildArg: Object.entries(buildArgs).map(([name, value]) => `${name}=${value}`),
        ...(target === undefined ? {} : {target})
      })
      expect(missedIn(row, json)).toEqual([])
    }
  }, 30_000)

  interface IgnoreRow {
    ignore: string
    entries: (string | {link: string; to: string})[]
    sent: string[]
  }

  function createTree(root: string, entries: IgnoreRow['entries']): void {
    mkdirSync(root, {recursive: true})
    for (const entry of entries) {
      const path = join(root, typeof entry === 'string' ? entry : entry.link)
      mkdirSync(typeof entry === 'string' && entry.endsWith('/') ? path : dirname(path), {recursive: true})
      if (typeof entry !== 'string') symlinkSync(entry.to, path)
      else if (!entry.endsWith('/')) writeFileSync(path, '')
    }
  }

  test('no file is missed, under ignore files of all forms', async () => {
    const missed: unknown[] = []
    let exact = 0
    const rows = readCases<IgnoreRow>('dockerignore.jsonl').filter((_, at) => at % 4 === 0)
    workspace.write('Dockerfile', 'FROM scratch\n')
    let comparable = 0
    for (const [index, row] of rows.entries()) {
      createTree(join(workspace.root, String(index)), row.entries)
      workspace.write(`${index}/.dockerignore`, row.ignore)
      const listing = await listInputs(
        {...NOTHING_ELSE, buildArgs: {}, platforms: ['linux/amd64'], context: String(index), file: 'Dockerfile'},
        {directory: workspace.root, environment}
      )
      const json = jsonOfListing(listing) as unknown as Listing
      if (!json.comparable) continue
      comparable++
      const listed = json.files.filter(({type, path}) => type !== 'directory' && path !== '.dockerignore')
      const names = listed.map(({path}) => path)
      const missing = row.sent.filter(path => !names.includes(path))
      if (missing.length > 0) missed.push({...row, missing})
      if (JSON.stringify(names) === JSON.stringify(row.sent)) exact++
    }
    expect(missed).toEqual([])
    expect(comparable).toBeGreaterThan(rows.length / 4)
    expect(exact).toBe(comparable)
  }, 30_000)
})
