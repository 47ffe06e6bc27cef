import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, expect, test} from '@jest/globals'

import {defaultPlatform, readSurroundings} from '../../src/docker/surroundings.js'

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
    uncertainties: []
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

test.each([
  ['EXPERIMENTAL_BUILDKIT_SOURCE_POLICY', /^A source policy can replace/],
  ['BUILDX_GIT_LABELS', /^The labels of the image name its commit/]
])('%s makes a build not comparable', async (name, reason) => {
  const {uncertainties} = await readSurroundings({DOCKER_CONFIG: directory, [name]: 'x'})
  expect(uncertainties).toEqual([expect.stringMatching(reason)])
})

test('a config that cannot be read has no proxies, because the build goes on without it', async () => {
  const none = await readSurroundings({DOCKER_CONFIG: join(directory, 'missing')})
  writeFileSync(join(directory, 'config.json'), 'nothing')
  expect(await readSurroundings({DOCKER_CONFIG: directory})).toEqual(none)
})

test.each([
  ['linux/arm64', 'linux/arm64'],
  ['', undefined],
  [undefined, undefined]
])('the default platform of %j is %j', (value, expected) => {
  expect(defaultPlatform({DOCKER_DEFAULT_PLATFORM: value})).toBe(expected)
})
