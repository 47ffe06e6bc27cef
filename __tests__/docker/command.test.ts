import {describe, expect, test} from '@jest/globals'

import type {BuildTool} from '../../src/docker/build-tool.js'
import type {BuildPlan} from '../../src/docker/command.js'
import {buildCommand} from '../../src/docker/command.js'
import {PLAIN_BUILD} from './build-plan.js'

const BUILDX: BuildTool = {kind: 'buildx', buildx: [0, 13], pushesByDigest: false, exportsCache: false}
const OLD_BUILDX: BuildTool = {kind: 'buildx', buildx: [0, 8], pushesByDigest: false, exportsCache: false}
const DOCKER_20: BuildTool = {kind: 'docker-build', client: [20, 10]}

function plan(changes: Partial<BuildPlan> = {}): BuildPlan {
  return {...PLAIN_BUILD, push: {kind: 'tag', reference: 'registry/app:part-linux-amd64'}, ...changes}
}
const args = (changes: Partial<BuildPlan>, docker = BUILDX) =>
  buildCommand(plan(changes), docker, '/tmp/metadata.json').args

test('a plain build pushes under one tag, with an explicit platform and no attestations', () => {
  expect(args({})).toEqual([
    'buildx',
    'build',
    '--progress=plain',
    '--platform=linux/amd64',
    '--metadata-file=/tmp/metadata.json',
    '--provenance=false',
    '--sbom=false',
    '--tag=registry/app:part-linux-amd64',
    '--output=type=image,push=true,oci-mediatypes=true',
    '--',
    '.'
  ])
})

test('a builder apart from the engine (docker-container, kubernetes or remote) gets everything in one command', () => {
  const tool: BuildTool = {kind: 'buildx', buildx: [0, 29], pushesByDigest: true, exportsCache: true}
  const changes: Partial<BuildPlan> = {
    builder: 'big',
    platforms: ['linux/amd64', 'linux/arm64'],
    ownAnnotations: {team: 'a'},
    provenance: 'mode=max',
    cacheTo: ['type=registry,ref=registry/cache:default,mode=max'],
    push: {kind: 'digest', repository: 'registry/app'}
  }
  expect(args(changes, tool)).toEqual([
    'buildx',
    'build',
    '--progress=plain',
    '--platform=linux/amd64,linux/arm64',
    '--metadata-file=/tmp/metadata.json',
    '--builder=big',
    '--cache-to=type=registry,ref=registry/cache:default,mode=max',
    '--provenance=mode=max',
    '--sbom=false',
    '--annotation=team=a',
    '--annotation=index:team=a',
    '--output=type=image,push=true,oci-mediatypes=true,push-by-digest=true,name-canonical=true,name=registry/app',
    '--',
    '.'
  ])
})

test('a build without a push keeps nothing', () => {
  expect(args({push: {kind: 'digest', repository: 'registry/app'}})).toContain(
    '--output=type=image,push=true,oci-mediatypes=true,push-by-digest=true,name-canonical=true,name=registry/app'
  )
  expect(args({push: {kind: 'digest', repository: 'registry/app'}}).join(' ')).not.toContain('--tag')
  expect(args({push: undefined})).toContain('--output=type=cacheonly')
  expect(args({push: undefined}).join(' ')).not.toContain('push')
})

test.each<[string, Partial<BuildPlan>, string[]]>([
  ['file', {file: 'app/Dockerfile'}, ['--file=app/Dockerfile']],
  ['target', {target: 'prod'}, ['--target=prod']],
  ['platforms', {platforms: ['linux/amd64', 'linux/arm64']}, ['--platform=linux/amd64,linux/arm64']],
  ['build-args', {buildArgs: {A: '1', B: 'x=y'}}, ['--build-arg=A=1', '--build-arg=B=x=y']],
  ['build-contexts', {buildContexts: {lib: '../lib'}}, ['--build-context=lib=../lib']],
  [
    'pins',
    {pins: {'alpine:3': 'docker-image://alpine@sha256:1'}},
    ['--build-context=alpine:3=docker-image://alpine@sha256:1']
  ],
  ['ssh', {ssh: ['default']}, ['--ssh=default']],
  ['labels', {labels: {a: 'b'}}, ['--label=a=b']],
  ['annotations', {annotations: {'index:a': 'b'}}, ['--annotation=index:a=b']],
  ['cache-from', {cacheFrom: ['type=gha']}, ['--cache-from=type=gha']],
  ['cache-to', {cacheTo: ['type=gha,mode=max']}, ['--cache-to=type=gha,mode=max']],
  ['no-cache', {noCache: true}, ['--no-cache']],
  ['no-cache-filters', {noCacheFilters: ['a']}, ['--no-cache-filter=a']],
  ['pull', {pull: true}, ['--pull']],
  ['provenance', {provenance: 'mode=max'}, ['--provenance=mode=max']],
  ['sbom', {sbom: 'true'}, ['--sbom=true']],
  ['attests', {attests: ['type=sbom']}, ['--attest=type=sbom']],
  ['builder', {builder: 'big'}, ['--builder=big']],
  ['network', {network: 'none'}, ['--network=none']],
  ['add-hosts', {addHosts: ['a:1.2.3.4']}, ['--add-host=a:1.2.3.4']],
  ['allow', {allow: ['network.host']}, ['--allow=network.host']],
  ['shm-size', {shmSize: '2g'}, ['--shm-size=2g']],
  ['ulimit', {ulimit: ['nofile=1:1']}, ['--ulimit=nofile=1:1']],
  ['cgroup-parent', {cgroupParent: 'x'}, ['--cgroup-parent=x']]
])('the setting %s reaches buildx', (_, changes, expected) => {
  expect(args(changes)).toEqual(expect.arrayContaining(expected))
})

test("the user's labels override those that every image has", () => {
  expect(
    args({descriptions: {title: 'ours', url: 'u'}, labels: {title: 'theirs'}}).filter(arg => arg.startsWith('--label'))
  ).toEqual(['--label=title=theirs', '--label=url=u'])
})

test.each([
  ['one platform: on the manifest', ['linux/amd64'], '--annotation=title=x'],
  ['several: on the index as well', ['linux/amd64', 'linux/arm64'], '--annotation=index:title=x']
])('annotations for %s', (_, platforms, expected) => {
  expect(args({platforms, descriptions: {title: 'x'}})).toContain(expected)
})

test('secrets are in the environment, never in the arguments', () => {
  const command = buildCommand(
    plan({
      secrets: [
        {id: 'token', from: 'value', value: 'hunter2'},
        {id: 'key', from: 'file', path: '/k'},
        {id: 'odd', from: 'file', path: '/with, comma and "quotes"'}
      ]
    }),
    BUILDX,
    '/tmp/m'
  )
  expect(command.args).toEqual(
    expect.arrayContaining([
      '--secret=id=token,env=BUILD_SECRET_0',
      '--secret=id=key,src=/k',
      '--secret=id=odd,"src=/with, comma and ""quotes"""'
    ])
  )
  expect(command.args.join(' ')).not.toContain('hunter2')
  expect(command.environment).toMatchObject({BUILD_SECRET_0: 'hunter2'})
})

test('buildx runs no git in the context, whose configuration may name programs, and always tells what a build read', () => {
  expect(buildCommand(plan({}), BUILDX, '/tmp/m').environment).toEqual({
    BUILDX_GIT_INFO: 'false',
    BUILDX_GIT_LABELS: 'false',
    BUILDX_METADATA_PROVENANCE: 'min'
  })
})

test('a value that begins with a dash stays a value', () => {
  expect(args({context: '-rf', target: '--push'}).slice(-2)).toEqual(['--', '-rf'])
  expect(args({target: '--push'})).toContain('--target=--push')
})

describe('Docker before 23 without buildx', () => {
  test('builds with the BuildKit of its engine', () => {
    const command = buildCommand(plan({labels: {a: 'b'}}), DOCKER_20, '/tmp/m')
    expect(command.args).toEqual([
      'build',
      '--progress=plain',
      '--label=a=b',
      '--platform=linux/amd64',
      '--iidfile=/tmp/m',
      '--tag=registry/app:part-linux-amd64',
      '--',
      '.'
    ])
    expect(command.environment).toEqual({DOCKER_BUILDKIT: '1'})
  })

  test.each<[string, Partial<BuildPlan>]>([
    ['platforms', {platforms: ['linux/amd64', 'linux/arm64']}],
    ['build-contexts', {buildContexts: {a: 'b'}}],
    ['annotations', {annotations: {a: 'b'}}],
    ['cache-to', {cacheTo: ['type=gha']}],
    ['cache-from', {cacheFrom: ['type=gha']}],
    ['no-cache-filters', {noCacheFilters: ['a']}],
    ['provenance', {provenance: 'true'}],
    ['sbom', {sbom: 'true'}],
    ['attests', {attests: ['type=sbom']}],
    ['builder', {builder: 'x'}],
    ['allow', {allow: ['network.host']}]
  ])('refuses the setting %s, which requires buildx, by its name', (name, changes) => {
    expect(() => buildCommand(plan(changes), DOCKER_20, '/tmp/m')).toThrow(
      new RegExp(`^The setting ${name}.* requires buildx`)
    )
  })
})

test.each<[string, Partial<BuildPlan>]>([
  ['provenance', {provenance: 'true'}],
  ['annotations', {annotations: {a: 'b'}}]
])('an old buildx is refused by the name of the setting that it lacks: %s', (name, changes) => {
  expect(() => args(changes, OLD_BUILDX)).toThrow(
    new RegExp(`${name}.* requires buildx 0\\.1[02], and this machine has buildx 0\\.8`)
  )
})

test('an old buildx does not get flags that it does not know', () => {
  expect(args({descriptions: {title: 'x'}}, OLD_BUILDX).filter(arg => /provenance|sbom|annotation/.test(arg))).toEqual(
    []
  )
})
