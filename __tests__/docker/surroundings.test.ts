import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {defaultPlatforms, readSurroundings} from '../../src/docker/surroundings.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'docker-'))
})
afterEach(() => {
  rmSync(directory, {recursive: true})
})

test("proxies of Docker's config count", async () => {
  const proxies = {default: {httpProxy: 'http://proxy:3128'}}
  writeFileSync(join(directory, 'config.json'), JSON.stringify({auths: {}, proxies}))
  expect(await readSurroundings({DOCKER_CONFIG: directory})).toEqual({
    counted: {proxies, variables: []},
    uncertainties: [],
    notices: []
  })
})

test('variables of buildx count, but not those that choose a builder or a directory', async () => {
  const environment = {
    DOCKER_CONFIG: directory,
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    BUILDX_BAKE_GIT_SSH: 'x',
    BUILDX_BUILDER: 'mine',
    BUILDX_CONFIG: '/x',
    BUILDX_METADATA_PROVENANCE: 'max',
    BUILDX_EXPERIMENTAL: ''
  }
  expect((await readSurroundings(environment)).counted['variables']).toEqual([
    ['BUILDX_BAKE_GIT_SSH', 'x'],
    ['BUILDX_NO_DEFAULT_ATTESTATIONS', '1']
  ])
})

test('a source policy makes a build not comparable', async () => {
  const {uncertainties} = await readSurroundings({DOCKER_CONFIG: directory, EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: 'x'})
  expect(uncertainties).toEqual([expect.stringMatching(/^A source policy can replace/)])
})

test.each([
  ['full', 1],
  ['1', 1],
  ['false', 0],
  ['', 0],
  [undefined, 0]
])('BUILDX_GIT_LABELS has no effect, and %j causes %i notices', async (value, notices) => {
  const variables = {BUILDX_GIT_INFO: 'true', BUILDX_GIT_CHECK_DIRTY: 'true', BUILDX_GIT_LABELS: value}
  const surroundings = await readSurroundings({DOCKER_CONFIG: directory, ...variables})
  expect(surroundings.counted['variables']).toEqual([])
  expect(surroundings.notices).toHaveLength(notices)
})

test('a config that cannot be read has no proxies, because the build goes on without it', async () => {
  const none = await readSurroundings({DOCKER_CONFIG: join(directory, 'missing')})
  writeFileSync(join(directory, 'config.json'), 'nothing')
  expect(await readSurroundings({DOCKER_CONFIG: directory})).toEqual(none)
})

const OWN = 'linux/arm/v7'

test.each([
  ['linux/arm64', ['linux/arm64']],
  ['Linux/ARM64', ['linux/arm64']],
  ['arm64', ['linux/arm64']],
  ['x86_64', ['linux/x86_64']],
  ['linux', [OWN]],
  ['local', [OWN]],
  [' linux/amd64, linux/arm64 ', ['linux/amd64', 'linux/arm64']],
  ['', [OWN]],
  [' , ', [OWN]],
  [undefined, [OWN]]
])('the default platforms of %j are %j', (value, expected) => {
  expect(defaultPlatforms({DOCKER_DEFAULT_PLATFORM: value}, OWN)).toEqual(expected)
})

test.each([
  'windows/amd64',
  'linux/foo',
  'windows',
  'foo',
  'linux/amd64,linux/foo',
  'linux/amd64;linux/arm64',
  'a/b/c/d'
])('a default platform that images cannot be built for is refused, and the error names the variable: %s', value => {
  const wrong = value.split(',').at(-1) ?? ''
  expect(() => defaultPlatforms({DOCKER_DEFAULT_PLATFORM: value}, OWN)).toThrow(
    `The variable DOCKER_DEFAULT_PLATFORM is \`${wrong}\`; expected `
  )
})
