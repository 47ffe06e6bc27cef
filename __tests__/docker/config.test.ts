import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'

import {afterEach, beforeEach, describe, expect, test} from '@jest/globals'

import type {ProcessEnv} from '../../src/core/process-env.js'
import {makePrivateConfig} from '../../src/docker/config.js'

const LOGIN = {registry: 'registry.example.com', username: 'AWS', password: 'secret'}

describe("the private config has everything in the user's config", () => {
  let home: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'home-'))
    await mkdir(join(home, '.docker', 'cli-plugins'), {recursive: true})
    await mkdir(join(home, 'temp'))
    await writeFile(join(home, '.docker', 'cli-plugins', 'docker-buildx'), '')
    await writeFile(join(home, '.docker', 'config.json'), '{}')
  })
  afterEach(() => rm(home, {recursive: true}))

  test.each<[string, (directory: string) => ProcessEnv]>([
    ['in the home directory', () => ({})],
    ['in DOCKER_CONFIG', directory => ({DOCKER_CONFIG: directory, HOME: '/nowhere'})],
    [
      'in a relative DOCKER_CONFIG',
      directory => ({DOCKER_CONFIG: relative(process.cwd(), directory), HOME: '/nowhere'})
    ],
    ['in the home directory, if DOCKER_CONFIG is empty', () => ({DOCKER_CONFIG: '', BUILDX_CONFIG: ''})]
  ])('found %s', async (_, variables) => {
    const directory = join(home, '.docker')
    const {environment} = await makePrivateConfig({
      temporaryDirectory: join(home, 'temp'),
      environment: {HOME: home, ...variables(directory)},
      logins: [LOGIN],
      announce: () => undefined
    })
    expect(await readdir(join(environment.DOCKER_CONFIG, 'cli-plugins'))).toEqual(['docker-buildx'])
    expect(environment.BUILDX_CONFIG).toBe(join(directory, 'buildx'))
  })

  test.each(['{"auths": ', '[]', 'null'])('but a config.json that is %s, which has nothing', async content => {
    const directory = join(home, '.docker')
    await writeFile(join(directory, 'config.json'), content)
    const {environment} = await makePrivateConfig({
      temporaryDirectory: join(home, 'temp'),
      environment: {HOME: home},
      logins: [LOGIN],
      announce: () => undefined
    })
    expect(JSON.parse(await readFile(join(environment.DOCKER_CONFIG, 'config.json'), 'utf8'))).toEqual({
      auths: {'registry.example.com': {auth: expect.any(String)}}
    })
    expect(await readdir(join(environment.DOCKER_CONFIG, 'cli-plugins'))).toEqual(['docker-buildx'])
  })

  test('and the logins of the run, which no credential helper of the user hides', async () => {
    const [helped, other] = ['helped.example.com', 'other.example.com']
    const auths = {[other]: {auth: 'theirs'}}
    const credHelpers = {[helped]: 'ecr-login', [other]: 'ecr-login'}
    await writeFile(join(home, '.docker', 'config.json'), JSON.stringify({auths, credHelpers}))
    const {environment} = await makePrivateConfig({
      temporaryDirectory: join(home, 'temp'),
      environment: {HOME: home},
      logins: [LOGIN, {...LOGIN, registry: helped}],
      announce: () => undefined
    })
    const auth = Buffer.from('AWS:secret').toString('base64')
    expect(JSON.parse(await readFile(join(environment.DOCKER_CONFIG, 'config.json'), 'utf8'))).toEqual({
      auths: {...auths, [LOGIN.registry]: {auth}, [helped]: {auth}},
      credHelpers: {...credHelpers, [helped]: ''}
    })
  })
})
