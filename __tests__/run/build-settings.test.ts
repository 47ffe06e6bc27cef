import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {describe, expect, test} from '@jest/globals'

import {readInputs} from '../../src/action/inputs.js'
import {readRunner} from '../../src/action/runner.js'
import type {ProcessEnv} from '../../src/core/process-env.js'
import {buildSettings, descriptionsOf, dockerfileOf, ownPlatform, ownRecipe} from '../../src/run/build-settings.js'
import type {ImageEntry} from '../../src/stages/stages-file.js'
import {DEFAULT_STAGES_FILE} from '../../src/stages/stages-file.js'

const inputs = (given: Record<string, string> = {}, environment: ProcessEnv = {}) => {
  const variables = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const)
  return readInputs({...environment, ...Object.fromEntries(variables)}, () => undefined).build
}
const image: ImageEntry = {
  name: 'api',
  context: 'services/api',
  file: 'services/api/Dockerfile',
  target: 'prod',
  platforms: ['linux/arm64'],
  variants: {},
  buildArgs: {A: 'file', B: 'file'}
}

describe('the build settings', () => {
  test('come from the stages file', () => {
    expect(buildSettings({environment: {}, inputs: {build: inputs()}, image: image})).toMatchObject({
      context: 'services/api',
      file: 'services/api/Dockerfile',
      target: 'prod',
      platforms: ['linux/arm64'],
      buildArgs: {A: 'file', B: 'file'}
    })
  })
  test('come from an input rather than from the stages file', () => {
    const given = {context: '.', file: 'Dockerfile', target: 'test', platforms: 'linux/amd64', 'build-args': 'A=input'}
    expect(buildSettings({environment: {}, inputs: {build: inputs(given)}, image: image})).toMatchObject({
      context: '.',
      file: 'Dockerfile',
      target: 'test',
      platforms: ['linux/amd64'],
      buildArgs: {A: 'input', B: 'file'}
    })
  })
  test.each<
    [
      what: string,
      environment: ProcessEnv,
      given: Record<string, string>,
      file: ImageEntry['buildArgs'],
      expected: object
    ]
  >([
    ['from the environment, because Docker reads it there', {SOURCE_DATE_EPOCH: '1'}, {}, {}, {SOURCE_DATE_EPOCH: '1'}],
    ['not from an empty variable', {SOURCE_DATE_EPOCH: ''}, {}, {}, {}],
    ['rather from the stages file', {SOURCE_DATE_EPOCH: '1'}, {}, {SOURCE_DATE_EPOCH: '2'}, {SOURCE_DATE_EPOCH: '2'}],
    [
      'rather from the input',
      {SOURCE_DATE_EPOCH: '1'},
      {'build-args': 'SOURCE_DATE_EPOCH=3'},
      {SOURCE_DATE_EPOCH: '2'},
      {SOURCE_DATE_EPOCH: '3'}
    ]
  ])('take SOURCE_DATE_EPOCH %s', (_, environment, given, buildArgs, expected) => {
    const build = inputs(given, environment)
    const settings = buildSettings({environment, inputs: {build}, image: {...image, buildArgs}})
    expect(settings.buildArgs).toEqual(expected)
  })
  test('name each build argument that has no value', () => {
    const build = inputs({'build-args': 'A\nB=1\nC'})
    expect(() => buildSettings({environment: {}, inputs: {build}, image})).toThrow(
      'The build argument `A` has no value, and the environment has no variable of that name.\nThe build argument `C` has'
    )
  })
  test('take the default platforms of Docker only if nothing else names platforms', () => {
    const environment = {DOCKER_DEFAULT_PLATFORM: 'windows/amd64'}
    expect(() => buildSettings({environment, inputs: {build: inputs()}, image: undefined})).toThrow(
      'The variable DOCKER_DEFAULT_PLATFORM is `windows/amd64`'
    )
    expect(buildSettings({environment, inputs: {build: inputs()}, image})).toMatchObject({platforms: ['linux/arm64']})
    const two = {DOCKER_DEFAULT_PLATFORM: 'arm64,amd64'}
    expect(buildSettings({environment: two, inputs: {build: inputs()}, image: undefined})).toMatchObject({
      platforms: ['linux/arm64', 'linux/amd64']
    })
  })
  test('default to the workspace and the platform of this machine', () => {
    expect(buildSettings({environment: {}, inputs: {build: inputs()}, image: undefined})).toMatchObject({
      context: '.',
      file: undefined,
      target: undefined,
      platforms: [ownPlatform()]
    })
  })
})

describe('the recipe', () => {
  const recipe = (given: Record<string, string>, workspace = '/srv/space', from?: ImageEntry) =>
    ownRecipe({
      inputs: {build: inputs(given), config: DEFAULT_STAGES_FILE},
      image: from,
      runner: {workspace}
    })
  const own = recipe({})

  test('has platforms only if they are set: the platform of the runner is none', () => {
    expect(recipe({platforms: ownPlatform()})).not.toBe(own)
  })

  test('has no SOURCE_DATE_EPOCH from the environment, which another runner may not have', () => {
    const build = inputs({}, {SOURCE_DATE_EPOCH: '1'})
    const settings = {inputs: {build, config: DEFAULT_STAGES_FILE}, image: undefined, runner: {workspace: '/srv/space'}}
    expect(ownRecipe(settings)).toBe(own)
  })

  test('is the same in another workspace', () => {
    const inside = (workspace: string) => ({
      ...{context: `${workspace}/app`, file: `${workspace}/Dockerfile`},
      'build-contexts': `base=${workspace}/base`
    })
    expect(recipe(inside('/srv/other'), '/srv/other')).toBe(recipe(inside('/srv/space')))
    expect(recipe({context: '/srv/space'})).toBe(own)
    expect(recipe({context: '/srv/other'})).not.toBe(own)
  })

  test('is the same in a checkout below the workspace', () => {
    const workspace = mkdtempSync(join(tmpdir(), 'recipe-'))
    mkdirSync(join(workspace, 'app/.git'), {recursive: true})
    const below = ownRecipe({
      inputs: {build: inputs({context: 'app/services'}), config: 'app/.github/ecr-registry.yml'},
      image: undefined,
      runner: {workspace}
    })
    rmSync(workspace, {recursive: true})
    expect(below).toBe(recipe({context: 'services'}))
  })

  test('has no password of an address', () => {
    const at = (login: string) => recipe({context: `https://${login}@example.com/app.git#main`})
    expect(at('user:one')).toBe(at('user:two'))
  })

  test('comes from the stages file too', () => {
    const named = recipe({}, '/srv/space', image)
    expect(recipe({context: image.context ?? ''}, '/srv/space', image)).toBe(named)
    expect(recipe({platforms: 'linux/amd64'}, '/srv/space', image)).not.toBe(named)
  })
})

describe('the Dockerfile', () => {
  test.each([
    [{context: '.'}, 'Dockerfile'],
    [{context: './services/api'}, 'services/api/Dockerfile'],
    [{context: 'services/api', file: 'docker/api.Dockerfile'}, 'docker/api.Dockerfile'],
    [{context: '/srv/space/api'}, 'api/Dockerfile'],
    [{context: '.', file: '..docker/Dockerfile'}, '..docker/Dockerfile']
  ])('of %j is %s, relative to the workspace', (settings, expected) => {
    expect(dockerfileOf({file: undefined, ...settings}, '/srv/space')).toBe(expected)
  })

  test.each([
    [{context: 'https://github.com/a/b.git#main'}],
    [{context: 'https://github.com/a/b.git#main', file: 'docker/Dockerfile'}],
    [{context: 'git@github.com:a/b.git'}],
    [{context: 'github.com/a/b'}],
    [{context: 'docker-image://docker.io/library/alpine:3'}],
    [{context: '.', file: 'https://example.com/Dockerfile'}],
    [{context: '.', file: '-'}],
    [{context: '..'}],
    [{context: '.', file: '/etc/Dockerfile'}]
  ])('of %j is not in the workspace', settings => {
    expect(dockerfileOf({file: undefined, ...settings}, '/srv/space')).toBeUndefined()
  })
})

test.each([
  ['x64', 'linux/amd64'],
  ['arm64', 'linux/arm64'],
  ['arm', 'linux/arm/v7'],
  ['s390x', 'linux/s390x']
])('the architecture %s is the platform %s', (arch, platform) => {
  expect(ownPlatform(arch)).toBe(platform)
})

test('an image describes itself in the words of the OCI image specification', () => {
  const runner = readRunner({GITHUB_REPOSITORY: 'my-org/sample', GITHUB_SERVER_URL: 'https://ghe.example.com'})
  expect(
    descriptionsOf({
      runner,
      image: undefined,
      commit: 'abc',
      committedAt: new Date(1_700_000_000_000),
      version: 'feature/x',
      recipe: 'abcdef0123456789'
    })
  ).toEqual({
    'org.opencontainers.image.source': 'https://ghe.example.com/my-org/sample',
    'org.opencontainers.image.url': 'https://ghe.example.com/my-org/sample',
    'org.opencontainers.image.revision': 'abc',
    'org.opencontainers.image.version': 'feature/x',
    'org.opencontainers.image.created': '2023-11-14T22:13:20Z',
    'org.opencontainers.image.title': 'sample',
    'ecr-registry.recipe': 'abcdef0123456789'
  })
})

test('an image describes itself in the same way, whichever run builds it', () => {
  const [one, other] = [
    ['1', '1', '1'],
    ['2', '7', '3']
  ].map(([GITHUB_RUN_ID = '', GITHUB_RUN_NUMBER = '', GITHUB_RUN_ATTEMPT = '']) => {
    const runner = readRunner({
      GITHUB_REPOSITORY: 'my-org/sample',
      GITHUB_RUN_ID,
      GITHUB_RUN_NUMBER,
      GITHUB_RUN_ATTEMPT
    })
    return descriptionsOf({
      runner,
      image: undefined,
      commit: 'abc',
      committedAt: new Date(0),
      version: 'feature/x',
      recipe: ''
    })
  })
  expect(one).toEqual(other)
})
